"""Dates and times as text: RFC 3339 for Atom and JSON, RFC 5322 for RSS, and what people write."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import TYPE_CHECKING

from communique.errors import FieldError

if TYPE_CHECKING:
    from datetime import tzinfo

# RFC 5322 §3.3; English, whatever the locale.
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)

# RFC 3339 §5.6, with the seconds left out if the writer likes.
_MOMENT = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?[ ]?(Z|[+-]\d{2}:\d{2})?",
    re.ASCII,
)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

# What editors and habits make of a date: other hyphens and quotation marks, the day first, a comma
# before the time, an offset without its colon or its minutes.
_REPAIRS = (
    ("[\u2010-\u2015\u2212]", "-"),
    ("[\"'\u2018-\u201e,]", ""),
    (r"^(\d\d)\.(\d\d)\.(\d{4})", r"\3-\2-\1"),
    (r"(:\d\d) ?([+-]\d\d)$", r"\1\2:00"),
    (r"(:\d\d) ?([+-]\d\d)(\d\d)$", r"\1\2:\3"),
)

# As we write them ourselves, and read very many of them.
_RFC3339 = re.compile(r"\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):\d{2}:\d{2}Z", re.ASCII)
# RFC 5322 §3.3: a year is 1900 or later. In 9999 a moment may lie beyond what Python can count.
_YEARS = range(1900, 9999)


def parse_day(text: str) -> date:
    """
    Read a calendar day.

    Raises:
        FieldError: *text* is not ``YYYY-MM-DD``, no such day exists, or it lies before 1900.

    Source: RFC 5322 §3.3 for the first year.
    """
    if not _DAY.fullmatch(text):
        problem = f"expected a date like 2023-10-03, got {text!r}"
        raise FieldError(problem, "write year, month and day, with hyphens")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        problem = f"there is no day {text}"
        raise FieldError(problem, "look at a calendar") from None
    if day.year not in _YEARS:
        problem = f"expected a year from {_YEARS[0]} to {_YEARS[-1]}, got {text[:4]}"
        raise FieldError(problem, "feeds can hold no other")
    return day


def parse_moment(text: str, zone: tzinfo) -> datetime:
    """
    Read a date and time with its offset, or a bare day.

    Args:
        text: ``2023-10-03T14:30+03:00``, with or without seconds; or ``2023-10-03``.
        zone: Gives a bare day its midnight.

    Returns:
        Aware, whole seconds, with the offset as written.

    Raises:
        FieldError: Anything else; a time without an offset too, as nobody could say when that is.

    Source: RFC 3339 §5.6.
    """
    if _DAY.fullmatch(text):
        return datetime.combine(parse_day(text), time(), zone)
    if _RFC3339.fullmatch(text):
        with suppress(ValueError):  # whatever is wrong with it is said below
            moment = datetime.fromisoformat(text)
            if moment.year in _YEARS:
                return moment
    match = _MOMENT.fullmatch(text)
    if not match:
        problem = (
            f"expected a date like 2023-10-03 or a moment like 2023-10-03T14:30+03:00, got {text!r}"
        )
        raise FieldError(problem, _suggest(text))
    day, hours, minutes, seconds, offset = match.groups()
    try:
        clock = time(int(hours), int(minutes), int(seconds or 0))
    except ValueError:
        problem = f"there is no time {':'.join(filter(None, (hours, minutes, seconds)))}"
        raise FieldError(problem, "hours go from 00 to 23") from None
    moment = datetime.combine(parse_day(day), clock)
    if offset is None:
        problem = f"{text!r} lacks its offset from UTC"
        raise FieldError(problem, f"write {format_moment(moment.replace(tzinfo=zone))}")
    return moment.replace(tzinfo=_parse_offset(offset))


def _suggest(text: str) -> str:
    """Say how to write a date that is nearly right."""
    near = text
    for pattern, repair in _REPAIRS:
        near = re.sub(pattern, repair, near)
    if _DAY.fullmatch(near) or _MOMENT.fullmatch(near):
        return f"write {near}"
    return "write the day, and the time with its offset from UTC if you like"


def _parse_offset(text: str) -> timezone:
    if text == "Z":
        return UTC
    hours, minutes = int(text[1:3]), int(text[4:6])
    # RFC 3339 §5.6: time-hour is at most 23, time-minute at most 59.
    if hours > 23 or minutes > 59:
        problem = f"there is no offset {text}"
        raise FieldError(problem, "write hours and minutes, as in +03:00")
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if text[0] == "-" else offset)


def format_moment(moment: datetime) -> str:
    """
    Write *moment* as a person would, so that ``parse_moment`` reads it back.

    Args:
        moment: Aware; whole seconds.

    Returns:
        ``2023-10-03T14:30+03:00``, with seconds only where there are any; in UTC where the offset
        is no whole minute, as before there were time zones.
    """
    offset = moment.utcoffset()
    if offset is not None and offset.total_seconds() % 60:
        moment = moment.astimezone(UTC)
    return moment.isoformat(timespec="seconds" if moment.second else "minutes")


def format_rfc3339(moment: datetime) -> str:
    """
    Write *moment* as an Atom Date construct.

    Args:
        moment: Aware; converted to UTC, whole seconds.

    Returns:
        ``YYYY-MM-DDTHH:MM:SSZ``, always 20 ASCII characters.

    Raises:
        ValueError: *moment* is naive.

    Source: RFC 4287 §3.3; RFC 3339 §5.6.
    """
    return _in_utc(moment).isoformat(timespec="seconds").replace("+00:00", "Z")


def format_rfc5322(moment: datetime) -> str:
    """
    Write *moment* as RSS wants it, in English whatever the locale.

    Args:
        moment: Aware; converted to UTC, whole seconds.

    Returns:
        ``Tue, 03 Oct 2023 11:30:00 +0000``

    Raises:
        ValueError: *moment* is naive.

    Source: RSS 2.0, which asks for RFC 822 dates with four-digit years; RFC 5322 §3.3.
    """
    # email.utils writes the same, and loads sockets and character sets for it.
    at = _in_utc(moment)
    day, month = DAYS[at.weekday()], _MONTHS[at.month - 1]
    return f"{day}, {at.day:02} {month} {at.year:04} {at:%H:%M:%S} +0000"


def _in_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        problem = f"a moment needs its offset from UTC: {moment}"
        raise ValueError(problem)
    return moment.astimezone(UTC)
