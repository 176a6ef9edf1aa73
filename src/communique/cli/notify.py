"""``communique notify``: wait until the feeds are live, then tell the hubs."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from communique.cache.store import recall
from communique.channels import list_channels
from communique.cli.delivering import record_delivery
from communique.cli.moments import MOMENT
from communique.cli.notifying import Telling, prove_and_notify
from communique.cli.waiting import wait_option
from communique.deliver.outbox import read_outbox
from communique.disk import STATE_FOLDER, read_sums
from communique.durable import explain_errors
from communique.entries import read_publication
from communique.errors import RefusedError, WriteError
from communique.ledger import read_ledger
from communique.locking import lock_publication
from communique.news import hash_feeds, list_topic_urls
from communique.stated import STATEMENTS, parse_stated

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from communique.events import Ledger
    from communique.model import Publication


@click.command("notify")
@click.argument("channels", metavar="[CHANNEL]...", nargs=-1)
@click.option("--retry", is_flag=True, help="Only what a hub did not accept before.")
@wait_option("How long feeds may take to be live.")
@click.option("--now", type=MOMENT, metavar="TIME", help="Record it as of TIME instead of now.")
@click.pass_context
def command(
    ctx: click.Context,
    *,
    channels: tuple[str, ...],
    retry: bool,
    wait: float,
    now: datetime | None,
) -> None:
    """
    Wait until the feeds of site/ are live, then tell the hubs of those that changed.

    For hosts that take the site from git, or any other way than `communique publish`. CHANNEL is a
    folder of the site, such as be or topics/icc; without one it is all of them. That they are live
    and what a hub accepted is recorded in entries/ledger.jsonl; what it did not accept is tried
    again by the next run.
    """
    folder: Path = ctx.obj
    now = now or datetime.now(UTC)
    with lock_publication(folder):
        publication = read_publication(folder, now, recall(folder / STATE_FOLDER, now)).publication
        sums = read_sums(folder / "site")
        if not sums:
            raise WriteError("site", "there is no site here", hint="communique build makes it")
        ledger = read_ledger(folder)
        _refuse_unrecorded(folder, ledger)
        only = _choose(folder, publication, sums, channels, retry=retry)
        target = publication.base_url  # whoever brought the site there
        feeds = hash_feeds(sums)
        behind = only is None and not ledger.is_delivered(target, feeds)
        changed = frozenset(sums if behind else ())
        telling = Telling(sums=sums, changed=changed, only=only, patience=wait)
        proved, failed = prove_and_notify(folder, publication, telling, now)
        if behind:
            record_delivery(folder, target, feeds, now)
    if failed:
        ctx.exit(3)
    if not proved:
        why = "the hubs know every feed as it is" if publication.hubs else "feed.yaml names no hub"
        click.echo(f"Nothing to do: {why}", err=True)


def _refuse_unrecorded(folder: Path, ledger: Ledger) -> None:
    """Refuse to tell of a site that `build` made, and that is not what `publish` recorded."""
    with explain_errors(f"site/{STATEMENTS}", "read"):
        stated = parse_stated((folder / "site" / STATEMENTS).read_bytes())
    recorded = {key: event for key, event in ledger.latest.items() if event.kind != "removed"}
    for each in stated:
        event = recorded.pop(each.id, None)
        if event is None or event.sha256 != each.sha256:
            raise _refuse(f"{each.url} says there what no publish recorded")
    if stated and recorded:
        raise _refuse(f"{min(event.url for event in recorded.values())} is missing there")


def _refuse(reason: str) -> RefusedError:
    hint = "communique publish\nthen bring site/ there again, and repeat this command"
    return RefusedError("not-recorded", reason, hint=hint, place="site/")


def _choose(
    folder: Path,
    publication: Publication,
    sums: Mapping[str, str],
    channels: tuple[str, ...],
    *,
    retry: bool,
) -> frozenset[str] | None:
    """Choose the topic URLs that matter; None for all."""
    chosen = None
    if channels:
        known = {channel.path.rstrip("/"): channel.path for channel in list_channels(publication)}
        paths = set()
        for name in channels:
            path = known.get(name.strip("/").removeprefix("."))
            if path is None:
                names = ", ".join([". (the main one)", *filter(None, known)])
                raise click.UsageError(f"there is no channel {name!r}, only {names}")
            paths.add(path)
        chosen = frozenset(
            url
            for url, path in list_topic_urls(publication, sums).items()
            if path[: path.rfind("/") + 1] in paths
        )
    if retry:
        unsent = frozenset(each.topic_url for each in read_outbox(folder / STATE_FOLDER))
        return unsent if chosen is None else chosen & unsent
    return chosen
