"""A publication as the files of its site; pure. ``disk.py`` writes them."""

from __future__ import annotations

import hashlib
from functools import partial
from typing import TYPE_CHECKING

from communique.channels import list_archives, list_channels
from communique.hosting import SUMS_FILE
from communique.render.jsonfeed import render_json_feed
from communique.render.listings import (
    render_headers,
    render_opml,
    render_robots,
    render_sitemaps,
    render_statements,
)
from communique.render.pages import Pages
from communique.render.xmlfeeds import XmlFeeds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from communique.model import Attachment, Publication

Site = dict[str, "bytes | Attachment"]
"""Path in the site, with forward slashes, to its bytes or to the file that is copied there."""

Files = dict[str, "Callable[[], bytes] | Attachment"]
"""Path in the site to what renders its bytes, or to the file that is copied there."""


def render_site(publication: Publication) -> Site:
    """
    Render every file of the site.

    Returns:
        In the order in which they are to be written, so that nothing ever names a page that is not
        there yet: attachments and pages, then indexes, then feeds, then the list of hashes.
    """
    site: Site = {
        path: file() if callable(file) else file for path, file in list_files(publication).items()
    }
    site[SUMS_FILE] = "".join(list_sums(site)).encode()
    return site


def list_files(publication: Publication) -> Files:
    """
    List every file of the site but the list of hashes, each to be rendered when it is asked for.

    Returns:
        In the order of ``render_site``.
    """
    channels = list_channels(publication)
    files: Files = {
        entry.path + file.name: file
        for entry in publication.entries
        if not entry.withdrawal
        for file in entry.attachments
    }
    files.update(Pages(publication, channels).render())
    files["feeds.opml"] = partial(render_opml, publication, channels)
    files.update(render_sitemaps(publication))
    files["robots.txt"] = partial(render_robots, publication)
    files["statements.json"] = partial(render_statements, publication)
    files["_headers"] = partial(render_headers, publication, channels)
    xml = XmlFeeds(publication)
    for channel in channels:
        archives = list_archives(channel)
        for archive in archives:
            path = f"{channel.path}archive/{archive.number}.xml"
            files[path] = partial(xml.render_archive, channel, archive)
        files[f"{channel.path}rss.xml"] = partial(xml.render_rss, channel)
        files[f"{channel.path}feed.json"] = partial(render_json_feed, publication, channel)
        files[f"{channel.path}atom.xml"] = partial(xml.render_atom, channel, len(archives))
    return files


def list_sums(site: Site) -> Iterator[str]:
    """List the hash of every file of *site*, in the order of their paths."""
    for path in sorted(site):
        yield f"{hash_content(site[path])}  {path}\n"


def hash_content(content: bytes | Attachment) -> str:
    """Give the SHA-256 of a file of the site."""
    return hashlib.sha256(content).hexdigest() if isinstance(content, bytes) else content.sha256
