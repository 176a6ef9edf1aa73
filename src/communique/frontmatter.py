"""The front matter of one entry: what stands between the two lines ``---`` at its head."""

from __future__ import annotations

import re
from datetime import datetime, time
from difflib import get_close_matches
from typing import TYPE_CHECKING

from communique.dates import format_moment, parse_moment
from communique.errors import FieldError, SourceError
from communique.fields import Fields, parse_url
from communique.model import REVISION_KINDS, TRANSLATION_KINDS, Revision
from communique.nodes import parse_mapping
from communique.quoting import format_scalar
from communique.values import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from communique.settings import Settings

_ID_HINT = "delete the line: the id is then made from the file name"
ID_LIMIT = 244
"""Characters of an id; some readers keep no more."""

_FOREIGN_ID_LIMIT = 2000

_END = re.compile(r"^---[ \t]*$", re.MULTILINE)
# RFC 9562 §4 for the UUID; RFC 4151 §2.1 for the tag.
_ID = re.compile(
    r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    r"|tag:([A-Za-z0-9._+-]+@)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?,\d{4}(-\d\d(-\d\d)?)?"
    r":([A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-F]{2})*",
    re.ASCII,
)


class Front(Struct, frozen=True, kw_only=True):
    """
    Hold the front matter of an entry.

    Empty strings and tuples stand for what is absent. ``attachments`` come with their lines;
    ``lines`` holds the line of each field that is there.
    """

    id: str
    title: str
    published: datetime
    language: str
    topics: tuple[str, ...]
    summary: str
    source: str
    reference: str
    attachments: tuple[tuple[str, int], ...]
    translation: str
    draft: bool
    revisions: tuple[Revision, ...]
    authors: tuple[str, ...]
    imported_from: tuple[str, ...]
    lines: Mapping[str, int]


def split_front(text: str, path: str) -> tuple[str, str, int]:
    """
    Part an entry into front matter and text.

    Returns:
        The YAML between the two lines ``---``, the Markdown after them, and the line on which that
        begins.

    Raises:
        SourceError: One of the lines is missing.
    """
    if not text.startswith("---") or text[3:].partition("\n")[0].strip():
        hint = "start the file with a line ---, then title: …, then another line ---"
        raise SourceError(path, "expected front matter", line=1, hint=hint)
    start = text.find("\n") + 1
    end = _END.search(text, start) if start else None
    if end is None:
        hint = "end the front matter with a line ---"
        raise SourceError(path, "the front matter has no end", line=1, hint=hint)
    body = text[end.end() + 1 :]
    return text[start : end.start()], body, text.count("\n", 0, end.end()) + 2


def read_front(
    yaml: str, path: str, day: date, settings: Settings, faults: list[SourceError], now: datetime
) -> Front | None:
    """
    Read the front matter of an entry.

    Args:
        yaml: As ``split_front`` gives it; begins on line 2.
        path: What to call the file in a fault.
        day: The date in the file's name.
        settings: Of the publication.
        faults: Receives every fault.
        now: No revision lies after it.

    Returns:
        None if there was a fault.
    """
    try:
        node = parse_mapping(yaml, path, first_line=2)
    except SourceError as fault:
        faults.append(fault)
        return None
    fields = Fields(node, path, faults)
    before = len(faults)
    title = fields.line_of_text("title", required=True)
    published = _read_published(fields, day, settings)
    imported_from = _read_origins(fields)
    front = Front(
        id=fields.parsed("id", _parse_foreign_id if imported_from else _parse_id) or "",
        title=title,
        published=published,
        language=_read_language(fields, settings),
        topics=_read_topics(fields, settings),
        summary=fields.line_of_text("summary"),
        source=fields.url("source") or "",
        reference=fields.line_of_text("reference"),
        attachments=fields.texts_with_lines("attachments"),
        translation=fields.choice("translation", TRANSLATION_KINDS) or "",
        draft=fields.boolean("draft") or False,
        revisions=_read_revisions(fields, published, settings, now),
        authors=fields.texts("authors"),
        imported_from=imported_from,
        lines=node.lines,
    )
    fields.finish()
    return front if len(faults) == before else None


def _read_origins(fields: Fields) -> tuple[str, ...]:
    """Read where an imported entry stood, which may be a file, and the addresses that led there."""
    found = [pair for pair in fields.texts_with_lines("imported-from") if pair[0]]
    for text, line in found[1:]:
        try:
            parse_url(text)
        except FieldError as error:
            fields.fault("imported-from", error.problem, error.hint, line=line)
    return tuple(text for text, _ in found)


def _read_published(fields: Fields, day: date, settings: Settings) -> datetime:
    midnight = datetime.combine(day, time(), settings.timezone)
    published = fields.parsed("date", lambda text: parse_moment(text, settings.timezone))
    if published is None:
        return midnight
    if published.date() != day:
        problem = f"expected the day of the file name, {day}, got {published.date()}"
        fields.fault("date", problem, "correct the date, or rename a file not yet published")
    return published


