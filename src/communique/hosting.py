"""
Tell how a file of the site is to be served.

Its media type, how long a copy of it may be kept and what has to be there before it: everything
follows from its path.
"""

from __future__ import annotations

import re
from enum import IntEnum
from posixpath import splitext

from communique.attachments import MEDIA_TYPES

ATOM_TYPE = "application/atom+xml"
RSS_TYPE = "application/rss+xml"
JSON_FEED_TYPE = "application/feed+json"

FEED_TYPES = {"atom.xml": ATOM_TYPE, "rss.xml": RSS_TYPE, "feed.json": JSON_FEED_TYPE}
"""The files of a channel that readers subscribe to, each with its exact media type."""

SUMS_FILE = "SHA256SUMS"
"""Lists every file of the site with its SHA-256, as ``sha256sum --check`` reads it."""

_STATEMENT = re.compile(r"(^|/)\d{4}/[^/]+/")
_HASHED = re.compile(r"\.[0-9a-f]{8,}\.\w+$")
_OWN_TYPES = {
    "": "text/plain; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".opml": "text/x-opml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
}


class Stage(IntEnum):
    """Say in which order files come to where readers find them: none names one of a later stage."""

    PAGE = 0
    INDEX = 1
    ARCHIVE = 2
    FEED = 3
    SUMS = 4


def find_stage(path: str) -> Stage:
    """Tell the stage of a file; what belongs to a statement, and what pages look like, is first."""
    if path == SUMS_FILE:
        return Stage.SUMS
    if is_feed(path):
        return Stage.FEED if path.rpartition("/")[2] in FEED_TYPES else Stage.ARCHIVE
    listing = path.endswith((".html", ".xml", ".json", ".opml", ".txt"))
    return Stage.INDEX if listing and not _STATEMENT.search(path) else Stage.PAGE


def is_feed(path: str) -> bool:
    """Tell whether a file of the site is a feed or an archive document of one."""
    parent, _, name = path.rpartition("/")
    return name in FEED_TYPES or (name.endswith(".xml") and f"/{parent}".endswith("/archive"))


def choose_media_type(path: str, feed_types: str) -> str:
    """
    Choose the Content-Type of a file of the site.

    Args:
        path: In the site.
        feed_types: Of feeds and archive documents: ``general``, which browsers show, or ``exact``,
            which they offer to save. Readers take either.
    """
    name, suffix = path.rpartition("/")[2], splitext(path)[1].lower()
    if is_feed(path) and feed_types == "exact":
        return f"{FEED_TYPES.get(name, ATOM_TYPE)}; charset=utf-8"
    if name == "feed.json":  # browsers show it whatever it is called
        return f"{JSON_FEED_TYPE}; charset=utf-8"
    if suffix == ".html" or not _STATEMENT.search(path):
        return _OWN_TYPES.get(suffix) or MEDIA_TYPES.get(suffix, "application/octet-stream")
    return MEDIA_TYPES.get(suffix, "application/octet-stream")  # of unknown encoding


def choose_cache_control(path: str) -> str:
    """
    Choose how long a copy may be kept: what can change at any time, minutes; a hashed name, always.

    Source: RFC 9111 §5.2.2; RFC 8246 for ``immutable``.
    """
    if _HASHED.search(path):
        return "public, max-age=31536000, immutable"
    changing = path.endswith(".html") or find_stage(path) is not Stage.PAGE
    return f"public, max-age={300 if changing else 3600}"
