"""What the ledger tells of a publication, as far as its site depends on it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from communique.past import EarlierText, History, Slot

if TYPE_CHECKING:
    from datetime import datetime

    from communique.events import Ledger
    from communique.model import Publication

_NOTICED = {"published", "correction", "withdrawal"}


def apply_ledger(publication: Publication, ledger: Ledger) -> Publication:
    """
    Give *publication* its past.

    Args:
        publication: As its entries and settings make it.
        ledger: What was recorded; may be empty.

    Returns:
        The same with its ``history``; each entry that was announced keeps the address under which
        it was, as long as the site has not moved.
    """
    entries = []
    redirects: dict[str, str] = {}
    for entry in publication.entries:
        first = ledger.first.get(entry.id)
        entries.append(replace(entry, first_path=first.path) if first else entry)
        for path in ledger.old_paths(entry.id, entry.path):
            redirects[path] = entry.path
    pages = {entry.path for entry in publication.entries}
    noticed: dict[str, datetime] = {}
    for event in ledger.events:
        if event.kind in _NOTICED:
            noticed[event.id] = event.at
    history = History(
        slots=tuple(
            Slot(id=e.id, language=e.language, topics=e.topics, feed_size=e.feed_size)
            for e in ledger.events
        ),
        noticed=noticed,
        redirects=tuple(sorted((old, new) for old, new in redirects.items() if old not in pages)),
        earlier={key: texts for key in ledger.first if (texts := _list_earlier(ledger, key))},
    )
    return replace(publication, entries=tuple(entries), history=history)


def _list_earlier(ledger: Ledger, entry_id: str) -> tuple[EarlierText, ...]:
    events = ledger.by_id[entry_id]
    return tuple(
        EarlierText(title=before.title, sha256=before.sha256, until=after.at)
        for before, after in reversed(tuple(pairwise(events)))
        if before.sha256 != after.sha256
    )
