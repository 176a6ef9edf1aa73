"""Writing the site: only what changed, never half, never outside."""

from __future__ import annotations

import errno
import io
import os
import sys
from pathlib import Path
from typing import Self

import pytest

from communique.disk import write_new, write_site
from communique.errors import WriteError
from communique.files import Attachment
from communique.hosting import SUMS_FILE
from communique.memory import Kept
from communique.site import Made, Site, hash_content, list_sums
from communique.values import replace

needs_links = pytest.mark.skipif(sys.platform == "win32", reason="links need a right on Windows")


def make_site(**files: str) -> Site:
    """Make a site of small files with their list of hashes; ``__`` stands for a slash."""
    site: Site = {name.replace("__", "/"): text.encode() for name, text in files.items()}
    site[SUMS_FILE] = list_sums({path: hash_content(site[path]) for path in site})
    return site


def look(target: Path) -> dict[str, str]:
    """Read every file below *target* but the list of hashes."""
    return {
        file.relative_to(target).as_posix(): file.read_text("utf-8")
        for file in sorted(target.rglob("*"))
        if file.is_file() and file.name != SUMS_FILE
    }


def test_writes_every_file(tmp_path: Path) -> None:
    """A new site holds what was given, and each file is counted."""
    written = write_site(make_site(a__b="1", c="2"), tmp_path / "site")
    assert look(tmp_path / "site") == {"a/b": "1", "c": "2"}
    assert (
        written.written,
        written.unchanged,
        written.removed,
        written.kept,
    ) == (("a/b", "c", SUMS_FILE), 0, (), ())


def test_touches_only_what_changed(tmp_path: Path) -> None:
    """A file whose bytes are right keeps its time."""
    write_site(make_site(a="1", b="2"), tmp_path)
    for name in ("a", "b"):
        os.utime(tmp_path / name, (1, 1))
    written = write_site(make_site(a="1", b="3"), tmp_path)
    assert (tmp_path / "a").stat().st_mtime == 1
    assert written.written == ("b", SUMS_FILE)
    assert written.unchanged == 1


@pytest.mark.parametrize("ahead", [0, 3600], ids=["within a second", "the clock was set back"])
def test_a_changed_file_is_always_later(tmp_path: Path, ahead: int) -> None:
    """Whoever asks "changed since?" with the time of the old file is told yes."""
    write_site(make_site(a="1"), tmp_path)
    moment = int((tmp_path / "a").stat().st_mtime) + ahead
    os.utime(tmp_path / "a", (moment, moment))
    write_site(make_site(a="2"), tmp_path)
    assert moment + 1 == int((tmp_path / "a").stat().st_mtime)


def test_reports_progress(tmp_path: Path) -> None:
    """Each path is told once it is done."""
    seen: list[str] = []
    write_site(make_site(a="1", b="2"), tmp_path, seen.append)
    assert seen == ["a", "b", SUMS_FILE]


def test_tells_nothing_of_what_is_known_to_stand(tmp_path: Path) -> None:
    """A file that is known to stand is neither looked at nor told, and counts as unchanged."""
    site = make_site(a="1", b="2")
    write_site(site, tmp_path)
    seen: list[str] = []
    made: Made = {**site, "a": Kept((), 0, hash_content(site["a"]), "", None)}
    assert write_site(made, tmp_path, seen.append).unchanged == len(site)
    assert seen == ["b", SUMS_FILE]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_everybody_may_read_the_files(tmp_path: Path) -> None:
    """Files and folders have the mode they are published with, whatever the umask."""
    site = tmp_path / "site"
    before = os.umask(0o077)
    try:
        write_site(make_site(**{"a/b/c": "1"}), site)
    finally:
        os.umask(before)
    assert (site / "a/b/c").stat().st_mode & 0o777 == 0o644
    folders = (site, site / "a", site / "a/b")
    assert [folder.stat().st_mode & 0o777 for folder in folders] == [0o755] * 3


