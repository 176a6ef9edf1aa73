"""Read the text of a JSON document, stricter than Python does, and see names that it has twice."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any, NoReturn

CONSTANT = re.compile(r'(?P<quote>")|\\.|-?Infinity|NaN', re.DOTALL)


class _Repeating(dict[str, Any]):
    """An object in whose text a name stands more than once; the last value is the one it has."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        counts = Counter(name for name, _ in pairs)
        self.repeated = [name for name, number in counts.items() if number > 1]


def parse_json(text: str) -> tuple[Any, list[str]]:
    """
    Parse JSON, without the numbers that only Python and JavaScript have (RFC 8259 §6).

    Returns:
        The value, and the paths of the members whose name stands more than once in their object
        (RFC 8259 §4), such as ``items[3].id``.

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
    return value, _list_repeated(value) if some_repeat else []


def _list_repeated(value: Any) -> list[str]:  # noqa: ANN401 - any JSON value
    found = []
    waiting = [("", value)]
    while waiting:
        path, each = waiting.pop()
        prefix = f"{path}." if path else ""
        if isinstance(each, _Repeating):
            found += [prefix + name for name in each.repeated]
        if isinstance(each, dict):
            waiting += [(prefix + name, inner) for name, inner in each.items()]
        elif isinstance(each, list):
            waiting += [(f"{path}[{number}]", inner) for number, inner in enumerate(each)]
    return found
