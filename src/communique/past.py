"""What was published before, as far as the site depends on it: values only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.values import Struct, field

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


class Slot(Struct, frozen=True, kw_only=True):
    """
    Hold what one recorded event means for the feeds.

    The first of an entry takes a place in the order of publication, and the first with a topic one
    in that of the topic. A place stays taken even if the entry is removed.

    Args:
        id: Of the entry.
        language: Of the entry.
        topics: Of the entry at that moment.
        feed_size: Of the publication at that moment.
        at: When it was recorded; None for an imported entry, of which nobody is to be told.
        late: True for an imported entry that is older than what was recorded before it: its place
            is before all that, as nobody is to be told of it.
    """

    id: str
    language: str
    topics: tuple[str, ...]
    feed_size: int
    at: datetime | None = None
    late: bool = False


class EarlierText(Struct, frozen=True, kw_only=True):
    """Name a text that stood under an id before: its title, its hash, and until when (aware)."""

    title: str
    sha256: str
    until: datetime


class History(Struct, frozen=True, kw_only=True):
    """
    Hold what the ledger tells of a publication, as far as the site depends on it.

    Args:
        slots: One an event, in the order in which they were recorded.
        noticed: The moment at which each id was last published, corrected, withdrawn or removed.
        redirects: Where pages stood before, each with the folder of the page now; sorted. A folder
            ends with a slash; anything else is a file.
        earlier: What stood under an id before, newest first; only for ids whose text changed.
        first_paths: By id, the folder of the page when it was first announced.
        renamings: By former and present key of a topic, the number of the first of ``slots`` that
            was recorded with that.
        stood: The channels in which something was recorded: language (empty for all of them),
            the folder of the language at that time, and topic (empty for none).
        old_urls: By id, where an imported entry stood before, as far as that leads to its page now.
    """

    slots: tuple[Slot, ...] = ()
    noticed: Mapping[str, datetime] = field(default_factory=dict)
    redirects: tuple[tuple[str, str], ...] = ()
    earlier: Mapping[str, tuple[EarlierText, ...]] = field(default_factory=dict)
    first_paths: Mapping[str, str] = field(default_factory=dict)
    renamings: Mapping[tuple[str, str], int] = field(default_factory=dict)
    stood: frozenset[tuple[str, str, str]] = frozenset()
    old_urls: Mapping[str, str] = field(default_factory=dict)

    def describe(self, entry_id: str, path: str) -> tuple[object, ...]:
        """Describe what is shown of the past of an entry; empty where its page never moved."""
        first_path = self.first_paths.get(entry_id, path)
        rest = self.earlier.get(entry_id), self.old_urls.get(entry_id)
        return () if first_path == path and rest == (None, None) else (first_path, *rest)
