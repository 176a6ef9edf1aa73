"""Files that a person wrote: bytes on disk to clean text, or a fault that says where."""

from __future__ import annotations

import re
import stat
from typing import TYPE_CHECKING

from communique.errors import SourceError

if TYPE_CHECKING:
    from pathlib import Path

SIZE_LIMIT = 5_000_000
"""Bytes; a text file larger than this was not written by hand."""

# XML 1.0 §2.2 forbids most control characters; C1 controls and U+FFFD are what text becomes when it
# was read in the wrong encoding, and no reader shows them.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffd-\uffff]")


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
    try:
        status = file.stat()
        if not stat.S_ISREG(status.st_mode):
            raise SourceError(path, "expected a file, got a folder or a device")
        if status.st_size > SIZE_LIMIT:
            raise SourceError(
                path,
                f"expected at most {SIZE_LIMIT:,} bytes of text, got {status.st_size:,}",
                hint="attach large documents instead of pasting them",
            )
        data = file.read_bytes()
    except OSError as error:
        raise SourceError(path, f"cannot be read: {error.strerror}") from None
    return decode_source(data, path)


def decode_source(data: bytes, path: str) -> str:
    """
    Turn the bytes of a text file into text, as ``read_source`` does.

    Raises:
        SourceError: Empty, not UTF-8, or with a character that no feed can hold.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        raise SourceError(
            path,
            f"expected UTF-8 text, got byte 0x{data[error.start]:02X}",
            line=line,
            column=column,
            hint="save the file as UTF-8 in your editor",
        ) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise SourceError(path, "the file is empty")
    if fault := find_forbidden(text, path):
        raise fault
    return text


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
