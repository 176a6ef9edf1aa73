"""Read what ``validate`` is given, and judge it: a folder of many feeds on several processors."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from communique.deliver.addresses import is_address
from communique.processes import count_processes, split, spread
from communique.validate import Report, validate_feed
from communique.validate.inputs import Refusal, find_feeds, read_input, read_stream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

    Judged = tuple[str, Report | Refusal]

_MANY: Final = 200
"""Feeds that are worth a process of their own."""
_CLOSED: Final = "standard input is not open for reading"


def judge_all(
    folder: Path, names: Sequence[str], now: datetime, judge_url: Callable[[str], Judged]
) -> Iterator[Judged]:
    """
    Judge everything that is named, in its order.

    Args:
        folder: Of the publication, whose site is judged where nothing is named.
        names: Files, folders, addresses, ``-``.
        now: The clock, aware.
        judge_url: Judges what is served at an address.

    Returns:
        What each document is called, and what is wrong with it or why it was not judged.
    """
    for name in names or (str(folder / "site"),):
        if is_address(name):
            yield judge_url(name)
        elif name == "-":
            yield _judge("-", _read_input(), now)
        else:
            yield from _judge_place(name, now)


def _judge_place(name: str, now: datetime) -> Iterator[Judged]:
    """Judge a file, or every feed in a folder."""
    path = Path(name)
    if "://" in name and not path.exists():
        hint = "Only http and https are fetched."
        yield name, Refusal(path=name, problem="nothing can be fetched from there", hint=hint)
        return
    feeds = find_feeds(path) if path.is_dir() else [path]
    if not feeds:
        yield path.as_posix(), Refusal(path=path.as_posix(), problem="no feed in this folder")
    parts = split(feeds, count_processes(len(feeds), _MANY))
    for judged in spread(partial(_judge_files, now=now), parts):
        yield from judged


def _judge_files(files: Iterable[Path], now: datetime) -> list[Judged]:
    return [_judge(file.as_posix(), read_input(file), now) for file in files]


def _judge(name: str, data: bytes | Refusal, now: datetime) -> Judged:
    return name, data if isinstance(data, Refusal) else validate_feed(data, now=now)


def _read_input() -> bytes | Refusal:
    """Read standard input, which may be closed, or open for writing only."""
    stream = getattr(sys.stdin, "buffer", None)
    try:
        return read_stream(stream, "-") if stream else Refusal(path="-", problem=_CLOSED)
    except OSError:
        return Refusal(path="-", problem=_CLOSED)
