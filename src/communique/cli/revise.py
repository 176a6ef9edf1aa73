"""``communique revise``: a change to a published entry, recorded in its front matter."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import click

from communique.cli.moments import parse_date_option
from communique.cli.report import show_next
from communique.disk import write_new
from communique.drafting import NewEntry, escape_marks, start_entry, write_link
from communique.durable import replace_file
from communique.errors import RefusedError, WriteError
from communique.ledger import read_ledger
from communique.locking import lock_publication
from communique.model import Revision
from communique.revising import add_revision, parse_entry, refuse_unpublished
from communique.settings import demand_settings
from communique.sources import find_forbidden, read_source
from communique.words import load_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from communique.revising import Source
    from communique.settings import Settings


@click.command("revise")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--minor",
    is_flag=False,
    flag_value="",
    default=None,
    metavar="[NOTE]",
    help="A small edit without change of meaning; nobody is told. Stands after FILE.",
)
@click.option("--correction", metavar="NOTE", help="What was wrong; stands above the text.")
@click.option(
    "--withdraw", "withdrawal", metavar="NOTE", help="Why it no longer holds; replaces the text."
)
@click.option("--date", "day", metavar="TIME", help="2023-10-03T14:30+03:00; else now.")
@click.option(
    "--announce",
    is_flag=True,
    help="Also write a new entry that tells of it; alone, of the last correction or withdrawal.",
)
@click.pass_obj
def command(
    folder: Path,
    file: Path,
    *,
    minor: str | None,
    correction: str | None,
    withdrawal: str | None,
    day: str | None,
    announce: bool,
) -> None:
    """
    Record a change to a published entry.

    \b
    communique revise entries/2023-10-03-our-title.md --minor
    communique revise entries/2023-10-03-our-title.md --correction "There were 20, not 30."
    communique revise entries/2023-10-03-our-title.md --withdraw "It rested on a forged letter."

    Edit the text yourself; this adds a line to the field revisions and changes nothing else. Many
    readers never show a change, and an old statement is in no feed any more: where it is grave,
    --announce writes a new statement that tells of it, for you to read and publish.
    """  # noqa: D301 - Click takes the backspace for "do not fold"
    kinds = {"minor": minor, "correction": correction, "withdrawal": withdrawal}
    kind, note = _choose(kinds, announce=announce)
    now = datetime.now(UTC)
    place, path = _find_entry(folder, file)
    with lock_publication(folder):
        settings = demand_settings(folder)
        read_source(place, path)  # says what is wrong with a file that is none
        source = parse_entry(place.read_bytes(), path, settings, now)
        _check_ledger(folder, source)
        if kind:
            revision = Revision(date=_parse_date(day, now, source, settings), kind=kind, note=note)
            data = add_revision(source, revision, settings, now)
        else:
            revision, data = _find_grave(source), b""
        new = _announce(folder, settings, source, revision, now) if announce else None
        try:
            if data:
                replace_file(place, path, data)
        except WriteError:
            if new:
                (folder / new).unlink()
            raise
    if kind:
        moment = revision.date.isoformat(sep=" ", timespec="minutes")
        click.echo(
            f"{path}: recorded a {kind.replace('minor', 'minor edit')} of {moment}", err=True
        )
    if kind in {"correction", "withdrawal"} and source.language == settings.authoritative:
        _name_translations(place)
    if new:
        click.echo(new.as_posix())
    show_next("communique publish")


def _name_translations(place: Path) -> None:
    """Name the files that say the same in other languages: what changed, changed in one."""
    for other in sorted(place.parent.glob(f"{place.name.partition('.')[0]}.*.md")):
        if other != place:
            click.echo(f"  its translation does not say so yet: {other.name}", err=True)


def _choose(kinds: Mapping[str, str | None], *, announce: bool) -> tuple[str, str]:
    """Choose the kind that was given, and its note; both empty where the last one is announced."""
    given = [(kind, " ".join(note.split())) for kind, note in kinds.items() if note is not None]
    if announce and not given:
        return "", ""
    if len(given) != 1:
        raise click.UsageError("say one of --minor, --correction NOTE and --withdraw NOTE")
    kind, note = given[0]
    if announce and kind == "minor":
        raise click.UsageError("--announce goes with --correction and --withdraw")
    _check_note(kind, note)
    return kind, note


def _check_note(kind: str, note: str) -> None:
    option = {"withdrawal": "--withdraw"}.get(kind, f"--{kind}")
    if kind != "minor" and not note:
        problem = f"say in a sentence what the {kind} is about; readers see it"
        raise click.BadParameter(problem, param_hint=option)
    if fault := find_forbidden(note, option):
        raise click.BadParameter(fault.problem, param_hint=option)


def _find_entry(folder: Path, file: Path) -> tuple[Path, str]:
    """Find the file as it was named, from here or from the publication's folder."""
    place = next((p for p in (file, folder / file) if p.is_file()), None)
    if place is None:
        raise click.BadParameter(f"there is no file {file}", param_hint="FILE")
    resolved, root = place.resolve(), folder.resolve()
    if not resolved.is_relative_to(root / "entries"):
        raise click.BadParameter(f"{file} is not in entries/", param_hint="FILE")
    return resolved, resolved.relative_to(root).as_posix()


def _check_ledger(folder: Path, source: Source) -> None:
    """Refuse an entry that nobody knows yet; without a ledger nothing says so."""
    ledger = read_ledger(folder)
    if ledger.events and source.id not in ledger.first:
        raise refuse_unpublished(source.path)


def _find_grave(source: Source) -> Revision:
    """Find the revision that is to be told of: the last one that readers should know."""
    for revision in reversed(source.front.revisions):
        if revision.kind != "minor":
            return revision
    raise RefusedError(
        "not-revised",
        "has no correction and no withdrawal to tell of",
        hint=f'communique revise {source.path} --correction "What was corrected." --announce',
        place=source.path,
    )


def _parse_date(text: str | None, now: datetime, source: Source, settings: Settings) -> datetime:
    if text is None:
        moment = now.astimezone(settings.timezone).replace(microsecond=0)
        minute = moment.replace(second=0)
        earlier = [revision.date for revision in source.front.revisions]
        return minute if minute > max([source.front.published, *earlier]) else moment
    return parse_date_option(text, settings.timezone)


def _announce(
    folder: Path, settings: Settings, source: Source, revision: Revision, now: datetime
) -> Path:
    """Write the new entry that tells of a correction or a withdrawal; give its path."""
    words, front = load_words(source.language), source.front
    withdrawn = revision.kind == "withdrawal"
    title = words["withdrawn_title" if withdrawn else "correction_title"]
    body = words[f"{revision.kind}_text"].format(
        date=revision.date.date(),
        link=write_link(front.title, source.path),
        note=escape_marks(revision.note),
    )
    # Two entries of a feed must not have changed at the very same moment.
    published = now.astimezone(settings.timezone).replace(microsecond=0)
    published -= timedelta(seconds=int(published == revision.date))
    entry = NewEntry(
        id=f"urn:uuid:{uuid4()}",
        title=title.format(title=front.title),
        language=source.language,
        published=published,
        topics=front.topics,
        draft=False,
        body=f"{body}\n",
    )
    new, text = start_entry(folder, settings, entry)
    write_new(folder / new, new.as_posix(), text)
    return new
