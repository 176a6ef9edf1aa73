"""Where something stands in the source, as whoever opens the file in an editor counts."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

BREAK = re.compile(r"\r\n?|\n")
LINES = re.compile(r"\r\n?|\n|[^\r\n]+")
ATTRIBUTE = re.compile(r"""\s([^\s=<>"'/]+)\s*=\s*(?:"[^"]*"|'[^']*')""")
# What stands in the source of an element without children, its start tag first.
PIECE = re.compile(
    r"""(?P<markup><[^!?](?:"[^"]*"|'[^']*'|[^"'>])*>|<!--.*?-->|<\?.*?\?>)"""
    r"|<!\[CDATA\[(?P<section>.*?)\]\]>|(?P<reference>&[^;]*;)|(?P<text>[^<&]+)",
    re.DOTALL,
)
CHARACTER = re.compile(r"&(?:#.*|amp|lt|gt|quot|apos);")


class Spot(NamedTuple):
    """A line and a column, both from 1."""

    line: int
    column: int

    def after(self, text: str) -> Spot:
        """Go on behind a text that begins here."""
        breaks = BREAK.findall(text)
        if not breaks:
            return Spot(self.line, self.column + len(text))
        last = max(text.rfind("\n"), text.rfind("\r"))
        return Spot(self.line + len(breaks), len(text) - last)


START = Spot(1, 1)
"""Where a document begins."""


def find_attribute(tag: str, key: str, start: Spot) -> Spot:
    """
    Find an attribute.

    Args:
        tag: The source from the start tag on; more may follow, or its end be missing.
        key: Of the attribute: one in a namespace has a prefix, whichever.
        start: Where the tag begins.

    Returns:
        Where its name begins; *start* where it is not found.
    """
    namespace, _, name = key.rpartition(" ")
    whole = PIECE.match(tag)
    for found in ATTRIBUTE.finditer(whole[0] if whole else ""):
        prefix, _, local = found[1].rpartition(":")
        if local == name and bool(prefix) == bool(namespace):
            return start.after(tag[: found.start(1)])
    return start


def find_stray_text(source: str, start: Spot) -> Spot | None:
    """
    Find the first text in an element that is not that of its children.

    Args:
        source: From its start tag to its end tag, which is not part of it.
        start: Where the start tag begins.
    """
    depth = 0
    for piece in PIECE.finditer(source):
        markup = piece["markup"] or ""
        text = piece["text"] or piece["section"] or piece["reference"] or ""
        if depth == 1 and text.strip():
            return start.after(source[: piece.end() - len(piece[0].lstrip())])
        if markup.startswith("</"):
            depth -= 1
        elif not markup.startswith(("<!", "<?")) and not markup.endswith("/>"):
            depth += bool(markup)
    return None


class TextSpots:
    """
    Find places in the text of an element without children.

    Args:
        source: From its start tag to its end tag.
        start: Where the start tag begins.
    """

    def __init__(self, source: str, start: Spot) -> None:
        self._offsets: list[int] = []
        self._spots: list[Spot] = []
        offset, spot = 0, start
        for raw, length in _read_pieces(source):
            if length:
                self._offsets.append(offset)
                self._spots.append(spot)
            offset += length
            spot = spot.after(raw)

    def find(self, offset: int) -> Spot | None:
        """Give the place of an offset of the text; None where it cannot be told."""
        number = bisect_right(self._offsets, offset) - 1
        if number < 0:
            return None
        line, column = self._spots[number]
        return Spot(line, column + offset - self._offsets[number])


def _read_pieces(source: str) -> Iterator[tuple[str, int]]:
    """Give each piece of the source, and how many characters of the text it makes."""
    for piece in PIECE.finditer(source):
        if piece["markup"]:
            yield piece[0], 0
        elif piece["reference"]:
            if not CHARACTER.fullmatch(piece[0]):  # how long it is the document type says
                return
            yield piece[0], 1
        elif piece["text"]:
            yield from _read_lines(piece[0])
        else:
            yield "<![CDATA[", 0
            yield from _read_lines(piece["section"])
            yield "]]>", 0


def _read_lines(text: str) -> Iterator[tuple[str, int]]:
    for line in LINES.findall(text):
        yield line, 1 if line[0] in "\r\n" else len(line)
