"""
Feeds that were sent, and that nobody has seen as readers get them: ``.communique/unproved``.

One address a line. Where it is lost, a feed that a hub was told of is proved all the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from communique.durable import clear_temporary, explain_errors, place_file

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

UNPROVED: Final = "unproved"


def read_unproved(state: Path) -> frozenset[str]:
    """
    Read the addresses that the folder *state* keeps.

    Raises:
        WriteError: The file cannot be read.
    """
    with explain_errors(UNPROVED, "read"):
        try:
            return frozenset((state / UNPROVED).read_text("utf-8", "replace").splitlines())
        except FileNotFoundError:
            return frozenset()


def write_unproved(state: Path, urls: Iterable[str]) -> None:
    """
    Keep these addresses in the folder *state* instead of any before; for none there is no file.

    Raises:
        WriteError: The disk is full or read-only.
    """
    lines = [f"{url}\n" for url in sorted(urls)]
    with explain_errors(UNPROVED):
        if not lines:
            (state / UNPROVED).unlink(missing_ok=True)
            return
        with place_file(state, UNPROVED) as new:
            new.write("".join(lines).encode())
        clear_temporary(state)
