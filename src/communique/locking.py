"""One run at a time at a publication, whatever machine or system it is on."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from fasteners import InterProcessLock

from communique.disk import STATE_FOLDER
from communique.durable import explain_errors
from communique.errors import WriteError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def lock_publication(folder: Path) -> Iterator[None]:
    """
    Keep every other run away from the publication in *folder*.

    A run is a process: the lock keeps others away, and is gone when the process is.

    Raises:
        WriteError: Another run is at it, or the lock cannot be made.
    """
    if not (folder / "entries").is_dir():  # whoever reads the publication says so
        yield
        return
    state = folder / STATE_FOLDER
    with explain_errors(STATE_FOLDER):
        state.mkdir(exist_ok=True)
    lock = InterProcessLock(state / "lock")
    try:
        with _explain_lock():
            free = lock.acquire(blocking=False)
        if not free:
            problem = "communique is already at work on this publication"
            hint = "wait until it has finished, then run the command again"
            raise WriteError(STATE_FOLDER, problem, hint=hint)
        yield
    finally:
        if lock.acquired:
            lock.release()
        elif lock.lockfile:
            lock.lockfile.close()


@contextmanager
def _explain_lock() -> Iterator[None]:
    """
    Say what hinders a lock: the system, or a disk that knows none.

    Raises:
        WriteError: Something does.
    """
    try:
        with explain_errors(STATE_FOLDER):
            yield
    except RuntimeError as error:  # so the library says that the system refused the lock itself
        problem = f"cannot be locked: {error.__context__ or error}"
        hint = "work on a copy on a disk of this machine"
        raise WriteError(STATE_FOLDER, problem, hint=hint) from None
