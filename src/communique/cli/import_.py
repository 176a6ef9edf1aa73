"""``communique import``: what another program published, without anybody being told again."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from communique.cli.formats import format_option
from communique.cli.moments import MOMENT
from communique.cli.progress import Progress, is_terminal
from communique.cli.report import show_next
from communique.cli.scalars import check_known
from communique.cli.sources import NotReadableError, name_source, open_source
from communique.earlier import keep_texts
from communique.entries import read_publication
from communique.errors import SourceError, SourceErrors
from communique.fields import Fields
from communique.importing.items import Choices
from communique.importing.moving import import_items
from communique.locking import lock_publication
from communique.memory import Memory
from communique.nodes import parse_mapping
from communique.settings import demand_settings, has_entries
from communique.sources import read_source
from communique.values import replace, to_builtins

if TYPE_CHECKING:
    from communique.importing.items import Item
    from communique.importing.report import Report
    from communique.settings import Settings

_NOT_READABLE = 3
_SHOWN = 20
"""Lines of each kind in the report for people; ``--format json`` has all."""


@click.command("import")
@click.argument("source", metavar="SOURCE")
@click.option("--lang", metavar="TAG", help="The language of everything in SOURCE.")
@click.option("--since", type=MOMENT, metavar="DATE", help="Leave out what is older.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Only the newest N.")
@click.option("--no-media", is_flag=True, help="Leave pictures and files where they are.")
@click.option(
    "--topics",
    "mapping",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="YAML: the topic of each category, as in `News: council`; nothing for none.",
)
@click.option(
    "--type",
    "types",
    multiple=True,
    metavar="NAME",
    help="A type of content in an export of WordPress that is wanted beside posts and pages.",
)
@click.option(
    "--review",
    is_flag=True,
    help="Write the entries for you to mend, and do not record them yet.",
)
@click.option("--dry-run", is_flag=True, help="Say what would happen, and do nothing.")
@format_option("the report")
@click.option(
    "--allow-private", is_flag=True, help="Follow addresses in SOURCE into private networks."
)
@click.pass_context
def command(  # noqa: PLR0913 - one argument an option
    ctx: click.Context,
    source: str,
    *,
    lang: str | None,
    since: datetime | None,
    limit: int | None,
    no_media: bool,
    mapping: Path | None,
    types: tuple[str, ...],
    review: bool,
    dry_run: bool,
    form: str,
    allow_private: bool,
) -> None:
    """
    Move in: bring what was published elsewhere, and tell nobody again.

    \b
    communique import https://example.org/feed/      a feed, with all its pages
    communique import blog-feed.xml                  a feed or a WordPress export
    communique import ~/our-blog/_posts              Jekyll, Hugo, Pelican, Eleventy

    Every item becomes an entry under the id by which subscribers know it. Pictures and files are
    put beside it, former addresses lead to the new pages, those too that led on before, and the
    ledger records each as published on its own date. What is here already stays as it is: run it
    again whenever SOURCE has grown.
    """  # noqa: D301 - Click takes the backspace for "do not fold"
    folder: Path = ctx.obj
    settings = demand_settings(folder)
    choices = Choices(
        language=check_known(lang, settings.languages, "--lang") if lang else "",
        since=since,
        limit=limit,
        media=not no_media,
        record=not review,
        types=frozenset(types),
        topics=_read_topics(mapping, settings) if mapping else {},
    )
    now, memory = datetime.now(UTC), Memory()
    with lock_publication(folder):
        try:
            opened = open_source(source, folder, settings, choices, allow_private=allow_private)
            with opened as (items, notes, fetch):
                topics = _ask_topics(items, choices, settings)
                with Progress("Moving in", len(items)) as progress:
                    report = import_items(
                        folder,
                        name_source(source),
                        items,
                        replace(choices, topics=topics),
                        now,
                        fetch=fetch,
                        memory=memory,
                        dry=dry_run,
                        progress=progress.step,
                    )
        except NotReadableError as error:
            click.echo(f"{source}: {error.problem}", err=True)
            if error.hint:
                click.echo(click.style(f"  hint: {error.hint}", dim=True), err=True)
            ctx.exit(_NOT_READABLE)
        if not dry_run:
            _keep_texts(folder, now, memory)
    report.notes = [*notes, *report.notes]
    if form == "json":
        click.echo(json.dumps(to_builtins(report), ensure_ascii=False, indent=1))
    _show(report, dry=dry_run)
    show_next(_name_next(choices, dry=dry_run))


def _name_next(choices: Choices, *, dry: bool) -> str:
    if dry:
        return "the same import without --dry-run"
    if choices.record:
        return "communique publish --dry-run"
    return "communique serve; mend what you like, then the same import without --review"


def _keep_texts(folder: Path, now: datetime, memory: Memory) -> None:
    """Keep the texts that were recorded, so that `publish` can show what changed since."""
    if has_entries(folder):
        reading = read_publication(folder, now, memory)
        first = reading.ledger.first
        keep_texts(folder, [each for each in reading.publication.entries if each.id in first])


def _read_topics(file: Path, settings: Settings) -> dict[str, str]:
    """Read the mapping of categories to topics."""
    path = file.as_posix()
    faults: list[SourceError] = []
    fields = Fields(parse_mapping(read_source(file, path), path), path, faults)
    keys = {topic.key for topic in settings.topics}
    topics = {}
    for name in list(fields.names()):
        key = fields.text(name) or ""
        if key and key not in keys:
            hint = "add it to topics in entries/feed.yaml, or write nothing for no topic"
            fields.fault(name, f"there is no topic {key!r}", hint)
        topics[name.casefold()] = key
    if faults:
        raise SourceErrors(faults)
    return topics


def _ask_topics(items: list[Item], choices: Choices, settings: Settings) -> dict[str, str]:
    """Ask for the topic of each category that nobody mapped, where somebody is there to answer."""
    topics = dict(choices.topics)
    if not is_terminal() or not settings.topics:
        return topics
    known = {t.key.casefold() for t in settings.topics}
    known |= {text.casefold() for t in settings.topics for text in t.label.texts.values()}
    keys = [topic.key for topic in settings.topics]
    names = dict.fromkeys(name for item in items for name in item.categories)
    for name in names:
        if name.casefold() in {*known, *topics}:
            continue
        question = f"Topic for the category {name!r}, of {', '.join(keys)}; empty for none"
        answer = click.prompt(
            question,
            default="",
            show_default=False,
            type=click.Choice(["", *keys]),
            show_choices=False,
            err=True,
        )
        topics[name.casefold()] = answer
    return topics


def _show(report: Report, *, dry: bool) -> None:
    """Print a report for people."""
    _show_lines(
        "skipped", [f"{s.place}: {s.title or '(no title)'}: {s.reason}" for s in report.skipped]
    )
    losses = [
        f"{loss.file}{f':{loss.line}' if loss.line else ''}: {loss.what}" for loss in report.losses
    ]
    _show_lines("changed", losses)
    for name, count in sorted(report.categories.items(), key=lambda each: (-each[1], each[0])):
        items = "1 item" if count == 1 else f"{count} items"
        click.echo(f"no topic: the category {name!r} of {items}", err=True)
    if report.categories:
        hint = "add it to topics in entries/feed.yaml, or map it with --topics, before you import"
        click.echo(click.style(f"  hint: {hint}", dim=True), err=True)
    _show_lines("note", report.notes)
    parts = [
        f"{len(report.imported)} {'would be ' if dry else ''}imported",
        f"{report.there} here already",
        f"{len(report.skipped)} skipped",
    ]
    more = {
        "left out": report.left_out,
        "recorded late": report.recorded,
        "pictures and files": report.media,
        "tracking pixels dropped": report.pixels,
        "former addresses lead here": sum(len(made.old_pages) for made in report.imported),
    }
    parts += [f"{what}: {count}" for what, count in more.items() if count]
    click.echo(", ".join(parts), err=True)


def _show_lines(label: str, lines: list[str]) -> None:
    for line in lines[:_SHOWN]:
        click.echo(f"{label}: {line}", err=True)
    if len(lines) > _SHOWN:
        click.echo(f"{label}: … and {len(lines) - _SHOWN} more; --format json has all", err=True)
