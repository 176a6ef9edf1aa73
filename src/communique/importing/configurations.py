"""The configurations of static generators, found and read; that of Hugo in ``hugo.py``."""

from __future__ import annotations

import re
from datetime import UTC
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from communique.errors import SourceError
from communique.importing.hugo import read_hugo
from communique.importing.sites import Default, Site, end_url, find_setting, find_zone, read_yaml

if TYPE_CHECKING:
    from pathlib import Path

# Of the configuration of Eleventy, which is a program, and of the data that posts have in common.
_INPUT = re.compile(r"\binput['\"]?\s*:\s*['\"]([\w./-]+)['\"]")
_PREFIX = re.compile(r"\bpathPrefix['\"]?\s*[:=]\s*['\"]([\w./-]+)['\"]")
_ADDRESS = re.compile(
    r"(?:url|base|domain|host|origin)['\"]?\s*[:=]\s*['\"`](https?://[^\s'\"`]+)", re.IGNORECASE
)
_COMMENT = re.compile(r"^\s*//.*", re.MULTILINE)
_ABOUT = {"site", "metadata", "meta"}


def find_site(folder: Path) -> Site:
    """Find the configuration that belongs to *folder*: in it, or up to three folders above."""
    folder = folder.resolve()
    for root in [folder, *list(folder.parents)[:3]]:
        for name, read in _CONFIGURATIONS.items():
            if (root / name).is_file():
                return read(root, (root / name).read_text("utf-8", "replace"))
        if site := read_hugo(root):
            return site
    return Site(root=folder)


def _read_jekyll(root: Path, text: str) -> Site:
    url = find_setting(text, "url") + find_setting(text, "baseurl")
    try:
        settings = read_yaml(text, "_config.yml")
    except SourceError:  # what Jekyll reads and we do not
        settings = {}
    collections = _list_collections(settings.get("collections"))
    permalink = collections.pop("posts", "") or find_setting(text, "permalink")
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
        url=end_url(url),
        permalink=named.get(permalink, permalink),
        permalinks={
            key: form or f"/:collection/:path{'/' if permalink == 'pretty' else ':output_ext'}"
            for key, form in collections.items()
        },
        language=find_setting(text, "lang"),
        zone=find_zone(find_setting(text, "timezone")),
        defaults=_list_defaults(settings.get("defaults")),
    )


def _list_collections(found: Any) -> dict[str, str]:  # noqa: ANN401 - whatever YAML holds
    """List how the addresses are made of each collection that has pages."""
    table = found if isinstance(found, dict) else {}
    return {
        key: str(_get(said, "permalink") or "")
        for key, said in table.items()
        if key == "posts" or str(_get(said, "output")).lower() == "true"
    }


def _list_defaults(found: Any) -> tuple[Default, ...]:  # noqa: ANN401 - whatever YAML holds
    """List the defaults of posts as Jekyll ranks them: by the length of the path, then by type."""
    ranked = []
    for each in found if isinstance(found, list) else []:
        scope, values = _get(each, "scope"), _get(each, "values")
        kind, path = _get(scope, "type") or "", str(_get(scope, "path") or "").strip("/")
        if isinstance(values, dict) and kind not in {"page", "pages"}:
            plain = {
                key.lower(): [text for text in value if isinstance(text, str)]
                if isinstance(value, list)
                else value
                for key, value in values.items()
                if isinstance(value, str | list)
            }
            kind = "posts" if kind == "post" else str(kind)
            ranked.append((len(path), bool(kind), Default(path=path, kind=kind, values=plain)))
    ranked.sort(key=itemgetter(0, 1))
    return tuple(each for *_, each in ranked)


def _get(table: Any, key: str) -> Any:  # noqa: ANN401 - whatever YAML holds
    return table.get(key) if isinstance(table, dict) else None


def _read_pelican(root: Path, text: str) -> Site:
    published = root / "publishconf.py"
    if published.is_file():
        text = f"{published.read_text('utf-8', 'replace')}\n{text}"
    return Site(
        root=root,
        kind="pelican",
        url=end_url(find_setting(text, "siteurl")),
        permalink=find_setting(text, "article_url"),
        permalinks={
            "lang": find_setting(text, "article_lang_url"),
            "pages": find_setting(text, "page_url"),
        },
        language=find_setting(text, "default_lang"),
        zone=find_zone(find_setting(text, "timezone")) or UTC,
        home=root / (find_setting(text, "path") or "content"),
    )


def _read_eleventy(root: Path, text: str) -> Site:
    said = _INPUT.search(text)
    home = (root / (said[1] if said else "")).resolve()
    about = [file for file in sorted(home.glob("_data/*")) if file.stem in _ABOUT]
    texts = [*(file.read_text("utf-8", "replace") for file in about if file.is_file()), text]
    found = _ADDRESS.search(_COMMENT.sub("", "\n".join(texts)))
    url, prefix = end_url(found[1] if found else ""), _PREFIX.search(text)
    if url and prefix and not url.endswith(f"/{prefix[1].strip('/')}/"):
        url = end_url(f"{url}{prefix[1].strip('/')}")
    return Site(root=root, kind="eleventy", url=url, home=home)


_CONFIGURATIONS = {
    "_config.yml": _read_jekyll,
    "pelicanconf.py": _read_pelican,
    "eleventy.config.js": _read_eleventy,
    "eleventy.config.mjs": _read_eleventy,
    "eleventy.config.cjs": _read_eleventy,
    ".eleventy.js": _read_eleventy,
}
