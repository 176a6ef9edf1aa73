"""Collect what is wrong with a document: each finding with its place, its rule and its hint."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from communique.validate.catalogue import find_rule
from communique.validate.findings import MOST_OF_A_KIND
from communique.validate.namespaces import name_element
from communique.validate.positions import START, Spot, TextSpots, find_attribute, find_stray_text
from communique.validate.values import make_legible

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from communique.validate.document import Declaration, Document, Element
    from communique.validate.findings import Finding
    from communique.validate.values import Fault

LONGEST_TAG = 20_000
"""How far into a start tag an attribute is looked for, in bytes."""
LONGEST_TEXT = 250_000
"""How long an element may be in whose text a place is looked for, in bytes."""


class Reporter:
    """
    Hold the findings of a document.

    Args:
        document: What was read.
        now: The clock, aware; None where dates in the future are not to be judged.
        address: Where it was found; may be empty.
    """

    def __init__(self, document: Document, now: datetime | None, address: str = "") -> None:
        self.document = document
        self.now = now
        self.address = address
        self.findings: list[Finding] = []
        self.counts: Counter[str] = Counter()
        self.text_owner: Element | None = None
        self.spots = TextSpots("", START)

    def report_place(
        self, line: int, column: int, code: str, message: str, element: str = "", hint: str = ""
    ) -> None:
        """Report a broken rule at a place; the hint is the rule's own unless one is given."""
        self.counts[code] += 1
        if self.counts[code] > MOST_OF_A_KIND:
            return
        element, message = make_legible(element), make_legible(message)
        self.findings.append(find_rule(code).describe(line, column, element, message, hint))

    def _is_counted_only(self, code: str) -> bool:
        """Count what is not listed any more, as there is no need to look for its place."""
        if self.counts[code] < MOST_OF_A_KIND:
            return False
        self.counts[code] += 1
        return True

    def report(self, element: Element, code: str, message: str) -> None:
        """Report a broken rule at the start tag of an element."""
        self.report_place(element.line, element.column, code, message, name_element(element.key))

    def report_once(self, element: Element, code: str, message: str) -> None:
        """Report a broken rule the first time only."""
        if not self.counts[code]:
            self.report(element, code, message)

    def report_attribute(self, element: Element, key: str, code: str, message: str) -> None:
        """Report a broken rule at an attribute, which may stand lines below its element's name."""
        if self._is_counted_only(code):
            return
        start = Spot(element.line, element.column)
        spot = self._find_in_tag(element.start, start, key)
        self.report_place(*spot, code, message, name_element(element.key))

    def report_namespace(self, declaration: Declaration, code: str, message: str) -> None:
        """Report a broken rule at the declaration of a namespace."""
        if self._is_counted_only(code):
            return
        key = f"xmlns {declaration.prefix}" if declaration.prefix else "xmlns"
        spot = self._find_in_tag(declaration.start, declaration.place, key)
        self.report_place(*spot, code, message)

    def _find_in_tag(self, offset: int, start: Spot, key: str) -> Spot:
        tag = self.document.source[offset : offset + LONGEST_TAG]
        return find_attribute(tag.decode("utf-8", "replace"), key, start)

    def report_text(self, element: Element, offset: int, code: str, message: str) -> None:
        """Report a broken rule at an offset of the text of an element."""
        if self._is_counted_only(code):
            return
        spot = self._find_in_text(element, offset)
        if spot is None:
            self.report(element, code, message)
        else:
            self.report_place(*spot, code, message, name_element(element.key))

    def report_stray_text(self, element: Element, message: str) -> None:
        """Report text beside the children of an element, where it begins."""
        if self._is_counted_only("unexpected-text"):
            return
        spot = start = Spot(element.line, element.column)
        if element.end - element.start <= LONGEST_TEXT:
            spot = find_stray_text(self._read_source(element), start) or start
        self.report_place(*spot, "unexpected-text", message, name_element(element.key))

    def _find_in_text(self, element: Element, offset: int) -> Spot | None:
        """Find a place in a text; None where that would take too long, or cannot be told."""
        if element.children or not element.closed or element.end - element.start > LONGEST_TEXT:
            return None
        if element is not self.text_owner:
            self.text_owner = element
            start = Spot(element.line, element.column)
            self.spots = TextSpots(self._read_source(element), start)
        return self.spots.find(offset)

    def _read_source(self, element: Element) -> str:
        return self.document.source[element.start : element.end].decode("utf-8", "replace")

    def report_omissions(self) -> None:
        """Say which rules are broken more often than is reported."""
        omitted = {code: n for code, n in self.counts.items() if n > MOST_OF_A_KIND}
        for code, number in omitted.items():
            message = f"{code} is broken {number - MOST_OF_A_KIND:,} times more than is listed"
            self.report_place(*START, "x-and-more", message)

    def report_faults(self, element: Element, faults: Iterable[Fault]) -> None:
        """Report the faults of the value of an element."""
        for fault in faults:
            self.report(element, fault.code, fault.message)
