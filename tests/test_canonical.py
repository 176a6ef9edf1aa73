"""The canonical text of an entry: what its hash is made of may never change."""

from __future__ import annotations

from unicodedata import normalize

from hypothesis import example, given
from hypothesis import strategies as st

from communique.canonical import normalise_text

LINES = st.lists(st.text(st.sampled_from(" \t\u00a0\u2028ae\u0301\r"), max_size=6), max_size=6)


@given(LINES)
@example([])
@example(["", " \t", "peace \t", "", "\t"])
@example(["e\u0301\r", "a\rb", "\t\r"])
def test_what_nobody_sees_does_not_count(lines: list[str]) -> None:
    """Line ends, white space before them, and empty lines at either end are no part of a text."""
    text = "\n".join(lines)
    wanted = normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    wanted = [line.rstrip(" \t") for line in wanted]
    while wanted and not wanted[0]:
        del wanted[0]
    while wanted and not wanted[-1]:
        del wanted[-1]
    assert normalise_text(text) == "\n".join(wanted)
    assert normalise_text(normalise_text(text)) == normalise_text(text)
