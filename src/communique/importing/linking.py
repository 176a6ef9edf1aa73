"""To which other post a post links: by the name of its file, or with a tag of its generator."""

from __future__ import annotations

import posixpath
import re
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

from communique.errors import SourceError
from communique.importing.cascades import Cascades
from communique.importing.filenames import read_name
from communique.markup import render_markdown

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from communique.importing.heads import Values
    from communique.importing.sites import Site

_ENDINGS = re.compile(r"(?:/index)?\.(?:md|markdown|html?)$")
# Where a link leads, just before that.
_BEFORE = re.compile(r"(?:\]\(|\]:[ \t]|(?:href|src)=[\"'])<?$")
_POST_URL = re.compile(
    r"(?:\{\{-?\s*site\.(?:base)?url\s*-?\}\}/?){0,2}\{%-?\s*(post_url|link)\s+([^\s%]+)\s*-?%\}"
)
_ADDRESS = re.compile(
    r"(?:\{\{-?\s*site\.(?:base)?url\s*-?\}\}){1,2}"
    r"|\{\{-?\s*(['\"])([^'\"{}|]*)\1\s*\|\s*(?:relative|absolute)_url\s*-?\}\}"
)
"""How a post of Jekyll writes an address of its site."""
_REF = re.compile(
    r"\{\{[<%]\s*(?:rel)?ref\s+(?:path=)?[\"`]?([^\s\"`{}<>%]+)[\"`]?\s*"
    r"(?:lang=[\"`]?([\w-]+)[\"`]?\s*)?[%>]\}\}"
)


class Posts:
    """
    Know every post of a site by its file.

    Args:
        files: Of the posts; absolute.
        folder: Under which all of them are.
        site: Of which they are a part.
    """

    def __init__(self, files: Iterable[Path], folder: Path, site: Site) -> None:
        self._folder = folder
        self._site = site
        self._cascades = Cascades(site)
        self._prefix = urlsplit(site.url).path.rstrip("/")
        self._names = {file: read_name(file, folder, site) for file in files}
        leaves = {file.parent for file in self._names if file.stem.partition(".")[0] == "index"}
        self._bundles = leaves - {named.home for named in self._names.values()}
        self._by_stem = {file.stem: file for file in self._names}
        self._by_work: dict[str, dict[str, Path]] = {}
        for file, named in self._names.items():
            key = named.tongue.key if named.tongue else ""
            self._by_work.setdefault(named.work, {}).setdefault(key, file)
        self._by_name: dict[str, list[str]] = {}
        for work in self._by_work:
            self._by_name.setdefault(posixpath.basename(work), []).append(work)

    def list_cascade(self, post: Path) -> Values:
        """List what a post says because of the sections in which it is."""
        return self._cascades.find(post, self._names[post])

    def find_bundle(self, post: Path) -> str:
        """
        Say of which page of Hugo a file is a part; empty where it is a page.

        Source: the documentation of Hugo on leaf bundles.
        """
        parents = post.parents if self._site.kind == "hugo" else ()
        own = post.parent if post.stem.partition(".")[0] == "index" else None
        found = next((each for each in parents if each in self._bundles and each != own), None)
        return f"it is a part of {found.name}" if found else ""

    def replace_tags(self, text: str, post: Path) -> str:
        """
        Put the path of a file, from the folder of the site, in the place of each tag for a link.

        Source: the documentation of Jekyll on its tags ``link`` and ``post_url``, and that of Hugo
        on its shortcodes ``ref`` and ``relref``.
        """

        def put(found: re.Match[str]) -> str:
            if not _BEFORE.search(text[max(0, found.start() - 9) : found.start()]):
                return found[0]
            if found.re is _REF:
                name, mark, fragment = found[1].partition("#")
                file = self._find_ref(name, post, found[2] or "") if name else None
                if not name:
                    return mark + fragment
            else:
                name, mark, fragment = found[2], "", ""
                file = self._find_tagged(found[1], name)
            if file is None:
                return found[0]
            return f"/{quote(file.relative_to(self._site.root).as_posix())}{mark}{fragment}"

        if self._site.kind != "jekyll":
            return _REF.sub(put, text)
        text = _POST_URL.sub(put, text)
        return _ADDRESS.sub(lambda found: self._shorten(found, text), text)

    def _shorten(self, found: re.Match[str], text: str) -> str:
        if not _BEFORE.search(text[max(0, found.start() - 9) : found.start()]):
            return found[0]
        path = found[2] or ""
        return f"{self._prefix}/{path.lstrip('/')}" if path else self._prefix

    def sort_references(self, text: str, post: Path) -> tuple[dict[str, str], dict[str, Path]]:
        """Find the places of the posts, and the other files, to which a text refers."""
        try:
            references = render_markdown(text, "").references
        except SourceError:  # whoever makes an entry of it says so
            return {}, {}
        linked: dict[str, str] = {}
        files: dict[str, Path] = {}
        for reference in references:
            name = unquote(reference.partition("#")[0])
            name = re.sub(
                r"^(?:\{(?:filename|static|attach)\}|\|filename\|)", "", name
            )  # of Pelican
            file = self._find_ref(name, post, "") if _ENDINGS.search(name) else None
            inner = name.removeprefix(self._prefix) if name.startswith(f"{self._prefix}/") else name
            file = file or locate(inner, post, self._site)
            if file in self._names:
                linked[reference] = file.relative_to(self._folder).as_posix()
            elif file:
                files[reference] = file
        return linked, files

    def _find_tagged(self, tag: str, name: str) -> Path | None:
        if tag == "post_url":
            return self._by_stem.get(_ENDINGS.sub("", posixpath.basename(name)))
        file = self._site.root / name.lstrip("/")
        return file if file.is_file() else None

    def _find_ref(self, name: str, post: Path, language: str) -> Path | None:
        """Find the post that Hugo finds: nearby, else anywhere; in the language of *post*."""
        if self._site.kind != "hugo":
            return None
        own = self._names[post]
        name = _ENDINGS.sub("", name.lower())
        here = "/".join(own.folders).lower()
        near = [posixpath.normpath(posixpath.join(f"/{here}", name))]
        if not name.startswith("/"):
            near += [posixpath.normpath(posixpath.join(f"/{here}", own.name, name)), f"/{name}"]
        works = [path.lstrip("/") for path in near]
        alike = self._by_name.get(posixpath.basename(name), [])
        works += [work for work in alike if work.endswith(f"/{name.lstrip('/')}")]
        versions = next((self._by_work[work] for work in works if work in self._by_work), None)
        if versions is None:
            return None
        key = language or (own.tongue.key if own.tongue else "")
        return versions.get(key) or next(iter(versions.values()))


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
        with suppress(OSError, ValueError):  # what can be the name of no file
            file = (base / bare).resolve()
            if file.is_file() and file.is_relative_to(site.root.resolve()):
                return file
    return None
