"""What was read of a document: its elements, and what stands around them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from communique.validate.namespaces import XML
from communique.validate.positions import START, Spot

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LANG: Final = f"{XML} lang"


@dataclass(frozen=True, kw_only=True, slots=True)
class Declaration:
    """
    A namespace declaration: the prefix is empty for the default namespace.

    Place and start, the offset, are those of the element that it stands in.
    """

    prefix: str
    namespace: str
    place: Spot
    start: int


class Element:
    """
    One element of a document.

    Args:
        key: Namespace, a space, local name; the local name alone where there is no namespace.
        prefix: As written; empty for the default namespace.
        attributes: By key, made like that of an element.
        line: Of the start tag, from 1.
        column: Of the start tag, from 1.
        start: Offset of the start tag in the UTF-8 bytes.
        parent: None for the root.

    Its `children` are the elements in it; `text` is its own character data, without theirs.
    """

    __slots__ = (
        "attributes",
        "by_key",
        "children",
        "column",
        "end",
        "key",
        "lang",
        "line",
        "parent",
        "prefix",
        "start",
        "text",
    )

    def __init__(
        self,
        key: str,
        prefix: str,
        attributes: dict[str, str],
        line: int,
        column: int,
        start: int,
        parent: Element | None,
    ) -> None:
        self.key = key
        self.prefix = prefix
        self.attributes = attributes
        self.line = line
        self.column = column
        self.start = start
        self.parent = parent
        self.children: list[Element] = []
        self.by_key: dict[str, list[Element]] | None = None
        self.text = ""
        self.end = -1
        inherited = parent.lang if parent is not None else ""
        self.lang: str = attributes.get(LANG, inherited) if attributes else inherited

    @property
    def namespace(self) -> str:
        """Return the namespace name; empty where there is none."""
        return self.key.rpartition(" ")[0]

    @property
    def name(self) -> str:
        """Return the local name."""
        return self.key.rpartition(" ")[2]

    @property
    def closed(self) -> bool:
        """Tell whether its end was read."""
        return self.end >= 0

    def get(self, key: str) -> str | None:
        """Return the attribute *key*, or None."""
        return self.attributes.get(key)

    def find_all(self, key: str) -> Sequence[Element]:
        """List the children with this key; only once the document was read."""
        if self.by_key is None:
            self.by_key = {}
            for child in self.children:
                self.by_key.setdefault(child.key, []).append(child)
        return self.by_key.get(key, ())

    def find(self, key: str) -> Element | None:
        """Return the first child with this key, or None."""
        found = self.find_all(key)
        return found[0] if found else None

    def walk(self) -> Iterator[Element]:
        """Yield this element and all below it in the order of the document."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            if element.children:
                waiting.extend(reversed(element.children))


@dataclass(kw_only=True, slots=True)
class Document:
    """
    What was read of a document.

    Args:
        source: The UTF-8 bytes that every offset counts in.
        root: None where there is not even a root element.
        fault: Why and where reading ended early; empty where it did not.
        declarations: Every pair of prefix and namespace, where it is first declared.
        doctype: Name, system identifier and public identifier, if there is one.
        system_entities: Where the document refers to something outside of it.
    """

    source: bytes
    root: Element | None = None
    fault: str = ""
    fault_place: Spot = START
    declarations: list[Declaration] = field(default_factory=list)
    doctype: tuple[str, str, str] | None = None
    system_entities: list[Spot] = field(default_factory=list)
