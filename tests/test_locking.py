"""Tests of ``locking.py``."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, NoReturn

import pytest

from communique.errors import WriteError
from communique.locking import lock_publication
from tests.publication import lock_elsewhere

if TYPE_CHECKING:
    from pathlib import Path

MECHANISM = "fasteners.process_lock._interprocess_mechanism.trylock"


def test_one_run_at_a_time(tmp_path: Path) -> None:
    """The second of two runs is told so, and the third may work."""
    (tmp_path / "entries").mkdir()
    refused = pytest.raises(WriteError, match="already at work")
    with lock_elsewhere(tmp_path), refused, lock_publication(tmp_path):
        raise AssertionError
    with lock_publication(tmp_path):
        assert (tmp_path / ".communique").is_dir()


def test_killed_run_holds_no_lock(tmp_path: Path) -> None:
    """A run that was killed keeps nobody away."""
    (tmp_path / "entries").mkdir()
    with lock_elsewhere(tmp_path) as other:
        other.kill()
        other.wait()
        with lock_publication(tmp_path):
            pass


def test_no_lock_where_there_is_no_publication(tmp_path: Path) -> None:
    """A folder that is no publication stays as it is."""
    with lock_publication(tmp_path):
        assert list(tmp_path.iterdir()) == []


def test_disk_without_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a disk knows no locks the message says so, and what to do."""
    (tmp_path / "entries").mkdir()

    def refuse(_: object) -> NoReturn:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(MECHANISM, refuse)
    with (
        pytest.raises(WriteError, match=r"cannot be locked: .*No locks") as caught,
        lock_publication(tmp_path),
    ):
        raise AssertionError
    assert "this machine" in caught.value.hint


def test_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """Where the lock cannot be made the message names the folder."""
    (tmp_path / "entries").mkdir()
    (tmp_path / ".communique" / "lock").mkdir(parents=True)
    with pytest.raises(WriteError, match=r"\.communique"), lock_publication(tmp_path):
        raise AssertionError
