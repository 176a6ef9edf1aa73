"""
The ledger: ``entries/ledger.jsonl``, the append-only record of what was published.

One event a line, in a chain that shows every change by hand (``chain.py``). That its last lines
were taken away no file can tell of itself: whoever has to know compares ``Ledger.head`` with one
kept elsewhere.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from communique.canonical import hash_entry
from communique.chain import ChainError, format_line, parse_chain
from communique.dates import format_rfc3339, parse_moment
from communique.durable import append_bytes, explain_errors
from communique.errors import FieldError, RefusedError
from communique.events import Event, Ledger

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from communique.model import Entry, Publication

LEDGER_FILE = "entries/ledger.jsonl"

_TEXTS = ("id", "file", "path", "url", "title", "sha256", "language")
_FIELDS: Mapping[str, tuple[str, ...]] = {
    "published": _TEXTS,
    "moved": _TEXTS,
    "minor": _TEXTS,
    "correction": _TEXTS,
    "withdrawal": _TEXTS,
    "removed": (*_TEXTS, "because"),
}
"""What each event of an entry has to say beside ``at`` and ``published``."""

_FOREIGN = "x-"
"""Begins the name of an event that is none of ours: it is part of the chain, and nothing else."""

_HASH = re.compile("[0-9a-f]{64}")
_RESTORE = "restore the file from git or a backup; never edit it by hand"


def record_entry(publication: Publication, entry: Entry, kind: str, at: datetime) -> Event:
    """Make the event that *kind* was done with an entry of *publication* at the moment *at*."""
    return Event(
        at=at.astimezone(UTC).replace(microsecond=0),
        kind=kind,
        id=entry.id,
        file=entry.file,
        path=entry.path,
        url=publication.url(entry.announced_path),
        title=entry.title,
        sha256=hash_entry(entry),
        language=entry.language,
        published=entry.published,
        topics=entry.topics,
        feed_size=publication.feed_size,
    )


def read_ledger(folder: Path) -> Ledger:
    """
    Read and check the ledger of the publication in *folder*.

    Returns:
        An empty one where there is no file. What a crash left of a last line stands in ``torn``.

    Raises:
        RefusedError: ``ledger-broken``; names the first line that is not as it was recorded.
        WriteError: The file cannot be read.
    """
    with explain_errors(LEDGER_FILE):
        try:
            data = (folder / LEDGER_FILE).read_bytes()
        except FileNotFoundError:
            return Ledger()
    return parse_ledger(data)


def parse_ledger(data: bytes) -> Ledger:
    """
    Read and check the bytes of a ledger; as ``read_ledger``.

    Raises:
        RefusedError: As there.
    """
    try:
        chain = parse_chain(data)
    except ChainError as error:
        raise _broken(error.line, error.problem) from None
    numbered = [(n, _parse_event(record, n)) for n, record in enumerate(chain.records, start=1)]
    return Ledger(
        events=_check_order((number, event) for number, event in numbered if event),
        hashes=chain.hashes,
        length=chain.length,
        torn=chain.torn,
        ended=chain.ended,
    )


def _parse_event(record: Mapping[str, Any], number: int) -> Event | None:
    """Read an event; None for one that is none of ours."""
    for name in ("at", "event"):
        if not isinstance(record.get(name), str):
            raise _broken(number, f"{name}: expected a text, got {record.get(name)!r}")
    kind = record["event"]
    if kind.startswith(_FOREIGN):
        return None
    if kind not in _FIELDS:
        hint = "a newer communique may have recorded it: update this one"
        raise _broken(number, f"event: there is no event {kind!r}", hint)
    imported = record.get("imported", "")
    for name, value in {**{n: record.get(n) for n in _FIELDS[kind]}, "imported": imported}.items():
        if not isinstance(value, str):
            raise _broken(number, f"{name}: expected a text, got {value!r}")
    if not _HASH.fullmatch(record["sha256"]):
        raise _broken(number, f"sha256: expected 64 digits 0-9 a-f, got {record['sha256']!r}")
    topics, feed_size = record.get("topics"), record.get("feed_size")
    if not isinstance(topics, list) or not all(isinstance(topic, str) for topic in topics):
        raise _broken(number, f"topics: expected a list of texts, got {topics!r}")
    if not isinstance(feed_size, int) or feed_size < 1:
        raise _broken(number, f"feed_size: expected a whole number above 0, got {feed_size!r}")
    values = {name: record[name] for name in _FIELDS[kind]}
    return Event(
        imported=imported,
        topics=tuple(topics),
        feed_size=feed_size,
        at=_parse_moment(record, "at", number),
        kind=kind,
        published=_parse_moment(record, "published", number),
        **values,
    )


def _parse_moment(record: Mapping[str, Any], name: str, number: int) -> datetime:
    try:
        return parse_moment(str(record.get(name)), UTC)
    except FieldError as error:
        raise _broken(number, f"{name}: {error}") from None


def _check_order(events: Iterable[tuple[int, Event]]) -> tuple[Event, ...]:
    """Check that each event could happen after those before it."""
    latest: dict[str, Event] = {}
    closed: dict[str, str] = {}
    found: list[Event] = []
    for number, event in events:
        problem = _find_problem(event, latest.get(event.id), closed.get(event.id, ""))
        if found and event.at < found[-1].at:
            problem = f"at: lies before {format_rfc3339(found[-1].at)} of the line before"
        if problem:
            raise _broken(number, problem)
        latest[event.id] = event
        if event.kind in {"withdrawal", "removed"}:
            closed[event.id] = event.kind
        found.append(event)
    return tuple(found)


def _find_problem(event: Event, before: Event | None, closed: str) -> str:
    """
    Say why *event* cannot happen.

    Args:
        event: What is said to have happened.
        before: The last event of the same id.
        closed: ``withdrawal`` or ``removed`` where its entry came to that; else empty.
    """
    if before is None:
        return "" if event.kind == "published" else f"{event.id} was never published"
    if event.kind == "published":
        return f"{event.id} was published already"
    if closed == "removed":
        return f"{event.id} was removed already"
    if closed and event.kind not in {"moved", "removed"}:
        return f"{event.id} was withdrawn already"
    if event.kind == "moved" and event.sha256 != before.sha256:
        return f"{event.id} moved, but its text changed too"
    return ""


def append_events(folder: Path, events: Iterable[Event]) -> Ledger:
    """
    Append *events* to the ledger, all in one writing, and return when they are on the disk.

    What a crash left of an earlier line is cut off. Whoever calls holds the publication's lock.

    Args:
        folder: Of the publication.
        events: In order; none earlier than the last one recorded.

    Returns:
        The ledger with them.

    Raises:
        RefusedError: The ledger is broken, or an event cannot follow what is recorded.
        WriteError: The disk is full or read-only; nothing is recorded then.
    """
    ledger = read_ledger(folder)
    lines: list[bytes] = []
    hashes = [ledger.head]
    added = []
    for number, event in enumerate(events, start=len(ledger.hashes) + 1):
        record = _write_record(event)
        added.append((number, _parse_event(record, number)))  # what is written can be read
        line, line_hash = format_line(record, hashes[-1])
        lines.append(line)
        hashes.append(line_hash)
    recorded = [(0, event) for event in ledger.events]
    every = _check_order([*recorded, *((n, event) for n, event in added if event)])
    addition = (b"" if ledger.ended else b"\n") + b"".join(lines)
    if addition or ledger.torn:
        append_bytes(folder / LEDGER_FILE, LEDGER_FILE, ledger.length, addition)
    length = ledger.length + len(addition)
    return Ledger(events=every, hashes=(*ledger.hashes, *hashes[1:]), length=length)


def _write_record(event: Event) -> Mapping[str, Any]:
    return {
        "at": format_rfc3339(event.at),
        "event": event.kind,
        **{name: getattr(event, name) for name in _TEXTS},
        "published": format_rfc3339(event.published),
        "topics": list(event.topics),
        "feed_size": event.feed_size,
        **({"because": event.because} if event.kind == "removed" else {}),
        **({"imported": event.imported} if event.imported else {}),
    }


def _broken(number: int, problem: str, hint: str = _RESTORE) -> RefusedError:
    return RefusedError("ledger-broken", problem, hint=hint, place=f"{LEDGER_FILE}:{number}")
