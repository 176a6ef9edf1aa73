"""What another program holds for a moment, tried again."""

from __future__ import annotations

import errno
import os
import time
from typing import TYPE_CHECKING, Any

import pytest

from communique.disk import write_site
from communique.durable import create_file, replace_file
from communique.errors import WriteError
from communique.hosting import SUMS_FILE
from communique.retrying import PAUSES, insist
from communique.site import hash_content, list_sums
from communique.staging import place_folder

if TYPE_CHECKING:
    from pathlib import Path

    from communique.site import Site


class HeldError(PermissionError):
    """What Windows says of a file that a program has open."""

    winerror = 32


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Wait for nothing, and tell how long it would have been."""
    waited: list[float] = []
    monkeypatch.setattr(time, "sleep", waited.append)
    return waited


def hold(monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    """Let what is moved or removed be held by another program, so many times each."""
    for name in ("rename", "replace", "unlink", "rmdir"):
        act, left = getattr(os, name), iter(range(times))

        def fail(*arguments: Any, act: Any = act, left: Any = left, **options: Any) -> None:  # noqa: ANN401 - as it comes
            if next(left, None) is not None:
                raise HeldError(errno.EACCES, "The file is being used by another process")
            act(*arguments, **options)

        monkeypatch.setattr(os, name, fail)


def write(folder: Path, *names: str) -> None:
    """Write a site of such files."""
    site: Site = {name: name.encode() for name in names}
    site[SUMS_FILE] = list_sums({name: hash_content(site[name]) for name in names})
    write_site(site, folder)


def test_what_is_held_for_a_moment_is_moved_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pauses: list[float]
) -> None:
    """Files and folders come to their places, and leave them, once nobody holds them."""
    (tmp_path / "old").write_bytes(b"old")
    (tmp_path / "folder").mkdir()
    write(tmp_path / "site", "gone/a")
    hold(monkeypatch, 2)
    replace_file(tmp_path / "old", "old", b"new")
    create_file(tmp_path / "created", "created", b"created")
    assert place_folder(tmp_path / "folder", tmp_path / "place")
    write(tmp_path / "site", "b")
    assert pauses == [*PAUSES[:2]] * 4  # to rename, to replace, to remove a file and a folder
    assert (tmp_path / "old").read_bytes() == b"new"
    assert (tmp_path / "created").read_bytes() == b"created"
    assert {path.name for path in (tmp_path / "site").iterdir()} == {SUMS_FILE, "b"}


def test_what_is_held_for_long_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pauses: list[float]
) -> None:
    """After a second and a half it is an error, and the file is as it was."""
    (tmp_path / "old").write_bytes(b"old")
    hold(monkeypatch, 10)
    with pytest.raises(WriteError, match="used by another process") as caught:
        replace_file(tmp_path / "old", "old", b"new")
    assert caught.value.hint == (
        "close the program that has it open, or make the folder writable, then try again"
    )
    assert pauses == [*PAUSES]
    assert (tmp_path / "old").read_bytes() == b"old"


def test_any_other_error_is_not_waited_for(pauses: list[float]) -> None:
    """What the system refuses for good is refused at once."""

    def fail() -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    with pytest.raises(PermissionError):
        insist(fail)
    assert pauses == []
