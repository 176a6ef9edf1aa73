"""Which topics go on under another key, and what stood in their feeds."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from communique.window import Window

if TYPE_CHECKING:
    from collections.abc import Mapping

    from communique.model import Publication


def list_renamed(publication: Publication) -> Mapping[tuple[str, str], str]:
    """
    List the topics that only have another key now: what they held is what the new one holds.

    Returns:
        Language and former key to the present key; not where two of them were topics at a time.
    """
    first: dict[tuple[str, str], int] = {}
    last: dict[tuple[str, str], int] = {}
    former = publication.former_topics
    for number, slot in enumerate(publication.history.slots if former else ()):
        for topic in slot.topics:
            first.setdefault((slot.language, topic), number)
            last[slot.language, topic] = number
    bearers: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for language, topic in first:  # in the order in which they were used first
        bearers.setdefault((language, former.get(topic, topic)), []).append((language, topic))
    return {
        key: present
        for (_, present), keys in bearers.items()
        if all(last[before] < first[after] for before, after in pairwise(keys))
        for key in keys
        if key[1] != present
    }


def list_shown(publication: Publication, language: str, topic: str) -> frozenset[str]:
    """List the ids that stood in the feeds of a topic when something was last recorded."""
    window, size = Window(), 0
    for slot in publication.history.slots:
        held = slot.language == language and topic in slot.topics
        if held:
            window.take(slot)
        if held or slot.feed_size != size:
            window.move(slot)
        size = slot.feed_size
    recorded = [*window.late, *window.recorded]
    return frozenset(recorded[window.find_start(len(recorded), size) :]) - window.late.keys()


def name_folder(topic: str) -> str:
    """Name the folder of a topic within that of a language; empty for none."""
    return f"topics/{topic}/" if topic else ""
