"""A publication's channels, years and archive documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.model import Channel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from communique.model import Entry, Publication


@dataclass(frozen=True, kw_only=True, slots=True)
class Archive:
    """
    Hold one archive document of a channel's Atom feed.

    Args:
        number: 1 for the oldest.
        entries: Newest first; as many as every other archive document of the channel.
    """

    number: int
    entries: tuple[Entry, ...]


def list_channels(publication: Publication) -> tuple[Channel, ...]:
    """
    List every channel: the languages, all languages together, the topics of each language.

    Returns:
        The authoritative language first. A topic that a language has not used yet has no channel in
        it.
    """
    channels = [
        Channel(
            path=publication.prefix(language),
            language=language,
            every_language=False,
            topic="",
            entries=tuple(e for e in publication.entries if e.language == language),
            size=publication.feed_size,
        )
        for language in publication.languages
    ]
    topics = [channel for whole in channels for channel in _list_topics(publication, whole)]
    if len(publication.languages) > 1:
        channels.append(
            Channel(
                path="all/",
                language=publication.authoritative,
                every_language=True,
                topic="",
                entries=publication.entries,
                size=publication.feed_size,
            )
        )
    return (*channels, *topics)


def _list_topics(publication: Publication, whole: Channel) -> list[Channel]:
    by_topic: dict[str, list[Entry]] = {topic.key: [] for topic in publication.topics}
    for entry in whole.entries:
        for key in entry.topics:
            by_topic[key].append(entry)
    return [
        Channel(
            path=f"{whole.path}topics/{key}/",
            language=whole.language,
            every_language=False,
            topic=key,
            entries=tuple(entries),
            size=whole.size,
        )
        for key, entries in by_topic.items()
        if entries
    ]


def list_years(channel: Channel) -> Mapping[int, tuple[Entry, ...]]:
    """Group the entries of a channel by year, the newest year and entry first."""
    years: dict[int, list[Entry]] = {}
    for entry in channel.entries:
        years.setdefault(entry.year, []).append(entry)
    return {year: tuple(years[year]) for year in sorted(years, reverse=True)}


def list_archives(channel: Channel) -> tuple[Archive, ...]:
    """
    Cut a channel into archive documents, as soon as its feed cannot hold all entries.

    An archive document is made when it is full and holds its entries for good: a new statement
    starts a new one. It has half the size of the feed, so that there are two from the first day on:
    the first can name the second, the second the first, and neither has to change when a third
    comes.

    Returns:
        The oldest first; every entry that is not in the feed is in one, and the newest may hold
        entries that are in the feed too.

    Source: RFC 5005 §4: archive documents are not expected to change.
    """
    if len(channel.entries) <= channel.size:
        return ()
    size = max(1, channel.size // 2)
    oldest_first = channel.entries[::-1]
    return tuple(
        Archive(number=number + 1, entries=oldest_first[start : start + size][::-1])
        for number, start in enumerate(range(0, len(oldest_first) - size + 1, size))
    )
