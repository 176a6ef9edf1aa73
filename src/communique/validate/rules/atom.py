"""Atom: what concerns several elements of a feed, an entry or a link (RFC 4287 §4)."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from communique.validate.namespaces import ATOM, THR, XML_BASE, name_element
from communique.validate.registry import read_registry
from communique.validate.rules.constructs import is_inline_media
from communique.validate.values import quote
from communique.validate.values.uris import absolute_uri, canonical_uri, has_scheme

if TYPE_CHECKING:
    from communique.validate.document import Element
    from communique.validate.reporter import Reporter

IANA_RELATIONS = "http://www.iana.org/assignments/relation/"
MAIL_IN_NAME = re.compile(r"<[^<>@\s]+@[^<>@\s]+>")
FEED_TYPES = frozenset({"application/atom+xml", "application/rss+xml", "application/rdf+xml"})
MANY = 10
"""From how many entries on one id for all of them is a mistake of the program."""


def read_rel(link: Element) -> str:
    """Return the relation of a link; a name stands for an IRI below IANA's (RFC 4287 §4.2.7.2)."""
    return (link.get("rel") or "alternate").strip().removeprefix(IANA_RELATIONS)


def check_link(reporter: Reporter, element: Element) -> None:
    """Judge a link as a whole (RFC 4287 §4.2.7)."""
    rel = element.get("rel")
    if rel and not (rel in read_registry("link-relations") or has_scheme(rel)):
        message = f"the relation {quote(rel)} is not registered"
        reporter.report_attribute(element, "rel", "unregistered-atom-link-rel", message)
    if element.text.strip():
        reporter.report(
            element, "atom-link-not-empty", f"<link> holds text: {quote(element.text.strip())}"
        )
    if element.get(f"{THR} when") is not None:
        message = "thr:when became thr:updated"
        reporter.report_attribute(element, f"{THR} when", "no-thr-when", message)
    if read_rel(element) == "self":
        _check_self_link(reporter, element)


def _check_self_link(reporter: Reporter, element: Element) -> None:
    href = (element.get("href") or "").strip()
    ancestor: Element | None = element
    while ancestor is not None and not has_scheme(href):
        base = ancestor.get(XML_BASE) or ""
        href = base if has_scheme(base) else href
        ancestor = ancestor.parent
    outer = element.parent
    if not has_scheme(href) and outer is not None and outer.name in {"feed", "channel"}:
        reporter.report(element, "relative-self", f"the link to itself, {quote(href)}, is relative")
    declared = element.get("type")
    if declared and declared.partition(";")[0].strip().lower() not in FEED_TYPES:
        message = f"the link to itself says it is {quote(declared)}, not a feed"
        reporter.report_attribute(element, "type", "self-not-atom", message)


def check_same_document(reporter: Reporter, element: Element) -> None:
    """
    Judge references to the feed itself whose base is said to be another document.

    Where the feed lies is known from its link to itself only.
    """
    links = [*element.find_all(f"{ATOM} link")]
    itself = next((link.get("href") or "" for link in links if read_rel(link) == "self"), "")
    if not has_scheme(itself):
        return
    for entry in element.find_all(f"{ATOM} entry"):
        links += entry.find_all(f"{ATOM} link")
    for link in links:
        href = link.get("href")
        if href is None or href[:1] not in {"", "#"}:
            continue
        base = _read_base(link)
        if has_scheme(base) and base != itself:
            message = f"the link to the document itself is resolved against {quote(base)}"
            reporter.report_attribute(link, "href", "same-document-reference", message)


def _read_base(element: Element) -> str:
    """Return the innermost ``xml:base`` in force; empty where there is none."""
    around: Element | None = element
    while around is not None:
        base = around.get(XML_BASE)
        if base:
            return base
        around = around.parent
    return ""


def check_alternates(reporter: Reporter, element: Element) -> None:
    """Judge alternate links: one a type and language (RFC 4287 §4.1.1, §4.1.2)."""
    seen: dict[tuple[str, str], Element] = {}
    for link in element.find_all(f"{ATOM} link"):
        if read_rel(link) != "alternate":
            continue
        kind = (link.get("type") or "", link.get("hreflang") or "")
        first = seen.setdefault(kind, link)
        if first is not link:
            message = f"a second alternate link of this type and language, see line {first.line}"
            reporter.report(link, "duplicate-atom-link", message)


