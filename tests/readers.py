"""Model readers: what each takes for a new statement."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import feedparser
from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

_ATOM = "{http://www.w3.org/2005/Atom}"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_WORDS = re.compile(r"Words of ([\w.]*\w)[^<]*")
"""Stands in the text of every statement of these tests, whatever becomes of its id and title."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """One entry of a feed; ``title`` is plain text, ``content`` HTML."""

    id: str
    link: str
    title: str
    content: str

    @property
    def name(self) -> str:
        """Give the statement of which it is; empty for a notice of withdrawal."""
        found = _WORDS.search(self.content)
        return found[1] if found else ""

    @property
    def said(self) -> tuple[str, str]:
        """Give the title and the words by which a person knows it."""
        found = _WORDS.search(self.content)
        return self.title, found[0] if found else ""


def read_atom(data: bytes) -> list[Item]:
    """Read an Atom feed."""
    return [
        Item(
            id=entry.findtext(f"{_ATOM}id", ""),
            link=next(
                link.get("href", "")
                for link in entry.iter(f"{_ATOM}link")
                if link.get("rel", "alternate") == "alternate"
            ),
            title=entry.findtext(f"{_ATOM}title", ""),
            content=entry.findtext(f"{_ATOM}content", ""),
        )
        for entry in etree.fromstring(data).iter(f"{_ATOM}entry")
    ]


def read_rss(data: bytes) -> list[Item]:
    """Read an RSS feed."""
    return [
        Item(
            id=item.findtext("guid", ""),
            link=item.findtext("link", ""),
            title=item.findtext("title", ""),
            content=item.findtext(_CONTENT, ""),
        )
        for item in etree.fromstring(data).iter("item")
    ]


def read_json(data: bytes) -> list[Item]:
    """Read a JSON Feed."""
    return [
        Item(id=item["id"], link=item["url"], title=item["title"], content=item["content_html"])
        for item in json.loads(data)["items"]
    ]


PARSERS: dict[str, Callable[[bytes], list[Item]]] = {
    "atom.xml": read_atom,
    "rss.xml": read_rss,
    "feed.json": read_json,
}


def read_feeds(site: Path) -> dict[str, list[Item]]:
    """Read every feed of a site, by its path."""
    return {
        file.relative_to(site).as_posix(): parse(file.read_bytes())
        for name, parse in PARSERS.items()
        for file in sorted(site.rglob(name))
    }


def parse_feed(data: bytes) -> Any:  # noqa: ANN401 - feedparser has no types
    """Read a feed as feedparser does, its text left as it stands."""
    feed = feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)
    assert not feed.bozo, feed.bozo_exception
    return feed


def take_id(item: Item) -> str:
    """Know an entry by its id."""
    return item.id


def take_link(item: Item) -> str:
    """Know an entry by its address."""
    return item.link


@dataclass(kw_only=True)
class Reader:
    """
    Follow one feed.

    Args:
        key: By what it knows an entry.
        memory: For how long it remembers what left the feed; None for ever.
    """

    key: Callable[[Item], str]
    memory: timedelta | None = None
    _known: set[str] = field(default_factory=set)
    _left: dict[str, datetime] = field(default_factory=dict)

    def poll(self, items: Sequence[Item], now: datetime) -> list[Item]:
        """Fetch the feed; give what it announces, the oldest first."""
        if self.memory is not None:
            gone = {key for key, left in self._left.items() if now - left > self.memory}
            self._known -= gone
        present = {self.key(item) for item in items}
        self._left = {key: self._left.get(key, now) for key in self._known if key not in present}
        new = [item for item in reversed(items) if self.key(item) not in self._known]
        self._known |= present
        return new


def make_readers() -> dict[str, Reader]:
    """Make one of each kind, without a memory yet."""
    return {
        "forever": Reader(key=take_id),
        "forgetful": Reader(key=take_id, memory=timedelta(days=1)),
        "by_link": Reader(key=take_link),
    }
