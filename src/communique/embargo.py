"""The proof that nothing of a draft or a later statement is in any file of the site."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from copy import copy
from html import escape
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import urljoin, urlsplit

from communique.errors import RefusedError, RefusedErrors
from communique.processes import count_processes, split, spread
from communique.render.content import get_words
from communique.render.recipes import mix

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from communique.model import Entry, Publication

_LINK = re.compile(rb'(?:href|src)="([^"]*)"')

_END: Final = "\0"
"""Stands in no title, id or path."""
_WORTH: Final = 1000
"""Files whose search is worth a process of its own."""
_SHORT: Final = 12
"""Characters; a shorter title is ordinary speech, and counts only where it stands alone."""


Leak = tuple[int, RefusedError]
"""What a search found, behind the rank of what it searched for."""


class _Secret(NamedTuple):
    """
    Hold what must not be public yet.

    Args:
        rank: Among all, which is the order in which they are told.
        text: Itself.
        what: ``title``, ``id``, ``page`` or ``attachment``.
        file: Of its entry.
        needles: How it may stand in a file.
        masks: What is public and has it within, as "Appeal to all" has "Appeal".
        longer: The same as plain text.
    """

    rank: int
    text: str
    what: str
    file: str
    needles: tuple[bytes, ...]
    masks: tuple[bytes, ...]
    longer: tuple[str, ...]

    @property
    def traces(self) -> tuple[bytes, ...]:
        """Give what is in each file that holds it, beside those that are named so."""
        return (_name_page(self.text),) if self.what == "page" else self.needles

    @property
    def fingerprint(self) -> str:
        """Give what differs once another search for it could find something else."""
        return mix(self.text, self.what, self.longer)


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
        self._look_for(_find_secrets(publication, excluded) if excluded else ())

    def _look_for(self, secrets: Iterable[_Secret]) -> None:
        self._secrets = tuple(secrets)
        self._traces = tuple({trace for secret in self._secrets for trace in secret.traces})
        self._names = tuple(f"/{secret.text}" for secret in self._secrets)

    @property
    def fingerprints(self) -> list[str]:
        """Give of each secret what differs once another search for it could find something else."""
        return [secret.fingerprint for secret in self._secrets]

    def leave_out(self, searched: Iterable[str]) -> Embargo:
        """Give the search for the rest, where some were searched for before: by *fingerprints*."""
        known = frozenset(searched)
        rest = copy(self)
        rest._look_for(each for each in self._secrets if each.fingerprint not in known)  # noqa: SLF001
        return rest

    def __bool__(self) -> bool:
        """Tell whether there is anything to search for."""
        return bool(self._secrets)

    def search(self, path: str, content: bytes) -> Iterator[Leak]:
        """
        Search a file of the site.

        Returns:
            Refusals (``embargo-leak``), each with its rank among those of every file.
        """
        if not (path.endswith(self._names) or any(map(content.__contains__, self._traces))):
            return  # as nearly every file, for each of which all secrets are a long list
        for secret in self._secrets:
            if _holds(path, content, secret):
                file = secret.file
                reason = f"{path} holds the {secret.what} of {file}, which is not published"
                hint = f"take it out of the published entry that says it, or publish {file} first"
                yield (
                    secret.rank,
                    RefusedError(
                        "embargo-leak",
                        f"{reason}: {secret.text!r}",
                        hint=hint,
                        place=f"site/{path}",
                    ),
                )


def search_folder(folder: Path, paths: list[str], embargo: Embargo) -> list[Leak]:
    """
    Search files that stand in a folder, by several processes if they are many.

    Args:
        folder: The site.
        paths: Of its files; one that cannot be read holds nothing.
        embargo: What is searched for.

    Returns:
        As ``Embargo.search``.
    """

    def search(some: Iterable[str]) -> list[Leak]:
        found: list[Leak] = []
        for path in some:
            with suppress(OSError), open(f"{folder}/{path}", "rb", buffering=0) as stream:  # noqa: PTH123 - a hundred thousand of them
                found.extend(embargo.search(path, stream.read()))
        return found

    parts = split(paths, count_processes(len(paths), _WORTH))
    return [leak for part in spread(search, parts) for leak in part]


def refuse(found: list[Leak]) -> None:
    """
    Refuse what a search found, in the order of the secrets.

    Raises:
        RefusedErrors: It found something.
    """
    if found:
        raise RefusedErrors(refusal for _, refusal in sorted(found, key=lambda each: each[0]))


class _Public:
    """
    Know what is public already, in one text: a search in a hundred thousand takes far longer.

    Args:
        publication: What the site shows.
    """

    def __init__(self, publication: Publication) -> None:
        secrets = (text for entry in publication.entries for _, text in _list_secrets(entry))
        self._text = _END.join(["", *secrets, *_list_own_words(publication), ""])

    def list_around(self, text: str) -> list[str]:
        """List what is public and is a text, or has it within."""
        found = set()
        place = self._text.find(text)
        while place >= 0:
            end = self._text.index(_END, place)
            found.add(self._text[self._text.rindex(_END, 0, place) + 1 : end])
            place = self._text.find(text, end)
        return sorted(found)


def _find_secrets(publication: Publication, excluded: tuple[Entry, ...]) -> Iterator[_Secret]:
    """Find what of entries must not be public, and is not."""
    public = _Public(publication)
    secrets = ((entry, *secret) for entry in excluded for secret in _list_secrets(entry))
    for rank, (entry, what, text) in enumerate(secrets):
        around = public.list_around(text)
        if text not in around:
            yield _make_secret(rank, what, text, entry.file, around)


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


def _make_secret(rank: int, what: str, secret: str, file: str, longer: list[str]) -> _Secret:
    needles = _spell(secret)
    if len(secret) < _SHORT:
        needles = [edge for n in needles for edge in (b">" + n + b"<", b'"' + n + b'"')]
    masks = [mask for text in longer for mask in _spell(text.lstrip("/"))]
    if what == "page":  # where a relative link leads depends on where it stands
        masks.append(f"..{secret}".encode())
    return _Secret(rank, secret, what, file, tuple(needles), tuple(masks), tuple(longer))


def _holds(path: str, data: bytes, secret: _Secret) -> bool:
    """Tell whether a file holds a secret, itself or in its path or by a relative link."""
    text = secret.text
    linked = secret.what == "page" and _name_page(text) in data and text in _follow(path, data)
    for mask in secret.masks:
        data = data.replace(mask, b"")
    named = path.endswith(f"/{text}") and not path.endswith(secret.longer)
    return linked or named or any(needle in data for needle in secret.needles)


def _name_page(path: str) -> bytes:
    """Give the last part of the path of a page, which each link to it has."""
    return path.split("/")[-2].encode()


def _spell(text: str) -> list[bytes]:
    """Spell a text as it stands in HTML, XML and JSON."""
    spellings = {
        text,
        escape(text),
        escape(text, quote=False),
        json.dumps(text, ensure_ascii=False)[1:-1],
    }
    return sorted(spelling.encode() for spelling in spellings)


def _follow(path: str, data: bytes) -> Iterator[str]:
    """Give the pages of the site to which the links of one of its files lead."""
    for link in _LINK.findall(data):
        with suppress(ValueError):  # no address leads nowhere
            target = urlsplit(urljoin(f"/{path}", link.decode())).path
            yield target.removesuffix("index.html")
