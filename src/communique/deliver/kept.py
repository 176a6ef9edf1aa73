"""
Lists that one copy of a publication keeps in ``.communique``, one item a line.

Any of them may be lost: a feed that a hub was told of is proved all the same, and a folder that is
empty is filled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from communique.durable import clear_temporary, explain_errors, place_file

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

UNPROVED: Final = "unproved"
"""Feeds that were sent, and that nobody has seen as readers get them."""
DELIVERED: Final = "delivered"
"""Folders to which this copy delivered."""


def read_kept(state: Path, name: str) -> frozenset[str]:
    """
    Read the items of a list that the folder *state* keeps.

    Raises:
        WriteError: The file cannot be read.
    """
    with explain_errors(name, "read"):
        try:
            return frozenset((state / name).read_text("utf-8", "replace").splitlines())
        except (FileNotFoundError, NotADirectoryError):
            return frozenset()


def write_kept(state: Path, name: str, items: Iterable[str]) -> None:
    """
    Keep these items in the folder *state* instead of any before; for none there is no file.

    Raises:
        WriteError: The disk is full or read-only.
    """
    lines = [f"{item}\n" for item in sorted(items)]
    with explain_errors(name):
        if not lines:
            (state / name).unlink(missing_ok=True)
            return
        with place_file(state, name) as new:
            new.write("".join(lines).encode())
        clear_temporary(state)
