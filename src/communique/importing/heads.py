"""What stands above the text of a post: in YAML, TOML or JSON, or line by line."""

from __future__ import annotations

import json
import re
import tomllib
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from communique.errors import SourceError
from communique.importing.items import list_names
from communique.nodes import Scalar, Sequence, parse_mapping

if TYPE_CHECKING:
    from communique.nodes import Node

Values = dict[str, "str | list[str]"]

_YAML = re.compile(r"---(?:yaml|yml)?[ \t]*\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_TOML = re.compile(r"(\+\+\+|---toml)[ \t]*\n(.*?\n)?(?:\+\+\+|---)[ \t]*(?:\n|$)", re.DOTALL)
_NAMED = re.compile(r"---([a-z]+)[ \t]*\n(.*?\n)?---[ \t]*(?:\n|$)", re.DOTALL)
"""Of Eleventy: the language of the front matter stands behind its first line."""
_HEADER = re.compile(r"(?:[A-Za-z][\w-]*:[^\n]*\n(?:[ \t]+[^\n]*\n)*)+(?:\n|$)")


def split_post(text: str, place: str, kind: str) -> tuple[Values, str, int]:
    """
    Part a post into its values and its text; give the line on which that begins.

    Args:
        text: Of its file.
        place: What to call that in a fault.
        kind: Of the generator, as in ``sites.Site``.

    Raises:
        SourceError: Its front matter cannot be read.
    """
    if found := _YAML.match(text):
        node = parse_mapping(found[1] or "", place, first_line=2, foreign=True)
        values = name_values(_flatten(node))
    elif found := _TOML.match(text):
        try:
            values = name_values(tomllib.loads(found[2] or ""))
        except tomllib.TOMLDecodeError as error:
            raise SourceError(place, f"its front matter is no TOML: {error}") from None
    elif found := _NAMED.match(text):
        parsed = read_json((found[2] or "").strip()) if found[1] == "json" else None
        if parsed is None:
            raise SourceError(place, f"its front matter is {found[1]}: write it as YAML")
        values = parsed[0]
    elif kind == "pelican" and (found := _HEADER.match(text)):
        pairs = re.findall(r"^([A-Za-z][\w-]*):[ \t]*(.*(?:\n[ \t]+.*)*)$", found[0], re.MULTILINE)
        values = {key.lower(): " ".join(value.split()) for key, value in pairs}
        for key in ("tags", "authors", "alias"):
            if key in values:
                values[key] = [part.strip() for part in re.split("[,;]", str(values[key]))]
    elif parsed := read_json(text):
        values, end = parsed
        body = text[end:].lstrip("\n")
        return values, body, text.count("\n", 0, len(text) - len(body)) + 1
    else:
        return {}, text, 1
    body = text[found.end() :].lstrip("\n")
    return values, body, text.count("\n", 0, len(text) - len(body)) + 1


def read_json(text: str) -> tuple[Values, int] | None:
    """Read values in JSON, as Hugo and Eleventy take them, and where they end."""
    if not text.startswith("{"):
        return None
    try:
        found, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return None
    return name_values(found), end


def _flatten(node: Node) -> Any:  # noqa: ANN401 - whatever YAML holds
    if isinstance(node, Scalar):
        return "" if node.absent else node.text
    if isinstance(node, Sequence):
        return [_flatten(item) for item in node.items]
    return {key: _flatten(value) for key, value in node.items.items()}


def name_values(table: dict[str, Any]) -> Values:
    """Name values in lower case; those of a table within have its name, or number, before."""
    values: Values = {}
    for key, said in table.items():
        value = said
        if isinstance(said, list) and any(isinstance(each, dict) for each in said):
            value = {str(number): each for number, each in enumerate(said)}
        if isinstance(value, dict):
            values |= {f"{key.lower()}.{name}": each for name, each in name_values(value).items()}
        else:
            values[key.lower()] = _plain(value)
    return values


def _plain(value: Any) -> str | list[str]:  # noqa: ANN401 - whatever TOML holds
    if isinstance(value, list):
        return [str(item) for item in value if isinstance(item, str)]
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value).lower() if isinstance(value, bool) else str(value)


def get_value(values: Values, key: str) -> str:
    """Get a value that is one line of text; empty where there is none."""
    value = values.get(key, "")
    return " ".join(value.split()) if isinstance(value, str) else ""


def list_values(values: Values, *keys: str) -> tuple[str, ...]:
    """List the texts of several values, each once, in order."""
    found: list[str] = []
    for key in keys:
        value = values.get(key, [])
        found += value if isinstance(value, list) else [value]
    return list_names(found)


def list_words(values: Values, plural: str, singular: str, *keys: str) -> tuple[str, ...]:
    """
    List the texts of several values as Jekyll does, each once, in order.

    Args:
        values: Of a post.
        plural: One text under it is a list of words.
        singular: One text under it is one.
        keys: As *singular*.
    """
    found = values.get(plural, [])
    words = found.split() if isinstance(found, str) else found
    return list_values({**values, plural: words}, plural, singular, *keys)
