"""What the sections of Hugo say for the pages below them."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from communique.errors import SourceError
from communique.importing.heads import split_post
from communique.sources import decode_foreign

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from communique.importing.filenames import Named
    from communique.importing.heads import Values
    from communique.importing.sites import Site

_ENDINGS = (".md", ".markdown", ".html")


class Cascades:
    """
    Know what each section of a site says for all that is below it.

    Args:
        site: Of Hugo, or there is nothing to know.

    Source: the documentation of Hugo on ``cascade`` in front matter.
    """

    def __init__(self, site: Site) -> None:
        self._site = site
        self._everywhere = _part(site.cascade)
        self._read: dict[Path, list[Values]] = {}

    def find(self, file: Path, named: Named) -> Values:
        """Find what a page says because it is where it is: the nearest section counts."""
        found: Values = {}
        if self._site.kind != "hugo" or named.tongue is None:
            return found
        names = [f"_index.{named.tongue.key}"]
        if next(each for each in self._site.languages if each.folder == named.home) == named.tongue:
            names.append("_index")
        above = [folder for folder in file.parents if folder.is_relative_to(named.home)]
        places = [(folder, name) for folder in reversed(above) for name in names]
        said = [values for place in places for values in self._list_cascades(*place)]
        for values in [*self._everywhere, *said]:
            target = str(values.get("target.path") or values.get("_target.path") or "")
            if not target or fnmatchcase(f"/{named.work}", target.lower()):
                found |= values
        return found

    def _list_cascades(self, folder: Path, name: str) -> list[Values]:
        """List what the page of a section says for those below, each with whom it is about."""
        place = folder / name
        if place not in self._read:
            files = [folder / f"{name}{ending}" for ending in _ENDINGS]
            file = next((each for each in files if each.is_file()), None)
            self._read[place] = _part(_read_values(file)) if file else []
        return self._read[place]


def _read_values(file: Path) -> Values:
    try:
        return split_post(decode_foreign(file.read_bytes(), file.name), file.name, "hugo")[0]
    except (SourceError, OSError):
        return {}


def _part(values: Mapping[str, str | list[str]]) -> list[Values]:
    """Part the values under ``cascade``, of which there may be one table or a list of them."""
    tables: dict[str, Values] = {}
    for key, value in values.items():
        first, _, rest = key.partition(".")
        if first == "cascade":
            number, _, name = rest.partition(".")
            one, name = (number, name) if number.isdigit() else ("", rest)
            tables.setdefault(one, {})[name] = value
    return [*tables.values()]
