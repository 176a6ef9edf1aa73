"""
What templates see of a publication: plain values with few fields, which the README lists.

They stand apart from the model, so that the model can change and nobody's template breaks. A text
whose type is ``str`` may be HTML that is safe already.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple
from urllib.parse import quote

from communique.values import Struct


class Site(Struct, frozen=True, kw_only=True):
    """The site as a page in one language sees it; paths are of the site, empty where unset."""

    title: str
    name: str
    subtitle: str
    rights: str
    home: str
    subscribe: str
    logo: str
    icon: str
    email_signup: str
    hubs: tuple[str, ...]


class PublisherView(Struct, frozen=True, kw_only=True):
    """Who speaks; ``url`` and ``email`` may be empty."""

    name: str
    url: str
    email: str


class Version(Struct, frozen=True, kw_only=True):
    """A page in one of its languages; ``name`` is that of the language, in itself."""

    language: str
    direction: str
    name: str
    path: str
    url: str
    title: str


class Feed(Struct, frozen=True, kw_only=True):
    """
    A channel.

    Its index page is at ``path``; ``url`` is that in full. Its feeds are ``atom.xml``, ``rss.xml``
    and ``feed.json`` there. ``label`` is the name of its topic or language, ``count`` says how
    many statements it has.
    """

    title: str
    label: str
    count: str
    path: str
    url: str
    language: str
    direction: str


class Moment(Struct, frozen=True, kw_only=True):
    """A date as people read it, and ``datetime`` as machines do."""

    date: str
    datetime: str


class Card(Struct, frozen=True, kw_only=True):
    """A statement as lists show it, in its own language; ``versions`` are the other languages."""

    title: str
    path: str
    language: str
    direction: str
    published: Moment
    summary: str
    topics: tuple[Feed, ...]
    versions: tuple[Version, ...]


class Year(Struct, frozen=True, kw_only=True):
    """A year, and how many statements it has."""

    number: int
    path: str
    count: str


class File(NamedTuple):
    """An attachment; ``href`` is relative to the page, ``type`` is short: PDF."""

    name: str
    href: str
    media_type: str
    type: str
    size: str


class Page(Struct, frozen=True, kw_only=True):
    """
    The page itself.

    Args:
        path: Its folder in the site, to which its links are relative.
        url: The address of that.
        title: Plain text.
        description: Plain text; may be empty.
        language: A language tag.
        direction: ``ltr`` or ``rtl``.
        kind: The name of its template without ``.html``.
        versions: The page in each language that has it, this one included; empty where it has one.
        feeds: What a browser offers, the page's own channel first.
        open_graph: Properties and their content.
        root: What stands before a path of the site in a link.
        offers: The elements that offer ``feeds``: HTML, the same on many pages.
    """

    path: str
    url: str
    title: str
    description: str
    language: str
    direction: str
    kind: str
    versions: tuple[Version, ...]
    feeds: tuple[Feed, ...]
    open_graph: list[tuple[str, str]]
    root: str
    offers: tuple[str, ...]

    def link(self, path: str) -> str:
        """Give a reference to a file or folder of the site."""
        return self.root + quote_path(path) or "./"


@cache
def quote_path(path: str) -> str:
    """Encode a path of the site (RFC 3986 §2.1)."""
    return quote(path)
