"""Channels, years and archive documents."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.channels import Archive, Channel, list_archives, list_channels, list_years
from communique.model import Entry
from communique.past import History, Slot
from tests.publication import NOW, Folder, read, write_everything
from tests.test_model import make_publication


def make_channel(count: int, size: int, history: History | None = None) -> Channel:
    """Make a channel of *count* entries, a day apart."""
    entries = [make_entry(number) for number in reversed(range(count))]
    publication = replace(
        make_publication(*entries),
        languages=("en",),
        topics=(),
        feed_size=size,
        history=history or History(),
    )
    return list_channels(publication)[0]


def make_entry(number: int) -> Entry:
    """Make the entry of day *number*."""
    day = datetime(2020, 12, 30, tzinfo=UTC) + timedelta(days=number)
    return Entry(
        id=str(number),
        key=f"{day:%Y-%m-%d}-number-{number}",
        language="en",
        file=f"{number}.md",
        title=str(number),
        published=day,
        path=f"{number}/",
    )


def make_slots(*pairs: tuple[int, int]) -> tuple[Slot, ...]:
    """Make the slots of entries, each published with a feed of that size."""
    return tuple(
        Slot(id=str(number), language="en", topics=(), feed_size=size) for number, size in pairs
    )


def test_lists_languages_all_and_used_topics(folder: Folder) -> None:
    """A topic has a channel only in a language that has used it."""
    write_everything(folder)
    expected = ["", "be/", "he/", "all/", "topics/icc/", "be/topics/icc/"]
    assert expected == [channel.path for channel in list_channels(read(folder))]


def test_one_language_has_no_channel_of_all(folder: Folder) -> None:
    """The channel of every language exists only where there are several."""
    folder.write(
        "feed.yaml",
        "title: T\nbase_url: https://example.org/\nauthority: example.org,2023\n"
        "publisher: {name: P}\nlanguages: [en]\n",
    )
    folder.entry("2023-01-01-one.md")
    assert [channel.path for channel in list_channels(read(folder))] == [""]


def test_channel_is_newest_first(folder: Folder) -> None:
    """The newest entry stands first, whatever the order of the files."""
    write_everything(folder)
    entries = list_channels(read(folder))[0].entries
    dates = [entry.published for entry in entries]
    assert sorted(dates, reverse=True) == dates


def test_groups_by_year_newest_first() -> None:
    """Years and the entries in them run from the newest to the oldest."""
    channel = make_channel(4, 20)
    years = list_years(channel)
    assert list(years) == [2021, 2020]
    assert [[channel.entries[place].title for place in places] for places in years.values()] == [
        ["3", "2"],
        ["1", "0"],
    ]


def show(archives: tuple[Archive, ...]) -> list[tuple[int, list[str]]]:
    """Show what archive documents hold."""
    return [(a.number, [entry.title for entry in a.entries]) for a in archives]


def test_no_archive_while_the_feed_holds_all() -> None:
    """A channel has no archive documents until its feed is too small."""
    assert list_archives(make_channel(20, 20)) == ()


def test_two_archives_begin_together() -> None:
    """The first entry too many brings two archive documents of half the size of the feed."""
    archives = list_archives(make_channel(5, 4))
    assert [[e.title for e in a.entries] for a in archives] == [["1", "0"], ["3", "2"]]


@given(count=st.integers(0, 60), size=st.integers(1, 9))
def test_archives_never_change_and_lose_nothing(count: int, size: int) -> None:
    """One more statement leaves every archive document as it was, and no entry falls between."""
    before = list_archives(make_channel(count, size))
    channel = make_channel(count + 1, size)
    after = list_archives(channel)
    assert show(before) == show(after)[: len(before)]
    assert [a.inputs for a in before] == [a.inputs for a in after[: len(before)]]
    held = {e.id for a in after for e in a.entries} | {e.id for e in channel.window}
    assert held == {entry.id for entry in channel.entries}


@given(
    count=st.integers(1, 30),
    size=st.integers(1, 9),
    later=st.integers(1, 9),
    recorded=st.booleans(),
)
def test_archives_outlive_another_size_of_the_feed(
    *, count: int, size: int, later: int, recorded: bool
) -> None:
    """They keep the size that they began with, and what is in none of them stays in the feed."""
    slots = make_slots(*((number, size) for number in range(count)))
    before = list_archives(make_channel(count, size, History(slots=slots)))
    new = make_slots((count, later)) if recorded else ()
    channel = make_channel(count + 1, later, History(slots=slots + new))
    after = list_archives(channel)
    assert show(before) == show(after)[: len(before)]
    assert {len(archive.entries) for archive in after} <= {max(1, size // 2)}
    assert len(after) != 1
    held = {e.id for a in after for e in a.entries} | {e.id for e in channel.window}
    assert held == {entry.id for entry in channel.entries}


def test_window_follows_the_order_of_publication() -> None:
    """A statement that is published late with an early date is in the feed."""
    history = History(slots=make_slots((1, 2), (2, 2), (3, 2), (0, 2)))
    channel = make_channel(4, 2, history)
    assert [entry.title for entry in channel.window] == ["3", "0"]


def test_window_never_moves_back_after_a_removal() -> None:
    """The place of a removed entry stays taken."""
    history = History(slots=make_slots((0, 2), (1, 2), (2, 2), (99, 2)))
    channel = make_channel(3, 2, history)
    assert [entry.title for entry in channel.window] == ["2"]


def test_a_larger_feed_brings_nothing_back() -> None:
    """When feed_size grows, the feed grows with new statements only."""
    slots = make_slots((0, 2), (1, 2), (2, 2), (3, 2))
    channel = make_channel(5, 4, History(slots=slots))
    assert [entry.title for entry in channel.window] == ["4", "3", "2"]


def test_a_smaller_feed_keeps_the_archive_documents() -> None:
    """Archive documents keep the size they began with, and what is in none stays in the feed."""
    slots = make_slots(*((number, 4) for number in range(5)))
    before = make_channel(5, 4, History(slots=slots))
    after = make_channel(5, 1, History(slots=slots))
    assert show(list_archives(before)) == show(list_archives(after))
    assert [entry.title for entry in after.window] == ["4"]
    assert after.start == 4


def test_an_archive_document_of_removed_entries_is_empty() -> None:
    """Where everything was removed an archive document stays, without entries."""
    slots = make_slots((7, 2), (0, 2), (1, 2), (2, 2))
    first = list_archives(make_channel(3, 2, History(slots=slots)))[0]
    assert first.entries == ()


def test_a_recorded_event_moves_the_channel() -> None:
    """A statement with an early date moves the channel to the moment at which it was recorded."""
    late = datetime(2022, 1, 1, tzinfo=UTC)
    channel = make_channel(3, 2, History(noticed={"0": late}))
    assert channel.updated == late


@pytest.mark.parametrize("count", [0, 2])
def test_a_removal_moves_the_channel(count: int) -> None:
    """What was removed is a change; the date of a feed never goes back, were it empty now."""
    gone = datetime(2022, 1, 1, tzinfo=UTC)
    slots = make_slots(*((number, 20) for number in (*range(count), 7, 8)))
    history = History(slots=slots, noticed={"7": gone})
    assert make_channel(count, 20, history).updated == gone


@pytest.mark.parametrize(("count", "expected"), [(0, None), (3, 2)])
def test_updated_is_that_of_the_newest(count: int, expected: int | None) -> None:
    """An empty channel has no date of change; any other has that of its newest entry."""
    start = datetime(2020, 12, 30, tzinfo=UTC)
    moment = None if expected is None else start + timedelta(days=expected)
    assert moment == make_channel(count, 20).updated


def test_now_decides_what_is_published(folder: Folder) -> None:
    """Drafts and later entries are in no channel."""
    write_everything(folder)
    titles = {entry.title for channel in list_channels(read(folder)) for entry in channel.entries}
    assert not {title for title in titles if "Secret" in title}
    assert all(entry.published <= NOW for entry in read(folder).entries)
