"""The posts of a static generator to items: Jekyll, Hugo, Pelican, Eleventy."""

from __future__ import annotations

import os
import re
from datetime import UTC
from fnmatch import filter as filter_names
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from communique.errors import SourceError
from communique.importing.configurations import find_site
from communique.importing.dates import parse_date
from communique.importing.describing import (
    describe_post,
    find_state,
    list_topics,
    name_collection,
    name_title,
    name_work,
)
from communique.importing.filenames import read_name
from communique.importing.former import place_former
from communique.importing.frames import link_frames
from communique.importing.heads import get_value, list_values, read_json, split_post
from communique.importing.items import Item, join_versions
from communique.importing.linking import Posts
from communique.importing.permalinks import PermalinkError, Post, make_address, make_id
from communique.sources import SIZE_LIMIT, decode_foreign
from communique.values import replace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime, tzinfo

    from communique.importing.heads import Values
    from communique.importing.sites import Site

_ENDINGS = (".md", ".markdown", ".html", ".htm")
_SKIPPED_FOLDERS = {"node_modules", "vendor", "themes", "_site", "public", "output", "venv"}
_OTHERS = {
    ".rst": "reStructuredText",
    ".adoc": "AsciiDoc",
    ".asciidoc": "AsciiDoc",
    ".textile": "Textile",
    ".org": "Org",
}
_TEMPLATES = {".njk": "Nunjucks", ".liquid": "Liquid"}
"""Of Eleventy: posts where they have a date, and else what posts are made with."""
_DATES = ("date", "publishdate")
_DATES_OF_HUGO = (*_DATES, "pubdate", "published", "lastmod", "modified")
_SUMMARIES = ("summary", "excerpt", "description")
_LED_TO_IT = ("redirect_from", "aliases", "alias")
"""The names that jekyll-redirect-from, Hugo and pelican-alias have for former addresses."""
_PROGRAMS = ("11tydata.js", "11tydata.cjs", "11tydata.mjs")
_PERMALINK = re.compile(r"\bpermalink['\"]?\s*:\s*(['\"`])([^'\"`$]*)\1")
_TAGS = re.compile(  # none within another: what is not closed ends where the next begins
    r"\{\{[<%](?:(?!\{\{).)*?[%>]\}\}|\{%(?:(?!\{%).)*?%\}|\{\{(?:(?!\{\{).)*?\}\}", re.DOTALL
)
_IN_HTML = "its title and its date stand in HTML: write them above it, as Title: and Date:"
_APART = "lies outside: import the folder of the whole site to have its posts too"
_NAME_IT = "write that address into its front matter as permalink"


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
    folder = folder.resolve()
    site = find_site(folder)
    apart = [each for each in site.languages if not _is_seen(each.folder, folder)]
    site = replace(site, notes=tuple(f"{each.key}: {each.folder.name} {_APART}" for each in apart))
    files = list(_list_posts(folder, site))
    posts = Posts(files, folder, site)
    items = [_read_post(file, folder, site, posts, zone) for file in files]
    return site, join_versions([item for item in items if item])


def _is_seen(home: Path, folder: Path) -> bool:
    """Tell whether nothing of the posts of a language lies outside of a folder."""
    return home.is_relative_to(folder) or folder.is_relative_to(home) or not home.is_dir()


def _list_posts(folder: Path, site: Site) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(f for f in folders if f[0] != "." and f not in _SKIPPED_FOLDERS)
        if site.kind == "jekyll":
            kept = {"_posts", "_drafts", *(f"_{key}" for key in site.permalinks)}
            folders[:] = [f for f in folders if f[0] != "_" or f in kept]
        endings = (*_ENDINGS, *_OTHERS, *(_TEMPLATES if site.kind == "eleventy" else ()))
        for name in sorted(names):
            if name.lower().endswith(endings) and not name.startswith("_index"):
                yield Path(parent, name)


