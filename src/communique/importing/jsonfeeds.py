"""JSON Feed to items."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from communique.importing.addresses import join_address, join_addresses
from communique.importing.dates import parse_date
from communique.importing.items import Item, Page, list_names
from communique.importing.plain import mark_up

if TYPE_CHECKING:
    from datetime import tzinfo


def parse_json_feed(data: bytes, name: str, address: str, zone: tzinfo) -> Page:
    """
    Read the items of a JSON Feed; as ``parse_feed``.

    Source: JSON Feed 1.1.
    """
    try:
        feed = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return Page(items=())
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        return Page(items=())
    own = _read(feed, "feed_url")
    base = address or own or _read(feed, "home_page_url")
    items = [
        _read_item(each, f"{name}: item {number}", base, _read(feed, "language"), zone)
        for number, each in enumerate(feed["items"], start=1)
        if isinstance(each, dict)
    ]
    older = join_addresses(base, [_read(feed, "next_url")])
    return Page(items=tuple(items), older=older, own=own)


def _read_item(item: dict[str, Any], place: str, base: str, language: str, zone: tzinfo) -> Item:
    link = join_address(base, _read(item, "url"))
    text = _read(item, "content_html") or mark_up(_read(item, "content_text"))
    own = item.get("id")
    own = "" if isinstance(own, bool) or not isinstance(own, str | int | float) else own
    date = _read(item, "date_published") or _read(item, "date_modified")
    files = [_read(each, "url") for each in _list(item, "attachments")]
    files.append(_read(item, "image"))
    authors = _list(item, "authors") or [item.get("author")]
    return Item(
        place=place,
        # Version 1 let an id be a number.
        id=str(own).strip() or link,
        link=link,
        title=" ".join(_read(item, "title").split()),
        text=text,
        base=link or base,
        summary=" ".join(_read(item, "summary").split()),
        published=parse_date(date, zone),
        date=date,
        language=_read(item, "language") or language,
        categories=list_names(map(str, _list(item, "tags"))),
        authors=list_names(_read(author, "name") for author in authors),
        files=join_addresses(base, files),
    )


def _read(mapping: Any, key: str) -> str:  # noqa: ANN401 - whatever JSON holds
    value = mapping.get(key) if isinstance(mapping, dict) else None
    return value if isinstance(value, str) else ""


def _list(mapping: dict[str, Any], key: str) -> list[Any]:
    value = mapping.get(key)
    return value if isinstance(value, list) else []
