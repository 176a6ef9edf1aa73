"""The pages that people read."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

from communique.channels import list_years
from communique.render.content import write_channel_title, write_title
from communique.render.frame import Frame
from communique.render.phrases import trust
from communique.render.statement import StatementPages
from communique.render.views import Version, Year, quote_path
from communique.values import replace

if TYPE_CHECKING:
    from collections.abc import Mapping

    from communique.channels import Channel
    from communique.model import Entry, Publication
    from communique.render.views import Card

INDEX_SIZE = 20
"""Statements on an index page; the years list all of them, so that it stays small for ever."""

_CUT = "\0"
"""Stands for the lines of a list while what is around them is rendered; no text can hold it."""


class Pages:
    """
    Render every page of a publication.

    Args:
        publication: What is published.
        channels: All of its channels.

    Attributes:
        years: Of each language, as ``list_years`` gives them.
    """

    def __init__(self, publication: Publication, channels: tuple[Channel, ...]) -> None:
        self._publication = publication
        self._channels = {channel.path: channel for channel in channels}
        self._frame = Frame(publication, channels)
        self._statements = StatementPages(publication, self._channels, self._frame)
        self._lines: dict[tuple[str, str, str], bytes] = {}
        self.years: Mapping[str, Mapping[int, tuple[int, ...]]] = {
            language: list_years(self._channels[publication.prefix(language)])
            for language in publication.languages
        }

    def render_statement(self, whole: Channel, index: int) -> bytes:
        """Render the page of the entry at a place in the channel of its language."""
        newer = whole.entries[index - 1] if index else None
        older = next(iter(whole.entries[index + 1 : index + 2]), None)
        return self._statements.render(whole.entries[index], newer, older)

    def render_line(self, entry: Entry, heading: str, root: str) -> bytes:
        """
        Render a statement as long lists show it.

        Args:
            entry: Of the language of the page.
            heading: Its element.
            root: As in ``Page``.
        """
        key = entry.id, heading, root
        line = self._lines.get(key)
        if line is None:
            link = root + quote_path(entry.path)
            line = self._frame.render_line(self._frame.cards.show(entry), link, heading).encode()
            self._lines[key] = line
        return line

    def frame_year(self, whole: Channel, number: int) -> tuple[bytes, bytes]:
        """Render the same as ``render_year``, but for the lines of its list."""
        return _cut(self._render_year(whole, number, [], _CUT))

    def render_year(self, whole: Channel, number: int) -> bytes:
        """Render the page of a year in the language of a channel."""
        places = self.years[whole.language][number]
        cards = [self._frame.cards.show(whole.entries[place]) for place in places]
        return self._render_year(whole, number, cards, "")

    def _render_year(self, whole: Channel, number: int, cards: list[Card], lines: str) -> bytes:
        say = self._frame.cards.speak(whole.language)
        versions = [
            (tag, f"{self._publication.prefix(tag)}{number:04}/")
            for tag in self._publication.languages
            if number in self.years[tag]
        ]
        page = self._frame.make_page(
            "year",
            f"{whole.path}{number:04}/",
            [whole],
            say.texts["year"].format(year=number),
            versions=self._show_versions(versions),
        )
        return self._frame.render(
            page,
            year=number,
            years=self._list_years(whole),
            count=say.count(len(self.years[whole.language][number])),
            statements=cards,
            lines=trust(lines),
        )

    def frame_topic(self, channel: Channel) -> tuple[bytes, bytes]:
        """Render the same as ``render_channel``, but for the lines of what is earlier."""
        return _cut(self._render_channel(channel, [], _CUT))

    def render_channel(self, channel: Channel) -> bytes:
        """Render the index page of a channel."""
        # The years list what is older; a topic has no years.
        earlier = channel.entries[INDEX_SIZE:] if channel.topic else ()
        return self._render_channel(
            channel, [self._frame.cards.show(entry) for entry in earlier], ""
        )

    def _render_channel(self, channel: Channel, earlier: list[Card], lines: str) -> bytes:
        publication = self._publication
        whole = self._channels[publication.prefix(channel.language)]
        main = channel is whole
        title = write_channel_title(publication, channel)
        label = (
            publication.topic_labels[channel.topic].get(channel.language) if channel.topic else ""
        )
        versions = [] if channel.every_language else self._list_twins(channel)
        page = self._frame.make_page(
            "channel",
            channel.path,
            self._others(channel),
            label or title,
            description=publication.subtitle.get(channel.language) if publication.subtitle else "",
            versions=self._show_versions(versions),
        )
        cards = [self._frame.cards.show(entry) for entry in channel.entries[:INDEX_SIZE]]
        years = self._list_years(channel) if main else []
        number = next((entry.year for entry in channel.entries[INDEX_SIZE:]), 0)
        return self._frame.render(
            page,
            channel=self._frame.cards.show_channel(channel.path),
            newest=cards,
            earlier=earlier,
            lines=trust(lines),
            continued=next((year for year in years if year.number == number), None),
            years=years,
            topics=[self._frame.cards.show_channel(c.path) for c in self._topics(whole)]
            if main
            else [],
        )

    def render_subscribe(self, whole: Channel) -> bytes:
        """Render how to follow, in the language of a channel."""
        texts = self._frame.cards.speak(whole.language).texts
        versions = [
            (tag, f"{self._publication.prefix(tag)}subscribe/")
            for tag in self._publication.languages
        ]
        page = self._frame.make_page(
            "subscribe",
            f"{whole.path}subscribe/",
            self._others(whole),
            texts["subscribe"],
            description=texts["subscribe_what"],
            versions=self._show_versions(versions),
        )
        topics = [self._frame.cards.show_channel(channel.path) for channel in self._topics(whole)]
        return self._frame.render(page, topic_feeds=topics)

    def render_not_found(self) -> bytes:
        """Render what a server shows where there is nothing, in every language."""
        publication = self._publication
        whole = self._channels[publication.prefix(publication.authoritative)]
        voices = [self._frame.cards.speak(tag) for tag in publication.languages]
        page = self._frame.make_page(
            "404",
            "404.html",
            [whole],
            voices[0].texts["not_found"],
            versions=self._show_versions(
                [(v.language, publication.prefix(v.language)) for v in voices]
            ),
        )
        parts = [
            SimpleNamespace(
                language=say.language,
                direction=say.direction,
                w=SimpleNamespace(**say.words),
                home=publication.prefix(say.language),
            )
            for say in voices
            if say is voices[0] or say.has("not_found")
        ]
        return self._frame.render(page, parts=parts)

    def render_redirect(self, old: str, entry: Entry) -> bytes:
        """Render what leads from a former folder or file to the page of an entry."""
        whole = self._channels[self._publication.prefix(entry.language)]
        title = write_title(self._publication, entry)
        page = self._frame.make_page("redirect", old, [whole], title)
        target = self._frame.cards.show(entry)
        url = self._publication.url(entry.path)
        return self._frame.render(page, target=target, target_url=url)

    def render_moved(self, old: str, channel: Channel, folder: str = "") -> bytes:
        """Render what leads from a former folder to that of a channel, or to one within that."""
        title = write_channel_title(self._publication, channel)
        page = self._frame.make_page("redirect", old, [channel], title)
        url = self._publication.url(channel.path + folder)
        shown = self._frame.cards.show_channel(channel.path)
        target = replace(shown, path=channel.path + folder, url=url)
        return self._frame.render(page, target=target, target_url=url)

    def _show_versions(self, pages: list[tuple[str, str]]) -> tuple[Version, ...]:
        """Show a page in its languages; empty where that is one."""
        return (
            tuple(self._frame.cards.show_version(*page) for page in pages) if len(pages) > 1 else ()
        )

    def _list_twins(self, channel: Channel) -> list[tuple[str, str]]:
        """List the languages and folders in which a channel exists."""
        own = channel.path.removeprefix(self._publication.prefix(channel.language))
        paths = [(tag, self._publication.prefix(tag) + own) for tag in self._publication.languages]
        return [(tag, path) for tag, path in paths if path in self._channels]

    def _list_years(self, channel: Channel) -> list[Year]:
        say = self._frame.cards.speak(channel.language)
        return [
            Year(number=number, path=f"{channel.path}{number:04}/", count=say.count(len(places)))
            for number, places in self.years[channel.language].items()
        ]

    def _others(self, channel: Channel) -> list[Channel]:
        """List *channel* and the whole languages, *channel* first."""
        wholes = [c for c in self._channels.values() if not c.topic and c is not channel]
        return [channel, *wholes]

    def _topics(self, whole: Channel) -> list[Channel]:
        language = whole.language
        return [c for c in self._channels.values() if c.topic and c.language == language]


def _cut(page: bytes) -> tuple[bytes, bytes]:
    head, _, tail = page.partition(_CUT.encode())
    return head, tail
