"""Values that live until the run ends: Python need not search them for cycles."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


_kept: list[object] = []


def keep(*values: object) -> None:
    """
    Keep values until the run ends, and let nobody take them apart one by one then.

    The system takes the memory back at once. Values of an earlier call are let go.

    Source: The Python library reference, ``gc.freeze``: what is frozen is never collected; a list
    that holds itself is not let go before.
    """
    _kept[:] = [_kept, *values]


@contextmanager
def make_lasting() -> Iterator[None]:
    """
    Make values that live until the run ends; Python searches for no cycles in them, then or later.

    The more of them there are, the longer and the more often it would.

    Source: The Python library reference, ``gc.freeze``.
    """
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        if searching:
            gc.enable()
