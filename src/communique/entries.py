"""The entries of a publication: one Markdown file for each statement and language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.canonical import normalise_text
from communique.dates import parse_day
from communique.doubles import ReadFile, refuse_doubles
from communique.errors import FieldError, SourceError, SourceErrors
from communique.frontmatter import read_front, split_front
from communique.history import apply_ledger
from communique.ledger import read_ledger
from communique.markup import render_markdown, summarise
from communique.model import Entry, Publication, newest_first
from communique.references import Place, References
from communique.settings import read_settings
from communique.sources import list_sources, read_source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime
    from pathlib import Path

    from communique.events import Ledger
    from communique.frontmatter import Front
    from communique.settings import Settings

_NAME = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})-(?P<slug>[a-z0-9]+(?:-[a-z0-9]+)*)"
    r"(?:\.(?P<language>[A-Za-z0-9-]+))?\.md",
    re.ASCII,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """
    Hold everything that stands in ``entries/``.

    Args:
        publication: What is published at the moment that was given, with its past.
        ledger: What was recorded so far.
        scheduled: Entries dated later, the next one first.
        drafts: Entries marked as drafts.
    """

    publication: Publication
    ledger: Ledger
    scheduled: tuple[Entry, ...]
    drafts: tuple[Entry, ...]


def read_publication(folder: Path, now: datetime) -> Reading:
    """
    Read the settings and every entry of the publication in *folder*.

    Args:
        folder: Holds ``entries/``.
        now: Aware; entries dated later are not published.

    Raises:
        SourceErrors: Every fault of every file.
        RefusedError: The ledger is broken.
    """
    ledger = read_ledger(folder)
    faults: list[SourceError] = []
    settings = read_settings(folder, faults)
    if settings is None:
        raise SourceErrors(faults)
    read = [
        found
        for file in list_sources(folder / "entries", faults)
        if (found := _read_file(file, folder, settings, faults, now))
    ]
    refuse_doubles(read, faults)
    public = {f.path: f.page for f in read if not f.front.draft and f.front.published <= now}
    every = {found.path: found.page for found in read}
    entries = [
        # Only a page that is published itself must not lead to one that is not.
        _make_entry(found, public if found.path in public else every, folder, settings, faults)
        for found in read
    ]
    if faults:
        raise SourceErrors(faults)
    drafts = {found.path for found in read if found.front.draft}
    ordered = sorted((e for e in entries if e.file not in drafts), key=newest_first)
    publication = _make_publication(settings, [e for e in ordered if e.published <= now])
    return Reading(
        publication=apply_ledger(publication, ledger),
        ledger=ledger,
        scheduled=tuple(e for e in reversed(ordered) if e.published > now),
        drafts=tuple(e for e in entries if e.file in drafts),
    )


def _make_publication(settings: Settings, entries: list[Entry]) -> Publication:
    values = {name: getattr(settings, name) for name in settings.__slots__}
    return Publication(**values, entries=tuple(entries))


def _read_file(
    file: Path, folder: Path, settings: Settings, faults: list[SourceError], now: datetime
) -> ReadFile | None:
    path = file.relative_to(folder).as_posix()
    try:
        day, slug, suffix = parse_name(file.name, path)
        text = read_source(file, path)
        yaml, body, line = split_front(text, path)
        front = read_front(yaml, path, day, settings, faults, now)
        markup = render_markdown(body, path, line=line)
    except SourceError as fault:
        faults.append(fault)
        return None
    if suffix and suffix not in settings.languages:
        known = ", ".join(settings.languages)
        problem = f"the file name: expected one of the languages {known}, got {suffix!r}"
        hint = f"add {suffix} to languages in entries/feed.yaml, or rename the file"
        faults.append(SourceError(path, problem, hint=hint))
        return None
    if front is None:
        return None
    language = suffix or front.language or settings.authoritative
    wrong = (*_check_language(path, suffix, front, settings), *_check_text(path, body, line, front))
    if wrong:
        faults.extend(wrong)
        return None
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


def _make_entry(
    found: ReadFile,
    pages: dict[str, str],
    folder: Path,
    settings: Settings,
    faults: list[SourceError],
) -> Entry:
    """Resolve the references and attachments of an entry, and put the value together."""
    place = Place(path=found.path, text=found.text, page=found.page)
    references = References(place, folder, pages, faults)
    front = found.front
    for name, line in front.attachments:
        references.attach(name, line)
    html = html_absolute = found.html
    if found.references or 'href="#' in html:
        references.resolve(found.references)
        html = references.relative(found.html)
        html_absolute = references.absolute(found.html, settings.base_url)
    translated = found.language != settings.authoritative
    return Entry(
        id=found.id,
        key=found.key,
        language=found.language,
        file=found.path,
        title=front.title,
        published=front.published,
        path=found.page,
        html=html,
        html_absolute=html_absolute,
        summary=front.summary or summarise(found.html),
        topics=front.topics,
        source=front.source,
        reference=front.reference,
        attachments=references.files,
        translation=front.translation or ("official" if translated else ""),
        revisions=front.revisions,
        text=normalise_text(split_front(found.text, found.path)[1]),
        own_summary=bool(front.summary),
    )
