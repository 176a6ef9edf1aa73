"""Read the text of a JSON document, stricter than Python does, and see names that it has twice."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any, Final, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator

CONSTANT = re.compile(r'(?P<quote>")|\\.|-?Infinity|NaN', re.DOTALL)

LONGEST: Final = 100
DEEPEST: Final = 20
"""Of a longer name the beginning is shown; further down no repeated name is looked for."""


class _Repeating(dict[str, Any]):
    """An object in whose text a name stands more than once; the last value is the one it has."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        counts = Counter(name for name, _ in pairs)
        self.repeated = [name for name, number in counts.items() if number > 1]


def parse_json(text: str) -> tuple[Any, Iterator[str]]:
    """
    Parse JSON, without the numbers that only Python and JavaScript have (RFC 8259 §6).

    Returns:
        The value, and the paths of the members whose name stands more than once in their object
        (RFC 8259 §4), such as ``items[3].id``; none for what lies too deep for a feed.

    Raises:
        ValueError: It is no JSON, or holds a number that is too long.
        RecursionError: It is nested too deeply.
    """
    some_repeat = False

    def refuse(constant: str) -> NoReturn:
        quotes = 0
        for found in CONSTANT.finditer(text):
            quotes += bool(found["quote"])
            if found[0] == constant and not quotes % 2:
                raise json.JSONDecodeError(f"{constant} is no number", text, found.start())
        raise AssertionError

    def build(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal some_repeat
        made = dict(pairs)
        if len(made) == len(pairs):
            return made
        some_repeat = True
        return _Repeating(pairs)

    value = json.loads(text, parse_constant=refuse, object_pairs_hook=build)
    return value, _find_repeated(value) if some_repeat else iter(())


def _find_repeated(value: Any, path: str = "", depth: int = 0) -> Iterator[str]:  # noqa: ANN401 - any JSON value
    """Find every repeated name, one path at a time: a hostile document makes millions of them."""
    prefix = f"{path}." if path else ""
    if isinstance(value, _Repeating):
        yield from (prefix + name[:LONGEST] for name in value.repeated)
    if depth == DEEPEST:
        return
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _find_repeated(inner, prefix + name[:LONGEST], depth + 1)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _find_repeated(inner, f"{path}[{number}]", depth + 1)
