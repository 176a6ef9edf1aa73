"""Whoever looks ahead sees what whoever looks then would see."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.cache.lookout import CACHE, Lookout, look
from communique.cache.records import HEAD, seal
from communique.memory import COARSE
from tests.cache.test_store import EDITS, Edit, append_always, build, compare_with_cold
from tests.test_cli_beside import work_here

if TYPE_CHECKING:
    from pathlib import Path

    from tests.publication import Folder


@pytest.fixture
def always(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look ahead, in this process and however small the publication is."""
    work_here(monkeypatch)


@settings(max_examples=20)
@given(st.lists(EDITS, min_size=1, max_size=8))
def test_the_site_is_the_same_as_without_it(steps: list[Edit]) -> None:
    """After any sequence of edits a build that looked ahead gives what a cold one gives."""
    with pytest.MonkeyPatch.context() as patch:
        work_here(patch)
        append_always(patch)
        compare_with_cold(steps)


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


def see(folder: Folder, cache: Path, head: bytes) -> Lookout:
    """Look ahead, for a run whose cache begins with *head*."""
    stream = io.BytesIO()
    look(folder.path, cache, stream)
    stream.seek(0)
    sight = Lookout(stream)
    sight.head = head
    return sight


def test_who_dies_says_nothing() -> None:
    """Half a line is none."""
    seen = Lookout(io.BytesIO(b'["12345678\\n"'))
    assert (seen.see_sources(), seen.see_files()) == (None, None)


def test_what_was_compared_with_another_cache_does_not_count(folder: Folder) -> None:
    """Only who compares with the same one may believe it."""
    folder.entry("2023-10-03-one.md", "title: One\n")
    build(folder)
    cache = folder.path / ".communique" / CACHE
    for head, believed in ((cache.read_bytes()[:HEAD], True), (seal(b"another"), False)):
        sight = see(folder, cache, head)
        assert (sight.see_sources() is not None) == believed
        assert (sight.see_files() is not None) == believed


@pytest.mark.parametrize("tail", [b"\0" * 99, b"torn", seal(b"no parts") + b"no parts"])
def test_what_was_appended_and_damaged_does_not_count(folder: Folder, tail: bytes) -> None:
    """Who looks ahead says all that it says, of the records before: the other waits for it."""
    folder.entry("2023-10-03-one.md", "title: One\n")
    build(folder)
    cache = folder.path / ".communique" / CACHE
    whole = cache.read_bytes()
    for before, head in ((b"", b""), (whole, whole[:HEAD])):
        cache.write_bytes(before + tail)
        sight = see(folder, cache, head)
        assert sight.see_sources() is not None
        assert sight.see_files() is not None
