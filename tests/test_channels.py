"""Channels, years and archive documents."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.channels import list_archives, list_channels, list_years
from communique.model import Channel, Entry
from tests.publication import NOW, Folder, read, write_everything


def make_channel(count: int, size: int) -> Channel:
    """Make a channel of *count* entries, a day apart."""
    start = datetime(2020, 12, 30, tzinfo=UTC)
    entries = [
        Entry(
            id=f"tag:example.org,2020:{number}",
            key=f"{start + timedelta(days=number):%Y-%m-%d}-number-{number}",
            language="en",
            file=f"{number}.md",
            title=str(number),
            published=start + timedelta(days=number),
            path=f"{number}/",
            html="",
            html_absolute="",
        )
        for number in range(count)
    ]
    return Channel(
        path="",
        language="en",
        every_language=False,
        topic="",
        entries=tuple(reversed(entries)),
        size=size,
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
    years = list_years(make_channel(4, 20))
    assert {year: [entry.title for entry in entries] for year, entries in years.items()} == {
        2021: ["3", "2"],
        2020: ["1", "0"],
    }


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
    assert before == after[: len(before)]
    held = {e.id for a in after for e in a.entries} | {e.id for e in channel.window}
    assert held == {entry.id for entry in channel.entries}


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
