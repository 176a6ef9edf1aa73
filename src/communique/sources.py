"""Files that a person wrote: bytes on disk to clean text, or a fault that says where."""

from __future__ import annotations

import codecs
import os
import re
import stat
from typing import TYPE_CHECKING, NamedTuple

from communique.conflicts import refuse_conflict
from communique.errors import SourceError
from communique.memory import describe_status

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SIZE_LIMIT = 5_000_000
"""Bytes; a text file larger than this was not written by hand."""

# XML 1.0 §2.2 forbids most control characters; C1 controls and U+FFFD are what text becomes when it
# was read in the wrong encoding, and no reader shows them.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffd-\uffff]")
# The same in UTF-8; U+FFFD and what lies behind it begin with EF.
_CONTROLS = bytes({*range(0x20), 0x7F} - {*b"\t\n\r"})
_C1 = re.compile(rb"\xc2[\x80-\x9f]")

# NEL and the two Unicode separators, and the vertical tab and form feed of word processors.
_LINE_BREAK = re.compile(r"\r\n|[\r\v\f\u0085\u2028\u2029]")

_ENDINGS = (".md", ".markdown", ".md.txt")
"""Of an entry, or of what was meant to be one: Windows hides what comes last."""

# UTF-32 stands first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# The letters that tell the three Latin code pages of Windows apart.
_LATIN_PAGES = {
    "Windows-1252 (Western European)": ("cp1252", "äöüßÄÖÜéèàçêôîûœñ“”"),
    "Windows-1250 (Central European)": ("cp1250", "ąęółśżźćńĄĘŁŚŻŹĆŃáčďěíňřšťúůýž“”"),
    "Windows-1257 (Baltic)": ("cp1257", "ąčęėįšųūžĄČĘĖĮŠŲŪŽāēģīķļņ“”"),
}


class Source(NamedTuple):
    """
    Name a file that may be an entry.

    Args:
        path: Relative to the publication; forward slashes.
        state: As ``describe_file`` gives it.
    """

    path: str
    state: tuple[int, ...]


def list_sources(folder: Path, faults: list[SourceError]) -> list[Source]:
    """
    List every Markdown file of a publication, in a fixed order.

    Args:
        folder: Holds ``entries/``; what is hidden in that is left out.
        faults: Receives what could not be looked into.
    """
    return list(_walk(folder / "entries", "entries", faults))


def _walk(folder: Path, path: str, faults: list[SourceError]) -> Iterator[Source]:
    def refuse(place: str, problem: str, hint: str) -> None:
        faults.append(SourceError(place, problem, hint=hint))

    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        refuse(path, f"cannot be read: {error.strerror}", "make the folder readable")
        return
    folders = []
    for entry in entries:
        name = entry.name
        if name.startswith("."):
            continue
        if _is_folder(entry):
            folders.append(entry)
        # A name that is nearly right is a fault, not something to skip silently.
        elif name.endswith(".md") or name.lower().endswith(_ENDINGS):
            yield Source(f"{path}/{name}", _describe(entry))
    for entry in folders:
        place = f"{path}/{entry.name}"
        if entry.name.endswith(".md"):
            refuse(place, "expected a file, got a folder", "give the folder another name")
        if entry.is_symlink():
            hint = "put the folder itself in its place"
            refuse(place, "expected a folder, got a link to one", hint)
        else:
            yield from _walk(folder / entry.name, place, faults)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link in a circle; whoever reads it says what is wrong
        return False


def _describe(entry: os.DirEntry[str]) -> tuple[int, ...]:
    try:
        return describe_status(entry.stat())
    except OSError:  # whoever reads it says what is wrong
        return ()


def read_source(file: Path, path: str) -> str:
    r"""
    Read a text file.

    Args:
        file: Where it is.
        path: What to call it in a fault.

    Returns:
        The text, without byte order mark, lines ended by ``\n``; free of control characters.

    Raises:
        SourceError: Not readable, no regular file, too large, empty, not UTF-8, or with a character
            that no feed can hold.
    """
    return decode_source(read_bytes(file, path), path)


def read_bytes(file: Path, path: str) -> bytes:
    """
    Read the bytes of a text file; arguments as for ``read_source``.

    Raises:
        SourceError: Not readable, no regular file, or too large.
    """
    try:
        status = file.stat()
        if not stat.S_ISREG(status.st_mode):
            problem = "expected a file, got a folder or a device"
            raise SourceError(path, problem, hint="remove it, or give it another name")
        _check_size(status.st_size, path)
        return file.read_bytes()
    except OSError as error:
        raise SourceError(
            path,
            f"cannot be read: {error.strerror}",
            hint="see that the file is there and that you may read it",
        ) from None


