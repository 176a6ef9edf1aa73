"""
Folders that are held open: no link that is put in their place leads out of them.

Whoever may write into a folder may at any moment put a link where a folder or a file was. A path
would be looked up anew at each step and follow it; what is held stays what it was (POSIX openat).
Windows cannot hold a folder in this way, and there a link needs a right that few have.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from communique.errors import WriteError
from communique.retrying import insist

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from io import BufferedRandom

FILE_MODE = 0o644
FOLDER_MODE = 0o755
"""Of what is published, whatever the umask: a server that is somebody else reads it."""

_CHANGES_OPEN = os.chmod in os.supports_fd
CAN_HOLD = os.open in os.supports_dir_fd and os.rename in os.supports_dir_fd


class HeldFolder:
    """
    A folder, and what is done in it by the names of what it holds.

    Args:
        path: Where it is, or was.
        shown: What to call it in an error.
        descriptor: That holds it; None where the system cannot.
    """

    def __init__(self, path: str, shown: str, descriptor: int | None) -> None:
        self._path = path
        self._shown = shown
        self._descriptor = descriptor

    def describe(self, name: str) -> os.stat_result | None:
        """Describe what is there; a link as itself. None where there is nothing."""
        with suppress(FileNotFoundError):
            return os.stat(self._locate(name), dir_fd=self._descriptor, follow_symlinks=False)
        return None

    @contextmanager
    def enter(self, names: Sequence[str], *, make: bool = False) -> Iterator[HeldFolder]:
        """
        Hold a folder below.

        Args:
            names: Of the folders on the way, the outermost first; none for this one.
            make: Those that are missing.

        Raises:
            WriteError: A link or a file stands in the place of one.
        """
        if not names:
            yield self
            return
        first, *rest = names
        place, shown = self._locate(first), f"{self._shown}/{first}"
        with (
            _hold(f"{self._path}/{first}", shown, place, self._descriptor, make=make) as folder,
            folder.enter(rest, make=make) as last,
        ):
            yield last

    def create(self, name: str) -> BufferedRandom:
        """Create a file in the place of whatever is there, to be written and read."""
        self.clear(name)
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        descriptor = os.open(self._locate(name), flags, FILE_MODE, dir_fd=self._descriptor)
        set_mode(descriptor, FILE_MODE)
        return os.fdopen(descriptor, "w+b")

    def open(self, name: str) -> BinaryIO:
        """Open a file to be read; no link."""
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        return os.fdopen(os.open(self._locate(name), flags, dir_fd=self._descriptor), "rb")

    def date(self, name: str, moment: int) -> None:
        """Give a file another time, in seconds of POSIX."""
        os.utime(
            self._locate(name),
            (moment, moment),
            dir_fd=self._descriptor,
            follow_symlinks=self._descriptor is None,  # Windows cannot say no
        )

    def take(self, name: str, source: HeldFolder, source_name: str) -> None:
        """Move a file here, into the place of whatever file or link is there."""
        move = partial(
            os.replace,
            source._locate(source_name),
            self._locate(name),
            src_dir_fd=source._descriptor,
            dst_dir_fd=self._descriptor,
        )
        insist(move)

    def remove(self, name: str) -> None:
        """Remove a file, or a link itself."""
        insist(partial(os.unlink, self._locate(name), dir_fd=self._descriptor))

    def remove_folder(self, name: str) -> None:
        """Remove an empty folder."""
        insist(partial(os.rmdir, self._locate(name), dir_fd=self._descriptor))

    def clear(self, name: str) -> None:
        """Remove whatever is there, if anything is; a link itself, and not what it leads to."""
        found = self.describe(name)
        if found and stat.S_ISDIR(found.st_mode):
            shutil.rmtree(self._locate(name), ignore_errors=True, dir_fd=self._descriptor)
        elif found:
            self.remove(name)

    def _locate(self, name: str) -> str:
        """Say *name* as the system is to be asked for it, together with the descriptor."""
        return name if self._descriptor is not None else f"{self._path}/{name}"


def make_folder(place: str) -> None:
    """
    Make a folder of a site, and those above it, where they are missing.

    Raises:
        OSError: A file stands there, or the system refused.
    """
    try:
        os.mkdir(place)  # noqa: PTH102 - see describe_file
    except FileNotFoundError:
        above = os.path.dirname(place)  # noqa: PTH120 - see describe_file
        if above in {"", place}:  # there is no such disk
            raise
        make_folder(above)
        Path(place).mkdir(exist_ok=True)  # another process may be faster
    except FileExistsError:
        if Path(place).is_dir():
            return
        raise
    set_mode(place, FOLDER_MODE)


def set_mode(place: int | str, mode: int) -> None:
    """Give a file or folder a mode, whatever the umask; FAT and exFAT have none, and refuse it."""
    if _CHANGES_OPEN or not isinstance(place, int):
        try:
            os.chmod(place, mode)  # noqa: PTH101 - see describe_file
        except PermissionError:
            return


@contextmanager
def hold_folder(path: Path) -> Iterator[HeldFolder]:
    """
    Hold a folder that is there.

    Raises:
        WriteError: It is a link or a file.
        OSError: The system refused.
    """
    with _hold(str(path), path.name, str(path), None, make=False) as folder:
        yield folder


@contextmanager
def _hold(
    path: str, shown: str, name: str, above: int | None, *, make: bool
) -> Iterator[HeldFolder]:
    try:
        descriptor = _open(name, shown, above)
    except FileNotFoundError:
        if not make:
            raise
        with suppress(FileExistsError):  # another process was faster
            os.mkdir(name, dir_fd=above)
        descriptor = _open(name, shown, above)
        if descriptor is not None:
            set_mode(descriptor, FOLDER_MODE)
    try:
        yield HeldFolder(path, shown, descriptor)
    finally:
        if descriptor is not None:
            os.close(descriptor)


def _open(name: str, shown: str, above: int | None) -> int | None:
    """Open a folder, and no link to one (O_NOFOLLOW); None where the system cannot."""
    try:
        if CAN_HOLD:
            return os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=above)
        if stat.S_ISDIR(os.stat(name, dir_fd=above, follow_symlinks=False).st_mode):
            return None
    except OSError as error:
        if error.errno not in {errno.ENOTDIR, errno.ELOOP, errno.EMLINK}:
            raise
    found = os.stat(name, dir_fd=above, follow_symlinks=False)
    what = "link" if stat.S_ISLNK(found.st_mode) else "file"
    raise WriteError(shown, f"expected a folder, got a {what}", hint=f"remove the {what}")
