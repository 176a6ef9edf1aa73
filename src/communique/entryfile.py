"""One entry: a Markdown file to its fields and text; nothing beyond the file is looked at."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from communique.dates import parse_day
from communique.doubles import ReadFile
from communique.errors import FieldError, SourceError, SourceErrors
from communique.frontmatter import read_front, split_front
from communique.markup import render_markdown
from communique.sources import read_source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime
    from pathlib import Path

    from communique.frontmatter import Front
    from communique.settings import Settings

_NAME = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})-(?P<slug>[a-z0-9]+(?:-[a-z0-9]+)*)"
    r"(?:\.(?P<language>[A-Za-z0-9-]+))?\.md",
    re.ASCII,
)


def read_entry_file(file: Path, path: str, settings: Settings, now: datetime) -> ReadFile:
    """
    Read an entry, its references not yet resolved.

    Args:
        file: Where it is.
        path: The same, relative to the publication.
        settings: Of the publication.
        now: Aware; no revision lies after it.

    Raises:
        SourceErrors: Every fault that can be told from this file and the settings alone.
    """
    faults: list[SourceError] = []
    try:
        day, slug, suffix = parse_name(file.name, path)
        text = read_source(file, path)
        yaml, body, line = split_front(text, path)
        front = read_front(yaml, path, day, settings, faults, now)
        markup = render_markdown(body, path, line=line)
    except SourceError as fault:
        raise SourceErrors([*faults, fault]) from None
    if suffix and suffix not in settings.languages:
        known = ", ".join(settings.languages)
        problem = f"the file name: expected one of the languages {known}, got {suffix!r}"
        hint = f"add {suffix} to languages in entries/feed.yaml, or rename the file"
        raise SourceErrors([*faults, SourceError(path, problem, hint=hint)])
    if front is None:
        raise SourceErrors(faults)
    language = suffix or front.language or settings.authoritative
    wrong = (*_check_language(path, suffix, front, settings), *_check_text(path, body, line, front))
    if wrong:
        raise SourceErrors(wrong)
    return ReadFile(
        # The id that was minted, or the one that follows from the name (RFC 4151).
        id=front.id or derive_id(settings, f"{day}-{slug}", language),
        file=file,
        path=path,
        text=text,
        line=line,
        front=front,
        key=f"{day}-{slug}",
        language=language,
        page=find_page(settings, day, slug, language),
        html=markup.html,
        references=markup.references,
    )


def parse_name(name: str, path: str) -> tuple[date, str, str]:
    """
    Read the name of an entry's file.

    Args:
        name: ``2023-10-03-our-title.be.md``
        path: What to call the file in a fault.

    Returns:
        The day, the slug, the language; that is empty where the name says none.

    Raises:
        SourceError: Any other name, or a day that does not exist.
    """
    match = _NAME.fullmatch(name)
    if not match:
        raise SourceError(
            path,
            "expected a file name like 2023-10-03-our-title.md or 2023-10-03-our-title.be.md",
            hint="a-z, 0-9 and single hyphens; `communique new` finds a good name",
        )
    try:
        day = parse_day(match["day"])
    except FieldError as error:
        raise SourceError(
            path, f"the file name: {error}", hint="start the name with the day of the statement"
        ) from None
    return day, match["slug"], match["language"] or ""


def find_page(settings: Settings, day: date, slug: str, language: str) -> str:
    """Give the folder of an entry's page in the site: ``be/2023/our-title/``."""
    prefix = "" if language == settings.authoritative else f"{language}/"
    return f"{prefix}{day.year:04}/{slug}/"


def _check_language(
    path: str, suffix: str, front: Front, settings: Settings
) -> Iterator[SourceError]:
    if suffix and front.language and suffix != front.language:
        yield SourceError(
            path,
            f"the file name says {suffix}, lang says {front.language}",
            line=front.lines["lang"],
            field="lang",
            hint="delete the line lang: …",
        )
    language = suffix or front.language or settings.authoritative
    if front.translation and language == settings.authoritative:
        yield SourceError(
            path,
            f"{language} is the authoritative language and no translation",
            line=front.lines["translation"],
            field="translation",
            hint="delete the line",
        )


def _check_text(path: str, body: str, line: int, front: Front) -> Iterator[SourceError]:
    """Refuse an entry that says nothing; a draft may, and so may the cover of an attachment."""
    if not (body.strip() or front.draft or front.attachments):
        hint = "write it below the second line ---, or keep the entry back with draft: true"
        yield SourceError(path, "the statement has no text yet", line=line, hint=hint)


def derive_id(settings: Settings, key: str, language: str) -> str:
    """Make the id of an entry that has none of its own (RFC 4151)."""
    return f"tag:{settings.authority}:{key}:{language}"
