"""
YAML text to values that know their line; the only importer of PyYAML.

YAML's own types are not used: ``no`` is not False here, ``012`` is not 10 and ``12:30`` is not 750.
Every scalar is a string until a getter of ``Fields`` reads it as what it has to be. What YAML
allows and nobody means (a key twice, aliases, tags) is a fault.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from communique.errors import SourceError
from communique.values import Struct

if TYPE_CHECKING:
    from collections.abc import Callable

_DEPTH_LIMIT = 8
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ABSENT = {"", "~", "null", "Null", "NULL"}

# Cuts a text short where nobody means that: a comment begins with a # and a space.
_HASH = re.compile(r"\s#[^\s#]")
_CUT = re.compile(r"\s+(?=#[^\s#])")
# A no-break space behind the colon of a key: to YAML it is a letter.
_HARD_SPACE = re.compile("^ *[a-z_-]+:(?=\u00a0)", re.MULTILINE)

# What PyYAML says, in words that help; the last one fits everything.
_EXPLANATIONS = {
    "mapping values are not allowed": (
        "a colon stands where none can",
        'put a text that holds ": " in quotes; indent no line that starts a field',
    ),
    "no mapping": ('expected lines like "key: value"', "put a space after the colon"),
    "hard space": ("a no-break space stands where only a plain one can", "type the space anew"),
    "tab": ("a tab stands where only spaces can", "indent with spaces"),
    "cannot start any token": ("a text cannot start with {0!r}", "put the text in quotes"),
    "end of stream": ("the quotation mark is never closed", "close it"),
    "expected ',' or ']'": (
        "the list that starts here is not closed, or lacks a comma",
        "write [one, two]; put a text that starts with [ in quotes",
    ),
    "expected ',' or '}'": (
        "the fields that start here are not closed, or lack a comma",
        "write {en: one, be: two}; put a text that starts with { in quotes",
    ),
    "could not find expected ':'": (
        'expected "key: value"',
        "put a space after the colon, and indent a text that goes on in the next line",
    ),
    "escape": (
        "the backslash starts no escape that there is",
        "use single quotes, in which a backslash is one",
    ),
    "": (
        "this line does not fit what stands above it",
        "put all of a text that holds quotation marks, brackets, & or * in quotes",
    ),
}


class Scalar(NamedTuple):
    """One value as it was written, less its quotation marks; ``plain``: it had none."""

    text: str
    line: int
    plain: bool

    @property
    def absent(self) -> bool:
        """Tell whether nothing was written, in one of YAML's ways to do so."""
        return self.plain and self.text in _ABSENT


class Sequence(Struct, frozen=True, kw_only=True):
    """A list of values, in order; may be empty."""

    items: tuple[Node, ...]
    line: int


class Mapping(Struct, frozen=True, kw_only=True):
    """Keys and their values, in order; ``lines`` holds the line of each key."""

    items: dict[str, Node]
    lines: dict[str, int]
    line: int


Node = Scalar | Sequence | Mapping


def parse_mapping(text: str, path: str, *, first_line: int = 1, foreign: bool = False) -> Mapping:
    """
    Read the keys and values of a YAML document.

    Args:
        text: One YAML document.
        path: What to call its file in a fault.
        first_line: The line of the file on which *text* begins.
        foreign: Written for another program, which takes every ``#`` behind a space for a comment.

    Raises:
        SourceError: No YAML, no mapping, or YAML that nobody means: a key twice, an alias, an
            anchor, a tag, a text that ends at a ``#`` within it, nesting of more than eight levels.
    """
    try:
        return _Reader(text, path, first_line, foreign=foreign).read_document()
    except yaml.YAMLError as error:
        raise _explain(error, path, first_line, text) from None


