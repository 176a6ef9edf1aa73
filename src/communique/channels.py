"""A publication's channels, years and archive documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from communique.successions import list_renamed, name_folder
from communique.values import Struct
from communique.window import Window, replay

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from communique.model import Entry, Publication
    from communique.past import Slot


class Channel(Struct, frozen=True, kw_only=True):
    """
    Hold one published stream of a publication.

    Args:
        path: Its folder in the site: empty, or ends with a slash.
        language: Of its own words; of all its entries too unless ``every_language``.
        every_language: True for the channel of all languages.
        topic: The key of its topic; empty for none.
        entries: All of them, newest first; may be empty.
        digests: Of each of ``entries``, as ``Publication.list_digests`` gives them.
        places: Of everything it ever held, in the order of publication: where in ``entries`` it
            stands, or -1 where it was removed; what was imported late stands before the rest.
        late: The ids of those; they are in no feed.
        start: The first of ``places`` that is in its feeds; that never moves back.
        archive_size: Places in an archive document.
        updated: When something last changed in it that a reader should notice; None while empty.
    """

    path: str
    language: str
    every_language: bool
    topic: str
    entries: tuple[Entry, ...]
    digests: tuple[str, ...]
    places: Sequence[int]
    late: frozenset[str]
    start: int
    archive_size: int
    updated: datetime | None

    @property
    def window(self) -> tuple[Entry, ...]:
        """Give the entries that stand in the feeds, newest first."""
        shown = [self.entries[place] for place in sorted(self.places[self.start :]) if place >= 0]
        return tuple(entry for entry in shown if entry.id not in self.late)


class Archive(NamedTuple):
    """
    Hold one archive document of a channel's Atom feed.

    Args:
        number: 1 for the oldest.
        channel: Whose it is.
        places: As in ``Channel``, the newest first.
        inputs: Differs once one of its entries does.
    """

    number: int
    channel: Channel
    places: Sequence[int]
    inputs: str

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Give what it holds, newest first; removed ones are missing."""
        return tuple(self.channel.entries[place] for place in self.places if place >= 0)


def list_channels(publication: Publication) -> tuple[Channel, ...]:
    """
    List every channel: the languages, all languages together, the topics of each language.

    Returns:
        The authoritative language first. A topic that a language has not used yet has no channel in
        it; one that it has used keeps it, as somebody may follow it.
    """
    # A language has feeds from the first day on, a topic once it is used.
    founded = next((slot.at for slot in publication.history.slots), None)
    streams = {key: _Stream(None if key[1] else founded) for key in _list_keys(publication)}
    for entry, digest in zip(publication.entries, publication.digests, strict=True):
        for key in _find_keys(entry.language, entry.topics):
            if stream := streams.get(key):
                stream.entries.append(entry)
                stream.digests.append(digest)
    _replay(publication, streams)
    moments = _list_moments(publication)
    former = publication.former_topics
    heirs = {(language, former.get(topic)) for language, _, topic in publication.history.stood}
    return tuple(
        _make_channel(publication, *key, stream, moments)
        for key, stream in streams.items()
        if not key[1] or stream.entries or stream.window.recorded or key in heirs
    )


def list_moved(publication: Publication, channels: Iterable[Channel]) -> Mapping[str, Channel]:
    """
    List the folders in which a channel stood, and none does now.

    A topic may have another key, a language another folder, and of several languages one may be
    left: whoever followed the channel goes on where they are.

    Args:
        publication: Whose *channels* they are.
        channels: All of them.

    Returns:
        Each such folder, and the channel that is found there now.
    """
    known = {channel.path: channel for channel in channels}
    moved = {}
    for language, folder, topic in sorted(publication.history.stood):
        prefix = publication.prefix(language) if language else ""
        old = folder + name_folder(topic)
        new = prefix + name_folder(publication.former_topics.get(topic, topic))
        if old not in known and new in known:
            moved[old] = known[new]
    return moved


class _Stream:
    """Collect what becomes a channel; entries and digests as there."""

    def __init__(self, founded: datetime | None) -> None:
        self.entries: list[Entry] = []
        self.digests: list[str] = []
        self.window = Window(founded)


