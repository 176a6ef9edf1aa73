"""
Atom and RSS through feedgen; its only importer.

feedgen 1.0.0 does some things in its own way. One generator a format, and an extension at each
level that gets the finished element, mend them:

- dates of now where none is set, and RSS dates made by switching the locale of the process: every
  date is written from the model;
- links of an Atom entry that lose everything but the address, hubs and Atom's self link in RSS, an
  RSS link that is the last one given: every link is ours;
- an author without an e-mail address who vanishes from RSS: ``dc:creator``;
- entries in reverse: they are appended;
- links after the content of an Atom entry: its elements are sorted.

Two more never arise: no content is of type CDATA, and a control character is a fault long before.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from feedgen.entry import FeedEntry
from feedgen.ext.base import BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from communique.dates import format_rfc3339, format_rfc5322
from communique.hosting import ATOM_TYPE, RSS_TYPE
from communique.render.content import (
    GENERATOR,
    write_channel_id,
    write_channel_title,
)
from communique.render.feedtexts import ATOM, RSS, describe_atom, describe_rss
from communique.render.forms import Forms
from communique.render.spelling import spell_out

if TYPE_CHECKING:
    from communique.channels import Archive, Channel
    from communique.model import Entry, Publication
    from communique.render.feedtexts import AtomEntry, RssItem

_DC = "http://purl.org/dc/elements/1.1/"
_FH = "http://purl.org/syndication/history/1.0"
_ATOM = "http://www.w3.org/2005/Atom"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# RFC 4287 §4.1.2 sets no order; some readers stop at the content, so it stands last.
_ORDER = ("id", "title", "link", "published", "updated", "author", "category", "summary", "content")

Link = tuple[str, str, str]  # relation, absolute address, media type (may be empty)


class XmlFeeds:
    """
    Render the Atom and RSS documents of a publication.

    An entry stands in the feeds and archive documents of several channels; its elements are
    rendered once and kept.

    Args:
        publication: Whose channels are rendered.
    """

    def __init__(self, publication: Publication) -> None:
        self._publication = publication
        self._entries: dict[str, bytes] = {}
        self._items: dict[tuple[str, bool], bytes] = {}
        self._atom: Forms[AtomEntry] = Forms(ATOM)
        self._rss: Forms[RssItem] = Forms(RSS)
        self._archives: Forms[tuple[str, str, str]] = Forms([str] * 3)

    def render_atom(self, channel: Channel, archives: int) -> bytes:
        """
        Render the Atom feed of *channel*.

        Args:
            channel: May be empty.
            archives: How many archive documents it has.

        Source: RFC 4287; RFC 5005 §4 for the link to the archive; W3C WebSub §4 for the hubs.
        """
        url = self._publication.url
        links = [("self", url(f"{channel.path}atom.xml"), ATOM_TYPE)]
        if archives:
            links.append(("prev-archive", url(f"{channel.path}archive/{archives}.xml"), ATOM_TYPE))
        links.append(("alternate", url(channel.path), "text/html"))
        links += [("hub", hub, "") for hub in self._publication.hubs]
        feed = self._start(channel, _AtomFeed, links)
        return self._join(spell_out(feed.atom_str(pretty=True)), channel.window)

    def render_archive(self, channel: Channel, archive: Archive) -> bytes:
        """
        Render an archive document of *channel*.

        Args:
            channel: Has more entries than its feed holds.
            archive: One of its archive documents.

        Source: RFC 5005 §4. Only the first names the one after it: the two begin to exist
        together, so that no archive document has to change when a later one comes.
        """
        number = archive.number
        rel, near = ("prev-archive", number - 1) if number > 1 else ("next-archive", 2)
        updated = max((entry.updated for entry in archive.entries), default=None)
        moment = format_rfc3339(updated or self._publication.founded)
        render = partial(self._frame_archive, channel, rel)
        frame = self._archives.render((f"{number}", f"{near}", moment), render, (channel.path, rel))
        return self._join(frame, archive.entries)

    def _frame_archive(self, channel: Channel, rel: str, differs: tuple[str, str, str]) -> bytes:
        """Render an archive document without entries: its number, that of another, its date."""
        number, near, moment = differs
        folder = self._publication.url(f"{channel.path}archive/")
        links = [
            ("self", f"{folder}{number}.xml", ATOM_TYPE),
            ("current", self._publication.url(f"{channel.path}atom.xml"), ATOM_TYPE),
            ("alternate", self._publication.url(channel.path), "text/html"),
            (rel, f"{folder}{near}.xml", ATOM_TYPE),
        ]
        feed = self._start(channel, _AtomArchive, links)
        feed.mend.moment = moment
        return spell_out(feed.atom_str(pretty=True))

    def render_rss(self, channel: Channel) -> bytes:
        """
        Render the RSS feed of *channel*.

        Source: RSS 2.0.11; the RSS Best Practices Profile for ``atom:link``.
        """
        links = [("self", self._publication.url(f"{channel.path}rss.xml"), RSS_TYPE)]
        links += [("hub", hub, "") for hub in self._publication.hubs]
        feed = self._start(channel, _RssFeed, links)
        # feedgen's default is the time of the call, and its format switches the locale.
        feed._FeedGenerator__rss_lastBuildDate = None  # noqa: SLF001 - there is no other way
        head, end, tail = spell_out(feed.rss_str(pretty=True)).rpartition(b"  </channel>")
        items = [self._render_item(feed, channel, entry) for entry in channel.window]
        return b"".join([head, *items, end, tail])

    def _render_item(self, feed: Any, channel: Channel, entry: Entry) -> bytes:  # noqa: ANN401 - feedgen has no types
        key = entry.id, channel.every_language
        if key not in self._items:
            texts = describe_rss(self._publication, entry, language=channel.every_language)
            self._items[key] = self._rss.render(texts, partial(render_rss_item, feed))
        return self._items[key]

    def _start(self, channel: Channel, mend: type[_Mend], links: list[Link]) -> Any:  # noqa: ANN401 - feedgen has no types
        publication, language = self._publication, channel.language
        publisher = publication.publisher
        feed = FeedGenerator()
        feed.register_extension("mend", mend)
        feed.mend.publication, feed.mend.channel, feed.mend.links = publication, channel, links
        title = write_channel_title(publication, channel)
        feed.id(write_channel_id(publication, channel))
        feed.title(title)
        feed.description(publication.subtitle.get(language) if publication.subtitle else title)
        feed.link(href=publication.url(channel.path), rel="alternate")
        feed.language(language)
        feed.generator(GENERATOR)
        name = publisher.name.get(language)
        author = {"name": name, "email": publisher.email, "uri": publisher.url}
        feed.author({key: text for key, text in author.items() if text})
        if publication.rights:
            feed.rights(publication.rights.get(language))
        return feed

    def _join(self, frame: bytes, entries: tuple[Entry, ...]) -> bytes:
        """Put the rendered entries into the document that feedgen makes without them."""
        head, end, tail = frame.rpartition(b"</feed>")
        return b"".join([head, *map(self._render_entry, entries), end, tail])

    def _render_entry(self, entry: Entry) -> bytes:
        if entry.id not in self._entries:
            texts = describe_atom(self._publication, entry)
            self._entries[entry.id] = self._atom.render(texts, render_atom_entry)
        return self._entries[entry.id]


def render_atom_entry(texts: AtomEntry) -> bytes:
    """Render an entry by itself."""
    entry = _start_entry(_AtomEntry, texts.id, texts)
    for key, label in texts.topics:
        entry.category(term=key, label=label)
    return spell_out(etree.tostring(entry.atom_entry(), encoding="UTF-8", pretty_print=True))


def render_rss_item(feed: Any, texts: RssItem) -> bytes:  # noqa: ANN401 - feedgen has no types
    """Render an item as it stands in *feed*."""
    item = _start_entry(_RssItem, texts.guid, texts)
    for label in texts.topics:
        item.category(term=label)
    feed.entry(item, replace=True)
    _, start, rest = spell_out(feed.rss_str(pretty=True)).partition(b"    <item>")
    element, end, _ = rest.rpartition(b"</item>\n")
    return start + element + end


def _start_entry(mend: type[_Mend], key: str, texts: AtomEntry | RssItem) -> Any:  # noqa: ANN401 - as above
    item = FeedEntry()
    item.register_extension("mend", mend)
    item.mend.texts = texts
    item.id(key)
    item.title(texts.title)
    item.content(texts.content, type="html")
    return item


class _Mend(BaseExtension):  # type: ignore[misc] # feedgen has no types
    """Change what feedgen has built; it calls ``extend_atom`` and ``extend_rss`` at the end."""

    publication: Publication
    channel: Channel
    texts: Any
    links: list[Link]
    moment = ""


class _AtomFeed(_Mend):
    def extend_atom(self, feed: Any) -> Any:  # noqa: ANN401 - as above
        feed.find("title").set("type", "text")
        _replace_links(feed, "link", self.links)
        moment = self.moment or format_rfc3339(self.channel.updated or self.publication.founded)
        feed.find("updated").text = moment
        return feed


class _AtomArchive(_AtomFeed):
    def extend_ns(self) -> dict[str, str]:
        return {"fh": _FH}

    def extend_atom(self, feed: Any) -> Any:  # noqa: ANN401 - as above
        etree.SubElement(super().extend_atom(feed), f"{{{_FH}}}archive")
        return feed


class _AtomEntry(_Mend):
    def extend_atom(self, entry: Any) -> Any:  # noqa: ANN401 - as above
        texts = self.texts
        entry.set(_LANG, texts.language)
        entry.find("title").set("type", "text")
        entry.find("updated").text = texts.updated
        etree.SubElement(entry, "published").text = texts.published
        for summary in texts.summaries:
            etree.SubElement(entry, "summary", type="text").text = summary
        etree.SubElement(entry, "link", rel="alternate", type="text/html", href=texts.page)
        for name in texts.authors:
            etree.SubElement(etree.SubElement(entry, "author"), "name").text = name
        for source in texts.sources:
            etree.SubElement(entry, "link", rel="via", href=source)
        for file in texts.files:
            etree.SubElement(entry, "link", {"rel": "enclosure", **file._asdict()})
        entry[:] = sorted(entry, key=lambda element: _ORDER.index(element.tag))
        return entry


class _RssFeed(_Mend):
    def extend_ns(self) -> dict[str, str]:
        return {"dc": _DC}

    def extend_rss(self, rss: Any) -> Any:  # noqa: ANN401 - as above
        channel, publication = rss[0], self.publication
        if self.channel.updated:
            date = etree.SubElement(channel, "lastBuildDate")
            date.text = format_rfc5322(self.channel.updated)
        publisher = publication.publisher
        if publisher.email:
            name = publisher.name.get(self.channel.language)
            etree.SubElement(channel, "managingEditor").text = f"{publisher.email} ({name})"
        _replace_links(channel, f"{{{_ATOM}}}link", self.links)
        return rss


class _RssItem(_Mend):
    def extend_rss(self, item: Any) -> Any:  # noqa: ANN401 - as above
        texts = self.texts
        # feedgen makes a description of the content where there is no summary.
        content = item.find("description")
        content.tag = "{http://purl.org/rss/1.0/modules/content/}encoded"
        for name, text in (("link", texts.page), ("description", texts.description)):
            content.addprevious(element := etree.Element(name))
            element.text = text
        etree.SubElement(item, "pubDate").text = texts.published
        for name in texts.creators:
            etree.SubElement(item, f"{{{_DC}}}creator").text = name
        for language in texts.languages:
            etree.SubElement(item, f"{{{_DC}}}language").text = language
        for file in texts.files:
            etree.SubElement(item, "enclosure", file._asdict())
        return item


def _replace_links(parent: Any, tag: str, links: list[Link]) -> None:  # noqa: ANN401 - as above
    for link in parent.findall(tag):
        parent.remove(link)
    for rel, href, media_type in links:
        attributes = {"rel": rel, "href": href} | ({"type": media_type} if media_type else {})
        etree.SubElement(parent, tag, attributes)
