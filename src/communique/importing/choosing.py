"""Which items of a source become entries, and why the others do not."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from communique.importing.report import Skipped
from communique.sources import find_forbidden
from communique.values import replace

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from communique.events import Ledger
    from communique.importing.items import Choices, Item
    from communique.importing.report import Report

_FIRST_YEAR = 1900
_LONGEST_ID = 2000


def choose_items(
    items: Iterable[Item],
    choices: Choices,
    ledger: Ledger,
    known: frozenset[str],
    now: datetime,
    report: Report,
) -> list[Item]:
    """
    Choose what is to be imported.

    Args:
        items: All of the source, each with an id or a problem.
        choices: Of the press officer.
        ledger: What was recorded.
        known: The ids of all entries.
        now: Aware; nothing later is imported.
        report: Receives what is not imported.

    Returns:
        The oldest first; each has an id that no other has, and a date.
    """
    chosen: dict[str, Item] = {}
    for item in items:
        reason = _refuse(item, now) or _refuse_past(item, ledger, known)
        before = chosen.get(item.id)
        if reason:
            _skip(report, item, reason)
        elif before is None:
            chosen[item.id] = item
        elif (before.title, before.date, before.text) != (item.title, item.date, item.text):
            _skip(report, item, f"has the same id as {before.place}: {item.id}")
    wanted = [i for i in chosen.values() if not choices.since or _get_date(i) >= choices.since]
    ordered = sorted(wanted, key=lambda item: (_get_date(item), item.id))
    new = [item for item in ordered if item.id not in known]
    if choices.limit is not None:
        new = new[max(0, len(new) - choices.limit) :]
    report.there += len(known & chosen.keys())
    report.left_out += len(chosen.keys() - known) - len(new)
    return new


def _get_date(item: Item) -> datetime:
    if item.published is None:
        raise AssertionError(item)
    return item.published


def give_id(item: Item) -> Item:
    """Give an item without an id one that is the same whenever it is imported."""
    if item.id or item.problem:
        return item
    name = "\n".join([item.title, item.date, item.text[:200]])
    note = "it had no id and no address: readers may show it as new"
    return replace(item, id=f"urn:uuid:{uuid5(NAMESPACE_URL, name)}", notes=(*item.notes, note))


def _refuse(item: Item, now: datetime) -> str:
    if item.problem or item.held_back:
        return item.problem or f"was not public: {item.held_back}"
    if not item.title and not item.text.strip() and not item.files:
        return "says nothing: no title, no text, no file"
    if "\n" in item.id or len(item.id) > _LONGEST_ID or find_forbidden(item.id, ""):
        return "its id is no line of text"
    return _refuse_date(item, now)


def _refuse_date(item: Item, now: datetime) -> str:
    if item.published is None:
        return f"no date that can be read: {item.date!r}" if item.date else "has no date"
    if item.published.year <= _FIRST_YEAR:
        return f"is dated {item.published.date()}: feeds can hold no such date"
    if item.until and item.until <= now:
        return f"was public until {item.until.date()} only"
    if item.published > now:
        return f"is dated in the future: {item.published.isoformat(timespec='minutes')}"
    return ""


def _refuse_past(item: Item, ledger: Ledger, known: frozenset[str]) -> str:
    if item.id in ledger.removed:
        return "was removed from this publication for good"
    if item.id in ledger.latest and item.id not in known:
        return f"was published here and is gone: restore {ledger.latest[item.id].file}"
    return ""


def _skip(report: Report, item: Item, reason: str) -> None:
    report.skipped.append(Skipped(place=item.place, title=item.title, reason=reason))
