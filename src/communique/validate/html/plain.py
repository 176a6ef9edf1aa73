"""Read HTML that is written plainly and without fault; whatever else there is takes `tokens`."""

from __future__ import annotations

import re
from functools import lru_cache

from communique.validate.html.nesting import Nesting
from communique.validate.html.tokens import Token, read_attributes, read_references
from communique.validate.vocabulary import RAW_TEXT, SAFE_ELEMENTS

# What this matches is one whole tag for `tokens.TAG` as well: nothing in it could end it earlier.
TAG = re.compile(r'<(/?[a-z][a-z0-9]*+)((?>(?: [a-z-]++="[^"<>]*+"){0,1000}))>')
ANY_TAG = re.compile("<[^<>]*>")
NAMES = SAFE_ELEMENTS - RAW_TEXT
DEEPEST = 32
"""What is nested deeper is too rare to be worth remembering."""


def read_plain(text: str) -> list[Token] | None:
    """
    Read the start tags that have attributes, as only these are still to be judged.

    Returns:
        Tokens without their offset; None where syntax, nesting or the name of an element gives
        reason to look closely, which is no fault yet.
    """
    tags = ANY_TAG.findall(text)
    if len(tags) != text.count("<") or any(read_references(text, 0, len(text))):
        return None
    opened: tuple[str, ...] = ()
    tokens = []
    for written in tags:
        tag = written
        if " " in written:
            token = _read_start(written)
            if token is None:
                return None
            tokens.append(token)
            tag = f"<{token.name}>"
        after = _follow(opened, tag)
        if after is None:
            return None
        opened = after
    return None if Nesting(opened=opened).finish() else tokens


def _read_start(written: str) -> Token | None:
    """Read a start tag that has attributes; None where it is not beyond doubt."""
    match = TAG.fullmatch(written)
    if match is None or match[1][0] == "/":
        return None
    attributes, problem = read_attributes(match[2])
    return None if problem else Token("start", match[1], attributes, closing=False, offset=-1)


@lru_cache(maxsize=4096)  # texts differ, but what may follow what in them does not
def _follow(opened: tuple[str, ...], tag: str) -> tuple[str, ...] | None:
    """Return what is open after a tag without attributes; None where it is not beyond doubt."""
    match = TAG.fullmatch(tag)
    if match is None:
        return None
    name = match[1].removeprefix("/")
    nesting = Nesting(opened=opened)
    wrong = nesting.start(name, closing=False) if name == match[1] else nesting.end(name)
    if wrong or name not in NAMES or len(nesting.open) > DEEPEST:
        return None
    return tuple(nesting.open)
