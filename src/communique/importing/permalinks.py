"""How static generators make the address of a post, and the id that it has in their own feeds."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin, urlsplit

from communique.slugs import slugify_title
from communique.values import Struct

if TYPE_CHECKING:
    from datetime import datetime

    from communique.importing.sites import Site, Tongue

# What may stand in a path as it is (RFC 3986 §3.3), and what is quoted already.
SAFE = "/%~._-!$&'()*+,;=:@"
_PLACEHOLDERS = {
    "jekyll": re.compile(r":([a-z_]+)"),
    "hugo": re.compile(r":(\w+(?:\[[\w:]+\])?)"),
    "pelican": re.compile(r"\{([^{}]+)\}"),
    "eleventy": re.compile(r"\{\{-?\s*([^{}]+?)\s*-?\}\}"),
}
_WAYS = {
    "jekyll": "/:categories/:year/:month/:day/:title.html",
    "hugo": "/:folders/:slugorcontentbasename/",
    "pelican": "/{slug}.html",
    "eleventy": "/{{folders}}/{{page.fileSlug}}/",
}
_CUT = re.compile(r"sections\[(\d*|last)(?:(:)(\d*|last))?\]")
_LAYOUTS = {
    "2006": "%Y",
    "06": "%y",
    "01": "%m",
    "02": "%d",
    "002": "%j",
    "15": "%H",
    "04": "%M",
    "05": "%S",
    "Jan": "%b",
    "January": "%B",
    "Mon": "%a",
    "Monday": "%A",
}
"""How Hugo writes the parts of a date, after the package ``time`` of Go."""
# Of the functions below: the marks that Jekyll leaves in a title, and those that Hugo leaves.
_JEKYLL_MARKS = "._~!$&'()+,;=@"
_HUGO_MARKS = "/._#+~-@"


class PermalinkError(ValueError):
    """Name what an address is made of and we do not know; no final full stop."""


class Post(Struct, frozen=True, kw_only=True):
    """
    Hold what the address of a post is made of; anything but ``name`` and ``stem`` may be empty.

    Args:
        name: Of its file, without the ending.
        stem: The same without the day.
        slug: As its author chose it.
        title: Plain text.
        permalink: As its author chose it.
        folders: Those above it, as a path.
        sections: Those of them that its generator takes for sections, as a path.
        categories: In order.
        tongue: Its language; None where its generator knows of one only.
    """

    name: str
    stem: str
    slug: str = ""
    title: str = ""
    permalink: str = ""
    folders: str = ""
    sections: str = ""
    categories: tuple[str, ...] = ()
    tongue: Tongue | None = None


def make_address(post: Post, published: datetime, site: Site) -> str:
    """
    Make the address that the page of a post had; empty where that of the site is not known.

    Raises:
        PermalinkError: It is made of more than we know.

    Source: the documentation of Jekyll, Hugo and Pelican on permalinks, placeholders and tokens.
    """
    tongue = post.tongue
    base = (tongue.url if tongue else "") or site.url
    if not base:
        return ""
    path = _fill_in(post.permalink or _choose_way(post, site), post, published, site)
    if tongue and not post.permalink.startswith("/"):
        path = f"{tongue.prefix}{path}"
    if site.kind == "hugo" and not post.permalink:
        path = path if site.cased else path.lower()
    if site.kind == "eleventy":
        path = re.sub(r"(^|/)index\.html$", r"\1", path)
    path = re.sub(r"/{2,}", "/", f"/{path}")
    return urljoin(base, f".{quote(path, safe=SAFE)}")  # a colon in it ends no scheme


def _choose_way(post: Post, site: Site) -> str:
    if site.kind == "pelican" and post.folders.partition("/")[0] == "pages":
        return site.permalinks.get("pages") or "/pages/{slug}.html"
    if site.kind == "pelican" and post.tongue:  # a language that is not the first one
        return site.permalinks.get("lang") or "/{slug}-{lang}.html"
    section = post.sections.partition("/")[0].lower()
    return site.permalinks.get(section, "") or site.permalink or _WAYS[site.kind]


def _fill_in(template: str, post: Post, published: datetime, site: Site) -> str:
    """Put what a post has in the place of each placeholder."""
    values = _NAMES[site.kind](post, published)

    def fill(found: re.Match[str]) -> str:
        name, rest = found[1], ""
        if cut := _CUT.fullmatch(name):
            return _cut_sections(values["sections"], *cut.groups(""))
        # To Jekyll an underscore may be part of the name, or follow it.
        if name not in values and name.endswith("_"):
            name, rest = name[:-1], "_"
        if name not in values:
            raise PermalinkError(f"its address is made with {found[0]}, which is not known here")
        value = values[name] + rest
        return value.lower() if site.kind == "hugo" and not site.cased else value

    return _PLACEHOLDERS[site.kind].sub(fill, template)


def _cut_sections(path: str, first: str, colon: str, end: str) -> str:
    """Take one section, or those from the *first* to before the *end*; an end has a *colon*."""
    parts = path.split("/")
    places = {"last": len(parts) - 1, "": 0}
    start = places[first] if first in places else int(first)
    stop = start + 1
    if colon:
        stop = places["last"] if end == "last" else int(end or len(parts))
    return "/".join(parts[start:stop])


def make_id(address: str, post: Post, published: datetime, site: Site) -> str:
    """
    Make the id that the generator's own feed gives a post; empty where that is not known.

    Args:
        address: Of its page; may be empty.
        post: Whose it is.
        published: Its date.
        site: Of which it is a part.

    Source: the feed templates of jekyll-feed, Hugo, Pelican and @11ty/eleventy-plugin-rss.
    """
    if not address:
        return ""
    parts = urlsplit(address)
    if site.kind == "pelican":
        return f"tag:{parts.hostname},{published.date()}:{parts.path}"
    if site.kind == "jekyll":
        above = PurePosixPath(parts.path.rstrip("/")).parent.as_posix().rstrip("/")
        return urljoin(address, f"{above}/{quote(post.slug or post.stem, safe=SAFE)}")
    return address


def _name_for_jekyll(post: Post, published: datetime) -> dict[str, str]:
    slug = post.slug or post.stem
    categories = dict.fromkeys(name.lower() for name in post.categories)
    return {
        **_name_date(published),
        "title": _hyphenate(slug, _JEKYLL_MARKS),
        "slug": _hyphenate(slug).lower(),
        "name": _hyphenate(post.name).lower(),
        "categories": "/".join(categories),
        "slugified_categories": "/".join(_hyphenate(name) for name in categories),
        "collection": post.sections or "posts",
        "path": "/".join(filter(None, [post.folders, post.name])),
        "output_ext": ".html",
    }


def _name_date(published: datetime) -> dict[str, str]:
    """Name the parts of a date as Jekyll does; the names of months and days are English."""
    forms = {
        "year": "%Y",
        "short_year": "%y",
        "month": "%m",
        "short_month": "%b",
        "long_month": "%B",
        "day": "%d",
        "y_day": "%j",
        "w_year": "%G",
        "week": "%V",
        "w_day": "%u",
        "short_day": "%a",
        "long_day": "%A",
        "hour": "%H",
        "minute": "%M",
        "second": "%S",
    }
    parts = {name: published.strftime(form) for name, form in forms.items()}
    return {**parts, "i_month": str(published.month), "i_day": str(published.day)}


def _name_for_hugo(post: Post, published: datetime) -> dict[str, str]:
    title, slug, stem = map(_make_path, (post.title, post.slug, post.stem))
    sections = _make_path(post.sections)
    return {
        **{name: published.strftime(form) for name, form in _LAYOUTS.items()},
        "1": str(published.month),
        "2": str(published.day),
        "year": f"{published:%Y}",
        "month": f"{published:%m}",
        "day": f"{published:%d}",
        "monthname": f"{published:%B}",
        "weekday": f"{published:%w}",
        "weekdayname": f"{published:%A}",
        "yearday": str(published.timetuple().tm_yday),
        "folders": _make_path(post.folders),
        "section": sections.partition("/")[0],
        "sections": sections,
        "title": title,
        "slug": slug or title,
        "filename": stem,
        "contentbasename": stem,
        "slugorfilename": slug or stem,
        "slugorcontentbasename": slug or stem,
    }


def _make_path(text: str) -> str:
    """Leave out of a text what Hugo lets into no path, and write hyphens for its spaces."""
    kept = "".join(c for c in text if c.isspace() or c in _HUGO_MARKS or _is_word(c))
    return re.sub(r"\s*(-+)\s*|\s+", lambda found: found[1] or "-", kept.strip())


def _name_for_pelican(post: Post, published: datetime) -> dict[str, str]:
    parts = {f"date:%{form}": published.strftime(f"%{form}") for form in "YymdbBjHMSaA"}
    category = slugify_title(post.categories[0], longest=200) if post.categories else "misc"
    lang = post.tongue.key if post.tongue else ""
    return {"slug": name_pelican(post), "lang": lang, "category": category, **parts}


def name_pelican(post: Post) -> str:
    """Name the page of an article of Pelican; its translations have the same name."""
    return post.slug or slugify_title(post.title, longest=200)


def _name_for_eleventy(post: Post, _: datetime) -> dict[str, str]:
    slug = post.slug or post.stem
    return {"folders": post.folders, "page.fileSlug": slug}


_NAMES = {
    "jekyll": _name_for_jekyll,
    "hugo": _name_for_hugo,
    "pelican": _name_for_pelican,
    "eleventy": _name_for_eleventy,
}


def _hyphenate(text: str, marks: str = "") -> str:
    """Put one hyphen in the place of everything that is no letter, no digit and none of *marks*."""
    spaced = "".join(char if char in marks or _is_word(char) else " " for char in text)
    return "-".join(spaced.split())


def _is_word(char: str) -> bool:
    """Tell whether a character is a letter, a mark on one, or a digit."""
    category = unicodedata.category(char)
    return category[0] in "LM" or category == "Nd"
