"""New entries: where their file goes and what stands in it at first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from communique.entries import find_page, parse_name
from communique.errors import SourceError, SourceErrors
from communique.frontmatter import format_entry, read_front, split_front
from communique.slugs import slugify_title
from communique.sources import read_source

if TYPE_CHECKING:
    from communique.settings import Settings


@dataclass(frozen=True, kw_only=True, slots=True)
class NewEntry:
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
    """
    day, slug = new.published.date(), slugify_title(new.title, language=new.language)
    taken = _find_pages(folder, settings)
    number, free = 1, slug
    while find_page(settings, day, free, new.language) in taken:
        number += 1
        free = f"{slug}-{number}"
    suffix = "" if new.language == settings.authoritative else f".{new.language}"
    front: dict[str, str | tuple[str, ...]] = {
        "id": new.id,
        "title": new.title,
        "date": _format_date(new.published, settings),
        "topics": new.topics,
        "draft": "true" if new.draft else "",
    }
    return Path("entries", f"{day}-{free}{suffix}.md"), format_entry(front, new.body)


def translate_entry(
    folder: Path, settings: Settings, new: NewEntry, original: Path, now: datetime
) -> tuple[Path, str]:
    """
    Name the translation of an entry, and write its text.

    Its date, topics, reference, source and attachments are those of the original. Without a text of
    its own it starts from the original's, as a draft.

    Args:
        folder: Of the publication.
        settings: Its settings.
        new: Its title may be empty: then the original's stands there.
        original: The file that is translated.
        now: Aware.

    Raises:
        SourceErrors: The original has faults.
        SourceError: It is no entry.
    """
    path = original.as_posix()
    day, slug, _ = parse_name(original.name, path)
    yaml, body, _ = split_front(read_source(original, path), path)
    faults: list[SourceError] = []
    front = read_front(yaml, path, day, settings, faults, now)
    if front is None:
        raise SourceErrors(faults)
    suffix = "" if new.language == settings.authoritative else f".{new.language}"
    fields: dict[str, str | tuple[str, ...]] = {
        "id": new.id,
        "title": new.title or front.title,
        "date": _format_date(front.published, settings),
        "topics": front.topics,
        "source": front.source,
        "reference": front.reference,
        "attachments": tuple(name for name, _ in front.attachments),
        "draft": "" if new.body and not new.draft else "true",
    }
    file = original.parent.resolve().relative_to(folder.resolve()) / f"{day}-{slug}{suffix}.md"
    return file, format_entry(fields, new.body or body.lstrip("\n"))


def _find_pages(folder: Path, settings: Settings) -> set[str]:
    pages = set()
    for file in (folder / "entries").rglob("*.md"):
        try:
            day, slug, language = parse_name(file.name, file.name)
        except SourceError:
            continue  # `build` says what is wrong with it
        pages.add(find_page(settings, day, slug, language or settings.authoritative))
    return pages


def _format_date(moment: datetime, settings: Settings) -> str:
    """Leave out what the file name says already: midnight of its day."""
    midnight = datetime.combine(moment.date(), time(), settings.timezone)
    return "" if moment == midnight else moment.isoformat(timespec="minutes")
