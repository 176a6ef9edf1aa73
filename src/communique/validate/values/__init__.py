"""
Judge values by themselves: dates, addresses, languages, media types, numbers.

A check takes the text and returns its faults; none is an empty tuple.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple


class Fault(NamedTuple):
    """The code of a broken rule, and what was found and expected."""

    code: str
    message: str


Faults = Sequence[Fault]
Check = Callable[[str], Faults]


def quote(text: str, limit: int = 60) -> str:
    """Quote what a document says, short enough for a message, control characters made visible."""
    shown = "".join(char if char.isprintable() else "�" if char != "\n" else " " for char in text)
    return f"“{shown[:limit]}…”" if len(shown) > limit else f"“{shown}”"
