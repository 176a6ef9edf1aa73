"""The proof that no invalid feed is written: our validator judges what our renderers made."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from communique.errors import RefusedError
from communique.hosting import is_feed
from communique.validate import Severity, validate_feed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from communique.model import Publication

_ENTRY = re.compile(rb"<entry[ >]|<item>|^  \{$", re.MULTILINE)


def judge(path: str, content: bytes, publication: Publication, now: datetime) -> list[RefusedError]:
    """
    Judge a file that is about to be written, if it is a feed.

    The entries of an archive document of a topic, or of all languages, stand in one of their
    language too; it is enough to judge that.

    Args:
        path: In the site.
        content: Its bytes.
        publication: What the site shows; tells the file of a faulty entry.
        now: The clock, aware.

    Returns:
        Refusals (``invalid-feed``): the place in the feed, and the entry it comes from.
    """
    return list(_judge(path, content, publication, now)) if _is_due(path, publication) else []


def _is_due(path: str, publication: Publication) -> bool:
    folder, slash, _ = path.rpartition("archive/")
    languages = {publication.prefix(language) for language in publication.languages}
    return is_feed(path) and (not slash or folder in languages)


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
