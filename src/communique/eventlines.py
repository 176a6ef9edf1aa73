"""What a line of the ledger says, as a value and back."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from datetime import UTC
from typing import TYPE_CHECKING, Any

from communique.dates import format_rfc3339, parse_moment
from communique.errors import FieldError
from communique.events import Delivery, Event, Notice
from communique.values import Struct, read_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from communique.events import Record

_TEXTS = ("id", "file", "path", "url", "title", "sha256", "language")
_FIELDS: Mapping[str, tuple[str, ...]] = {
    "published": _TEXTS,
    "moved": _TEXTS,
    "minor": _TEXTS,
    "correction": _TEXTS,
    "withdrawal": _TEXTS,
    "removed": (*_TEXTS, "because"),
}
"""What each event of an entry has to say beside ``at`` and ``published``."""

_BESIDE = ("source", "reference", "translation")
"""What an event may say of an entry beside its text."""

_TEXTS_AT_TIMES = {"imported", "authority", *_BESIDE}

_FOREIGN = "x-"
"""Begins the name of an event that is none of ours: it is part of the chain, and nothing else."""

_HASH = re.compile("[0-9a-f]{64}")


_OTHERS: Mapping[str, type[Record]] = {"delivered": Delivery, "notified": Notice}
"""What is said of no entry."""


class _Head(Struct):
    event: str


class LineError(ValueError):
    """
    A line of the ledger that records nothing that we know.

    Args:
        problem: What was expected, and what stands there.
        hint: What to do; empty for the usual.
    """

    def __init__(self, problem: str, hint: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.hint = hint


def parse_line(line: bytes) -> Record | None:
    """
    Read what a line records.

    Args:
        line: An object of JSON, with what chains it.

    Returns:
        None for what is none of ours.

    Raises:
        LineError: It is no record.
    """
    with suppress(ValueError):  # whatever is wrong with it is said below
        event = read_json(line, Event)
        if event.kind in _FIELDS and bool(event.because) == (event.kind == "removed"):
            return event
    with suppress(ValueError, KeyError):
        found: Record = read_json(line, _OTHERS[read_json(line, _Head).event])
        return found
    try:
        record = json.loads(line)
    except ValueError:
        raise LineError("is not JSON") from None
    return _parse_record(record)


def _parse_record(record: Mapping[str, Any]) -> Record | None:
    _check_texts(record, ("at", "event"))
    kind = record["event"]
    if kind.startswith(_FOREIGN):
        return None
    if kind in _FIELDS:
        return _parse_event(record)
    if kind == "delivered":
        return _parse_delivery(record)
    if kind == "notified":
        return _parse_notice(record)
    hint = "a newer communique may have recorded it: update this one"
    raise LineError(f"event: there is no event {kind!r}", hint)


def _check_texts(record: Mapping[str, Any], names: Iterable[str]) -> None:
    for name in names:
        if not isinstance(record.get(name), str):
            raise LineError(f"{name}: expected a text, got {record.get(name)!r}")


def _check_hash(name: str, text: object) -> None:
    if not isinstance(text, str) or not _HASH.fullmatch(text):
        raise LineError(f"{name}: expected 64 digits 0-9 a-f, got {text!r}")


def _parse_hash(record: Mapping[str, Any], name: str) -> str:
    """Read a hash that not every line has."""
    found: str = record.get(name, "")
    if found != "":
        _check_hash(name, found)
    return found


def _parse_hashes(record: Mapping[str, Any], name: str) -> Mapping[str, str]:
    found = record.get(name)
    if not isinstance(found, dict):
        raise LineError(f"{name}: expected names and their hashes, got {found!r}")
    for sha256 in found.values():
        _check_hash(name, sha256)
    return found


def _parse_delivery(record: Mapping[str, Any]) -> Delivery:
    _check_texts(record, ("target",))
    feeds = _parse_hash(record, "feeds")
    return Delivery(at=_parse_moment(record, "at"), target=record["target"], feeds=feeds)


def _parse_notice(record: Mapping[str, Any]) -> Notice:
    _check_texts(record, ("hub",))
    topic_urls = _parse_hashes(record, "topic_urls")
    at = _parse_moment(record, "at")
    return Notice(at=at, hub=record["hub"], topic_urls=topic_urls)


def _parse_event(record: Mapping[str, Any]) -> Event:
    kind = record["event"]
    _check_texts(record, _FIELDS[kind])
    _check_texts(record, record.keys() & _TEXTS_AT_TIMES)
    _check_hash("sha256", record["sha256"])
    feed_size = record.get("feed_size")
    if not isinstance(feed_size, int) or feed_size < 1:
        raise LineError(f"feed_size: expected a whole number above 0, got {feed_size!r}")
    names = *_FIELDS[kind], *(record.keys() & _TEXTS_AT_TIMES)
    values = {name: record[name] for name in names}
    for name, parse in _PARSERS.items():
        if record.get(name) is not None:
            values[name] = parse(record, name)
    return Event(
        topics=_parse_list(record, "topics"),
        feed_size=feed_size,
        at=_parse_moment(record, "at"),
        kind=kind,
        published=_parse_moment(record, "published"),
        **values,
    )


def _parse_list(record: Mapping[str, Any], name: str) -> tuple[str, ...]:
    texts = record.get(name)
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise LineError(f"{name}: expected a list of texts, got {texts!r}")
    return tuple(texts)


def _parse_former(record: Mapping[str, Any], name: str) -> Mapping[str, str]:
    found = record[name]
    if not isinstance(found, dict) or not all(isinstance(key, str) for key in found.values()):
        raise LineError(f"{name}: expected keys and present keys, got {found!r}")
    return found


_PARSERS: Mapping[str, Callable[[Mapping[str, Any], str], object]] = {
    "words": _parse_hash,
    "languages": _parse_list,
    "former_topics": _parse_former,
    "attachments": _parse_hashes,
}
"""How to read what not every line says."""


def _parse_moment(record: Mapping[str, Any], name: str) -> datetime:
    try:
        return parse_moment(str(record.get(name)), UTC)
    except FieldError as error:
        raise LineError(f"{name}: {error}") from None


def describe_record(record: Record) -> Mapping[str, Any]:
    """Describe a record as its line says it; ``parse_line`` reads it back."""
    at = {"at": format_rfc3339(record.at)}
    if isinstance(record, Delivery):
        feeds = {"feeds": record.feeds} if record.feeds else {}
        return {**at, "event": "delivered", "target": record.target, **feeds}
    if isinstance(record, Notice):
        topic_urls = dict(record.topic_urls)
        return {**at, "event": "notified", "hub": record.hub, "topic_urls": topic_urls}
    return {
        **at,
        "event": record.kind,
        **{name: getattr(record, name) for name in _TEXTS},
        "published": format_rfc3339(record.published),
        "topics": list(record.topics),
        "feed_size": record.feed_size,
        **({"words": record.words} if record.words else {}),
        **({"because": record.because} if record.kind == "removed" else {}),
        **({"imported": record.imported} if record.imported else {}),
        **({"authority": record.authority} if record.authority else {}),
        **({"languages": list(record.languages)} if record.languages else {}),
        **({"former_topics": dict(record.former_topics)} if record.former_topics else {}),
        **{name: text for name in _BESIDE if (text := getattr(record, name))},
        **({"attachments": record.attachments} if record.attachments is not None else {}),
    }
