"""The entries of a publication: one Markdown file for each statement and language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from communique.canonical import normalise_text
from communique.doubles import refuse_doubles
from communique.entryfile import read_entry_file
from communique.errors import SourceErrors
from communique.frontmatter import split_front
from communique.history import apply_ledger
from communique.ledger import read_ledger
from communique.markup import summarise
from communique.memory import Memory
from communique.model import Entry, Publication, newest_first
from communique.references import Place, References
from communique.settings import read_settings
from communique.sources import list_sources

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from communique.doubles import ReadFile
    from communique.errors import SourceError
    from communique.events import Ledger
    from communique.settings import Settings


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """
    Hold everything that stands in ``entries/``.

    Args:
        publication: What is published at the moment that was given, with its past.
        ledger: What was recorded so far.
        scheduled: Entries dated later, the next one first.
        drafts: Entries marked as drafts.
    """

    publication: Publication
    ledger: Ledger
    scheduled: tuple[Entry, ...]
    drafts: tuple[Entry, ...]


def read_publication(folder: Path, now: datetime, memory: Memory | None = None) -> Reading:
    """
    Read the settings and every entry of the publication in *folder*.

    Args:
        folder: Holds ``entries/``.
        now: Aware; entries dated later are not published. It never goes back with one *memory*.
        memory: Given again, it spares the reading of what did not change since.

    Raises:
        SourceErrors: Every fault of every file.
        RefusedError: The ledger is broken.
    """
    memory = memory or Memory()
    ledger = read_ledger(folder)
    faults: list[SourceError] = []
    settings = read_settings(folder, faults)
    if settings is None:
        raise SourceErrors(faults)
    read = list(_read_files(folder, settings, faults, now, memory))
    refuse_doubles(read, faults)
    public = {f.path: f.page for f in read if not f.front.draft and f.front.published <= now}
    every = {found.path: found.page for found in read}
    entries = [
        # Only a page that is published itself must not lead to one that is not.
        _make_entry(
            found, public if found.path in public else every, folder, settings, faults, memory
        )
        for found in read
    ]
    if faults:
        raise SourceErrors(faults)
    drafts = {found.path for found in read if found.front.draft}
    ordered = sorted((e for e in entries if e.file not in drafts), key=newest_first)
    publication = _make_publication(settings, [e for e in ordered if e.published <= now])
    return Reading(
        publication=apply_ledger(publication, ledger),
        ledger=ledger,
        scheduled=tuple(e for e in reversed(ordered) if e.published > now),
        drafts=tuple(e for e in entries if e.file in drafts),
    )


def _read_files(
    folder: Path, settings: Settings, faults: list[SourceError], now: datetime, memory: Memory
) -> Iterator[ReadFile]:
    for file in list_sources(folder / "entries", faults):
        path = file.relative_to(folder).as_posix()
        read = partial(read_entry_file, file, path, settings, now)
        try:
            yield memory.recall(file, settings, read)
        except SourceErrors as errors:
            faults.extend(errors.faults)


def _make_publication(settings: Settings, entries: list[Entry]) -> Publication:
    values = {name: getattr(settings, name) for name in settings.__slots__}
    return Publication(**values, entries=tuple(entries))


def _make_entry(
    found: ReadFile,
    pages: dict[str, str],
    folder: Path,
    settings: Settings,
    faults: list[SourceError],
    memory: Memory,
) -> Entry:
    """Resolve the references and attachments of an entry, and put the value together."""
    place = Place(path=found.path, text=found.text, page=found.page)
    references = References(place, folder, pages, faults, memory)
    front = found.front
    for name, line in front.attachments:
        references.attach(name, line)
    html = html_absolute = found.html
    if found.references or 'href="#' in html:
        references.resolve(found.references)
        html = references.relative(found.html)
        html_absolute = references.absolute(found.html, settings.base_url)
    translated = found.language != settings.authoritative
    return Entry(
        id=found.id,
        key=found.key,
        language=found.language,
        file=found.path,
        title=front.title,
        published=front.published,
        path=found.page,
        html=html,
        html_absolute=html_absolute,
        summary=front.summary or summarise(found.html),
        topics=front.topics,
        source=front.source,
        reference=front.reference,
        attachments=references.files,
        translation=front.translation or ("official" if translated else ""),
        revisions=front.revisions,
        text=normalise_text(split_front(found.text, found.path)[1]),
        own_summary=bool(front.summary),
        authors=front.authors,
        imported_from=front.imported_from,
    )
