"""The Nu Html Checker, the W3C's own, reads every page, stylesheet and picture of ours."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

from tests.e2e.sites import PAGES, write_every_page
from tests.publication import ROOT
from tests.tools import find_package_file, find_tool

if TYPE_CHECKING:
    from pathlib import Path


def test_no_error_and_no_warning(tmp_path: Path) -> None:
    """Neither in a site with every kind of page nor in the example publication."""
    java, checker = find_tool("java"), find_package_file("vnu-jar/build/dist/vnu.jar")
    site = write_every_page(tmp_path)
    files = [
        str(file)
        for folder in (site, ROOT / "site")
        for file in sorted(folder.rglob("*"))
        if file.suffix in {".html", ".css"} or file.name == "icon.svg"
    ]
    assert len(files) > 2 * len(PAGES)
    assert str(site / "2023" / "poor" / "index.html") in files
    options = ["--also-check-css", "--also-check-svg", "--format", "json", "--stdout"]
    done = subprocess.run(
        [java, "-jar", str(checker), *options, *files],
        check=False,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    messages = json.loads(done.stdout)["messages"]
    assert [(m["url"], m.get("lastLine"), m["message"]) for m in messages] == []
    assert done.returncode == 0
