"""The proof that no invalid feed is written: our validator judges what our renderers made."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING, BinaryIO, Final

from communique.channels import repeats_entries
from communique.errors import RefusedError
from communique.hosting import is_feed
from communique.validate import Severity, validate_feed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from communique.model import Publication
    from communique.processes import Aside
    from communique.validate import Finding

_ENTRY = re.compile(rb"<entry[ >]|<item>|^  \{$", re.MULTILINE)

_RIGHT: Final = ord("1")
_WRONG: Final = ord("0")


def is_due(path: str, publication: Publication) -> bool:
    """Tell whether a file of the site has to be judged: a feed whose entries no other one has."""
    return is_feed(path) and not repeats_entries(path, publication)


def spread_due(paths: Iterable[str], publication: Publication) -> list[str]:
    """Put what has to be judged between the rest: whoever judges is at it while that is made."""
    due = {path: is_due(path, publication) for path in paths}
    counts, seen = Counter(due.values()), Counter[bool]()
    places = {}
    for path, is_one in due.items():
        seen[is_one] += 1
        places[path] = seen[is_one] / counts[is_one]
    return sorted(places, key=places.__getitem__)


class Judge:
    """
    Judge files that are about to be written: in another process, if there is one.

    Args:
        publication: What the site shows; tells the file of a faulty entry.
        now: The clock, aware.
        aside: Leads to a process that does ``prove``.
    """

    def __init__(self, publication: Publication, now: datetime, aside: Aside | None) -> None:
        self._publication = publication
        self._now = now
        self._aside = aside
        self._asked: list[tuple[str, bytes]] = []

    def judge(self, path: str, content: bytes) -> list[RefusedError]:
        """
        Judge a file, if it is a feed.

        Args:
            path: In the site.
            content: Its bytes.

        Returns:
            Refusals (``invalid-feed``): the place in the feed, and the entry it comes from. None
            yet where another process judges; then ``conclude`` gives them.
        """
        if not is_due(path, self._publication):
            return []
        if self._aside is None:
            return self._find(path, content)
        self._asked.append((path, content))
        with suppress(BrokenPipeError):  # it died; whatever it did not answer is judged here
            self._aside.requests.write(b"%d\n" % len(content))
            self._aside.requests.write(content)
            self._aside.requests.flush()
        return []

    def conclude(self) -> list[RefusedError]:
        """Give the refusals of all that another process judged; it is asked no more."""
        if self._aside is None:
            return []
        with suppress(BrokenPipeError):
            self._aside.requests.close()
        *_, answer = self._aside.answers.read().splitlines() or [b""]
        verdicts = answer.ljust(len(self._asked))
        return [
            refusal
            for (path, content), verdict in zip(self._asked, verdicts, strict=False)
            if verdict != _RIGHT
            for refusal in self._find(path, content)
        ]

    def _find(self, path: str, content: bytes) -> list[RefusedError]:
        return list(_judge(path, content, self._publication, self._now))


def prove(requests: BinaryIO, answers: BinaryIO, now: datetime) -> None:
    """
    Judge feeds for another process, and tell which of them are right.

    Args:
        requests: A line with the length of each, then its bytes.
        answers: Receives a line with a mark for each, at the end.
        now: The clock, aware.
    """
    for nothing in (b"{}", b"<rss/>"):
        validate_feed(nothing)  # loads what judges, while nobody waits for it
    marks = bytearray()
    for line in requests:
        errors = _list_errors(requests.read(int(line)), now)
        marks.append(_WRONG if errors else _RIGHT)
    answers.write(marks + b"\n")


def _list_errors(content: bytes, now: datetime) -> list[Finding]:
    findings = validate_feed(content, now=now).findings
    return [finding for finding in findings if finding.severity is Severity.ERROR]


def _judge(
    path: str, content: bytes, publication: Publication, now: datetime
) -> Iterator[RefusedError]:
    for finding in _list_errors(content, now):
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
