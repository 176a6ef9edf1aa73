"""A publication's channels, years and archive documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from communique.model import Entry, Publication


@dataclass(frozen=True, kw_only=True, slots=True)
class Channel:
    """
    Hold one published stream of a publication.

    Args:
        path: Its folder in the site: empty, or ends with a slash.
        language: Of its own words; of all its entries too unless ``every_language``.
        every_language: True for the channel of all languages.
        topic: The key of its topic; empty for none.
        entries: All of them, newest first; may be empty.
        sequence: The ids of everything it ever held, in the order of publication, removed ones
            too; what was imported late stands before the rest.
        late: The ids of those; they are in no feed.
        start: Where in ``sequence`` its feeds begin; that never moves back.
        archive_size: Places of the sequence in an archive document.
        updated: When something last changed in it that a reader should notice; None while empty.
    """

    path: str
    language: str
    every_language: bool
    topic: str
    entries: tuple[Entry, ...]
    sequence: tuple[str, ...]
    late: frozenset[str]
    start: int
    archive_size: int
    updated: datetime | None

    @property
    def window(self) -> tuple[Entry, ...]:
        """Give the entries that stand in the feeds, newest first."""
        shown = set(self.sequence[self.start :]) - self.late
        return tuple(entry for entry in self.entries if entry.id in shown)


@dataclass(frozen=True, kw_only=True, slots=True)
class Archive:
    """
    Hold one archive document of a channel's Atom feed.

    Args:
        number: 1 for the oldest.
        entries: Newest first; removed ones are missing.
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
    channels = []
    topics = []
    for language in publication.languages:
        entries = [entry for entry in publication.entries if entry.language == language]
        path = publication.prefix(language)
        channels.append(_make_channel(publication, path, entries, language=language))
        topics += _list_topics(publication, path, entries, language)
    if len(publication.languages) > 1:
        channels.append(_make_channel(publication, "all/", list(publication.entries)))
    return (*channels, *topics)


def _list_topics(
    publication: Publication, path: str, entries: list[Entry], language: str
) -> list[Channel]:
    by_topic: dict[str, list[Entry]] = {topic.key: [] for topic in publication.topics}
    for entry in entries:
        for key in entry.topics:
            by_topic[key].append(entry)
    return [
        _make_channel(publication, f"{path}topics/{key}/", held, language=language, topic=key)
        for key, held in by_topic.items()
        if held
    ]


def _make_channel(
    publication: Publication,
    path: str,
    entries: list[Entry],
    *,
    language: str = "",
    topic: str = "",
) -> Channel:
    """
    Find the order and the window of a channel.

    Args:
        publication: Whose channel it is.
        path: Its folder.
        entries: What it holds, newest first.
        language: Empty for all of them.
        topic: As in ``Channel``.
    """
    places: dict[str, None] = {}
    late: dict[str, None] = {}
    start = archive_size = 0
    for slot in publication.history.slots:
        if language in {"", slot.language} and (not topic or topic in slot.topics):
            (late if slot.late else places).setdefault(slot.id)
            archive_size = archive_size or max(1, slot.feed_size // 2)
        # What once fell out of the window stays out, though the window be made larger later.
        start = max(start, len(places) - slot.feed_size)
    recent = (entry.id for entry in reversed(entries))
    sequence = tuple(dict.fromkeys([*late, *places, *recent]))
    start = max(start + len(late), len(sequence) - publication.feed_size)
    archive_size = archive_size or max(1, publication.feed_size // 2)
    # What no full archive document holds yet has to stand in the feed; there are two or none.
    archived = len(sequence) // archive_size * archive_size
    start = min(start, archived) if archived >= 2 * archive_size else 0
    return Channel(
        path=path,
        language=language or publication.authoritative,
        every_language=not language,
        topic=topic,
        entries=tuple(entries),
        sequence=sequence,
        late=frozenset(late),
        start=start,
        archive_size=archive_size,
        updated=max((publication.moments[entry.id] for entry in entries), default=None),
    )


def list_years(channel: Channel) -> Mapping[int, tuple[Entry, ...]]:
    """Group the entries of a channel by year, the newest year and entry first."""
    years: dict[int, list[Entry]] = {}
    for entry in channel.entries:
        years.setdefault(entry.year, []).append(entry)
    return {year: tuple(years[year]) for year in sorted(years, reverse=True)}


def list_archives(channel: Channel) -> tuple[Archive, ...]:
    """
    Cut a channel into archive documents, as soon as its feed does not hold everything.

    An archive document is made when it is full and keeps its places for good: a new statement
    starts a new one. It has half the size of the feed, so that there are two from the first day on:
    the first can name the second, the second the first, and neither has to change when a third
    comes.

    Returns:
        The oldest first; every entry that is not in the feed is in one, and the newest may hold
        entries that are in the feed too.

    Source: RFC 5005 §4: archive documents are not expected to change.
    """
    if not channel.start:
        return ()
    entries = {entry.id: entry for entry in channel.entries}
    size, sequence = channel.archive_size, channel.sequence
    archives = []
    for number, start in enumerate(range(0, len(sequence) - size + 1, size), 1):
        held = [entries[key] for key in sequence[start : start + size] if key in entries]
        archives.append(Archive(number=number, entries=tuple(reversed(held))))
    return tuple(archives)
