"""The proof that nothing of a draft or a later statement is in any file of the site."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from html import escape
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin, urlsplit

from communique.errors import RefusedError, RefusedErrors
from communique.render.content import get_words
from communique.render.recipes import mix

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from communique.files import Attachment, Stored
    from communique.model import Entry, Publication

_LINK = re.compile(rb'(?:href|src)="([^"]*)"')

_SHORT = 12
"""Characters; a shorter title is ordinary speech, and counts only where it stands alone."""


class _Secret(NamedTuple):
    """
    Hold what must not be public yet.

    Args:
        text: Itself.
        what: ``title``, ``id``, ``page`` or ``attachment``.
        file: Of its entry.
        needles: How it may stand in a file.
        masks: What is public and has it within, as "Appeal to all" has "Appeal".
        longer: The same as plain text.
    """

    text: str
    what: str
    file: str
    needles: tuple[bytes, ...]
    masks: tuple[bytes, ...]
    longer: tuple[str, ...]


class Embargo:
    """
    Search files for what must not be public yet.

    Title, id, page, and name or hash of an attachment of an entry that is withheld, unless a
    published one has the same, or the site says it of itself.

    Args:
        publication: What the site shows.
        excluded: Drafts and entries dated in the future.
    """

    def __init__(self, publication: Publication, excluded: tuple[Entry, ...]) -> None:
        public: set[str] = set()
        if excluded:
            published = publication.entries
            public.update(secret for entry in published for _, secret in _list_secrets(entry))
            public.update(_list_own_words(publication))
        self._secrets = [
            _make_secret(what, secret, entry.file, sorted(p for p in public if secret in p))
            for entry in excluded
            for what, secret in _list_secrets(entry)
            if secret not in public
        ]

    @property
    def fingerprint(self) -> str:
        """Give what differs once another search could find something else."""
        return mix(self._secrets) if self._secrets else ""

    def search(self, path: str, content: bytes) -> Iterator[tuple[int, RefusedError]]:
        """
        Search a file of the site.

        Returns:
            Refusals (``embargo-leak``), each with its rank among those of every file.
        """
        for rank, secret in enumerate(self._secrets):
            if _holds(path, content, secret):
                file = secret.file
                reason = f"{path} holds the {secret.what} of {file}, which is not published"
                hint = f"take it out of the published entry that says it, or publish {file} first"
                yield (
                    rank,
                    RefusedError(
                        "embargo-leak",
                        f"{reason}: {secret.text!r}",
                        hint=hint,
                        place=f"site/{path}",
                    ),
                )


def refuse_leaks(site: Mapping[str, bytes | Stored | Attachment], embargo: Embargo) -> None:
    """
    Search a whole site that is held in memory.

    Raises:
        RefusedErrors: Something is in a file that must not be public yet.
    """
    found = [
        leak
        for path, content in site.items()
        for leak in embargo.search(
            path, content if isinstance(content, bytes) else content.sha256.encode()
        )
    ]
    refuse(found)


def refuse(found: list[tuple[int, RefusedError]]) -> None:
    """
    Refuse what a search found, in the order of the secrets.

    Raises:
        RefusedErrors: It found something.
    """
    if found:
        raise RefusedErrors(refusal for _, refusal in sorted(found, key=lambda each: each[0]))


def _list_own_words(publication: Publication) -> Iterator[str]:
    """List what the site says of itself, whatever was published: it betrays no draft."""
    labels = (topic.label for topic in publication.topics)
    said = (publication.title, publication.subtitle, publication.rights, *labels)
    for localized in (publication.publisher.name, *said):
        yield from localized.texts.values() if localized else ()
    for language in publication.languages:
        yield from get_words(publication, language).values()


def _list_secrets(entry: Entry) -> Iterator[tuple[str, str]]:
    yield "title", entry.title
    yield "id", entry.id
    yield "page", f"/{entry.path}"
    for file in entry.attachments:
        yield "attachment", file.name
        yield "attachment", file.sha256


def _make_secret(what: str, secret: str, file: str, longer: list[str]) -> _Secret:
    needles = _spell(secret)
    if len(secret) < _SHORT:
        needles = [edge for n in needles for edge in (b">" + n + b"<", b'"' + n + b'"')]
    masks = [mask for text in longer for mask in _spell(text.lstrip("/"))]
    if what == "page":  # where a relative link leads depends on where it stands
        masks.append(f"..{secret}".encode())
    return _Secret(secret, what, file, tuple(needles), tuple(masks), tuple(longer))


def _holds(path: str, data: bytes, secret: _Secret) -> bool:
    """Tell whether a file holds a secret, itself or in its path or by a relative link."""
    text = secret.text
    linked = (
        secret.what == "page"
        and text.split("/")[-2].encode() in data
        and text in _follow(path, data)
    )
    for mask in secret.masks:
        data = data.replace(mask, b"")
    named = path.endswith(f"/{text}") and not path.endswith(secret.longer)
    return linked or named or any(needle in data for needle in secret.needles)


def _spell(text: str) -> list[bytes]:
    """Spell a text as it stands in HTML, XML and JSON."""
    spellings = {text, escape(text), escape(text, quote=False), json.dumps(text)[1:-1]}
    return sorted(spelling.encode() for spelling in spellings)


def _follow(path: str, data: bytes) -> Iterator[str]:
    """Give the pages of the site to which the links of one of its files lead."""
    for link in _LINK.findall(data):
        with suppress(ValueError):  # no address leads nowhere
            target = urlsplit(urljoin(f"/{path}", link.decode())).path
            yield target.removesuffix("index.html")
