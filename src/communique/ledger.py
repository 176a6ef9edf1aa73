"""
The ledger: ``entries/ledger.jsonl``, the append-only record of what was published.

One event a line, in a chain that shows every change by hand (``chain.py``). That its last lines
were taken away no file can tell of itself: whoever has to know compares ``Ledger.head`` with one
kept elsewhere.
"""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from communique.canonical import hash_text
from communique.chain import ChainError, format_line, parse_chain
from communique.conflicts import find_conflict
from communique.dates import format_rfc3339
from communique.durable import append_bytes, explain_errors
from communique.errors import RefusedError
from communique.eventlines import LineError, describe_record, parse_line
from communique.events import Event, Ledger, Record

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from communique.model import Entry, Publication

LEDGER_FILE = "entries/ledger.jsonl"
TEXTS_FOLDER = ".communique/texts"
"""Where texts are kept as they were published from this copy of the publication."""

_CLOSING = frozenset({"withdrawal", "removed"})
"""Events behind which little can happen with an entry."""

_RESTORE = "restore the file from git or a backup; never edit it by hand"
_MERGE = (
    f"take the whole file of the side that was delivered: git checkout --theirs {LEDGER_FILE}\n"
    f"in a rebase it is the other one: git checkout --ours {LEDGER_FILE}\n"
    "then: communique publish"
)


def name_several(publication: Publication) -> tuple[str, ...]:
    """Name the languages of a publication that has several, and so a channel of all of them."""
    return publication.languages if len(publication.languages) > 1 else ()


def record_entry(publication: Publication, entry: Entry, kind: str, at: datetime) -> Event:
    """Make the event that *kind* was done with an entry of *publication* at the moment *at*."""
    first = entry._replace(revisions=())
    words = hash_text(first, publication.bodies[entry.file].text) if entry.revisions else ""
    return Event(
        at=at.astimezone(UTC).replace(microsecond=0),
        kind=kind,
        id=entry.id,
        file=entry.file,
        path=entry.path,
        url=publication.url(publication.announced_path(entry)),
        title=entry.title,
        sha256=entry.sha256,
        words=words,
        language=entry.language,
        published=entry.published,
        topics=entry.topics,
        feed_size=publication.feed_size,
        authority=publication.authority,
        languages=name_several(publication),
        former_topics=publication.former_topics,
        source=entry.source,
        reference=entry.reference,
        translation=entry.translation,
        attachments={file.name: file.sha256 for file in entry.attachments},
    )


def read_ledger(folder: Path) -> Ledger:
    """
    Read and check the ledger of the publication in *folder*.

    Returns:
        An empty one where nothing was published yet. What a crash left of a last line stands in
        ``torn``.

    Raises:
        RefusedError: ``ledger-broken``; names the first line that is not as it was recorded, or
            there is none any more.
        WriteError: The file cannot be read.
    """
    return parse_ledger(_read(folder))


def _read(folder: Path) -> bytes:
    with explain_errors(LEDGER_FILE, "read"):
        try:
            data = (folder / LEDGER_FILE).read_bytes()
        except FileNotFoundError:
            data = b""
    if not data and list_texts(folder):
        reason = "is gone or empty, though something was published from here"
        hint = f"{_RESTORE}\nor, if nobody can have read any of that: delete {TEXTS_FOLDER}"
        raise RefusedError("ledger-broken", reason, hint=hint, place=LEDGER_FILE)
    return data


def find_forgotten(folder: Path, entries: Iterable[Entry], ledger: Ledger) -> RefusedError | None:
    """
    Find a text that was published from here, and is neither recorded nor there any more.

    Whoever takes a statement back with git takes its record back as well, and nothing in the ledger
    tells; subscribers have it all the same.

    Args:
        folder: Of the publication.
        entries: Those that are published now; what is in none of them would vanish.
        ledger: What is recorded.

    Returns:
        ``ledger-broken``; None where nothing is forgotten.

    Raises:
        WriteError: The text cannot be read.
    """
    known = {event.sha256 for event in ledger.events} | {entry.sha256 for entry in entries}
    lost = {name for name in list_texts(folder) if name.removesuffix(".md") not in known}
    if not lost:
        return None
    with explain_errors(TEXTS_FOLDER, "read"):
        text = (folder / TEXTS_FOLDER / min(lost)).read_text(encoding="utf-8", errors="replace")
    title = text.partition("\n")[0].removeprefix("title: ")
    reason = f"knows nothing of {title!r} any more, though that was published from here"
    hint = (
        "git took back the record too, and not what subscribers have: git pull, or git revert that"
        "\nthen take the statement back: communique revise FILE --withdraw NOTE"
        f"\nor, if nobody can have read it: delete {TEXTS_FOLDER}"
    )
    return RefusedError("ledger-broken", reason, hint=hint, place=LEDGER_FILE)