def check_self(reporter: Reporter, element: Element) -> None:
    """Judge whether a feed says where it is."""
    if all(read_rel(link) != "self" for link in element.find_all(f"{ATOM} link")):
        reporter.report(element, "missing-self", "<feed> has no link to itself")


def check_order(reporter: Reporter, element: Element) -> None:
    """Judge whether metadata stands before the entries."""
    entry = None
    for child in element.children:
        if child.key == f"{ATOM} entry":
            entry = entry or child
        elif entry and child.namespace == ATOM:
            name = name_element(child.key)
            message = f"<{name}> of the feed stands after the first entry, of line {entry.line}"
            reporter.report(child, "misplaced-metadata", message)


def check_entry_values(reporter: Reporter, element: Element) -> None:
    """Judge whether entries can be told apart by id and by date."""
    entries = element.find_all(f"{ATOM} entry")
    ids = [found for entry in entries if (found := entry.find(f"{ATOM} id")) is not None]
    dates = [found for entry in entries if (found := entry.find(f"{ATOM} updated")) is not None]
    counts = Counter(each.text.strip() for each in ids)
    if len(entries) >= MANY and len(ids) == len(entries) and len(counts) == 1:
        reporter.report(ids[1], "duplicate-ids", f"all {len(ids)} entries have the same id")
    else:
        _report_repeats(reporter, ids, "duplicate-entries", "the id")
    _report_repeats(reporter, dates, "duplicate-updated", "the date")


def _report_repeats(reporter: Reporter, elements: list[Element], code: str, what: str) -> None:
    seen: dict[str, Element] = {}
    for element in elements:
        value = element.text.strip()
        first = seen.setdefault(value, element) if value else element
        if first is not element:
            message = f"{what} {quote(value)} is that of another entry, see line {first.line}"
            reporter.report(element, code, message)


def check_author(reporter: Reporter, element: Element) -> None:
    """Judge whether an entry has an author: its own, its source's or its feed's (§4.1.2)."""
    source = element.find(f"{ATOM} source")
    if element.find(f"{ATOM} author") or (source is not None and source.find(f"{ATOM} author")):
        return
    first = element.parent.find(f"{ATOM} author") if element.parent else None
    if first is not None and first.start < element.start:
        return
    reporter.report(
        element, "missing-element", "<entry> has no <author>, nor has the feed before it"
    )


def check_substance(reporter: Reporter, element: Element) -> None:
    """Judge whether there is something to read in an entry, or a link to it (§4.1.2)."""
    content = element.find(f"{ATOM} content")
    summary = element.find(f"{ATOM} summary")
    if content is None:
        links = element.find_all(f"{ATOM} link")
        if all(read_rel(link) != "alternate" for link in links):
            message = "<entry> has neither <content> nor a link of relation alternate"
            reporter.report(element, "missing-content-or-alternate", message)
        if summary is None:
            message = "<entry> has neither <content> nor <summary>"
            reporter.report(element, "missing-textual-content", message)
    elif summary is None and (
        content.get("src") is not None or not is_inline_media(content.get("type"))
    ):
        message = "<entry> has no <summary>, though its content is not text in the feed"
        reporter.report(element, "missing-summary", message)


def check_canonical(reporter: Reporter, element: Element) -> None:
    """Judge whether an id, compared letter by letter, is in canonical form (§4.2.6.1)."""
    text = element.text.strip()
    if not text or any(fault.code != "scheme-not-iana-registered" for fault in absolute_uri(text)):
        return
    canonical = canonical_uri(text)
    if canonical != text:
        message = f"{quote(text)} is not in canonical form, which is {quote(canonical)}"
        reporter.report(element, "non-canonical-uri", message)


def check_name(reporter: Reporter, element: Element) -> None:
    """Judge whether a name hides a mail address."""
    found = MAIL_IN_NAME.search(element.text)
    if found:
        reporter.report(element, "contains-email", f"the name holds the address {quote(found[0])}")
