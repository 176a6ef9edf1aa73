"""Options whose values are those of the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from communique.errors import FieldError
from communique.sources import find_forbidden

if TYPE_CHECKING:
    from collections.abc import Callable


def check_known(word: str, known: tuple[str, ...], option: str) -> str:
    """Check that a language or topic is one of those in the settings."""
    if word not in known:
        listed = ", ".join(known) or "none yet"
        raise click.BadParameter(
            f"{word!r} is not in entries/feed.yaml; there is: {listed}", param_hint=option
        )
    return word


class Scalar(click.ParamType[str]):
    """
    Refuse, with the name of its option, what ``build`` would refuse in the settings.

    Args:
        name: Stands in the help.
        parse: Its FieldError becomes the message.
    """

    def __init__(self, name: str, parse: Callable[[str], object]) -> None:
        self.name = name
        self._parse = parse

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Read the text of the option."""
        try:
            parsed = self._parse(value)
        except FieldError as error:
            self.fail(error.sentence, param, ctx)
        return parsed if isinstance(parsed, str) else value


def _parse_line(text: str) -> str:
    fault = find_forbidden(text, "")
    if fault:
        raise FieldError(fault.problem, fault.hint)
    return " ".join(text.split())


LINE = Scalar("text", _parse_line)
"""A Click type: a text that is made one line."""
