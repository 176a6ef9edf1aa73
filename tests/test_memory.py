"""What was made of a file is kept for as long as the file stays as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from communique.entries import read_publication
from communique.errors import SourceErrors
from communique.memory import Memory
from tests.publication import NOW, Folder

if TYPE_CHECKING:
    from pathlib import Path


def test_makes_once(tmp_path: Path) -> None:
    """The same file in the same context is read once; another context or file is read anew."""
    file, memory = tmp_path / "a", Memory()
    file.write_text("one")
    made = [memory.recall(file, c, file.read_text) for c in "aabbc"]
    assert made == ["one"] * 5
    calls: list[str] = []
    for context in ("c", "c", "d"):
        memory.recall(file, context, lambda context=context: calls.append(context))  # type: ignore[misc]  # mypy cannot infer a default
    assert calls == ["d"]
    file.write_text("another")
    assert memory.recall(file, "d", file.read_text) == "another"


def test_remembers_no_failure_and_no_missing_file(tmp_path: Path) -> None:
    """What failed, or is not there, is asked for again."""
    file, memory = tmp_path / "a", Memory()
    with pytest.raises(FileNotFoundError):
        memory.recall(file, "", file.read_text)
    answers = iter("ab")
    assert [memory.recall(file, "", lambda: next(answers)) for _ in range(2)] == ["a", "b"]


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
