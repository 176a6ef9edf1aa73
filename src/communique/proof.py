"""The proof that no invalid feed is written: our validator judges what our renderers made."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from communique.errors import RefusedError, RefusedErrors
from communique.hosting import is_feed
from communique.validate import Severity, validate_feed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from communique.model import Publication
    from communique.site import Site

_ENTRY = re.compile(rb"<entry[ >]|<item>|^  \{$", re.MULTILINE)


def refuse_invalid(
    site: Site,
    target: Path,
    publication: Publication,
    now: datetime,
    progress: Callable[[str], object] = lambda _: None,
) -> None:
    """
    Judge every feed that is about to be written.

    A feed whose bytes are on the disk already was judged when it was written. The entries of an
    archive document of a topic, or of all languages, stand in one of their language too; it is
    enough to judge that.

    Args:
        site: Every file.
        target: The folder in which it is going to be written.
        publication: What the site shows; tells the file of a faulty entry.
        now: The clock, aware.
        progress: Called with each path once it is done.

    Raises:
        RefusedErrors: ``invalid-feed``: the place in the feed, and the entry it comes from.
    """
    refusals: list[RefusedError] = []
    for path, content in site.items():
        if isinstance(content, bytes) and _has_to_be_judged(path, publication):
            if not _is_on_disk(target / path, content):
                refusals += _judge(path, content, publication, now)
            progress(path)
    if refusals:
        raise RefusedErrors(refusals)


def _has_to_be_judged(path: str, publication: Publication) -> bool:
    folder, slash, _ = path.rpartition("archive/")
    languages = {publication.prefix(language) for language in publication.languages}
    return is_feed(path) and (not slash or folder in languages)


def _is_on_disk(file: Path, content: bytes) -> bool:
    return file.is_file() and file.read_bytes() == content


def _judge(
    path: str, content: bytes, publication: Publication, now: datetime
) -> Iterator[RefusedError]:
    for finding in validate_feed(content, now=now).findings:
        if finding.severity is Severity.ERROR:
            file = _find_entry(content, finding.line, publication)
            hint = f"it comes from {file}" if file else "it comes from entries/feed.yaml"
            yield RefusedError(
                "invalid-feed",
                f"{finding.code}: {finding.message}",
                hint=f"{hint}\n{finding.hint}",
                place=f"site/{path}:{finding.line}:{finding.column}",
            )


def _find_entry(content: bytes, line: int, publication: Publication) -> str:
    """Find the file of the entry that stands on a line of a feed; empty outside of every entry."""
    start = 0
    for _ in range(line - 1):
        start = content.find(b"\n", start) + 1
    end = content.find(b"\n", start) % (len(content) + 1)
    starts = [match.start() for match in _ENTRY.finditer(content)]
    before = [place for place in starts if place < end]
    if not before:
        return ""
    after = next((place for place in starts if place >= end), len(content))
    own = content[before[-1] : after]
    return next((e.file for e in publication.entries if e.id.encode() in own), "")
