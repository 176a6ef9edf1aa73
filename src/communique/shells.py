"""A word of a command as the shell of this system reads it, for a hint that can be pasted."""

from __future__ import annotations

import os
import re
import shlex

_WINDOWS = os.name == "nt"

# What both shells of Windows take as it is; a comma parts words there.
_PLAIN = re.compile(r"[\w./:\\~+-]+", re.ASCII)
_ACTIVE = {ord(sign): f"%{ord(sign):02X}" for sign in '"$`'}


def quote(text: str) -> str:
    """
    Quote *text* where that is needed.

    On Windows in the only way that both of its shells know: one would take a single quotation mark
    for a part of the text, and what stands behind it for another command.
    """
    if not _WINDOWS:
        return shlex.quote(text)
    if _PLAIN.fullmatch(text):
        return text
    backslashes = len(text) - len(text.rstrip("\\"))  # before the mark at the end they count twice
    return '"' + text.replace('"', '\\"') + "\\" * backslashes + '"'


def quote_url(url: str) -> str:
    """Quote an address that somebody else wrote: no sign in it makes a shell do anything."""
    return quote(url.translate(_ACTIVE) if _WINDOWS else url)
