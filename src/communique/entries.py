"""The entries of a publication: one Markdown file for each statement and language."""

from __future__ import annotations

import time
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from communique.barred import bar_entry, bar_settings, is_new_file
from communique.bodies import Bodies
from communique.canonical import hash_text
from communique.doubles import refuse_doubles
from communique.entryfile import DIGITS, read_entry_file
from communique.errors import SourceError, SourceErrors
from communique.history import apply_ledger
from communique.lasting import make_lasting
from communique.ledger import read_ledger
from communique.memory import Kept, Memory, compare, confirm, settle
from communique.model import Publication, newest_first
from communique.processes import count_processes, split, spread
from communique.references import Place, References
from communique.settings import read_settings
from communique.sources import Source, list_sources, read_source
from communique.values import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

    from communique.entryfile import ReadFile
    from communique.entryfile import Reading as FileReading
    from communique.events import Ledger
    from communique.memory import Changes
    from communique.model import Entry
    from communique.settings import Settings

_MANY = 300
"""Files that are worth a process of their own."""
_UNREAD: Kept[Any] = Kept((), 0, "", "", None)


class Reading(Struct, frozen=True, kw_only=True):
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

    @property
    def withheld(self) -> tuple[Entry, ...]:
        """Give what nobody may see yet."""
        return (*self.scheduled, *self.drafts)


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
    ledger = read_ledger(folder)
    faults: list[SourceError] = []
    settings = read_settings(folder, faults)
    if settings is None:
        raise SourceErrors(faults)
    memory = memory or Memory()
    faults.extend(bar_settings(settings, ledger))
    desk = _Desk(folder, settings, now, memory, faults, ledger)
    changes = memory.see_sources() or compare(list_sources(folder, faults), settle(memory.sources))
    read = desk.read(changes)
    if not (read or faults or ledger.events):  # the only statement there was may be removed
        hint = '`communique new "Our first statement"` writes one'
        faults.append(SourceError("entries", "there are no entries yet", hint=hint))
    _refuse_doubles(read, ledger, faults)
    resolved = desk.resolve_all(read, now)
    if faults:
        raise SourceErrors(faults)
    published, scheduled, drafts = _part(read, resolved, now)
    values = {name: getattr(settings, name) for name in settings.__struct_fields__}
    publication = Publication(**values, entries=published, bodies=desk.bodies)
    return Reading(
        publication=apply_ledger(publication, ledger),
        ledger=ledger,
        scheduled=scheduled,
        drafts=drafts,
    )


def _part(
    read: list[ReadFile], resolved: dict[str, Entry], now: datetime
) -> tuple[tuple[Entry, ...], tuple[Entry, ...], tuple[Entry, ...]]:
    """Part the published, the newest first, from the scheduled, the next first, and the drafts."""
    published: list[Entry] = []
    scheduled: list[Entry] = []
    drafts: list[Entry] = []
    for found in read:
        entry = found.entry
        dated = scheduled if entry.published > now else published
        group = drafts if found.draft else dated
        group.append(resolved.get(entry.file, entry) if resolved else entry)
    published.sort(key=newest_first)
    scheduled.sort(key=newest_first, reverse=True)
    return tuple(published), tuple(scheduled), tuple(drafts)


def _refuse_doubles(read: list[ReadFile], ledger: Ledger, faults: list[SourceError]) -> None:
    """Refuse what two files claim: the fault is that of the one that was not published."""

    def is_new(found: ReadFile) -> bool:
        latest = ledger.latest.get(found.entry.id)
        return latest is None or latest.file != found.entry.file

    doubles: list[SourceError] = []
    refuse_doubles(read, doubles)
    if doubles:  # seldom, and then in the order that tells whose the fault is
        refuse_doubles(sorted(read, key=is_new), faults)


