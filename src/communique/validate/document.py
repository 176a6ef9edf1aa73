"""What was read of a document: its elements, and what stands around them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from communique.validate.positions import START, Spot

if TYPE_CHECKING:
    from communique.validate.tree import Element


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
