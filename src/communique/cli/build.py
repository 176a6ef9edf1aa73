"""``communique build``: entries/ to site/."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from communique.cli.beside import work_beside
from communique.cli.moments import MOMENT
from communique.cli.report import show_next
from communique.locking import lock_publication

if TYPE_CHECKING:
    from pathlib import Path


@click.command("build")
@click.option(
    "--now",
    type=MOMENT,
    metavar="TIME",
    help="Build as of TIME, such as 2023-10-03T14:30+03:00, instead of now.",
)
@click.pass_obj
def command(folder: Path, now: datetime | None) -> None:
    """
    Turn entries/ into site/: feeds and pages.

    Every fault of every file is reported in one run, and then nothing is written. The same entries
    give the same bytes; a file that is right already is not touched. Drafts and entries dated in
    the future are in no output of any kind.
    """
    now = now or datetime.now(UTC)
    with lock_publication(folder), work_beside(folder, now) as beside:
        # Imported here: it takes a while, in which another process works already.
        from communique.cli.building import build_site  # noqa: PLC0415 - see above

        build_site(folder, now, beside)
    show_next("open site/index.html in a browser")
