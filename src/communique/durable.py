"""Files that must outlive a crash in the middle of writing, and never be seen half written."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from contextlib import contextmanager, suppress
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from communique.errors import WriteError
from communique.held import FILE_MODE, hold_folder, set_mode
from communique.retrying import insist, is_held

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedRandom, FileIO
    from pathlib import Path

    from communique.held import HeldFolder

_TEMPORARY = ".communique-new"

_HINTS = {
    errno.ENOSPC: "make room on the disk, then run the command again",
    errno.EDQUOT: "make room in your quota, then run the command again",
    errno.EACCES: "make the folder writable, then run the command again",
    errno.EPERM: "make the folder writable, then run the command again",
    errno.EROFS: "the disk is read-only: make it writable, or choose another",
}
_READ_HINTS = dict.fromkeys(
    (errno.EACCES, errno.EPERM), "give yourself the right to read it, then run the command again"
)
_HELD_HINT = "close the program that has it open, or make the folder writable, then try again"


@contextmanager
def explain_errors(path: str, done: str = "written") -> Iterator[None]:
    """
    Turn an error of the system into one that names *path* and what to do.

    Args:
        path: The file or folder, as the user would name it.
        done: What cannot be done with it; ``read`` where it is not to be written.

    Raises:
        WriteError: The system refused.
    """
    try:
        yield
    except OSError as error:
        problem = f"cannot be {done}: {error.strerror or error}"
        hints = _HINTS if done == "written" else _READ_HINTS
        hint = _HELD_HINT if is_held(error) else hints.get(error.errno or 0, "")
        raise WriteError(path, problem, hint=hint) from None


def append_bytes(file: Path, path: str, length: int, addition: bytes) -> None:
    """
    Append to a file, and return only when that is on the disk.

    Args:
        file: Made, with mode 0644, if missing.
        path: What to call it in an error.
        length: Bytes of the file that stay; what lies beyond is cut off first.
        addition: Written as a whole.

    Raises:
        WriteError: The file is then as it was, without what was cut off.
    """
    with explain_errors(path):
        new = not file.exists()
        try:
            with file.open("xb" if new else "r+b", buffering=0) as stream:
                _append(stream, length, addition)
            if new:
                set_mode(str(file), FILE_MODE)
                sync_folder(file.parent)
        except OSError:
            if new:
                file.unlink(missing_ok=True)
            raise


def _append(stream: FileIO, length: int, addition: bytes) -> None:
    if stream.seek(0, os.SEEK_END) > length:
        stream.truncate(length)
        os.fsync(stream.fileno())  # else a crash could show the new bytes behind the old ones
    stream.seek(length)
    try:
        rest = memoryview(addition)
        while rest:  # a disk that fills up takes a part first
            rest = rest[stream.write(rest) :]
        os.fsync(stream.fileno())
    except OSError:
        with suppress(OSError):
            stream.truncate(length)
            os.fsync(stream.fileno())
        raise


def replace_file(file: Path, path: str, content: bytes) -> None:
    """
    Replace a file that exists: anybody sees the old one or the new one, a crash included.

    Args:
        file: Its mode stays; a link stays a link.
        path: What to call it in an error.
        content: The new bytes.

    Raises:
        WriteError: The file is then as it was.
    """
    with explain_errors(path):
        place = file.resolve()
        with _write_beside(place, content) as new:
            shutil.copymode(place, new)
            insist(lambda: new.replace(place))
        sync_folder(place.parent)


def create_file(file: Path, path: str, content: bytes) -> None:
    """
    Create a file whose name nobody has: it is there whole, or not at all, a crash included.

    Args:
        file: Its folder is made if missing.
        path: What to call it in an error.
        content: Its bytes.

    Raises:
        WriteError: There is such a file already, or the system refused; nothing is left behind.
    """
    with explain_errors(path):
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.exists():
            raise WriteError(path, "there is such a file already")
        with _write_beside(file, content) as new:
            insist(lambda: new.rename(file))


@contextmanager
def _write_beside(file: Path, content: bytes) -> Iterator[Path]:
    """Write a new file beside *file*, to take its place; on a failure it is gone again."""
    new = file.with_name(f".{file.name}{_TEMPORARY}")
    try:
        with new.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        yield new
    except OSError:
        new.unlink(missing_ok=True)
        raise


def sync_folder(folder: Path) -> None:
    """Bring the names in *folder* to the disk, where the system can: Windows cannot."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def place_file(root: Path, path: str) -> Iterator[BufferedRandom]:
    """
    Give a new file to be filled; then it moves to *path*: nobody sees a half of it.

    Args:
        root: A folder that is there. ``clear_temporary`` clears away what a crash leaves in it.
        path: In *root*, with forward slashes; the folders on the way are made.

    Raises:
        WriteError: A link stands in the way, or a folder in the place.
    """
    with hold_folder(root) as held, held.enter([_TEMPORARY], make=True) as temporary:
        with temporary.create("file") as new:
            yield new
        _take_place(held, path, temporary, "file")