def _list_keys(publication: Publication) -> Iterator[tuple[str, str]]:
    """List language and topic of every channel that there can be; all languages have none."""
    yield from ((language, "") for language in publication.languages)
    if len(publication.languages) > 1:
        yield "", ""
    for language in publication.languages:
        yield from ((language, topic.key) for topic in publication.topics)


def _find_keys(language: str, topics: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Find the channels in which an entry stands."""
    yield language, ""
    yield "", ""
    for topic in topics:
        yield language, topic


def _replay(publication: Publication, streams: Mapping[tuple[str, str], _Stream]) -> None:
    """Give everything that was recorded its place."""
    renamed = list_renamed(publication)
    windows = {key: stream.window for key, stream in streams.items()}

    def find(slot: Slot) -> list[Window]:
        topics = slot.topics
        if renamed:
            topics = tuple(renamed.get((slot.language, topic), topic) for topic in topics)
        keys = _find_keys(slot.language, topics)
        return [window for key in keys if (window := windows.get(key))]

    replay(publication.history.slots, find, windows.values())


def _list_moments(publication: Publication) -> dict[str, datetime]:
    """Give by id when something last changed that a reader should notice, if that is so."""
    noticed = publication.history.noticed
    return {
        entry.id: max(entry.updated, noticed.get(entry.id, entry.updated))
        for entry in publication.entries
        if entry.revisions or entry.id in noticed
    }


def _make_channel(
    publication: Publication,
    language: str,
    topic: str,
    stream: _Stream,
    moments: Mapping[str, datetime],
) -> Channel:
    """
    Find the order and the window of a channel.

    Args:
        publication: Whose channel it is.
        language: Empty for all of them.
        topic: As in ``Channel``.
        stream: What it holds and held.
        moments: As ``_list_moments`` gives them.
    """
    prefix = publication.prefix(language) if language else "all/"
    entries, window = stream.entries, stream.window
    places: Sequence[int] = range(len(entries))[::-1]
    if recorded := [*window.late, *window.recorded]:
        by_id = {entry.id: place for place, entry in enumerate(entries)}
        places = [by_id.get(key, -1) for key in dict.fromkeys([*recorded, *reversed(by_id)])]
    start = window.find_start(len(places), publication.feed_size)
    changed = [moments[e.id] for e in entries if e.id in moments] if moments else []
    if len(places) > len(entries):  # what was removed is a change as well
        noticed = publication.history.noticed
        changed += [noticed[key] for key in {*recorded} - by_id.keys() if key in noticed]
    newest = [entry.published for entry in entries[:1]]
    return Channel(
        path=prefix + name_folder(topic),
        language=language or publication.authoritative,
        every_language=not language,
        topic=topic,
        entries=tuple(entries),
        digests=tuple(stream.digests),
        places=places,
        late=frozenset(window.late),
        start=start,
        archive_size=window.choose_archive_size(publication.feed_size),
        updated=max([*newest, *changed], default=None),
    )


def list_years(channel: Channel) -> Mapping[int, tuple[int, ...]]:
    """Give where in a channel the entries of each year stand, the newest year and entry first."""
    years: dict[int, list[int]] = {}
    for place, entry in enumerate(channel.entries):
        years.setdefault(entry.year, []).append(place)
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
    size, places = channel.archive_size, channel.places
    digests = [channel.digests[place] if place >= 0 else "" for place in places]
    starts = range(0, len(places) - size + 1, size)
    return tuple(
        Archive(number, channel, places[s : s + size][::-1], "".join(digests[s : s + size]))
        for number, s in enumerate(starts, 1)
    )


def repeats_entries(path: str, publication: Publication) -> bool:
    """
    Tell whether a file that was rendered holds only entries that another one holds as they are.

    So does an archive document of a topic, or of all languages: they stand in one of their language
    too.
    """
    folder, slash, name = path.rpartition("archive/")
    if not (slash and name.removesuffix(".xml").isdecimal()):
        return False
    return all(folder != publication.prefix(language) for language in publication.languages)
