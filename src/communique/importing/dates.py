"""Dates as old sites wrote them."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from communique.dates import parse_moment
from communique.errors import FieldError

if TYPE_CHECKING:
    from datetime import tzinfo

_OTHER_DATES = (
    *("%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d.%m.%Y", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M"),
    *("%a, %d %b %Y %H:%M:%S", "%a, %d %b %Y %H:%M", "%d %b %Y %H:%M:%S"),
    *("%Y/%m/%d", "%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y", "%d-%m-%Y"),
)
"""Of dates that no standard has; English names, and the day first where there are only numbers."""
_OF_NO_OTHER = re.compile(r"\D$| [+-]\d{4}$")
"""How a date ends that has none of these forms, such as those of RFC 5322."""


def parse_date(text: str, zone: tzinfo) -> datetime | None:
    """
    Read a date in one of the forms that no standard has; None for anything else.

    Args:
        text: As it was written.
        zone: Where it has no offset.
    """
    text = " ".join(text.split())
    try:
        return parse_moment(text, zone)
    except FieldError:
        pass
    if re.fullmatch(r"\d{9,10}", text, re.ASCII):
        return datetime.fromtimestamp(int(text), UTC)
    bare = re.fullmatch(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?", text, re.ASCII)
    if bare:
        with suppress(ValueError):  # a day that does not exist
            return datetime.fromisoformat(f"{bare[1]}T{bare[2]}").replace(tzinfo=zone)
    for form in () if _OF_NO_OTHER.search(text) else _OTHER_DATES:
        try:
            return datetime.strptime(text, form).replace(tzinfo=zone)
        except ValueError:
            continue
    return None
