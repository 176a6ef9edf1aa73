"""A run that only looks, in a folder that it may not write to."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from communique.disk import STATE_FOLDER
from communique.locking import lock_publication

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def lock_or_look(folder: Path, *, looks: bool) -> Iterator[Path]:
    """
    Keep other runs away from the publication in *folder*.

    Where a run that only looks may not write, it keeps nobody away and keeps nothing: what another
    one writes meanwhile it sees or does not.

    Args:
        folder: Of the publication.
        looks: True for a run that changes nothing.

    Yields:
        A folder for what is made aside.

    Raises:
        WriteError: Another run is at it, or the lock cannot be made.
    """
    if looks and (folder / "entries").is_dir() and not _can_write(folder / STATE_FOLDER):
        click.echo(f"{STATE_FOLDER} cannot be written: nothing is kept", err=True)
        with TemporaryDirectory(prefix="communique-") as aside:
            yield Path(aside)
        return
    with lock_publication(folder):
        yield folder / STATE_FOLDER


def _can_write(state: Path) -> bool:
    try:
        state.mkdir(exist_ok=True)
        with TemporaryDirectory(prefix="stage-", dir=state):
            return True
    except OSError:
        return False
