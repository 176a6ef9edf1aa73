"""What is made aside, and then put in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from communique.staging import open_stage, place_folder, write_file

if TYPE_CHECKING:
    from pathlib import Path


def test_what_a_killed_run_left_is_cleared_away(tmp_path: Path) -> None:
    """Each run has a folder of its own, and none stays."""
    left = tmp_path / "stage-left"
    left.mkdir()
    with open_stage(tmp_path) as stage:
        assert not left.exists()
        assert stage.is_dir()
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_written_once(tmp_path: Path) -> None:
    """The folders on the way are made; two files of one name are an error, and the first stays."""
    place = tmp_path / "a" / "b" / "file"
    write_file(str(place), b"first")
    with pytest.raises(FileExistsError):
        write_file(str(place), b"second")
    assert place.read_bytes() == b"first"


def test_a_folder_takes_no_place(tmp_path: Path) -> None:
    """A folder is put where nothing is, and takes the place of nobody's."""
    for name in ("new", "taken"):
        write_file(f"{tmp_path}/{name}/file", name.encode())
    with pytest.raises(OSError, match=r"not empty|exists|denied"):
        place_folder(tmp_path / "new", tmp_path / "taken")
    assert place_folder(tmp_path / "new", tmp_path / "place")
    read = {path.name: (path / "file").read_bytes() for path in tmp_path.iterdir()}
    assert read == {"taken": b"taken", "place": b"new"}
