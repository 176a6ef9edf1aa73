"""The readers of the random lives: what they take for told again."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from tests.subscribers import Subscribers

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2024, 1, 1, tzinfo=UTC)


def serve(site: Path, key: str, title: str, words: str) -> None:
    """Serve a feed with one statement."""
    content = f"<p>Note.</p><p>{words}</p>"
    item = {"id": key, "url": f"https://x.org/{key}", "title": title, "content_html": content}
    (site / "feed.json").write_text(json.dumps({"items": [item]}), encoding="utf-8")


@pytest.mark.parametrize(
    ("removed", "title", "words", "again"),
    [
        ({"a"}, "Title of n1", "Words of n1, 7.", 0),
        ({"a"}, "T7 of n1", "Words of n1.", 0),
        ({"a"}, "Title of n1", "Words of n1.", 3),
        (set(), "Title of n1", "Words of n1, 7.", 3),
    ],
    ids=["other words", "another title", "word for word", "not removed"],
)
def test_what_was_removed_is_told_again_by_its_words(
    removed: set[str], title: str, words: str, again: int, tmp_path: Path
) -> None:
    """What says something else than what was removed for good is a statement of its own."""
    subscribers = Subscribers()
    serve(tmp_path, "a", "Title of n1", "Words of n1.")
    subscribers.poll(tmp_path, NOW, "")
    serve(tmp_path, "b", title, words)
    _, found = subscribers.poll(tmp_path, NOW, "", removed)
    assert len(found) == again


def test_a_statement_in_the_place_of_a_removed_one_is_told_once(tmp_path: Path) -> None:
    """It keeps its own name when its words are corrected, and a copy of it is told again."""
    subscribers = Subscribers()
    serve(tmp_path, "a", "Title of n1", "Words of n1.")
    subscribers.poll(tmp_path, NOW, "")
    serve(tmp_path, "b", "Title of n1", "Words of n1, 7.")
    subscribers.poll(tmp_path, NOW, "", {"a"})
    serve(tmp_path, "b", "Title of n1", "Words of n1, 8.")
    assert subscribers.poll(tmp_path, NOW, "", {"a"})[1] == []
    serve(tmp_path, "c", "Title of n1", "Words of n1, 7.")
    assert len(subscribers.poll(tmp_path, NOW, "", {"a", "b"})[1]) == 3
