"""Values that live until the run ends: Python need not search them for cycles."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


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
