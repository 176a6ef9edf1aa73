"""From one page of a feed to the next, as far back as it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.importing.feeds import parse_feed
from communique.importing.jsonfeeds import parse_json_feed

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo

    from communique.importing.items import Choices, Item, Page

_PAGES = 2000
"""Of one feed; a page has ten items as a rule."""


def parse_page(
    data: bytes, name: str, address: str, zone: tzinfo, types: frozenset[str] = frozenset()
) -> Page:
    """
    Read a document of a feed, whatever its format; no items for anything else.

    Args:
        data: XML or JSON.
        name: What to call it for a person.
        address: Where it came from; empty for a file.
        zone: Of dates without an offset.
        types: As in ``Choices``.
    """
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return parse_json_feed(data, name, address, zone)
    return parse_feed(data, name, address, zone, types)


def walk_back(
    first: Page, address: str, read_page: Callable[[str], Page | str], choices: Choices
) -> tuple[list[Item], list[str]]:
    """
    Collect the items of a feed, of its further pages and of its archive documents.

    Args:
        first: The feed itself.
        address: Of the feed; may be empty.
        read_page: Gives the document at an address, or why there is none.
        choices: Nothing older than they want is asked for.

    Returns:
        Every item, as often as it stands somewhere; and what is to be said of the source.

    Source: RFC 5005 §3 (paged feeds), §4 (archived feeds).
    """
    items, notes = list(first.items), list(first.notes)
    seen = {address, first.own}
    ids = {item.id for item in items}
    page = first
    for _ in range(_PAGES):
        older = [link for link in page.older if link not in seen]
        if not older or _has_enough(page, ids, choices):
            return items, notes
        seen.add(older[0])
        found = read_page(older[0])
        if isinstance(found, str):
            if not page.guessed:
                notes.append(f"older items at {older[0]} are missing: {found}")
            return items, notes
        fresh = [item for item in found.items if item.id not in ids]
        if page.guessed and not fresh:
            return items, notes
        items += found.items
        notes += found.notes
        ids |= {item.id for item in found.items}
        page = found
    notes.append(f"more than {_PAGES} pages: what lies behind them is missing")
    return items, notes


def _has_enough(page: Page, ids: set[str], choices: Choices) -> bool:
    dates = [item.published for item in page.items if item.published]
    old = choices.since and dates and max(dates) < choices.since
    return bool(old) or (choices.limit is not None and len(ids) >= choices.limit)
