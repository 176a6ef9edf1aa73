"""What an import did: values only."""

from __future__ import annotations

from communique.values import Struct, field


class Imported(Struct, frozen=True, kw_only=True):
    """Name an entry that was made: its file, title and id, and the places that lead to it now."""

    file: str
    title: str
    id: str
    old_pages: tuple[str, ...] = ()


class Skipped(Struct, frozen=True, kw_only=True):
    """Name an item that was not imported, and say why; no final full stop."""

    place: str
    title: str
    reason: str


class Loss(Struct, frozen=True, kw_only=True):
    """Say what changed on the way into an entry; 0 where no line shows it."""

    file: str
    line: int
    what: str


class Report(Struct, kw_only=True):
    """
    Account for every item of a source.

    Args:
        imported: In the order of their dates.
        there: How many were here already.
        recorded: How many of those were written by an import that did not come to its end.
        left_out: How many ``--since`` or ``--limit`` left out.
        skipped: What could not be imported.
        losses: What changed on the way.
        pixels: How many tracking pixels were dropped.
        media: How many pictures and files were fetched.
        categories: How many items have each category that is no topic.
        notes: What is to be said of the source as a whole.
    """

    imported: list[Imported] = field(default_factory=list)
    there: int = 0
    recorded: int = 0
    left_out: int = 0
    skipped: list[Skipped] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    pixels: int = 0
    media: int = 0
    categories: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def place_losses(
    file: str, whole: str, notes: list[str], kept: tuple[tuple[str, str], ...]
) -> list[Loss]:
    """
    Find the line on which each change shows.

    Args:
        file: Of the entry.
        whole: Its text.
        notes: Of changes that no line shows.
        kept: A sentence and the part of the text that it is about.
    """
    losses = [Loss(file=file, line=0, what=note) for note in notes]
    for what, fragment in kept:
        start = whole.find(fragment)
        line = whole.count("\n", 0, start) + 1 if start >= 0 else 0
        losses.append(Loss(file=file, line=line, what=what))
    return losses