class _Desk:
    """Read files, and put together what belongs to each."""

    def __init__(
        self,
        folder: Path,
        settings: Settings,
        now: datetime,
        memory: Memory,
        faults: list[SourceError],
        ledger: Ledger,
    ) -> None:
        self._folder = folder
        self._settings = settings
        self._now = now
        self._memory = memory
        self._faults = faults
        self._ledger = ledger
        self._context = sha256(repr(settings).encode()).hexdigest()[:DIGITS]
        self.bodies = Bodies(folder, settings, now, memory.texts)

    def read(self, changes: Changes) -> list[ReadFile]:
        """Read every file that is not what it was when it was read before."""
        known = self._memory.sources
        apart = changes.gone.union(path for _, path, _ in changes.found)
        paths = [path for path in known if path not in apart]
        for place, path, _ in changes.found:
            paths.insert(place, path)
        rows = {path: known.get(path, _UNREAD) for path in paths}
        states = {path: state for _, path, state in changes.found}
        new = []
        for path in [p for p, row in rows.items() if p in states or row.context != self._context]:
            row = rows[path]
            source = Source(path, states.get(path, row.state))
            rows[path] = self._confirm(row, source) or _UNREAD
            if rows[path] is _UNREAD:  # it keeps its place among the others
                new.append(source)
        seen = time.time_ns()
        for source, reading in zip(new, self._read_all(new), strict=True):
            if isinstance(reading, SourceErrors):
                self._faults.extend(reading.faults)
                del rows[source.path]
                continue
            if fault := bar_entry(reading.file.entry, self._ledger, rows):
                self._faults.append(fault)
                del rows[source.path]
                continue
            self.bodies.offer(source.path, reading.html)
            row = Kept(source.state, seen, reading.sha256, self._context, reading.file)
            rows[source.path] = row
        self._memory.sources = self.bodies.rows = rows
        return [row.made for row in rows.values()]

    def _confirm(self, row: Kept[ReadFile], source: Source) -> Kept[ReadFile] | None:
        if row.context != self._context:
            return None
        return confirm(row, f"{self._folder}/{source.path}", source.state)

    def _read_all(self, sources: list[Source]) -> list[FileReading | SourceErrors]:
        parts = split(sources, count_processes(len(sources), _MANY))
        with make_lasting():
            return [reading for some in spread(self._read_some, parts) for reading in some]

    def _read_some(self, sources: Iterable[Source]) -> list[FileReading | SourceErrors]:
        readings: list[FileReading | SourceErrors] = []
        for source in sources:
            path = source.path
            try:
                file = self._folder / path
                readings.append(read_entry_file(file, path, self._settings, self._now))
            except SourceErrors as errors:
                readings.append(errors)
        return readings

    def resolve_all(self, read: list[ReadFile], now: datetime) -> dict[str, Entry]:
        """Resolve the references and attachments of entries; give those that have any by file."""
        some = [found for found in read if found.attachments or found.references or found.anchors]
        if not some:
            return {}
        pages = {found.entry.file: found.entry.path for found in read}
        public = {
            found.entry.file: found.entry.path
            for found in read
            if not found.draft and found.entry.published <= now
        }
        # Only a page that is published itself must not lead to one that is not.
        return {
            found.entry.file: self._resolve(found, public if found.entry.file in public else pages)
            for found in some
        }

    def _resolve(self, found: ReadFile, pages: dict[str, str]) -> Entry:
        entry = found.entry
        path = entry.file
        latest = self._ledger.latest.get(entry.id)
        place = Place(
            path=path,
            read=lambda: read_source(self._folder / path, path),
            page=entry.path,
            is_new=partial(is_new_file, latest=latest),
        )
        references = References(place, self._folder, pages, self._faults, self._memory)
        for name, line in found.attachments:
            references.attach(name, line)
        references.resolve(found.references)
        if found.references or found.anchors:
            self.bodies.refer(path, references)
        files = [(file.name, file.sha256, file.announced) for file in references.files]
        key = (
            repr((sorted(references.targets.items()), files)) if files or references.targets else ""
        )
        if key != found.resolved and not self._faults:
            entry = entry._replace(attachments=references.files)
            row = self._memory.sources[path]
            digest = sha256(f"{path} {row.sha256} {key}".encode()).hexdigest()[:DIGITS]
            text = self.bodies[path].text
            entry = entry._replace(sha256=hash_text(entry, text), digest=digest)
            made = found._replace(entry=entry._replace(attachments=()), resolved=key)
            self._memory.sources[path] = row._replace(made=made)
        return entry._replace(attachments=references.files) if files else entry
