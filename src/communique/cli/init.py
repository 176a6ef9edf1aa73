"""``communique init``: a new publication that builds at once."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import uuid4

import click

from communique.cli.hosts import HOSTS, list_host_files
from communique.cli.report import show_next
from communique.cli.scalars import LINE, Scalar
from communique.disk import STATE_FOLDER, write_new
from communique.errors import FieldError, WriteError
from communique.frontmatter import format_entry
from communique.quoting import format_scalar
from communique.scalars import parse_authority, parse_base, parse_language, parse_zone
from communique.settings import SETTINGS_FILE, demand_settings, has_entries

if TYPE_CHECKING:
    from collections.abc import Iterator

_GIT = {
    ".gitignore": f"{STATE_FOLDER}/\n",
    # Git for Windows would write other line ends, and so other files than those recorded.
    ".gitattributes": "/entries/** -text\n/site/** -text\n",
}


@click.command("init")
@click.option(
    "--title",
    type=LINE,
    default="Our statements",
    show_default=True,
    help="Of the publication.",
)
@click.option(
    "--publisher",
    type=LINE,
    default="",
    help="Who speaks; the title where it is left out.",
)
@click.option(
    "--base-url",
    type=Scalar("url", parse_base),
    default="https://statements.example.org/",
    show_default=True,
    help="Where the site will stand.",
)
@click.option(
    "--language",
    type=Scalar("tag", parse_language),
    default="en",
    show_default=True,
    help="The authoritative one.",
)
@click.option(
    "--timezone",
    type=Scalar("zone", parse_zone),
    default="UTC",
    show_default=True,
    help="Such as Europe/Vilnius.",
)
@click.option(
    "--host",
    type=click.Choice(HOSTS),
    help="Write what this host wants; also for a publication that is there already.",
)
@click.pass_obj
def command(
    folder: Path,
    *,
    title: str,
    publisher: str,
    base_url: str,
    language: str,
    timezone: str,
    host: str | None,
) -> None:
    """
    Start a new publication in this folder.

    Writes entries/feed.yaml, with a comment on every setting, and one welcome entry, so that
    `communique build` works at once. With --host also the workflow or configuration of the place
    where the site will stand. What exists is never overwritten.
    """
    exists = (folder / "entries" / SETTINGS_FILE).exists()
    if exists and not host:
        hint = '`communique new "Our title"` adds a statement to it'
        raise WriteError(
            f"entries/{SETTINGS_FILE}", "there is a publication here already", hint=hint
        )
    here = folder.resolve()
    if any((up / SETTINGS_FILE).exists() and up.name == "entries" for up in (here, *here.parents)):
        hint = "go to the folder that holds entries/; for another publication, to one outside of it"
        raise WriteError(".", "this is within the entries of a publication", hint=hint)
    if not title:
        raise click.BadParameter("expected a text, got nothing", param_hint="'--title'")
    new: dict[Path, str] = {}
    if not exists:
        new = _start(folder, title, publisher or title, base_url, language, timezone)
    if host:
        new |= _equip(folder, host)
    for file in new:
        click.echo(file.relative_to(folder).as_posix())
    show_next("communique build")


def _start(
    folder: Path, title: str, publisher: str, base_url: str, language: str, timezone: str
) -> dict[Path, str]:
    """Write a publication; give its files."""
    entries = folder / "entries"
    # Midnight of this day lies behind us there, so the welcome entry is published at once.
    today = datetime.now(UTC).astimezone(parse_zone(timezone)).date()
    starter = Path(__file__).parent / "starter"
    settings = Template((starter / "feed.yaml").read_text(encoding="utf-8")).substitute(
        title=_quote(title),
        publisher=_quote(publisher),
        base_url=format_scalar(base_url),
        authority=_make_authority(base_url, today.year),
        language=language,
        timezone=format_scalar(timezone),
    )
    body = (starter / "welcome.md").read_text(encoding="utf-8")
    welcome = format_entry({"id": f"urn:uuid:{uuid4()}", "title": "Welcome"}, body)
    new = dict(_list_files(folder, settings, entries / f"{today}-welcome.md", welcome))
    _write_all(folder, new)
    return new


def _equip(folder: Path, host: str) -> dict[Path, str]:
    """Write what a host wants; give its files."""
    settings = demand_settings(folder)
    new = {folder / path: text for path, text in list_host_files(host, settings)}
    _write_all(folder, new)
    return new


def _make_authority(base_url: str, year: int) -> str:
    try:
        return parse_authority(f"{urlsplit(base_url).hostname},{year}")
    except FieldError:
        problem = "expected the name of a domain in it: every id is made from that name"
        raise click.BadParameter(problem, param_hint="'--base-url'") from None


def _write_all(folder: Path, new: dict[Path, str]) -> None:
    """Write every file; on a failure leave none of them behind."""
    made: list[Path] = []
    had_entries = (folder / "entries").exists()
    try:
        for file, text in new.items():
            write_new(file, file.relative_to(folder).as_posix(), text)
            made.append(file)
    except WriteError:
        for file in made:
            file.unlink()
        if not had_entries:
            with suppress(OSError):
                (folder / "entries").rmdir()
        raise


def _quote(text: str) -> str:
    """Quote a text that stands between curly brackets."""
    return "'" + text.replace("'", "''") + "'"


def _list_files(
    folder: Path, settings: str, welcome: Path, entry: str
) -> Iterator[tuple[Path, str]]:
    yield folder / "entries" / SETTINGS_FILE, settings
    if not has_entries(folder):
        yield welcome, entry
    for name, text in _GIT.items():
        if not (folder / name).exists():
            yield folder / name, text