def move_file(held: HeldFolder, path: str, stage: HeldFolder, name: str) -> None:
    """
    Move a file that is whole to its place; nobody sees a half of it.

    Args:
        held: The root folder.
        path: In that, with forward slashes; the folders on the way are made.
        stage: Where the file lies.
        name: Of it there.

    Raises:
        WriteError: A link stands in the way, or a folder in the place.
    """
    try:
        _take_place(held, path, stage, name)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        # The root is on a disk of its own.
        with held.enter([_TEMPORARY], make=True) as temporary:
            with stage.open(name) as source, temporary.create("file") as new:
                shutil.copyfileobj(source, new)
            _take_place(held, path, temporary, "file")


def _take_place(held: HeldFolder, path: str, stage: HeldFolder, staged: str) -> None:
    """Move a file to the place of an older one, or where there is none."""
    *folders, name = path.split("/")
    with held.enter(folders, make=True) as folder:
        old = folder.describe(name)
        if old and stat.S_ISDIR(old.st_mode):
            raise WriteError(path, "expected a file, got a folder", hint="remove the folder")
        if old:
            _age(stage, staged, old)
        folder.take(name, stage, staged)


def _age(stage: HeldFolder, staged: str, old: os.stat_result) -> None:
    """
    Give the new file a later time than *old*, whose place it takes, in whole seconds.

    A server tells readers the time of the file (RFC 9110 §8.8.2). Two builds within a second, or a
    clock that was set back, would otherwise hide the change from them.
    """
    earliest = int(old.st_mtime) + 1
    new = stage.describe(staged)
    if new and new.st_mtime < earliest:
        stage.date(staged, earliest)


def clear_temporary(root: Path) -> None:
    """Clear away what ``place_file`` needed, or left behind in a crash."""
    with suppress(OSError, WriteError), hold_folder(root) as folder:
        folder.clear(_TEMPORARY)


def remove_file(root: Path, path: str) -> None:
    """Remove a file below *root*, and every folder on the way to it that is empty then."""
    *folders, name = PurePosixPath(path).parts
    with hold_folder(root) as held:
        with held.enter(folders) as folder:
            folder.remove(name)
        for count in range(len(folders), 0, -1):
            with held.enter(folders[: count - 1]) as folder:
                try:
                    folder.remove_folder(folders[count - 1])
                except OSError:  # it holds something
                    return


def refuse_outside(path: str) -> None:
    """
    Refuse a path that could lead out of the folder it is joined to, on any system.

    Raises:
        WriteError: It could.
    """
    names = [name for name in path.split("/") if name not in {"", "."}]
    if path.startswith("/") or not names or ".." in names or "\\" in path or ":" in names[0]:
        raise WriteError(path, "leads out of the site folder")
