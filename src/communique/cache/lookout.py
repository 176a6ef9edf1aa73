"""
A look ahead at which files are no longer what they were.

A large publication has tens of thousands of files, and each run asks the system about every one.
Another process does it while this one loads what it works with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, Final

import msgspec

from communique.cache.records import part, read_records
from communique.memory import Changes, compare, describe_file, is_settled
from communique.sources import list_sources

if TYPE_CHECKING:
    from pathlib import Path

    from communique.errors import SourceError

CACHE: Final = "cache.json"
_WORTH: Final = 2**20
"""Bytes of a cache that are worth it: those of a thousand entries."""


class Known(msgspec.Struct, array_like=True):
    """Hold what is needed of a ``Kept``."""

    state: tuple[int, ...]
    seen: int


class Ahead(msgspec.Struct, array_like=True):
    """
    Hold what is needed of a cache: the first part of each of its records.

    Args:
        sources: As in ``Memory``, and so the rest; in a later record only what changed.
        files: Likewise.
        gone: What is no longer there, by the name of its table.
    """

    sources: dict[str, Known]
    files: dict[str, Known]
    gone: dict[str, list[str]] = {}


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
    head, known = _read_known(cache)
    faults: list[SourceError] = []
    sources = list_sources(folder, faults)
    _say(stream, _Sight(head, None if faults else compare(sources, known.sources)))
    site = folder / "site"
    changed = [
        path
        for path, file in known.files.items()
        if describe_file(f"{site}/{path}", follow=False) != file.state
        or not is_settled(file.state, file.seen)
    ]
    _say(stream, _Sight(head, files=frozenset(changed)))


def _read_known(cache: Path) -> tuple[str, Ahead]:
    """Read the head of the last record, and what is known of the entries and of the site."""
    last, known = b"", Ahead({}, {})
    for head, body in read_records(cache.read_bytes()):
        more = msgspec.json.decode(part(body)[0], type=Ahead)
        for name, table in (("sources", known.sources), ("files", known.files)):
            for key in more.gone.get(name, ()):
                table.pop(key, None)
            table.update(getattr(more, name))
        last = head
    return last.decode(), known


def _say(stream: BinaryIO, sight: _Sight) -> None:
    stream.write(msgspec.json.encode(sight) + b"\n")
    stream.flush()
