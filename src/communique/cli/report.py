"""Print to standard error what went wrong, and what comes next: the one place that does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from communique.cli.typed import place_commands
from communique.errors import NotifyError, TargetError, explain_error

if TYPE_CHECKING:
    from communique.errors import CommuniqueError


def show_next(step: str) -> None:
    """Print to standard error what comes next, after a success."""
    click.echo(place_commands(f"Next: {step}"), err=True)


def report_error(error: CommuniqueError) -> int:
    """
    Print *error* and its hint to standard error.

    Returns:
        The exit status that goes with it.
    """
    for problem, hint in explain_error(error):
        click.echo(problem, err=True)
        for line in place_commands(hint).splitlines():
            click.echo(click.style(line, dim=True), err=True)
    return 3 if isinstance(error, (NotifyError, TargetError)) else 1