def _read_post(file: Path, folder: Path, site: Site, posts: Posts, zone: tzinfo) -> Item | None:
    """Read a post; None for what is none."""
    place = file.relative_to(folder).as_posix()
    opened = _open_post(file, place, site)
    if isinstance(opened, str):
        return Item(place=place, problem=opened)
    values, body, line = opened
    named = read_name(file, folder, site)
    dates = [get_value(values, key) for key in (_DATES_OF_HUGO if site.kind == "hugo" else _DATES)]
    written = next(filter(None, dates), named.day)
    problem = _find_problem(file, body, written, site, headed=bool(values) or line > 1)
    if problem is None:
        return None
    if problem:
        return Item(place=place, title=get_value(values, "title"), problem=problem)
    values = {**posts.list_cascade(file), **_list_defaults(file, site), **values}
    values = {**_take_params(values), **values}
    markdown = file.suffix.lower() not in {".html", ".htm"}
    body, framed = link_frames(body) if markdown else (body, [])
    body = posts.replace_tags(body, file)
    linked, found = posts.sort_references(body, file)
    post = describe_post(file, named, values, site)
    item = _locate_item(_make_item(place, values, written, zone, site), post, site)
    former, notes = _list_former(values, item, post, site)
    item = replace(
        item,
        title=item.title or name_title(named, site),
        text=body,
        markdown=markdown,
        language=item.language or (named.tongue.tag if named.tongue else site.language),
        categories=list_topics(post, values, site),
        slug=post.slug or named.stem,
        work=name_work(named, values, post, site),
        held_back=posts.find_bundle(file) or find_state(values, file, site),
        linked=linked,
        found=found,
        strange=tuple(dict.fromkeys(tag[0] for tag in _TAGS.finditer(body))),
        former=former,
        notes=(*item.notes, *notes, *framed),
    )
    return replace(item, base=item.link or site.url)


def _find_problem(file: Path, body: str, written: str, site: Site, *, headed: bool) -> str | None:
    """Say why a post cannot be read, "" where it can; None for what is no post."""
    if site.kind == "pelican" and not headed and "<meta" in body:
        return _IN_HTML
    language = _TEMPLATES.get(file.suffix.lower(), "")
    if not headed or (not written and (language or site.kind == "jekyll")):
        return None
    return f"{language} cannot be read: convert it to Markdown" if language else ""


def _open_post(file: Path, place: str, site: Site) -> tuple[Values, str, int] | str:
    """Open a file as ``split_post`` does; say why where that cannot be done."""
    if other := _OTHERS.get(file.suffix.lower()):
        return f"{other} cannot be read: convert it to Markdown"
    try:
        if file.stat().st_size > SIZE_LIMIT:
            return f"is larger than {SIZE_LIMIT:,} bytes"
        return split_post(decode_foreign(file.read_bytes(), place), place, site.kind)
    except SourceError as fault:
        where = f"line {fault.line}: " if fault.line else ""
        return f"{where}{fault.problem}"
    except OSError as error:
        return f"cannot be read: {error.strerror}"


def _take_params(values: Values) -> Values:
    """Take what stands under ``params``, where newer versions of Hugo want what is not its own."""
    return {key.partition(".")[2]: each for key, each in values.items() if key[:7] == "params."}


def _list_former(
    values: Values, item: Item, post: Post, site: Site
) -> tuple[tuple[str, ...], list[str]]:
    """List the addresses that led to a post, and what is to be said of those that are lost."""
    references = list_values(values, *_LED_TO_IT)
    tongue = post.tongue
    home = (tongue.url if tongue else "") or site.url
    if not home:
        lost = "led to it, and leads nowhere from now on: the address of the site is not known"
        return (), [f"{reference} {lost}" for reference in references]
    home += tongue.prefix if tongue else ""
    beside = urljoin(item.link, ".." if item.link.endswith("/") else ".")
    near = beside if site.kind == "hugo" and item.link else home
    homes = {each: home if each.startswith("/") else near for each in references}
    return tuple(dict.fromkeys(place_former(each, homes[each]) for each in references)), []


