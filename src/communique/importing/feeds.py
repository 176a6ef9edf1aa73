"""Atom, RSS and exports of WordPress to items; the only importer of feedparser."""

from __future__ import annotations

import re
from calendar import timegm
from collections import Counter
from datetime import UTC, datetime, timedelta
from html import unescape
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import feedparser

from communique.importing.addresses import join_address, join_addresses
from communique.importing.dates import parse_date
from communique.importing.exports import Export, read_export
from communique.importing.items import Item, Page, join_versions, list_names
from communique.importing.plain import mark_up
from communique.importing.wordpress import convert_text, find_shortcodes
from communique.markup import sanitise, strip_tags
from communique.render.content import GENERATOR
from communique.validate.encoding import decode_document
from communique.validate.namespaces import ATOM
from communique.validate.tree import parse_document

if TYPE_CHECKING:
    from datetime import tzinfo

# RFC 5005 §3 and §4; RFC 4287 has no relation for it.
_OLDER = ("prev-archive", "next", "next-archive")
_DATES = ("published", "updated", "created")
_SHIFTS = [timedelta(days=days) for days in (0, -1, 1)]
"""To the day on which it is written, in whatever time zone."""
_INNER = re.compile(
    "attachment|nav_menu_item|revision|custom_css|customize_changeset|oembed_cache|wp_.*"
)
"""What WordPress exports although nobody wrote it for readers: by ``wp:post_type``."""
_CUT = re.compile(r"\[(?:…|\.{3})\]|(?:…|\.{3}).{0,40}$")
"""How a summary ends that is the beginning of a text, perhaps with a link to the rest."""
_KIND = "http://schemas.google.com/g/2005#kind"
"""The scheme of a category by which Blogger says what an entry is."""


