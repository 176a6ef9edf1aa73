"""Judge a JSON Feed, version 1 or 1.1."""

from __future__ import annotations

import codecs
import json
from collections import Counter
from datetime import timedelta
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from communique.validate.catalogue import find_rule
from communique.validate.findings import MOST_OF_A_KIND, Report
from communique.validate.jsonplaces import find_places
from communique.validate.jsontext import parse_json
from communique.validate.positions import START
from communique.validate.values import quote
from communique.validate.values.dates import EARLIEST, parse_rfc3339
from communique.validate.values.names import is_media_type, language
from communique.validate.values.text import find_bad_character
from communique.validate.values.uris import absolute_iri

if TYPE_CHECKING:
    from datetime import datetime

    from communique.validate.findings import Finding

LEEWAY = timedelta(minutes=10)
"""How far the clock of who publishes may be ahead."""
VERSIONS = {
    "https://jsonfeed.org/version/1": "JSON Feed 1",
    "https://jsonfeed.org/version/1.1": "JSON Feed 1.1",
}
WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
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
    """Collect findings; where they stand is looked for once all of them are known."""

    def __init__(self, now: datetime | None) -> None:
        self.now = now
        self.reports: list[tuple[str, str, str, str]] = []
        self.counts: Counter[str] = Counter()

    def report(self, code: str, message: str, where: str, place: str = "") -> None:
        """Report a broken rule of a value, at its own place or that of another."""
        self.counts[code] += 1
        if self.counts[code] <= MOST_OF_A_KIND:
            self.reports.append((code, message, where, place or where))

    def finish(self, text: str) -> tuple[Finding, ...]:
        """Give every finding in the order of the document."""
        for code, number in self.counts.copy().items():
            if number > MOST_OF_A_KIND:
                message = f"{code} is broken {number - MOST_OF_A_KIND:,} times more than is listed"
                self.report("x-and-more", message, "")
        places = find_places(text, (place for *_, place in self.reports))
        findings = []
        at = START
        last = 0
        for code, message, where, place in sorted(self.reports, key=lambda each: places[each[3]]):
            at = at.after(text[last : places[place]])
            last = places[place]
            findings.append(find_rule(code).describe(*at, where, message))
        return tuple(findings)


def validate_json(data: bytes, now: datetime | None) -> Report:
    """Judge the bytes of a JSON Feed, which is in UTF-8 (RFC 8259 §8.1)."""
    if data.startswith(WIDE_MARKS) or b"\x00" in data[:4]:
        return _refuse("this is UTF-16 or UTF-32; JSON is written in UTF-8")
    try:
        text = data.decode("utf-8-sig")
        feed, repeated = parse_json(text)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig", "replace")
        return _refuse(f"the byte {data[error.start]:02X} is not UTF-8", before)
    except json.JSONDecodeError as error:
        problem = error.msg.removesuffix(" at").removesuffix(" starting")
        return _refuse(f"not JSON: {problem}", text[: error.pos])
    except RecursionError:
        return _refuse("not readable as JSON: it is nested too deeply")
    except ValueError:
        return _refuse("not readable as JSON: a number in it is too long")
    reader = _Reader(now)
    name = _check_feed(reader, feed)
    for path in repeated:
        message = f"{path} stands more than once in the same object; most readers see the last"
        reader.report("x-json-repeated-name", message, path)
    return Report(format=name, findings=reader.finish(text))


def _refuse(problem: str, before: str = "") -> Report:
    """Report that a document cannot be read, at the end of the text before the fault."""
    finding = find_rule("json-syntax").describe(*START.after(before), "", problem)
    return Report(format="JSON", findings=(finding,))


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
        )
    for member in ("title", "items"):
        if member not in feed:
            reader.report("json-missing-member", f"the feed has no “{member}”", member)
    _check_members(reader, feed, FEED, "")
    items = feed.get("items")
    if isinstance(items, list):
        _check_items(reader, items)
    return name or "JSON"


def _check_items(reader: _Reader, items: list[Any]) -> None:
    """Judge every item, and their ids against each other."""
    seen: dict[str, str] = {}
    for number, item in enumerate(items):
        where = f"items[{number}]"
        if not isinstance(item, dict):
            reader.report("json-type", f"{where} is not an object", where)
            continue
        _check_id(reader, item, where, seen)
        if not {"content_html", "content_text"} & item.keys():
            message = f"{where} has neither “content_html” nor “content_text”"
            reader.report("json-missing-content", message, where)
        _check_members(reader, item, ITEM, where)


