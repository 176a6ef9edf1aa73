"""What a command does not need it does not load: the start is most of what a small run takes."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.publication import Folder

PROGRAM = """
import json, sys
try:
    {work}
finally:
    names = {{name.partition(".")[0] for name in sys.modules}}
    own = {{n for n in names if getattr(sys.modules.get(n), "__file__", "") or ""}}
    found = [n for n in own if "site-packages" in (sys.modules[n].__file__ or "")]
    sys.stdout.write("\\n" + json.dumps(sorted(n for n in found if not n.startswith("_"))))
"""


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--help"], ["click"]),
        (
            ["new", "Our title"],
            ["anyascii", "babel", "click", "msgspec", "nh3", "pyromark", "yaml"],
        ),
        (["status"], ["babel", "click", "msgspec", "nh3", "pyromark", "yaml"]),
        (["validate"], ["click"]),
        (
            ["build"],
            [
                *(
                    "babel",
                    "click",
                    "dateutil",
                    "fasteners",
                    "feedgen",
                    "jinja2",
                    "lxml",
                    "markupsafe",
                ),
                *("msgspec", "nh3", "pyromark", "six", "yaml"),
            ],
        ),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else None,
)
def test_loads_what_it_needs(folder: Folder, arguments: list[str], expected: list[str]) -> None:
    """Each command loads these libraries and no other."""
    folder.entry("2023-10-03-one.md")
    (folder.path / "site").mkdir()
    (folder.path / "site" / "feed.json").write_text("{}", "utf-8")
    work = f"from communique.cli import main; main({arguments!r}, standalone_mode=False)"
    assert list_loaded(work, folder.path) == expected


def test_the_process_that_judges_loads_nothing_that_renders(tmp_path: Path) -> None:
    """Beside each build another process starts, which reads feeds and makes none."""
    feeds = b"2\n{}6\n<rss/>"
    work = (
        "import datetime, io; from communique.proof import prove; "
        f"prove(io.BytesIO({feeds!r}), io.BytesIO(), datetime.datetime.now(datetime.UTC))"
    )
    assert list_loaded(work, tmp_path) == ["msgspec"]


def list_loaded(work: str, folder: Path) -> list[str]:
    """List the libraries that are loaded once a program in *folder* has done *work*."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(work=work)],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    loaded = json.loads(done.stdout.splitlines()[-1])
    # msgspec looks for typing_extensions, which others bring along; Windows has no time zones.
    others = {"coverage", "sitecustomize", "typing_extensions", "tzdata"}
    return [name for name in loaded if name not in others]
