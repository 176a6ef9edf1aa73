"""What a press officer's own text becomes before it is an entry."""

from __future__ import annotations

from typing import NamedTuple

from communique.values import Struct

LONGEST_TITLE = 200
"""In characters; a longer first line is a paragraph."""


class Line(NamedTuple):
    """
    Tell a line of text and where it stood.

    Args:
        number: 1 for the first line of the file.
        text: Without its line break; may be empty.
    """

    number: int
    text: str


class Draft(Struct, frozen=True, kw_only=True):
    """
    Hold the text of an entry to be.

    Args:
        title: Plain text on one line; empty where the source has none.
        body: Markdown (CommonMark, tables and footnotes) without the title; ends with one newline,
            or is empty where the source held nothing but a title.
        dropped: One sentence for each thing left out or not carried over, with its line where one
            is known, in the order of the source.
    """

    title: str
    body: str
    dropped: tuple[str, ...] = ()


def shorten(text: str, limit: int = 60) -> str:
    """Quote *text* on one line, cut to about *limit* characters."""
    line = " ".join(text.split())
    return f"“{line if len(line) <= limit else line[: limit - 1].rstrip() + '…'}”"
