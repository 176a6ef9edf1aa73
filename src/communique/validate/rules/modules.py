"""What the modules ask for beyond their rows: OpenSearch, comments, slash."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from communique.validate.namespaces import SLASH
from communique.validate.values import Fault, Faults, quote

if TYPE_CHECKING:
    from communique.validate.document import Element
    from communique.validate.reporter import Reporter

# OpenSearch 1.1, local role values; others carry the prefix of a namespace.
ROLES = frozenset({"request", "example", "related", "correction", "subset", "superset"})
NOT_ENCODED = re.compile(r"[^A-Za-z0-9\-._~!$'()*,;:@/?+ %]|%(?![0-9A-Fa-f]{2})")
LONGEST_TITLE = 256


def query_role(text: str) -> Faults:
    """Check the role of an OpenSearch query."""
    if text in ROLES or ":" in text:
        return ()
    return (Fault("invalid-local-role", f"{quote(text)} is none of: {', '.join(sorted(ROLES))}"),)


def short_title(text: str) -> Faults:
    """Check the title of an OpenSearch query."""
    if len(text) <= LONGEST_TITLE:
        return ()
    return (Fault("too-long", f"{len(text)} characters, not up to {LONGEST_TITLE}"),)


def url_encoded(text: str) -> Faults:
    """Check search terms, which are written as they stand in an address."""
    if NOT_ENCODED.search(text):
        return (Fault("not-url-encoded", f"{quote(text)} is not percent-encoded"),)
    return ()


def check_comment_rss(reporter: Reporter, element: Element) -> None:
    """Report the old spelling of the address of the comments."""
    reporter.report(element, "comment-rss", "wfw:commentRSS is spelt wfw:commentRss")


def check_slash_date(reporter: Reporter, element: Element) -> None:
    """Judge whether a channel whose items count comments says when."""
    if element.find("lastBuildDate") is not None:
        return
    for item in element.find_all("item"):
        for comments in item.find_all(f"{SLASH} comments"):
            message = "<slash:comments> in a channel without <lastBuildDate>"
            reporter.report(comments, "slash-date", message)
