"""From page to page of a feed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from communique.importing import walking
from communique.importing.items import Choices, Item, Page
from communique.importing.walking import walk_back

if TYPE_CHECKING:
    import pytest


def make_page(number: int, *, guessed: bool = False) -> Page:
    """Make a page of one item that leads to the next."""
    item = Item(place="", id=str(number), published=datetime(2023, 1, number, tzinfo=UTC))
    return Page(items=(item,), older=(str(number - 1),), guessed=guessed)


def test_stops_where_enough_is_known() -> None:
    """Nothing older is asked for than is wanted, nor more than is wanted."""
    read: list[str] = []

    def read_page(address: str) -> Page:
        read.append(address)
        return make_page(int(address))

    since = Choices(since=datetime(2023, 1, 8, tzinfo=UTC))
    walk_back(make_page(9), "9", read_page, since)
    assert read == ["8", "7"]
    read.clear()
    assert len(walk_back(make_page(9), "9", read_page, Choices(limit=3))[0]) == 3


def test_a_guess_that_gives_nothing_new_ends_it() -> None:
    """A server that gives the same page for every number is no endless feed."""
    page = make_page(9, guessed=True)
    assert walk_back(page, "9", lambda _: page, Choices()) == ([page.items[0]], [])


def test_an_endless_feed_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """After very many pages it is enough, and said."""
    monkeypatch.setattr(walking, "_PAGES", 3)
    items, notes = walk_back(make_page(9), "9", lambda a: make_page(int(a)), Choices())
    assert len(items) == 4
    assert notes == ["more than 3 pages: what lies behind them is missing"]
