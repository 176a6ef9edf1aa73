"""A publication as the files of its site; pure. ``disk.py`` writes them."""

from __future__ import annotations

import hashlib
from functools import partial
from typing import TYPE_CHECKING

from communique.channels import list_archives, list_channels
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

SUMS_FILE = "SHA256SUMS"
"""Lists every file of the site with its SHA-256, as ``sha256sum --check`` reads it."""

FEED_NAMES = ("atom.xml", "rss.xml", "feed.json")

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
    pages = Pages(publication, channels)
    files.update(pages.render())
    place = len(files)
    files["feeds.opml"] = partial(render_opml, publication, channels)
    files.update(render_sitemaps(publication))
    files["robots.txt"] = partial(render_robots, publication)
    files["statements.json"] = partial(render_statements, publication)
    files["_headers"] = partial(render_headers, channels)
    xml = XmlFeeds(publication)
    for channel in channels:
        archives = list_archives(channel)
        for archive in archives:
            path = f"{channel.path}archive/{archive.number}.xml"
            files[path] = partial(xml.render_archive, channel, archive)
        files[f"{channel.path}rss.xml"] = partial(xml.render_rss, channel)
        files[f"{channel.path}feed.json"] = partial(render_json_feed, publication, channel)
        files[f"{channel.path}atom.xml"] = partial(xml.render_atom, channel, len(archives))
    return _add_redirects(files, pages, place)


def _add_redirects(files: Files, pages: Pages, place: int) -> Files:
    """
    Add the redirects that take nothing's place: no file, and no folder that holds one.

    Args:
        files: All others.
        pages: Which knows the redirects.
        place: How many files come before them.
    """
    # Not every file system tells capital letters from small ones.
    taken = {path.lower() for path in (*files, SUMS_FILE)}
    folders = {folder for path in taken for folder in _list_folders(path)}
    chosen: Files = {}
    for path, page in pages.render_redirects():
        low = path.lower()
        above = _list_folders(low)
        if low not in taken and low not in folders and taken.isdisjoint(above):
            chosen[path] = page
            taken.add(low)
            folders.update(above)
    ordered = list(files.items())
    return dict([*ordered[:place], *chosen.items(), *ordered[place:]])


def _list_folders(path: str) -> list[str]:
    """List the folders above a file of the site."""
    names = path.split("/")
    return ["/".join(names[:count]) for count in range(1, len(names))]


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
