"""One entry: a Markdown file to its fields and text; nothing beyond the file is looked at."""

from __future__ import annotations

import re
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from communique.canonical import hash_text, normalise_text
from communique.dates import parse_day
from communique.errors import FieldError, SourceError, SourceErrors
from communique.frontmatter import read_front, split_front
from communique.markup import render_markdown, summarise
from communique.model import Entry
from communique.scalars import parse_language
from communique.sources import decode_source, read_bytes, read_source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime
    from pathlib import Path

    from communique.frontmatter import Front
    from communique.markup import Markup
    from communique.settings import Settings

DIGITS = 32
"""Of a digest: 128 bits."""

_NAME = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})-(?P<slug>[a-z0-9]+(?:-[a-z0-9]+)*)"
    r"(?:\.(?P<language>[A-Za-z0-9-]+))?\.md",
    re.ASCII,
)
# What may stand in the place of .md where a file was saved by an editor that knows better.
_ENDING = re.compile(r"\.(markdown|md\.txt)$")


# What anybody sees of a text: a picture, or a letter beside the tags.
_SEEN = re.compile(r"<img |(?:^|>)\s*[^<\s]")


class ReadFile(NamedTuple):
    """
    Hold one entry as its file says it.

    Args:
        entry: Without attachments, until they are resolved.
        draft: True where it is marked as one.
        id_line: Of the line ``id: …``; 0 where the id follows from the name of the file.
        reference_line: Of the line ``reference: …``; 0 where there is none.
        attachments: Names as they were written, each with its line.
        references: What the text refers to, as in ``markup.Markup``.
        anchors: True where the text refers to places in itself.
        resolved: For which targets and attachments ``entry`` was put together; empty for none.
    """

    entry: Entry
    draft: bool
    id_line: int
    reference_line: int
    attachments: tuple[tuple[str, int], ...]
    references: tuple[str, ...]
    anchors: bool
    resolved: str = ""


class Reading(NamedTuple):
    """
    Hold what was read of a file.

    Args:
        sha256: Of its bytes, in hexadecimal.
        file: What it says.
        html: Its text, as in ``markup.Markup``.
    """

    sha256: str
    file: ReadFile
    html: str


def read_entry_file(file: Path, path: str, settings: Settings, now: datetime) -> Reading:
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
        data = read_bytes(file, path)
        text = decode_source(data, path)
        yaml, body, line = split_front(text, path)
        front = read_front(yaml, path, day, settings, faults, now)
        markup = render_markdown(body, path, line=line)
    except SourceError as fault:
        raise SourceErrors([*faults, fault]) from None
    if suffix and suffix not in settings.languages:
        known = ", ".join(settings.languages)
        problem = f"the file name: expected one of the languages {known}, got {suffix!r}"
        hint = _suggest_language(suffix, settings)
        raise SourceErrors([*faults, SourceError(path, problem, hint=hint)])
    if front is None:
        raise SourceErrors(faults)
    language = suffix or front.language or settings.authoritative
    wrong = [*_check_language(path, suffix, front, settings)]
    wrong += _check_text(path, markup.html, line, front)
    if wrong:
        raise SourceErrors(wrong)
    source_hash = sha256(data).hexdigest()
    key = f"{day}-{slug}"
    entry = Entry(
        # The id that was minted, or the one that follows from the name (RFC 4151).
        id=front.id or derive_id(settings, key, language),
        key=key,
        language=language,
        file=path,
        title=front.title,
        published=front.published,
        path=find_page(settings, day, slug, language),
        summary=front.summary or summarise(markup.html),
        topics=front.topics,
        source=front.source,
        reference=front.reference,
        translation=front.translation or ("" if language == settings.authoritative else "official"),
        revisions=front.revisions,
        own_summary=bool(front.summary),
        authors=front.authors,
        imported_from=front.imported_from,
        digest=sha256(f"{path} {source_hash}".encode()).hexdigest()[:DIGITS],
    )
    entry = entry._replace(sha256=hash_text(entry, normalise_text(body)))
    return Reading(source_hash, _make_file(entry, front, markup), markup.html)


def _make_file(entry: Entry, front: Front, markup: Markup) -> ReadFile:
    return ReadFile(
        entry=entry,
        draft=front.draft,
        id_line=front.lines.get("id", 0) if front.id else 0,
        reference_line=front.lines.get("reference", 0),
        attachments=front.attachments,
        references=markup.references,
        anchors='href="#' in markup.html,
    )


def read_text(file: Path, path: str) -> str:
    """Read the Markdown of an entry that was read before, as ``normalise_text`` gives it."""
    return normalise_text(split_front(read_source(file, path), path)[1])


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
            hint=_suggest_name(name),
        )
    try:
        day = parse_day(match["day"])
    except FieldError as error:
        raise SourceError(
            path, f"the file name: {error}", hint="start the name with the day of the statement"
        ) from None
    return day, match["slug"], match["language"] or ""


def _suggest_name(name: str) -> str:
    """Say what a file that is no entry by its name can be called."""
    near = _ENDING.sub(".md", re.sub(r"[\s_]+", "-", name.lower()))
    if _NAME.fullmatch(near):
        return f"rename it to {near}"
    return "a-z, 0-9 and single hyphens; `communique new` finds a good name"


def find_page(settings: Settings, day: date, slug: str, language: str) -> str:
    """Give the folder of an entry's page in the site: ``be/2023/our-title/``."""
    prefix = "" if language == settings.authoritative else f"{language}/"
    return f"{prefix}{day.year:04}/{slug}/"


def write_name(settings: Settings, day: date, slug: str, language: str) -> str:
    """Write the name of an entry's file, as ``parse_name`` reads it."""
    suffix = "" if language == settings.authoritative else f".{language}"
    return f"{day}-{slug}{suffix}.md"


def _suggest_language(suffix: str, settings: Settings) -> str:
    """Say what can stand in a file name in the place of *suffix*."""
    for language in settings.languages:
        if language.lower() == suffix.lower():
            return f"write {language} in the name of the file"
    with suppress(FieldError):
        language = parse_language(suffix)
        return f"add {language} to languages in entries/feed.yaml, or rename the file"
    return "rename the file: in its name a dot stands before the language and before md alone"


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


def _check_text(path: str, html: str, line: int, front: Front) -> Iterator[SourceError]:
    """Refuse an entry that says nothing; a draft may, and so may the cover of an attachment."""
    if not (_SEEN.search(html) or front.draft or front.attachments):
        hint = "write it below the second line ---, or keep the entry back with draft: true"
        yield SourceError(path, "the statement has no text yet", line=line, hint=hint)


def derive_id(settings: Settings, key: str, language: str) -> str:
    """Make the id of an entry that has none of its own (RFC 4151)."""
    return f"tag:{settings.authority}:{key}:{language}"
