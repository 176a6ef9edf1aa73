"""Whoever looks ahead sees what whoever looks then would see."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, BinaryIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.cache import lookout
from communique.cache.lookout import CACHE, HEAD, Lookout, look, look_ahead
from communique.memory import COARSE
from tests.cache.test_store import EDITS, Edit, build, edit
from tests.publication import NOW, Folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PROGRAM = """
import os, sys
from communique.cache import lookout
from communique.cli import main
lookout._WORTH = 0
lookout.count_processes = lambda *_: 2
main()
"""
"""Communique where every cache is worth a process."""


@contextmanager
def start_here(work: Callable[[BinaryIO], None]) -> Iterator[BinaryIO]:
    """Do the work of the other process in this one."""
    stream = io.BytesIO()
    work(stream)
    stream.seek(0)
    yield stream


@pytest.fixture
def always(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look ahead however small the publication is."""
    monkeypatch.setattr(lookout, "_WORTH", 0)
    monkeypatch.setattr(lookout, "count_processes", lambda *_: 2)
    monkeypatch.setattr(lookout, "start_aside", start_here)


@settings(max_examples=20)
@given(st.lists(EDITS, min_size=1, max_size=8))
def test_the_site_is_the_same_as_without_it(steps: list[Edit]) -> None:
    """After any sequence of edits a build that looked ahead gives what a cold one gives."""
    with (
        TemporaryDirectory() as warm_name,
        TemporaryDirectory() as cold_name,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(lookout, "_WORTH", 0)
        patch.setattr(lookout, "count_processes", lambda *_: 2)
        patch.setattr(lookout, "start_aside", start_here)
        warm, cold = Folder(Path(warm_name)), Folder.__new__(Folder)
        cold.path = Path(cold_name)
        warm.write("annex.txt", b"0")
        warm.entry("2023-10-01-no-0.md")
        for step in steps:
            edit(warm, step)
            said = build(warm)
            shutil.rmtree(cold_name)
            ours = shutil.ignore_patterns("site", ".communique")
            shutil.copytree(warm.path, cold_name, ignore=ours)
            assert said == build(cold)
            if said.startswith("done"):
                assert warm.site() == cold.site()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork a process")
def test_another_process_looks(folder: Folder) -> None:
    """Files that were added, changed and removed are seen by a real process beside."""
    for day in range(1, 6):
        folder.entry(f"2023-10-0{day}-no-{day}.md", f"title: Title {day}\n")
    line = [sys.executable, "-c", PROGRAM, "build", "--now", NOW.isoformat()]

    def run() -> str:
        done = subprocess.run(line, cwd=folder.path, capture_output=True, text=True, check=True)
        return done.stderr

    assert run().startswith("5 published")
    folder.entry("2023-10-02-no-2.md", "title: Another title\n")
    (folder.path / "entries" / "2023-10-04-no-4.md").unlink()
    folder.entry("2023-10-06-no-6.md", "title: Title 6\n")
    (folder.path / "site" / "404.html").write_text("x", "utf-8")
    assert run().startswith("5 published")
    seen = folder.site()
    shutil.rmtree(folder.path / "site")
    shutil.rmtree(folder.path / ".communique")
    assert build(folder).startswith("done: 5 published")
    assert seen == folder.site()
    assert "\nsite/: 0 written" in run()


@pytest.mark.usefixtures("always")
def test_looks_at_nothing_itself(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was looked at aside is not looked at again, where the times leave nothing open."""
    folder.entry("2023-10-03-one.md", "title: One\n")
    monkeypatch.setattr("communique.memory.time.time_ns", lambda: 4 * 10**18 + COARSE)
    said = build(folder)
    assert said.startswith("done")
    with monkeypatch.context() as patch:
        patch.setattr("communique.entries.list_sources", None)
        patch.setattr("communique.making.describe_file", None)
        assert said == build(folder)


@pytest.mark.usefixtures("always")
def test_what_cannot_be_looked_at_is_looked_at_then(folder: Folder) -> None:
    """A fault of the folder is told as ever."""
    folder.entry("2023-10-03-one.md", "title: One\n")
    assert build(folder).startswith("done")
    (folder.path / "entries" / "more.md").mkdir()
    assert "entries/more.md: expected a file, got a folder" in build(folder)


def test_who_dies_says_nothing(folder: Folder) -> None:
    """Half a line is none."""
    seen = Lookout(io.BytesIO(b'["12345678\\n"'))
    assert (seen.see_sources(), seen.see_files()) == (None, None)
    with look_ahead(folder.path, folder.path / ".communique") as nobody:
        assert nobody.see_sources() is None


def test_what_was_compared_with_another_cache_does_not_count(folder: Folder) -> None:
    """Only who compares with the same one may believe it."""
    folder.entry("2023-10-03-one.md", "title: One\n")
    build(folder)
    cache = folder.path / ".communique" / CACHE
    for head, believed in ((cache.read_bytes()[:HEAD], True), (b"00000000\n", False)):
        stream = io.BytesIO()
        look(folder.path, cache, stream)
        stream.seek(0)
        sight = Lookout(stream)
        sight.head = head
        assert (sight.see_sources() is not None) == believed
        assert (sight.see_files() is not None) == believed
