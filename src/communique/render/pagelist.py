"""Which pages there are, and from what each is made."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from communique.channels import list_moved
from communique.render.pages import INDEX_SIZE, Pages
from communique.render.recipes import Listing, Recipe, mix
from communique.render.styles import list_styles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from communique.channels import Channel
    from communique.model import Publication


class PageList:
    """
    List the pages of a publication.

    Args:
        publication: What is published.
        channels: All of its channels.
    """

    def __init__(self, publication: Publication, channels: tuple[Channel, ...]) -> None:
        self._publication = publication
        self._channels = {channel.path: channel for channel in channels}
        self._pages = Pages(publication, channels)
        self._counts = self._count()
        self._own = bool(publication.theme.templates)
        # A template of the publication may show how many statements there are, wherever it stands.
        self._shown = self._counts if self._own else ""

    def list_pages(self) -> Iterator[tuple[str, Recipe | Listing]]:
        """List each page, and the stylesheets: its path in the site, and how it is made."""
        for language in self._publication.languages:
            whole = self._channels[self._publication.prefix(language)]
            yield from self._list_statements(whole)
            yield from self._list_years(whole)
            subscribe = Recipe(self._counts, partial(self._pages.render_subscribe, whole))
            yield f"{whole.path}subscribe/index.html", subscribe
        yield from self._list_indexes()
        yield "404.html", Recipe("", self._pages.render_not_found)
        yield from list_styles(self._publication)

    def list_redirects(self) -> Iterator[tuple[str, Recipe]]:
        """List what stands where a page stood before: links to it must work for ever."""
        for old, channel in list_moved(self._publication, self._channels.values()).items():
            render = partial(self._pages.render_moved, old, channel)
            yield f"{old}index.html", Recipe(mix(old, channel.path, self._shown), render)
        yield from self._list_moved_lists()
        entries = {entry.path: entry for entry in self._publication.entries}
        for old, new in self._publication.history.redirects:
            path = f"{old}index.html" if old.endswith("/") else old
            inputs = mix(old, self._publication.list_digests([entries[new]]))
            yield path, Recipe(inputs, partial(self._pages.render_redirect, old, entries[new]))

    def _list_moved_lists(self) -> Iterator[tuple[str, Recipe]]:
        """List what stands where a language had its years and its ways to subscribe before."""
        publication = self._publication
        history = publication.history
        for language, old, topic in sorted(history.stood):
            if topic or language not in publication.languages:
                continue
            whole = self._channels[publication.prefix(language)]
            if whole.path == old:
                continue
            starts = {place[: len(old) + len("2000/")] for place, _ in history.redirects}
            years = [f"{number:04}/" for number in self._pages.years[language]]
            for folder in ("subscribe/", *(year for year in years if old + year in starts)):
                render = partial(self._pages.render_moved, old + folder, whole, folder)
                inputs = mix(old, whole.path, self._shown)
                yield f"{old}{folder}index.html", Recipe(inputs, render)

    def _list_statements(self, whole: Channel) -> Iterator[tuple[str, Recipe]]:
        keys = ["", *whole.digests, ""]
        for index, entry in enumerate(whole.entries):
            # The newer one, the page's own, the older one.
            inputs = f"{self._shown}{keys[index]}.{keys[index + 1]}.{keys[index + 2]}"
            render = partial(self._pages.render_statement, whole, index)
            yield f"{entry.path}index.html", Recipe(inputs, render, whole.path)

    def _list_years(self, whole: Channel) -> Iterator[tuple[str, Recipe | Listing]]:
        years = mix([list(years) for years in self._pages.years.values()])
        for number, places in self._pages.years[whole.language].items():
            path = f"{whole.path}{number:04}/"
            page: Recipe | Listing
            if self._own:
                inputs = mix(years, self._counts, [whole.digests[place] for place in places])
                page = Recipe(inputs, partial(self._pages.render_year, whole, number))
            else:
                frame = partial(self._pages.frame_year, whole, number)
                page = self._list_lines(whole, path, places, "h2", f"{years}.{len(places)}", frame)
            yield f"{path}index.html", page

    def _list_lines(
        self,
        channel: Channel,
        path: str,
        places: Sequence[int],
        heading: str,
        around: str,
        frame: Callable[[], tuple[bytes, bytes]],
    ) -> Listing:
        """
        List entries of a channel on a page.

        Args:
            channel: What holds them.
            path: The folder of the page.
            places: Where in the channel they stand.
            heading: The element of their titles.
            around: As in ``Listing``.
            frame: As there.
        """
        root, entries = "../" * path.count("/"), channel.entries
        return Listing(
            keys=[channel.digests[place] for place in places],
            render_line=lambda line: self._pages.render_line(entries[places[line]], heading, root),
            opening=b'<ol class="statements">\n',
            closing=b"\n</ol>\n",
            around=around,
            frame=frame,
        )

    def _list_indexes(self) -> Iterator[tuple[str, Recipe | Listing]]:
        paths = mix(list(self._channels))
        for channel in self._channels.values():
            yield f"{channel.path}index.html", self._list_index(channel, paths)

    def _list_index(self, channel: Channel, paths: str) -> Recipe | Listing:
        """List the index page of a channel; *paths* stands for those of all channels."""
        digests = channel.digests
        earlier = range(INDEX_SIZE, len(digests))
        if channel.topic and earlier and not self._own:
            around = mix(paths, len(earlier), digests[:INDEX_SIZE])
            frame = partial(self._pages.frame_topic, channel)
            return self._list_lines(channel, channel.path, earlier, "h3", around, frame)
        # A topic lists all that it has; the others name a year for what they do not show.
        shown = digests if channel.topic else digests[: INDEX_SIZE + 1]
        others = paths if channel.topic and not self._own else self._counts
        render = partial(self._pages.render_channel, channel)
        return Recipe(mix(others, shown), render)

    def _count(self) -> str:
        """Give what differs once one of the numbers of statements does that pages show."""
        years = [
            [(number, len(places)) for number, places in years.items()]
            for years in self._pages.years.values()
        ]
        return mix(years, [(path, len(c.entries)) for path, c in self._channels.items()])
