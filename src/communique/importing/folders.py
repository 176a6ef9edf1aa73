"""The posts of a static generator to items: Jekyll, Hugo, Pelican, Eleventy."""

from __future__ import annotations

import json
import os
import re
import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from communique.errors import SourceError
from communique.importing.dates import parse_date
from communique.importing.items import Item
from communique.importing.sites import Post, Site, find_site, make_address, make_id
from communique.markup import render_markdown
from communique.nodes import Scalar, Sequence, parse_mapping
from communique.sources import SIZE_LIMIT, decode_foreign

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import tzinfo

    from communique.nodes import Node

Values = dict[str, "str | list[str]"]

_ENDINGS = (".md", ".markdown", ".html", ".htm")
_SKIPPED_FOLDERS = {"node_modules", "vendor", "themes", "_site", "public", "output", "venv"}
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})-(.+)")
_YAML = re.compile(r"---[ \t]*\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_TOML = re.compile(r"\+\+\+[ \t]*\n(.*?\n)?\+\+\+[ \t]*(?:\n|$)", re.DOTALL)
_HEADER = re.compile(r"(?:[A-Za-z][\w-]*:[^\n]*\n(?:[ \t]+[^\n]*\n)*)+(?:\n|$)")
_TAGS = re.compile(  # none within another: what is not closed ends where the next begins
    r"\{\{[<%](?:(?!\{\{).)*?[%>]\}\}|\{%(?:(?!\{%).)*?%\}|\{\{(?:(?!\{\{).)*?\}\}", re.DOTALL
)


def read_posts(folder: Path, zone: tzinfo) -> tuple[Site, list[Item]]:
    """
    Read every post below *folder*.

    Args:
        folder: Of the posts, or of the whole site.
        zone: Of dates without an offset.

    Returns:
        What is known of the site, and its posts in the order of their paths. A post that cannot be
        read is an item with a problem.
    """
    site = find_site(folder)
    items = [_read_post(file, folder, site, zone) for file in _list_posts(folder, site)]
    return site, [item for item in items if item]


def locate(reference: str, post: Path, site: Site) -> Path | None:
    """
    Find the file to which a post refers.

    Args:
        reference: A path, decoded; relative to the post or to the site.
        post: Its file.
        site: No file outside of it is found.
    """
    bare = reference.lstrip("/")
    bases = [post.parent, post.parent / post.stem] if bare == reference else []
    bases += [site.root / name for name in ("static", "assets", "content", "src", "")]
    for base in bases:
        file = (base / bare).resolve()
        if file.is_file() and file.is_relative_to(site.root.resolve()):
            return file
    return None


def _list_posts(folder: Path, site: Site) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(f for f in folders if f[0] != "." and f not in _SKIPPED_FOLDERS)
        if site.kind == "jekyll":
            folders[:] = [f for f in folders if f[0] != "_" or f in {"_posts", "_drafts"}]
        for name in sorted(names):
            if name.lower().endswith((*_ENDINGS, ".rst")) and not name.startswith("_index"):
                yield Path(parent, name)


def _read_post(file: Path, folder: Path, site: Site, zone: tzinfo) -> Item | None:
    """Read a post; None for a page that has neither date nor front matter."""
    place = file.relative_to(folder).as_posix()
    if file.suffix == ".rst":
        return Item(place=place, problem="reStructuredText cannot be read: convert it to Markdown")
    try:
        if file.stat().st_size > SIZE_LIMIT:
            return Item(place=place, problem=f"is larger than {SIZE_LIMIT:,} bytes")
        text = decode_foreign(file.read_bytes(), place)
        values, body, line = _split(text, place, site)
    except SourceError as fault:
        where = f"line {fault.line}: " if fault.line else ""
        return Item(place=place, problem=f"{where}{fault.problem}")
    except OSError as error:
        return Item(place=place, problem=f"cannot be read: {error.strerror}")
    named = _DAY.fullmatch(file.stem if file.stem != "index" else file.parent.name)
    written = _get(values, "date") or _get(values, "publishdate")
    if not values or not (written or named):
        return None
    if named and not written:
        written = f"{named[1]}-{int(named[2]):02}-{int(named[3]):02}"
    stem = named[4] if named else file.stem if file.stem != "index" else file.parent.name
    published = parse_date(_spell_date(written), zone)
    later = _get(values, "publishdate")
    released = parse_date(_spell_date(later), zone) if later else None
    if published and released and released > published:  # Hugo shows it from then on
        written, published = later, released
    html = file.suffix.lower() in {".html", ".htm"}
    address = _find_address(file, folder, values, stem, published, site) if published else ""
    own_id = make_id(address, stem, published, site) if published else ""
    notes = [
        f"line {line + body.count(chr(10), 0, t.start())}: {t[0][:60]} stays as it is"
        for t in _TAGS.finditer(body)
    ]
    return Item(
        place=place,
        id=_get(values, "id") or _get(values, "guid") or own_id,
        link=address,
        title=_get(values, "title"),
        text=body,
        base=address or site.url,
        markdown=not html,
        summary=_get(values, "summary") or _get(values, "description"),
        published=published,
        date=written,
        language=_get(values, "lang") or _get(values, "language") or site.language,
        categories=_list(values, "categories", "category", "tags", "topics"),
        authors=_list(values, "authors", "author"),
        slug=_get(values, "slug") or stem,
        held_back=_find_state(values, file),
        found=_find_files(body, file, site),
        notes=tuple(notes),
    )


def _find_files(body: str, post: Path, site: Site) -> dict[str, Path]:
    """Find the files to which a text refers."""
    try:
        references = render_markdown(body, "").references
    except SourceError:  # whoever makes an entry of it says so
        return {}
    found = {r: locate(unquote(r.partition("#")[0]), post, site) for r in references}
    return {reference: file for reference, file in found.items() if file}


def _split(text: str, place: str, site: Site) -> tuple[Values, str, int]:
    """Part a post into its values and its text; give the line on which that begins."""
    if found := _YAML.match(text):
        node = parse_mapping(found[1] or "", place, first_line=2)
        values: Values = {key.lower(): _flatten(value) for key, value in node.items.items()}
    elif found := _TOML.match(text):
        try:
            values = {k.lower(): _plain(v) for k, v in tomllib.loads(found[1] or "").items()}
        except tomllib.TOMLDecodeError as error:
            raise SourceError(place, f"its front matter is no TOML: {error}") from None
    elif site.kind == "pelican" and (found := _HEADER.match(text)):
        pairs = re.findall(r"^([A-Za-z][\w-]*):[ \t]*(.*(?:\n[ \t]+.*)*)$", found[0], re.MULTILINE)
        values = {key.lower(): " ".join(value.split()) for key, value in pairs}
        for key in ("tags", "authors"):
            if key in values:
                values[key] = [part.strip() for part in re.split("[,;]", str(values[key]))]
    elif text.startswith("{") and (parsed := _read_json(text)):
        values, end = parsed
        body = text[end:].lstrip("\n")
        return values, body, text.count("\n", 0, len(text) - len(body)) + 1
    else:
        return {}, text, 1
    body = text[found.end() :].lstrip("\n")
    return values, body, text.count("\n", 0, len(text) - len(body)) + 1


def _read_json(text: str) -> tuple[Values, int] | None:
    """Read front matter in JSON, as Hugo and Eleventy take it, and where it ends."""
    try:
        found, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return None
    return {key.lower(): _plain(value) for key, value in found.items()}, end


def _flatten(node: Node) -> str | list[str]:
    if isinstance(node, Scalar):
        return "" if node.absent else node.text
    if isinstance(node, Sequence):
        return [item.text for item in node.items if isinstance(item, Scalar)]
    return ""


def _plain(value: Any) -> str | list[str]:  # noqa: ANN401 - whatever TOML holds
    if isinstance(value, list):
        return [str(item) for item in value if isinstance(item, str)]
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value).lower() if isinstance(value, bool) else str(value)


