"""Prove that changed feeds are what readers get, and only then tell hubs of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from communique.cli.progress import Progress
from communique.cli.report import report_error
from communique.cli.waiting import PATIENCE
from communique.deliver.kept import UNPROVED, read_kept, write_kept
from communique.deliver.outbox import update_outbox
from communique.disk import STATE_FOLDER
from communique.errors import TargetError
from communique.events import Notice
from communique.ledger import append_records, read_ledger
from communique.news import list_news, list_topic_urls
from communique.values import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from communique.model import Publication


class Telling(Struct, frozen=True, kw_only=True):
    """
    Hold what has to be proved and told.

    Args:
        sums: The SHA-256 of every file of the site, by its path.
        changed: Paths that were sent just now, or may have been by a run that was broken off.
        only: Topic URLs that matter; None for all.
        patience: Seconds to wait until feeds are live.
    """

    sums: Mapping[str, str]
    changed: frozenset[str] = frozenset()
    only: frozenset[str] | None = None
    patience: float = PATIENCE


def prove_and_notify(
    folder: Path, publication: Publication, telling: Telling, now: datetime
) -> tuple[int, int]:
    """
    Wait until changed feeds are what readers get, then tell the hubs of them.

    Returns:
        How many feeds were proved, and how many pings failed.

    Raises:
        TargetError: A feed is not live in time; then no hub is told of anything.
    """
    topics = list_topic_urls(publication, telling.sums)
    news = list_news(publication, read_ledger(folder), telling.sums)
    told = {url for urls in news.values() for url in urls}
    unproved = read_kept(folder / STATE_FOLDER, UNPROVED)
    wanted = {
        url: telling.sums[path]
        for url, path in topics.items()
        if (path in telling.changed or url in told or url in unproved)
        and (telling.only is None or url in telling.only)
    }
    if not wanted:
        return 0, 0
    # Written before the long wait, so that whatever ends it is no proof.
    write_kept(folder / STATE_FOLDER, UNPROVED, unproved | wanted.keys())
    _prove(publication, wanted, telling.patience)
    write_kept(folder / STATE_FOLDER, UNPROVED, (unproved & topics.keys()) - wanted.keys())
    failed = 0
    for hub, urls in news.items():
        chosen = {url: sha256 for url, sha256 in urls.items() if url in wanted}
        failed += _notify(folder, hub, chosen, now) if chosen else 0
    return len(wanted), failed


def _prove(publication: Publication, wanted: Mapping[str, str], patience: float) -> None:
    # Imported here: the HTTP library takes longer to load than most commands to run.
    from communique.deliver.awaiting import await_live  # noqa: PLC0415 - see above

    with Progress("Waiting until feeds are live", len(wanted)) as progress:
        progress.show()
        waiting = await_live(wanted, patience, progress.step)
    for url, problem in waiting.items():
        click.echo(f"{url}: {problem}", err=True)
    if waiting:
        count = f"{len(waiting)} of {len(wanted)} feeds"
        problem = f"after {patience:g} seconds {count} are not what was built"
        hint = "once they are: the same command again\nlook closer with: communique validate URL"
        if publication.hubs:
            problem += "; no hub was told"
        raise TargetError(publication.base_url, problem, hint=hint)
    click.echo(f"{publication.base_url}: {len(wanted)} feeds are live", err=True)


def _notify(folder: Path, hub: str, urls: Mapping[str, str], now: datetime) -> int:
    """Tell one hub; record what it accepted, and keep what it did not. Give how many failed."""
    from communique.deliver.websub import find_note, notify_hub  # noqa: PLC0415 - as above

    note = find_note(hub)
    if note:
        click.echo(f"{hub}: warning: {note}", err=True)
    outcomes = []
    with Progress(f"Telling {hub}", len(urls)) as progress:
        for outcome in notify_hub(hub, urls):
            outcomes.append(outcome)
            progress.step()
    accepted = {o.topic_url: urls[o.topic_url] for o in outcomes if not o.error}
    errors = {o.topic_url: o.error for o in outcomes if o.error}
    ledger = read_ledger(folder)
    moment = ledger.choose_moment(now)
    if accepted:
        append_records(folder, [Notice(at=moment, hub=hub, topic_urls=accepted)])
        nobody = sum(not o.subscribed for o in outcomes)
        some = f", {nobody} of which nobody subscribes to there" if nobody else ""
        click.echo(f"{hub}: accepted by the hub: {len(accepted)} feeds{some}", err=True)
    problems = {url: error.problem for url, error in errors.items()}
    update_outbox(folder / STATE_FOLDER, hub, accepted, problems, moment)
    if errors:
        report_error(next(iter(errors.values())))
        click.echo(f"{hub}: {len(errors)} feeds wait; the next run tries again", err=True)
    return len(errors)
