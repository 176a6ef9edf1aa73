"""What the configuration of a static generator says: where its posts stood, under which ids."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin, urlsplit

from communique.slugs import slugify_title
from communique.values import Struct

if TYPE_CHECKING:
    from datetime import datetime


class Site(Struct, frozen=True, kw_only=True):
    """
    Hold what the configuration of a generator says.

    Args:
        root: Its folder.
        kind: ``jekyll``, ``hugo``, ``pelican``, ``eleventy``; empty where it is not known.
        url: Of the site; may be empty.
        permalink: How the addresses of posts are made; empty for the generator's own way.
        language: Of the site; may be empty.
    """

    root: Path
    kind: str = ""
    url: str = ""
    permalink: str = ""
    language: str = ""


class Post(Struct, frozen=True, kw_only=True):
    """Hold what the address of a post is made of; anything but ``stem`` may be empty."""

    stem: str
    slug: str
    title: str
    permalink: str
    section: str
    categories: tuple[str, ...]


def find_site(folder: Path) -> Site:
    """Find the configuration that belongs to *folder*: in it, or up to three folders above."""
    for root in [folder, *list(folder.resolve().parents)[:3]]:
        for name, read in _CONFIGURATIONS.items():
            if (root / name).is_file():
                return read(root, (root / name).read_text("utf-8", "replace"))
    return Site(root=folder)


def make_address(post: Post, published: datetime, site: Site) -> str:
    """Make the address that the page of a post had; empty where that of the site is not known."""
    if not site.url:
        return ""
    slug = post.slug or post.stem
    if site.kind == "pelican" and not post.slug:
        slug = slugify_title(post.title, longest=200)
    template = post.permalink or site.permalink or _WAYS.get(site.kind, "/:section/:slug/")
    values = {
        "year": f"{published.year:04}",
        "month": f"{published.month:02}",
        "day": f"{published.day:02}",
        "i_month": str(published.month),
        "i_day": str(published.day),
        "title": slug,
        "slug": slug,
        "filename": post.stem,
        "contentbasename": post.stem,
        "section": post.section,
        "sections": post.section,
        "categories": "/".join(name.lower().replace(" ", "-") for name in post.categories),
        "output_ext": ".html",
    }
    path = re.sub(r":(\w+)", lambda m: values.get(m[1], m[0]), template)
    path = re.sub(r"/{2,}", "/", f"/{path}")
    return urljoin(site.url, quote(path.lstrip("/"), safe="/%~._-"))


def make_id(address: str, stem: str, published: datetime, site: Site) -> str:
    """
    Make the id that the generator's own feed gives a post; empty where that is not known.

    Args:
        address: Of its page; may be empty.
        stem: Of its file.
        published: Its date.
        site: Whose it is.

    Source: the feed templates of jekyll-feed, Hugo, Pelican and @11ty/eleventy-plugin-rss.
    """
    if not address:
        return ""
    parts = urlsplit(address)
    if site.kind == "pelican":
        return f"tag:{parts.hostname},{published.date()}:{parts.path}"
    if site.kind == "jekyll":
        above = PurePosixPath(parts.path.rstrip("/")).parent.as_posix().rstrip("/")
        return urljoin(address, f"{above}/{quote(stem)}")
    return address


def _read_jekyll(root: Path, text: str) -> Site:
    url = _find_setting(text, "url") + _find_setting(text, "baseurl")
    permalink = _find_setting(text, "permalink")
    named = {
        "date": "",
        "pretty": "/:categories/:year/:month/:day/:title/",
        "ordinal": "/:categories/:year/:y_day/:title.html",
        "none": "/:categories/:title.html",
    }
    return Site(
        root=root,
        kind="jekyll",
        url=_end(url),
        permalink=named.get(permalink, permalink),
        language=_find_setting(text, "lang"),
    )


def _read_hugo(root: Path, text: str) -> Site:
    permalinks = re.search(r"\[permalinks\]\s*\n\s*\w+\s*=\s*['\"]([^'\"]+)", text)
    nested = re.search(r"^permalinks:\s*\n\s+\w+:\s*['\"]?([^'\"\n]+)", text, re.MULTILINE)
    found = permalinks or nested
    return Site(
        root=root,
        kind="hugo",
        url=_end(_find_setting(text, "baseurl")),
        permalink=found[1] if found else "",
        language=_find_setting(text, "languagecode").partition("-")[0],
    )


def _read_pelican(root: Path, text: str) -> Site:
    published = root / "publishconf.py"
    if published.is_file():
        text = f"{published.read_text('utf-8', 'replace')}\n{text}"
    template = re.sub(
        r"\{date:%([Ymd])\}",
        lambda m: {"Y": ":year", "m": ":month", "d": ":day"}[m[1]],
        _find_setting(text, "article_url"),
    )
    return Site(
        root=root,
        kind="pelican",
        url=_end(_find_setting(text, "siteurl")),
        permalink=template.replace("{slug}", ":slug"),
        language=_find_setting(text, "default_lang"),
    )


def _read_eleventy(root: Path, text: str) -> Site:
    found = re.search(r"https?://[^\s'\"`]+", text)
    return Site(root=root, kind="eleventy", url=_end(found[0] if found else ""))


_CONFIGURATIONS = {
    "_config.yml": _read_jekyll,
    "hugo.toml": _read_hugo,
    "hugo.yaml": _read_hugo,
    "config.toml": _read_hugo,
    "pelicanconf.py": _read_pelican,
    "eleventy.config.js": _read_eleventy,
    ".eleventy.js": _read_eleventy,
}
_WAYS = {
    "jekyll": "/:categories/:year/:month/:day/:title.html",
    "pelican": "/:slug.html",
}


def _find_setting(text: str, name: str) -> str:
    """Find a setting on a line of YAML, TOML or Python; the first that is not empty."""
    pattern = rf"^{name}[ \t]*[:=][ \t]*(['\"]?)([^'\"\n#]*)\1"
    found = (m[2].strip() for m in re.finditer(pattern, text, re.IGNORECASE | re.MULTILINE))
    return next((value for value in found if value), "")


def _end(url: str) -> str:
    return f"{url.rstrip('/')}/" if url else ""
