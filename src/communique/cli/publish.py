"""``communique publish``: tell subscribers what is new, and bring the site to where they look."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from communique.cli.beside import work_beside
from communique.cli.formats import format_option
from communique.cli.looking import lock_or_look
from communique.cli.moments import MOMENT
from communique.cli.scalars import LINE, Scalar
from communique.cli.typed import repeat_command
from communique.cli.waiting import wait_option
from communique.consent import Consent
from communique.scalars import parse_target

if TYPE_CHECKING:
    from pathlib import Path


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
@click.option("--because", type=LINE, metavar="TEXT", help="Why --removed.")
@click.option("--moved", is_flag=True, help="The whole site has moved to another base_url.")
@click.option(
    "--to",
    "target",
    type=Scalar("target", parse_target),
    help="Deliver to this store or folder instead of `deploy` in feed.yaml.",
)
@click.option("--no-deliver", is_flag=True, help="Record and build only.")
@click.option(
    "--take-over",
    is_flag=True,
    help="What others put at the target may go; an empty one is filled.",
)
@wait_option("How long changed feeds may take to be live.")
@format_option("--dry-run")
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
    Commit entries/ afterwards, whatever came of it: the ledger belongs to it.
    """
    if bool(removed) != bool(because):
        raise click.UsageError("--removed and --because go together")
    if form == "json" and not dry_run:
        raise click.UsageError("--format json goes with --dry-run")
    if target and no_deliver:
        raise click.UsageError("--to and --no-deliver exclude each other")
    now = now or datetime.now(UTC)
    with lock_or_look(folder, looks=dry_run) as aside, work_beside(folder, now) as beside:
        # Imported here: it takes a while, in which another process works already.
        from communique.cli.publishing import Order, publish_site  # noqa: PLC0415 - see above

        order = Order(
            consent=Consent(
                announce=announce,
                removed=dict.fromkeys(removed, because or ""),
                moved=moved,
                command=_repeat(dry_run=dry_run),
            ),
            target="" if no_deliver else target,
            take_over=take_over,
            dry_run=dry_run,
            json=form == "json",
            yes=yes,
            wait=wait,
        )
        publish_site(folder, now, order, beside, aside)


def _repeat(*, dry_run: bool) -> str:
    """Write the command without what is said yes to, and without what only looks."""
    looking = {"dry_run", "form", "now"} if dry_run else ()
    without = {"announce", "removed", "because", "moved", *looking}
    return repeat_command(click.get_current_context(), without)
