"""``communique new``: a new statement entry, or a translation of one."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote
from uuid import uuid4

import click

from communique.cli.moments import describe_moment, parse_date_option
from communique.cli.report import show_next
from communique.cli.scalars import check_known
from communique.disk import write_new
from communique.drafting import NewEntry, start_entry, translate_entry
from communique.errors import SourceError
from communique.intake import Draft, parse_draft, read_draft
from communique.intake.escape import escape_line
from communique.markup import render_markdown
from communique.settings import demand_settings
from communique.sources import decode_source, find_forbidden

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.settings import Settings


@click.command("new")
@click.argument("title", required=False)
@click.option("--lang", metavar="TAG", help="Its language; else the authoritative one.")
@click.option("--topic", "topics", metavar="NAME", multiple=True, help="A topic; may be repeated.")
@click.option(
    "--date", "day", metavar="DATE", help="2023-10-03 or 2023-10-03T14:30+03:00; else now."
)
@click.option(
    "--draft", is_flag=True, help="Keep it out of the site until `draft: true` is deleted."
)
@click.option(
    "--translate",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="Translate this entry into --lang; starts from its text, as a draft.",
)
@click.option(
    "--from",
    "source",
    type=click.Path(path_type=Path, exists=True, allow_dash=True),
    metavar="FILE",
    help="Take title and text from plain text, Markdown, HTML or .docx; - is standard input.",
)
@click.option("--edit", is_flag=True, help="Open the new entry in your editor.")
@click.pass_obj
def command(  # noqa: PLR0913 - one argument an option
    folder: Path,
    title: str | None,
    *,
    lang: str | None,
    topics: tuple[str, ...],
    day: str | None,
    draft: bool,
    translate: Path | None,
    source: Path | None,
    edit: bool,
) -> None:
    """
    Write a new statement entry, and print its path.

    \b
    communique new "On the arrests in Minsk" --topic justice
    communique new --from letter.docx
    communique new --lang be --translate entries/2023-10-03-our-title.md "Наш загаловак"

    It gets an id of its own, which subscribers' readers know it by: leave that line alone.
    """  # noqa: D301 - Click takes the backspace for "do not fold"
    settings = demand_settings(folder)
    language = check_known(lang or settings.authoritative, settings.languages, "--lang")
    keys = tuple(topic.key for topic in settings.topics)
    now = datetime.now(UTC)
    given = _read_draft(source) if source else Draft(title="", body="")
    titled = _check_title(title or "")
    entry = NewEntry(
        id=f"urn:uuid:{uuid4()}",
        title=titled or given.title,
        language=language,
        published=_parse_date(day, now, settings),
        topics=tuple(dict.fromkeys(check_known(topic, keys, "--topic") for topic in topics)),
        draft=draft,
        body=_keep_title(given, titled),
    )
    if translate:
        if not lang:
            raise click.UsageError("--translate needs --lang: into which language?")
        if topics or day:
            raise click.UsageError("--translate takes date and topics from the original")
        file, text = translate_entry(folder, settings, entry, translate, now)
    elif not entry.title:
        where = f"{source} holds none; add it: --from {source}" if source else "communique new"
        raise click.UsageError(f'a title is missing: {where} "Our title"')
    else:
        file, text = start_entry(folder, settings, entry)
    write_new(folder / file, file.as_posix(), text)
    _warn(given, (folder / file).parent)
    if entry.published > now:
        moment = describe_moment(entry.published, settings.timezone)
        problem = "in a public git repository it can be read at once"
        click.echo(f"kept out of the site until {moment}; {problem}", err=True)
    click.echo(file.as_posix())
    if edit:
        click.edit(filename=str(folder / file))
    write = "" if entry.body or edit else f"write the text into {file.as_posix()}, then "
    show_next(f"{write}communique build")


def _keep_title(given: Draft, titled: str) -> str:
    """Give the text, with what would have been its title where it has another one."""
    if not given.title or titled in {"", given.title}:
        return given.body
    return f"{escape_line(given.title)}\n\n{given.body}".rstrip("\n") + "\n"


def _warn(given: Draft, folder: Path) -> None:
    """Tell what the draft lost, and what its text needs beside it."""
    for dropped in given.dropped:
        click.echo(f"left out: {dropped}", err=True)
    for name in _find_missing(given, folder):
        problem = f"the text needs {name}: copy it into {folder.name}/"
        click.echo(f"{problem}, or delete the link", err=True)


def _read_draft(source: Path) -> Draft:
    """Read a draft that makes an entry which `build` takes."""
    draft = parse_draft(sys.stdin.buffer.read(), "") if str(source) == "-" else read_draft(source)
    try:
        decode_source(f"{draft.title}\n{draft.body}".encode(), source.as_posix())
        render_markdown(draft.body, "")
    except SourceError as fault:  # its line is one of the draft, which nobody sees
        raise SourceError(source.as_posix(), fault.problem, hint=fault.hint) from None
    return draft


def _find_missing(draft: Draft, folder: Path) -> Iterator[str]:
    """List the files that the text refers to and that do not lie beside the new entry yet."""
    for reference in render_markdown(draft.body, "").references:
        name = unquote(reference.partition("#")[0])
        if not name.startswith("/") and not (folder / name).is_file():
            yield name


def _check_title(title: str) -> str:
    if fault := find_forbidden(title, "", field="title"):
        raise click.BadParameter(f"{fault.problem}; {fault.hint}", param_hint="TITLE")
    return " ".join(title.split())


def _parse_date(text: str | None, now: datetime, settings: Settings) -> datetime:
    if text is None:
        return now.astimezone(settings.timezone).replace(second=0, microsecond=0)
    return parse_date_option(text, settings.timezone)
