"""Real readers announce what the model of one with a permanent memory does."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from reader import make_reader

from tests.e2e.servers import serve
from tests.e2e.test_newsboat import Newsboat
from tests.histories import HISTORIES, History
from tests.readers import read_feeds
from tests.walk import Walk

if TYPE_CHECKING:
    from pathlib import Path

TELLING = (
    "backdating",
    "a flood",
    "a file with an id is renamed",
    "a file without an id is renamed",
    "an id is edited",
    "another domain by accident",
    "another domain on purpose",
    "a text is changed in silence",
    "a withdrawal",
    "a statement is removed for good",
    "a smaller feed, and a larger one again",
    "the order of languages is swapped on purpose",
    "a topic is taken away, and given again",
    "the power fails at put_site",
)


class Journalist:
    """Somebody who reads all that is new in newsboat, at once."""

    def __init__(self, home: Path, address: str) -> None:
        self._newsboat = Newsboat(home, address)
        self._cache = home / "cache.db"

    def read(self) -> set[str]:
        """Fetch the feed; give the ids of what is shown as unread."""
        self._newsboat.reload()
        with closing(sqlite3.connect(self._cache)) as cache, cache:
            unread = {guid for (guid,) in cache.execute("SELECT guid FROM rss_item WHERE unread")}
            cache.execute("UPDATE rss_item SET unread = 0")
        return unread


class Archivist:
    """Somebody who reads all that is new in the package reader, at once."""

    def __init__(self, home: Path, address: str) -> None:
        self._reader = make_reader(str(home), search_enabled=False)
        self._reader.add_feed(address)

    def read(self) -> set[str]:
        """Fetch the feed; give the ids of what is shown as unread."""
        self._reader.update_feed(next(iter(self._reader.get_feeds())))
        unread = list(self._reader.get_entries(read=False))
        for entry in unread:
            self._reader.mark_entry_as_read(entry)
        return {entry.id for entry in unread}

    def close(self) -> None:
        """Close its database."""
        self._reader.close()


@pytest.mark.parametrize(
    "history", [h for h in HISTORIES if h.name in TELLING], ids=lambda history: history.name
)
def test_readers_agree_with_the_model(
    history: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Newsboat, which reads RSS, and reader, which reads Atom, announce what the history says."""
    folder = tmp_path / "publication"
    folder.mkdir()
    walk = Walk(folder, monkeypatch)
    names: dict[str, str] = {}
    with serve(folder / "site") as root:
        address = root + history.feed
        journalist = Journalist(tmp_path / "newsboat", f"{address}rss.xml")
        archivist = Archivist(tmp_path / "reader.db", f"{address}atom.xml")
        for number, step in enumerate(history.steps):
            for edit in step.edits:
                edit(walk.desk)
            walk.desk.save()
            if walk.publish(step)[0]:
                continue
            feeds = read_feeds(folder / "site").values()
            names |= {item.id: item.name for items in feeds for item in items if item.name}
            told = [
                " ".join(sorted(names[key] for key in person.read()))
                for person in (journalist, archivist)
            ]
            assert [step.told] * 2 == told, number
        archivist.close()


def test_telling_histories_exist() -> None:
    """No telling history has lost its name."""
    assert set(TELLING) <= {history.name for history in HISTORIES}
    assert len(TELLING) >= 10
