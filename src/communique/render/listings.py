"""Lists for machines: OPML, sitemap, robots.txt, statements.json and the headers of some hosts."""

from __future__ import annotations

from functools import partial
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote
from xml.etree import ElementTree as ET

from communique.channels import list_moved
from communique.dates import format_rfc3339
from communique.hosting import FEED_TYPES, choose_media_type
from communique.render.content import get_words, write_channel_title, write_title
from communique.render.recipes import Listing, Recipe, mix
from communique.values import write_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from communique.channels import Channel
    from communique.model import Entry, Publication

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
_DECLARATION = "<?xml version='1.0' encoding='UTF-8'?>\n"
ET.register_namespace("", _SITEMAP)
# sitemaps.org: a sitemap has at most 50,000 addresses.
_SITEMAP_LIMIT = 50_000


def render_opml(publication: Publication, channels: tuple[Channel, ...]) -> bytes:
    """
    List every Atom feed for readers that import OPML.

    Source: OPML 2.0, "Subscription lists".
    """
    language = publication.authoritative
    opml = ET.Element("opml", version="2.0")
    head = ET.SubElement(opml, "head")
    title = publication.title.get(language)
    ET.SubElement(head, "title").text = get_words(publication, language)["feeds_of"].format(
        title=title
    )
    body = ET.SubElement(opml, "body")
    for channel in channels:
        name = write_channel_title(publication, channel)
        outline = {
            "type": "rss",  # OPML 2.0: whatever the format of the feed
            "text": name,
            "title": name,
            "xmlUrl": publication.url(f"{channel.path}atom.xml"),
            "htmlUrl": publication.url(channel.path),
            "language": channel.language,
        }
        ET.SubElement(body, "outline", outline)
    return _write_xml(opml)


def list_sitemaps(publication: Publication) -> Iterator[tuple[str, Recipe | Listing]]:
    """
    List every statement for search engines, each with its other languages.

    Returns:
        ``sitemap.xml``; where that would be too long it is the index of several.

    Source: sitemaps.org protocol 0.9; the ``xhtml:link`` extension for languages.
    """
    entries = publication.entries
    if len(entries) <= _SITEMAP_LIMIT:
        yield "sitemap.xml", _list_urls(publication, range(len(entries)))
        return
    index = ET.Element(f"{{{_SITEMAP}}}sitemapindex")
    oldest_first = range(len(entries))[::-1]
    for number, start in enumerate(range(0, len(entries), _SITEMAP_LIMIT), 1):
        name = f"sitemap-{number}.xml"
        held = oldest_first[start : start + _SITEMAP_LIMIT]
        yield name, _list_urls(publication, held)
        sitemap = ET.SubElement(index, f"{{{_SITEMAP}}}sitemap")
        ET.SubElement(sitemap, f"{{{_SITEMAP}}}loc").text = publication.url(name)
    yield "sitemap.xml", Recipe(mix(len(index)), partial(_write_xml, index))


def _list_urls(publication: Publication, places: Sequence[int]) -> Listing:
    """List the entries of a publication that stand at *places*."""
    entries, digests = publication.entries, publication.digests
    head = f'{_DECLARATION}<urlset xmlns="{_SITEMAP}" xmlns:xhtml="{_XHTML}">\n'
    return Listing(
        keys=[digests[place] for place in places],
        render_line=lambda line: _write_url(publication, entries[places[line]]),
        opening=head.encode(),
        closing=b"\n</urlset>\n",
    )


def _write_url(publication: Publication, entry: Entry) -> bytes:
    versions = publication.statements[entry.key]
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{version.language}"'
        f' href="{escape(publication.url(version.path))}"/>'
        for version in (versions if len(versions) > 1 else ())
    )
    address, updated = escape(publication.url(entry.path)), format_rfc3339(entry.updated)
    return f"<url><loc>{address}</loc><lastmod>{updated}</lastmod>{links}</url>".encode()


def render_robots(publication: Publication) -> bytes:
    """Let everybody read everything, and name the sitemap (RFC 9309)."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {publication.url('sitemap.xml')}\n".encode()


def list_statements(publication: Publication) -> Listing:
    """
    List every statement for programs: a public format, documented in the README.

    Returns:
        JSON: ``version`` 1 and ``statements``, newest first, each on a line.
    """
    entries = publication.entries
    return Listing(
        keys=publication.digests,
        render_line=lambda place: _describe_statement(publication, entries[place]),
        opening=b'{"version": 1, "statements": [\n',
        closing=b"\n]}\n",
        separator=b",",
    )


def _describe_statement(publication: Publication, entry: Entry) -> bytes:
    statement = {
        "id": entry.id,
        "url": publication.url(entry.path),
        "language": entry.language,
        "title": write_title(publication, entry),
        "published": format_rfc3339(entry.published),
        "updated": format_rfc3339(entry.updated),
        "sha256": entry.sha256,
        "topics": entry.topics,
        "reference": entry.reference or None,
        "withdrawn": entry.withdrawal is not None,
        "translations": [
            {"language": other.language, "id": other.id, "url": publication.url(other.path)}
            for other in publication.siblings(entry)
        ],
    }
    return write_json(statement, indent=0)


def render_headers(publication: Publication, channels: tuple[Channel, ...]) -> bytes:
    """
    Give the headers of every feed in the form that several static hosts read.

    Source: W3C WebSub §4: one Link header names the hubs and the topic URL.
    """
    lines = ["/*", "  X-Content-Type-Options: nosniff"]
    folders = {channel.path: channel for channel in channels}
    folders |= list_moved(publication, channels)
    for folder, channel in folders.items():
        for name in FEED_TYPES:
            media_type = choose_media_type(name, publication.feed_types)
            lines += [f"/{quote(folder + name)}", f"  Content-Type: {media_type}"]
            if publication.hubs:
                lines.append(f"  Link: {write_link_header(publication, channel.path + name)}")
    return ("\n".join(lines) + "\n").encode()


def write_link_header(publication: Publication, path: str) -> str:
    """Name the hubs and the topic URL of a file of the site (RFC 8288)."""
    hubs = [f'<{hub}>; rel="hub"' for hub in publication.hubs]
    return ", ".join([*hubs, f'<{publication.url(path)}>; rel="self"'])


def _write_xml(root: ET.Element) -> bytes:
    ET.indent(root, " ")
    text: bytes = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
    return text + b"\n"
