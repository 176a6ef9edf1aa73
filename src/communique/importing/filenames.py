"""What the name of a post's file says: its day, its language, and whose translation it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from communique.importing.sites import Tongue
from communique.values import Struct

if TYPE_CHECKING:
    from pathlib import Path

    from communique.importing.sites import Site

_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})-(.+)")
_PELICAN_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(.*)")
_LANGUAGE = re.compile(r"(.+)\.([a-z]{2}(?:-[A-Za-z]{2,4})?)")


class Named(Struct, frozen=True, kw_only=True):
    """
    Hold what the place of a file says.

    Args:
        name: Of the post: that of its file, or of its folder, less ending and language.
        stem: The same without a day that its page does not have.
        day: ``2020-01-02``; empty where the name has none.
        home: The folder of all posts of its language.
        folders: Those between.
        tongue: Its language; None where nothing says it.
    """

    name: str
    stem: str
    day: str
    home: Path
    folders: tuple[str, ...]
    tongue: Tongue | None

    @property
    def work(self) -> str:
        """Name what all translations of one post have in common."""
        return "/".join([*self.folders, self.name]).lower()

    @property
    def sections(self) -> tuple[str, ...]:
        """Give the folders that are sections in Hugo: the first, and those with a page."""
        last = len(self.folders)
        while last > 1 and not any(self.home.joinpath(*self.folders[:last]).glob("_index*.md")):
            last -= 1
        return self.folders[:last]


def read_name(file: Path, folder: Path, site: Site) -> Named:
    """
    Read the name of a post.

    Args:
        file: Absolute, below *folder*.
        folder: Of the posts.
        site: Knows the languages.

    Source: the documentation of Hugo on page bundles and on translation by file name and by content
    directory.
    """
    tongue, root = _find_folder(file, folder, site)
    name = file.stem
    if site.kind in {"", "hugo"} and (found := _LANGUAGE.fullmatch(name)):
        known = {each.key: each for each in site.languages}
        if not site.kind:
            known[found[2].lower()] = Tongue(key=found[2], tag=found[2], folder=folder)
        if found[2].lower() in known:
            name, tongue = found[1], known[found[2].lower()]
    folders = file.relative_to(root).parent.parts
    if name == "index":
        name, folders = file.parent.name, folders[:-1]
    day = _DAY.fullmatch(name) or (_PELICAN_DAY.fullmatch(name) if site.kind == "pelican" else None)
    return Named(
        name=name,
        stem=day[4] if day and site.dated else name,
        day=f"{day[1]}-{int(day[2]):02}-{int(day[3]):02}" if day else "",
        home=root,
        folders=folders,
        tongue=tongue,
    )


def _find_folder(file: Path, folder: Path, site: Site) -> tuple[Tongue | None, Path]:
    """Find the folder of the posts of a language, and that language."""
    homes = [each for each in site.languages if file.is_relative_to(each.folder)]
    if homes:
        home = max(homes, key=lambda each: len(each.folder.parts))
        return home, home.folder
    root = site.home if site.home and file.is_relative_to(site.home) else folder
    return (site.languages[0] if site.languages else None), root
