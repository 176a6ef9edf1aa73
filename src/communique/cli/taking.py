"""What stands at a target otherwise than it is to be recorded as published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.dates import format_moment, format_rfc3339
from communique.errors import RefusedError
from communique.ledger import read_ledger
from communique.quoting import format_scalar
from communique.stated import STATEMENTS, parse_stated

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from communique.deliver.targets import Target
    from communique.model import Entry, Publication


def list_changed(
    folder: Path, publication: Publication, target: Target, now: datetime
) -> Iterator[RefusedError]:
    """
    List the statements whose record is lost, and that got other words or another id since.

    Args:
        folder: Of the publication.
        publication: What is to be delivered.
        target: Where statements may stand that the record knows nothing of.
        now: The clock, aware.
    """
    entries = {entry.id: entry for entry in publication.entries}
    recorded = read_ledger(folder).by_id
    new = {entry.sha256: entry for entry in publication.entries if entry.id not in recorded}
    for found in parse_stated(target.read(STATEMENTS)):
        entry = entries.get(found.id)
        known = {event.sha256 for event in recorded.get(found.id, ())}
        if entry is None:
            if found.sha256 in new and not known:
                yield _refuse_id(new[found.sha256], found.id)
        elif found.sha256 not in {entry.sha256, *known} and all(
            format_rfc3339(revision.date) <= found.updated for revision in entry.revisions
        ):
            yield _refuse(entry, found.url, now.astimezone(publication.timezone))


def _refuse_id(entry: Entry, before: str) -> RefusedError:
    reason = "its id changed: subscribers would be told of it again"
    hint = f"write into {entry.file}:\nid: {format_scalar(before)}"
    return RefusedError("id-changed", reason, hint=hint, place=entry.file)


def _refuse(entry: Entry, url: str, now: datetime) -> RefusedError:
    reason = f"it stands at {url} otherwise, and no revision says so"
    hint = (
        f"restore {entry.file} as it stands there; what is recorded can be changed and revised\n"
        f"or say what changed, at the end of revisions: in {entry.file}:\n"
        f"- {{date: {format_moment(now)}, kind: correction, note: What was corrected.}}"
    )
    return RefusedError("unrecorded-change", reason, hint=hint, place=entry.file)
