"""What stands in the feeds of a channel."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from communique.past import Slot
from communique.window import Window, replay

START = datetime(2024, 1, 1, 12, tzinfo=UTC)


def make_slot(name: int, hours: float | None, size: int = 2, *, late: bool = False) -> Slot:
    """Make the slot of an entry, recorded some hours after the first; None for an imported one."""
    at = None if hours is None else START + timedelta(hours=hours)
    return Slot(id=str(name), language="en", topics=(), feed_size=size, at=at, late=late)


def follow(*slots: Slot, founded: datetime | None = None) -> Window:
    """Follow what was recorded."""
    window = Window(founded)
    replay(slots, lambda _: [window], [window])
    return window


def test_what_came_within_a_day_stays_however_much_it_is() -> None:
    """Whoever looks once a day sees each statement, though the feed be small."""
    slots = [make_slot(0, 0), *(make_slot(number, 30) for number in range(1, 6))]
    assert follow(*slots).find_start(6, 2) == 1
    later = follow(*slots, make_slot(6, 53))
    assert later.find_start(7, 2) == 1
    later = follow(*slots, make_slot(6, 55))
    assert later.find_start(7, 2) == 5


def test_what_is_new_stays_too() -> None:
    """What a build shows before it is published is what is published then."""
    assert follow(make_slot(0, 0), make_slot(1, 30)).find_start(6, 2) == 1
    assert follow(make_slot(0, None, late=True)).find_start(6, 2) == 1


def test_nobody_followed_before_the_first_were_published() -> None:
    """An archive that is published at once fills a feed, and no more."""
    slots = [make_slot(number, 0) for number in range(9)]
    assert follow(*slots).find_start(9, 2) == 7
    assert Window().find_start(9, 2) == 7
    later = follow(*slots, founded=START - timedelta(hours=2))
    assert later.find_start(9, 2) == 0


def test_another_size_of_the_feeds_moves_every_window() -> None:
    """What was seen until then has left, were nothing new in a channel."""
    own, other = Window(), Window()
    slots = [make_slot(0, 0), *(make_slot(number, 30) for number in range(1, 6))]
    replay(
        [*slots, make_slot(6, 200, 3)],
        lambda slot: [other if slot.id == "6" else own],
        [own, other],
    )
    assert own.find_start(6, 3) == 3


def test_what_was_imported_need_not_be_seen() -> None:
    """Nobody is told of it, and so it does not stay for anybody."""
    slots = [make_slot(number, None) for number in range(9)]
    assert follow(*slots).find_start(9, 2) == 7
    told = [make_slot(0, 0), *(make_slot(number, 30) for number in range(1, 6)), make_slot(6, 55)]
    assert follow(*told, make_slot(7, None)).find_start(8, 2) == 6


def test_no_feed_holds_more_than_readers_take() -> None:
    """Above a hundred entries the oldest leave, whoever has not seen them."""
    slots = [make_slot(0, 0), *(make_slot(number, 30) for number in range(1, 300))]
    assert follow(*slots).find_start(300, 2) == 200


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 5))))
def test_it_only_moves_on(steps: list[tuple[int, int]]) -> None:
    """Whatever is published when, and however large the feed is to be: nothing comes back."""
    slots, hours, start = list[Slot](), 0, 0
    for name, (gap, size) in enumerate(steps):
        hours += gap
        slots.append(make_slot(name, hours, size))
        window = follow(*slots)
        assert start <= window.start <= name
        start = window.start
