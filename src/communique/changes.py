"""What differs in an entry from what was recorded of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from communique.events import Event
    from communique.model import Entry


def find_change(entry: Entry, event: Event) -> str:
    """Say what differs from what was recorded; empty where nothing does that readers see."""
    files = {file.name: file.sha256 for file in entry.attachments}
    # What an older line says nothing of did not change.
    before = files if event.attachments is None else event.attachments
    if before != files:
        names = {name for name, _ in before.items() ^ files.items()}
        return f"its attachments changed: {', '.join(sorted(names))}"
    if entry.sha256 != event.sha256:
        return "its text changed"
    if event.attachments is None:
        return ""
    for name in ("source", "reference", "translation"):
        said, now = getattr(event, name), getattr(entry, name)
        # Which language is translated from which is a setting, and no word of the entry.
        apart = name == "translation" and "" in {said, now}
        if said != now and not apart:
            return f"its {name} changed from {said or 'none'} to {now or 'none'}"
    return ""


def is_unnoticed(entry: Entry, known: int) -> bool:
    """
    Tell whether readers would not see that an entry was corrected or withdrawn.

    Args:
        entry: As it is to be published.
        known: How many of its revisions were recorded.
    """
    before, new = entry.revisions[:known], entry.revisions[known:]
    grave = any(revision.kind != "minor" for revision in new)
    return grave and entry.updated == entry._replace(revisions=before).updated
