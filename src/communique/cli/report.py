"""Turn errors into text on standard error: the one place that does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from communique.errors import (
    CommuniqueError,
    NotifyError,
    RefusedErrors,
    SourceErrors,
    TargetError,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


def report_error(error: CommuniqueError) -> int:
    """
    Print *error* and its hint to standard error.

    Returns:
        The exit status that goes with it.
    """
    for fault in _part(error):
        click.echo(str(fault), err=True)
        for number, line in enumerate(fault.hint.splitlines()):
            label = "  hint: " if number == 0 else "        "
            click.echo(click.style(f"{label}{line}", dim=True), err=True)
    return 3 if isinstance(error, (NotifyError, TargetError)) else 1


def _part(error: CommuniqueError) -> Sequence[CommuniqueError]:
    if isinstance(error, SourceErrors):
        return error.faults
    return error.refusals if isinstance(error, RefusedErrors) else [error]
