"""What subscribers are told, whatever happens to a publication."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.desk import START
from tests.histories import HISTORIES, History, Step
from tests.readers import read_feeds
from tests.subscribers import Subscribers
from tests.walk import Walk

if TYPE_CHECKING:
    from pathlib import Path

OVERRIDES = ("--announce", "--removed", "--moved")


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
            assert built.exit_code == int(step.refused == "ledger-broken"), built.output
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
