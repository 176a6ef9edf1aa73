"""Plain text in feeds, written so that most readers show it right."""

from __future__ import annotations

import re

_PLAIN_TEXT = re.compile(rb"<(title|name|subtitle|summary|category|copyright)( [^<>]*)?>[^<]+</")


def spell_out(document: bytes) -> bytes:
    """
    Write ``<`` and ``&`` in plain text as hexadecimal references.

    To XML it is the same; readers that take a title for HTML show it right more often.

    Source: RSS Best Practices Profile, "Character Data".
    """

    def spell(element: re.Match[bytes]) -> bytes:
        return element.group().replace(b"&lt;", b"&#x3C;").replace(b"&amp;", b"&#x26;")

    return _PLAIN_TEXT.sub(spell, document)
