"""A publication as the files of its site; pure. ``disk.py`` writes them."""

from __future__ import annotations

import hashlib
from functools import partial
from typing import TYPE_CHECKING

from communique.channels import list_archives, list_channels, list_moved
from communique.errors import SourceError, SourceErrors
from communique.hosting import SUMS_FILE
from communique.names import fold_name, list_folders
from communique.render.jsonfeed import render_json_feed
from communique.render.listings import (
    list_sitemaps,
    list_statements,
    render_headers,
    render_opml,
    render_robots,
)
from communique.render.pagelist import PageList
from communique.render.recipes import Recipe, mix
from communique.render.styles import FEED_STYLE, ICON, STYLE
from communique.render.stylesheet import name_stylesheet
from communique.render.xmlfeeds import XmlFeeds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from communique.channels import Archive, Channel
    from communique.files import Attachment, Stored
    from communique.memory import Kept
    from communique.model import Publication
    from communique.render.recipes import Listing


Site = dict[str, "bytes | Attachment"]
"""Path in the site, with forward slashes, to its bytes or to the file that is copied there."""

Made = dict[str, "bytes | Stored | Kept[None] | Attachment"]
"""The same, of which files may be rendered and on the disk, or stand in their place already."""

Files = dict[str, "Recipe | Listing | Attachment"]
"""Path in the site to how its bytes are made, or to the file that is copied there."""


def render_site(publication: Publication) -> Site:
    """
    Render every file of the site.

    Returns:
        In the order in which they are to be written, so that nothing ever names a page that is not
        there yet: attachments and pages, then indexes, then feeds, then the list of hashes.

    Raises:
        SourceErrors: A template or an asset of the publication does not fit.
    """
    site: Site = {
        path: file() if callable(file) else file for path, file in list_files(publication).items()
    }
    site[SUMS_FILE] = list_sums({path: hash_content(site[path]) for path in site})
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
        if entry.attachments and not entry.withdrawal
        for file in entry.attachments
    }
    pages = PageList(publication, channels)
    files.update(pages.list_pages())
    moved = list_moved(publication, channels)
    paths = mix([channel.path for channel in channels], list(moved))
    files["feeds.opml"] = Recipe(paths, partial(render_opml, publication, channels))
    files.update(list_sitemaps(publication))
    files["robots.txt"] = Recipe("", partial(render_robots, publication))
    files["statements.json"] = list_statements(publication)
    files["_headers"] = Recipe(paths, partial(render_headers, publication, channels))
    xml = XmlFeeds(publication)
    for channel in channels:
        archives = list_archives(channel)
        files.update(_list_archives(publication, channel, archives, xml))
        folders = [folder for folder, heir in moved.items() if heir is channel]
        for folder in (channel.path, *folders):
            files.update(_list_feeds(publication, channel, len(archives), xml, folder))
    former: list[tuple[str, Recipe | Attachment]]
    former = [*pages.list_redirects(), *_list_former_files(publication)]
    return _add_former(_place_assets(files, publication), former)


def _list_archives(
    publication: Publication, channel: Channel, archives: tuple[Archive, ...], xml: XmlFeeds
) -> Files:
    """List the archive documents of a channel."""
    files: Files = {}
    folder = f"{channel.path}archive/"
    for archive in archives:
        path = f"{folder}{archive.number}.xml"
        render = partial(_render_xml, publication, path, xml.render_archive, channel, archive)
        files[path] = Recipe(archive.inputs, render, folder)
    return files


def _list_feeds(
    publication: Publication, channel: Channel, archives: int, xml: XmlFeeds, folder: str
) -> Files:
    """List the feeds of a channel, in its own folder or in one that it had before."""
    moment = channel.updated.timestamp() if channel.updated else None
    inputs = mix(channel.path, moment, archives, publication.list_digests(channel.window))
    rss, atom = f"{folder}rss.xml", f"{folder}atom.xml"
    render = partial(_render_xml, publication)
    return {
        rss: Recipe(inputs, partial(render, rss, xml.render_rss, channel)),
        f"{folder}feed.json": Recipe(inputs, partial(render_json_feed, publication, channel)),
        atom: Recipe(inputs, partial(render, atom, xml.render_atom, channel, archives)),
    }


def _render_xml(
    publication: Publication,
    path: str,
    render: Callable[..., bytes],
    channel: Channel,
    *args: object,
) -> bytes:
    """Render a feed for its place: whoever opens it in a browser sees a page."""
    return name_stylesheet(render(channel, *args), path, publication.prefix(channel.language))


def _list_former_files(publication: Publication) -> Iterator[tuple[str, Attachment]]:
    """List where files were announced whose page moved since: a file cannot lead elsewhere."""
    for entry in publication.entries:
        first = publication.announced_path(entry) if entry.attachments else entry.path
        if first != entry.path and not entry.withdrawal:
            yield from ((first + file.name, file) for file in entry.attachments)


def _add_former(files: Files, former: list[tuple[str, Recipe | Attachment]]) -> Files:
    """Add what stood elsewhere before, if it takes nothing's place: no file, and no folder."""
    if not former:
        return files
    # Not every file system tells capital letters from small ones.
    taken = {fold_name(path) for path in (*files, SUMS_FILE)}
    folders = {folder for path in taken for folder in list_folders(path)}
    chosen: Files = {}
    for path, page in former:
        low = fold_name(path)
        above = list_folders(low)
        if low not in taken and low not in folders and taken.isdisjoint(above):
            chosen[path] = page
            taken.add(low)
            folders.update(above)
    ordered = list(files.items())
    place = list(files).index("feeds.opml")  # the first of what is no page
    return dict([*ordered[:place], *chosen.items(), *ordered[place:]])


def _place_assets(files: Files, publication: Publication) -> Files:
    """
    Put the assets of a publication into its site, before the pages that name them.

    Raises:
        SourceErrors: One would take the place of what communique writes.
    """
    assets = {file.name: file for file in publication.theme.assets}
    if not assets:
        return files
    styles = {publication.prefix(language) + FEED_STYLE for language in publication.languages}
    replaceable = {STYLE, ICON, "robots.txt", *styles}
    # Not every file system tells capital letters from small ones.
    paths = {fold_name(path) for path in (*files, SUMS_FILE) if path not in replaceable}
    folders = {folder for path in paths for folder in list_folders(path)}
    faults = []
    for name in assets:
        own = fold_name(name)
        if own in paths or own in folders or paths & set(list_folders(own)):
            problem = f"it would take the place of {name}, which communique writes"
            hint = "give it another name, or put it into a folder of its own"
            faults.append(SourceError(f"assets/{name}", problem, hint=hint))
    if faults:
        raise SourceErrors(faults)
    if FEED_STYLE in assets:
        assets = dict.fromkeys(styles, assets[FEED_STYLE]) | assets
    return {**assets, **{path: file for path, file in files.items() if path not in assets}}


def list_sums(sums: Mapping[str, str]) -> bytes:
    """List the hash of every file of a site, in the order of their paths."""
    return "".join([f"{sums[path]}  {path}\n" for path in sorted(sums)]).encode()


def hash_content(content: bytes | Stored | Kept[None] | Attachment) -> str:
    """Give the SHA-256 of a file of the site."""
    return hashlib.sha256(content).hexdigest() if isinstance(content, bytes) else content.sha256
