"""Titles in any script to file and page names; the only importer of anyascii."""

from __future__ import annotations

import re
import unicodedata

from anyascii import anyascii

LONGEST_SLUG = 60
"""In characters; a path of a page with its language and year stays readable and below 100."""

FALLBACK = "statement"

# Where the official romanisation of a language differs from that of its neighbours.
# uk: resolution 55 of the Cabinet of Ministers (2010). be: the instruction on geographical names
# (2000, amended 2007). de: an umlaut that cannot be written is its letter and an e.
_LANGUAGES = {
    "be": str.maketrans({"г": "h"}),  # noqa: RUF001 - Cyrillic
    "uk": str.maketrans({"г": "h", "и": "y"}),  # noqa: RUF001 - Cyrillic
    "de": str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"}),
}

# What stands within a word, not between two: apostrophes, soft and hard signs, the Arabic hamza.
_APOSTROPHES = re.compile(r"['’‘ʼʹʺ`´′\"“”„«»ьъЬЪ]")  # noqa: RUF001 - quotation marks as they are
_IDEOGRAPH = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def slugify_title(title: str, *, language: str = "", longest: int = LONGEST_SLUG) -> str:
    """
    Make a name for files and pages from *title*.

    Args:
        title: In any script; may be empty.
        language: A BCP 47 tag; some languages have a romanisation of their own.
        longest: In characters; at least one.

    Returns:
        One to *longest* characters of ``a`` to ``z``, ``0`` to ``9`` and single hyphens between
        them, cut after a whole word where one fits; ``statement`` where nothing is left.
    """
    text = unicodedata.normalize("NFC", title).lower()
    text = text.translate(_LANGUAGES.get(language.lower().split("-")[0], {}))
    # Each ideograph is a syllable, and a word as far as the eye can tell.
    text = _IDEOGRAPH.sub(lambda found: f" {anyascii(found[0])} ", _APOSTROPHES.sub("", text))
    ascii_text = anyascii(text).lower().replace("'", "")
    words = re.findall(r"[a-z0-9]+", ascii_text)
    slug = "-".join(words)
    if len(slug) > longest:
        cut = slug[: longest + 1].rpartition("-")[0]
        slug = cut or slug[:longest]
    return slug or FALLBACK[:longest]
