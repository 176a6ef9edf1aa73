"""Work spread over the processors of the machine, where there is enough of it."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from contextlib import contextmanager, suppress
from itertools import pairwise
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, NoReturn, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from multiprocessing.connection import Connection

T = TypeVar("T")
R = TypeVar("R")

_LEAD = 15
"""By how many per cent of another's part that of this process is longer."""

_ROOM = 1 << 20
"""Bytes that wait in a pipe: whoever asks goes on with something else (Linux: any user's most)."""


def count_processes(count: int, least: int) -> int:
    """
    Tell how many processes are worth it.

    Args:
        count: Of the things to be done.
        least: How many of them are worth a process.

    Returns:
        1 where that is so, or where processes cannot share what this one holds: they are forked,
        which only some systems do safely.
    """
    # A fork copies one thread; what another was at would never be done (Python: os.fork).
    if sys.platform != "linux" or threading.active_count() > 1:
        return 1
    return max(1, min(len(os.sched_getaffinity(0)), count // least))


def split(items: Sequence[T], count: int) -> list[Sequence[T]]:
    """
    Cut *items* into so many parts, the first a little longer than the others.

    Another process than this one copies what it touches, and hands over what it made.
    """
    whole = 100 * count + _LEAD
    edges = [0, *(len(items) * (100 * n + _LEAD) // whole for n in range(1, count + 1))]
    return [items[start:end] for start, end in pairwise(edges)]


def spread(work: Callable[[Iterable[T]], R], parts: Sequence[Sequence[T]]) -> list[R]:
    """
    Do *work* on each of *parts*: on the first in this process, on each other in one of its own.

    Args:
        work: Goes through some things; what it gives, and raises, can be pickled.
        parts: At least one.

    Returns:
        What each part gave, in order. A part that got no process, as there are too many already, or
        whose process died, is done in this one.
    """
    helpers = [_start(work, part) for part in parts[1:]]
    results = [work(parts[0])]
    for part, receiver in zip(parts[1:], helpers, strict=True):
        answer = _receive(receiver) if receiver else None
        result, error = answer or (work(part), None)
        if error:
            raise error
        results.append(result)
    return results


class Aside(NamedTuple):
    """
    Hold the ends of what leads to another process.

    Args:
        requests: What it is asked; where it died nobody reads it.
        answers: What it answers; where it died they end.
    """

    requests: BinaryIO
    answers: BinaryIO


@contextmanager
def start_aside(work: Callable[[BinaryIO, BinaryIO], None]) -> Iterator[Aside]:
    """
    Let another process work beside this one.

    It is stopped, wherever it is, as soon as this one needs it no more. Where ``count_processes``
    gives 1 there must be none.

    Args:
        work: Reads requests and writes answers, and changes nothing. Whatever it raises ends it.

    Raises:
        OSError: There are too many processes or open files already.
    """
    with _open_pipe() as (asked, requests), _open_pipe() as (answers, answered):
        process = os.fork()
        if not process:
            requests.close()
            answers.close()
            _work_aside(work, asked, answered)
        try:
            asked.close()
            answered.close()
            yield Aside(requests, answers)
        finally:
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)


@contextmanager
def _open_pipe() -> Iterator[tuple[BinaryIO, BinaryIO]]:
    reader, writer = os.pipe()
    # Imported here: Windows has none, and no process beside another.
    from fcntl import F_SETPIPE_SZ, fcntl  # noqa: PLC0415 - see above

    with suppress(OSError):  # somebody has so many that there is no more room
        fcntl(writer, F_SETPIPE_SZ, _ROOM)
    with os.fdopen(reader, "rb") as out, os.fdopen(writer, "wb") as into:
        try:
            yield out, into
        finally:
            with suppress(BrokenPipeError):  # who reads died before everything was read
                into.close()


def _work_aside(
    work: Callable[[BinaryIO, BinaryIO], None], requests: BinaryIO, answers: BinaryIO
) -> NoReturn:
    try:
        gc.disable()
        work(requests, answers)
        answers.close()
    finally:
        os._exit(0)  # what the other process still has to do is its own


def _start(work: Callable[[Iterable[T]], R], part: Sequence[T]) -> Connection | None:
    """Start a process; None where the system has no room for it, or for what leads to it."""
    # Imported here: few runs have so much to do.
    from multiprocessing import get_context  # noqa: PLC0415 - see above

    context = get_context("fork")
    with suppress(OSError):
        receiver, sender = context.Pipe(duplex=False)
        with sender:
            process = context.Process(
                target=_help, args=(work, part, receiver, sender, os.getpid()), daemon=True
            )
            process.start()
        return receiver
    return None


def _receive(receiver: Connection) -> Any:  # noqa: ANN401 - of what kind, the work says
    """Receive a result or an error; None where the process died."""
    with receiver, suppress(EOFError):
        return receiver.recv()
    return None


def _help(
    work: Callable[[Iterable[T]], R],
    part: Sequence[T],
    receiver: Connection,
    sender: Connection,
    parent: int,
) -> None:
    """Do a part of the work, and send what it gave or raised."""
    receiver.close()  # else nobody would tell this process that the other end is gone
    answer: tuple[R | None, Exception | None]
    try:
        answer = work(_walk(part, parent)), None
    except Exception as error:  # noqa: BLE001 - whatever it is, the parent raises it
        answer = None, error
    with suppress(BrokenPipeError), sender:
        sender.send(answer)


def _walk(part: Sequence[T], parent: int) -> Iterator[T]:
    """Walk through a part as long as there is somebody who waits for it."""
    for item in part:
        if os.getppid() != parent:
            raise SystemExit
        yield item
