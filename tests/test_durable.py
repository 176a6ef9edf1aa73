"""Files of the press officer's own folder: whole after a crash, as they were after a failure."""

from __future__ import annotations

import errno
import os
import stat
import sys
from io import FileIO
from typing import TYPE_CHECKING

import pytest

from communique.durable import _append, append_bytes, create_file, replace_file, sync_folder
from communique.errors import WriteError

if TYPE_CHECKING:
    from pathlib import Path

needs_modes = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")


def fail(*_: object) -> None:
    """Refuse as a full disk does."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_appends_behind_what_is_sound(tmp_path: Path) -> None:
    """What lies beyond the given length gives way to the addition, longer or shorter."""
    file = tmp_path / "log"
    file.write_bytes(b"sound, torn")
    append_bytes(file, "log", 5, b"!")
    assert file.read_bytes() == b"sound!"


class Reluctant(FileIO):
    """A file on a system that takes seven bytes at a time."""

    def write(self, data: object) -> int:
        """Write the first seven bytes."""
        assert isinstance(data, memoryview)
        return super().write(data[:7])


def test_a_system_that_takes_a_part_takes_the_rest_next(tmp_path: Path) -> None:
    """The system may write fewer bytes than it was given; none is lost."""
    addition = bytes(range(256))
    with Reluctant(tmp_path / "log", "xb") as stream:
        _append(stream, 0, addition)
    assert addition == (tmp_path / "log").read_bytes()


@pytest.mark.parametrize("before", [None, b"sound, torn"])
def test_a_failed_append_leaves_no_trace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: bytes | None
) -> None:
    """A new file is gone again, an old one ends where it was sound."""
    file = tmp_path / "log"
    if before:
        file.write_bytes(before)
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(WriteError, match="log: cannot be written") as caught:
        append_bytes(file, "log", 5 if before else 0, b"more")
    assert caught.value.hint
    assert (file.read_bytes() if file.exists() else None) == (before[:5] if before else None)


def test_what_is_written_outlives_a_loss_of_power(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All bytes are on the disk, behind none of a torn line, and so is the name of the file."""
    synced: list[tuple[int, int]] = []

    def sync(descriptor: int) -> None:
        status = os.fstat(descriptor)
        synced.append((status.st_ino, 0 if stat.S_ISDIR(status.st_mode) else status.st_size))

    monkeypatch.setattr(os, "fsync", sync)
    file = tmp_path / "log"
    folder = [] if sys.platform == "win32" else [(tmp_path.stat().st_ino, 0)]
    append_bytes(file, "log", 0, b"sound, torn")
    assert synced == [(file.stat().st_ino, 11), *folder]
    synced.clear()
    append_bytes(file, "log", 5, b", and more")
    assert synced == [(file.stat().st_ino, 5), (file.stat().st_ino, 15)]
    synced.clear()
    replace_file(file, "log", b"new")
    assert synced == [(file.stat().st_ino, 3), *folder]


@needs_modes
def test_a_replaced_file_keeps_its_mode_and_its_link(tmp_path: Path) -> None:
    """What a link leads to is replaced, not the link."""
    file, link = tmp_path / "file", tmp_path / "link"
    file.write_bytes(b"old")
    file.chmod(0o640)
    link.symlink_to(file)
    replace_file(link, "link", b"new")
    assert link.is_symlink()
    assert file.read_bytes() == b"new"
    assert file.stat().st_mode & 0o777 == 0o640
    assert sorted(tmp_path.iterdir()) == [file, link]


def test_a_failed_replacement_keeps_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that is full at the last moment leaves the old bytes and nothing else."""
    file = tmp_path / "file"
    file.write_bytes(b"old")
    monkeypatch.setattr("shutil.copymode", fail)
    with pytest.raises(WriteError) as caught:
        replace_file(file, "file", b"new")
    assert str(caught.value) == "file: cannot be written: No space left on device"
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]


def test_a_folder_that_cannot_be_synced_is_no_error(tmp_path: Path) -> None:
    """Some systems cannot; a file is then no less written."""
    sync_folder(tmp_path)
    sync_folder(tmp_path / "none")


def test_creates_a_file_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A failure leaves nothing behind, what a crash left does not matter, no file is replaced."""
    file = tmp_path / "folder" / "file"
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fail)
        with pytest.raises(WriteError, match="No space left"):
            create_file(file, "file", b"new")
    assert list(file.parent.iterdir()) == []
    (file.parent / ".file.communique-new").write_bytes(b"longer, and left by a crash")
    create_file(file, "file", b"new")
    assert [p.name for p in file.parent.iterdir()] == ["file"]
    with pytest.raises(WriteError, match="there is such a file already"):
        create_file(file, "file", b"other")
    assert file.read_bytes() == b"new"
