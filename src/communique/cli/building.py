"""The site of a publication, built: what ``build`` does, and ``publish`` in its course."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from communique.cache.store import open_cache
from communique.cli.impact import list_refusals, summarise_impact
from communique.cli.moments import describe_moment
from communique.cli.progress import Progress
from communique.disk import STATE_FOLDER, write_site
from communique.entries import Reading, read_publication
from communique.impact import assess_impact
from communique.ledger import find_forgotten
from communique.making import Maker
from communique.staging import open_stage

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from communique.cli.beside import Beside
    from communique.disk import Written
    from communique.site import Made


def build_site(folder: Path, now: datetime, beside: Beside) -> None:
    """
    Build, and say what was done.

    Whoever calls holds the publication's lock.

    Args:
        folder: Of the publication.
        now: The clock, aware.
        beside: Works at that folder.

    Raises:
        CommuniqueError: As ``read_publication``, ``Maker`` and ``write_site``.
    """
    with open_cache(folder / STATE_FOLDER, now, beside.lookout) as memory:
        reading = read_publication(folder, now, memory)
        impact = _summarise(folder, reading, now)
        maker = Maker(reading.publication, reading.withheld, now, folder / "site", memory)
        with open_stage(folder / STATE_FOLDER) as stage:
            written = put_site(folder, maker, make_site(maker, stage, beside))
    click.echo(_describe_entries(reading), err=True)
    for line in impact:
        click.echo(line, err=True)
    click.echo(describe_files(written), err=True)
    for path in written.kept:
        click.echo(f"site/{path}: no longer ours, but changed by hand; left", err=True)


def make_site(maker: Maker, stage: Path, beside: Beside) -> Made:
    """Make and judge a site before it is written; a large one takes a while."""
    with Progress("Making pages and feeds", maker.steps) as progress:
        return maker.make(stage, progress.step, beside.judge)


def put_site(folder: Path, maker: Maker, site: Made) -> Written:
    """Write a site that was made, and remember from what."""
    with Progress("Writing site/", maker.writes) as progress:
        written = write_site(site, folder / "site", progress.step, tree=maker.tree)
    maker.remember(written)
    return written


def _summarise(folder: Path, reading: Reading, now: datetime) -> list[str]:
    """Say what `publish` would do; nothing where there is nothing to do, or no ledger at all."""
    if not reading.ledger.events:
        return []
    publication = reading.publication
    if forgotten := find_forgotten(folder, publication.entries, reading.ledger):
        return [f"  publish will refuse: {forgotten}"]
    impact = assess_impact(publication, reading.ledger, now, withheld=reading.withheld)
    summary = [f"Not published yet: {summarise_impact(impact)}"]
    return [*summary, *list_refusals(impact)] if impact.events or impact.refusals else []


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
