"""What there is to see of a publication at a moment: every file of its site, or its faults."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from communique.entries import read_publication
from communique.errors import CommuniqueError, explain_error
from communique.history import apply_ledger
from communique.model import newest_first
from communique.site import list_files
from communique.values import Struct, field

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from communique.entries import Reading
    from communique.memory import Memory
    from communique.model import Entry, Publication
    from communique.site import Files


class View(Struct, frozen=True, kw_only=True):
    """
    Hold what there is to see.

    Args:
        version: Differs from that of every other view.
        faults: As ``explain_error`` gives them; then there is nothing else.
        refusals: What `build` would refuse, likewise; the pages are there. Found after a while.
        reading: What was read; None where there are faults.
        publication: Drafts and later entries included; None where there are faults.
        public: What ``build`` would write.
        files: The same, and the pages and attachments of ``withheld``.
        pages: The entry of each page.
        withheld: Drafts and later entries, by the folder of their page, and why each is not public.
        until: When the next entry becomes public; None for never.
    """

    version: str
    faults: tuple[tuple[str, str], ...] = ()
    refusals: tuple[tuple[str, str], ...] = ()
    reading: Reading | None = None
    publication: Publication | None = None
    public: Files = field(default_factory=dict)
    files: Files = field(default_factory=dict)
    pages: Mapping[str, Entry] = field(default_factory=dict)
    withheld: Mapping[str, str] = field(default_factory=dict)
    until: datetime | None = None


def look(folder: Path, now: datetime, memory: Memory, version: str) -> View:
    """
    Look at the publication in *folder*; nothing is rendered yet.

    Args:
        folder: Holds ``entries/``.
        now: Aware; never earlier than that of an earlier look with the same *memory*.
        memory: Of earlier looks.
        version: Of the view.
    """
    try:
        return _show_all(read_publication(folder, now, memory), version)
    except CommuniqueError as error:
        return View(version=version, faults=tuple(explain_error(error)))


def _show_all(reading: Reading, version: str) -> View:
    everything = _add_withheld(reading)
    withheld = {
        **{entry.path: "draft" for entry in reading.drafts},
        **{entry.path: f"{entry.published:%Y-%m-%d %H:%M %Z}" for entry in reading.scheduled},
    }
    # What build would write is shown as build would write it: no list names a draft.
    public = list_files(reading.publication)
    files = dict(public)
    if withheld:
        hidden = list_files(everything)
        files.update((p, f) for p, f in hidden.items() if p.startswith(tuple(withheld)))
    return View(
        version=version,
        reading=reading,
        publication=everything,
        public=public,
        files=files,
        pages={entry.path: entry for entry in everything.entries},
        withheld=withheld,
        until=reading.scheduled[0].published if reading.scheduled else None,
    )


def _add_withheld(reading: Reading) -> Publication:
    entries = (*reading.publication.entries, *reading.withheld)
    publication = replace(reading.publication, entries=tuple(sorted(entries, key=newest_first)))
    return apply_ledger(publication, reading.ledger)
