"""New entries: where their file goes and what stands in it at first."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from communique.dates import format_moment
from communique.entryfile import parse_name, write_name
from communique.errors import SourceError, SourceErrors
from communique.frontmatter import format_entry, read_front, split_front
from communique.names import find_barred
from communique.slugs import slugify_title
from communique.sources import read_source
from communique.values import Struct

if TYPE_CHECKING:
    from communique.settings import Settings


class NewEntry(Struct, frozen=True, kw_only=True):
    """
    Hold an entry that is about to be written.

    Args:
        id: Newly minted.
        title: One line; never empty.
        language: One of the publication.
        published: Aware.
        topics: Known to the publication.
        draft: Keeps it out of the site.
        body: Markdown; may be empty.
    """

    id: str
    title: str
    language: str
    published: datetime
    topics: tuple[str, ...]
    draft: bool
    body: str


def start_entry(folder: Path, settings: Settings, new: NewEntry) -> tuple[Path, str]:
    """
    Find a file name for a new entry, and write its text.

    Args:
        folder: Of the publication.
        settings: Its settings.
        new: What the entry says.

    Returns:
        The path, relative to *folder*, that no entry has and whose page no entry has; its text.

    Raises:
        SourceError: The text of *new* holds what `build` would refuse.
    """
    day, slug = new.published.date(), slugify_title(new.title, language=new.language)
    taken = _find_slugs(folder, day.year)
    number, free = 1, slug
    while free in taken or find_barred(free):
        number += 1
        free = f"{slug}-{number}"
    front: dict[str, str | tuple[str, ...]] = {
        "id": new.id,
        "title": new.title,
        "date": _format_date(new.published, settings),
        "topics": new.topics,
        "draft": "true" if new.draft else "",
    }
    name = write_name(settings, day, free, new.language)
    return Path("entries", name), format_entry(front, new.body)


def translate_entry(
    folder: Path, settings: Settings, new: NewEntry, original: Path, now: datetime
) -> tuple[Path, str]:
    """
    Name the translation of an entry, and write its text.

    Its date, topics, reference, source, authors and attachments are those of the original. Without
    a text of its own it starts from the original's, as a draft.

    Args:
        folder: Of the publication.
        settings: Its settings.
        new: Its title may be empty: then the original's stands there.
        original: The file that is translated.
        now: Aware.

    Raises:
        SourceErrors: The original has faults.
        SourceError: It is no entry of this publication, or in that language already.
    """
    path = original.as_posix()
    root = (folder / "entries").resolve()
    place = original.resolve().parent
    if not place.is_relative_to(root):
        hint = "name a file in entries/; `-C FOLDER` names another publication"
        raise SourceError(path, "expected an entry of this publication", hint=hint)
    day, slug, suffix = parse_name(original.name, path)
    yaml, body, _ = split_front(read_source(original, path), path)
    faults: list[SourceError] = []
    front = read_front(yaml, path, day, settings, faults, now)
    if front is None:
        raise SourceErrors(faults)
    if new.language == (suffix or front.language or settings.authoritative):
        hint = "name the language of the translation with --lang"
        raise SourceError(path, f"the entry is in {new.language} already", hint=hint)
    fields: dict[str, str | tuple[str, ...]] = {
        "id": new.id,
        "title": new.title or front.title,
        "date": _format_date(front.published, settings),
        "topics": front.topics,
        "source": front.source,
        "reference": front.reference,
        "authors": front.authors,
        "attachments": tuple(name for name, _ in front.attachments),
        "draft": "" if new.body and not new.draft else "true",
    }
    name = write_name(settings, day, slug, new.language)
    file = Path("entries") / place.relative_to(root) / name
    return file, format_entry(fields, new.body or body.lstrip("\n"))


def write_link(title: str, file: str) -> str:
    """
    Write a Markdown link from an entry that lies in ``entries/`` itself to another one.

    Args:
        title: Its text; one line.
        file: The other one, relative to the publication.
    """
    return f"[{escape_marks(title)}](<{file.removeprefix('entries/')}>)"


def escape_marks(text: str) -> str:
    """Escape every mark in a line that Markdown would not show (CommonMark 0.31 §2.4)."""
    return re.sub(r"[\\`*_\[\]<>&!~|]", r"\\\g<0>", text)


def _find_slugs(folder: Path, year: int) -> set[str]:
    """
    Find the slugs of the statements of *year*, whatever their language.

    A page is found by year, slug and language; and the same day and slug make a translation.
    """
    slugs = set()
    for file in (folder / "entries").rglob(f"{year:04}-*.md"):
        with suppress(SourceError):  # `build` says what is wrong with it
            slugs.add(parse_name(file.name, file.name)[1])
    return slugs


def _format_date(moment: datetime, settings: Settings) -> str:
    """Leave out what the file name says already: midnight of its day."""
    midnight = datetime.combine(moment.date(), time(), settings.timezone)
    return "" if moment == midnight else format_moment(moment)