def _get(values: Mapping[str, str | list[str]], key: str) -> str:
    value = values.get(key, "")
    return " ".join(value.split()) if isinstance(value, str) else ""


def _list(values: Mapping[str, str | list[str]], *keys: str) -> tuple[str, ...]:
    found: list[str] = []
    for key in keys:
        value = values.get(key, [])
        found += value if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(" ".join(name.split()) for name in found if name.strip()))


def _spell_date(text: str) -> str:
    """Spell a date as our own reader takes it: Jekyll writes ``2020-01-02 10:00:00 +0200``."""
    found = re.fullmatch(
        r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)? ?(?:([+-]\d\d):?(\d\d)|Z| UTC)", text
    )
    if not found:
        return text
    return f"{found[1]}T{found[2]}" + (f"{found[3]}:{found[4]}" if found[3] else "Z")


def _find_state(values: Mapping[str, str | list[str]], file: Path) -> str:
    status = _get(values, "status").lower()
    if _get(values, "draft").lower() == "true" or "_drafts" in file.parts:
        return "draft"
    if _get(values, "published").lower() == "false":
        return "published: false"
    return status if status in {"draft", "hidden", "skip"} else ""


def _find_address(
    file: Path,
    folder: Path,
    values: Mapping[str, str | list[str]],
    stem: str,
    published: datetime,
    site: Site,
) -> str:
    """Find the address that the page of a post had."""
    try:
        inner = file.relative_to(site.root / "content")
    except ValueError:
        inner = file.relative_to(folder)
    parents = inner.parent.parts if file.stem != "index" else inner.parent.parts[:-1]
    post = Post(
        stem=stem,
        slug=_get(values, "slug"),
        title=_get(values, "title"),
        permalink=_get(values, "permalink") or _get(values, "url"),
        section="/".join(parents),
        categories=_list(values, "categories"),
    )
    return make_address(post, published, site)
