"""Revisions of an entry, recorded in its file with nothing else in it changed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from communique.entryfile import derive_id, parse_name
from communique.errors import RefusedError, SourceError, SourceErrors
from communique.frontmatter import Front, format_revision, read_front, split_front
from communique.nodes import locate_values
from communique.sources import decode_source
from communique.values import Struct, replace

if TYPE_CHECKING:
    from datetime import datetime

    from communique.model import Revision
    from communique.nodes import Span
    from communique.settings import Settings

_MARK = "\ufeff"
_LINE_END = re.compile("\r\n|\r|\n")


class Source(Struct, frozen=True, kw_only=True):
    """
    Hold the file of one entry.

    Args:
        path: Relative to the publication; forward slashes.
        data: Its bytes.
        front: What its front matter says.
        body: Its Markdown.
        id: Of the entry, minted or derived.
        language: A language tag of the publication.
    """

    path: str
    data: bytes
    front: Front
    body: str
    id: str
    language: str


def parse_entry(data: bytes, path: str, settings: Settings, now: datetime) -> Source:
    """
    Read one entry without its neighbours.

    Args:
        data: The bytes of its file.
        path: Relative to the publication; forward slashes.
        settings: Of the publication.
        now: Aware; no revision lies after it.

    Raises:
        SourceError: It is no entry.
        SourceErrors: Its front matter has faults.
    """
    day, slug, suffix = parse_name(path.rpartition("/")[2], path)
    yaml, body, _ = split_front(decode_source(data, path), path)
    faults: list[SourceError] = []
    front = read_front(yaml, path, day, settings, faults, now)
    if front is None:
        raise SourceErrors(faults)
    language = suffix or front.language or settings.authoritative
    return Source(
        path=path,
        data=data,
        front=front,
        body=body,
        id=front.id or derive_id(settings, f"{day}-{slug}", language),
        language=language,
    )


def add_revision(source: Source, revision: Revision, settings: Settings, now: datetime) -> bytes:
    """
    Record *revision* in the file of an entry.

    Comments, line ends, quotation marks and the order of the fields stay as they are.

    Args:
        source: The entry.
        revision: Its note is one line; its date has whole seconds.
        settings: Of the publication.
        now: Aware.

    Returns:
        The new bytes of the file: reading them gives exactly one revision more.

    Raises:
        RefusedError: Nothing can be revised here, or the file is written in a way that we cannot
            add to without a risk.
    """
    _refuse(source, revision, now)
    try:
        data = _insert(source, revision)
        after = parse_entry(data, source.path, settings, now)
    except (SourceError, SourceErrors):
        raise _cannot_edit(source) from None
    expected = replace(source.front, revisions=(*source.front.revisions, revision))
    if _forget_lines(after.front) != _forget_lines(expected) or after.body != source.body:
        raise _cannot_edit(source)
    return data


def _refuse(source: Source, revision: Revision, now: datetime) -> None:
    front, path = source.front, source.path
    if front.draft or front.published > now:
        raise refuse_unpublished(path)
    if front.revisions and front.revisions[-1].kind == "withdrawal":
        raise RefusedError(
            "withdrawn",
            "was withdrawn, and nothing can follow a withdrawal",
            hint="publish a new statement instead",
            place=path,
        )
    said = {(last.kind, last.note) for last in front.revisions[-1:]}
    if revision.note and (revision.kind, revision.note) in said:
        raise RefusedError(
            "not-revised",
            f"its last {revision.kind} says the same already",
            hint="communique publish; of another change say what that is",
            place=path,
        )
    earliest = max([front.published, *(earlier.date for earlier in front.revisions)])
    grave = [earlier.date for earlier in front.revisions if earlier.kind != "minor"]
    # Few would notice a correction of the moment that readers know already.
    unnoticed = revision.kind != "minor" and revision.date == max([front.published, *grave])
    if unnoticed or not earliest <= revision.date <= now:
        moment = revision.date.isoformat(timespec="minutes")
        problem = f"{moment} does not lie after {earliest.isoformat(timespec='minutes')}"
        if revision.date > now:
            problem = f"{moment} lies in the future"
        hint = "give no --date: the revision is then of this moment"
        raise RefusedError("revision-date", problem, hint=hint, place=path)


def refuse_unpublished(path: str) -> RefusedError:
    """Refuse to revise an entry that nobody knows yet."""
    return RefusedError(
        "not-published",
        "is not published yet",
        hint="just edit it: nobody has read it yet who would have to be told",
        place=path,
    )


def _forget_lines(front: Front) -> Front:
    """Drop the lines on which fields stand: a revision above them moves those."""
    return replace(front, lines={}, attachments=tuple((name, 0) for name, _ in front.attachments))


def _cannot_edit(source: Source) -> RefusedError:
    return RefusedError(
        "cannot-edit",
        "its front matter is written in a way that cannot be added to safely; nothing was changed",
        hint="write the field as a list: revisions:, and below it a line - {date: …, kind: …}",
        place=source.path,
    )


def _insert(source: Source, revision: Revision) -> bytes:
    """Put the revision in its place, counted in characters of the text with Unix line ends."""
    original = source.data.decode("utf-8")
    mark = _MARK if original.startswith(_MARK) else ""
    original = original.removeprefix(_MARK)
    text = _LINE_END.sub("\n", original)
    offset = text.find("\n") + 1
    yaml = split_front(text, source.path)[0]
    start, end, addition = _plan(yaml, revision)
    found = _LINE_END.search(original)
    addition = addition.replace("\n", found[0] if found else "\n")
    start, end = (_find_place(original, text, offset + place) for place in (start, end))
    return (mark + original[:start] + addition + original[end:]).encode()


def _find_place(original: str, text: str, place: int) -> int:
    """Give the place in *original* that is *place* in *text*, the same with Unix line ends."""
    line = text.count("\n", 0, place)
    column = place - (text.rfind("\n", 0, place) + 1)
    ends = [0, *(match.end() for match in _LINE_END.finditer(original))]
    return ends[line] + column


def _plan(yaml: str, revision: Revision) -> tuple[int, int, str]:
    """Choose where the revision goes; give start and end of what gives way, and the new text."""
    spans = locate_values(yaml)
    item = "{" + ", ".join(f"{name}: {text}" for name, text in format_revision(revision)) + "}"
    if "revisions" not in spans:
        indent = " " * next(iter(spans.values()))[0].column
        return len(yaml), len(yaml), f"{indent}revisions:\n{indent}- {item}\n"
    key, value = spans["revisions"]
    if value.kind == "scalar":
        if value.start < value.end:  # ~ or null
            return value.start, value.end, f"[{item}]"
        line_end = yaml.index("\n", key.end) + 1
        return line_end, line_end, f"{' ' * key.column}- {item}\n"
    if value.kind == "mapping":  # a list of one, its brackets left out
        return value.start, value.end, f"[{yaml[value.start : value.end]}, {item}]"
    return _plan_flow(yaml, value, item) if value.flow else _plan_block(yaml, value, item, revision)


def _plan_flow(yaml: str, value: Span, item: str) -> tuple[int, int, str]:
    if not value.items:
        return value.start + 1, value.start + 1, item
    last = value.items[-1]
    begin = yaml.rfind("\n", 0, last.start) + 1
    alone = not yaml[begin : last.start].strip()
    return last.end, last.end, f",\n{yaml[begin : last.start]}{item}" if alone else f", {item}"


def _plan_block(yaml: str, value: Span, item: str, revision: Revision) -> tuple[int, int, str]:
    last, indent = value.items[-1], " " * value.column
    place = yaml.rfind("\n", 0, last.end) if last.whole_lines else yaml.index("\n", last.end)
    place += 1
    if not last.flow:
        fields = [f"{name}: {text}\n" for name, text in format_revision(revision)]
        item = f"{indent}  ".join(fields).removesuffix("\n")
    return place, place, f"{indent}- {item}\n"
