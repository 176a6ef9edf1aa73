"""What those who follow a feed would see twice, or miss: a publication against the ledger."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from communique.channels import list_channels, list_moved
from communique.successions import list_renamed, list_shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from communique.channels import Channel
    from communique.events import Event, Ledger
    from communique.model import Entry, Publication


def guess_name(publication: Publication, ledger: Ledger, topic: str) -> str:
    """Guess how a former topic is called now: as most entries that had it; empty for none."""
    names: Counter[str] = Counter()
    for entry in publication.entries:
        before = ledger.latest.get(entry.id)
        if before and topic in before.topics:
            names.update(each for each in entry.topics if each not in before.topics)
    return names.most_common(1)[0][0] if names else ""


def list_unseen(
    publication: Publication, ledger: Ledger, events: Iterable[Event]
) -> tuple[Event, ...]:
    """
    List what nobody would see, as no feed holds the entry: corrections, withdrawals, new ones.

    Args:
        publication: As it would be published.
        ledger: What was recorded.
        events: What would be.
    """
    new = {event.id: event for event in events if event.kind == "published"}
    grave = {event.id: event for event in events if event.kind in {"correction", "withdrawal"}}
    told = [event for key, event in grave.items() if key not in new]
    if ledger.events and len(new) > publication.feed_size:
        told += new.values()
    channels = list_channels(publication) if told else ()
    held = {entry.id for channel in channels for entry in channel.window}
    return tuple(event for event in told if event.id not in held)


def list_old(
    publication: Publication, ledger: Ledger
) -> tuple[Mapping[str, list[str]], Mapping[str, list[str]]]:
    """
    List the old statements that feeds would show as new.

    Returns:
        By the folder of a channel, the titles of those that it shows for the second time, and of
        those that it shows for the first time.
    """
    again: dict[str, list[str]] = {}
    joined: dict[str, list[str]] = {}
    elsewhere = (_is_elsewhere(publication, ledger, entry) for entry in publication.entries)
    if not (publication.former_topics or any(elsewhere)):
        return again, joined
    channels = list_channels(publication)
    before = ledger.settings.former_topics if ledger.settings else {}
    # The topics that had their other key before: it has their followers already.
    heirs = {old: new for old, new in publication.former_topics.items() if before.get(old) == new}
    renamed = list_renamed(publication)
    carried = [
        (event, _rename(event, renamed) | {heirs.get(topic, topic) for topic in event.topics})
        for event in ledger.events
    ]
    seen = {(e.id, topic) for e, topics in carried for topic in {*e.topics} | topics}
    used = {(e.language, topic) for e, topics in carried for topic in topics}
    for folder, topic, entry in (
        *_list_strange(publication, ledger, channels, before),
        *_list_brought(ledger, channels, before, renamed, used),
    ):
        lists = joined if topic and (entry.id, topic) not in seen else again
        lists.setdefault(folder, []).append(entry.title)
    return again, joined


def _rename(event: Event, renamed: Mapping[tuple[str, str], str]) -> set[str]:
    """Give the topics of an event, each under the key that it only has another of now."""
    return {renamed.get((event.language, topic), topic) for topic in event.topics}


def _list_brought(
    ledger: Ledger,
    channels: tuple[Channel, ...],
    before: Mapping[str, str],
    renamed: Mapping[tuple[str, str], str],
    used: AbstractSet[tuple[str, str]],
) -> Iterator[tuple[str, str, Entry]]:
    """
    List what the feeds of a channel hold that was published, and that they did not hold.

    Args:
        ledger: What was recorded.
        channels: Of the publication.
        before: The former topics of then.
        renamed: As ``list_renamed`` gives them.
        used: Language and topic, as it is called now, of everything that was recorded.

    Returns:
        The folder of the channel, its topic, and the entry.
    """
    folders = {event.folder for event in ledger.latest.values()}
    held = {e.id: {before.get(topic, topic) for topic in e.topics} for e in ledger.latest.values()}
    followed = {(e.language, before.get(topic, topic)) for e in ledger.events for topic in e.topics}
    for channel in channels:
        topic = channel.topic
        for entry in channel.window if not channel.every_language else ():
            if (latest := ledger.latest.get(entry.id)) is None:
                continue
            # Where a topic has followers already, what another one brings along is new to them.
            strange = topic not in held[entry.id] and (entry.language, topic) in followed
            strange = strange or (
                topic not in _rename(latest, renamed) and (entry.language, topic) in used
            )
            came = strange if topic else channel.path in folders - {latest.folder}
            if came:
                yield channel.path, topic, entry


def _list_strange(
    publication: Publication,
    ledger: Ledger,
    channels: tuple[Channel, ...],
    before: Mapping[str, str],
) -> Iterator[tuple[str, str, Entry]]:
    """
    List what those see who follow a topic that gets another key or becomes part of another now.

    Args:
        publication: As it would be published.
        ledger: What was recorded.
        channels: Of the publication.
        before: The former topics of then.

    Returns:
        The folder of the former topic, its key, and an entry that was not in its feeds.
    """
    latest, now = ledger.latest, publication.former_topics
    for folder, channel in list_moved(publication, channels).items():
        former = folder.split("/")[-2] if channel.topic else ""
        if now.get(former) != before.get(former):
            shown = list_shown(publication, channel.language, former)
            for entry in channel.window:
                event = latest.get(entry.id)
                if event and not (entry.id in shown and former in event.topics):
                    yield folder, former, entry


def _is_elsewhere(publication: Publication, ledger: Ledger, entry: Entry) -> bool:
    """Tell whether an entry that was recorded stands in a channel that it did not stand in."""
    before = ledger.latest.get(entry.id)
    if before is None:
        return False
    if entry.topics != before.topics and not {*before.topics}.issuperset(entry.topics):
        return True
    return publication.prefix(entry.language) != before.folder
