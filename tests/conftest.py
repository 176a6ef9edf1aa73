"""What tests share."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result
from hypothesis import settings

from communique.cli import main
from communique.settings import Settings, read_settings
from tests.publication import NOW, Folder, Run

if TYPE_CHECKING:
    from collections.abc import Iterator

# A machine that is busy with something else is no bug of ours. CI tries the same examples always.
settings.register_profile("communique", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("communique")

_MEMORY = Path("/dev/shm")  # noqa: S108 - what pytest makes there is its own
"""Files in memory, on Linux: tests write and remove tens of thousands, and disks are slow."""
_ROOM = 2**31
"""Bytes that they want there."""


def pytest_configure() -> None:
    """Put what tests write where it takes least time, unless somebody named a place."""
    if "TMPDIR" in os.environ or not os.access(_MEMORY, os.W_OK):
        return
    if shutil.disk_usage(_MEMORY).free >= _ROOM:
        os.environ["TMPDIR"] = str(_MEMORY)
        tempfile.tempdir = None  # looks for it again


@pytest.fixture(scope="session", autouse=True)
def _alone() -> Iterator[None]:
    """Fork no process beside one that runs tests: its copy is large, and there are thousands."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("communique.cli.beside.count_processes", lambda *_: 1)
        yield


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Give a publication with settings and no entry yet."""
    return Folder(tmp_path)


@pytest.fixture
def known(folder: Folder) -> Settings:
    """Give the settings of the small publication."""
    found = read_settings(folder.path, [])
    assert found
    return found


@pytest.fixture
def run(folder: Folder) -> Run:
    """Run communique in the publication, in this process."""

    def run(*arguments: str, stdin: bytes | None = None) -> Result:
        return CliRunner().invoke(main, ["-C", str(folder.path), *arguments], input=stdin)

    return run


@pytest.fixture
def build(run: Run) -> Run:
    """Build the publication as of the first day of 2024."""

    def build(*arguments: str) -> Result:
        return run("build", "--now", NOW.isoformat(), *arguments)

    return build
