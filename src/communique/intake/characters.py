"""Text that came from elsewhere: composed, without invisible characters."""

from __future__ import annotations

import re
import unicodedata

# A joiner shapes Arabic, Indic scripts and emoji; beside anything up to Armenian it does nothing.
_INVISIBLE = re.compile(
    r"[\u00ad\u180e\u200b\u2060\ufeff]"
    r"|(?<![^\s\x00-\u058f])[\u200c\u200d]|[\u200c\u200d](?![^\s\x00-\u058f])"
)


def clean_characters(text: str) -> tuple[str, tuple[str, ...]]:
    """
    Compose every character and drop the invisible ones.

    Returns:
        The text in Normalisation Form C, and a sentence with their count where any were dropped.

    Source: Unicode Standard Annex #15.
    """
    text, count = _INVISIBLE.subn("", text)
    noun = "character" if count == 1 else "characters"
    dropped = f"{count} invisible {noun} (soft hyphens, zero-width spaces)"
    return unicodedata.normalize("NFC", text), (dropped,) if count else ()
