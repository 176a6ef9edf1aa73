"""What was made of a file, kept for as long as the file stays as it was."""

from __future__ import annotations

from contextlib import suppress
from stat import S_ISREG
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

T = TypeVar("T")


class Memory:
    """
    Remember what was made of each file, for the life of this object.

    A file counts as unchanged while its size, its place on the disk and its two times are: the same
    test by which git knows it.
    """

    def __init__(self) -> None:
        self._kept: dict[Path, tuple[object, object]] = {}

    def recall(self, file: Path, context: object, make: Callable[[], T]) -> T:
        """
        Give what *make* once gave for *file*, or call it.

        Args:
            file: All that *make* reads.
            context: What its result depends on beside the file; compared by ``==``. One thing is
                kept for each file.
            make: An exception that it raises is not remembered.
        """
        state = describe_file(file), context
        kept = self._kept.get(file)
        if kept and state[0] and kept[0] == state:
            return kept[1]  # type: ignore[return-value]  # the same file and context: the same make
        made = make()
        self._kept[file] = state, made
        return made


def describe_file(file: Path) -> tuple[int, ...]:
    """
    Describe a file by its size, its place and its two times.

    Returns:
        Nothing for what is no regular file, such as a pipe, or cannot be seen.
    """
    with suppress(OSError):  # whoever reads it says what is wrong
        status = file.stat()
        if not S_ISREG(status.st_mode):
            return ()
        return status.st_size, status.st_ino, status.st_mtime_ns, status.st_ctime_ns
    return ()
