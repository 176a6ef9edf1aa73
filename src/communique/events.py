"""What was done with the entries of a publication, as the ledger records it: values only."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """
    Record what was done with an entry.

    Args:
        at: When it was recorded; aware, whole seconds.
        kind: ``published``, ``moved``, ``minor``, ``correction``, ``withdrawal`` or ``removed``.
        id: Of the entry.
        file: Its source, relative to the publication; forward slashes.
        path: The folder of its page in the site.
        url: The address of its page, as the feeds announced it.
        title: As it then was.
        sha256: Of its canonical text, as ``hash_entry`` gives it.
        language: A language tag.
        published: Its date; aware.
        topics: Keys, in the order written.
        feed_size: Of the publication at that moment.
        because: Why it was removed; empty for every other kind.
        imported: Who published it before us, and so when it was recorded is not when it was
            published: the address of a feed or the name of a file; empty for every other.
    """

    at: datetime
    kind: str
    id: str
    file: str
    path: str
    url: str
    title: str
    sha256: str
    language: str
    published: datetime
    topics: tuple[str, ...]
    feed_size: int
    because: str = ""
    imported: str = ""

    @property
    def key(self) -> str:
        """Give the key of its statement: the file name up to the first dot."""
        return self.file.rpartition("/")[2].partition(".")[0]


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """
    Hold the record of a publication.

    Args:
        events: In the order in which they were recorded.
        hashes: Of each line of the file, in order, without its line end.
        length: Bytes of the file that are sound.
        torn: What a crash left of a line behind them; empty as a rule.
        ended: False where the last sound line lacks its line end.
    """

    events: tuple[Event, ...] = ()
    hashes: tuple[str, ...] = ()
    length: int = 0
    torn: bytes = b""
    ended: bool = True

    @property
    def head(self) -> str:
        """Give the hash of the last line; empty for an empty ledger."""
        return self.hashes[-1] if self.hashes else ""

    @cached_property
    def first(self) -> Mapping[str, Event]:
        """Give the ``published`` event of each id, in the order of publication."""
        return {event.id: event for event in self.events if event.kind == "published"}

    @cached_property
    def latest(self) -> Mapping[str, Event]:
        """Give the last event of each id: its path, title and hash are the ones that count."""
        return {event.id: event for event in self.events}

    @cached_property
    def by_id(self) -> Mapping[str, tuple[Event, ...]]:
        """Give every event of each id, oldest first."""
        events: dict[str, list[Event]] = {}
        for event in self.events:
            events.setdefault(event.id, []).append(event)
        return {key: tuple(found) for key, found in events.items()}

    @property
    def ids(self) -> tuple[str, ...]:
        """Give every id that was ever published, in the order of publication."""
        return tuple(self.first)

    @cached_property
    def removed(self) -> frozenset[str]:
        """Give the ids whose entries were removed for good."""
        return frozenset(event.id for event in self.events if event.kind == "removed")

    def old_paths(self, entry_id: str, path: str) -> tuple[str, ...]:
        """Give the folders in which the page of an entry stood before it came to *path*."""
        events = self.by_id.get(entry_id, ())
        return tuple(dict.fromkeys(event.path for event in events if event.path != path))
