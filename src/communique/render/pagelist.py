"""Which pages there are, and from what each is made."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from communique.render.pages import INDEX_SIZE, Pages
from communique.render.recipes import Recipe, mix
from communique.render.styles import list_styles

if TYPE_CHECKING:
    from collections.abc import Iterator

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
        # A template of the publication may show how many statements there are, wherever it stands.
        self._shown = self._counts if publication.theme.templates else ""

    def list_pages(self) -> Iterator[tuple[str, Recipe]]:
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
        entries = {entry.path: entry for entry in self._publication.entries}
        for old, new in self._publication.history.redirects:
            path = f"{old}index.html" if old.endswith("/") else old
            inputs = mix(old, self._publication.digests[entries[new].id])
            yield path, Recipe(inputs, partial(self._pages.render_redirect, old, entries[new]))

    def _list_statements(self, whole: Channel) -> Iterator[tuple[str, Recipe]]:
        digests = self._publication.digests
        keys = ["", *(digests[entry.id] for entry in whole.entries), ""]
        for index, entry in enumerate(whole.entries):
            # The newer one, the page's own, the older one.
            inputs = f"{self._shown}{keys[index]}.{keys[index + 1]}.{keys[index + 2]}"
            render = partial(self._pages.render_statement, whole, index)
            yield f"{entry.path}index.html", Recipe(inputs, render, whole.path)

    def _list_years(self, whole: Channel) -> Iterator[tuple[str, Recipe]]:
        digests = self._publication.digests
        years = [list(years) for years in self._pages.years.values()]
        for number, entries in self._pages.years[whole.language].items():
            inputs = mix(years, self._shown, [digests[entry.id] for entry in entries])
            render = partial(self._pages.render_year, whole, number)
            yield f"{whole.path}{number:04}/index.html", Recipe(inputs, render)

    def _list_indexes(self) -> Iterator[tuple[str, Recipe]]:
        digests = self._publication.digests
        paths = mix(list(self._channels))
        for channel in self._channels.values():
            # A topic lists all that it has; the others name a year for what they do not show.
            entries = channel.entries if channel.topic else channel.entries[: INDEX_SIZE + 1]
            others = paths if channel.topic and not self._shown else self._counts
            inputs = mix(others, [digests[entry.id] for entry in entries])
            render = partial(self._pages.render_channel, channel)
            yield f"{channel.path}index.html", Recipe(inputs, render)

    def _count(self) -> str:
        """Give what differs once one of the numbers of statements does that pages show."""
        years = [
            [(number, len(entries)) for number, entries in years.items()]
            for years in self._pages.years.values()
        ]
        return mix(years, [(path, len(c.entries)) for path, c in self._channels.items()])
