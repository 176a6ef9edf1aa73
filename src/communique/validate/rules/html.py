"""HTML in RSS, where it stands escaped (RSS 2.0, description; the content module)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.validate.html.fragment import check_fragment
from communique.validate.html.xhtml import check_xhtml

if TYPE_CHECKING:
    from communique.validate.document import Element
    from communique.validate.reporter import Reporter


def check_rss_html(reporter: Reporter, element: Element) -> None:
    """Judge a description or encoded content."""
    for fault in check_fragment(element.text, absolute=True):
        reporter.report_text(element, fault.offset, fault.code, fault.message)


def check_body(reporter: Reporter, element: Element) -> None:
    """Judge an item's text that stands there as XHTML elements."""
    for child in element.children:
        for part, code, message in check_xhtml(child):
            reporter.report(part, code, message)
