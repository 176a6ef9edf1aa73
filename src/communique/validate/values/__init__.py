"""
Judge values by themselves: dates, addresses, languages, media types, numbers.

A check takes the text and returns its faults; none is an empty tuple.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple


class Fault(NamedTuple):
    """The code of a broken rule, and what was found and expected."""

    code: str
    message: str


Faults = Sequence[Fault]
Check = Callable[[str], Faults]
LONG_NAME = re.compile(r"(\S{250})\S{150,}")
"""Longer than the longest that is quoted."""


def quote(text: str, limit: int = 60) -> str:
    """Quote what a document says, short enough for a message, control characters made visible."""
    shown = make_visible(text.replace("\n", " "))
    return f"“{shown[:limit]}…”" if len(shown) > limit else f"“{shown}”"


def make_visible(text: str) -> str:
    """Put U+FFFD in the place of what a terminal would obey, or show as nothing."""
    return text if text.isprintable() else "".join(c if c.isprintable() else "�" for c in text)


def make_legible(message: str) -> str:
    """Make a message safe and short, whatever the names in it: those come from the document."""
    return LONG_NAME.sub(r"\1…", make_visible(message))
