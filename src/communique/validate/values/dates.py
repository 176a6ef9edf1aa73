"""Dates: RFC 3339 for Atom, RFC 822 and 2822 for RSS, W3CDTF for Dublin Core."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final

from communique.validate.values import Fault, Faults, quote

MONTHS: Final = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
DAYS: Final = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
ZONES: Final = {
    "ut": 0, "gmt": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5,
    "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
}  # fmt: skip
EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC)

# RFC 3339 §5.6; like the W3C validator lax about the size of offset and the digits of a fraction.
RFC3339: Final = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d*)?(Z|[+-]\d\d:\d\d)", re.ASCII
)
# The W3C note on dates and times: each part may be left out from the right; a time has a zone.
W3CDTF: Final = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?)?)?",
    re.ASCII,
)
# RFC 2822 §3.3, with what RFC 822 and §4.3 allow besides; of the letters, J is no zone.
RFC822: Final = re.compile(
    r"(?:(?P<dow>[a-z]{3})\s*,\s*)?(?P<day>\d{1,2})\s+(?P<month>[a-z]{3})\s+(?P<year>\d{2}|\d{4})"
    r"\s+(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d))?"
    rf"\s+(?P<zone>[+-]\d{{4}}|{'|'.join(ZONES)}|[a-ik-z])",
    re.ASCII | re.IGNORECASE,
)
STRICT: Final = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?\d{1,2} "
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d(?::\d\d)? "
    r"(?:[+-]\d\d(?:00|30)|UT|GMT|[ECMP][SD]T|Z)",
    re.ASCII,
)
COMMENT: Final = re.compile(r"\([^()]*\)")


@lru_cache(maxsize=1024)
def parse_rfc3339(text: str) -> datetime | None:
    """Read an Atom date; None where it is none. A leap second is the second before it."""
    match = RFC3339.fullmatch(text)
    if not match:
        return None
    year, month, day, hour, minute, second = (int(part) for part in match.groups()[:6])
    # RFC 3339 §5.6 knows a second 60; that a minute may be 60 is the W3C validator's leniency.
    if hour > 23 or minute > 60 or second > 60:
        return None
    zone = match[7]
    offset = timedelta()
    if zone != "Z":
        offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[4:6]))
        offset = -offset if zone[0] == "-" else offset
    try:
        moment = datetime(year, month, day, hour, min(minute, 59), min(second, 59), tzinfo=UTC)
        return moment - offset
    except (ValueError, OverflowError):
        return None


def check_rfc3339(text: str) -> Faults:
    """Check an Atom Date construct (RFC 4287 §3.3)."""
    if parse_rfc3339(text.strip()):
        return ()
    return (
        Fault(
            "invalid-rfc3339-date",
            f"{quote(text)} is not a date like 2026-03-09T14:30:00Z or 2026-03-09T14:30:00+02:00",
        ),
    )


def check_w3cdtf(text: str) -> Faults:
    """Check a date of Dublin Core or of the syndication module."""
    if parse_w3cdtf(text):
        return ()
    return (
        Fault(
            "invalid-w3-cdtf-date",
            f"{quote(text)} is not a date like 2026, 2026-03-09 or 2026-03-09T14:30+02:00",
        ),
    )


def parse_w3cdtf(text: str) -> datetime | None:
    """Read a W3CDTF date without its zone, which plausibility does not hang on; or None."""
    match = W3CDTF.fullmatch(text.strip())
    if not match:
        return None
    year, month, day, hour, minute, second = (
        int(part or low) for part, low in zip(match.groups(), (1, 1, 1, 0, 0, 0), strict=True)
    )
    try:
        return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
    except ValueError:
        return None


@lru_cache(maxsize=1024)
def parse_rfc822(text: str) -> datetime | None:
    """Read an RSS date by the loosest form allowed; None where it is none."""
    match = RFC822.fullmatch(COMMENT.sub(" ", text).strip())
    if not match:
        return None
    zone = match["zone"].lower()
    month = match["month"].lower()
    if month not in MONTHS:
        return None
    if match["dow"] and match["dow"].lower() not in DAYS:
        return None
    year = _read_year(match["year"])
    try:
        day = datetime(year, MONTHS.index(month) + 1, int(match["day"]), tzinfo=UTC)
        moment = day + timedelta(
            hours=int(match["hour"]),
            minutes=int(match["minute"]),
            seconds=int(match["second"] or 0),
        )
        return (moment - _read_offset(zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _read_year(digits: str) -> int:
    """Read a year of two or four digits (RFC 2822 §4.3)."""
    year = int(digits)
    if len(digits) == 4:
        return year
    return year + (2000 if year < 50 else 1900)


def _read_offset(zone: str) -> timedelta:
    """Read a zone of RFC 822; the military letters were defined the wrong way round: 0."""
    if zone[0] in "+-":
        offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[3:5]))
        return -offset if zone[0] == "-" else offset
    return timedelta(hours=ZONES.get(zone, 0))


def check_rfc822(text: str) -> Faults:
    """Check an RSS date: is it one, does its day name fit, does it need a loose reader."""
    if parse_rfc822(text) is None:
        return (
            Fault(
                "invalid-rfc2822-date",
                f"{quote(text)} is not a date like Mon, 09 Mar 2026 14:30:00 +0200",
            ),
        )
    faults = []
    match = RFC822.fullmatch(COMMENT.sub(" ", text).strip())
    if match and match["dow"]:
        month = MONTHS.index(match["month"].lower()) + 1
        day = datetime(_read_year(match["year"]), month, int(match["day"]), tzinfo=UTC)
        if DAYS[day.weekday()] != match["dow"].lower():
            message = f"{quote(text)}: that day is a {day:%A}, not a {match['dow']}"
            faults.append(Fault("incorrect-dow", message))
    if not STRICT.fullmatch(text.strip()):
        faults.append(
            Fault(
                "problematical-rfc822-date",
                f"{quote(text)} is a date only by the older, looser form of the standard",
            )
        )
    return faults