@pytest.mark.parametrize("whole", [True, False])
def test_removes_what_it_wrote(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, whole: bool
) -> None:
    """A file that no longer belongs is removed, with the folders that it leaves empty."""
    monkeypatch.chdir(tmp_path)
    site = tmp_path if whole else Path()
    write_site(make_site(a__b__c="1", d="2"), site)
    written = write_site(make_site(d="2"), site)
    assert written.removed == ("a/b/c",)
    assert look(tmp_path) == {"d": "2"}
    assert not (tmp_path / "a").exists()


def test_leaves_the_files_of_others(tmp_path: Path) -> None:
    """What communique did not write stays, and so does what somebody changed since."""
    write_site(make_site(a__b="1", c="2", gone="3"), tmp_path)
    (tmp_path / "a" / "theirs").write_text("x", "utf-8")
    (tmp_path / "c").write_text("changed", "utf-8")
    (tmp_path / "gone").unlink()
    written = write_site(make_site(d="4"), tmp_path)
    assert (written.removed, written.kept) == (("a/b",), ("c",))
    assert look(tmp_path) == {"a/theirs": "x", "c": "changed", "d": "4"}


@pytest.mark.parametrize("sums", [b"\xff", b"nonsense\n", b""])
def test_survives_a_spoilt_list_of_hashes(tmp_path: Path, sums: bytes) -> None:
    """Without its list communique removes nothing."""
    write_site(make_site(a="1"), tmp_path)
    (tmp_path / SUMS_FILE).write_bytes(sums)
    assert write_site(make_site(b="2"), tmp_path).removed == ()


@pytest.mark.parametrize("path", ["../out", "/out", "a/../../out", "a\\b", "C:/out", ""])
def test_refuses_a_path_that_leaves_the_folder(tmp_path: Path, path: str) -> None:
    """Nothing is written outside the site, and nothing inside it before that is found."""
    with pytest.raises(WriteError, match="leads out of the site folder"):
        write_site({"a": b"1", path: b"2"}, tmp_path / "site")
    assert list(tmp_path.iterdir()) == []


def test_never_removes_outside_the_folder(tmp_path: Path) -> None:
    """A forged list of hashes makes communique stop, not remove."""
    (tmp_path / "precious").write_text("x", "utf-8")
    site = tmp_path / "site"
    site.mkdir()
    (site / SUMS_FILE).write_text("0" * 64 + "  ../precious\n", "utf-8")
    with pytest.raises(WriteError, match="leads out of the site folder"):
        write_site(make_site(a="1"), site)
    assert (tmp_path / "precious").exists()


@needs_links
def test_never_writes_or_removes_through_a_link(tmp_path: Path) -> None:
    """A link in the site folder leads nowhere for communique."""
    outside = tmp_path / "outside"
    outside.mkdir()
    site = tmp_path / "site"
    write_site(make_site(a__b="1"), site)
    (site / "a" / "b").replace(outside / "b")
    (site / "a").rmdir()
    (site / "a").symlink_to(outside)
    assert write_site(make_site(c="1"), site).removed == ()
    with pytest.raises(WriteError, match="expected a folder, got a link"):
        write_site(make_site(a__b="2"), site)
    assert look(outside) == {"b": "1"}


@needs_links
def test_replaces_a_linked_file_by_a_file(tmp_path: Path) -> None:
    """A link in the place of a file is replaced; what it led to stays as it was."""
    (tmp_path / "outside").write_text("theirs", "utf-8")
    site = tmp_path / "site"
    site.mkdir()
    (site / "a").symlink_to(tmp_path / "outside")
    write_site(make_site(a="1"), site)
    assert (
        (site / "a").read_text("utf-8"),
        (tmp_path / "outside").read_text("utf-8"),
    ) == ("1", "theirs")
    assert not (site / "a").is_symlink()


