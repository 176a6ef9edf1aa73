"""
UTF-8 to a tree whose every element knows its line and column.

Expat reads the document; nothing outside it is ever fetched. What was read before the first fault
stays in the tree: elements that were still open have no end.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final
from xml.parsers import expat

from communique.validate.document import Declaration, Document, Element
from communique.validate.positions import START, Spot

EXPANSION: Final = 4_000_000
"""How many characters entities may add to a document."""
MOST_ELEMENTS: Final = 1_000_000
"""A feed of 100,000 entries has fewer; each takes some 400 bytes of memory."""
XML_VERSION = re.compile(rb"""\A(<\?xml\s+version\s*=\s*["'])[^"'<>]*""")


class _TooMuchError(Exception):
    """Stop reading: the document would take too much memory; the text says why."""


class _Builder:
    """Build the tree from what expat calls."""

    def __init__(self, source: bytes) -> None:
        self.document = Document(source=source)
        self.open: list[Element] = []
        self.texts: list[list[str]] = []
        self.pieces: list[str] = []
        self.declared: set[tuple[str, str]] = set()
        self.length = 0
        self.count = 0
        parser = expat.ParserCreate("utf-8", " ")
        parser.buffer_text = True
        parser.namespace_prefixes = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.pieces.append
        parser.StartNamespaceDeclHandler = self.declare
        parser.StartDoctypeDeclHandler = self.doctype
        parser.EntityDeclHandler = self.entity
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        self.parser = parser

    def read(self) -> Document:
        """Read the source to its end or its first fault."""
        document = self.document
        try:
            self.parser.Parse(document.source, True)  # noqa: FBT003 - expat's signature
        except expat.ExpatError as error:
            document.fault = self.explain(error)
            document.fault_place = Spot(error.lineno, error.offset + 1)
        except _TooMuchError as error:
            document.fault = str(error)
            document.fault_place = self.place()
        while self.open:
            self.finish_text(self.open.pop())
        return document

    def explain(self, error: expat.ExpatError) -> str:
        """Say what expat found, with the element that was open."""
        problem = expat.ErrorString(error.code) or "not well-formed"
        if not self.document.source.strip(b"\0 \t\r\n"):
            return "the document is empty"
        if not self.open:
            return problem
        element = self.open[-1]
        name = f"{element.prefix}:{element.name}" if element.prefix else element.name
        return f"{problem}, inside <{name}> of line {element.line}"

    def place(self) -> Spot:
        """Return where expat is."""
        return Spot(self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        key, prefix = _split_name(name)
        if attributes and " " in "".join(attributes):
            attributes = {_split_name(name)[0]: value for name, value in attributes.items()}
        self.count += 1
        if self.count > MOST_ELEMENTS:
            message = f"it has more than {MOST_ELEMENTS:,} elements"
            raise _TooMuchError(message)
        parser = self.parser
        parent = self.open[-1] if self.open else None
        if self.pieces:
            self.texts[-1] += self.pieces
            self.pieces.clear()
        element = Element(
            key,
            prefix,
            attributes,
            parser.CurrentLineNumber,
            parser.CurrentColumnNumber + 1,
            parser.CurrentByteIndex,
            parent,
        )
        if parent is None:
            self.document.root = element
        else:
            parent.children.append(element)
        self.open.append(element)
        self.texts.append([])

    def end(self, _name: str) -> None:
        element = self.open.pop()
        self.finish_text(element)
        element.end = self.parser.CurrentByteIndex

    def finish_text(self, element: Element) -> None:
        element.text = "".join(self.texts.pop() + self.pieces)
        self.pieces.clear()

    def count_text(self, data: str) -> None:
        self.length += len(data)
        if self.length > len(self.document.source) + EXPANSION:
            message = f"its entities expand to more than {EXPANSION:,} characters"
            raise _TooMuchError(message)
        self.pieces.append(data)

    def declare(self, prefix: str | None, namespace: str | None) -> None:
        pair = (prefix or "", namespace or "")
        if pair in self.declared:
            return
        self.declared.add(pair)
        self.document.declarations.append(
            Declaration(
                prefix=pair[0],
                namespace=pair[1],
                place=self.place(),
                start=self.parser.CurrentByteIndex,
            )
        )

    def doctype(self, name: str, system: str | None, public: str | None, _internal: int) -> None:
        self.document.doctype = (name, system or "", public or "")
        if system:  # expat tells of it at its end
            source = self.document.source
            start = source.rfind(b"<!DOCTYPE", 0, self.parser.CurrentByteIndex)
            place = START.after(source[:start].decode("utf-8", "replace"))
            self.document.system_entities.append(place)

    def entity(
        self,
        _name: str,
        _parameter: int,
        _value: str | None,
        _base: str | None,
        system: str | None,
        _public: str | None,
        _notation: str | None,
    ) -> None:
        self.parser.CharacterDataHandler = self.count_text
        if system:
            self.document.system_entities.append(self.place())


@lru_cache(maxsize=1024)
def _split_name(name: str) -> tuple[str, str]:
    """Split what expat calls an element into its key and its prefix."""
    parts = name.split(" ")
    if len(parts) == 3:
        return f"{parts[0]} {parts[1]}", parts[2]
    return name, ""


def parse_document(utf8: bytes) -> Document:
    """Parse a document; expat knows XML 1.0 only, so any other version is read as that."""
    source = XML_VERSION.sub(rb"\g<1>1.0", utf8, count=1)
    return _Builder(source).read()
