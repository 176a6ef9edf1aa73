"""Texts as they were, to show what changed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from communique.earlier import keep_texts, show_change
from communique.errors import WriteError
from communique.ledger import TEXTS_FOLDER, append_records, record_entry
from tests.publication import NOW, Folder, read
from tests.tools import git

if TYPE_CHECKING:
    from communique.model import Publication

UNKNOWN = "0" * 64
DIFF = (
    "--- published",
    "+++ entries/2023-10-03-one.md",
    "@@ -1,3 +1,3 @@",
    "-title: A title",
    "+title: Another title",
    " ",
    "-The text.",
    "+Another text.",
)


def write_one(folder: Folder, title: str = "A title", text: str = "The text.") -> Publication:
    """Write a statement, and read it."""
    folder.entry("2023-10-03-one.md", f"title: {title}\n", f"{text}\n")
    return read(folder)


def keep(folder: Folder, publication: Publication) -> None:
    """Keep the texts of a publication."""
    keep_texts(folder.path, publication.entries)


def show(folder: Folder, publication: Publication, sha256: str) -> str:
    """Show what changed in its only statement."""
    return show_change(folder.path, publication, publication.entries[0], sha256)


def list_texts(folder: Folder) -> dict[str, str]:
    """Read every text that is kept."""
    files = (folder.path / ".communique" / "texts").iterdir()
    return {file.name: file.read_text("utf-8") for file in files}


def test_keeps_a_text_under_its_hash(folder: Folder) -> None:
    """A text is kept whole, under the hash that the ledger has."""
    one = write_one(folder)
    keep(folder, one)
    assert list_texts(folder) == {f"{one.entries[0].sha256}.md": "title: A title\n\nThe text.\n"}


def test_touches_nothing_that_is_there(folder: Folder) -> None:
    """The same text is not written again."""
    one = write_one(folder)
    keep(folder, one)
    file = folder.path / ".communique" / "texts" / f"{one.entries[0].sha256}.md"
    os.utime(file, (1, 1))
    keep(folder, one)
    assert file.stat().st_mtime == 1


def test_a_crash_leaves_no_half_text(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was begun and not finished never stands under a hash."""
    one = write_one(folder)

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("pathlib.Path.replace", fail)
        with pytest.raises(KeyboardInterrupt):
            keep(folder, one)
    assert f"{one.entries[0].sha256}.md" not in list_texts(folder)
    keep(folder, one)
    assert list(list_texts(folder)) == [f"{one.entries[0].sha256}.md"]


def test_says_what_cannot_be_written(folder: Folder) -> None:
    """A file in the place of the folder is named."""
    (folder.path / ".communique").write_text("x", "utf-8")
    with pytest.raises(WriteError, match=r"^\.communique/texts: cannot be written"):
        keep(folder, write_one(folder))


def test_shows_what_changed_since(folder: Folder) -> None:
    """The title and the text are compared with those that were kept."""
    before = write_one(folder)
    append_records(folder.path, [record_entry(before, before.entries[0], "published", NOW)])
    keep(folder, before)
    now = write_one(folder, "Another title", "Another text.")
    assert show(folder, now, before.entries[0].sha256) == "\n".join(DIFF)


def test_asks_git_where_nothing_was_kept(folder: Folder) -> None:
    """In a fresh copy the last text in git that differs is what it is compared with."""
    git(folder.path, "init", "-q")
    for text in ("The first text.", "The second text."):
        write_one(folder, text=text)
        git(folder.path, "add", ".")
        git(folder.path, "commit", "-q", "-m", text)
    folder.write("2023-10-03-one.md", "no front matter")
    git(folder.path, "commit", "-q", "-a", "-m", "broken")
    now = write_one(folder, text="The third text.")
    change = show(folder, now, UNKNOWN).splitlines()
    assert change[3:] == ["-The second text.", "+The third text."]


def test_finds_nothing_without_git(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where git is not installed, or the folder is in none, the earlier text is not known."""
    one = write_one(folder)
    assert show(folder, one, UNKNOWN) == ""
    monkeypatch.setenv("PATH", "")
    assert show(folder, one, UNKNOWN) == ""


def test_leaves_out_what_cannot_be_read(folder: Folder) -> None:
    """A kept text that somebody spoilt tells nothing."""
    one = write_one(folder)
    file = folder.path / TEXTS_FOLDER / f"{UNKNOWN}.md"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"\xff")
    assert show(folder, one, UNKNOWN) == ""
