"""How long a command waits for a host."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE: Final = 120.0
"""Seconds that a host and its caches may take to serve what was delivered."""


def wait_option(text: str) -> Callable[[Any], Any]:
    """
    Give the option ``--wait``.

    Args:
        text: Its help.
    """
    return click.option(
        "--wait",
        type=click.FloatRange(0),
        default=PATIENCE,
        show_default=True,
        metavar="SECONDS",
        help=text,
    )
