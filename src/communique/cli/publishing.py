"""A publication, published: what is new is recorded, the site written and delivered."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from communique.cache.store import open_cache
from communique.cli.building import describe_files, make_site, put_site
from communique.cli.delivering import deliver, describe_plan, record_delivery, show_plan, survey
from communique.cli.impact import describe_impact, describe_refusal, raise_refusals, show_impact
from communique.cli.notifying import Telling, prove_and_notify
from communique.cli.progress import is_terminal
from communique.cli.report import show_next
from communique.disk import STATE_FOLDER
from communique.earlier import keep_texts
from communique.entries import read_publication
from communique.errors import CommuniqueError, RefusedError, RefusedErrors
from communique.history import apply_ledger
from communique.impact import assess_impact
from communique.ledger import LEDGER_FILE, append_records, find_forgotten, read_ledger
from communique.making import Maker
from communique.news import hash_feeds
from communique.site import hash_content
from communique.staging import open_stage
from communique.translations import find_lag
from communique.values import Struct, replace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from communique.cli.beside import Beside
    from communique.consent import Consent
    from communique.deliver.sending import Survey
    from communique.entries import Reading
    from communique.events import Ledger
    from communique.impact import Impact
    from communique.memory import Memory
    from communique.model import Publication
    from communique.site import Made


class Order(Struct, frozen=True, kw_only=True):
    """
    Hold what was asked for.

    Args:
        consent: What was said yes to.
        target: Where the site is delivered; None for where the settings say, empty for nowhere.
        take_over: True where files of others there may be overwritten, or all was lost.
        dry_run: True to say what would happen, and do nothing.
        json: True to say that for programs.
        yes: True to ask nobody.
        wait: Seconds that changed feeds may take to be live.
    """

    consent: Consent
    target: str | None
    take_over: bool
    dry_run: bool
    json: bool
    yes: bool
    wait: float


class _Issue(Struct, frozen=True, kw_only=True):
    """What a run would publish, rendered and judged, and what it would do at the target."""

    publication: Publication
    maker: Maker
    site: Made
    impact: Impact
    survey: Survey | None

    @property
    def is_empty(self) -> bool:
        return not self.impact.events and (self.survey is None or self.survey.plan.is_empty)


def publish_site(folder: Path, now: datetime, order: Order, beside: Beside, aside: Path) -> None:
    """
    Publish, and say what was done.

    Whoever calls holds the publication's lock, or only looks.

    Args:
        folder: Of the publication.
        now: The clock, aware.
        order: What was asked for.
        beside: Works at that folder.
        aside: A folder for what is made before it is put in its place.

    Raises:
        CommuniqueError: Something is refused, wrong, or could not be written or delivered.
    """
    with open_cache(folder / STATE_FOLDER, now, beside.lookout) as memory:
        reading = read_publication(folder, now, memory)
        impact = _assess(reading, now, order.consent)
        with _describe(impact, wanted=order.json) as described, open_stage(aside) as stage:
            raise_refusals(folder, reading.publication, impact)
            if forgotten := find_forgotten(folder, reading.publication.entries, reading.ledger):
                raise forgotten
            publication, maker = _plan(folder, reading, impact, now, memory)
            name = publication.deploy if order.target is None else order.target
            site = make_site(maker, stage, beside)
            found = (
                survey(folder, publication, site, name, now, take_over=order.take_over)
                if name
                else None
            )
            issue = _Issue(
                publication=publication, maker=maker, site=site, impact=impact, survey=found
            )
            if found and (order.dry_run or not found.plan.is_empty):
                show_plan(found, every=order.dry_run)
            if found and order.dry_run:
                described["delivery"] = describe_plan(found)
            if not order.dry_run and (order.yes or _consents(issue)):
                _publish(folder, issue, now, order.wait)


@contextmanager
def _describe(impact: Impact, *, wanted: bool) -> Iterator[dict[str, Any]]:
    """Print at the end, if wanted, what programs are told, with whatever was refused on the way."""
    described = describe_impact(impact)
    try:
        yield described
    except (RefusedError, RefusedErrors) as error:
        if not impact.refusals:
            each = error.refusals if isinstance(error, RefusedErrors) else (error,)
            described["findings"] += [describe_refusal(refusal) for refusal in each]
        raise
    finally:
        if wanted:
            click.echo(json.dumps(described, ensure_ascii=False, indent=1))


def _consents(issue: _Issue) -> bool:
    """Ask whoever sits at a terminal; a program that did not say --yes is taken at its word."""
    if issue.is_empty or not is_terminal():
        return True
    return click.confirm("Publish this?", abort=True, err=True)


def _assess(reading: Reading, now: datetime, consent: Consent) -> Impact:
    publication = reading.publication
    impact = assess_impact(
        publication, reading.ledger, now, withheld=reading.withheld, consent=consent
    )
    if reading.ledger.torn:
        click.echo(f"{LEDGER_FILE}: the last line was torn by a crash; it is mended", err=True)
    show_impact(impact, reading.ledger)
    for entry in publication.entries:
        if find_lag(publication, entry):
            click.echo(f"  behind the authoritative text: {entry.title} ({entry.file})", err=True)
    return impact


def _plan(
    folder: Path, reading: Reading, impact: Impact, now: datetime, memory: Memory
) -> tuple[Publication, Maker]:
    """Prepare the very site that is written once everything is recorded."""
    publication = reading.publication
    if impact.events:
        records = (*reading.ledger.records, *impact.events)
        publication = apply_ledger(publication, replace(reading.ledger, records=records))
    return publication, Maker(publication, reading.withheld, now, folder / "site", memory)


def _publish(folder: Path, issue: _Issue, now: datetime, wait: float) -> None:
    """Record first, durably; whatever happens after that, the next run comes to the same end."""
    before = read_ledger(folder)
    append_records(folder, issue.impact.events)
    try:
        _bring_out(folder, issue, before, now, wait)
    except CommuniqueError:
        if issue.impact.events:
            click.echo("What is new is recorded in spite of this: commit entries/", err=True)
        raise


def _bring_out(folder: Path, issue: _Issue, before: Ledger, now: datetime, wait: float) -> None:
    """Write the site, deliver and prove it, tell the hubs; *before* was the record until now."""
    publication, site = issue.publication, issue.site
    written = put_site(folder, issue.maker, site)
    keep_texts(folder, publication.entries)
    done = bool(issue.impact.events or written.written or written.removed)
    if done:
        click.echo(describe_files(written), err=True)
    if issue.survey is None:
        _conclude(publication, done=done, delivered=False)
        return
    name = issue.survey.target.name
    done = deliver(folder, issue.survey) or done
    # Of a run that was broken off, perhaps elsewhere, nobody knows here what it sent.
    there = {path: sent.sha256 for path, sent in issue.survey.manifest.files.items()}
    behind = not before.is_delivered(name, hash_feeds(there))
    telling = Telling(
        sums={path: hash_content(content) for path, content in site.items()},
        changed=frozenset(site if behind else (file.path for file in issue.survey.plan.files)),
        patience=wait,
    )
    proved, failed = prove_and_notify(folder, publication, telling, now) if wait else (0, 0)
    done = record_delivery(folder, name, hash_feeds(telling.sums), now) or done
    _conclude(publication, done=done or proved > failed, delivered=True)


def _conclude(publication: Publication, *, done: bool, delivered: bool) -> None:
    """Say what comes next."""
    if not done:
        click.echo("Nothing to do: everything is published", err=True)
        return
    upload = "" if delivered else ", then upload site/"
    tell = ", then: communique notify" if publication.hubs and not delivered else ""
    show_next(f"commit entries/ and site/{upload}{tell}")