def parse_feed(
    data: bytes, name: str, address: str, zone: tzinfo, types: frozenset[str] = frozenset()
) -> Page:
    """
    Read the items of a feed, however broken it is.

    Args:
        data: XML: Atom, RSS, or an export of WordPress (WXR).
        name: What to call it for a person.
        address: Where it came from; empty for a file.
        zone: Of dates without an offset.
        types: As in ``Choices``.

    Returns:
        No items for what is no feed at all.
    """
    feed = feedparser.parse(BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    exported = "wp_wxr_version" in feed.feed
    base = address or _get_link(feed.feed, "self") or feed.feed.get("link", "")
    export = read_export(data, feed.entries) if exported else Export()
    reader = _Reader(feed.feed, base, zone, export)
    items = []
    others: Counter[str] = Counter()
    ids = _read_based_ids(data, len(feed.entries))
    for number, entry in enumerate(feed.entries, start=1):
        entry.update(ids[number - 1] if ids else {})
        kind = entry.get("wp_post_type", "post") if exported else _read_kind(entry)
        if kind not in {"post", "page", *types}:
            others[kind] += exported and not _INNER.fullmatch(kind)
            continue
        items.append(reader.read(entry, f"{name}: item {number}"))
    left = "left out, as neither posts nor pages; --type"
    notes = [
        f"{name}: {count} of the type {kind!r} {left} {kind} brings them along"
        for kind, count in (+others).items()
    ]
    if feed.bozo and items:
        notes.append(f"{name} is not well-formed: {feed.get('bozo_exception', 'unknown reason')}")
    links = join_addresses(base, (_get_link(feed.feed, rel) for rel in _OLDER))
    guess = _guess_older(feed.feed, base) if items and not links and not exported else ""
    return Page(
        items=tuple(join_versions(items)),
        older=links or ((guess,) if guess else ()),
        guessed=bool(guess),
        own=_get_link(feed.feed, "self"),
        notes=tuple(notes),
    )


def _read_based_ids(data: bytes, count: int) -> list[dict[str, str]]:
    """
    Read the ids of a feed with xml:base, against which feedparser resolves them.

    Source: RFC 4287 §4.2.6: an id is compared character by character, and is never relative.
    """
    if b"xml:base" not in data:
        return []
    root = parse_document(decode_document(data).utf8).root
    entries = root.find_all(f"{ATOM} entry") if root else []
    found = [entry.find(f"{ATOM} id") for entry in entries]
    ids = [{"id": element.text.strip()} if element is not None else {} for element in found]
    return ids if len(ids) == count else []


class _Reader:
    """
    Read the entries of one feed.

    Args:
        feed: What it says of itself.
        base: Of its addresses.
        zone: Of dates without an offset.
        export: What an export says beside.
    """

    def __init__(
        self,
        feed: Any,  # noqa: ANN401 - feedparser has no types
        base: str,
        zone: tzinfo,
        export: Export,
    ) -> None:
        self._language = feed.get("language", "")
        self._ours = feed.get("generator", "") == GENERATOR
        self._base = base
        self._zone = zone
        self._export = export

    def read(self, entry: Any, place: str) -> Item:  # noqa: ANN401 - as above
        """Read one entry; nothing of it is an error yet."""
        content = self._choose_content(entry)
        text, notes = content.get("value", ""), list[str]()
        if "wp_post_type" in entry:
            text, notes = convert_text(text, self._export.files)
        elif not entry.get("content") and _CUT.search(read_plain(text, html=True)):
            notes = ["its text seems to be cut: the feed may hold only the beginnings of texts"]
        link = entry.get("link", "")
        # feedparser takes an id for an address, whatever it is.
        base = self._base if link != entry.get("id") else ""
        link = join_address(base, link)
        date = next((_get(entry, name) for name in _DATES if _get(entry, name)), "")
        title = entry.get("title_detail", {"type": "", "value": ""})
        tags, tongue, work = self._sort_tags(entry)
        return Item(
            place=place,
            id=entry.get("id", "") or link,
            link=link,
            former=self._list_former(entry, link),
            title=read_plain(title["value"], html="html" in title["type"]),
            text=text,
            base=content.get("base") or link or self._base,
            summary=_read_summary(entry, text),
            published=self._read_date(entry, date),
            date=date,
            updated=_read_moment(_get(entry, "updated_parsed")),
            language=tongue or _read_language(entry, content) or self._language,
            work=work,
            categories=list_names(tags),
            authors=list_names(each.get("name") or "" for each in entry.get("authors", [])),
            files=self._list_files(entry),
            slug=entry.get("wp_post_name", ""),
            strange=find_shortcodes(text) if "wp_post_type" in entry else (),
            ours=self._ours,
            held_back=_read_status(entry),
            notes=tuple(notes),
        )

    def _list_former(self, entry: Any, link: str) -> tuple[str, ...]:  # noqa: ANN401 - as above
        number, name = entry.get("wp_post_id", ""), entry.get("wp_post_name", "")
        return join_addresses("", self._export.list_former(number, link, name))

    def _sort_tags(self, entry: Any) -> tuple[list[str], str, str]:  # noqa: ANN401 - as above
        """Give the categories of an entry, and what plugins say beside: language, work."""
        tags: list[str] = []
        tongue, work = self._export.find_language(entry.get("wp_post_id", ""))
        for tag in entry.get("tags", []):
            text, scheme = tag.get("term") or tag.get("label") or "", tag.get("scheme")
            if self._export.tongues and scheme == "language":
                tongue = self._export.tongues.get(text, "")
            elif self._export.tongues and scheme == "post_translations":
                work = text
            elif scheme != _KIND:
                tags.append(text)
        return tags, tongue, work

    def _choose_content(self, entry: Any) -> Any:  # noqa: ANN401 - as above
        """Choose the longest text; a description is one where nothing else is."""
        texts = [*entry.get("content", [])]
        if not any(text.get("value") for text in texts) and "summary_detail" in entry:
            texts = [entry["summary_detail"]]
        found: Any = max(texts, key=lambda text: len(text.get("value") or ""), default={})
        if found.get("type") == "text/plain":
            return {**found, "value": mark_up(found.get("value", ""))}
        if found.get("type") == "application/xhtml+xml":  # as feedparser writes it
            return {**found, "value": re.sub(r"></(br|img|hr|wbr)>", "/>", found["value"])}
        return found

    def _read_date(self, entry: Any, text: str) -> datetime | None:  # noqa: ANN401 - as above
        gmt = entry.get("wp_post_date_gmt", "")
        if gmt and not gmt.startswith("0000"):
            return parse_date(f"{gmt.replace(' ', 'T')}Z", self._zone)
        if own := parse_date(text, self._zone):
            return own
        for name in _DATES:
            moment = _read_moment(_get(entry, f"{name}_parsed"))
            # feedparser finds a date in anything: 1696330000 is one of the year 1696 to it.
            if moment and any(_has_year(text, moment + shift) for shift in _SHIFTS):
                return moment
        return None

    def _list_files(self, entry: Any) -> tuple[str, ...]:  # noqa: ANN401 - as above
        files = [
            link.get("href", "")
            for link in entry.get("links", [])
            if link.get("rel") == "enclosure"
        ]
        files += [each.get("url", "") for each in entry.get("media_content", [])]
        files.append(self._export.find_picture(entry.get("wp_post_id", "")))
        return join_addresses(self._base, files)


def _has_year(text: str, moment: datetime) -> bool:
    return bool(re.search(rf"\b{moment.year}\b|\b{moment.year % 100:02}\b", text))


def _get(entry: Any, name: str) -> Any:  # noqa: ANN401 - as above
    """Get a field that is there: feedparser makes one date of another."""
    return entry[name] if name in entry else None  # noqa: SIM401 - `get` is what makes one


def _read_moment(parsed: Any) -> datetime | None:  # noqa: ANN401 - a struct_time or None
    return datetime.fromtimestamp(timegm(parsed), UTC) if parsed else None


def read_plain(text: str, *, html: bool) -> str:
    """Read a title as one line of plain text."""
    if html:
        text = strip_tags(sanitise(text)) if "<" in text else unescape(text)
    return " ".join(text.split())


def _guess_older(feed: Any, base: str) -> str:  # noqa: ANN401 - feedparser has no types
    """WordPress gives older items at ``?paged=2`` and says so nowhere."""
    generator = str(feed.get("generator", "")) + str(feed.get("generator_detail", {}))
    if "wordpress" not in generator.lower() or not join_address("", base):
        return ""
    parts = urlsplit(base)
    query = dict(parse_qsl(parts.query))
    page = int(query.get("paged", "1")) if query.get("paged", "1").isdigit() else 1
    query["paged"] = str(page + 1)
    return urlunsplit(parts._replace(query=urlencode(query)))


def _get_link(feed: Any, rel: str) -> str:  # noqa: ANN401 - as above
    links = feed.get("links", [])
    return str(next((link["href"] for link in links if link.get("rel") == rel), ""))


def _read_language(entry: Any, content: Any) -> str:  # noqa: ANN401 - as above
    own = entry.get("language") or content.get("language")
    return str(own or entry.get("title_detail", {}).get("language") or "")


def _read_summary(entry: Any, text: str) -> str:  # noqa: ANN401 - as above
    """Read a summary that somebody wrote: one that is not the text or its beginning."""
    detail = entry.get("summary_detail") or {}
    own = entry.get("excerpt_encoded") or (detail.get("value", "") if entry.get("content") else "")
    summary = read_plain(own, html="html" in detail.get("type", "html"))
    start = re.sub(r"\W*(?:\[?(?:…|\.\.\.)\]?)?\W*$", "", summary)
    plain = re.sub(r"\W+", "", read_plain(text, html=True))
    return "" if not start or re.sub(r"\W+", "", start) in plain else summary


def _read_kind(entry: Any) -> str:  # noqa: ANN401 - as above
    """Tell what an entry of an export of Blogger is: a comment or a setting is no statement."""
    kinds = [tag.get("term") or "" for tag in entry.get("tags", []) if tag.get("scheme") == _KIND]
    return kinds[0].rpartition("#")[2] if kinds else "post"


def _read_status(entry: Any) -> str:  # noqa: ANN401 - as above
    if entry.get("wp_post_password"):
        return "wants a password"
    if entry.get("app_draft", "").strip().lower() == "yes":
        return "draft"
    status: str = entry.get("wp_status", "publish")
    return "" if status == "publish" else status
