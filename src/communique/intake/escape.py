"""Plain text to Markdown that reads the same: escape what would mean something, no more."""

from __future__ import annotations

import re
from itertools import accumulate

# Each alternative may look at the whole text around it; what is found first, from the left, counts.
_MARK = re.compile(
    # CommonMark 0.31 §6.5: an address between angle brackets is a link.
    r"(?P<address>(?<![\w<\\])(?:https?://[^\s<>\"“”«»\\\x01-\x08]+[^\s\x01-\x08<>\"“”«»\\.,;:!?'’)\]}*_…]"  # noqa: RUF001 - quotes
    r"|[A-Za-z0-9.+_-]{0,63}[A-Za-z0-9]@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,}\b))"
    r"|(?P<always>\\(?=[!-/:-@\[-`{-~\x01-\x08]|$)"  # §2.4 it escapes punctuation, breaks a line
    r"|<(?=[A-Za-z/!?])"  # §6.5, §6.6 a tag or an address
    r"|&(?=#?\w{1,40};)"  # §2.5 a character reference
    r"|\](?=[(:]))"  # §6.3, §4.7 a link, a picture, a definition, a footnote
    # §6.2: beside a letter or mark, these may open or close emphasis; `_` within a word does not.
    r"|(?<=\S)\*|\*(?=\S)|(?<![^\W_])_(?=\S)|(?<=\S)_(?![^\W_])"
    r"|`"  # §6.1 code
)

_SIGN = re.compile(r"[\\<&\]*_`@]|://")
"""Without one of these no text has a mark; most have none."""
_BRACKET = re.compile(r"[\[\]]")
_BRACKET_OR_ESCAPED = re.compile(r"(\\.)|[\[\]]", re.DOTALL)
_MARK_IN_ADDRESS = re.compile(r"[*`]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w{1,40};)")

# §4.1 to §4.5, §5.1, §5.2 and tables: what a line may start with to be something else than text.
_LINE_START = re.compile(
    r"(?:#{1,6}(?=[ \t]|$)|>|[-+*](?=[ \t]|$)|~~~"
    r"|=+[ \t]*$|-+[ \t]*$|(?:[-*_][ \t]*){3,}$|[|:](?=[:|\s]*-[-:|\s]*$))"
)
_NUMBERED = re.compile(r"(\d{1,9})([.)])(?=[ \t]|$)")
_TABLE_RULE = re.compile(r"-(?=[-:|\s]*$)(?=.*[|:])")


def escape_text(text: str, *, alone: bool = True, linked: bool = False) -> str:
    """
    Escape the inline marks in *text*, and make links of bare web and e-mail addresses.

    Args:
        text: Running text without its line start.
        alone: No markup stands around it in its paragraph, so that a single mark is harmless.
        linked: It is the text of a link, in which there can be no other.
    """

    def escape_mark(found: re.Match[str]) -> str:
        mark = found[0]
        if found["address"]:
            return _MARK_IN_ADDRESS.sub(r"\\\g<0>", mark) if linked else f"<{mark}>"
        means_something = found["always"] or not alone or text.count(mark) > 1
        return f"\\{mark}" if means_something else mark

    marked = _MARK.sub(escape_mark, text) if _SIGN.search(text) else text
    if not linked or not _breaks_link(text):
        return marked
    return _BRACKET_OR_ESCAPED.sub(lambda found: found[1] or f"\\{found[0]}", marked)


def _breaks_link(text: str) -> bool:
    """Tell whether *text* has brackets that do not match, or that mean a link (§6.3)."""
    depths = [0, *accumulate(1 if found == "[" else -1 for found in _BRACKET.findall(text))]
    return min(depths) < 0 or depths[-1] > 0 or "](" in text or "]:" in text


def escape_line(text: str) -> str:
    """Escape *text*, which begins a line and has no markup around it, so that it stays text."""
    return escape_start(escape_text(text))


def escape_start(escaped: str) -> str:
    """Escape what a line that has gone through `escape_text` must not start with."""
    if found := _NUMBERED.match(escaped):
        return f"{found[1]}\\{escaped[found.end(1) :]}"
    if _LINE_START.match(escaped) or _TABLE_RULE.match(escaped):
        return f"\\{escaped}"
    return escaped