def _read_language(fields: Fields, settings: Settings) -> str:
    language = fields.text("lang") or ""
    if language and language not in settings.languages:
        known = ", ".join(settings.languages)
        hint = f"add {language} to languages in entries/feed.yaml"
        fields.fault("lang", f"expected one of {known}, got {language!r}", hint)
    return language


def _read_topics(fields: Fields, settings: Settings) -> tuple[str, ...]:
    known = [topic.key for topic in settings.topics]
    topics: list[str] = []
    for topic, line in fields.texts_with_lines("topics"):
        if topic not in known:
            near = get_close_matches(topic, known, n=1)
            hint = "add it to topics in entries/feed.yaml"
            hint = f"did you mean {near[0]}? else {hint}" if near else hint
            if "," in topic:
                hint = f"write topics: [{topic}]"
            if topic in settings.former_topics:
                hint = f"it is called {settings.former_topics[topic]} now"
            fields.fault("topics", f"there is no topic {topic!r}", hint, line=line)
        elif topic in topics:
            fields.fault("topics", f"{topic} stands here twice", "keep one of the two", line=line)
        else:
            topics.append(topic)
    return tuple(topics)


def _read_revisions(
    fields: Fields, published: datetime, settings: Settings, now: datetime
) -> tuple[Revision, ...]:
    revisions: list[Revision] = []
    earliest = published
    for item in fields.fields_list("revisions"):
        date = item.parsed(
            "date", lambda text: parse_moment(text, settings.timezone), required=True
        )
        kind = item.choice("kind", REVISION_KINDS, required=True)
        note = item.line_of_text("note")
        item.finish()
        if kind in {"correction", "withdrawal"} and not note:
            hint = f"say in a sentence what the {kind} is about; readers see it"
            item.fault("note", "expected a text, got nothing", hint)
        if date is None or kind is None:
            continue
        if date < earliest:
            hint = "revisions stand in the order in which they were made, after publication"
            item.fault("date", f"lies before {format_moment(earliest)}", hint)
        elif date > now:
            hint = "write the moment at which the text was changed"
            item.fault("date", "a revision cannot lie in the future", hint)
        if revisions and revisions[-1].kind == "withdrawal":
            item.fault("kind", "nothing can follow a withdrawal", "publish a new statement instead")
        earliest = max(earliest, date)
        revisions.append(Revision(date=date, kind=kind, note=note))
    return tuple(revisions)


def _parse_id(text: str) -> str:
    if text.startswith(("http:", "https:")):
        problem = "an address of the web cannot be an id"
        raise FieldError(problem, f"it would change with a move; {_ID_HINT}")
    if len(text) > ID_LIMIT:
        problem = f"expected at most {ID_LIMIT} characters, got {len(text)}"
        raise FieldError(problem, _ID_HINT)
    if not _ID.fullmatch(text):
        problem = f"expected urn:uuid:… or tag:… without white space, got {text!r}"
        low = text.lower()
        raise FieldError(problem, f"write {low}" if _ID.fullmatch(low) else _ID_HINT)
    return text


def _parse_foreign_id(text: str) -> str:
    """Read the id of an imported entry: readers know it by this text, whatever that is."""
    if "\n" in text or len(text) > _FOREIGN_ID_LIMIT:
        problem = f"expected at most {_FOREIGN_ID_LIMIT} characters on one line"
        raise FieldError(problem, "restore the line from git or a backup")
    return text


def format_revision(revision: Revision) -> list[tuple[str, str]]:
    """Write the fields of a revision, each as it stands between curly brackets."""
    fields = [("date", format_moment(revision.date)), ("kind", revision.kind)]
    return [*fields, ("note", format_scalar(revision.note, item=True))] if revision.note else fields


def format_entry(
    front: Mapping[str, str | tuple[str, ...]], body: str, revisions: tuple[Revision, ...] = ()
) -> str:
    """
    Write an entry as a file: ``split_front`` and ``read_front`` read it back.

    Args:
        front: The fields in their order, each one line, without surrogates; empty ones are left
            out.
        body: Markdown; may be empty.
        revisions: Oldest first.
    """
    lines = ["---"]
    for name, value in front.items():
        if isinstance(value, tuple):
            if value:
                items = (format_scalar(item, item=True) for item in value)
                lines.append(f"{name}: [{', '.join(items)}]")
        elif value:
            lines.append(f"{name}: {format_scalar(value)}")
    if revisions:
        lines.append("revisions:")
    for revision in revisions:
        fields = ", ".join(f"{name}: {text}" for name, text in format_revision(revision))
        lines.append(f"- {{{fields}}}")
    return "\n".join([*lines, "---", "", body])
