"""
Names that Windows cannot hold: a checkout of the publication breaks there.

What was published under such a name keeps it: its address is known.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Final

from communique.errors import SourceError
from communique.names import explain_barred, find_barred

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from communique.events import Event, Ledger
    from communique.model import Entry
    from communique.settings import Settings

_DAY: Final = len("2023-10-03-")
"""The slug stands behind it in the name of a file."""


def bar_settings(settings: Settings, ledger: Ledger) -> Iterator[SourceError]:
    """Refuse a topic or a language whose folder Windows cannot hold, unless it was in use."""
    path = "entries/feed.yaml"
    for topic in settings.topics:
        if find_barred(topic.key) and all(topic.key not in event.topics for event in ledger.events):
            hint = "call the topic otherwise: its feeds stand in a folder of this name"
            yield SourceError(path, explain_barred(topic.key), field="topics", hint=hint)
    for language in settings.languages:
        if find_barred(language) and all(language != event.language for event in ledger.events):
            hint = f"add a region, as in {language}-EC: its feeds stand in a folder of this name"
            yield SourceError(path, explain_barred(language), field="languages", hint=hint)


def bar_entry(entry: Entry, ledger: Ledger, files: Iterable[str]) -> SourceError | None:
    """
    Refuse an entry whose page or file Windows cannot hold; a translation has a known name.

    Args:
        entry: One that was read.
        ledger: What was published under such a name keeps it.
        files: Paths of all entries: another name has to be free.
    """
    slug = entry.key[_DAY:]
    if find_barred(slug) and all(entry.key != event.key for event in ledger.events):
        names = (file.rpartition("/")[2] for file in (*files, *(e.file for e in ledger.events)))
        pages = {(name[:4], name[_DAY:]) for name in names}  # year, slug and language
        year, suffix = entry.key[:4], entry.file.rpartition(entry.key)[2]
        tries = (f"{slug}-{number}{suffix}" for number in count(2))
        free = next(name for name in tries if (year, name) not in pages)
        hint = (
            f"rename it, as to {entry.key[:_DAY]}{free}: its page stands in a folder of this name"
        )
        return SourceError(entry.file, explain_barred(slug), hint=hint)
    part = find_barred(entry.file)
    if part and all(entry.file != event.file for event in ledger.events):
        hint = "give the folder or the file another name"
        return SourceError(entry.file, explain_barred(part), hint=hint)
    return None


def is_new_file(name: str, latest: Event | None) -> bool:
    """Tell whether a file was not published beside an entry yet; an older record does not say."""
    return latest is None or (latest.attachments is not None and name not in latest.attachments)
