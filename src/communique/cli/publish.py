"""``communique publish``: record what subscribers are told, and write the site."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from communique.cli.build import describe_files, prove_site
from communique.cli.impact import describe_impact, raise_refusals, show_impact
from communique.cli.moments import MOMENT
from communique.cli.progress import Progress
from communique.disk import lock_publication, write_site
from communique.earlier import keep_texts
from communique.embargo import refuse_leaks
from communique.entries import read_publication
from communique.history import apply_ledger
from communique.impact import Consent, assess_impact
from communique.ledger import LEDGER_FILE, append_records
from communique.site import render_site

if TYPE_CHECKING:
    from pathlib import Path

    from communique.entries import Reading
    from communique.impact import Impact
    from communique.model import Publication
    from communique.site import Site


@click.command("publish")
@click.option("--dry-run", is_flag=True, help="Say what would happen, and do nothing.")
@click.option(
    "--announce",
    type=click.IntRange(0),
    metavar="N",
    help="Subscribers may be told of exactly N statements.",
)
@click.option("--removed", metavar="ID", multiple=True, help="This entry is gone for good.")
@click.option("--because", metavar="TEXT", help="Why --removed.")
@click.option("--moved", is_flag=True, help="The whole site has moved to another base_url.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How --dry-run is printed; json goes to standard output.",
)
@click.option("--now", type=MOMENT, metavar="TIME", help="Publish as of TIME instead of now.")
@click.pass_obj
def command(  # noqa: PLR0913 - one argument an option
    folder: Path,
    *,
    dry_run: bool,
    announce: int | None,
    removed: tuple[str, ...],
    because: str | None,
    moved: bool,
    form: str,
    now: datetime | None,
) -> None:
    """
    Publish what is new: tell subscribers once, and change nothing silently.

    Compares the entries with entries/ledger.jsonl, the record of everything published so far. What
    would mislead subscribers is refused, with the mend. Then the record is extended and the site
    written. Commit entries/ afterwards: the ledger belongs to it.
    """
    if bool(removed) != bool(because):
        raise click.UsageError("--removed and --because go together")
    consent = Consent(announce=announce, removed=dict.fromkeys(removed, because or ""), moved=moved)
    now = now or datetime.now(UTC)
    with lock_publication(folder):
        reading = read_publication(folder, now)
        impact = _assess(reading, now, consent)
        if form == "json" and dry_run:
            click.echo(json.dumps(describe_impact(impact), ensure_ascii=False, indent=1))
        raise_refusals(folder, reading.publication, impact)
        publication, site = _render(folder, reading, impact, now)
        if not dry_run:
            _publish(folder, publication, site, impact)


def _assess(reading: Reading, now: datetime, consent: Consent) -> Impact:
    publication = reading.publication
    withheld = (*reading.scheduled, *reading.drafts)
    impact = assess_impact(publication, reading.ledger, now, withheld=withheld, consent=consent)
    if reading.ledger.torn:
        click.echo(f"{LEDGER_FILE}: the last line was torn by a crash; it is mended", err=True)
    show_impact(impact)
    for entry in publication.entries:
        if publication.is_behind(entry):
            click.echo(f"  behind the authoritative text: {entry.title} ({entry.file})", err=True)
    return impact


def _render(
    folder: Path, reading: Reading, impact: Impact, now: datetime
) -> tuple[Publication, Site]:
    """Render and judge the very site that is written once everything is recorded."""
    records = (*reading.ledger.records, *impact.events)
    publication = apply_ledger(reading.publication, replace(reading.ledger, records=records))
    site = render_site(publication)
    refuse_leaks(site, publication.entries, (*reading.scheduled, *reading.drafts))
    prove_site(folder, publication, site, now)
    return publication, site


def _publish(folder: Path, publication: Publication, site: Site, impact: Impact) -> None:
    """Record first, durably; whatever happens after that, the next run comes to the same end."""
    append_records(folder, impact.events)
    with Progress("Writing site/", len(site)) as progress:
        written = write_site(site, folder / "site", progress.step)
    keep_texts(folder, publication.entries)
    if not impact.events and not written.written and not written.removed:
        click.echo("Nothing to do: everything is published", err=True)
        return
    click.echo(describe_files(written), err=True)
    click.echo("Next: commit entries/ and site/, then upload site/", err=True)
