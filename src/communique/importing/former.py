"""Addresses that led to a post before, and which of all former ones lead to its entry now."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin

from communique.errors import FieldError
from communique.importing.permalinks import SAFE
from communique.names import fold_name
from communique.oldpages import find_old_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from communique.importing.writing import Written
    from communique.settings import Settings


_LIST = re.compile(r"(?:\d{4}/|subscribe/|topics/[^/]+/|404\.html)?")
"""A page of the site that is none of a statement, below the folder of a language or not."""


def place_former(reference: str, home: str) -> str:
    """
    Give the address from which a generator led to a post.

    Args:
        reference: As its front matter has it: an address, or a path with a slash first or without.
        home: Against which a path is read; ends with a slash.

    Source: the documentation of jekyll-redirect-from, and that of Hugo on aliases.
    """
    if re.match("https?://", reference, re.IGNORECASE):
        return reference
    path, mark, query = reference.partition("?")
    path = re.sub("/{2,}", "/", path).lstrip("/")
    return urljoin(home, f"./{quote(path, safe=SAFE)}{mark}{query}")


def find_leading(
    made: Sequence[Written], pages: AbstractSet[str], settings: Settings, notes: list[str]
) -> dict[str, tuple[str, ...]]:
    """
    Find the former places that lead to each entry now.

    Args:
        made: Entries, the oldest first.
        pages: The folders of all pages.
        settings: Of the publication.
        notes: Receives each former address of this site that cannot lead to its entry.

    Returns:
        By file, in the order of the addresses.
    """
    found: dict[str, tuple[str, ...]] = {}
    taken: dict[str, str] = {}
    for entry, address in _rank(made):
        try:
            place = find_old_page(address, settings.base_url)
        except FieldError as error:
            notes.append(f"{entry.file}: {address} cannot lead to it: {error.problem}")
            continue
        if not place or place == entry.page:
            continue
        # Not every file system tells capital letters from small ones.
        first = taken.get(fold_name(place))
        if place in pages or _LIST.fullmatch(_drop_language(place, settings)):
            notes.append(f"{entry.file}: {address} cannot lead to it: a page stands there now")
        elif first is None:
            taken[fold_name(place)] = entry.file
            found[entry.file] = (*found.get(entry.file, ()), place)
        elif first != entry.file:
            notes.append(f"{entry.file}: {address} leads to {first} already")
    return found


def _drop_language(place: str, settings: Settings) -> str:
    """Drop the folder of a language from the front of a place."""
    first, _, rest = place.partition("/")
    return rest if first in {"all", *settings.languages} else place


def _rank(made: Sequence[Written]) -> Iterable[tuple[Written, str]]:
    """List every address as the site ranks them: where a page stood, then what only led on."""
    yield from ((entry, entry.origins[0]) for entry in made)
    yield from ((entry, address) for entry in made for address in entry.origins[1:])
