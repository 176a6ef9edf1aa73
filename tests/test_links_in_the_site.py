"""Links planted in the site folder, at any step: nothing outside of it is written or removed."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from communique import held
from communique.errors import WriteError
from communique.held import hold_folder
from tests.publication import PNG

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.publication import Folder, Run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links need a right on Windows")

TEMPORARY = ".communique-new"


@pytest.fixture
def outside(folder: Folder) -> Path:
    """Give a folder of somebody else that has names that the site has, too."""
    place = folder.path / "outside"
    for name in ("file", "index.html", "atom.xml", "SHA256SUMS", "one/index.html", "2023/x"):
        file = place / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("theirs", "utf-8")
    return place


def look(place: Path) -> dict[str, bytes]:
    """Read every file below a folder."""
    return {str(file): file.read_bytes() for file in place.rglob("*") if file.is_file()}


def plant(place: Path, target: Path) -> None:
    """Put a link in the place of whatever is there."""
    if place.is_symlink() or place.is_file():
        place.unlink()
    elif place.is_dir():
        shutil.rmtree(place)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to(target)


PLACES = {
    "": "",
    "2023": "",
    "2023/one": "one",
    "index.html": "index.html",
    "atom.xml": "atom.xml",
    "SHA256SUMS": "SHA256SUMS",
    TEMPORARY: "",
    f"{TEMPORARY}/file": "file",
}
"""Where in the site a link is planted, and to what it leads outside."""


@pytest.mark.parametrize("holds", [True, False], ids=["held", "by path"])
@pytest.mark.parametrize("place", PLACES)
def test_a_link_that_is_there_is_not_followed(
    folder: Folder,
    build: Run,
    outside: Path,
    monkeypatch: pytest.MonkeyPatch,
    place: str,
    holds: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    """It is replaced, or named in a message; what it leads to stays as it is."""
    monkeypatch.setattr(held, "CAN_HOLD", held.CAN_HOLD and holds)
    if not holds:  # as on Windows
        monkeypatch.delattr(os, "fchmod")
    folder.entry("2023-10-03-one.md")
    assert build().exit_code == 0
    before = look(outside)
    plant(folder.path / "site" / place, outside / PLACES[place])
    folder.entry("2023-10-03-one.md", "title: Another title\n")
    result = build()
    assert look(outside) == before
    assert result.exit_code == ("expected a folder, got a link" in result.stderr)
    assert "Traceback" not in result.output


@pytest.mark.parametrize("place", PLACES)
def test_a_link_that_is_planted_at_any_step_is_not_followed(
    folder: Folder, build: Run, outside: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """Between any two calls of the system somebody puts a link there."""
    folder.write("dot.png", PNG)
    before = look(outside)
    for call in ("mkdir", "open", "utime", "replace", "unlink", "rmdir", "fchmod", "stat"):
        folder.entry("2023-10-03-one.md", "title: One\nattachments: [dot.png]\n")
        folder.entry("2023-10-04-two.md", f"title: Two, {call}\n")
        site = folder.path / "site"
        shutil.rmtree(site) if site.is_dir() and not site.is_symlink() else site.unlink(True)  # noqa: FBT003
        assert build().exit_code == 0
        (folder.path / "entries" / "2023-10-04-two.md").unlink()
        folder.entry("2023-10-03-one.md", f"title: After {call}\n")
        with monkeypatch.context() as patch:
            patch.setattr(os, call, interrupt(getattr(os, call), site / place, outside, place))
            result = build()
        assert look(outside) == before, call
        assert result.exit_code in {0, 1}
        assert result.exception is None or isinstance(result.exception, SystemExit)


def interrupt(
    original: Callable[..., object], place: Path, outside: Path, name: str
) -> Callable[..., object]:
    """Plant a link just before the first call that asks for a name in a folder that is held."""
    planted: list[bool] = []

    def call(*arguments: object, **options: object) -> object:
        inner = any(options.get(key) is not None for key in ("dir_fd", "src_dir_fd"))
        if (inner or original is os.fchmod) and not planted:
            planted.append(True)
            plant(place, outside / PLACES[name])
        return original(*arguments, **options)

    return call


def test_what_is_held_stays_what_it_was(tmp_path: Path) -> None:
    """A folder that is renamed while it is held is still written to, and no link in its place."""
    (tmp_path / "site").mkdir()
    (tmp_path / "other").mkdir()
    with hold_folder(tmp_path / "site") as folder:
        (tmp_path / "site").rename(tmp_path / "moved")
        (tmp_path / "site").symlink_to(tmp_path / "other")
        with folder.create("a") as file:
            file.write(b"1")
    assert (tmp_path / "moved" / "a").read_bytes() == b"1"
    assert list((tmp_path / "other").iterdir()) == []
    with (
        pytest.raises(WriteError, match="expected a folder, got a link"),
        hold_folder(tmp_path / "site"),
    ):
        pass
