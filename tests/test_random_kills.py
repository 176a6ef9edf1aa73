"""Runs are killed at random moments while somebody reads; hundreds more by hand, see README."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.publication import ROOT, write_everything
from tests.random_kills import Watcher, list_pages
from tests.tools import leave_out_coverage

if TYPE_CHECKING:
    from tests.publication import Folder, Run

SHARES = {"publish": (10, [1, 6]), "large": (2, [7])}
"""Kills, and the numbers of the cases in which they come."""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL and no sessions")
@pytest.mark.parametrize("share", SHARES)
def test_no_moment_is_a_bad_one(share: str) -> None:
    """Every file stays whole, every feed names pages that are there, the next run ends the same."""
    times, cases = SHARES[share]
    arguments = ["--seed", "1", "--times", str(times)]
    arguments += [word for case in cases for word in ("--case", str(case))]
    done = subprocess.run(
        [sys.executable, "-m", "tests.random_kills", *arguments],
        cwd=ROOT,
        env=leave_out_coverage(),
        check=False,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )
    replay = f"again: python -m tests.random_kills {' '.join(arguments)}"
    assert done.returncode == 0, f"{done.stdout}{done.stderr}{replay}"
    assert f"{times} kills" in done.stdout


@pytest.mark.parametrize(
    ("path", "damage", "problem"),
    [
        ("atom.xml", lambda data: data[:-20], "atom.xml was neither old nor new"),
        ("feed.json", lambda data: data[:-20], "feed.json could not be read"),
        ("be/index.html", lambda data: data[:-20], "be/index.html could not be read"),
        ("rss.xml", None, "rss.xml was missing"),
        ("2023/rich/index.html", None, "2023/rich/index.html, which was not there"),
        ("2023/rich/index.html", lambda data: data[:-1], "rich/index.html was neither old nor new"),
    ],
)
def test_the_reader_sees_what_is_wrong(
    folder: Folder, build: Run, path: str, damage: object, problem: str
) -> None:
    """A torn feed, a torn page and one that is missing do not escape whoever watches the kills."""
    write_everything(folder)
    build()
    site = folder.site()
    assert "2023/rich/index.html" in list_pages("atom.xml", site["atom.xml"])
    assert "2023/rich/index.html" in list_pages("index.html", site["index.html"])
    file = folder.path / "site" / path
    if callable(damage):
        file.write_bytes(damage(site[path]))
    else:
        file.unlink()
    watcher = Watcher(folder.path / "site", site, site)
    watcher.run()
    assert any(problem in found for found in watcher.problems)


def test_the_reader_is_content_with_what_is_whole(folder: Folder, build: Run) -> None:
    """A site of which every file is right gives no problem."""
    write_everything(folder)
    build()
    watcher = Watcher(folder.path / "site", folder.site(), folder.site())
    watcher.start()
    while not watcher.rounds:
        watcher.join(0.01)
    assert watcher.stop() == []
