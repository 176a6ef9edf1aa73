"""Lists that one copy of a publication keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.deliver.kept import DELIVERED, UNPROVED, read_kept, write_kept

if TYPE_CHECKING:
    from pathlib import Path


def test_keeps_items_until_there_are_none(tmp_path: Path) -> None:
    """What is written takes the place of what was there; nothing is no file."""
    write_kept(tmp_path, UNPROVED, {"a", "b"})
    write_kept(tmp_path, UNPROVED, {"b", "c"})
    assert read_kept(tmp_path, UNPROVED) == {"b", "c"}
    assert read_kept(tmp_path, DELIVERED) == set()
    write_kept(tmp_path, UNPROVED, set())
    assert read_kept(tmp_path, UNPROVED) == set()
    assert list(tmp_path.iterdir()) == []
