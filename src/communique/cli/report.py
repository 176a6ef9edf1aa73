"""Turn errors into text on standard error: the one place that does."""

from __future__ import annotations

import click

from communique.errors import CommuniqueError, SourceErrors


def report_error(error: CommuniqueError) -> int:
    """
    Print *error* and its hint to standard error.

    Returns:
        The exit status that goes with it.
    """
    faults = error.faults if isinstance(error, SourceErrors) else [error]
    for fault in faults:
        click.echo(str(fault), err=True)
        if fault.hint:
            click.echo(click.style(f"  hint: {fault.hint}", dim=True), err=True)
    return 1
