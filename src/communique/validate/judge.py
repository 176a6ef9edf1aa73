"""Walk a document along the rows of its format and collect what is wrong."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from communique.validate.namespaces import ATOM, DC, JUDGED, XHTML, XML, XML_BASE, name_element
from communique.validate.shapes import ANYTHING, Clock, Holds
from communique.validate.values import Check, quote
from communique.validate.values.dates import (
    EARLIEST,
    parse_rfc822,
    parse_rfc3339,
    parse_w3cdtf,
)
from communique.validate.values.names import optional_language
from communique.validate.values.numbers import one_of
from communique.validate.values.text import find_html, find_markup, hide_hexadecimal
from communique.validate.values.uris import iri_reference

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from communique.validate.document import Element
    from communique.validate.reporter import Reporter
    from communique.validate.shapes import Shape

ALWAYS_ALLOWED: dict[str, Check | None] = {
    XML_BASE: iri_reference,
    f"{XML} lang": optional_language,
    f"{XML} id": None,
    f"{XML} space": one_of("invalid-value", ("default", "preserve")),
}
# How far ahead of the clock a date may be: clocks differ, and Atom feeds announce.
LEEWAY = {
    Clock.ATOM: timedelta(days=1),
    Clock.RSS: timedelta(minutes=10),
    Clock.DUBLIN_CORE: timedelta(days=1),
}
PARSERS: dict[Clock, Callable[[str], datetime | None]] = {
    Clock.ATOM: parse_rfc3339,
    Clock.RSS: parse_rfc822,
    Clock.DUBLIN_CORE: parse_w3cdtf,
}

PLACES_OF_XHTML = {
    "channel": {"div", "meta"},
    "feed": {"div", "meta"},
    "author": {"div"},
    "contributor": {"div"},
}
"""Where some programs put elements of XHTML, for those who open a feed in a browser."""


class Judge:
    """
    Walk a document and report to *reporter*.

    Args:
        reporter: Takes what is found.
        core: The namespace of the format's own elements; empty for RSS.
    """

    def __init__(self, reporter: Reporter, *, core: str) -> None:
        self.reporter = reporter
        self.core = core

    def walk(self, root: Element, shape: Shape) -> None:
        """Judge an element and everything below it, in the order of the document."""
        waiting = [(root, shape)]
        while waiting:
            element, shape = waiting.pop()
            if element.attributes:
                self.check_attributes(element, shape)
            if shape.required:
                self.check_required(element, shape)
            if element.children:
                waiting.extend(reversed(self.check_children(element, shape)))
            if element.closed:
                self.check_value(element, shape)
                if shape.missing:
                    self.check_missing(element, shape)
                for special in shape.specials:
                    special(self.reporter, element)

    def check_attributes(self, element: Element, shape: Shape) -> None:
        """Judge which attributes there are, and their values."""
        for key, value in element.attributes.items():
            row = shape.attributes.get(key)
            if row is None:
                self.check_common_attribute(element, shape, key, value)
            elif not row.blank and not value.strip():
                self.reporter.report_attribute(
                    element, key, "attr-not-blank", f"{name_element(key)} is empty"
                )
            else:
                for fault in row.check(value) if row.check else ():
                    self.reporter.report_attribute(
                        element, key, fault.code, f"{name_element(key)}: {fault.message}"
                    )
                if row.plain and find_html(value):
                    message = (
                        f"{name_element(key)} holds {quote(find_html(value))}, but it is plain text"
                    )
                    self.reporter.report_attribute(element, key, "contains-html", message)

    def check_required(self, element: Element, shape: Shape) -> None:
        """Report the attributes that an element cannot be without."""
        for key, code in shape.required.items():
            if key not in element.attributes:
                name = name_element(element.key)
                self.reporter.report(
                    element, code, f"<{name}> has no attribute {name_element(key)}"
                )

    def check_common_attribute(self, element: Element, shape: Shape, key: str, value: str) -> None:
        """Judge an attribute that the row of its element does not name."""
        if key in ALWAYS_ALLOWED:
            check = ALWAYS_ALLOWED[key]
            for fault in check(value) if check else ():
                self.reporter.report_attribute(
                    element, key, fault.code, f"{name_element(key)}: {fault.message}"
                )
            return
        namespace = key.rpartition(" ")[0]
        if shape is ANYTHING or (namespace and namespace not in JUDGED and namespace != ATOM):
            return
        message = (
            f"<{name_element(element.key)}> has no attribute “{name_element(key)}” in its standard"
        )
        self.reporter.report_attribute(element, key, "unexpected-attribute", message)

    def check_children(self, element: Element, shape: Shape) -> list[tuple[Element, Shape]]:
        """Judge which children there are; return those to judge next."""
        below: list[tuple[Element, Shape]] = []
        seen: dict[str, Element] = {}
        for child in element.children:
            row = shape.children.get(child.key) or shape.children.get(_unqualify(child.key))
            if row is None:
                if self.check_stranger(child, element, shape):
                    below.append((child, ANYTHING))
                continue
            below.append((child, row.shape))
            first = seen.setdefault(child.key, child)
            if row.once and first is not child:
                self.reporter.report(
                    child,
                    "duplicate-element",
                    f"a second <{name_element(child.key)}>; the first is in line {first.line}",
                )
        return below

    def check_stranger(self, child: Element, parent: Element, shape: Shape) -> bool:
        """Judge an element that no row of its parent names; tell whether to go on into it."""
        namespace = child.namespace
        name, outer = name_element(child.key), name_element(parent.key)
        if shape.holds is Holds.TEXT:
            self.reporter.report(
                child, "undefined-element", f"<{name}> stands in <{outer}>, which holds text only"
            )
            return False
        inside_core = parent.namespace == self.core
        if not namespace:
            self.report_nameless(child, name, outer, inside_core=inside_core)
            return False
        if shape.specials and shape.holds is Holds.ANYTHING and namespace in {XHTML, ATOM}:
            return False
        if namespace == XHTML and inside_core:
            if child.name not in PLACES_OF_XHTML.get(parent.name, ()):
                self.reporter.report(
                    child, "misplaced-xhtml-content", f"<{name}> of XHTML stands in <{outer}>"
                )
            return False
        if shape is not ANYTHING and (namespace == ATOM or namespace in JUDGED):
            self.reporter.report(child, "undefined-element", f"<{name}> has no place in <{outer}>")
            return False
        return True

    def report_nameless(self, child: Element, name: str, outer: str, *, inside_core: bool) -> None:
        """Report an element in no namespace that has no place where it stands."""
        if self.core == ATOM:
            message = f"<{name}> in <{outer}> is in no namespace"
            self.reporter.report(child, "undeterminable-vocabulary", message)
        elif not inside_core:
            message = f"<{name}> inside the extension <{outer}> is in no namespace"
            self.reporter.report(child, "not-in-a-namespace", message)
        elif name == "blink":
            self.reporter.report(child, "no-blink", "<blink> has no place in a feed")
        else:
            self.reporter.report(child, "undefined-element", f"<{name}> has no place in <{outer}>")

    def check_value(self, element: Element, shape: Shape) -> None:
        """Judge the text of an element."""
        if shape.holds is Holds.ANYTHING:
            return
        text = element.text
        stripped = text.strip()
        if shape.holds is Holds.ELEMENTS:
            if stripped:
                message = f"text in <{name_element(element.key)}>: {quote(stripped)}"
                self.reporter.report_stray_text(element, message)
            return
        if not stripped and not shape.blank:
            self.reporter.report(element, "not-blank", f"<{name_element(element.key)}> is empty")
        if stripped and text != stripped and not shape.spaced:
            message = f"white space around the text of <{name_element(element.key)}>"
            self.reporter.report(element, "unexpected-whitespace", message)
        if shape.check:
            faults = shape.check(text)
            self.reporter.report_faults(element, faults)
            if shape.clock and not faults:
                self.check_plausible(element, text, shape.clock)
        if shape.markup and ("<" in text or "&" in text):
            self.check_plain(element, text, shape.markup)

    def check_plausible(self, element: Element, text: str, clock: Clock) -> None:
        """Judge whether a date lies in the past, and in a past that had feeds."""
        text = text.strip()
        moment, now = PARSERS[clock](text), self.reporter.now
        if moment and moment < EARLIEST:
            self.reporter.report(element, "implausible-date", f"{quote(text)} is before 1990")
        elif moment and now and moment > now + LEEWAY[clock]:
            self.reporter.report(element, "implausible-date", f"{quote(text)} is in the future")

    def check_plain(self, element: Element, text: str, code: str) -> None:
        """
        Find markup in plain text.

        RSS Best Practices Profile: a ``<`` or ``&`` written as a hexadecimal reference is plain
        text to every reader, so the source decides.
        """
        found, markup = find_html(text), find_markup(text) if not self.core else ""
        if not found and not markup:
            return
        if not self.core:
            source = self.reporter.document.source[element.start : element.end]
            plain = hide_hexadecimal(source, source)
            if plain:
                found, markup = find_html(plain), find_markup(plain)
        name = name_element(element.key)
        if found:
            self.reporter.report_text(
                element,
                max(text.find(found), 0),
                code,
                f"<{name}> is plain text, but holds {quote(found)}",
            )
        elif markup:
            message = f"{quote(markup)} in the plain text of <{name}> looks like markup"
            self.reporter.report_text(element, max(text.find(markup), 0), "character-data", message)

    def check_missing(self, element: Element, shape: Shape) -> None:
        """Report the children that an element cannot be without."""
        for key, code in shape.missing.items():
            if not element.find_all(key):
                name = name_element(element.key)
                self.reporter.report(element, code, f"<{name}> has no <{name_element(key)}>")


def _unqualify(key: str) -> str:
    """Return the key of what an element of Qualified Dublin Core, like dc:date.created, refines."""
    namespace, _, name = key.rpartition(" ")
    return f"{DC} {name.partition('.')[0]}" if namespace == DC else key
