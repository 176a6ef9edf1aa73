"""
What another program holds for a moment, tried again.

On Windows nothing can be renamed or removed while a program has it open, and scanners and clients
of cloud disks open whatever was just written. On other systems nobody is in the way.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

_T = TypeVar("_T")

PAUSES = (0.01, 0.03, 0.1, 0.3, 1.0)
"""In seconds."""

_HELD = {5, 32, 33}
"""ERROR_ACCESS_DENIED, ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION (Windows, winerror.h)."""


def insist(act: Callable[[], _T]) -> _T:
    """
    Do something, again and again for a while where another program holds what it is about.

    Args:
        act: Leaves everything as it was where it fails.

    Raises:
        OSError: It is held still, or the system refused otherwise.
    """
    for pause in PAUSES:
        try:
            return act()
        except OSError as error:
            if not is_held(error):
                raise
        time.sleep(pause)
    return act()


def is_held(error: OSError) -> bool:
    """Tell whether another program may be in the way; Windows says so, or that access is denied."""
    return getattr(error, "winerror", None) in _HELD
