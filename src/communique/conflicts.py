"""What git leaves in a file that two people changed at once."""

from __future__ import annotations

import re

from communique.errors import SourceError

_MARK = re.compile(r"^(?:<{7}|>{7}) ", re.MULTILINE)


def find_conflict(text: str) -> int:
    """Give the line of the first mark of a merge that was not finished; 0 for none."""
    if "<<<<<<< " not in text and ">>>>>>> " not in text:
        return 0
    found = _MARK.search(text)
    return text.count("\n", 0, found.start()) + 1 if found else 0


def refuse_conflict(text: str, path: str) -> None:
    """
    Refuse a text that nobody chose yet.

    Raises:
        SourceError: Git could not merge it.
    """
    if line := find_conflict(text):
        hint = "keep one of the two versions; delete the lines <<<<<<<, ======= and >>>>>>>"
        raise SourceError(path, "a git merge left a conflict here", line=line, hint=hint)
