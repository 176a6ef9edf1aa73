"""Moments as people type and read them."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

import click

from communique.dates import DAYS, parse_moment
from communique.errors import FieldError


class _Moment(click.ParamType[datetime]):
    name = "time"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        try:
            return parse_moment(str(value), UTC)
        except FieldError as error:
            self.fail(error.sentence, param, ctx)


MOMENT = _Moment()
"""A Click type: a moment with its offset; a bare day is its midnight in UTC."""


def parse_date_option(text: str, zone: tzinfo) -> datetime:
    """Read what was given with ``--date``; *zone* is that of a moment without an offset."""
    try:
        return parse_moment(text, zone)
    except FieldError as error:
        raise click.BadParameter(error.sentence, param_hint="--date") from None


def describe_moment(moment: datetime, zone: tzinfo) -> str:
    """Write a moment for a person: ``Tue 2023-10-03 14:30 Europe/Vilnius``."""
    local = moment.astimezone(zone)
    return f"{DAYS[local.weekday()]} {local:%Y-%m-%d %H:%M} {zone}"
