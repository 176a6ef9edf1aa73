"""The proof that nothing of a draft or a later statement is in any file of the site."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from communique.errors import RefusedError, RefusedErrors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.model import Entry
    from communique.site import Site

_LINK = re.compile(rb'(?:href|src)="([^"]*)"')

_SHORT = 12
"""Characters; a shorter title is ordinary speech, and counts only where it stands alone."""


def refuse_leaks(site: Site, published: tuple[Entry, ...], excluded: tuple[Entry, ...]) -> None:
    """
    Search the whole output for what must not be public yet.

    Args:
        site: Every file that is about to be written.
        published: The entries that it shows.
        excluded: Drafts and entries dated in the future.

    Raises:
        RefusedErrors: ``embargo-leak``: title, id, page, or name or hash of an attachment of an
            excluded entry is in a file, and no published entry has the same.
    """
    public = {secret for entry in published for _, secret in _list_secrets(entry)}
    refusals = [
        RefusedError(
            "embargo-leak",
            f"{path} holds the {what} of {entry.file}, which is not published: {secret!r}",
            hint=f"take it out of the published entry that says it, or publish {entry.file} first",
            place=f"site/{path}",
        )
        for entry in excluded
        for what, secret in _list_secrets(entry)
        if secret not in public
        for path in _find(site, secret, [p for p in public if secret in p], page=what == "page")
    ]
    if refusals:
        raise RefusedErrors(refusals)


def _list_secrets(entry: Entry) -> Iterator[tuple[str, str]]:
    yield "title", entry.title
    yield "id", entry.id
    yield "page", f"/{entry.path}"
    for file in entry.attachments:
        yield "attachment", file.name
        yield "attachment", file.sha256


def _find(site: Site, secret: str, longer: list[str], *, page: bool) -> Iterator[str]:
    """
    Find the files that hold a secret.

    Args:
        site: Every file.
        secret: What to look for.
        longer: What is public and has it within, as "Appeal to all" has "Appeal".
        page: True for the address of a page, to which relative links may lead.
    """
    needles = _spell(secret)
    if len(secret) < _SHORT:
        needles = [edge for n in needles for edge in (b">" + n + b"<", b'"' + n + b'"')]
    masks = [mask for text in longer for mask in _spell(text.lstrip("/"))]
    if page:  # where a relative link leads depends on where it stands
        masks.append(f"..{secret}".encode())
    for path, content in site.items():
        data = content if isinstance(content, bytes) else content.sha256.encode()
        linked = page and secret.split("/")[-2].encode() in data and secret in _follow(path, data)
        for mask in masks:
            data = data.replace(mask, b"")
        named = path.endswith(f"/{secret}") and not path.endswith(tuple(longer))
        if linked or named or any(needle in data for needle in needles):
            yield path


def _spell(text: str) -> list[bytes]:
    """Spell a text as it stands in HTML, XML and JSON."""
    spellings = {text, escape(text), escape(text, quote=False), json.dumps(text)[1:-1]}
    return [spelling.encode() for spelling in spellings]


def _follow(path: str, data: bytes) -> Iterator[str]:
    """Give the pages of the site to which the links of one of its files lead."""
    for link in _LINK.findall(data):
        with suppress(ValueError):  # no address leads nowhere
            target = urlsplit(urljoin(f"/{path}", link.decode())).path
            yield target.removesuffix("index.html")
