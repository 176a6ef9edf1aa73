"""A process that works beside this one, on a system where there can be one."""

from __future__ import annotations

import io
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from communique.cache.lookout import CACHE, Lookout, is_worth_it, look
from communique.disk import STATE_FOLDER
from communique.processes import count_processes, start_aside

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from communique.processes import Aside


class Beside(NamedTuple):
    """
    Hold what another process does for this one.

    Args:
        lookout: Sees which files changed.
        judge: Leads to where feeds are judged; None where there is no other process.
    """

    lookout: Lookout
    judge: Aside | None


@contextmanager
def work_beside(folder: Path, now: datetime) -> Iterator[Beside]:
    """
    Let another process look which files changed, and then judge what is made.

    Whoever calls holds the publication's lock, and has yet to load what it works with.

    Args:
        folder: Of the publication.
        now: The clock, aware.
    """
    cache = folder / STATE_FOLDER / CACHE
    looks = is_worth_it(cache)

    def work(requests: BinaryIO, answers: BinaryIO) -> None:
        if looks:
            look(folder, cache, answers)
        # Imported here: in the other process, at the same time as this one loads all the rest.
        from communique.proof import prove  # noqa: PLC0415 - see above

        prove(requests, answers, now)

    with ExitStack() as stack:
        aside = None
        if count_processes(2, 1) > 1:
            with suppress(OSError):  # there can be no more processes or files: it goes without
                aside = stack.enter_context(start_aside(work))
        yield Beside(Lookout(aside.answers if aside and looks else io.BytesIO()), aside)
