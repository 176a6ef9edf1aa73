"""Where the values of a JSON document stand, which its parser does not tell."""

from __future__ import annotations

import re
from contextlib import suppress
from json import JSONDecoder
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

SPACE = re.compile(r"[ \t\r\n]*")
DECODER = JSONDecoder()


def find_places(text: str, paths: Iterable[str]) -> dict[str, int]:
    """
    Find values by their paths, such as ``items[3].authors[0].url``.

    Args:
        text: A JSON document that was parsed already.
        paths: What to find; a name with a dot or a bracket in it is taken for several.

    Returns:
        For each path the offset of the member, its name first, or of the element of the list; where
        there is none, that of what it would be in.
    """
    paths = set(paths)
    wanted = set[str]()
    for path in paths:
        inner = path
        while inner not in wanted:
            wanted.add(inner)
            inner = _go_out(inner)
    found = {"": 0}
    with suppress(RecursionError):  # as deep as the parser could just go
        _walk(text, _skip_space(text, 0), "", wanted, found)
    return {path: _find_nearest(path, found) for path in paths}


def _go_out(path: str) -> str:
    return path[: max(path.rfind("."), path.rfind("["), 0)]


def _find_nearest(path: str, found: dict[str, int]) -> int:
    while path not in found:
        path = _go_out(path)
    return found[path]


def _walk(text: str, start: int, path: str, wanted: set[str], found: dict[str, int]) -> int:
    """Note what is wanted of an object or a list, and skip the rest; return where it ends."""
    end = {"{": "}", "[": "]"}.get(text[start])
    if path not in wanted or end is None:
        return DECODER.raw_decode(text, start)[1]
    position = _skip_space(text, start + 1)
    number = 0
    while text[position] != end:
        begin = position
        if end == "}":
            name, position = DECODER.raw_decode(text, position)
            inner = f"{path}.{name}" if path else name
            position = _skip_space(text, _skip_space(text, position) + 1)
        else:
            inner = f"{path}[{number}]"
            number += 1
        if inner in wanted:
            found[inner] = begin
        position = _skip_space(text, _walk(text, position, inner, wanted, found))
        if text[position] == ",":
            position = _skip_space(text, position + 1)
    return position + 1


def _skip_space(text: str, start: int) -> int:
    match = SPACE.match(text, start)
    return match.end() if match else start
