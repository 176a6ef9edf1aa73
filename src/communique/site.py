"""A publication as the files of its site; pure. ``disk.py`` writes them."""

from __future__ import annotations

import hashlib
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from communique.channels import list_archives, list_channels
from communique.errors import SourceError, SourceErrors
from communique.render.jsonfeed import render_json_feed
from communique.render.listings import (
    render_headers,
    render_opml,
    render_robots,
    render_sitemaps,
    render_statements,
)
from communique.render.pages import Pages
from communique.render.styles import FEED_STYLE, ICON, STYLE
from communique.render.stylesheet import name_stylesheet
from communique.render.xmlfeeds import XmlFeeds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.channels import Channel
    from communique.model import Attachment, Publication

SUMS_FILE = "SHA256SUMS"
"""Lists every file of the site with its SHA-256, as ``sha256sum --check`` reads it."""

FEED_NAMES = ("atom.xml", "rss.xml", "feed.json")

Site = dict[str, "bytes | Attachment"]
"""Path in the site, with forward slashes, to its bytes or to the file that is copied there."""


def render_site(publication: Publication) -> Site:
    """
    Render every file of the site.

    Returns:
        In the order in which they are to be written, so that nothing ever names a page that is not
        there yet: attachments and pages, then indexes, then feeds, then the list of hashes.

    Raises:
        SourceErrors: A template or an asset of the publication does not fit.
    """
    channels = list_channels(publication)
    site: Site = {
        entry.path + file.name: file
        for entry in publication.entries
        if not entry.withdrawal
        for file in entry.attachments
    }
    site.update(Pages(publication, channels).render())
    site["feeds.opml"] = render_opml(publication, channels)
    site.update(render_sitemaps(publication))
    site["robots.txt"] = render_robots(publication)
    site["statements.json"] = render_statements(publication)
    site["_headers"] = render_headers(channels)
    xml = XmlFeeds(publication)
    for channel in channels:
        site.update(_render_feeds(publication, channel, xml))
    site = _place_assets(site, publication)
    site[SUMS_FILE] = "".join(list_sums(site)).encode()
    return site


def _render_feeds(
    publication: Publication, channel: Channel, xml: XmlFeeds
) -> Iterator[tuple[str, bytes]]:
    """Render the feeds of a channel; whoever opens one in a browser sees a page."""

    def dress(path: str, document: bytes) -> tuple[str, bytes]:
        return path, name_stylesheet(document, path, publication.prefix(channel.language))

    archives = list_archives(channel)
    for archive in archives:
        document = xml.render_archive(channel, archive)
        yield dress(f"{channel.path}archive/{archive.number}.xml", document)
    yield dress(f"{channel.path}rss.xml", xml.render_rss(channel))
    yield f"{channel.path}feed.json", render_json_feed(publication, channel)
    yield dress(f"{channel.path}atom.xml", xml.render_atom(channel, len(archives)))


def _place_assets(site: Site, publication: Publication) -> Site:
    """
    Put the assets of a publication into its site, before the pages that name them.

    Raises:
        SourceErrors: One would take the place of what communique writes.
    """
    assets = {file.name: file for file in publication.theme.assets}
    styles = {publication.prefix(language) + FEED_STYLE for language in publication.languages}
    replaceable = {STYLE, ICON, "robots.txt", *styles}
    # Not every file system tells capital letters from small ones.
    files = {path.lower() for path in (*site, SUMS_FILE) if path not in replaceable}
    folders = {folder for path in files for folder in _list_folders(path)}
    faults = []
    for name in assets:
        own = name.lower()
        if own in files or own in folders or files & set(_list_folders(own)):
            problem = f"it would take the place of {name}, which communique writes"
            hint = "give it another name, or put it into a folder of its own"
            faults.append(SourceError(f"assets/{name}", problem, hint=hint))
    if faults:
        raise SourceErrors(faults)
    if FEED_STYLE in assets:
        assets = dict.fromkeys(styles, assets[FEED_STYLE]) | assets
    return {**assets, **{path: site[path] for path in site if path not in assets}}


def _list_folders(path: str) -> list[str]:
    return [str(parent) for parent in PurePosixPath(path).parents][:-1]


def is_feed(path: str) -> bool:
    """Tell whether a file of the site is a feed or an archive document of one."""
    parent, _, name = path.rpartition("/")
    return name in FEED_NAMES or (name.endswith(".xml") and f"/{parent}".endswith("/archive"))


def list_sums(site: Site) -> Iterator[str]:
    """List the hash of every file of *site*, in the order of their paths."""
    for path in sorted(site):
        content = site[path]
        sha256 = (
            hashlib.sha256(content).hexdigest() if isinstance(content, bytes) else content.sha256
        )
        yield f"{sha256}  {path}\n"
