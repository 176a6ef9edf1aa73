"""Find the list items in plain text, and write them as Markdown lists."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from communique.intake.escape import escape_line, escape_text
from communique.values import Struct

if TYPE_CHECKING:
    from collections.abc import Sequence

    from communique.intake.draft import Line

_DOTS = "•‣◦▪●■·∙○"
_PRIVATE = "\uf020-\uf0ff"  # Word's bullets, from its fonts of signs
_DASHES = "–—"  # noqa: RUF001 - these begin direct speech as well
_MARKER = re.compile(
    r"(?P<indent>[ \t\u00a0]*)"
    # What Word copies of its second and third level is a letter and a sign, before a tab.
    rf"(?:(?P<bullet>[{_DOTS}{_DASHES}{_PRIVATE}*+-]|[o§](?=\t))"
    r"|(?P<open>\(?)(?:(?P<number>\d{1,9})|(?P<letter>[^\W\d_]))(?P<close>[.)]))"
    r"[ \t\u00a0]+(?P<text>\S.*)"
)
RULE = re.compile(r"\s*(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})")
"""A line of marks, which divides a text and begins no list."""

_BEFORE_TAB = re.compile(rf"\s*[{_DOTS}{_DASHES}{_PRIVATE}*+o§-]\t")
_LONE_MARKER = re.compile(rf"[ \t\u00a0]*(?:[{_DOTS}{_PRIVATE}]|\(?\d{{1,3}}[.)])[ \t\u00a0]*")
_LEVELS = {"o": 1, "○": 1, "§": 2, "\uf0a7": 2}  # of Word's bullets; the others are of the first


class Marker(Struct, frozen=True, kw_only=True):
    """
    Describe what a list item begins with.

    Args:
        indent: Columns before the marker.
        kind: Equal for items of one list: the bullet, or what stands around the number.
        ordinal: The number, or the code point of the letter; 0 for a bullet.
        label: What the reader must still see of a marker that Markdown has no list for.
        text: What follows, on the same line.
    """

    indent: int
    kind: str
    ordinal: int
    label: str
    text: str


class Item(Struct, frozen=True, kw_only=True):
    """
    Hold a list item.

    Args:
        marker: What it begins with.
        paragraphs: At least one; the first begins with the marker's text.
        loose: Empty lines stand before it in the source.
    """

    marker: Marker
    paragraphs: tuple[str, ...]
    loose: bool = False


def join_lone_markers(lines: Sequence[Line]) -> list[Line]:
    """Put a bullet or number that stands alone on its line before the next line that has text."""
    joined = list(lines)
    for n, line in enumerate(lines):
        if _LONE_MARKER.fullmatch(line.text):
            rest = (m for m in range(n + 1, len(lines)) if lines[m].text.strip())
            target = next(rest, None)
            if target is not None and not _LONE_MARKER.match(lines[target].text):
                text = f"{line.text.rstrip()} {lines[target].text.strip()}"
                joined[n] = line._replace(text=text)
                joined[target] = lines[target]._replace(text="")
    return joined


def find_markers(lines: Sequence[Line]) -> dict[int, Marker]:
    """
    Find the lines that begin a list item, by their index.

    A round bullet is one by itself, and any bullet before a tab that parts no cells. A number or
    letter needs its neighbour in the order, a dash another dash: "4. Oktober" and a line of direct
    speech are no lists.
    """
    found = {n: marker for n, line in enumerate(lines) if (marker := _read_marker(line.text))}
    kinds: dict[str, list[int]] = defaultdict(list)
    for n, marker in found.items():
        kinds[marker.kind].append(n)
    proven: dict[int, Marker] = {}
    for kind, places in kinds.items():
        for at, n in enumerate(places):
            near = [m for m in places[max(at - 1, 0) : at + 2] if m != n]
            if _BEFORE_TAB.match(lines[n].text) and not _is_row(lines, n, found):
                is_item = True
            elif kind not in _DASHES:
                steps = {abs(found[m].ordinal - found[n].ordinal) for m in near}
                is_item = _is_proven(found[n], steps)
            else:
                # Nothing but empty lines may stand between two dashes.
                is_item = any(not _has_text(lines, *sorted((m, n))) for m in near)
            if is_item:
                proven[n] = found[n]
    return dict(sorted(proven.items()))


def _is_row(lines: Sequence[Line], n: int, found: dict[int, Marker]) -> bool:
    """Tell whether the tab in a line parts two cells: so does one above it, after no bullet."""
    while n > 0 and "\t" in lines[n - 1].text:
        n -= 1
        if n not in found:
            return True
    return False


def _has_text(lines: Sequence[Line], start: int, end: int) -> bool:
    return any(line.text.strip() for line in lines[start + 1 : end])


def _is_proven(marker: Marker, steps: set[int]) -> bool:
    if marker.label:
        # The order of an alphabet is not quite that of its code points.
        return bool(steps & {1, 2})
    if not marker.ordinal:
        return (
            marker.kind in _DOTS
            or "\uf000" <= marker.kind < "\uf900"
            or marker.indent > 0
            or bool(steps)
        )
    return 1 in steps or (marker.indent > 0 and marker.ordinal == 1)


def _read_marker(text: str) -> Marker | None:
    found = _MARKER.match(text)
    if not found or RULE.fullmatch(text):
        return None
    indent = len(found["indent"].expandtabs(4))
    around = f"{found['open'] or ''}{found['close']}"
    if found["bullet"]:
        return Marker(indent=indent, kind=found["bullet"], ordinal=0, label="", text=found["text"])
    if found["number"]:
        number = int(found["number"])
        return Marker(
            indent=indent, kind=f"1{around}", ordinal=number, label="", text=found["text"]
        )
    letter = found["letter"]
    case = "A" if letter.isupper() else "a"
    return Marker(
        indent=indent,
        kind=f"{case}{around}",
        ordinal=ord(letter),
        label=f"{found['open']}{letter}{found['close']} ",
        text=found["text"],
    )


class _Level(Struct, kw_only=True):
    """Know the list that is open at one depth."""

    kind: str
    indent: int
    ordinal: int
    mark: str  # the bullet, or what follows the number
    width: int = 2


def render_list(items: Sequence[Item]) -> str:
    """
    Write a run of items as Markdown: one list, or several where the numbering restarts.

    Source: CommonMark 0.31 §5.3: another bullet or delimiter begins another list.
    """
    levels: list[_Level] = []
    pieces: list[str] = []
    for at, item in enumerate(items):
        _enter_level(levels, items, at)
        level = levels[-1]
        bullet = f"{item.marker.ordinal}{level.mark} " if level.kind[0] == "1" else f"{level.mark} "
        level.width = len(bullet)
        margin = " " * sum(outer.width for outer in levels[:-1])
        first, *rest = item.paragraphs
        text = label + escape_text(first) if (label := item.marker.label) else escape_line(first)
        pieces.append(("\n" if item.loose and pieces else "") + margin + bullet + text + "\n")
        hang = margin + " " * level.width
        pieces += [f"\n{hang}{escape_line(paragraph)}\n" for paragraph in rest]
    return "".join(pieces)


def _enter_level(levels: list[_Level], items: Sequence[Item], at: int) -> None:
    """Open, close or go on with the lists in *levels* so that the last is that of item *at*."""
    marker = items[at].marker
    while len(levels) > 1 and marker.indent < levels[-1].indent:
        levels.pop()
    for depth in range(len(levels), 0, -1):
        level = levels[depth - 1]
        if marker.indent <= level.indent + 1 and _continues(level, marker):
            del levels[depth:]
            level.ordinal = marker.ordinal
            return
    if levels and not _is_nested(levels[-1], items, at):
        level = levels.pop()
        mark = _choose_mark(marker, level.mark)
    else:
        mark = _choose_mark(marker, "")
    levels.append(_Level(kind=marker.kind, indent=marker.indent, ordinal=marker.ordinal, mark=mark))


def _continues(level: _Level, marker: Marker) -> bool:
    """Tell whether *marker* is the next of the list in *level*."""
    if level.kind != marker.kind:
        return False
    step = marker.ordinal - level.ordinal
    return not marker.ordinal or step == 1 or (marker.label != "" and step == 2)


def _is_nested(level: _Level, items: Sequence[Item], at: int) -> bool:
    """Tell whether a list begins within the item before: by indent, or by what follows."""
    marker = items[at].marker
    if marker.indent > level.indent + 1:
        return True
    if _LEVELS.get(marker.kind, 0) > _LEVELS.get(level.kind, 0):
        return True
    if level.kind == marker.kind:
        return False
    resumed = level.ordinal and any(_continues(level, item.marker) for item in items[at + 1 :])
    return bool(resumed) or items[at - 1].paragraphs[-1].endswith(":")


def _choose_mark(marker: Marker, previous: str) -> str:
    """Choose the bullet or delimiter, another than the *previous* list's."""
    if marker.kind[0] == "1":
        mark = marker.kind[-1]
        return {".": ")", ")": "."}[mark] if mark == previous else mark
    return "-" if previous != "-" else "*"
