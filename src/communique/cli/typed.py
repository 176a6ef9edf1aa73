"""A command line as it was typed, for a hint that says how to go on."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from communique.shells import quote

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

_COMMAND = re.compile(r"(^|: |, then )communique (?=[a-z])", re.MULTILINE)


def repeat_command(context: click.Context, without: Container[str]) -> str:
    """
    Write the command that is at work as it was typed, to be pasted into a shell.

    Args:
        context: Of the command.
        without: Names of parameters that are left out.
    """
    before = _list_options(context.find_root(), without)
    options = _list_options(context, without)
    return " ".join(["communique", *before, f"{context.command.name}", *options])


def place_commands(text: str) -> str:
    """Let each command that *text* tells to type work on the publication that this one works on."""
    context = click.get_current_context(silent=True)
    options = [*_list_options(context.find_root(), ())] if context else []
    command = " ".join(["communique", *options])
    return _COMMAND.sub(lambda found: f"{found[1]}{command} ", text)


def _list_options(context: click.Context, without: Container[str]) -> Iterator[str]:
    """List the options that were typed, each of one value or none."""
    for parameter in context.command.params:
        name = f"{parameter.name}"
        source = context.get_parameter_source(name)
        if source is not ParameterSource.COMMANDLINE or name in without:
            continue
        yield parameter.opts[0]
        value = context.params[name]
        if not isinstance(value, bool):
            yield quote(_write(value))


def _write(value: object) -> str:
    """Write a value in a way in which it can be typed."""
    if isinstance(value, datetime):
        return value.isoformat()
    return f"{value:g}" if isinstance(value, float) else f"{value}"
