"""A word of a command as the shell of this system reads it, for a hint that can be pasted."""

from __future__ import annotations

import os
import re
import shlex

_WINDOWS = os.name == "nt"

# What both shells of Windows take as it is; a comma parts words there.
_PLAIN = re.compile(r"[\w./:\\~+-]+", re.ASCII)


def quote(text: str) -> str:
    """
    Quote *text* where that is needed.

    On Windows in the only way that both of its shells know: one takes a single quotation mark for a
    part of the text.
    """
    if not _WINDOWS:
        return shlex.quote(text)
    if _PLAIN.fullmatch(text):
        return text
    backslashes = len(text) - len(text.rstrip("\\"))  # before the mark at the end they count twice
    return '"' + text.replace('"', '\\"') + "\\" * backslashes + '"'
