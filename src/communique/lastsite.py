"""The feeds of the site as it was last written: what readers have seen so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from communique.dates import parse_moment
from communique.errors import FieldError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, tzinfo
    from pathlib import Path

_ATOM = "{http://www.w3.org/2005/Atom}"


@dataclass(frozen=True, kw_only=True, slots=True)
class LastFeed:
    """
    Hold what a feed said when it was last written.

    Args:
        ids: Of its entries, in their order.
        updated: Its own date; aware.
    """

    ids: tuple[str, ...]
    updated: datetime


def read_last_feeds(site: Path, zone: tzinfo) -> Mapping[str, LastFeed]:
    """
    Read the Atom feed of every channel in the folder *site*.

    Args:
        site: May be missing.
        zone: Of dates that have no offset; ours always have one.

    Returns:
        By the folder of the channel: empty, or ends with a slash. What is no feed of ours is left
        out: it can tell nothing.
    """
    feeds = {}
    for file in sorted(site.rglob("atom.xml")):
        try:
            root = ET.parse(file).getroot()  # noqa: S314 - our own output; expat stops entity bombs
            updated = parse_moment(root.findtext(f"{_ATOM}updated", ""), zone)
        except (ET.ParseError, FieldError, OSError):
            continue
        ids = tuple(e.findtext(f"{_ATOM}id", "") for e in root.iter(f"{_ATOM}entry"))
        folder = file.parent.relative_to(site).as_posix()
        feeds["" if folder == "." else f"{folder}/"] = LastFeed(ids=ids, updated=updated)
    return feeds
