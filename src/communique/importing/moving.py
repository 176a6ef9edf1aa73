"""
Bring items in: entries first, the ledger last.

Whatever happens in between, the same import again comes to the same end: an entry that is there is
not written again, whoever changed it since, and what the ledger does not know yet is recorded. So
the entries of an import that did not record may be mended first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.durable import create_file, sync_folder
from communique.entries import read_publication
from communique.importing.choosing import choose_items, give_id
from communique.importing.cleaning import ItemError
from communique.importing.former import find_leading
from communique.importing.media import Media
from communique.importing.places import Places
from communique.importing.report import Imported, Report, Skipped
from communique.importing.writing import Writer
from communique.ledger import append_records, read_ledger, record_entry
from communique.memory import Memory
from communique.settings import demand_settings, has_entries
from communique.values import replace

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from communique.events import Event, Ledger
    from communique.importing.items import Choices, Item
    from communique.importing.media import Fetch
    from communique.importing.writing import Written
    from communique.model import Entry, Publication


def import_items(  # noqa: PLR0913 - each is one thing that the caller alone knows
    folder: Path,
    source: str,
    items: Sequence[Item],
    choices: Choices,
    now: datetime,
    *,
    fetch: Fetch | None,
    memory: Memory | None = None,
    dry: bool = False,
    progress: Callable[[object], object] = lambda _: None,
) -> Report:
    """
    Bring items into the publication in *folder*; whoever calls holds its lock.

    Args:
        folder: Holds ``entries/``.
        source: An address, or the name of a file or folder.
        items: All of the source.
        choices: Of the press officer.
        now: Aware.
        fetch: Gives a picture or file; None to keep their addresses.
        memory: As that of ``read_publication``.
        dry: Write nothing.
        progress: Called after each entry.

    Raises:
        SourceErrors: What is there already has faults.
        RefusedError: The ledger is broken.
        WriteError: The disk is full or read-only. What is there is whole.
    """
    settings = demand_settings(folder)
    ledger = read_ledger(folder)
    memory = memory or Memory()
    published, withheld = _read_entries(folder, now, memory)
    entries = (*published, *withheld)
    report = Report()
    items = [give_id(item) for item in items]
    known = frozenset(entry.id for entry in entries)
    chosen = choose_items(items, choices, ledger, known, now, report)
    media = Media(folder=folder, fetch=fetch) if fetch and choices.media and not dry else None
    pages = {entry.path for entry in entries} | {event.path for event in ledger.events}
    # A link to a draft would be a fault.
    places = Places([entry for entry in published if entry.imported_from], items)
    writer = Writer(settings, choices, source, media, pages, places, report)
    made: dict[str, Written] = {}
    for item in _put_targets_first(chosen):
        if written := _import_item(folder, item, writer, report, dry=dry):
            made[item.id] = written
        progress(item)
    ordered = {item.id: made[item.id] for item in chosen if item.id in made}
    old = find_leading([*ordered.values()], pages, settings, report.notes)
    report.imported = [
        Imported(file=entry.file, title=entry.title, id=key, old_pages=old.get(entry.file, ()))
        for key, entry in ordered.items()
    ]
    report.media = media.count if media else 0
    if not dry and choices.record:
        _record(folder, source, {item.id for item in items if item.id}, now, memory, report)
    return report


def _put_targets_first(items: list[Item]) -> list[Item]:
    """Order items so that nothing links to what is not there yet, unless they link in a circle."""
    by_place = {item.place: item for item in items}
    ordered: list[Item] = []
    seen: set[str] = set()
    for first in items:
        waiting = [] if first.id in seen else [first]
        while waiting:
            item = waiting[-1]
            seen.add(item.id)
            targets = (by_place.get(place) for place in item.linked.values())
            target = next((each for each in targets if each and each.id not in seen), None)
            if target:
                waiting.append(target)
            else:
                ordered.append(waiting.pop())
    return ordered


def _read_entries(
    folder: Path, now: datetime, memory: Memory
) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """Read what is published here and what is not yet; an import may be what happens first."""
    if not has_entries(folder):
        return (), ()
    reading = read_publication(folder, now, memory)
    return reading.publication.entries, reading.withheld


def _import_item(
    folder: Path, item: Item, writer: Writer, report: Report, *, dry: bool
) -> Written | None:
    """Write an entry; None for an item that cannot become one."""
    if item.published is None:
        raise AssertionError(item)
    try:
        written = writer.write(item, item.published)
    except ItemError as error:
        report.skipped.append(Skipped(place=item.place, title=item.title, reason=str(error)))
        return None
    if not dry:
        create_file(folder / written.file, written.file, written.text.encode())
    report.losses += written.losses
    return replace(written, text="", losses=())  # there may be very many


def _record(
    folder: Path, source: str, ids: set[str], now: datetime, memory: Memory, report: Report
) -> None:
    """Record every imported entry of this source that the ledger does not know yet."""
    ids |= {made.id for made in report.imported}
    if not has_entries(folder):
        return
    reading = read_publication(folder, now, memory)
    publication, ledger = reading.publication, reading.ledger
    new = [
        entry
        for entry in publication.entries
        if entry.imported_from and entry.id in ids and entry.id not in ledger.first
    ]
    for parent in {(folder / entry.file).parent for entry in new}:
        sync_folder(parent)
    events = _list_events(publication, ledger, new, source)
    append_records(folder, events)
    report.recorded = len(new) - len(report.imported)


def _list_events(
    publication: Publication, ledger: Ledger, entries: list[Entry], source: str
) -> list[Event]:
    """
    List what was done with imported entries, dated as it was done; the oldest first.

    Where something later is recorded already the moment is that of the last line: the ledger only
    ever moves forward. ``published`` always holds the original date.
    """
    events = []
    for entry in entries:
        done = [("published", entry.published), *((r.kind, r.date) for r in entry.revisions)]
        events += [record_entry(publication, entry, kind, at) for kind, at in done]
    earliest = ledger.events[-1].at if ledger.events else None
    ordered = sorted(events, key=lambda event: event.at)
    return [
        replace(event, imported=source, at=max(event.at, earliest) if earliest else event.at)
        for event in ordered
    ]
