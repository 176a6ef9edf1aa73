"""Recognise a web page and say which feeds it has."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from communique.validate.html.tokens import read_tokens

if TYPE_CHECKING:
    from communique.validate.reporter import Reporter

PAGE = re.compile(
    # Atomic: a row of comments could otherwise be read in exponentially many ways.
    r"\s*+(?>(?:<\?xml[^>]*>\s*+)?)(?>(?:<!--.*?-->\s*+)*)<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
# What stands for itself in any shell, and what does something even in quotation marks.
_PLAIN = re.compile(r"[\w.:/~%+-]+", re.ASCII)
_ACTIVE = {code: f"%{code:02X}" for code in (*range(33), *map(ord, '!"$\\`'))}

MOST_NAMED = 10
"""How many of its feeds a message names."""
FEED_TYPES = frozenset(
    {"application/atom+xml", "application/rss+xml", "application/feed+json", "application/json"}
)


def is_page(text: str) -> bool:
    """Tell whether a text starts as a web page does."""
    return bool(PAGE.match(text))


def find_feeds(text: str, address: str = "") -> list[str]:
    """
    List the addresses of the feeds that a page names in its links, in order.

    Args:
        text: Of the page.
        address: Of the page; where it is known those of the feeds are absolute.
    """
    feeds: list[str] = []
    base = ""
    for token in read_tokens(text):
        attributes = dict(token.attributes)
        kind = attributes.get("type", "").partition(";")[0].strip().lower()
        rels = attributes.get("rel", "").lower().split()
        href = unescape(attributes.get("href", "")).strip()
        if token.name == "base":
            base = base or href
        if token.name == "link" and "alternate" in rels and kind in FEED_TYPES and href:
            feeds.append(href)
    if address:
        feeds = [_join(_join(address, base), feed) for feed in feeds]
    return [feed for feed in dict.fromkeys(feeds) if feed]


def _join(base: str, reference: str) -> str:
    """Make a reference absolute; empty where it is none of the web."""
    try:
        whole = urljoin(base, reference)
    except ValueError:
        return ""
    return whole if whole.startswith(("https://", "http://")) else ""


def quote_address(address: str) -> str:
    """Quote an address that somebody else wrote for a command, in whatever shell it is typed."""
    return address if _PLAIN.fullmatch(address) else f'"{address.translate(_ACTIVE)}"'


def check_page(reporter: Reporter, text: str) -> None:
    """Report that a document is a web page."""
    feeds = find_feeds(text, reporter.address)
    names = ", ".join(feeds[:MOST_NAMED]) + (", …" if len(feeds) > MOST_NAMED else "")
    end = f"its feeds are: {names}" if feeds else "it names no feed"
    start = max(text.lower().find("<html"), 0)
    line = text.count("\n", 0, start) + 1
    message = f"this is a web page, not a feed; {end}"
    hint = "Judge one of its feeds instead." if feeds else "Ask for the feed, not for the page."
    if feeds and reporter.address:
        hint = f"Judge one of its feeds: communique validate {quote_address(feeds[0])}"
    reporter.report_place(line, 1, "undefined-element", message, "html", hint)
