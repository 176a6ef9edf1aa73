"""Paged and archived feeds (RFC 5005)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

from communique.validate.namespaces import ATOM, FH, XML_BASE
from communique.validate.rules.atom import read_rel

if TYPE_CHECKING:
    from communique.validate.document import Element
    from communique.validate.reporter import Reporter

PAGES = frozenset({"first", "last", "next", "previous", "prev-archive", "next-archive"})
LINKS = PAGES | {"current"}


def check_feed(reporter: Reporter, element: Element) -> None:
    """Judge the links of a feed against what it says it is."""
    links = {read_rel(link): link for link in element.find_all(f"{ATOM} link")}
    archive = element.find(f"{FH} archive")
    complete = element.find(f"{FH} complete")
    if complete is not None:
        _check_complete(reporter, links)
    if archive is not None:
        _check_archive(reporter, archive, links, complete=complete is not None)
    # Section 3: the first page has none before it, the last none after it.
    for end, beyond in (("first", "previous"), ("last", "next")):
        if {"self", end, beyond} <= links.keys() and _address(links["self"]) == _address(
            links[end]
        ):
            reporter.report(links[beyond], "link-past-end", f"the {end} page has a link {beyond}")


def check_entry_links(reporter: Reporter, element: Element) -> None:
    """Judge whether an entry has links that are for feeds."""
    for link in element.find_all(f"{ATOM} link"):
        rel = read_rel(link)
        if rel in LINKS:
            message = f"a link {rel} says something of a feed; it stands in an entry"
            reporter.report(link, "feed-history-rel-in-entry", message)


def _check_complete(reporter: Reporter, links: dict[str, Element]) -> None:
    """Section 2: the document is the whole feed."""
    for rel in sorted(PAGES & links.keys()):
        message = f"a link {rel} in a feed that is complete in one document"
        reporter.report(links[rel], "feed-rel-in-complete-feed", message)
    if {"current", "self"} <= links.keys() and _address(links["current"]) != _address(
        links["self"]
    ):
        message = "the link current of a complete feed is not the feed itself"
        reporter.report(links["current"], "current-not-self-in-complete-feed", message)


def _check_archive(
    reporter: Reporter, archive: Element, links: dict[str, Element], *, complete: bool
) -> None:
    """Section 4: an archive document is one of a chain."""
    if not complete and not {"prev-archive", "next-archive"} & links.keys():
        message = "an archive document without a link prev-archive or next-archive"
        reporter.report(archive, "archive-incomplete", message)
    if not complete and "current" not in links:
        message = "an archive document without a link current"
        reporter.report(archive, "missing-current-in-archive", message)


def _address(link: Element) -> str:
    """Return where a link leads, against the bases around it."""
    address = link.get("href") or ""
    element: Element | None = link
    while element is not None:
        try:
            address = urljoin(element.get(XML_BASE) or "", address)
        except ValueError:
            return address
        element = element.parent
    return address
