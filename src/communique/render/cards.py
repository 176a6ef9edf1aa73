"""Statements and channels as lists show them; each is made once, however many pages show it."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote

from communique.render.content import write_channel_title
from communique.render.phrases import Phrases, offer_feeds
from communique.render.views import Card, Feed, File, Version, quote_path

if TYPE_CHECKING:
    from communique.channels import Channel
    from communique.files import Attachment
    from communique.model import Entry, Publication


class Cards:
    """
    Show the statements and channels of a publication.

    Args:
        publication: What is shown.
        channels: All of its channels.
    """

    def __init__(self, publication: Publication, channels: tuple[Channel, ...]) -> None:
        self._publication = publication
        self._phrases = {tag: Phrases(publication, tag) for tag in publication.languages}
        self._feeds = {channel.path: self._make_feed(channel) for channel in channels}
        self._cards: dict[str, Card] = {}
        self._offers: dict[tuple[str, str], str] = {}

    def speak(self, language: str) -> Phrases:
        """Give the phrases of a language."""
        return self._phrases[language]

    def show_channel(self, path: str) -> Feed:
        """Show the channel whose folder is *path*."""
        return self._feeds[path]

    def offer(self, path: str, root: str) -> str:
        """Write the links to the feeds of a channel, for pages whose links start with *root*."""
        offer = self._offers.get((path, root))
        if offer is None:
            offer = offer_feeds(self._feeds[path].title, root + quote_path(path))
            self._offers[path, root] = offer
        return offer

    def show(self, entry: Entry) -> Card:
        """Show a statement."""
        card = self._cards.get(entry.id)
        if card is None:
            card = self._cards[entry.id] = self._make_card(entry)
        return card

    def show_version(self, language: str, path: str, title: str = "") -> Version:
        """Show a page in one of its languages."""
        phrases = self._phrases[language]
        return Version(
            language=language,
            direction=phrases.direction,
            name=phrases.name(language),
            path=path,
            url=self._publication.url(path),
            title=title,
        )

    def show_versions(self, entry: Entry) -> tuple[Version, ...]:
        """Show a statement in every language that it has; empty where that is one."""
        versions = self._publication.statements[entry.key]
        if len(versions) == 1:
            return ()
        return tuple(
            self.show_version(e.language, e.path, self._phrases[e.language].title(e))
            for e in versions
        )

    def show_file(self, file: Attachment, language: str) -> File:
        """Show an attachment of a statement in a language."""
        return File(
            name=file.name,
            href=quote(file.name),
            media_type=file.media_type,
            type=PurePosixPath(file.name).suffix[1:].upper(),
            size=self._phrases[language].size(file.length),
        )

    def _make_card(self, entry: Entry) -> Card:
        phrases = self._phrases[entry.language]
        prefix = self._publication.prefix(entry.language)
        return Card(
            title=phrases.title(entry),
            path=entry.path,
            language=entry.language,
            direction=phrases.direction,
            published=phrases.show_moment(entry.published),
            summary=phrases.summary(entry),
            topics=tuple(self._feeds[f"{prefix}topics/{key}/"] for key in entry.topics),
            versions=tuple(v for v in self.show_versions(entry) if v.language != entry.language),
        )

    def _make_feed(self, channel: Channel) -> Feed:
        publication, phrases = self._publication, self._phrases[channel.language]
        return Feed(
            title=write_channel_title(publication, channel),
            label=self._label(channel, phrases),
            count=phrases.count(len(channel.entries)),
            path=channel.path,
            url=publication.url(channel.path),
            language=channel.language,
            direction=phrases.direction,
        )

    def _label(self, channel: Channel, phrases: Phrases) -> str:
        if channel.topic:
            return phrases.localize(self._publication.topic_labels[channel.topic])
        if channel.every_language:
            return phrases.words["every_language"]
        return phrases.name(channel.language)
