"""Feeds that nobody has seen as readers get them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.deliver.unproved import read_unproved, write_unproved

if TYPE_CHECKING:
    from pathlib import Path


def test_keeps_addresses_until_there_are_none(tmp_path: Path) -> None:
    """What is written takes the place of what was there; nothing is no file."""
    write_unproved(tmp_path, {"a", "b"})
    write_unproved(tmp_path, {"b", "c"})
    assert read_unproved(tmp_path) == {"b", "c"}
    write_unproved(tmp_path, set())
    assert read_unproved(tmp_path) == set()
    assert list(tmp_path.iterdir()) == []
