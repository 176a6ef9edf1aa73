"""Judge OPML lightly: is it a list of feeds that a reader can import."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.validate.values import quote
from communique.validate.values.uris import absolute_iri

if TYPE_CHECKING:
    from communique.validate.document import Element
    from communique.validate.reporter import Reporter


def check_opml(reporter: Reporter, root: Element) -> None:
    """Judge an OPML document (OPML 2.0)."""
    if root.get("version") is None:
        reporter.report(root, "opml-missing-version", "<opml> has no attribute version")
    body = root.find("body")
    if root.closed and body is None:
        reporter.report(root, "opml-missing-body", "<opml> has no <body>")
    if root.closed and root.find("head") is None:
        reporter.report(root, "x-opml-missing-head", "<opml> has no <head>")
    for outline in body.walk() if body is not None else ():
        if outline.key == "outline":
            _check_outline(reporter, outline)


def _check_outline(reporter: Reporter, outline: Element) -> None:
    """Judge one line of the list (OPML 2.0, subscription lists)."""
    if not (outline.get("text") or "").strip():
        reporter.report(outline, "opml-missing-text", "<outline> has no text")
    address = outline.get("xmlUrl")
    other = next((key for key in outline.attributes if key.lower() == "xmlurl"), "")
    if address is not None:
        for fault in absolute_iri(address):
            message = f"xmlUrl: {fault.message}"
            reporter.report_attribute(outline, "xmlUrl", "opml-invalid-address", message)
    elif other:
        message = f"“{other}” is called xmlUrl; upper and lower case count"
        reporter.report_attribute(outline, other, "opml-missing-address", message)
    elif (outline.get("type") or "").lower() in {"rss", "atom"}:
        message = f"<outline> {quote(outline.get('text') or '')} is a feed without xmlUrl"
        reporter.report(outline, "opml-missing-address", message)
