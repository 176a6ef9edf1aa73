"""What was made of each file, kept for as long as the file stays as it was."""

from __future__ import annotations

import hashlib
import os
import time
from contextlib import suppress
from stat import S_ISREG
from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, TypeVar

from communique.values import Struct, field

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

COARSE: Final = 2 * 10**9
FINE: Final = 50 * 10**6
"""Nanoseconds within which two changes of a file may have the same time: on a disk that knows whole
seconds (or two), and on one that knows the ticks of the system."""

State = tuple[int, ...]
"""Size, place on the disk and the two times of a file; empty for what is no regular file."""


T = TypeVar("T")


class Kept(NamedTuple, Generic[T]):
    """
    Say what was made of a file.

    Args:
        state: Of the file, before it was read.
        seen: When that was, in nanoseconds.
        sha256: Of its bytes, in hexadecimal.
        context: What the result depends on beside the file.
        made: The result.
    """

    state: State
    seen: int
    sha256: str
    context: str
    made: T


class Changes(NamedTuple):
    """
    Say in what some files differ from what they were.

    Args:
        found: New files, and those that may be others: place among all, path and state.
        gone: Paths of those that are no longer there.
    """

    found: tuple[tuple[int, str, State], ...]
    gone: frozenset[str]


def _see_nothing() -> None:
    """Look at nothing: whoever needs to know looks then."""


class Memory(Struct, kw_only=True):
    """
    Remember what was made of each file.

    A file counts as unchanged while its size, its place on the disk and its two times are: the same
    test by which git knows it. Where two changes could have the same time its bytes decide.

    Args:
        sources: What was read of each entry, by its path in the publication.
        sums: The SHA-256 of each attachment, by its path.
        files: What each file of the site was rendered from, by its path there.
        settings: With which.
        lines: The keys of its lines in one, for a file that has a line for each entry.
        searched: For what all of those were searched in vain: ``Embargo.fingerprints``.
        texts: What an entry was made of that was shown, and its HTML, by its path.
        see_sources: Tells, once, in what the entries differ from ``sources``, if that was found out
            already.
        see_files: Likewise which of ``files`` may be others.
    """

    sources: dict[str, Kept[Any]] = field(default_factory=dict)
    sums: dict[str, Kept[None]] = field(default_factory=dict)
    files: dict[str, Kept[None]] = field(default_factory=dict)
    settings: str = ""
    lines: dict[str, str] = field(default_factory=dict)
    searched: list[str] = field(default_factory=list)
    texts: dict[str, tuple[str, str]] = field(default_factory=dict)
    see_sources: Callable[[], Changes | None] = _see_nothing
    see_files: Callable[[], frozenset[str] | None] = _see_nothing

    def hash_file(self, file: Path) -> str:
        """
        Give the SHA-256 of a file.

        Raises:
            OSError: It cannot be read.
        """
        name = str(file)
        state, seen = describe_file(file), time.time_ns()
        kept = self.sums.get(name)
        kept = kept and confirm(kept, file, state)
        if kept is None:
            kept = Kept(state, seen, hash_file(file), "", None)
        self.sums[name] = kept
        return kept.sha256


def confirm(kept: Kept[T], file: Path | str, state: State) -> Kept[T] | None:
    """
    Confirm that a file is what it was when something was made of it.

    Args:
        kept: What was made of it.
        file: Looked into only where its times leave it open.
        state: As ``describe_file`` gives it now.

    Returns:
        The same as *kept*, seen just now if it was looked into; None if it changed.
    """
    if not state or state != kept.state:
        return None
    if is_settled(state, kept.seen):
        return kept
    seen = time.time_ns()
    with suppress(OSError):
        return kept._replace(seen=seen) if hash_file(file) == kept.sha256 else None
    return None


def is_settled(state: State, seen: int) -> bool:
    """
    Tell whether a file that had a state then cannot have been another with the same state since.

    Args:
        state: Of the file.
        seen: When it had that, in nanoseconds.
    """
    if not state:
        return False
    _, _, changed, moved = state
    age = seen - (max(moved, changed))
    return age >= COARSE or (age >= FINE and bool(changed % 10**6 or moved % 10**6))


def settle(known: Mapping[str, Kept[Any]]) -> dict[str, State]:
    """Give the states that prove, without a look into a file, that it is what it was, by path."""
    return {
        path: kept.state if is_settled(kept.state, kept.seen) else ()
        for path, kept in known.items()
    }


def compare(files: Iterable[tuple[str, State]], settled: Mapping[str, State]) -> Changes:
    """
    Compare files with what they were; none is looked into.

    Args:
        files: Path and state of each, in order.
        settled: As ``settle`` gives it.
    """
    found: list[tuple[int, str, State]] = []
    missing = set(settled)
    for place, (path, state) in enumerate(files):
        missing.discard(path)
        if not state or settled.get(path) != state:
            found.append((place, path, state))
    return Changes(tuple(found), frozenset(missing))


def hash_file(file: Path | str) -> str:
    """Give the SHA-256 of the bytes of a file, in hexadecimal."""
    with open(file, "rb", buffering=0) as stream:  # noqa: PTH123 - a hundred thousand of them
        return hashlib.file_digest(stream, "sha256").hexdigest()


def describe_file(file: Path | str, *, follow: bool = True) -> State:
    """
    Describe a file by its size, its place and its two times.

    Args:
        file: Where it is.
        follow: False to see nothing in a link to a file.

    Returns:
        Nothing for what is no regular file, such as a pipe, or cannot be seen.
    """
    try:
        return describe_status(os.stat(file, follow_symlinks=follow))  # noqa: PTH116 - as above
    except OSError:  # whoever reads it says what is wrong
        return ()


def describe_status(status: os.stat_result) -> State:
    """Describe a file likewise by what the system says of it."""
    if not S_ISREG(status.st_mode):
        return ()
    return status.st_size, status.st_ino, status.st_mtime_ns, status.st_ctime_ns