def _check_id(reader: _Reader, item: dict[str, Any], where: str, seen: dict[str, str]) -> None:
    """Judge the id of an item, by itself and against those *seen*."""
    identity = item.get("id")
    place = f"{where}.id"
    if identity in ("", None):
        reader.report("json-missing-member", f"{where} has no “id”", where, place)
    elif isinstance(identity, (str, int, float)):
        if not isinstance(identity, str):
            kind = TYPES[bool if isinstance(identity, bool) else float]
            message = f"the id of {where} is {kind}, not a string"
            reader.report("x-json-id-not-text", message, where, place)
        first = seen.setdefault(str(identity), where)
        if first != where:
            message = f"the id {quote(str(identity))} is that of {first} too"
            reader.report("json-duplicate-id", message, where, place)
    else:
        reader.report("json-type", f"the id of {where} is not a string", where, place)


def _check_members(
    reader: _Reader, value: dict[str, Any], members: dict[str, type[Any]], where: str
) -> None:
    """Judge the members of the feed or of an item, and what the lists among them hold."""
    prefix = f"{where}." if where else ""
    for member in value:
        if member not in members and member != "id" and not member.startswith("_"):
            near = get_close_matches(member, members, n=1, cutoff=0.8)
            message = f"{quote(member)} is no member of {'an item' if where else 'a feed'}"
            message += f"; is it {near[0]}?" if near else ""
            reader.report("x-json-unknown-member", message, prefix + member)
    for member, kind in members.items():
        if member not in value:
            continue
        found: Any = value[member]
        _check_member(reader, found, kind, prefix + member)
        if member == "author" and isinstance(found, dict):
            _check_object(reader, found, AUTHOR, prefix + member)
        elif member in LISTS and isinstance(found, list):
            _check_list(reader, found, member, prefix + member)
        elif member == "tags" and isinstance(found, list):
            for number, tag in enumerate(found):
                _check_member(reader, tag, str, f"{prefix}tags[{number}]")


def _check_member(
    reader: _Reader,
    found: Any,  # noqa: ANN401 - any JSON value
    kind: type[Any],
    where: str,
) -> None:
    """Judge the type of a value, and what its name says of it besides."""
    member = where.rpartition(".")[2]
    if isinstance(found, str) and (bad := find_bad_character(found)):
        message = f"{where} holds {bad[1]}: text was read in the wrong encoding"
        reader.report("bad-characters", message, where)
    if type(found) is not kind and not (kind is float and type(found) is int):
        reader.report("json-type", f"{where} is not {TYPES[kind]}", where)
    elif member in ADDRESSES:
        for fault in absolute_iri(found):
            reader.report("json-address", f"{where}: {fault.message}", where)
    elif member in DATES:
        _check_date(reader, found, where)
    elif member == "language":
        for fault in language(found):
            reader.report("json-language", f"{where}: {fault.message}", where)
    elif member == "mime_type" and not is_media_type(found):
        reader.report("json-type", f"{where}: {quote(found)} is no media type", where)


def _check_list(reader: _Reader, found: list[Any], member: str, where: str) -> None:
    """Judge the objects of a list: people, files or hubs."""
    for number, each in enumerate(found):
        here = f"{where}[{number}]"
        if not isinstance(each, dict):
            reader.report("json-type", f"{here} is not an object", here)
            continue
        for name in REQUIRED[member]:
            if name not in each:
                reader.report("json-missing-member", f"{here} has no “{name}”", here)
        if member == "authors" and not AUTHOR.keys() & each.keys():
            reader.report("json-type", f"{here} has neither name, url nor avatar", here)
        _check_object(reader, each, LISTS[member], here)


def _check_object(
    reader: _Reader, value: dict[str, Any], members: dict[str, type[Any]], where: str
) -> None:
    """Judge the members of an object in a list."""
    for member, kind in members.items():
        if member in value:
            _check_member(reader, value[member], kind, f"{where}.{member}")


def _check_date(reader: _Reader, text: str, where: str) -> None:
    moment = parse_rfc3339(text)
    if moment is None:
        reader.report(
            "json-date",
            f"{where}: {quote(text)} is no date like 2026-03-09T14:30:00Z",
            where,
        )
    elif moment < EARLIEST:
        message = f"{where}: {quote(text)} is before 1990"
        reader.report("x-json-implausible-date", message, where)
    elif reader.now is not None and moment > reader.now + LEEWAY:
        message = f"{where}: {quote(text)} is in the future"
        reader.report("x-json-implausible-date", message, where)
