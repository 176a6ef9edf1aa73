"""Names from registries: languages, media types, encodings, regions, link relations."""

from __future__ import annotations

import re
from functools import lru_cache

from communique.validate.encoding import is_known_encoding
from communique.validate.registry import read_registry
from communique.validate.values import Check, Fault, Faults, quote

# RFC 2045 §5.1: type/subtype, then parameters.
WORD = r"[A-Za-z0-9!#$%&'*+\-.^_`|~]+"
MEDIA_TYPE = re.compile(
    rf'{WORD}/{WORD}(?:\s*;\s*{WORD}\s*=\s*(?:{WORD}|"(?:[^"\\]|\\.)*"))*\s*(?:;\s*)?'
)
XML_MEDIA_TYPE = re.compile(
    r"(?:text|application)/xml(?:-dtd|-external-parsed-entity)?|.*\+xml", re.IGNORECASE
)
LONGEST = 1000
"""A longer name is none, and would take more memory to match than there may be."""
TAG = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")


@lru_cache(maxsize=1024)
def language(text: str) -> Faults:
    """
    Check a language tag (RFC 5646 §2.2.1).

    Only the primary subtag is looked up: ``x`` starts a private one, ``und`` and ``mul`` are in
    the registry like any language.
    """
    tag = text.strip()
    primary = tag.partition("-")[0].lower()
    known = len(tag) <= LONGEST and TAG.fullmatch(tag) and _is_language(primary)
    if primary == "x" or known:
        return ()
    return (Fault("invalid-language", f"{quote(text)} is not a language tag like en, be or pt-BR"),)


def _is_language(subtag: str) -> bool:
    """
    Tell whether a language has this code, in the registry or by its three letters in ISO 639.

    Those from ``qaa`` to ``qtz`` are for private use (RFC 5646 §2.2.1).
    """
    if len(subtag) == 3 and "qaa" <= subtag <= "qtz":
        return True
    return subtag in read_registry("languages") or subtag in read_registry("iso-639-2")


def optional_language(text: str) -> Faults:
    """Check ``xml:lang``, which may be empty: no language is stated (XML 1.0 §2.12)."""
    return language(text) if text.strip() else ()


@lru_cache(maxsize=1024)
def is_media_type(text: str) -> bool:
    """Tell whether *text* is a media type."""
    return len(text) <= LONGEST and bool(MEDIA_TYPE.fullmatch(text))


def is_xml_media_type(text: str) -> bool:
    """Tell whether *text* is a media type of XML (RFC 7303)."""
    return bool(XML_MEDIA_TYPE.fullmatch(text.partition(";")[0].strip()))


def media_type(code: str) -> Check:
    """Make a check for a media type."""

    def check(text: str) -> Faults:
        if is_media_type(text):
            return ()
        return (Fault(code, f"{quote(text)} is not a media type like text/html or audio/mpeg"),)

    return check


def encoding_name(text: str) -> Faults:
    """Check the name of a character encoding."""
    if is_known_encoding(text):
        return ()
    return (Fault("invalid-encoding", f"the encoding {quote(text)} is not known"),)


def countries(text: str) -> Faults:
    """Check a list of country codes with spaces between."""
    unknown = [code for code in text.split() if code.upper() not in read_registry("regions")]
    return tuple(
        Fault("invalid-country-code", f"{quote(code)} is not a country code like BY or GB")
        for code in unknown
    )
