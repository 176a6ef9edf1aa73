"""Bytes to clean text: encoding, line breaks, control characters, invisible characters."""

from __future__ import annotations

import codecs
import re
import unicodedata

from communique.errors import SourceError

# UTF-32 stands first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# The letters that tell the three Latin code pages of Windows apart.
_LATIN_PAGES = {
    "Windows-1252 (Western European)": ("cp1252", "äöüßÄÖÜéèàçêôîûœñ“”"),
    "Windows-1250 (Central European)": ("cp1250", "ąęółśżźćńĄĘŁŚŻŹĆŃáčďěíňřšťúůýž“”"),
    "Windows-1257 (Baltic)": ("cp1257", "ąčęėįšųūžĄČĘĖĮŠŲŪŽāēģīķļņ“”"),
}

# NEL and the two Unicode separators, and the vertical tab and form feed of word processors.
_LINE_BREAK = re.compile(r"\r\n|[\r\v\f\u0085\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]")

# A joiner shapes Arabic, Indic scripts and emoji; beside anything up to Armenian it does nothing.
_INVISIBLE = re.compile(
    r"[\u00ad\u180e\u200b\u2060\ufeff]"
    r"|(?<![^\s\x00-\u058f])[\u200c\u200d]|[\u200c\u200d](?![^\s\x00-\u058f])"
)


def decode_text(data: bytes, path: str) -> str:
    r"""
    Decode UTF-8, or UTF-16 and UTF-32 with a byte order mark.

    Returns:
        Text whose lines end in ``\n`` and that holds no control character but that and the tab.

    Raises:
        SourceError: *data* is empty, in another encoding, or holds a control character.
    """
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _wrong_encoding(data, error, path) from error
    text = _LINE_BREAK.sub("\n", text)
    if not text.strip("\ufeff \t\n\u00a0"):
        raise SourceError(path, "the file is empty", hint="save the text first, then try again")
    if found := _CONTROL.search(text):
        line, column = _place(text[: found.start()])
        hint = "delete it there and save the file again"
        if "\x00" in text:
            hint = "if this is text, save it as UTF-8; if not, copy its text into a text file"
        problem = f"there is a control character (U+{ord(found[0]):04X}), which text cannot hold"
        raise SourceError(path, problem, line=line, column=column, hint=hint)
    return text


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


def _place(before: str) -> tuple[int, int]:
    """Tell the line and column, each from 1, of the character after *before*."""
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def _wrong_encoding(data: bytes, error: UnicodeDecodeError, path: str) -> SourceError:
    """Name the first byte that is wrong, its place, and the encoding the file seems to be in."""
    if error.encoding != "utf-8":
        problem = (
            f"the file is damaged: it begins as {error.encoding.upper()} and does not go on so"
        )
        return SourceError(path, problem, hint="save it again, as UTF-8")
    line, column = _place(_LINE_BREAK.sub("\n", data[: error.start].decode("utf-8")))
    problem = f"expected UTF-8, got the byte 0x{data[error.start]:02X}"
    hint = f"it looks like {_guess_code_page(data)}: open it as that in an editor, save it as UTF-8"
    return SourceError(path, problem, line=line, column=column, hint=hint)


def _guess_code_page(data: bytes) -> str:
    """
    Name the likeliest encoding of *data*, which is not UTF-8.

    In Cyrillic most letters lie beyond ASCII; small letters, the most of them, fill the last
    two rows of Windows-1251 and the two before those in KOI8-U.
    """
    beyond = sum(byte >= 0x80 for byte in data)
    if beyond * 2 > sum(chr(byte).isalpha() for byte in data if byte < 0x80):
        koi8 = sum(0xC0 <= byte <= 0xDF for byte in data)
        windows = sum(byte >= 0xE0 for byte in data)
        return "KOI8-U (Cyrillic)" if koi8 > windows else "Windows-1251 (Cyrillic)"
    high = bytes(byte for byte in data if byte >= 0x80)

    def count_letters(page: str) -> int:
        codec, letters = _LATIN_PAGES[page]
        return sum(letter in letters for letter in high.decode(codec, "replace"))

    return max(_LATIN_PAGES, key=count_letters)
