"""Folders that are held open; links in their place are tried in ``test_links_in_the_site.py``."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from communique.errors import WriteError
from communique.held import hold_folder, make_folder

if TYPE_CHECKING:
    from pathlib import Path


def test_a_folder_is_made_only_where_that_is_wanted(tmp_path: Path) -> None:
    """Whoever only looks makes nothing."""
    with hold_folder(tmp_path) as held:
        with pytest.raises(FileNotFoundError), held.enter(["2023", "one"]):
            pass
        assert not (tmp_path / "2023").exists()
        with held.enter(["2023", "one"], make=True) as folder, folder.create("file") as stream:
            stream.write(b"peace")
        with held.enter(["2023", "one"]) as folder, folder.open("file") as stream:
            assert stream.read() == b"peace"
    assert (tmp_path / "2023" / "one" / "file").read_bytes() == b"peace"


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    """It is named, and stays."""
    (tmp_path / "2023").write_bytes(b"mine")
    with (
        hold_folder(tmp_path) as held,
        pytest.raises(WriteError, match="expected a folder, got a file"),
        held.enter(["2023"], make=True),
    ):
        pass
    assert (tmp_path / "2023").read_bytes() == b"mine"


def test_a_folder_is_made_with_those_above_it(tmp_path: Path) -> None:
    """One that is there stays as it is; a file in its place is an error, and no folder."""
    make_folder(str(tmp_path / "2023" / "one"))
    make_folder(str(tmp_path / "2023" / "one"))
    assert (tmp_path / "2023" / "one").is_dir()
    (tmp_path / "file").write_bytes(b"mine")
    with pytest.raises(FileExistsError):
        make_folder(str(tmp_path / "file"))


def test_a_disk_that_is_not_there_has_no_folders(monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows nothing is above the letter of a disk."""

    def fail(_: str) -> None:
        raise FileNotFoundError

    monkeypatch.setattr(os, "mkdir", fail)
    with pytest.raises(FileNotFoundError):
        make_folder("/one/two")


def test_a_file_that_is_open_may_have_no_mode_to_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows knows the mode of a path alone, and there nobody asks for it."""
    monkeypatch.setattr("communique.held._CHANGES_OPEN", False)
    monkeypatch.setattr(os, "chmod", None)
    with hold_folder(tmp_path) as folder, folder.create("file") as stream:
        stream.write(b"peace")
    assert (tmp_path / "file").read_bytes() == b"peace"
