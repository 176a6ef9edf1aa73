"""``communique status``: where the publication stands."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from textwrap import indent
from typing import TYPE_CHECKING, Any

import click

from communique.cache.store import recall
from communique.cli.formats import format_option
from communique.cli.impact import describe_impact, show_impact
from communique.cli.moments import MOMENT, describe_moment
from communique.cli.report import show_next
from communique.cli.typed import place_commands
from communique.dates import format_rfc3339
from communique.deliver.kept import UNPROVED, read_kept
from communique.deliver.outbox import read_outbox
from communique.disk import STATE_FOLDER
from communique.entries import read_publication
from communique.impact import assess_impact
from communique.ledger import find_forgotten
from communique.translations import find_lag
from communique.values import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from communique.entries import Reading
    from communique.impact import Impact
    from communique.model import Entry, Publication


class _Status(Struct, frozen=True, kw_only=True):
    """
    Hold what is told in words and for programs alike.

    ``missing`` is by language, ``unsent`` counts news of feeds that a hub did not take yet, and
    ``unproved`` the feeds that were delivered and not seen as readers get them.
    """

    reading: Reading
    impact: Impact
    behind: tuple[Entry, ...]
    missing: Mapping[str, tuple[str, ...]]
    unsent: int
    unproved: int

    @property
    def is_undelivered(self) -> bool:
        target = self.reading.publication.deploy
        return bool(target) and not self.reading.ledger.is_delivered(target)

    @property
    def next_step(self) -> str:
        if self.impact.refusals:
            return "mend what is listed above, then: communique publish"
        if self.impact.events or self.is_undelivered or self.unproved:
            return "communique publish"
        if self.unsent:
            return "communique notify --retry"
        if self.reading.scheduled:
            zone = self.reading.publication.timezone
            moment = describe_moment(self.reading.scheduled[0].published, zone)
            return f"communique publish, at {moment} or later"
        return 'communique new "Our next statement"'


@click.command("status")
@format_option("it")
@click.option("--now", type=MOMENT, metavar="TIME", help="As of TIME instead of now.")
@click.pass_obj
def command(folder: Path, form: str, now: datetime | None) -> None:
    """
    Tell where the publication stands, and what to do next.

    What is published, scheduled and a draft; what changed since it was published; translations that
    are behind a correction or missing; and what `communique publish` would do. Writes nothing.
    """
    now = now or datetime.now(UTC)
    reading = read_publication(folder, now, recall(folder / STATE_FOLDER, now))
    publication = reading.publication
    if forgotten := find_forgotten(folder, publication.entries, reading.ledger):
        raise forgotten
    impact = assess_impact(publication, reading.ledger, now, withheld=reading.withheld)
    status = _Status(
        reading=reading,
        impact=impact,
        behind=tuple(e for e in publication.entries if find_lag(publication, e)),
        missing=_list_missing(publication),
        unsent=len(read_outbox(folder / STATE_FOLDER)),
        unproved=len(read_kept(folder / STATE_FOLDER, UNPROVED)),
    )
    if form == "json":
        click.echo(json.dumps(_describe(status), ensure_ascii=False, indent=1))
    else:
        _show(status)


def _list_missing(publication: Publication) -> Mapping[str, tuple[str, ...]]:
    """List the statements that a language lacks, by the title in which they were written first."""
    return {
        language: tuple(
            entries[0].title
            for entries in publication.statements.values()
            if language not in {entry.language for entry in entries}
        )
        for language in publication.languages
    }


def _show(status: _Status) -> None:
    reading, zone = status.reading, status.reading.publication.timezone
    click.echo(f"{len(reading.publication.entries)} published", err=True)
    for entry in reading.scheduled:
        moment = describe_moment(entry.published, zone)
        click.echo(f"  scheduled for {moment}: {entry.title} ({entry.file})", err=True)
    for entry in reading.drafts:
        click.echo(f"  draft: {entry.title} ({entry.file})", err=True)
    for entry in status.behind:
        click.echo(f"  behind the authoritative text: {entry.title} ({entry.file})", err=True)
    for language, titles in status.missing.items():
        if titles:
            click.echo(f"  {len(titles)} not in {language}, the newest: {titles[0]}", err=True)
    show_impact(status.impact, reading.ledger)
    if status.is_undelivered:
        target = status.reading.publication.deploy
        click.echo(f"  not delivered to {target}, or not seen live: what was recorded", err=True)
    elif status.unproved:
        click.echo(f"  {status.unproved} feeds were delivered, and not seen live yet", err=True)
    if status.unsent:
        click.echo(f"  {status.unsent} feeds wait for a hub that did not take them", err=True)
    for finding in status.impact.refusals:
        click.echo(f"  {finding.code}: {finding.text}", err=True)
        click.echo(indent(place_commands(finding.hint), "    "), err=True)
    show_next(status.next_step)


def _describe(status: _Status) -> dict[str, Any]:
    reading = status.reading
    return {
        "published": len(reading.publication.entries),
        "scheduled": [
            {**_name(entry), "published": format_rfc3339(entry.published)}
            for entry in reading.scheduled
        ],
        "drafts": [_name(entry) for entry in reading.drafts],
        "behind": [_name(entry) for entry in status.behind],
        "missing": {language: list(titles) for language, titles in status.missing.items()},
        "delivered": not status.is_undelivered,
        "unsent": status.unsent,
        "unproved": status.unproved,
        "impact": describe_impact(status.impact),
        "next": status.next_step,
    }


def _name(entry: Entry) -> dict[str, str]:
    return {"id": entry.id, "file": entry.file, "title": entry.title}