def list_texts(folder: Path) -> list[str]:
    """
    List the names of the texts that were published from here; there may be ten thousand.

    Raises:
        WriteError: The system refused.
    """
    with explain_errors(TEXTS_FOLDER, "read"), suppress(FileNotFoundError, NotADirectoryError):
        names = os.listdir(folder / TEXTS_FOLDER)  # noqa: PTH208 - only the names
        return [name for name in names if name.endswith(".md")]
    return []


_latest: list[tuple[bytes, Ledger]] = [(b"", Ledger())]
"""The bytes that were read or written last, and what they say: a command reads them again."""


def parse_ledger(data: bytes) -> Ledger:
    """
    Read and check the bytes of a ledger; as ``read_ledger``.

    Raises:
        RefusedError: As there.
    """
    before, ledger = _latest[0]
    if data != before:
        ledger = _parse_lines(data)
        _latest[0] = data, ledger
    return ledger


def _parse_lines(data: bytes) -> Ledger:
    try:
        chain = parse_chain(data)
    except ChainError as error:
        if line := find_conflict(data.decode(errors="replace")):
            raise _broken(line, "a git merge left a conflict here", _MERGE) from None
        raise _broken(error.line, error.problem) from None
    numbered = [(n, _parse(line, n)) for n, line in enumerate(chain.lines, start=1)]
    return Ledger(
        records=_check_order(Ledger(), ((n, record) for n, record in numbered if record)),
        hashes=chain.hashes,
        length=chain.length,
        torn=chain.torn,
        ended=chain.ended,
    )


def _parse(line: bytes, number: int) -> Record | None:
    try:
        return parse_line(line)
    except LineError as error:
        raise _broken(number, error.problem, error.hint or _RESTORE) from None


def _check_order(before: Ledger, records: Iterable[tuple[int, Record]]) -> tuple[Record, ...]:
    """Check that each record could be made after those before it; give all of them."""
    latest = dict(before.latest)
    closed = {event.id: event.kind for event in before.events if event.kind in _CLOSING}
    found = [*before.records]
    for number, record in records:
        if found and record.at < found[-1].at:
            earlier = format_rfc3339(found[-1].at)
            raise _broken(number, f"at: lies before {earlier} of the line before")
        if isinstance(record, Event):
            problem = _find_problem(record, latest.get(record.id), closed.get(record.id, ""))
            if problem:
                raise _broken(number, problem)
            latest[record.id] = record
            if record.kind in _CLOSING:
                closed[record.id] = record.kind
        found.append(record)
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


def append_records(folder: Path, records: Iterable[Record]) -> Ledger:
    """
    Append *records* to the ledger, all in one writing, and return when they are on the disk.

    What a crash left of an earlier line is cut off. Whoever calls holds the publication's lock.

    Args:
        folder: Of the publication.
        records: In order; none earlier than the last one recorded.

    Returns:
        The ledger with them.

    Raises:
        RefusedError: The ledger is broken, or a record cannot follow what stands there.
        WriteError: The disk is full or read-only; nothing is recorded then.
    """
    data = _read(folder)
    ledger = parse_ledger(data)
    lines: list[bytes] = []
    hashes = [ledger.head]
    added = []
    for number, record in enumerate(records, start=len(ledger.hashes) + 1):
        line, line_hash = format_line(describe_record(record), hashes[-1])
        added.append((number, _parse(line, number)))  # what is written can be read
        lines.append(line)
        hashes.append(line_hash)
    every = _check_order(ledger, ((n, record) for n, record in added if record))
    addition = (b"" if ledger.ended else b"\n") + b"".join(lines)
    if addition or ledger.torn:
        append_bytes(folder / LEDGER_FILE, LEDGER_FILE, ledger.length, addition)
    whole = data[: ledger.length] + addition
    ledger = Ledger(records=every, hashes=(*ledger.hashes, *hashes[1:]), length=len(whole))
    _latest[0] = whole, ledger
    return ledger


def _broken(number: int, problem: str, hint: str = _RESTORE) -> RefusedError:
    return RefusedError("ledger-broken", problem, hint=hint, place=f"{LEDGER_FILE}:{number}")
