"""Plain text: what in it gives away markup, and characters that were read the wrong way."""

from __future__ import annotations

import re
from html.entities import name2codepoint
from xml.parsers import expat

from communique.validate.vocabulary import HTML_ELEMENTS

# C1 controls: Windows-1252 read as ISO-8859-1; U+FFFD: somebody could not decode it; half a
# character, which JSON can name, though no text can hold it (RFC 8259 §8.2).
BAD_CHARACTER = re.compile("[\x80-\x9f\ufffd\ud800-\udfff]")
TWICE_ENCODED = re.compile("[\xc2\xc3][\x80-\xbf]")
END_TAG = re.compile(r"</([A-Za-z][A-Za-z0-9]*)\s*>")
REFERENCE = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|([A-Za-z][A-Za-z0-9]*));?")
MARKUP = re.compile(r"<[A-Za-z/]|&#")
HEXADECIMAL = re.compile(rb"&#[xX]0*(26|3[cC]);")


def find_bad_character(text: str) -> tuple[int, str] | None:
    """Find the first character that was read the wrong way: its offset and what it is."""
    found = BAD_CHARACTER.search(text)
    if found:
        return found.start(), f"U+{ord(found[0]):04X}"
    twice = TWICE_ENCODED.search(text)
    if twice:
        try:
            text.encode("latin-1").decode("utf-8")
        except UnicodeError:
            return None
        return twice.start(), f"“{twice[0]}”, UTF-8 encoded twice"
    return None


def find_html(text: str) -> str:
    """Return the first end tag of an HTML element or character reference; empty if none."""
    if "<" not in text and "&" not in text:
        return ""
    for match in END_TAG.finditer(text):
        if match[1].lower() in HTML_ELEMENTS:
            return match[0]
    for match in REFERENCE.finditer(text):
        if not match[1] or match[1] in name2codepoint or match[1] == "apos":
            return match[0]
    return ""


def find_markup(text: str) -> str:
    """Return what looks like the start of a tag or of a numeric reference; empty if none."""
    found = MARKUP.search(text)
    return found[0] if found else ""


def hide_hexadecimal(tag: bytes, inner: bytes) -> str:
    """
    Read element content without the ``<`` and ``&`` that are written as hexadecimal references.

    RSS Best Practices Profile, character data: ``&#x26;`` and ``&#x3C;`` are what readers agree on.

    Args:
        tag: The start tag as it stands in the document, for its name.
        inner: Start tag and content, up to the end tag.

    Returns:
        The text; empty where it cannot be read alone.
    """
    name = re.match(rb"<([^\s/>]+)", tag)
    if not name or not HEXADECIMAL.search(inner):
        return ""
    parts: list[str] = []
    parser = expat.ParserCreate("utf-8")
    parser.CharacterDataHandler = parts.append
    try:
        parser.Parse(HEXADECIMAL.sub(b"", inner) + b"</" + name[1] + b">", True)  # noqa: FBT003 - expat's signature
    except expat.ExpatError:
        return ""
    return "".join(parts)
