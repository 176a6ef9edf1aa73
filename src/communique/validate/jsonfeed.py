"""Judge a JSON Feed, version 1 or 1.1."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from communique.validate.catalogue import find_rule
from communique.validate.findings import MOST_OF_A_KIND, Finding, Report
from communique.validate.values import quote
from communique.validate.values.dates import EARLIEST, parse_rfc3339
from communique.validate.values.names import is_media_type, language
from communique.validate.values.uris import absolute_iri

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

VERSIONS = {
    "https://jsonfeed.org/version/1": "JSON Feed 1",
    "https://jsonfeed.org/version/1.1": "JSON Feed 1.1",
}
ID = re.compile(
    r'"id"\s*:\s*("(?>(?:[^"\\\x00-\x1f]++|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*)"|\d{1,18})'
)
TYPES: dict[type, str] = {
    str: "a string", float: "a number", list: "a list", dict: "an object", bool: "true or false",
}  # fmt: skip
FEED: dict[str, type] = {
    "version": str, "title": str, "home_page_url": str, "feed_url": str, "description": str,
    "user_comment": str, "next_url": str, "icon": str, "favicon": str, "authors": list,
    "author": dict, "language": str, "expired": bool, "hubs": list, "items": list,
}  # fmt: skip
ITEM: dict[str, type] = {
    "url": str, "external_url": str, "title": str, "content_html": str, "content_text": str,
    "summary": str, "image": str, "banner_image": str, "date_published": str,
    "date_modified": str, "authors": list, "author": dict, "tags": list, "language": str,
    "attachments": list,
}  # fmt: skip
AUTHOR: dict[str, type] = {"name": str, "url": str, "avatar": str}
ATTACHMENT: dict[str, type] = {
    "url": str, "mime_type": str, "title": str, "size_in_bytes": float,
    "duration_in_seconds": float,
}  # fmt: skip
HUB: dict[str, type] = {"type": str, "url": str}
LISTS = {"attachments": ATTACHMENT, "authors": AUTHOR, "hubs": HUB}
"""The members of the objects in a list."""
REQUIRED = {"attachments": ("url", "mime_type"), "authors": (), "hubs": ("type", "url")}
ADDRESSES = (
    "home_page_url",
    "feed_url",
    "next_url",
    "icon",
    "favicon",
    "url",
    "external_url",
    "image",
    "banner_image",
    "avatar",
)
DATES = ("date_published", "date_modified")


class _Reader:
    """Collect findings; a JSON value has no place of its own, so its name is looked for."""

    def __init__(self, text: str, now: datetime | None) -> None:
        self.text = text
        self.now = now
        self.findings: list[Finding] = []
        self.counts: Counter[str] = Counter()
        self.places: dict[str, tuple[int, int]] = {}
        self.at, self.line, self.line_start = 0, 1, 0

    def find(self, member: str, start: int = 0) -> int:
        """Find where a member stands; *start* where its name is in escapes, or it does not."""
        since, place = self.places.get(member, (start + 1, 0))
        if not since <= start <= place:
            found = self.text.find(f'"{member}"', start)
            place = len(self.text) if found < 0 else found
            self.places[member] = start, place
        return start if place == len(self.text) else place

    def move(self, offset: int) -> tuple[int, int]:
        """Give line and column of an offset; near the one before, that takes no time."""
        start, end = sorted((self.at, offset))
        breaks = self.text.count("\n", start, end)
        self.line += breaks if offset > self.at else -breaks
        if breaks:
            since = start if offset > self.at else 0
            self.line_start = self.text.rfind("\n", since, offset) + 1
        self.at = offset
        return self.line, offset - self.line_start + 1

    def report(self, code: str, message: str, where: str, offset: int = 0) -> None:
        self.counts[code] += 1
        if self.counts[code] > MOST_OF_A_KIND:
            return
        rule = find_rule(code)
        line, column = self.move(offset)
        self.findings.append(
            Finding(
                severity=rule.severity,
                code=code,
                line=line,
                column=column,
                element=where,
                message=message,
                hint=rule.mend,
                reference=rule.reference,
            )
        )


def validate_json(data: bytes, now: datetime | None) -> Report:
    """Judge the bytes of a JSON Feed, which is in UTF-8 (RFC 8259 §8.1)."""
    text = data.decode("utf-8-sig", "replace")
    reader = _Reader(text, now)
    try:
        data.decode("utf-8-sig")
        feed = json.loads(text)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig", "replace")
        message = f"the byte {data[error.start]:02X} is not UTF-8"
        reader.report("json-syntax", message, "", len(before))
        return Report(format="JSON", findings=tuple(reader.findings))
    except json.JSONDecodeError as error:
        reader.report("json-syntax", f"not JSON: {error.msg}", "", error.pos)
        return Report(format="JSON", findings=tuple(reader.findings))
    except (RecursionError, ValueError) as error:
        reader.report("json-syntax", f"not readable as JSON: {type(error).__name__}", "")
        return Report(format="JSON", findings=tuple(reader.findings))
    name = _check_feed(reader, feed)
    for code, number in reader.counts.copy().items():
        if number > MOST_OF_A_KIND:
            message = f"{code} is broken {number - MOST_OF_A_KIND:,} times more than is listed"
            reader.report("x-and-more", message, "")
    return Report(format=name, findings=tuple(reader.findings))


def _check_feed(reader: _Reader, feed: Any) -> str:  # noqa: ANN401 - any JSON value
    """Judge the top-level object; return what it is."""
    if not isinstance(feed, dict):
        reader.report("json-not-a-feed", "the document is no JSON object", "")
        return "JSON"
    version = feed.get("version")
    name = VERSIONS.get(version, "") if isinstance(version, str) else ""
    if not name:
        message = f"version is {quote(str(version))}" if version else "there is no version"
        reader.report(
            "json-version",
            f"{message}; it is {list(VERSIONS)[-1]}",
            "version",
            reader.find("version"),
        )
    for member in ("title", "items"):
        if member not in feed:
            reader.report("json-missing-member", f"the feed has no “{member}”", member)
    _check_members(reader, feed, FEED, "", 0)
    items = feed.get("items")
    if isinstance(items, list):
        _check_items(reader, items)
    return name or "JSON"


def _check_items(reader: _Reader, items: list[Any]) -> None:
    """Judge every item, and their ids against each other."""
    seen: dict[str, int] = {}
    offset = reader.find("items")
    written = _read_ids(reader.text, offset)
    for number, item in enumerate(items):
        where = f"items[{number}]"
        if not isinstance(item, dict):
            reader.report("json-type", f"{where} is not an object", where, offset)
            continue
        identity = item.get("id")
        if "id" not in item or identity in ("", None):
            reader.report("json-missing-member", f"{where} has no “id”", where, offset)
        elif isinstance(identity, (str, int, float)):
            offset = next((at for at, found in written if found == identity), offset)
            if not isinstance(identity, str):
                reader.report(
                    "x-json-id-not-text",
                    f"the id of {where} is a number, not a string",
                    where,
                    offset,
                )
            first = seen.setdefault(str(identity), number)
            if first != number:
                message = f"the id {quote(str(identity))} is that of items[{first}] too"
                reader.report("json-duplicate-id", message, where, offset)
        else:
            reader.report("json-type", f"the id of {where} is not a string", where, offset)
        if not {"content_html", "content_text"} & item.keys():
            message = f"{where} has neither “content_html” nor “content_text”"
            reader.report("json-missing-content", message, where, offset)
        _check_members(reader, item, ITEM, where, offset)


def _check_members(
    reader: _Reader, value: dict[str, Any], members: dict[str, type[Any]], where: str, offset: int
) -> None:
    """Judge the members of the feed or of an item, and what the lists among them hold."""
    prefix = f"{where}." if where else ""
    for member, kind in members.items():
        if member not in value:
            continue
        place = reader.find(member, offset)
        found: Any = value[member]
        _check_member(reader, found, kind, prefix + member, place)
        if member == "author" and isinstance(found, dict):
            _check_object(reader, found, AUTHOR, prefix + member, place)
        elif member in LISTS and isinstance(found, list):
            _check_list(reader, found, member, prefix + member, place)
        elif member == "tags" and isinstance(found, list):
            for number, tag in enumerate(found):
                _check_member(reader, tag, str, f"{prefix}tags[{number}]", place)


def _check_member(
    reader: _Reader,
    found: Any,  # noqa: ANN401 - any JSON value
    kind: type[Any],
    where: str,
    place: int,
) -> None:
    """Judge the type of a value, and what its name says of it besides."""
    member = where.rpartition(".")[2]
    if type(found) is not kind and not (kind is float and type(found) is int):
        reader.report("json-type", f"{where} is not {TYPES[kind]}", where, place)
    elif member in ADDRESSES:
        for fault in absolute_iri(found):
            reader.report("json-address", f"{where}: {fault.message}", where, place)
    elif member in DATES:
        _check_date(reader, found, where, place)
    elif member == "language":
        for fault in language(found):
            reader.report("json-language", f"{where}: {fault.message}", where, place)
    elif member == "mime_type" and not is_media_type(found):
        reader.report("json-type", f"{where}: {quote(found)} is no media type", where, place)


def _check_list(reader: _Reader, found: list[Any], member: str, where: str, place: int) -> None:
    """Judge the objects of a list: people, files or hubs."""
    for number, each in enumerate(found):
        here = f"{where}[{number}]"
        if not isinstance(each, dict):
            reader.report("json-type", f"{here} is not an object", here, place)
            continue
        for name in REQUIRED[member]:
            if name not in each:
                reader.report("json-missing-member", f"{here} has no “{name}”", here, place)
        if member == "authors" and not AUTHOR.keys() & each.keys():
            reader.report("json-type", f"{here} has neither name, url nor avatar", here, place)
        _check_object(reader, each, LISTS[member], here, place)


def _check_object(
    reader: _Reader, value: dict[str, Any], members: dict[str, type[Any]], where: str, place: int
) -> None:
    """Judge the members of an object in a list, which have the place of the list."""
    for member, kind in members.items():
        if member in value:
            _check_member(reader, value[member], kind, f"{where}.{member}", place)


def _check_date(reader: _Reader, text: str, where: str, place: int) -> None:
    moment = parse_rfc3339(text)
    if moment is None:
        reader.report(
            "json-date",
            f"{where}: {quote(text)} is no date like 2026-03-09T14:30:00Z",
            where,
            place,
        )
    elif moment < EARLIEST or (reader.now is not None and moment > reader.now):
        reader.report(
            "x-json-implausible-date", f"{where}: {quote(text)} is not in the past", where, place
        )


def _read_ids(text: str, start: int) -> Iterator[tuple[int, object]]:
    """Yield every id of the text, of items and of whatever else, and where it stands."""
    for match in ID.finditer(text, start):
        yield match.start(), json.loads(match[1])
