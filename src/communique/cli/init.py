"""``communique init``: a new publication that builds at once."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import uuid4

import click

from communique.disk import STATE_FOLDER, write_new
from communique.entries import read_publication
from communique.errors import CommuniqueError, WriteError
from communique.frontmatter import format_entry
from communique.nodes import format_scalar
from communique.settings import SETTINGS_FILE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@click.command("init")
@click.option("--title", default="Our statements", show_default=True, help="Of the publication.")
@click.option("--publisher", default="", help="Who speaks; the title where it is left out.")
@click.option(
    "--base-url",
    default="https://statements.example.org/",
    show_default=True,
    help="Where the site will stand.",
)
@click.option("--language", default="en", show_default=True, help="The authoritative one.")
@click.option("--timezone", default="UTC", show_default=True, help="Such as Europe/Vilnius.")
@click.pass_obj
def command(
    folder: Path, *, title: str, publisher: str, base_url: str, language: str, timezone: str
) -> None:
    """
    Start a new publication in this folder.

    Writes entries/feed.yaml, with a comment on every setting, and one welcome entry, so that
    `communique build` works at once. An existing publication is never overwritten.
    """
    entries = folder / "entries"
    if (entries / SETTINGS_FILE).exists():
        raise WriteError(f"entries/{SETTINGS_FILE}", "there is a publication here already")
    now = datetime.now(UTC).replace(microsecond=0)
    starter = files("communique.cli") / "starter"
    settings = Template((starter / "feed.yaml").read_text(encoding="utf-8")).substitute(
        title=_quote(title),
        publisher=_quote(publisher or title),
        base_url=format_scalar(base_url),
        authority=f"{urlsplit(base_url).hostname or 'example.org'},{now.year}",
        language=language,
        timezone=format_scalar(timezone),
    )
    welcome = entries / f"{now.date()}-welcome.md"
    body = (starter / "welcome.md").read_text(encoding="utf-8")
    entry = format_entry({"id": f"urn:uuid:{uuid4()}", "title": "Welcome"}, body)
    made: list[Path] = []
    try:
        for file, text in _list_files(folder, settings, welcome, entry):
            write_new(file, file.relative_to(folder).as_posix(), text)
            made.append(file)
        read_publication(folder, now)
    except CommuniqueError:
        for file in made:
            file.unlink()
        raise
    for file in made:
        click.echo(file.relative_to(folder).as_posix())
    click.echo("Next: communique build", err=True)


def _quote(text: str) -> str:
    """Quote a text that stands between curly brackets."""
    return "'" + " ".join(text.split()).replace("'", "''") + "'"


def _list_files(
    folder: Path, settings: str, welcome: Path, entry: str
) -> Iterator[tuple[Path, str]]:
    yield folder / "entries" / SETTINGS_FILE, settings
    if not any((folder / "entries").rglob("*.md")):
        yield welcome, entry
    if not (folder / ".gitignore").exists():
        yield folder / ".gitignore", f"{STATE_FOLDER}/\n"