def test_refuses_a_folder_in_the_place_of_a_file(tmp_path: Path) -> None:
    """A folder where a file has to be is named, and left."""
    (tmp_path / "a").mkdir()
    with pytest.raises(WriteError, match="expected a file, got a folder"):
        write_site(make_site(a="1"), tmp_path)


@pytest.mark.parametrize("kind", ["file", pytest.param("link", marks=needs_links)])
def test_refuses_a_target_that_is_no_folder(tmp_path: Path, kind: str) -> None:
    """The site folder has to be a folder."""
    target = tmp_path / "site"
    if kind == "file":
        target.write_text("x", "utf-8")
    else:
        (tmp_path / "other").mkdir()
        target.symlink_to(tmp_path / "other")
    with pytest.raises(WriteError, match="expected a folder"):
        write_site(make_site(a="1"), target)


def make_attachment(source: Path) -> Attachment:
    """Describe a file of five bytes."""
    source.write_bytes(b"hello")
    return Attachment(
        name="a.pdf",
        source=source,
        media_type="application/pdf",
        length=5,
        sha256="2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
        announced=True,
    )


def test_copies_an_attachment_once(tmp_path: Path) -> None:
    """An attachment is copied, and left alone while it is the same."""
    attachment = make_attachment(tmp_path / "a.pdf")
    site = tmp_path / "site"
    assert write_site({"x/a.pdf": attachment}, site).written == ("x/a.pdf",)
    assert write_site({"x/a.pdf": attachment}, site).written == ()
    longer = replace(attachment, length=6)
    assert write_site({"x/a.pdf": longer}, site).written == ("x/a.pdf",)


def test_notices_an_attachment_that_changes(tmp_path: Path) -> None:
    """An attachment whose bytes are no longer those that the feeds announce is not published."""
    attachment = make_attachment(tmp_path / "a.pdf")
    (tmp_path / "a.pdf").write_bytes(b"HELLO")
    with pytest.raises(WriteError, match="changed while it was copied"):
        write_site({"a.pdf": attachment}, tmp_path / "site")
    assert look(tmp_path / "site") == {}


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        (errno.ENOSPC, "make room on the disk, then run the command again"),
        (errno.EACCES, "make the folder writable, then run the command again"),
        (errno.EROFS, "the disk is read-only: make it writable, or choose another"),
        (errno.EIO, ""),
    ],
)
def test_a_failing_disk_leaves_whole_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, hint: str
) -> None:
    """When the disk fails, the message says what to do, and every file is the old or the new."""
    write_site(make_site(a="1", b="1"), tmp_path)

    class Failing(io.FileIO):
        def write(self, data: object) -> int:
            if data == b"22":
                super().write(b"2")
                raise OSError(code, os.strerror(code))
            assert isinstance(data, bytes)
            return super().write(data)

    monkeypatch.setattr(os, "fdopen", Failing)
    with pytest.raises(WriteError, match="b: cannot be written") as caught:
        write_site(make_site(a="2", b="22"), tmp_path)
    assert hint == caught.value.hint
    assert look(tmp_path) == {"a": "2", "b": "1"}


def test_write_new_never_overwrites(tmp_path: Path) -> None:
    """A file that exists is named and kept."""
    (tmp_path / "a").write_text("old", "utf-8")
    with pytest.raises(WriteError, match="there is such a file already"):
        write_new(tmp_path / "a", "a", "new")
    assert (tmp_path / "a").read_text("utf-8") == "old"


def test_write_new_leaves_nothing_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new file that cannot be written whole is not there at all."""

    class Full:
        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        def write(self, text: str) -> int:
            return len(text)

    def open_full(self: Path, *_: object, **__: object) -> Full:
        self.touch()
        return Full()

    monkeypatch.setattr(Path, "open", open_full)
    with pytest.raises(WriteError, match="cannot be written"):
        write_new(tmp_path / "x" / "a", "x/a", "new")
    assert list((tmp_path / "x").iterdir()) == []
