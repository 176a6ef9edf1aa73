"""One line of text, written so that YAML reads it back as it is."""

from __future__ import annotations

from communique.errors import SourceError
from communique.nodes import Scalar, Sequence, parse_mapping


def format_scalar(text: str, *, item: bool = False) -> str:
    """
    Write one line of text so that ``parse_mapping`` reads it back as it is.

    Args:
        text: Any text without surrogates.
        item: It will stand in a list between square brackets.

    Returns:
        The text itself where YAML takes it for that; else in single quotation marks; or else in
        double ones, with escapes.
    """
    single = "'" + text.replace("'", "''") + "'"
    document = "x: [{}]\n" if item else "x: {}\n"
    for candidate in (text, single):
        try:
            node = parse_mapping(document.format(candidate), "").items["x"]
        except SourceError:
            continue
        found = node.items if isinstance(node, Sequence) else (node,)
        if [n.text for n in found if isinstance(n, Scalar) and not n.absent] == [text]:
            return candidate
    return '"' + "".join(map(_escape, text)) + '"'


def _escape(char: str) -> str:
    """Write a character between double quotation marks (YAML 1.2 §5.7)."""
    return char if char.isprintable() and char not in '"\\' else f"\\U{ord(char):08X}"
