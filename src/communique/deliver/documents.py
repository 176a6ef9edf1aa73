"""Read from the bytes of a feed what its delivery has to agree with."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from communique.deliver.headers import read_charset
from communique.validate import JSON_START
from communique.validate.encoding import BYTE_ORDER_MARKS, DECLARATION, HEAD, decode_document
from communique.validate.namespaces import ATOM, RDF
from communique.validate.tree import parse_document
from communique.values import Struct

if TYPE_CHECKING:
    from communique.deliver.answers import Answer
    from communique.validate.document import Element

KINDS: Final = {"feed": "Atom", "entry": "Atom", "rss": "RSS", "RDF": "RSS", "opml": "OPML"}
ITEMS: Final = frozenset({f"{ATOM} entry", "item", "http://purl.org/rss/1.0/ item"})
IDS: Final = (f"{ATOM} id", "guid", "link")


class Facts(Struct, frozen=True, kw_only=True):
    """
    Hold what a feed says of itself.

    Args:
        kind: Atom, RSS, JSON Feed or OPML; empty for anything else.
        selves: Every rel=self, in order.
        hubs: Every rel=hub, in order.
        ids: Of the entries, in order; empty texts for entries without.
        encoding: As its first bytes or its XML declaration say; empty where they say nothing.
    """

    kind: str = ""
    selves: tuple[str, ...] = ()
    hubs: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    encoding: str = ""


def read_facts(data: bytes, charset: str = "") -> Facts:
    """
    Read the facts of a document, as far as it can be read at all.

    Args:
        data: The document.
        charset: As for ``decode_document``.
    """
    return _read_json(data) if JSON_START.match(data) else _read_xml(data, charset)


def read_served(answer: Answer) -> bytes:
    """Give a document that was served, so that it needs no header to be read (RFC 7303 §3)."""
    data, charset = answer.body, read_charset(answer)
    if not charset or JSON_START.match(data) or _read_encoding(data):
        return data
    return decode_document(data, charset).utf8


def _read_xml(data: bytes, charset: str) -> Facts:
    encoding = _read_encoding(data)
    root = parse_document(decode_document(data, charset).utf8).root
    if root is None or root.name not in KINDS:
        return Facts(encoding=encoding)
    head: Element = root
    if root.name in {"rss", "RDF"}:
        head = next((each for each in root.children if each.name == "channel"), root)
    links = head.find_all(f"{ATOM} link")
    outer = root if root.key == f"{RDF} RDF" else head
    items = [root] if root.name == "entry" else [e for e in outer.children if e.key in ITEMS]
    return Facts(
        kind=KINDS[root.name],
        selves=tuple(link.get("href") or "" for link in links if link.get("rel") == "self"),
        hubs=tuple(link.get("href") or "" for link in links if link.get("rel") == "hub"),
        ids=tuple(_read_id(item) for item in items),
        encoding=encoding,
    )


def _read_id(item: Element) -> str:
    """Return what readers know an entry by."""
    found = (item.find(key) for key in IDS)
    return next((element.text.strip() for element in found if element is not None), "")


def _read_encoding(data: bytes) -> str:
    """XML 1.0 §4.3.3: the byte order mark, else the declaration."""
    for mark, name in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return name.removesuffix("-le").removesuffix("-be")
    declared = DECLARATION.match(data[:HEAD].decode("latin-1"))
    return (declared["encoding"] or "") if declared else ""


def _read_json(data: bytes) -> Facts:
    try:
        feed: Any = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return Facts()
    if not isinstance(feed, dict) or "jsonfeed.org" not in str(feed.get("version")):
        return Facts()
    items, hubs = feed.get("items"), feed.get("hubs")
    address = feed.get("feed_url")
    return Facts(
        kind="JSON Feed",
        encoding="utf-8",
        selves=(address,) if isinstance(address, str) else (),
        hubs=tuple(str(each.get("url", "")) for each in _list_objects(hubs)),
        ids=tuple(str(each.get("id", "")) for each in _list_objects(items)),
    )


def _list_objects(value: object) -> list[dict[str, Any]]:
    """List the objects of a JSON array; nothing where it is none."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
