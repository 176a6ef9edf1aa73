"""Files beside an entry: found, measured, or refused."""

from __future__ import annotations

import hashlib
import sys
from typing import TYPE_CHECKING

import pytest

from communique.attachments import read_attachment
from communique.errors import FieldError
from communique.files import Attachment
from communique.memory import Memory

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("name", "path", "media_type"),
    [
        ("a.pdf", "a.pdf", "application/pdf"),
        ("./sub//b.PNG", "sub/b.PNG", "image/png"),
        ("Дадатак 1.xyz", "Дадатак 1.xyz", "application/octet-stream"),
    ],
)
def test_a_file_is_measured(tmp_path: Path, name: str, path: str, media_type: str) -> None:
    """Length and hash are those of its bytes; its type comes from our own table."""
    file = tmp_path / path
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(b"abc")
    expected = Attachment(
        name=path,
        source=file,
        media_type=media_type,
        length=3,
        sha256=hashlib.sha256(b"abc").hexdigest(),
        announced=True,
    )
    assert expected == read_attachment(name, tmp_path, tmp_path, announced=True, memory=Memory())


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("no.pdf", "there is no file no.pdf beside the entry"),
        ("/etc/passwd", "expected a file beside the entry, got '/etc/passwd'"),
        ("sub/../../a", "expected a file beside the entry, got 'sub/../../a'"),
        ("\\\\server\\a", "expected a file beside the entry"),
        ("a\x00b", "expected a file beside the entry, got 'a\\x00b'"),
        ("", "expected the name of a file beside the entry, got ''"),
        (".", "expected the name of a file beside the entry, got '.'"),
        ("Index.HTML", "Index.HTML would take the place of the page of the statement"),
        ("index.html/a.pdf", "index.html/a.pdf would take the place of the page"),
        ("draft.MD", "draft.MD is part of the publication and no file to hand out"),
        ("feed.yaml", "feed.yaml is part of the publication and no file to hand out"),
        ("a" * 5000, "there is no file" if sys.platform == "win32" else "cannot be read: "),
    ],
)
def test_what_must_not_be_published_is_refused(tmp_path: Path, name: str, problem: str) -> None:
    """With what to do instead."""
    with pytest.raises(FieldError) as caught:
        read_attachment(name, tmp_path, tmp_path, announced=True, memory=Memory())
    assert problem in caught.value.problem
    assert caught.value.hint


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets few users make links")
def test_a_link_within_the_entries_is_followed(tmp_path: Path) -> None:
    """Two entries may share a file."""
    (tmp_path / "a.pdf").write_bytes(b"abc")
    (tmp_path / "b.pdf").symlink_to("a.pdf")
    assert (
        read_attachment("b.pdf", tmp_path, tmp_path, announced=False, memory=Memory()).length == 3
    )


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets few users make links")
def test_a_link_to_a_folder_is_followed_within_the_entries_alone(tmp_path: Path) -> None:
    """A link anywhere on the way to a file must not lead out."""
    root, outside = tmp_path / "entries", tmp_path / "outside"
    for folder in (root / "a", outside):
        folder.mkdir(parents=True)
        (folder / "x.pdf").write_bytes(b"abc")
    (root / "within").symlink_to("a")
    (root / "out").symlink_to(outside)
    found = read_attachment("within/x.pdf", root, root, announced=True, memory=Memory())
    assert found.source == root / "within" / "x.pdf"
    with pytest.raises(FieldError, match=r"out/x\.pdf is a link that leads out"):
        read_attachment("out/x.pdf", root, root, announced=True, memory=Memory())


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    """A name with accents below a missing folder is a fault like any other."""
    with pytest.raises(FieldError, match="there is no file ä/é"):
        read_attachment("ä/é.pdf", tmp_path, tmp_path, announced=True, memory=Memory())