class _Reader:
    """Turn PyYAML's events into nodes; they tell of anchors and tags what its own nodes hide."""

    def __init__(self, text: str, path: str, first_line: int, *, foreign: bool) -> None:
        self._next: Callable[[], Any] = _LOADER(text).get_event
        self._path = path
        self._first_line = first_line
        # Where something in it may be cut short, its lines.
        self._lines = text.split("\n") if _HASH.search(text) and not foreign else []

    def read_document(self) -> Mapping:
        self._next()  # stream start
        event = self._next()
        if isinstance(event, yaml.StreamEndEvent):
            return Mapping(items={}, lines={}, line=self._first_line)
        start = self._next()
        node = self._read_node(start, 1)
        self._next()  # document end
        event = self._next()
        if not isinstance(event, yaml.StreamEndEvent):
            raise self._fault(
                event,
                "expected one document, got a second one",
                "leave out the line ---",
            )
        if isinstance(node, Scalar) and node.absent:
            return Mapping(items={}, lines={}, line=self._first_line)
        if not isinstance(node, Mapping):
            raise yaml.MarkedYAMLError(problem="no mapping", problem_mark=start.start_mark)
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
            raise self._fault(
                event, f"nested more than {_DEPTH_LIMIT} levels deep", "write it flatter"
            )
        if isinstance(event, yaml.ScalarEvent):
            if self._lines and event.implicit[0]:
                self._refuse_cut(event.end_mark)
            return Scalar(event.value, self._line(event), event.implicit[0])
        if isinstance(event, yaml.SequenceStartEvent):
            return self._read_sequence(event, depth)
        return self._read_mapping(event, depth)

    def _read_sequence(self, start: Any, depth: int) -> Sequence:  # noqa: ANN401 - as above
        items = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            items.append(self._read_node(event, depth + 1))
        return Sequence(items=tuple(items), line=self._line(start))

    def _read_mapping(self, start: Any, depth: int) -> Mapping:  # noqa: ANN401 - as above
        items: dict[str, Node] = {}
        lines: dict[str, int] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            key = self._read_node(event, depth + 1)
            if not isinstance(key, Scalar) or not key.text:
                raise self._fault(event, "expected a name before the colon", 'write "key: value"')
            if key.text in items:
                raise SourceError(
                    self._path,
                    f"stands here again; it stood in line {lines[key.text]} already",
                    line=key.line,
                    field=key.text,
                    hint="keep one of the two",
                )
            items[key.text] = self._read_node(self._next(), depth + 1)
            lines[key.text] = key.line
        return Mapping(items=items, lines=lines, line=self._line(start))

    def _refuse_cut(self, end: Any) -> None:  # noqa: ANN401 - as above
        """Refuse a text without quotation marks that YAML ends at a # within it."""
        line = "".join(self._lines[end.line : end.line + 1])
        if cut := _CUT.match(line, end.column):
            raise SourceError(
                self._path,
                "what follows # is no part of the text, but a comment",
                line=end.line + self._first_line,
                column=cut.end() + 1,
                hint="put the text in quotes; a comment begins with a # and a space",
            )

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
    said = str(getattr(error, "problem", None) or error)
    mark = getattr(error, "problem_mark", None)
    if "end of stream" in said or "expected ','" in said:
        mark = getattr(error, "context_mark", None)  # where it starts says more than where it ends
    line, column = (mark.line, mark.column + 1) if mark else (0, 0)
    here = "".join(text.split("\n")[line : line + 1])[max(column - 1, 0) : column]
    if hard := _HARD_SPACE.search(text):
        said, column = "hard space", len(hard[0]) + 1
        line = text.count("\n", 0, hard.start())
    if here == "\t" and "cannot start" in said:
        said = "tab"
    problem, hint = next(words for known, words in _EXPLANATIONS.items() if known in said)
    return SourceError(path, problem.format(here), line=line + first_line, column=column, hint=hint)


class Span(Struct, frozen=True, kw_only=True):
    """
    Say where a value stands, in characters from the beginning of the text.

    Args:
        start: Of its first character.
        end: Behind its last one; white space and comments that follow it are no part of it.
        column: Of its first character; 0 for the first of a line.
        kind: ``scalar``, ``sequence`` or ``mapping``.
        flow: True for ``[…]``, ``{…}`` and every scalar.
        whole_lines: True where it ends with the end of a line: a text after ``|`` or ``>``.
        items: Of a sequence.
    """

    start: int
    end: int
    column: int
    kind: str
    flow: bool
    whole_lines: bool
    items: tuple[Span, ...] = ()


def locate_values(text: str) -> dict[str, tuple[Span, Span]]:
    """
    Find the keys of a mapping and their values.

    Args:
        text: As ``parse_mapping`` has read it without a fault; no empty mapping.

    Returns:
        Where each key and its value stand.
    """
    # The loader in Python counts characters; libyaml's bindings say so only by chance.
    root: Any = yaml.compose(text, Loader=yaml.SafeLoader)
    return {key.value: (_locate(key), _locate(value)) for key, value in root.value}


def _locate(node: Any) -> Span:  # noqa: ANN401 - PyYAML has no node type
    children = () if isinstance(node, yaml.ScalarNode) else node.value
    if isinstance(node, yaml.MappingNode):
        children = [child for pair in children for child in pair]
    spans = [_locate(child) for child in children]
    flow = isinstance(node, yaml.ScalarNode) or bool(node.flow_style)
    # A block ends where the next thing begins; what it says ends with its last scalar.
    last = None if flow else spans[-1]
    return Span(
        start=node.start_mark.index,
        end=last.end if last else node.end_mark.index,
        column=node.start_mark.column,
        kind=node.id,
        flow=flow,
        whole_lines=last.whole_lines if last else getattr(node, "style", None) in {"|", ">"},
        items=tuple(spans) if isinstance(node, yaml.SequenceNode) else (),
    )
