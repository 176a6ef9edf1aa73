"""Typed getters for the fields a person wrote: every fault at its line, all in one run."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote, urlsplit, urlunsplit

from communique.errors import FieldError, SourceError
from communique.nodes import Mapping, Node, Scalar, Sequence
from communique.sources import find_forbidden

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

T = TypeVar("T")


class Fields:
    """
    Read the fields of one mapping, each by the getter that says what it has to be.

    A getter returns None (or an empty tuple) for an absent field; for a wrong one too, and adds the
    fault to *faults*, so that one run finds them all. ``finish`` adds the keys that nobody asked
    for.

    Args:
        node: The mapping.
        path: What to call the file in a fault.
        faults: Receives every fault.
        prefix: Stands before the name of each field in a fault: ``publisher.``.
    """

    def __init__(
        self, node: Mapping, path: str, faults: list[SourceError], *, prefix: str = ""
    ) -> None:
        self.path = path
        self.faults = faults
        self._node = node
        self._prefix = prefix
        self._known: list[str] = []

    def __contains__(self, name: str) -> bool:
        """Tell whether the field is there, whatever its value."""
        return name in self._node.items

    def names(self) -> Iterator[str]:
        """Walk through the keys as they were written."""
        return iter(self._node.items)

    def line(self, name: str) -> int:
        """Give the line of the field, or of the mapping where the field is absent."""
        return self._node.lines.get(name, self._node.line)

    def fault(self, name: str, problem: str, hint: str = "", *, line: int = 0) -> None:
        """Record a fault of the field *name*."""
        self.faults.append(
            SourceError(
                self.path,
                problem,
                line=line or self.line(name),
                field=self._prefix + name,
                hint=hint,
            )
        )

    def text(self, name: str, *, required: bool = False) -> str | None:
        """Read a text; white space around it is dropped."""
        node = self._get(name, required=required)
        if node is None:
            return None
        if not isinstance(node, Scalar):
            hint = "put a text that starts with [ or { in quotes"
            self.fault(name, f"expected a text, got {_describe(node)}", hint)
            return None
        return node.text.strip() if self._is_clean(name, node) else None

    def line_of_text(self, name: str, *, required: bool = False) -> str:
        """Read a text as one line, whatever white space it was written with; "" where absent."""
        return " ".join((self.text(name, required=required) or "").split())

    def texts(self, name: str) -> tuple[str, ...]:
        """Read a list of texts; a single text counts as a list of one."""
        return tuple(text for text, _ in self.texts_with_lines(name))

    def texts_with_lines(self, name: str) -> tuple[tuple[str, int], ...]:
        """Read a list of texts, each with its line."""
        texts = []
        for item in self._get_items(name):
            if not isinstance(item, Scalar):
                problem = f"expected a list of texts, got {_describe(item)} in it"
                hint = "write [one, two]; put a text that holds : in quotes"
                self.fault(name, problem, hint, line=item.line)
            elif self._is_clean(name, item):
                texts.append((item.text.strip(), item.line))
        return tuple(texts)

    def boolean(self, name: str) -> bool | None:
        """Read ``true`` or ``false``; ``yes`` and ``no`` are understood too."""
        words = {"true": True, "yes": True, "false": False, "no": False}
        return self.parsed(name, lambda text: _choose(text.lower(), words, "true or false"))

    def integer(self, name: str, low: int, high: int) -> int | None:
        """Read a whole number from *low* to *high*, both included."""

        def parse(text: str) -> int:
            if not re.fullmatch("[0-9]{1,9}", text) or not low <= int(text) <= high:
                problem = f"expected a whole number from {low} to {high}, got {text[:40]!r}"
                raise FieldError(problem, f"write digits alone: {name}: {high}")
            return int(text)

        return self.parsed(name, parse)

    def choice(self, name: str, words: tuple[str, ...], *, required: bool = False) -> str | None:
        """Read one of *words*."""
        expected = " or ".join([", ".join(words[:-1]), words[-1]])
        return self.parsed(
            name,
            lambda text: _choose(text, {word: word for word in words}, expected),
            required=required,
        )

    def url(self, name: str, *, required: bool = False) -> str | None:
        """Read an http or https address; what is not ASCII in it is encoded."""
        return self.parsed(name, parse_url, required=required)

    def parsed(self, name: str, parse: Callable[[str], T], *, required: bool = False) -> T | None:
        """
        Read a text and turn it into a value.

        Args:
            name: The field.
            parse: Its FieldError becomes the fault.
            required: Absence is a fault.
        """
        text = self.text(name, required=required)
        if text is None:
            return None
        try:
            return parse(text)
        except FieldError as error:
            self.fault(name, error.problem, error.hint)
            return None

    def fields(self, name: str) -> Fields | None:
        """Read a nested mapping."""
        node = self._get(name)
        if node is None:
            return None
        if not isinstance(node, Mapping):
            hint = f"write the fields of {name} below it, each indented by two spaces"
            self.fault(name, f"expected fields of its own, got {_describe(node)}", hint)
            return None
        return Fields(node, self.path, self.faults, prefix=f"{self._prefix}{name}.")

    def fields_list(self, name: str) -> tuple[Fields, ...]:
        """Read a list of mappings."""
        found = []
        for item in self._get_items(name):
            if not isinstance(item, Mapping):
                problem = f"expected a list of fields, got {_describe(item)} in it"
                hint = "start each line with a hyphen: - {key: value, key: value}"
                self.fault(name, problem, hint, line=item.line)
                continue
            found.append(Fields(item, self.path, self.faults, prefix=f"{self._prefix}{name}."))
        return tuple(found)

    def is_text(self, name: str) -> bool:
        """Tell whether the field is a single text rather than a list or fields of its own."""
        return isinstance(self._node.items.get(name), Scalar)

    def finish(self) -> None:
        """Record every key that no getter asked for, with the nearest one that exists."""
        for name in self._node.items:
            if name not in self._known:
                near = get_close_matches(name, self._known, n=1, cutoff=0.6)
                hint = f"did you mean {self._prefix}{near[0]}?" if near else self._list_known()
                if self._is_cut_off(name):
                    hint = "between { and } a comma ends a text: put the whole text in quotes"
                self.fault(name, "there is no such field", hint)

    def _is_cut_off(self, name: str) -> bool:
        """Tell whether a key is no key, but what stands behind a comma in the text before it."""
        node, lines = self._node.items[name], self._node.lines
        beside = sum(line == lines[name] for line in lines.values()) > 1
        return beside and isinstance(node, Scalar) and node.absent

    def _list_known(self) -> str:
        return f"the fields here are {', '.join(self._known)}" if self._known else ""

    def _get_items(self, name: str) -> tuple[Node, ...]:
        """Get what a list holds; a single value counts as a list of one."""
        node = self._get(name)
        if node is None:
            return ()
        return node.items if isinstance(node, Sequence) else (node,)

    def _get(self, name: str, *, required: bool = False) -> Node | None:
        self._known.append(name)
        node = self._node.items.get(name)
        if isinstance(node, Scalar) and (node.absent or (required and not node.text.strip())):
            node = None
        if node is None and required:
            self.fault(name, "expected a text, got nothing", f"write {name}: and the text after it")
        return node

    def _is_clean(self, name: str, node: Scalar) -> bool:
        if node.plain:  # without escapes, as clean as its file
            return True
        fault = find_forbidden(node.text, self.path, line=node.line, field=self._prefix + name)
        if fault:
            self.faults.append(fault)
        return fault is None


def parse_url(text: str) -> str:
    """
    Read an absolute http or https address.

    Returns:
        A URI: characters beyond ASCII are percent-encoded, those of the host by IDNA.

    Raises:
        FieldError: Anything else.

    Source: RFC 3987 §3.1 for the mapping of IRIs to URIs.
    """
    problem = f"expected an address like https://example.org/, got {text!r}"
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        raise FieldError(problem, "it starts with https:// and holds no space") from None
    if "://" not in text and re.match(r"[\w-]+(\.[\w-]+)+([:/?#]|$)", text):
        raise FieldError(problem, f"write https://{text}")
    if parts.scheme not in {"http", "https"} or not host or re.search(r'[\s<>"{}|\\^`]', text):
        raise FieldError(problem, "it starts with https:// and holds no space")
    if parts.username or parts.password:
        problem = "an address that everybody sees must hold no name or password"
        raise FieldError(problem, "delete what stands before the @, and the @")
    if ":" in host:  # RFC 3986 §3.2.2: an IPv6 address stands in brackets
        host = f"[{host}]"
    rest = [quote(part, safe="%/:=&?~#+!$,;'@()*-._") for part in parts[2:]]
    return urlunsplit((parts.scheme, host + port, *rest))


def _choose(text: str, words: dict[str, T], expected: str) -> T:
    if text in words:
        return words[text]
    near = get_close_matches(text, words, n=1)
    problem = f"expected {expected}, got {text!r}"
    raise FieldError(problem, f"did you mean {near[0]}?" if near else "it is one of these words")


def _describe(node: Node) -> str:
    if isinstance(node, Scalar):
        return f"the text {node.text[:40]!r}"
    return "a list" if isinstance(node, Sequence) else "fields of its own"
