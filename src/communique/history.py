"""What the ledger tells of a publication, as far as its site depends on it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from communique.errors import FieldError
from communique.oldpages import find_old_page
from communique.past import EarlierText, History, Slot

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from communique.events import Event, Ledger
    from communique.model import Publication

_NOTICED = {"published", "correction", "withdrawal", "removed"}


def apply_ledger(publication: Publication, ledger: Ledger) -> Publication:
    """
    Give *publication* its past.

    Args:
        publication: As its entries and settings make it.
        ledger: What was recorded; may be empty.

    Returns:
        The same with its ``history``.
    """
    redirects = _list_redirects(publication, ledger)
    old_urls = {
        entry.id: entry.imported_from[0]
        for entry in publication.entries
        if entry.imported_from
        and redirects.get(_find_place(entry.imported_from[0], publication)) == entry.path
    }
    noticed: dict[str, datetime] = {}
    for event in ledger.events:
        if event.kind in _NOTICED:
            noticed[event.id] = event.at
    history = History(
        slots=_list_slots(ledger),
        noticed=noticed,
        redirects=tuple(sorted(redirects.items())),
        earlier={
            key: texts
            for key, events in ledger.by_id.items()
            if len(events) > 1 and (texts := _list_earlier(events))
        },
        first_paths={key: event.path for key, event in ledger.first.items()},
        renamings=_list_renamings(ledger),
        stood=frozenset(_list_stood(ledger)),
        old_urls=old_urls,
    )
    return replace(publication, history=history)


def _list_redirects(publication: Publication, ledger: Ledger) -> dict[str, str]:
    """Give the page to which each place leads where a page once stood and none does now."""
    pages = {entry.path for entry in publication.entries}
    redirects: dict[str, str] = {}
    imported = [entry for entry in reversed(publication.entries) if entry.imported_from]
    led = [(address, entry) for entry in imported for address in entry.imported_from[1:]]
    # The first that stood there, before what only led on.
    for address, entry in [*((entry.imported_from[0], entry) for entry in imported), *led]:
        if place := _find_place(address, publication):
            redirects.setdefault(place, entry.path)
    for entry in publication.entries:
        events = ledger.by_id.get(entry.id, ())
        redirects.update({event.path: entry.path for event in events if event.path != entry.path})
    return {old: new for old, new in redirects.items() if old not in pages}


def _find_place(address: str, publication: Publication) -> str:
    with suppress(FieldError):  # whoever imported it was told
        return find_old_page(address, publication.base_url)
    return ""


def _list_slots(ledger: Ledger) -> tuple[Slot, ...]:
    slots = []
    newest: dict[str, datetime] = {}
    late: set[str] = set()
    for event in ledger.events:
        before = newest.setdefault(event.language, event.published)
        if event.imported and event.kind == "published" and event.published < before:
            late.add(event.id)
        newest[event.language] = max(before, event.published)
        slot = Slot(
            id=event.id,
            language=event.language,
            topics=event.topics,
            feed_size=event.feed_size,
            at=None if event.imported else event.at,
            late=event.id in late,
        )
        slots.append(slot)
    return tuple(slots)


def _list_renamings(ledger: Ledger) -> dict[tuple[str, str], int]:
    numbers: dict[tuple[str, str], int] = {}
    for number, event in enumerate(ledger.events):
        for pair in event.former_topics.items() if event.former_topics else ():
            numbers.setdefault(pair, number)
    return numbers


def _list_stood(ledger: Ledger) -> Iterator[tuple[str, str, str]]:
    """List language, folder and topic of each channel in which something was recorded."""
    events = ledger.events
    found = {(event.language, event.folder, event.topics) for event in events}
    for language, folder, topics in found:
        yield language, folder, ""
        yield from ((language, folder, topic) for topic in topics)
    if len({language for language, *_ in found}) > 1 or any(event.languages for event in events):
        yield "", "all/", ""


def _list_earlier(events: tuple[Event, ...]) -> tuple[EarlierText, ...]:
    return tuple(
        EarlierText(title=before.title, sha256=before.sha256, until=after.at)
        for before, after in reversed(tuple(pairwise(events)))
        if before.sha256 != after.sha256
    )
