"""
The command line: one module a command, each imported only when it is called.

The commands call, print and choose the exit status; nothing else in communique prints.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
from importlib import import_module
from io import TextIOWrapper
from keyword import iskeyword
from pathlib import Path
from typing import Any

import click

import communique
from communique.cli.report import report_error
from communique.errors import CommuniqueError, TargetError

COMMANDS = {
    "init": "Start a new publication in this folder.",
    "new": "Write a new statement entry, or a translation of one.",
    "build": "Turn entries/ into site/: feeds and pages.",
    "serve": "Show the publication in a browser while you write.",
    "validate": "Judge feeds as the W3C validator does, offline; or a URL, live.",
    "status": "Tell where the publication stands, and what to do next.",
    "publish": "Tell subscribers what is new, once; record and deliver it.",
    "notify": "Wait until the feeds are live, then tell the hubs.",
    "import": "Move in: bring what was published elsewhere, and tell nobody again.",
    "revise": "Record a correction, a minor edit or a withdrawal.",
}
"""Each command and its one line in ``communique --help``; its module here has the same name."""


_GENERATION = 50_000
"""New objects that let Python search for cycles: with 700 it searches a large publication hundreds
of times, and finds next to nothing."""


def _speak() -> None:
    """
    Print any letter: UTF-8 to files and programs, whatever the locale, as JSON is to be.

    A terminal knows its own letters; those that it lacks are escaped there.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            encoding = None if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def _name_module(command: str) -> str:
    return f"{command}_" if iskeyword(command) else command


class Commands(click.Group):
    """Import a command when it is called, and turn every error of ours into text."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - Click's signature
        """List the commands in the order in which a newcomer meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import the module of *cmd_name* and return its ``command``."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"communique.cli.{_name_module(cmd_name)}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name]) for name in self.list_commands(ctx)])

    def main(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - Click's signature
        """Run a command line; where nobody takes what is printed, say so and leave with 3."""
        _speak()
        try:
            return super().main(*args, **kwargs)
        except OSError as error:  # Click knows a reader that is gone, not a disk that is full
            place = error.filename or "standard output"
            raise SystemExit(report_error(TargetError(place, f"{error.strerror}"))) from None

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - Click's signature
        """Run the command; on an error of ours print it and leave with its exit status."""
        gc.set_threshold(_GENERATION, 20, 20)
        atexit.register(gc.freeze)  # the system takes the memory back, cycles or not
        try:
            return super().invoke(ctx)
        except CommuniqueError as error:
            ctx.exit(report_error(error))


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="""
    \b
    The usual order:
      communique init                a new publication
      communique new "Our title"     a new statement; write its text
      communique build               the site, in site/, to look at
      communique publish             the same, recorded: subscribers are told once

    \b
    Exit status: 0 done; 1 something is wrong with what was written, or would
    mislead subscribers; 2 wrong usage; 3 something could not be read, fetched
    or delivered.
    """,
)
@click.option(
    "-C",
    "folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=Path(),
    metavar="FOLDER",
    help="Work on the publication in FOLDER instead of this one.",
)
@click.version_option(communique.__version__, message="%(prog)s %(version)s")
@click.pass_context
def main(ctx: click.Context, folder: Path) -> None:
    """
    Publish an organisation's statements: feeds, pages, one site.

    Everything you write is in entries/. Everything the world reads is in site/.
    """
    ctx.obj = folder
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        ctx.color = False
