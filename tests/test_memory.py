"""What was made of a file is kept for as long as the file stays as it was."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

import pytest

from communique.entries import read_publication
from communique.errors import SourceErrors
from communique.memory import (
    COARSE,
    Kept,
    Memory,
    compare,
    confirm,
    describe_file,
    hash_file,
    settle,
)
from tests.publication import NOW, Folder

if TYPE_CHECKING:
    from pathlib import Path


def test_looks_into_a_file_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file whose size and times are as they were is not read again; another is."""
    file, memory = tmp_path / "a", Memory()
    file.write_text("one")
    os.utime(file, ns=(1, 1_000_000_001))
    ahead = time.time_ns() + 2 * COARSE
    monkeypatch.setattr("communique.memory.time.time_ns", lambda: ahead)
    one = memory.hash_file(file)
    with monkeypatch.context() as patch:
        patch.setattr("communique.memory.hash_file", None)
        assert memory.hash_file(file) == one
    file.write_text("another")
    assert memory.hash_file(file) != one
    with pytest.raises(FileNotFoundError):
        memory.hash_file(tmp_path / "missing")


def test_times_that_say_nothing_are_not_believed(tmp_path: Path) -> None:
    """A change of the same size within the tick of a disk is seen, whole seconds or not."""
    file = tmp_path / "a"
    for moment in (1_700_000_000 * 10**9, 1_700_000_000 * 10**9 + 1):
        file.write_text("one")
        state = (3, 1, moment, moment)
        kept = Kept(state, moment, hash_file(file), "", None)
        same = confirm(kept, file, state)
        assert same is not None
        assert same.seen > kept.seen
        assert confirm(same, tmp_path / "missing", state) == same
        file.write_text("two")
        assert confirm(kept, file, state) is None
        assert confirm(kept, tmp_path / "missing", state) is None
        assert confirm(kept, file, ()) is None


def test_finds_what_may_be_another() -> None:
    """New files, others, those of which their times tell nothing, and which are gone."""
    old, late = (3, 1, 1, 1), (3, 1, COARSE, COARSE)
    files = [("same", old), ("new", old), ("other", late), ("young", late), ("pipe", ())]
    known = {
        path: Kept(state, 2 * COARSE - 1, "", "", None)
        for path, state in (
            *(("same", old), ("other", old), ("young", late)),
            *(("pipe", ()), ("gone", old)),
        )
    }
    changes = compare(files, settle(known))
    assert [path for _, path, _ in changes.found] == ["new", "other", "young", "pipe"]
    assert [place for place, _, _ in changes.found] == [1, 2, 3, 4]
    assert changes.gone == {"gone"}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets few users make links")
def test_a_pipe_has_no_state(tmp_path: Path) -> None:
    """What is no regular file, or is not there, is never known; a link where it is followed."""
    (tmp_path / "a").write_text("one")
    (tmp_path / "link").symlink_to("a")
    assert describe_file(tmp_path) == describe_file(tmp_path / "missing") == ()
    assert describe_file(tmp_path / "link") == describe_file(tmp_path / "a")
    assert describe_file(tmp_path / "link", follow=False) == ()


def test_a_publication_read_again_is_the_same(folder: Folder) -> None:
    """With a memory a publication reads as without, whatever changed in between."""
    folder.write("a.pdf", "one")
    folder.entry("2023-10-03-one.md", "attachments: [a.pdf]\n")
    other = folder.entry("2023-10-04-two.md")
    memory = Memory()

    def check() -> None:
        with_memory = read_publication(folder.path, NOW, memory)
        without = read_publication(folder.path, NOW)
        assert with_memory.publication.entries == without.publication.entries

    check()
    folder.write("a.pdf", "other")
    check()
    folder.entry("2023-10-03-one.md", "title: Another\n")
    check()
    folder.entry("2023-10-04-two.md", "topics: [none]\n")
    for _ in range(2):
        with pytest.raises(SourceErrors, match="no topic 'none'"):
            check()
    other.unlink()
    check()
    settings = folder.path / "entries" / "feed.yaml"
    settings.write_text(settings.read_text("utf-8") + "feed_size: 1\n", "utf-8")
    check()
