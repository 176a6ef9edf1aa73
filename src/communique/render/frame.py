"""What every page has: its head, the words of its language, the site around it."""

from __future__ import annotations

from functools import cached_property
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from communique.render.cards import Cards
from communique.render.metadata import list_open_graph
from communique.render.styles import ICON
from communique.render.views import Page, PublisherView, Site, Version
from communique.templating import Templates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from communique.channels import Channel
    from communique.model import Publication


class Frame:
    """
    Describe and render pages.

    Args:
        publication: What is published.
        channels: All of its channels.
    """

    def __init__(self, publication: Publication, channels: tuple[Channel, ...]) -> None:
        self._publication = publication
        self._channels = channels

    @cached_property
    def cards(self) -> Cards:
        """Give the statements and channels as pages show them."""
        return Cards(self._publication, self._channels)

    @cached_property
    def _templates(self) -> Templates:
        return Templates(self._publication.theme.templates)

    @cached_property
    def render_line(self) -> Callable[..., str]:
        """Give what renders a line of a long list: of a card, its link and its heading."""
        return self._templates.find_macro("listing.html", "line")

    @cached_property
    def _common(self) -> Mapping[str, Mapping[str, Any]]:
        return {language: self._share(language) for language in self._publication.languages}

    def _share(self, language: str) -> dict[str, Any]:
        """Collect the variables that every page in a language has."""
        publication, say = self._publication, self.cards.speak(language)
        prefix = publication.prefix(language)
        publisher, theme = publication.publisher, publication.theme
        site = Site(
            title=say.localize(publication.title),
            name=publication.title.get(language),
            subtitle=say.localize(publication.subtitle) if publication.subtitle else "",
            rights=say.localize(publication.rights) if publication.rights else "",
            home=prefix,
            subscribe=f"{prefix}subscribe/",
            logo=theme.logo,
            icon=theme.logo or ICON,
            email_signup=publication.email_signup,
            hubs=publication.hubs,
        )
        name = say.localize(publisher.name)
        return {
            "site": site,
            "publisher": PublisherView(name=name, url=publisher.url, email=publisher.email),
            "w": SimpleNamespace(**say.words),
            "t": SimpleNamespace(**say.texts),
            "say": say,
        }

    def render(
        self,
        page: Page,
        **values: Any,  # noqa: ANN401 - whatever the template shows
    ) -> bytes:
        """Render *page* with what its template shows beside what every page does."""
        common = self._common[page.language]
        return self._templates.render(f"{page.kind}.html", {**common, "page": page, **values})

    def make_page(  # noqa: PLR0913 - a page has so many parts
        self,
        kind: str,
        path: str,
        channels: Iterable[Channel],
        title: str,
        *,
        description: str = "",
        versions: tuple[Version, ...] = (),
        properties: Iterable[tuple[str, str]] = (),
        root: str = "",
    ) -> Page:
        """
        Describe a page.

        Args:
            kind: The name of its template, without its ending.
            path: The folder it stands in; its links are relative to it.
            channels: Whose feeds a browser offers, the page's own first.
            title: Plain text.
            description: Plain text.
            versions: Its languages.
            properties: Of OpenGraph, beside those of every page.
            root: As in ``Page``; empty where *path* tells it.
        """
        channels = tuple(channels)
        if kind == "404":  # a server shows it at any address: its links cannot be relative to that
            root = urlsplit(self._publication.base_url).path
        root = root or "../" * path.count("/")
        page = Page(
            path=path,
            url=self._publication.url(path),
            title=title,
            description=description,
            language=channels[0].language,
            direction=self.cards.speak(channels[0].language).direction,
            kind=kind,
            versions=versions,
            feeds=tuple(self.cards.show_channel(channel.path) for channel in channels),
            open_graph=[],
            root=root,
            offers=tuple(self.cards.offer(channel.path, root) for channel in channels),
        )
        page.open_graph.extend(list_open_graph(self._publication, page))
        page.open_graph.extend(properties)
        return page
