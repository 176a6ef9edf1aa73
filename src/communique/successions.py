"""Which topics go on under another key, and what stood in their feeds."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from communique.window import Window, replay

if TYPE_CHECKING:
    from collections.abc import Mapping

    from communique.model import Publication
    from communique.past import Slot


def list_renamed(publication: Publication) -> Mapping[tuple[str, str], str]:
    """
    List the topics that only have another key now: what they held is what the new one holds.

    Returns:
        Language and former key to the present key; not where that was a topic of its own already,
        nor where two topics that were there at a time became one.
    """
    former, history = publication.former_topics, publication.history
    first: dict[tuple[str, str], int] = {}
    last: dict[tuple[str, str], int] = {}
    for number, slot in enumerate(history.slots if former else ()):
        for topic in slot.topics:
            first.setdefault((slot.language, topic), number)
            last[slot.language, topic] = number
    now = len(history.slots)
    renamed: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for language, topic in first:  # in the order in which they were used first
        present = former.get(topic, "")
        since = history.renamings.get((topic, present), now)
        if present and since <= first.get((language, present), now):
            renamed.setdefault((language, present), []).append((language, topic))
    return {
        key: present
        for (_, present), keys in renamed.items()
        if all(last[before] < first[after] for before, after in pairwise(keys))
        for key in keys
    }


def list_shown(publication: Publication, language: str, topic: str) -> frozenset[str]:
    """List the ids that stood in the feeds of a topic when something was last recorded."""
    window, slots = Window(), publication.history.slots

    def find(slot: Slot) -> list[Window]:
        return [window] if slot.language == language and topic in slot.topics else []

    replay(slots, find, [window])
    recorded = [*window.late, *window.recorded]
    start = window.find_start(len(recorded), slots[-1].feed_size)
    return frozenset(recorded[start:]) - window.late.keys()


def name_folder(topic: str) -> str:
    """Name the folder of a topic within that of a language; empty for none."""
    return f"topics/{topic}/" if topic else ""
