"""The outbox: news that a hub did not accept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from communique.deliver.outbox import OUTBOX, Unsent, read_outbox, update_outbox
from communique.errors import WriteError

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2024, 1, 1, tzinfo=UTC)
LATER = NOW + timedelta(days=1)


def make(hub: str, url: str, problem: str = "down") -> Unsent:
    """Make an entry of the first day."""
    return Unsent(hub=hub, topic_url=url, since="2024-01-01T00:00:00+00:00", problem=problem)


def test_keeps_what_failed_until_it_is_accepted(tmp_path: Path) -> None:
    """The first failure is remembered with the last reason; what is accepted is forgotten."""
    update_outbox(tmp_path, "h", [], {"a": "down", "b": "down"}, NOW)
    update_outbox(tmp_path, "i", [], {"a": "down"}, NOW)
    update_outbox(tmp_path, "h", ["b"], {"a": "slow"}, LATER)
    assert read_outbox(tmp_path) == (make("h", "a", "slow"), make("i", "a"))
    update_outbox(tmp_path, "h", ["a"], {}, LATER)
    update_outbox(tmp_path, "i", ["a"], {}, LATER)
    assert read_outbox(tmp_path) == ()
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_line_does_no_harm(tmp_path: Path) -> None:
    """It may be deleted at any time, so a line that cannot be read is left out."""
    update_outbox(tmp_path, "h", [], {"a": "down"}, NOW)
    with (tmp_path / OUTBOX).open("ab") as stream:
        stream.write(b'{"hub": "h"}\n[1]\n{"hub": "\xff\n')
    assert read_outbox(tmp_path) == (make("h", "a"),)


def test_names_itself_where_the_system_refuses(tmp_path: Path) -> None:
    """Whoever has to look after it is told which file it is, and what cannot be done with it."""
    with pytest.raises(WriteError, match=r"outbox\.jsonl: cannot be written"):
        update_outbox(tmp_path / "missing", "h", [], {"a": "down"}, NOW)
    (tmp_path / OUTBOX).mkdir()
    with pytest.raises(WriteError, match=r"outbox\.jsonl: cannot be read"):
        read_outbox(tmp_path)
