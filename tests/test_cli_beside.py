"""A process beside: what it does is what would be done without it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, NoReturn

import pytest

from communique.cache import lookout
from communique.cli import beside
from communique.processes import Aside
from tests.publication import NOW, Folder, Run
from tests.tools import needs_fork

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PROGRAM = """
from communique.cache import lookout
from communique.cli import beside, main
lookout._WORTH = 0
beside.count_processes = lambda *_: 2
{}
main()
"""
"""Communique where every cache is worth looking ahead, and something that goes wrong."""


class _Thread:
    """Do the work of the other process in a thread of this one."""

    def __init__(self, work: Callable[[BinaryIO, BinaryIO], None]) -> None:
        (asked, ask), (answered, answer) = os.pipe(), os.pipe()
        self.aside = Aside(os.fdopen(ask, "wb"), os.fdopen(answered, "rb"))

        def run() -> None:
            with os.fdopen(asked, "rb") as requests, os.fdopen(answer, "wb") as answers:
                work(requests, answers)

        self.thread = threading.Thread(target=run)
        self.thread.start()

    def close(self) -> None:
        """Wait for the end."""
        self.aside.requests.close()
        self.thread.join()
        self.aside.answers.close()


@contextmanager
def start_here(work: Callable[[BinaryIO, BinaryIO], None]) -> Iterator[Aside]:
    """Do the work of the other process in this one."""
    other = _Thread(work)
    try:
        yield other.aside
    finally:
        other.close()


def work_here(patch: pytest.MonkeyPatch) -> None:
    """Let everything be done that another process would do, in this one."""
    patch.setattr(lookout, "_WORTH", 0)
    patch.setattr(beside, "count_processes", lambda *_: 2)
    patch.setattr(beside, "start_aside", start_here)


def change(folder: Folder) -> None:
    """Add, change and remove entries, and change a file of the site."""
    folder.entry("2023-10-02-no-2.md", "title: Another title\n")
    (folder.path / "entries" / "2023-10-04-no-4.md").unlink()
    folder.entry("2023-10-06-no-6.md", "title: Title 6\n")
    (folder.path / "site" / "404.html").write_text("x", "utf-8")


@pytest.fixture
def five(folder: Folder) -> Folder:
    """Give a publication of five statements."""
    for day in range(1, 6):
        folder.entry(f"2023-10-0{day}-no-{day}.md", f"title: Title {day}\n")
    return folder


@needs_fork
@pytest.mark.parametrize(
    "fault",
    [
        "",
        "beside.look = None",
        "import communique.proof; communique.proof.prove = lambda *_: None",
        "import communique.proof; communique.proof.prove = None",
    ],
)
def test_another_process_works_or_dies(five: Folder, build: Run, fault: str) -> None:
    """What changed is seen, and the site is the same, wherever the process beside dies."""
    line = [sys.executable, "-c", PROGRAM.format(fault), "build", "--now", NOW.isoformat()]

    def run() -> str:
        done = subprocess.run(line, cwd=five.path, capture_output=True, text=True, check=True)
        return done.stderr

    assert run().startswith("5 published")
    change(five)
    assert run().startswith("5 published")
    seen = five.site()
    shutil.rmtree(five.path / "site")
    shutil.rmtree(five.path / ".communique")
    assert build().exit_code == 0
    assert seen == five.site()
    assert "\nsite/: 0 written" in run()


def test_judges_beside(five: Folder, build: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """An invalid feed is refused as without a process beside, with the same words."""
    monkeypatch.setattr(
        "communique.render.xmlfeeds.XmlFeeds.render_atom", lambda *_: b"<feed>\n</feed>\n"
    )
    near = build()
    with monkeypatch.context() as patch:
        work_here(patch)
        far = build()
    assert far.exit_code == near.exit_code == 1
    assert far.stderr == near.stderr
    assert "invalid-feed" in far.stderr
    assert not (five.path / "site").exists()


def test_no_process_where_there_can_be_none(five: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then nobody looks ahead, and nobody else judges."""
    monkeypatch.setattr(beside, "count_processes", lambda *_: 1)
    with beside.work_beside(five.path, NOW) as nobody:
        assert nobody.lookout.see_sources() is None
        assert nobody.judge is None


@needs_fork
def test_no_process_where_there_are_too_many(
    five: Folder, build: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system may refuse one more; this one does everything then."""

    def refuse() -> NoReturn:
        raise BlockingIOError

    monkeypatch.setattr(beside, "count_processes", lambda *_: 2)
    monkeypatch.setattr(os, "fork", refuse, raising=False)
    assert build().exit_code == 0
    assert (five.path / "site" / "index.html").exists()


def test_looks_where_it_is_worth_it(five: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small cache is looked at when it is needed."""
    work_here(monkeypatch)
    monkeypatch.setattr(lookout, "_WORTH", 10**9)
    monkeypatch.setattr(beside, "look", None)
    with beside.work_beside(five.path, NOW) as other:
        assert other.lookout.see_files() is None
        assert other.judge
