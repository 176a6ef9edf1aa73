"""How a command prints what it found: for a person, or for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable


def format_option(what: str) -> Callable[[Any], Any]:
    """
    Give the option ``--format``.

    Args:
        what: Is printed; the beginning of its help.
    """
    return click.option(
        "--format",
        "form",
        type=click.Choice(["text", "json"]),
        default="text",
        help=f"How {what} is printed; json goes to standard output.",
    )
