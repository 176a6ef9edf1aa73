"""What an item needs before it can be an entry: clean texts, a name, a title."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from communique.errors import FieldError, SourceError
from communique.fields import parse_url
from communique.markup import render_markdown, strip_tags
from communique.slugs import FALLBACK, slugify_title
from communique.sources import drop_forbidden
from communique.values import replace

if TYPE_CHECKING:
    from communique.importing.items import Item

_TITLE_LENGTH = 80


class ItemError(ValueError):
    """Say why an item cannot become an entry; no final full stop."""


def clean_item(item: Item) -> tuple[Item, list[str]]:
    """Drop from each text what no feed can hold."""
    notes = list(item.notes)
    texts = {}
    count = 0
    for name in ("title", "text", "summary", "link"):
        texts[name], dropped = drop_forbidden(getattr(item, name))
        count += dropped
    if count:
        notes.append(f"{count} damaged or invisible characters dropped")
    try:
        texts["link"] = parse_url(texts["link"]) if texts["link"] else ""
    except FieldError:
        notes.append(f"its address is none: {texts['link']}")
        texts["link"] = ""
    texts["title"] = " ".join(texts["title"].split())
    former: dict[str, None] = {}
    for address in item.former:
        try:
            former[parse_url(address)] = None
        except FieldError:
            notes.append(f"what led to it is no address: {address}")
    former.pop(texts["link"], None)
    names: dict[str, tuple[str, ...]] = {
        name: tuple(" ".join(drop_forbidden(text)[0].split()) for text in getattr(item, name))
        for name in ("authors", "categories")
    }
    return replace(item, **texts, **names, former=tuple(former)), notes


def find_slug(item: Item, language: str) -> str:
    """Find the name of the page: that of the former one where it is one, else from the title."""
    last = unquote(urlsplit(item.link).path.rstrip("/").rpartition("/")[2])
    for former in (unquote(item.slug), re.sub(r"\.\w{2,5}$", "", last)):
        slug = slugify_title(former, language=language)
        if slug != FALLBACK and re.search("[a-z]{2}", slug):
            return slug
    return slugify_title(item.title, language=language)


def make_title(body: str, notes: list[str]) -> str:
    """Make a title of the first words of a text."""
    notes.append("it had no title: the first words of its text stand there")
    words = strip_tags(render_markdown(body, "").html)
    if len(words) <= _TITLE_LENGTH:
        return words or "Statement"
    return f"{words[:_TITLE_LENGTH].rpartition(' ')[0] or words[:_TITLE_LENGTH]} …"


def check_markdown(body: str) -> tuple[str, ...]:
    """Refuse what our own renderer would refuse; give the relative references of a text."""
    try:
        return render_markdown(body, "").references
    except SourceError as fault:
        raise ItemError(fault.problem) from None