def decode_source(data: bytes, path: str) -> str:
    """
    Turn the bytes of a text file into text, as ``read_source`` does.

    Raises:
        SourceError: Empty, too large, not UTF-8, left to be merged, or with a character that no
            feed can hold.
    """
    _check_size(len(data), path)
    text = _decode(data, "utf-8", path).replace("\r\n", "\n").replace("\r", "\n")
    refuse_conflict(text, path)
    return _check(text, path, clean=_is_clean(data))


def decode_foreign(data: bytes, path: str) -> str:
    """
    Turn the bytes of somebody else's text into text: more kindly than ``decode_source``.

    UTF-16 and UTF-32 with a byte order mark are read too, and every kind of line break is one.

    Raises:
        SourceError: Empty, in another encoding, or with a character that no feed can hold.
    """
    text = _LINE_BREAK.sub("\n", _decode(data, _find_mark(data) or "utf-8", path))
    return _check(text, path)


def find_forbidden(text: str, path: str, *, line: int = 1, field: str = "") -> SourceError | None:
    """
    Find the first character in *text* that may stand in no feed.

    Args:
        text: Any text.
        path: What to call its file in the fault.
        line: The line of *path* on which *text* begins.
        field: The field whose value *text* is; its column is then unknown.

    Returns:
        The fault, with line and column; None for clean text.
    """
    match = _FORBIDDEN.search(text)
    if not match:
        return None
    start = match.start()
    code = ord(match.group())
    what = {0xFFFD: "the sign of a damaged character", 0: "NUL"}.get(code, "an invisible character")
    return SourceError(
        path,
        f"U+{code:04X}, {what}, can stand in no feed",
        line=line + text.count("\n", 0, start),
        column=0 if field else start - text.rfind("\n", 0, start),
        field=field,
        hint="delete it, or type again what stood there",
    )


def drop_forbidden(text: str) -> tuple[str, int]:
    """Drop what may stand in no feed from somebody else's text; count what was dropped."""
    return _FORBIDDEN.subn("", _LINE_BREAK.sub("\n", text))


def _check_size(size: int, path: str) -> None:
    if size > SIZE_LIMIT:
        raise SourceError(
            path,
            f"expected at most {SIZE_LIMIT:,} bytes of text, got {size:,}",
            hint="attach large documents instead of pasting them",
        )


def _is_clean(data: bytes) -> bool:
    """Tell whether UTF-8 holds nothing forbidden for sure: much faster than to look for it."""
    return (
        len(data.translate(None, _CONTROLS)) == len(data)
        and not _C1.search(data)
        and b"\xef" not in data
    )


def _check(text: str, path: str, *, clean: bool = False) -> str:
    if not text.strip("\ufeff \t\n\u00a0"):
        raise SourceError(path, "the file is empty", hint="write its text, or remove the file")
    if not clean and (fault := find_forbidden(text, path)):
        if "\x00" in text:
            fault.hint = "if this is text, save it as UTF-8; if not, copy its text into a text file"
        raise fault
    return text


def _decode(data: bytes, encoding: str, path: str) -> str:
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        if encoding != "utf-8":
            problem = f"the file is damaged: it begins as {encoding.upper()} and does not go on so"
            raise SourceError(path, problem, hint="save it again, as UTF-8") from None
        before = data[: error.start].decode("utf-8").removeprefix("\ufeff")
        before = before.replace("\r\n", "\n").replace("\r", "\n")
        raise SourceError(
            path,
            f"expected UTF-8 text, got the byte 0x{data[error.start]:02X}",
            line=before.count("\n") + 1,
            column=len(before) - before.rfind("\n"),
            hint=_suggest(data),
        ) from None


def _suggest(data: bytes) -> str:
    beyond = [char for char in data.decode("utf-8", "replace") if not char.isascii()]
    if beyond.count("\ufffd") * 2 < len(beyond):
        return "the rest of it is UTF-8; type again what stands there"
    encoding = _guess_encoding(data)
    return f"it looks like {encoding}: open it as that in an editor, save it as UTF-8"


def _find_mark(data: bytes) -> str:
    return next((name for mark, name in _MARKS if data.startswith(mark)), "")


def _guess_encoding(data: bytes) -> str:
    """
    Name the likeliest encoding of *data*, which is not UTF-8.

    In Cyrillic most letters lie beyond ASCII; small letters, the most of them, fill the last
    two rows of Windows-1251 and the two before those in KOI8-U.
    """
    if mark := _find_mark(data):
        return mark.upper()
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
