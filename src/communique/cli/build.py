"""``communique build``: entries/ to site/."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from communique.cache import open_cache
from communique.cli.impact import summarise_impact
from communique.cli.moments import MOMENT, describe_moment
from communique.cli.progress import Progress
from communique.disk import STATE_FOLDER, write_site
from communique.entries import Reading, read_publication
from communique.impact import assess_impact
from communique.locking import lock_publication
from communique.making import Maker
from communique.staging import open_stage

if TYPE_CHECKING:
    from pathlib import Path

    from communique.disk import Written
    from communique.site import Made


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
    with lock_publication(folder), open_cache(folder / STATE_FOLDER, now) as memory:
        reading = read_publication(folder, now, memory)
        impact = _summarise(reading, now)
        withheld = (*reading.scheduled, *reading.drafts)
        maker = Maker(reading.publication, withheld, now, folder / "site", memory)
        with open_stage(folder / STATE_FOLDER) as stage:
            written = put_site(folder, maker, make_site(maker, stage))
    click.echo(_describe_entries(reading), err=True)
    if impact:
        click.echo(f"Not published yet: {impact}", err=True)
    click.echo(describe_files(written), err=True)
    for path in written.kept:
        click.echo(f"site/{path}: no longer ours, but changed by hand; left", err=True)
    click.echo("Next: open site/index.html in a browser", err=True)


def make_site(maker: Maker, stage: Path) -> Made:
    """Make and judge a site before it is written; a large one takes a while."""
    with Progress("Making pages and feeds", maker.steps) as progress:
        return maker.make(stage, progress.step)


def put_site(folder: Path, maker: Maker, site: Made) -> Written:
    """Write a site that was made, and remember from what."""
    with Progress("Writing site/", len(site)) as progress:
        written = write_site(site, folder / "site", progress.step, tree=maker.tree)
    maker.remember(written)
    return written


def _summarise(reading: Reading, now: datetime) -> str:
    """Say in a line what `publish` would do; empty where there is nothing, or no ledger at all."""
    if not reading.ledger.events:
        return ""
    publication = reading.publication
    withheld = (*reading.scheduled, *reading.drafts)
    impact = assess_impact(publication, reading.ledger, now, withheld=withheld)
    return summarise_impact(impact) if impact.events or impact.refusals else ""


def _describe_entries(reading: Reading) -> str:
    """Account for every file: "4 published, 2 scheduled (next Tue 14:00 Europe/Vilnius)"."""
    parts = [f"{len(reading.publication.entries)} published"]
    if reading.scheduled:
        first = describe_moment(reading.scheduled[0].published, reading.publication.timezone)
        parts.append(f"{len(reading.scheduled)} scheduled (next {first})")
    if reading.drafts:
        count = len(reading.drafts)
        parts.append(f"{count} draft{'s' if count > 1 else ''}")
    return ", ".join(parts)


def describe_files(written: Written) -> str:
    """Account for the files of the site in one line."""
    parts = [f"{len(written.written)} written", f"{written.unchanged} unchanged"]
    if written.removed:
        parts.append(f"{len(written.removed)} removed")
    return f"site/: {', '.join(parts)}"
