"""
A look ahead at which files are no longer what they were.

A large publication has tens of thousands of files, and each run asks the system about every one.
Another process does it while this one loads what it works with.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, BinaryIO, Final

import msgspec

from communique.cache.records import skim
from communique.memory import Changes, State, compare, describe_file
from communique.sources import list_sources

if TYPE_CHECKING:
    from pathlib import Path

    from communique.errors import SourceError

CACHE: Final = "cache.json"
_WORTH: Final = 2**20
"""Bytes of a cache that are worth it: those of a thousand entries."""


class Ahead(msgspec.Struct, array_like=True):
    """
    Hold what is needed of a table of ``Memory``.

    The first part of each record of a cache holds it of ``sources``, the second of ``files``.

    Args:
        settled: As ``settle`` gives it; in a later record only what changed.
        gone: Paths that are no longer there.
    """

    settled: dict[str, State]
    gone: list[str]


class _Sight(msgspec.Struct, array_like=True):
    """
    Say what was seen.

    Args:
        head: Of the last record of the cache that it was compared with.
        sources: What changed among the entries; None where one could not be looked at.
        files: Files of the site that may be others than they were.
    """

    head: str
    sources: Changes | None = None
    files: frozenset[str] = frozenset()


class Lookout:
    """
    Give what another process saw, if it did.

    Args:
        stream: Where it says so: the entries first, then the files.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.head = b""
        """Of the last record of the cache with which this process compares; empty for none."""

    def see_sources(self) -> Changes | None:
        """Tell what changed among the entries; None where that is not known."""
        sight = self._read()
        return sight.sources if sight else None

    def see_files(self) -> frozenset[str] | None:
        """List the files of the site that may be others; None where that is not known."""
        sight = self._read()
        return sight.files if sight else None

    def _read(self) -> _Sight | None:
        line = self._stream.readline()
        if not line.endswith(b"\n"):  # it died, or nobody looked
            return None
        sight = msgspec.json.decode(line, type=_Sight)
        return sight if sight.head.encode() == self.head else None


def is_worth_it(cache: Path) -> bool:
    """Tell whether so much is kept that it is worth looking ahead."""
    state = describe_file(cache)
    return bool(state) and state[0] >= _WORTH


def look(folder: Path, cache: Path, stream: BinaryIO) -> None:
    """
    Look at every entry and every file of the site, and say what was seen.

    Args:
        folder: Of the publication.
        cache: What is known of its files.
        stream: Receives a line for the entries, and one for the files.
    """
    with cache.open("rb") as kept:
        head, known = _read_table(kept, 0)
        faults: list[SourceError] = []
        sources = list_sources(folder, faults)
        _say(stream, _Sight(head, None if faults else compare(sources, known)))
        head, known = _read_table(kept, 1)
        site = folder / "site"
        changed = [
            path
            for path, state in known.items()
            if not state or describe_file(f"{site}/{path}", follow=False) != state
        ]
        _say(stream, _Sight(head, files=frozenset(changed)))


def _read_table(cache: BinaryIO, depth: int) -> tuple[str, dict[str, State]]:
    """Read the head of the last record, and what is known of the entries or of the site."""
    last = b""
    known: dict[str, State] = {}
    with suppress(msgspec.DecodeError):  # a record that is damaged ends it, as it does for others
        for head, first in skim(cache, depth):
            more = msgspec.json.decode(first, type=Ahead)
            for path in more.gone:
                known.pop(path, None)
            known.update(more.settled)
            last = head
    return last.decode(errors="replace"), known


def _say(stream: BinaryIO, sight: _Sight) -> None:
    stream.write(msgspec.json.encode(sight) + b"\n")
    stream.flush()
