"""What is made aside, where nobody sees it, and then put in its place."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from communique.durable import explain_errors
from communique.held import FILE_MODE, make_folder, set_mode
from communique.retrying import insist

if TYPE_CHECKING:
    from collections.abc import Iterator

_STAGE = "stage-"


@contextmanager
def open_stage(state_folder: Path) -> Iterator[Path]:
    """
    Give a folder for files that are about to be written.

    Whoever calls holds the publication's lock. What a killed run left is cleared away.

    Raises:
        WriteError: There can be none.
    """
    with explain_errors(state_folder.name):
        state_folder.mkdir(exist_ok=True)
        for left in state_folder.glob(f"{_STAGE}*"):
            shutil.rmtree(left, ignore_errors=True)
        # A name of its own: a process of a killed run may still be at the last one.
        stage = Path(tempfile.mkdtemp(prefix=_STAGE, dir=state_folder))
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def write_file(place: str, content: bytes) -> None:
    """
    Write a file that nobody sees yet, with the mode that it is published with.

    Args:
        place: The folders on the way are made.
        content: Its bytes.

    Raises:
        OSError: There is such a file already, or the system refused.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(place, flags, FILE_MODE)
    except FileNotFoundError:
        make_folder(os.path.dirname(place))  # noqa: PTH120 - see describe_file
        descriptor = os.open(place, flags, FILE_MODE)
    set_mode(descriptor, FILE_MODE)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)


def place_folder(new: Path, place: Path) -> bool:
    """
    Move a folder to where nothing is: it is there whole, or not at all.

    Args:
        new: On the same disk if possible; it is gone afterwards.
        place: In a folder that is there.

    Returns:
        False where the files had to be copied.

    Raises:
        OSError: There is something already, or the system refused.
    """
    try:
        insist(lambda: new.rename(place))
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
    else:
        return True
    beside = place.with_name(".communique-new")
    shutil.rmtree(beside, ignore_errors=True)
    try:
        shutil.copytree(new, beside)
        insist(lambda: beside.rename(place))
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return False
