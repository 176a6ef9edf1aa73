"""What translations owe to the text that they translate."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from communique.model import Entry, Publication


def find_lag(publication: Publication, entry: Entry) -> str:
    """
    Tell whether the authoritative text says something that a translation does not say yet.

    Args:
        publication: With its past.
        entry: Any; only a translation can be behind.

    Returns:
        The key of the word for it: ``behind`` for a correction, ``withdrawn_original`` for a
        withdrawal; empty where there is nothing.
    """
    versions = publication.statements[entry.key]
    source = next((e for e in versions if e.language == publication.authoritative), entry)
    if source is entry or not source.revisions or entry.withdrawal:
        return ""
    if source.withdrawal:
        return "withdrawn_original"
    known = max([entry.published, *(revision.date for revision in entry.revisions)])
    noticed = publication.history.noticed
    if noticed:
        if entry.id not in noticed:  # it is new, and was made from the text that stands there
            return ""
        known = max(known, noticed[entry.id])
    return "behind" if any(revision.date > known for revision in source.corrections) else ""
