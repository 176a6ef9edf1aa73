"""
Which element may stand where, how often, with which attributes and what kind of value: as data.

A rule that fits a row is a row; what does not is a function of `rules`, named in the row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from communique.validate.document import Element
    from communique.validate.reporter import Reporter
    from communique.validate.values import Check

Special = Callable[["Reporter", "Element"], None]


class Holds(Enum):
    """Say what an element may hold."""

    TEXT = auto()
    """Character data only."""
    ELEMENTS = auto()
    """Child elements only."""
    ANYTHING = auto()
    """Not looked at, or by a special rule only."""


class Clock(Enum):
    """Say how a date is read that has to be plausible."""

    ATOM = auto()
    RSS = auto()
    DUBLIN_CORE = auto()


@dataclass(frozen=True, kw_only=True, slots=True)
class Attribute:
    """
    Describe an attribute.

    Args:
        check: Of its value; None where any will do.
        missing: The code to report where it is not there; empty where it may be missing.
        plain: Its value is plain text.
        blank: It may be empty.
    """

    check: Check | None = None
    missing: str = ""
    plain: bool = False
    blank: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Shape:
    """
    Describe an element.

    Args:
        holds: What may stand in it.
        children: By key.
        attributes: By key.
        missing: The children it cannot be without, with the code to report.
        check: Of its text.
        blank: It may be empty.
        spaced: White space may stand around its text.
        markup: The code to report for markup in its plain text; empty where it is not looked for.
        clock: How to read it as a date.
        specials: What no row can say, at its end.
    """

    holds: Holds = Holds.TEXT
    children: Mapping[str, Child] = field(default_factory=lambda: MappingProxyType({}))
    attributes: Mapping[str, Attribute] = field(default_factory=lambda: MappingProxyType({}))
    missing: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    check: Check | None = None
    blank: bool = True
    spaced: bool = True
    markup: str = ""
    clock: Clock | None = None
    specials: tuple[Special, ...] = ()
    required: Mapping[str, str] = field(init=False)
    """The attributes it cannot be without, with the code to report."""

    def __post_init__(self) -> None:
        """Find out once what every element of this shape is asked for."""
        required = {key: row.missing for key, row in self.attributes.items() if row.missing}
        object.__setattr__(self, "required", required)


@dataclass(frozen=True, kw_only=True, slots=True)
class Child:
    """Say what shape a child has, and whether it may stand there once only."""

    shape: Shape
    once: bool = True


def once(shape: Shape) -> Child:
    """Let an element stand once."""
    return Child(shape=shape)


def often(shape: Shape) -> Child:
    """Let an element stand any number of times."""
    return Child(shape=shape, once=False)


def optional(check: Check) -> Attribute:
    """Judge the value of an attribute only where it has one."""
    return Attribute(check=lambda text: check(text) if text.strip() else ())


ANYTHING = Shape(holds=Holds.ANYTHING)
EMPTY = Shape(holds=Holds.ELEMENTS)
"""Nothing may stand in it."""
PLAIN_TEXT = Shape(markup="contains-html")
"""Plain text, in which markup is a mistake."""