def _list_defaults(file: Path, site: Site) -> Values:
    """List what a post says that does not say it itself: its configuration, or its folder."""
    if site.home and site.kind == "eleventy":
        return _read_data(file, site.home)
    place = file.relative_to(site.root)
    above = [path.as_posix() for path in (place, *place.parents)]
    kinds = {"", name_collection(file, site) or "posts"}
    found: Values = {}
    for each in site.defaults:
        if each.kind in kinds and (not each.path or filter_names(above, each.path)):
            found |= each.values
    return found


def _read_data(file: Path, home: Path) -> Values:
    """
    Read what Eleventy says for a post beside it: for its folders, the outermost first, and for it.

    What is a program is not run: it may say how an address is made, in one text.

    Source: the documentation of Eleventy on data files of folders and of templates. Tags in them
    make collections.
    """
    found: Values = {}
    above = reversed([each for each in file.parents if each.is_relative_to(home)])
    names = [*(folder / folder.name for folder in above), file.parent / file.stem]
    for name in names:
        for ending in ("json", "11tydata.json", *_PROGRAMS):
            data = Path(f"{name}.{ending}")
            if not data.is_file():
                continue
            text = data.read_text("utf-8", "replace").lstrip()
            if ending not in _PROGRAMS:
                found |= (read_json(text) or ({}, 0))[0]
            elif "permalink" in text:
                said = _PERMALINK.search(text)
                found["permalink"] = said[2] if said else f"{{{{ what is in {data.name} }}}}"
    return {key: value for key, value in found.items() if key not in {"tags", "date"}}


def _read_date(text: str, zone: tzinfo, site: Site) -> datetime | None:
    """Read a date as its generator does; None for what is none."""
    spelled = _spell_date(text)
    if site.zone is None or ":" not in spelled:  # a day alone stays that day
        return parse_date(spelled, zone)
    if site.kind != "jekyll":
        return parse_date(spelled, site.zone)
    # Jekyll takes a time without an offset for UTC, and makes addresses in the zone of the site.
    found = parse_date(spelled, UTC)
    return found and found.astimezone(site.zone)


def _make_item(place: str, values: Values, written: str, zone: tzinfo, site: Site) -> Item:
    """Make an item of what its front matter alone says."""
    published = _read_date(written, zone, site)
    later, expiry = get_value(values, "publishdate"), get_value(values, "expirydate")
    released = _read_date(later, zone, site) if later else None
    if published and released and released > published:  # Hugo shows it from then on
        written, published = later, released
    return Item(
        place=place,
        id=get_value(values, "id") or get_value(values, "guid"),
        title=get_value(values, "title"),
        summary=next(filter(None, (get_value(values, key) for key in _SUMMARIES)), ""),
        published=published,
        date=written,
        until=_read_date(expiry, zone, site) if expiry else None,
        language=get_value(values, "lang") or get_value(values, "language"),
        authors=list_values(values, "authors", "author"),
    )


def _locate_item(item: Item, post: Post, site: Site) -> Item:
    """Find the address and the id that an item had."""
    if item.published is None:
        return item
    try:
        address = make_address(post, item.published, site)
    except PermalinkError as error:
        # Under an id that is made up everybody would be told of it again.
        if not item.id:
            return replace(item, problem=f"{error}; {_NAME_IT}")
        return replace(item, notes=(f"{error}: nothing leads here from there",))
    return replace(item, link=address, id=item.id or make_id(address, post, item.published, site))


def _spell_date(text: str) -> str:
    """Spell a date as our own reader takes it: Jekyll writes ``2020-01-02 10:00:00 +0200``."""
    found = re.fullmatch(
        r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)? ?(?:([+-]\d\d):?(\d\d)|Z| UTC)", text
    )
    if not found:
        return text
    return f"{found[1]}T{found[2]}" + (f"{found[3]}:{found[4]}" if found[3] else "Z")
