"""What the configuration of a static generator says of its posts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from communique.values import Struct

if TYPE_CHECKING:
    from pathlib import Path


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


def find_site(folder: Path) -> Site:
    """Find the configuration that belongs to *folder*: in it, or up to three folders above."""
    folder = folder.resolve()
    for root in [folder, *list(folder.parents)[:3]]:
        for name, read in _CONFIGURATIONS.items():
            if (root / name).is_file():
                return read(root, (root / name).read_text("utf-8", "replace"))
    return Site(root=folder)


def _read_jekyll(root: Path, text: str) -> Site:
    url = _find_setting(text, "url") + _find_setting(text, "baseurl")
    permalink = _find_setting(text, "permalink")
    named = {
        "date": "",
        "pretty": "/:categories/:year/:month/:day/:title/",
        "ordinal": "/:categories/:year/:y_day/:title.html",
        "weekdate": "/:categories/:year/W:week/:short_day/:title.html",
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
    return Site(
        root=root,
        kind="pelican",
        url=_end(_find_setting(text, "siteurl")),
        permalink=_find_setting(text, "article_url"),
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


def _find_setting(text: str, name: str) -> str:
    """Find a setting on a line of YAML, TOML or Python; the first that is not empty."""
    pattern = rf"^{name}[ \t]*[:=][ \t]*(['\"]?)([^'\"\n#]*)\1"
    found = (m[2].strip() for m in re.finditer(pattern, text, re.IGNORECASE | re.MULTILINE))
    return next((value for value in found if value), "")


def _end(url: str) -> str:
    return f"{url.rstrip('/')}/" if url else ""
