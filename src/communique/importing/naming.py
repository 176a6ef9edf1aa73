"""The language of an imported entry, and the name of its file."""

from __future__ import annotations

import posixpath
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from communique.entryfile import find_page, write_name
from communique.importing.cleaning import find_slug
from communique.names import find_barred

if TYPE_CHECKING:
    from datetime import datetime

    from communique.importing.items import Choices, Item
    from communique.settings import Settings

_DAY_LENGTH = len("2023-10-03")


def choose_language(item: Item, choices: Choices, settings: Settings, notes: list[str]) -> str:
    """Choose the language of the publication that is nearest to that of an item."""
    known = settings.languages
    if choices.language:
        return choices.language
    tag = item.language.replace("_", "-")
    low = {language.lower(): language for language in known}
    for wanted in (tag.lower(), tag.lower().partition("-")[0]):
        if wanted in low:
            return low[wanted]
    near = [language for language in known if language.partition("-")[0] == tag.lower()]
    if not near and tag:
        notes.append(f"its language {tag} is not in entries/feed.yaml: taken for {known[0]}")
    return near[0] if near else known[0]


def choose_file(
    item: Item,
    published: datetime,
    language: str,
    settings: Settings,
    pages: set[str],
    versions: list[str],
    notes: list[str],
) -> tuple[PurePosixPath, str]:
    """
    Choose a file whose page no other has: as like the former address as it can be.

    Args:
        item: Becomes the entry.
        published: In the time zone of the publication.
        language: Of the entry.
        settings: Of the publication.
        pages: Those that are taken.
        versions: The files of the same statement in other languages.
        notes: Receives why it cannot stand beside those.

    Returns:
        The file, relative to the publication, and the folder of its page.
    """
    base = find_slug(item, language)
    day = published.date()
    # Entries that share a day and a name are one statement in several languages.
    beside = [posixpath.basename(file).partition(".")[0] for file in versions]
    same = [name[_DAY_LENGTH + 1 :] for name in beside if name.startswith(f"{day}-")]
    if beside and not same:
        notes.append(f"it has another day than {versions[0]}, and does not count as a translation")
    base = same[0] if same else base
    number, slug = 1, base
    while (page := find_page(settings, day, slug, language)) in pages or (
        find_barred(slug) and not same
    ):
        number += 1
        slug = f"{base}-{number}"
    name = write_name(settings, day, slug, language)
    return PurePosixPath("entries", f"{day.year:04}", name), page
