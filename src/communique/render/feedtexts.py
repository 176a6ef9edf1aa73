"""What stands in the element of an entry in a feed, and how it is written there."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple

from communique.dates import format_rfc3339, format_rfc5322
from communique.render.content import render_content, write_atom_id, write_summary, write_title

if TYPE_CHECKING:
    from communique.model import Entry, Publication


class AtomFile(NamedTuple):
    """Hold the attributes of a link of relation ``enclosure``, in their order."""

    type: str
    length: str
    title: str
    href: str


class AtomEntry(NamedTuple):
    """Hold the texts of an Atom entry, in their order."""

    language: str
    id: str
    title: str
    page: str
    sources: tuple[str, ...]
    files: tuple[AtomFile, ...]
    published: str
    updated: str
    authors: tuple[str, ...]
    topics: tuple[tuple[str, str], ...]
    summaries: tuple[str, ...]
    content: str


class RssFile(NamedTuple):
    """Hold the attributes of an enclosure, in their order."""

    url: str
    length: str
    type: str


class RssItem(NamedTuple):
    """Hold the texts of an RSS item, in their order."""

    title: str
    page: str
    description: str
    content: str
    guid: str
    topics: tuple[str, ...]
    published: str
    creators: tuple[str, ...]
    languages: tuple[str, ...]
    files: tuple[RssFile, ...]


def describe_atom(publication: Publication, entry: Entry) -> AtomEntry:
    """Collect the texts of an entry for Atom."""
    summary = write_summary(publication, entry)
    labels, url = publication.topic_labels, publication.url
    return AtomEntry(
        language=entry.language,
        id=write_atom_id(publication, entry),
        title=write_title(publication, entry),
        page=publication.announced_url(entry),
        sources=(entry.source,) if entry.source and not entry.withdrawal else (),
        files=tuple(
            AtomFile(file.media_type, str(file.length), file.name, url(entry.path + file.name))
            for file in entry.announced
        ),
        published=format_rfc3339(entry.published),
        updated=format_rfc3339(entry.updated),
        authors=entry.authors,
        topics=tuple((key, labels[key].get(entry.language)) for key in entry.topics),
        summaries=(summary,) if summary else (),
        content=render_content(publication, entry),
    )


def describe_rss(publication: Publication, entry: Entry, *, language: bool) -> RssItem:
    """
    Collect the texts of an entry for RSS.

    Args:
        publication: Of the entry.
        entry: What is described.
        language: It says its own, as its feed has entries in others.

    Source: RSS Best Practices Profile; many readers know one enclosure only.
    """
    labels, url = publication.topic_labels, publication.url
    title = write_title(publication, entry)
    return RssItem(
        title=title,
        page=publication.announced_url(entry),
        # Readers take a description for HTML.
        description=escape(write_summary(publication, entry) or title, quote=False),
        content=render_content(publication, entry),
        guid=entry.id,
        topics=tuple(labels[key].get(entry.language) for key in entry.topics),
        published=format_rfc5322(entry.published),
        creators=entry.authors or (publication.publisher.name.get(entry.language),),
        languages=(entry.language,) if language else (),
        files=tuple(
            RssFile(url(entry.path + file.name), str(file.length), file.media_type)
            for file in entry.announced[:1]
        ),
    )


def _text(text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\r", "&#13;")


def _plain(text: str) -> str:
    """Write plain text as ``spell_out`` does."""
    return _text(text).replace("&lt;", "&#x3C;").replace("&amp;", "&#x26;")


def _attribute(text: str) -> str:
    text = _text(text).replace('"', "&quot;")
    return text.replace("\n", "&#10;").replace("\t", "&#9;")


ATOM = (
    *(_attribute, _text, _plain, _attribute, _attribute, _attribute),
    *(_text, _text, _plain, _attribute, _plain, _text),
)
"""How each text of an ``AtomEntry`` is written (XML 1.0 §2.4; RSS Best Practices Profile)."""

RSS = (_plain, _text, _text, _text, _text, _plain, _text, _text, _text, _attribute)
"""How each text of an ``RssItem`` is written."""
