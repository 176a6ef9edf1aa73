"""Numbers and the few words that attributes may hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from communique.validate.values import Check, Fault, Faults, quote

if TYPE_CHECKING:
    from collections.abc import Collection

INTEGER = re.compile(r"[+-]?\d+", re.ASCII)
DECIMAL = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
# RFC 2326 §3.6: seconds, or hours, minutes and seconds, each with an optional fraction.
NPT = re.compile(r"now|\d+(?:\.\d*)?|\d+:[0-5]?\d:[0-5]?\d(?:\.\d*)?", re.ASCII)
HIGHEST_DIGITS = 40
"""More digits than this are no count of anything, and Python refuses to read very many."""


def parse_integer(text: str) -> int | None:
    """Read an integer; None where it is none."""
    text = text.strip()
    return int(text) if len(text) <= HIGHEST_DIGITS and INTEGER.fullmatch(text) else None


def integer(
    code: str = "invalid-integer", low: int | None = None, high: int | None = None
) -> Check:
    """Make a check for an integer from *low* to *high*."""
    wanted = "an integer"
    if low is not None and high is not None:
        wanted += f" from {low} to {high}"
    elif low is not None:
        wanted += f" of {low} or more"

    def check(text: str) -> Faults:
        number = parse_integer(text)
        if (
            number is None
            or (low is not None and number < low)
            or (high is not None and number > high)
        ):
            return (Fault(code, f"{quote(text)} is not {wanted}"),)
        return ()

    return check


positive_integer = integer("invalid-positive-integer", 1)
non_negative_integer = integer("invalid-non-negative-integer", 0)


def integers(text: str) -> Faults:
    """Check a list of integers with commas between."""
    if all(parse_integer(part) is not None for part in text.split(",")):
        return ()
    return (Fault("invalid-comma-separated-integers", f"{quote(text)} is not a list like 12,8,3"),)


def decimal(text: str) -> Faults:
    """Check a decimal number."""
    if DECIMAL.fullmatch(text.strip()):
        return ()
    return (Fault("invalid-float", f"{quote(text)} is not a number"),)


def npt_time(text: str) -> Faults:
    """Check a normal play time."""
    if NPT.fullmatch(text.strip()):
        return ()
    return (Fault("invalid-npt-time", f"{quote(text)} is not a time like 12.5 or 00:01:30"),)


def one_of(code: str, words: Collection[str]) -> Check:
    """Make a check for one of a few words."""
    wanted = ", ".join(sorted(words))

    def check(text: str) -> Faults:
        if text.strip() in words:
            return ()
        return (Fault(code, f"{quote(text)} is none of: {wanted}"),)

    return check


def true_or_false(text: str) -> Faults:
    """Check for true or false, in small letters or capitals."""
    if text.strip().lower() in {"true", "false"}:
        return ()
    return (Fault("invalid-true-false", f"{quote(text)} is neither true nor false"),)
