"""
YAML text to values that know their line; the only importer of PyYAML.

YAML's own types are not used: ``no`` is not False here, ``012`` is not 10 and ``12:30`` is not 750.
Every scalar is a string until a getter of ``Fields`` reads it as what it has to be. What YAML
allows and nobody means (a key twice, aliases, tags) is a fault.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from communique.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator

_DEPTH_LIMIT = 8
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_HINTS = {
    "mapping values are not allowed": 'put a text that holds ": " in quotes',
    "tab": "indent with spaces, not with tabs",
    "cannot start any token": "put the text in quotes; indent with spaces, not with tabs",
    "end of stream": "close the quotation mark or bracket",
    "expected a single document": "leave out the line ---",
    "could not find expected ':'": 'write "key: value", with a space after the colon',
    "escape": "in double quotes a backslash starts an escape; use single quotes",
    "": "look at the quotation marks, brackets and indentation here and above",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Scalar:
    """
    One value as it was written, without its quotation marks.

    ``plain`` tells that it had none.
    """

    text: str
    line: int
    plain: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Sequence:
    """A list of values, in order; may be empty."""

    items: tuple[Node, ...]
    line: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Mapping:
    """Keys and their values, in order; ``lines`` holds the line of each key."""

    items: dict[str, Node]
    lines: dict[str, int]
    line: int


Node = Scalar | Sequence | Mapping


def parse_mapping(text: str, path: str, *, first_line: int = 1) -> Mapping:
    """
    Read the keys and values of a YAML document.

    Args:
        text: One YAML document.
        path: What to call its file in a fault.
        first_line: The line of the file on which *text* begins.

    Raises:
        SourceError: No YAML, no mapping, or YAML that nobody means: a key twice, an alias, an
            anchor, a tag, nesting of more than eight levels.
    """
    reader = _Reader(text, path, first_line)
    try:
        return reader.read_document()
    except yaml.YAMLError as error:
        raise _explain(error, path, first_line, text) from None


class _Reader:
    """Turn PyYAML's events into nodes; they tell of anchors and tags what its own nodes hide."""

    def __init__(self, text: str, path: str, first_line: int) -> None:
        self._events: Iterator[Any] = yaml.parse(text, Loader=_LOADER)
        self._path = path
        self._first_line = first_line

    def read_document(self) -> Mapping:
        next(self._events)  # stream start
        event = next(self._events)
        if isinstance(event, yaml.StreamEndEvent):
            return Mapping(items={}, lines={}, line=self._first_line)
        node = self._read_node(next(self._events), 1)
        next(self._events)  # document end
        event = next(self._events)
        if not isinstance(event, yaml.StreamEndEvent):
            raise self._fault(
                event,
                "expected one document, got a second one",
                _HINTS["expected a single document"],
            )
        if isinstance(node, Scalar) and node.plain and not node.text:
            return Mapping(items={}, lines={}, line=self._first_line)
        if not isinstance(node, Mapping):
            raise SourceError(
                self._path,
                'expected lines like "key: value"',
                line=node.line,
                hint=_HINTS["could not find expected ':'"],
            )
        return node

    def _read_node(self, event: Any, depth: int) -> Node:  # noqa: ANN401 - PyYAML has no event type
        if isinstance(event, yaml.AliasEvent):
            raise self._fault(
                event, f"*{event.anchor} is an alias", "write the value out, or put it in quotes"
            )
        if event.anchor:
            raise self._fault(event, f"&{event.anchor} is an anchor", "put the value in quotes")
        if event.tag and event.tag != "!":
            raise self._fault(event, f"{event.tag} is a tag", "put the value in quotes")
        if depth > _DEPTH_LIMIT:
            raise self._fault(event, f"nested more than {_DEPTH_LIMIT} levels deep", "")
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(text=event.value, line=self._line(event), plain=event.implicit[0])
        if isinstance(event, yaml.SequenceStartEvent):
            return self._read_sequence(event, depth)
        return self._read_mapping(event, depth)

    def _read_sequence(self, start: Any, depth: int) -> Sequence:  # noqa: ANN401 - as above
        items = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._read_node(event, depth + 1))
        return Sequence(items=tuple(items), line=self._line(start))

    def _read_mapping(self, start: Any, depth: int) -> Mapping:  # noqa: ANN401 - as above
        items: dict[str, Node] = {}
        lines: dict[str, int] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._read_node(event, depth + 1)
            if not isinstance(key, Scalar):
                raise self._fault(event, "expected a name before the colon", _HINTS[""])
            if key.text in items:
                raise SourceError(
                    self._path,
                    f"stands here again; it stood in line {lines[key.text]} already",
                    line=key.line,
                    field=key.text,
                    hint="keep one of the two",
                )
            items[key.text] = self._read_node(next(self._events), depth + 1)
            lines[key.text] = key.line
        return Mapping(items=items, lines=lines, line=self._line(start))

    def _line(self, event: Any) -> int:  # noqa: ANN401 - as above
        return int(event.start_mark.line) + self._first_line

    def _fault(self, event: Any, problem: str, hint: str) -> SourceError:  # noqa: ANN401 - as above
        return SourceError(
            self._path,
            problem,
            line=self._line(event),
            column=event.start_mark.column + 1,
            hint=hint,
        )


def _explain(error: yaml.YAMLError, path: str, first_line: int, text: str) -> SourceError:
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is None:  # a character that YAML forbids; only its position is known
        line, column = text.count("\n", 0, getattr(error, "position", 0)), 0
    else:
        line, column = mark.line, mark.column + 1
    hint = next(hint for words, hint in _HINTS.items() if words in problem)
    return SourceError(
        path, f"not YAML: {problem}", line=line + first_line, column=column, hint=hint
    )


def format_scalar(text: str) -> str:
    """
    Write one line of text so that ``parse_mapping`` reads it back as it is.

    Args:
        text: Without control characters.

    Returns:
        The text itself where YAML takes it for that; else in quotation marks.
    """
    try:
        node = parse_mapping(f"x: {text}\n", "").items["x"]
    except SourceError:
        node = None
    if isinstance(node, Scalar) and node.plain and node.text == text and text:
        return text
    return "'" + text.replace("'", "''") + "'"
