"""What subscribers are told, whatever happens to a publication."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.desk import START
from tests.histories import HISTORIES, History, Step
from tests.readers import Reader, make_readers, read_feeds
from tests.walk import Walk

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

OVERRIDES = ("--announce", "--removed", "--moved")


class Subscribers:
    """Three readers of every feed of a site."""

    def __init__(self) -> None:
        self._readers: dict[str, dict[str, Reader]] = {}
        self._names: dict[str, str] = {}
        self._announced: dict[tuple[str, str], set[str]] = {}

    def poll(self, site: Path, now: datetime, feed: str) -> tuple[dict[str, str], list[str]]:
        """
        Fetch every feed.

        Returns:
            What each reader of *feed* announces, and everything that a reader of any feed announces
            for the second time.
        """
        told: dict[str, str] = {}
        again: list[str] = []
        for path, items in read_feeds(site).items():
            self._names.update({item.id: item.name for item in items if item.name})
            for kind, reader in self._readers.setdefault(path, make_readers()).items():
                names = [self._names[item.id] for item in reader.poll(items, now)]
                before = self._announced.setdefault((path, kind), set())
                again += [f"{path}: {kind}: {name}" for name in names if name in before]
                before.update(names)
                if path.rpartition("/")[0] == feed.rstrip("/"):
                    told[f"{kind} of {path}"] = " ".join(sorted(names))
        return told, again


def expect(step: Step, formats: list[str]) -> dict[str, str]:
    """Give what a step says of each reader of each format."""
    told = {
        "forever": step.told,
        "forgetful": step.told if step.forgetful is None else step.forgetful,
        "by_link": step.told if step.by_link is None else step.by_link,
    }
    return {name: told[name.partition(" ")[0]] for name in formats}


@pytest.mark.parametrize("previewed", [False, True], ids=["published", "built before"])
@pytest.mark.parametrize("history", HISTORIES, ids=lambda history: history.name)
def test_nobody_is_told_twice(
    history: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, previewed: bool
) -> None:
    """Each reader announces what the history says, and nothing again without a word for it."""
    walk, subscribers = Walk(tmp_path, monkeypatch), Subscribers()
    for number, step in enumerate(history.steps):
        for edit in step.edits:
            edit(walk.desk)
        walk.desk.save()
        if previewed:
            built = walk.run("build", step)
            assert built.exit_code == 0, built.output
        status, refused = walk.publish(step)
        assert step.refused == refused, number
        assert bool(refused or step.crash) == bool(status)
        if status:
            continue
        now = START + timedelta(days=step.day)
        told, again = subscribers.poll(tmp_path / "site", now, history.feed)
        assert expect(step, list(told)) == told, number
        if not any(word in step.arguments for word in OVERRIDES):
            assert again == []
        published = {p: (tmp_path / "site" / p).read_bytes() for p in read_feeds(tmp_path / "site")}
        assert walk.run("build", step).exit_code == 0
        assert published == {p: (tmp_path / "site" / p).read_bytes() for p in published}


def test_there_are_enough_histories() -> None:
    """The table is long, and no two histories have the same name."""
    assert len({history.name for history in HISTORIES}) == len(HISTORIES)
    assert len(HISTORIES) >= 40
