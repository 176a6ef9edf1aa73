"""Dates and times: what is read, what is refused, what is written."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import format_datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.dates import (
    format_moment,
    format_rfc3339,
    format_rfc5322,
    parse_day,
    parse_moment,
)
from communique.errors import FieldError

VILNIUS = ZoneInfo("Europe/Vilnius")
MOMENTS = st.datetimes(
    min_value=datetime(1900, 1, 1),  # noqa: DTZ001 - Hypothesis adds the offset
    max_value=datetime(9998, 12, 31),  # noqa: DTZ001 - as above
    timezones=st.integers(-23 * 60, 23 * 60).map(lambda m: timezone(timedelta(minutes=m))),
).map(lambda moment: moment.replace(microsecond=0))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023-10-03", "2023-10-03T00:00:00+03:00"),
        ("2023-12-03", "2023-12-03T00:00:00+02:00"),
        ("2023-10-03T14:30+03:00", "2023-10-03T14:30:00+03:00"),
        ("2023-10-03 14:30 +03:00", "2023-10-03T14:30:00+03:00"),
        ("2023-10-03T14:30:59Z", "2023-10-03T14:30:59+00:00"),
        ("2023-10-03T14:30:59.987Z", "2023-10-03T14:30:59+00:00"),
        ("2023-10-03T14:30-23:59", "2023-10-03T14:30:00-23:59"),
        ("1900-01-01", "1900-01-01T00:00:00+01:24"),
    ],
)
def test_a_moment_keeps_the_offset_that_was_written(text: str, expected: str) -> None:
    """A bare day is midnight in the time zone of the publication."""
    assert expected == parse_moment(text, VILNIUS).isoformat()


@pytest.mark.parametrize(
    ("text", "problem", "hint"),
    [
        ("20231003", "expected a date like", "write the day"),
        ("2023-W02-1", "expected a date like", "write the day"),
        ("٢٠٢٣-١٠-٠٣", "expected a date like", "write the day"),
        ("2023-10-03T14:30.5Z", "expected a date like", "write the day"),
        ("2023-10-03T14:30", "lacks its offset", "write 2023-10-03T14:30+03:00"),
        ("2023-10-03T14:30:15", "lacks its offset", "write 2023-10-03T14:30:15+03:00"),
        ("2023-02-30", "there is no day 2023-02-30", "look at a calendar"),
        ("2023-02-30T10:00Z", "there is no day 2023-02-30", "look at a calendar"),
        ("03.10.2023", "got '03.10.2023'", "write 2023-10-03"),
        ("03.10.2023, 14:30", "got '03.10.2023, 14:30'", "write 2023-10-03 14:30"),
        ("\u201c2023\u201310\u201303\u201d", "expected a date like", "write 2023-10-03"),
        ("2023-10-03T14:30+0300", "expected a date like", "write 2023-10-03T14:30+03:00"),
        ("2023-10-03 14:30 +03", "expected a date like", "write 2023-10-03 14:30+03:00"),
        ("3 October", "expected a date like", "write the day, and the time"),
        ("2023-10-03T24:00Z", "there is no time 24:00", "from 00 to 23"),
        ("2023-10-03T24:00:00Z", "there is no time 24:00:00", "from 00 to 23"),
        ("2023-02-30T10:00:00Z", "there is no day 2023-02-30", "look at a calendar"),
        ("1899-12-31T23:59:59Z", "expected a year from 1900", "feeds can hold no other"),
        ("9999-01-01T00:00:00Z", "expected a year from 1900", "feeds can hold no other"),
        ("2023-10-03T23:59:60Z", "there is no time 23:59:60", "from 00 to 23"),
        ("2023-10-03T10:00+24:00", "there is no offset +24:00", "as in +03:00"),
        ("2023-10-03T10:00+03:60", "there is no offset +03:60", "as in +03:00"),
        ("1899-12-31", "expected a year from 1900 to 9998, got 1899", "no other"),
        ("9999-12-31T23:00-03:00", "expected a year from 1900 to 9998, got 9999", "no other"),
    ],
)
def test_what_nobody_could_place_is_refused(text: str, problem: str, hint: str) -> None:
    """Each refusal says what was expected and how to write it."""
    with pytest.raises(FieldError) as caught:
        parse_moment(text, VILNIUS)
    assert problem in caught.value.problem
    assert hint in caught.value.hint


def test_a_day_is_a_day() -> None:
    """Nothing but year, month and day."""
    assert parse_day("2024-02-29") == date(2024, 2, 29)
    with pytest.raises(FieldError, match="expected a date like 2023-10-03, got 'today'"):
        parse_day("today")


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2023, 10, 3, 14, 30, tzinfo=VILNIUS), "2023-10-03T14:30+03:00"),
        (datetime(2023, 10, 3, 14, 30, 5, tzinfo=UTC), "2023-10-03T14:30:05+00:00"),
        (datetime(1910, 1, 1, tzinfo=ZoneInfo("Europe/Paris")), "1909-12-31T23:50:39+00:00"),
    ],
)
def test_a_moment_is_written_as_a_person_would(moment: datetime, expected: str) -> None:
    """Seconds and UTC only where they are needed."""
    assert expected == format_moment(moment)


def test_feeds_get_the_forms_that_their_standards_ask_for() -> None:
    """Both in UTC, in English, whole seconds."""
    moment = datetime(2023, 10, 3, 14, 30, tzinfo=VILNIUS)
    assert format_rfc3339(moment) == "2023-10-03T11:30:00Z"
    assert format_rfc5322(moment) == "Tue, 03 Oct 2023 11:30:00 +0000"


def test_a_naive_moment_is_a_mistake_of_ours() -> None:
    """Nobody can say when it is."""
    with pytest.raises(ValueError, match="needs its offset"):
        format_rfc3339(datetime(2023, 10, 3))  # noqa: DTZ001 - that is the point


@given(MOMENTS)
def test_what_is_written_is_read_back(moment: datetime) -> None:
    """As people write it, and as Atom does."""
    assert moment == parse_moment(format_moment(moment), UTC)
    assert moment == parse_moment(format_rfc3339(moment), UTC)
    assert moment.utcoffset() == parse_moment(format_moment(moment), UTC).utcoffset()


@given(st.text(alphabet="0123456789-+:TZ. ", max_size=30) | st.text(max_size=30))
def test_any_text_is_a_moment_or_a_fault(text: str) -> None:
    """No other error leaves the parser, and each moment can be written in every form."""
    with suppress(FieldError):
        assert format_rfc5322(parse_moment(text, VILNIUS))


@given(MOMENTS)
def test_writes_dates_as_the_standard_library_does(moment: datetime) -> None:
    """A date of RSS is one of e-mail, in UTC."""
    assert format_rfc5322(moment) == format_datetime(moment.astimezone(UTC))
