"""What is known of a site that a static generator made: values, and how a setting is found."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from communique.errors import FieldError
from communique.importing.addresses import join_address
from communique.nodes import Mapping, Sequence, parse_mapping
from communique.scalars import parse_zone
from communique.values import Struct, field

if TYPE_CHECKING:
    from collections.abc import Mapping as Table
    from datetime import tzinfo
    from pathlib import Path

    from communique.nodes import Node


class Tongue(Struct, frozen=True, kw_only=True):
    """
    Hold one language of a site.

    Args:
        key: Names it in the names of files.
        tag: A language tag; may be empty.
        folder: Holds its posts.
        prefix: Of the paths of its pages; empty, or ends with a slash.
        url: Where its pages stand, if that is a site of its own; else empty.
    """

    key: str
    tag: str
    folder: Path
    prefix: str = ""
    url: str = ""


class Default(Struct, frozen=True, kw_only=True):
    """
    Hold what some posts say unless their front matter does.

    Args:
        path: What they are below; empty for all.
        kind: Their collection, as ``posts``; empty for all.
        values: By name.
    """

    path: str
    kind: str
    values: Table[str, str | list[str]]


class Site(Struct, frozen=True, kw_only=True):
    """
    Hold what the configuration of a generator says.

    Args:
        root: Its folder.
        kind: ``jekyll``, ``hugo``, ``pelican``, ``eleventy``; empty where it is not known.
        url: Of the site; may be empty.
        permalink: How the addresses of posts are made; empty for the generator's own way.
        permalinks: The same by the section of the posts, or the collection; in Pelican under
            ``lang`` for languages that are not the first one, and ``pages``.
        language: Of the site; may be empty.
        languages: That of a file that says none first; empty where the generator knows of one only.
        cased: True where capital letters stay in addresses.
        dated: True where a day in the name of a file is no part of the name of its page.
        zone: Of dates without an offset, or in which Jekyll shows every date; None where nothing
            says so.
        home: Holds all content of Eleventy or Pelican, where that is known.
        topics: What in a post names its topics, beside tags.
        cascade: What all posts of Hugo say, or some, as a section of it would.
        notes: What is to be said of it.
        defaults: What posts say unless their front matter does, the weakest first.
    """

    root: Path
    kind: str = ""
    url: str = ""
    permalink: str = ""
    permalinks: Table[str, str] = field(default_factory=dict)
    language: str = ""
    languages: tuple[Tongue, ...] = ()
    cased: bool = False
    dated: bool = True
    zone: tzinfo | None = None
    home: Path | None = None
    topics: tuple[str, ...] = ()
    cascade: Table[str, str | list[str]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    defaults: tuple[Default, ...] = ()


def find_setting(text: str, name: str) -> str:
    """Find a setting on a line of YAML, TOML or Python; the first that is not empty."""
    pattern = rf"^{name}[ \t]*[:=][ \t]*(['\"]?)([^'\"\n#]*)\1"
    found = (m[2].strip() for m in re.finditer(pattern, text, re.IGNORECASE | re.MULTILINE))
    return next((value for value in found if value), "")


def end_url(url: str) -> str:
    """End the address of a site with one slash; empty for what is none."""
    whole = join_address("", url)
    return f"{whole.rstrip('/')}/" if whole else ""


def find_zone(name: str) -> tzinfo | None:
    """Find a time zone by its name; None where it is an abbreviation, or a rule, or empty."""
    try:
        return parse_zone(name) if name else None
    except FieldError:
        return None


def read_yaml(text: str, name: str) -> dict[str, Any]:
    """
    Read a configuration in YAML: texts, and lists and tables of them.

    Raises:
        SourceError: It is none that we read.
    """
    found: dict[str, Any] = _flatten(parse_mapping(text, name, foreign=True))
    return found


def _flatten(node: Node) -> Any:  # noqa: ANN401 - whatever YAML holds
    if isinstance(node, Mapping):
        return {key: _flatten(value) for key, value in node.items.items()}
    if isinstance(node, Sequence):
        return [_flatten(value) for value in node.items]
    return "" if node.absent else node.text
