"""What the configuration of Hugo says: languages, addresses, and what a file name means."""

from __future__ import annotations

import json
import tomllib
from datetime import UTC
from typing import TYPE_CHECKING, Any

from communique.errors import SourceError
from communique.importing.heads import name_values
from communique.importing.sites import Site, Tongue, end_url, find_setting, find_zone, read_yaml

if TYPE_CHECKING:
    from pathlib import Path

_ENDINGS = ("toml", "yaml", "yml", "json")
_FOLDER = "config/_default"


def read_hugo(root: Path) -> Site | None:
    """
    Read the configuration of Hugo in *root*; None where there is none.

    Source: the documentation of Hugo: configuration directory, languages, permalinks, front matter.
    """
    named = [f"{folder}hugo" for folder in ("", f"{_FOLDER}/")]
    if (root / "content").is_dir():  # another program's may be called so too
        named += ["config", f"{_FOLDER}/config"]
    read = [found for name in named if (found := _read(root, name)) is not None]
    if not read:
        return None
    settings: dict[str, Any] = {}
    for found in read:
        settings = {**found, **settings}
    for part in ("languages", "permalinks"):
        settings.setdefault(part, _read(root, f"{_FOLDER}/{part}") or {})
    dates = _table(settings, "frontmatter").get("date", [])
    return Site(
        root=root,
        kind="hugo",
        url=end_url(_text(settings, "baseurl")),
        permalinks=_list_permalinks(_table(settings, "permalinks")),
        languages=_list_languages(root, settings),
        cased=_text(settings, "disablepathtolower") == "true",
        dated=isinstance(dates, list | str) and ":filename" in dates,
        cascade=name_values({"cascade": settings.get("cascade", "")}),
        zone=find_zone(_text(settings, "timezone")) or UTC,
        topics=tuple(map(str, _table(settings, "taxonomies").values())),
    )


def _read(root: Path, name: str) -> dict[str, Any] | None:
    """Read a file of settings, in whatever format; the keys of its tables in lower case."""
    files = [root / f"{name}.{ending}" for ending in _ENDINGS]
    file = next((file for file in files if file.is_file()), None)
    if file is None:
        return None
    text = file.read_text("utf-8", "replace")
    try:
        return _lower(_parse(text, file))
    except (ValueError, RecursionError, SourceError):  # what Hugo reads and we do not
        names = ("baseurl", "languagecode", "defaultcontentlanguage")
        return {name: find_setting(text, name) for name in names}


def _parse(text: str, file: Path) -> dict[str, Any]:
    if file.suffix == ".toml":
        return tomllib.loads(text)
    found = json.loads(text) if file.suffix == ".json" else read_yaml(text, file.name)
    return found if isinstance(found, dict) else {}


def _lower(table: dict[str, Any]) -> dict[str, Any]:
    return {
        key.lower(): _lower(value) if isinstance(value, dict) else value
        for key, value in table.items()
    }


def _text(table: dict[str, Any], key: str) -> str:
    value = table.get(key, "")
    return str(value).lower() if isinstance(value, bool) else str(value)


def _table(table: dict[str, Any], key: str) -> dict[str, Any]:
    value = table.get(key)
    return value if isinstance(value, dict) else {}


def _list_permalinks(table: dict[str, Any]) -> dict[str, str]:
    """List the pattern of the pages of each section."""
    found = {**table, **_table(table, "page")}
    return {section: form for section, form in found.items() if isinstance(form, str)}


def _list_languages(root: Path, settings: dict[str, Any]) -> tuple[Tongue, ...]:
    """List the languages of a site, that of a file that says none first."""
    tables = _table(settings, "languages")
    by_weight = sorted(tables, key=lambda key: (_weigh(_table(tables, key)), key))
    first = _text(settings, "defaultcontentlanguage").lower() or "en"
    if tables and first not in tables:
        first = by_weight[0]
    apart = any(_text(_table(tables, key), "baseurl") for key in tables)
    below = _text(settings, "defaultcontentlanguageinsubdir") == "true"
    languages = []
    for key in (first, *(key for key in by_weight if key != first)):
        own = _table(tables, key)
        said = [_text(own if tables else settings, name) for name in ("locale", "languagecode")]
        last = key if tables else _text(settings, "defaultcontentlanguage")
        folder = _text(own, "contentdir") or _text(settings, "contentdir") or "content"
        prefixed = tables and not apart and (below or key != first)
        languages.append(
            Tongue(
                key=key,
                tag=next(filter(None, [*said, last]), ""),
                folder=root / folder,
                prefix=f"{key}/" if prefixed else "",
                url=end_url(_text(own, "baseurl")),
            )
        )
    return tuple(languages)


def _weigh(table: dict[str, Any]) -> int:
    weight = _text(table, "weight")
    return int(weight) if weight.isdecimal() else 0
