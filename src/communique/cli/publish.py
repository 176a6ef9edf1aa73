"""``communique publish``: tell subscribers what is new, and bring the site to where they look."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from communique.cache.store import open_cache
from communique.cli.beside import work_beside
from communique.cli.building import describe_files, make_site, put_site
from communique.cli.delivering import deliver, describe_plan, show_plan, survey
from communique.cli.impact import describe_impact, raise_refusals, show_impact
from communique.cli.moments import MOMENT
from communique.cli.notifying import PATIENCE, Telling, prove_and_notify
from communique.cli.progress import is_terminal
from communique.cli.scalars import Scalar
from communique.disk import STATE_FOLDER
from communique.earlier import keep_texts
from communique.entries import read_publication
from communique.history import apply_ledger
from communique.impact import Consent, assess_impact
from communique.ledger import LEDGER_FILE, append_records
from communique.locking import lock_publication
from communique.making import Maker
from communique.scalars import parse_target
from communique.site import hash_content
from communique.staging import open_stage
from communique.values import Struct, replace

if TYPE_CHECKING:
    from pathlib import Path

    from communique.deliver.sending import Survey
    from communique.entries import Reading
    from communique.impact import Impact
    from communique.memory import Memory
    from communique.model import Publication
    from communique.site import Made


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


@click.command("publish")
@click.option("--dry-run", is_flag=True, help="Say what would happen, and do nothing.")
@click.option("--yes", is_flag=True, help="Do not ask, also on a terminal.")
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
    "--to",
    "target",
    type=Scalar("target", parse_target),
    help="Deliver to this store or folder instead of `deploy` in feed.yaml.",
)
@click.option("--no-deliver", is_flag=True, help="Record and build only.")
@click.option("--take-over", is_flag=True, help="Files of others at the target may be overwritten.")
@click.option(
    "--wait",
    type=click.FloatRange(0),
    default=PATIENCE,
    show_default=True,
    metavar="SECONDS",
    help="How long changed feeds may take to be live.",
)
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
    yes: bool,
    announce: int | None,
    removed: tuple[str, ...],
    because: str | None,
    moved: bool,
    target: str | None,
    no_deliver: bool,
    take_over: bool,
    wait: float,
    form: str,
    now: datetime | None,
) -> None:
    """
    Publish what is new: tell subscribers once, and change nothing silently.

    Compares the entries with entries/ledger.jsonl, the record of everything published so far. What
    would mislead subscribers is refused, with the mend. Then the record is extended, the site
    written and delivered to the target, if there is one: pages first, feeds last. When the feeds
    are live, the hubs are told. Each step can be repeated: run the command again after a failure.
    Commit entries/ afterwards: the ledger belongs to it.
    """
    if bool(removed) != bool(because):
        raise click.UsageError("--removed and --because go together")
    consent = Consent(announce=announce, removed=dict.fromkeys(removed, because or ""), moved=moved)
    now = now or datetime.now(UTC)
    state_folder = folder / STATE_FOLDER
    with (
        lock_publication(folder),
        work_beside(folder, now) as beside,
        open_cache(state_folder, now, beside.lookout) as memory,
    ):
        reading = read_publication(folder, now, memory)
        impact = _assess(reading, now, consent)
        described = describe_impact(impact)
        if impact.refusals and form == "json" and dry_run:
            click.echo(json.dumps(described, ensure_ascii=False, indent=1))
        raise_refusals(folder, reading.publication, impact)
        publication, maker = _plan(folder, reading, impact, now, memory)
        name = "" if no_deliver else publication.deploy if target is None else target
        with open_stage(state_folder) as stage:
            site = make_site(maker, stage, beside)
            found = survey(folder, publication, site, name, take_over=take_over) if name else None
            issue = _Issue(
                publication=publication, maker=maker, site=site, impact=impact, survey=found
            )
            if found and (dry_run or not found.plan.is_empty):
                show_plan(found, every=dry_run)
            if found and dry_run:
                described["delivery"] = describe_plan(found)
            if dry_run and form == "json":
                click.echo(json.dumps(described, ensure_ascii=False, indent=1))
            if not dry_run and (yes or _consents(issue)):
                _publish(folder, issue, now, wait)


def _consents(issue: _Issue) -> bool:
    """Ask whoever sits at a terminal; a program that did not say --yes is taken at its word."""
    if issue.is_empty or not is_terminal():
        return True
    return click.confirm("Publish this?", abort=True, err=True)


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


def _plan(
    folder: Path, reading: Reading, impact: Impact, now: datetime, memory: Memory
) -> tuple[Publication, Maker]:
    """Prepare the very site that is written once everything is recorded."""
    records = (*reading.ledger.records, *impact.events)
    publication = apply_ledger(reading.publication, replace(reading.ledger, records=records))
    withheld = (*reading.scheduled, *reading.drafts)
    return publication, Maker(publication, withheld, now, folder / "site", memory)


def _publish(folder: Path, issue: _Issue, now: datetime, wait: float) -> None:
    """Record first, durably; whatever happens after that, the next run comes to the same end."""
    publication, site = issue.publication, issue.site
    append_records(folder, issue.impact.events)
    written = put_site(folder, issue.maker, site)
    keep_texts(folder, publication.entries, publication.bodies)
    done = bool(issue.impact.events or written.written or written.removed)
    if done:
        click.echo(describe_files(written), err=True)
    if issue.survey is None:
        _conclude(publication, done=done, delivered=False)
        return
    done = deliver(folder, issue.survey, now) or done
    telling = Telling(
        sums={path: hash_content(content) for path, content in site.items()},
        changed=frozenset(file.path for file in issue.survey.plan.files),
        patience=wait,
    )
    proved, failed = prove_and_notify(folder, publication, telling, now) if wait else (0, 0)
    _conclude(publication, done=done or proved > failed, delivered=True)


def _conclude(publication: Publication, *, done: bool, delivered: bool) -> None:
    """Say what comes next."""
    if not done:
        click.echo("Nothing to do: everything is published", err=True)
        return
    upload = "" if delivered else ", then upload site/"
    tell = ", then: communique notify" if publication.hubs and not delivered else ""
    click.echo(f"Next: commit entries/ and site/{upload}{tell}", err=True)
