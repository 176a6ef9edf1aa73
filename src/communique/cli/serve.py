"""``communique serve``: the publication in a browser while it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from communique.errors import WriteError
from communique.preview.server import ADDRESS, Preview, open_port
from communique.settings import find_way

if TYPE_CHECKING:
    from pathlib import Path

    from communique.preview.view import View

DEFAULT_PORT = 8000
_NO_PORT = 3


@click.command("serve")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    metavar="N",
    help=f"Answer on this port.  [default: {DEFAULT_PORT}, or a free one where that is taken]",
)
@click.option("--open", "browse", is_flag=True, help="Open the index page in a browser.")
@click.pass_context
def command(ctx: click.Context, port: int | None, *, browse: bool) -> None:
    """
    Show the publication in a browser while you write.

    A page shows what you save as soon as you save it; drafts and scheduled entries too, with a
    banner that says so; and every fault, until it is mended. Each statement can be seen as a feed
    reader shows it. Nothing is written into site/, and only this computer sees the pages.

    Ctrl-C ends it.
    """
    folder: Path = ctx.obj
    if not (folder / "entries").is_dir():
        raise WriteError("entries", "there is no publication here", hint=find_way(folder))
    try:
        opened = open_port(DEFAULT_PORT if port is None else port, other=port is None)
    except OSError as error:
        click.echo(f"--port {port}: cannot be opened: {error.strerror}", err=True)
        ctx.exit(_NO_PORT)
    address = f"http://{ADDRESS}:{opened.getsockname()[1]}/"

    def ready() -> None:
        click.echo(address)
        click.echo("Ctrl-C ends it", err=True)
        if browse:
            click.launch(address)

    Preview(folder, _Reporter().report).run(opened, ready)


class _Reporter:
    """Say in the terminal what is wrong, and when it is mended."""

    def __init__(self) -> None:
        self._found: tuple[tuple[str, str], ...] = ()

    def report(self, view: View) -> None:
        """Print what is wrong in *view*, unless it was printed just now."""
        found = view.faults or view.refusals
        if found != self._found:
            for problem, hint in found:
                click.echo("\n".join(filter(None, (problem, hint))), err=True)
            if not found:
                click.echo("No faults", err=True)
        self._found = found
