"""Files that claim the same: a page, an id, the number of a statement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.errors import SourceError

if TYPE_CHECKING:
    from pathlib import Path

    from communique.frontmatter import Front


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadFile:
    """
    Hold one entry as its file says it, its references not yet resolved.

    The fields that ``model.Entry`` has too are as there. ``line`` is that on which the text begins.
    """

    file: Path
    path: str
    text: str
    line: int
    front: Front
    id: str
    key: str
    language: str
    page: str
    html: str
    references: tuple[str, ...]


def refuse_doubles(read: list[ReadFile], faults: list[SourceError]) -> None:
    """
    Refuse what two entries cannot have both.

    Args:
        read: Every entry.
        faults: Receives a fault of the later one of two that have one page, one id, or the
            reference of another statement; and of a translation with a reference of its own.
    """
    _refuse_pages_and_ids(read, faults)
    _refuse_references(read, faults)


def _refuse_pages_and_ids(read: list[ReadFile], faults: list[SourceError]) -> None:
    pages: dict[str, str] = {}
    ids: dict[str, ReadFile] = {}
    for found in read:
        first = pages.setdefault(found.page, found.path)
        if first != found.path:
            problem = f"has the same page as {first}: {found.page}"
            hint = "rename the one that is not published yet"
            faults.append(SourceError(found.path, problem, hint=hint))
        other = ids.setdefault(found.id, found)
        # An id made from the name of the file tells nothing more than the page did.
        if other is not found and (found.front.id or other.page != found.page):
            hint = "delete the line id: … from the copy; every translation has an id of its own"
            _fault(found, "id", f"has the same id as {other.path}", hint, faults)


def _refuse_references(read: list[ReadFile], faults: list[SourceError]) -> None:
    by_statement: dict[str, ReadFile] = {}
    by_number: dict[str, ReadFile] = {}
    for found in read:
        number = found.front.reference
        if not number:
            continue
        other = by_statement.setdefault(found.key, found)
        if other.front.reference != number:
            problem = f"expected {other.front.reference!r} as in {other.path}, got {number!r}"
            hint = "a statement has one reference in every language"
            _fault(found, "reference", problem, hint, faults)
            continue
        other = by_number.setdefault(number, found)
        if other.key != found.key:
            problem = f"{number!r} is the reference of {other.path}"
            hint = "correct one of the two; a translation has the name of its original"
            _fault(found, "reference", problem, hint, faults)


def _fault(found: ReadFile, field: str, problem: str, hint: str, faults: list[SourceError]) -> None:
    line = found.front.lines.get(field, 0)
    faults.append(SourceError(found.path, problem, line=line, field=field, hint=hint))
