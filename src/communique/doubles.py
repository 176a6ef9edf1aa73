"""Files that claim the same: a page, an id, the number of a statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from communique.entryfile import ReadFile
    from communique.model import Entry


def refuse_doubles(read: Iterable[ReadFile], faults: list[SourceError]) -> None:
    """
    Refuse what two entries cannot have both.

    Args:
        read: Every entry.
        faults: Receives a fault of the later one of two that have one page, one id, or the
            reference of another statement; and of a translation with a reference of its own.
    """
    every = list(read)
    _refuse_pages_and_ids(every, faults)
    _refuse_references([found for found in every if found.entry.reference], faults)


def _refuse_pages_and_ids(read: list[ReadFile], faults: list[SourceError]) -> None:
    pages: dict[str, Entry] = {}
    ids: dict[str, Entry] = {}
    for found in read:
        entry = found.entry
        first = pages.setdefault(entry.path, entry)
        if first is not entry:
            problem = f"has the same page as {first.file}: {entry.path}"
            hint = "rename the one that is not published yet"
            if entry.key == first.key and _find_name(entry) != _find_name(first):
                hint = (
                    f"both are in {entry.language}: name the language of the other one in its file"
                    " name; or undo the change of languages: in entries/feed.yaml"
                )
            faults.append(SourceError(entry.file, problem, hint=hint))
        other = ids.setdefault(entry.id, entry)
        # An id made from the name of the file tells nothing more than the page did.
        if other is not entry and (found.id_line or other.path != entry.path):
            problem = f"has the same id as {other.file}"
            hint = "delete a copy made by mistake; else its line id: …, as each has its own"
            faults.append(
                SourceError(entry.file, problem, line=found.id_line, field="id", hint=hint)
            )


def _find_name(entry: Entry) -> str:
    return entry.file.rpartition("/")[2]


def _refuse_references(read: list[ReadFile], faults: list[SourceError]) -> None:
    by_statement: dict[str, Entry] = {}
    by_number: dict[str, Entry] = {}
    for found in read:
        entry = found.entry
        number = entry.reference
        original = by_statement.setdefault(entry.key, entry)
        other = by_number.setdefault(number, entry)
        if original.reference != number:
            problem = f"expected {original.reference!r} as in {original.file}, got {number!r}"
            hint = "a statement has one reference in every language"
        elif other.key != entry.key:
            problem = f"{number!r} is the reference of {other.file}"
            hint = "correct one of the two; a translation has the name of its original"
        else:
            continue
        line = found.reference_line
        faults.append(SourceError(entry.file, problem, line=line, field="reference", hint=hint))
