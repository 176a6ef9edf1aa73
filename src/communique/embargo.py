"""The proof that nothing of a draft or a later statement is in any file of the site."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING

from communique.errors import RefusedError, RefusedErrors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.model import Entry
    from communique.site import Site

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
        for path in _find(site, secret)
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


def _find(site: Site, secret: str) -> Iterator[str]:
    spellings = {secret, escape(secret), escape(secret, quote=False), json.dumps(secret)[1:-1]}
    needles = [text.encode() for text in spellings]
    if len(secret) < _SHORT:
        needles = [edge for n in needles for edge in (b">" + n + b"<", b'"' + n + b'"')]
    for path, content in site.items():
        data = content if isinstance(content, bytes) else content.sha256.encode()
        if f"/{path}".endswith(f"/{secret}") or any(needle in data for needle in needles):
            yield path
