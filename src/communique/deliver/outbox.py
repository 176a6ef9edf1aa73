"""
News that a hub has not accepted yet: ``.communique/outbox.jsonl``, one JSON object a line.

It may be deleted at any time: the next run finds from the ledger what a hub has not accepted. What
it adds is why, and since when.
"""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from communique.durable import clear_temporary, explain_errors, place_file
from communique.values import Struct, asdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from pathlib import Path

OUTBOX: Final = "outbox.jsonl"


class Unsent(Struct, frozen=True, kw_only=True):
    """
    Name the news of one feed that one hub has not accepted.

    Args:
        hub: Its address.
        topic_url: Of the feed.
        since: When it was tried first, in ISO 8601.
        problem: Why it failed last; no final full stop.
    """

    hub: str
    topic_url: str
    since: str
    problem: str


def read_outbox(state: Path) -> tuple[Unsent, ...]:
    """
    Read the outbox in the folder *state*; a line that is damaged is left out.

    Raises:
        WriteError: The file cannot be read.
    """
    found = []
    with explain_errors(OUTBOX, "read"):
        try:
            lines = (state / OUTBOX).read_bytes().splitlines()
        except FileNotFoundError:
            return ()
    for line in lines:
        with suppress(ValueError, TypeError, AttributeError):
            found.append(Unsent(**{key: str(value) for key, value in json.loads(line).items()}))
    return tuple(found)


def update_outbox(
    state: Path, hub: str, accepted: Iterable[str], problems: Mapping[str, str], now: datetime
) -> None:
    """
    Keep what a hub did not accept, and forget what it did.

    Args:
        state: The folder of the outbox.
        hub: Its address.
        accepted: Topic URLs.
        problems: Topic URLs, each with why it was not accepted.
        now: When that was; aware.

    Raises:
        WriteError: The disk is full or read-only.
    """
    known = {(each.hub, each.topic_url): each for each in read_outbox(state)}
    for url in accepted:
        known.pop((hub, url), None)
    for url, problem in problems.items():
        before = known.get((hub, url))
        since = before.since if before else now.isoformat(timespec="seconds")
        known[hub, url] = Unsent(hub=hub, topic_url=url, since=since, problem=problem)
    _write(state, known.values())


def _write(state: Path, unsent: Iterable[Unsent]) -> None:
    """Replace the outbox as a whole; an empty one is no file."""
    lines = [json.dumps(asdict(each), ensure_ascii=False) for each in unsent]
    with explain_errors(OUTBOX):
        if not lines:
            (state / OUTBOX).unlink(missing_ok=True)
            return
        with place_file(state, OUTBOX) as new:
            new.write(("\n".join(lines) + "\n").encode())
        clear_temporary(state)
