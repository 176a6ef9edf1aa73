"""Tell Word documents from files that cannot be read, and say what to do about those."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from communique.errors import SourceError

_LARGEST_UNPACKED = 200_000_000
"""In bytes: a few kilobytes of zip can unpack to gigabytes."""

_DOCUMENT = re.compile(r"word/document\d*\.xml")
"""The part with the text; some versions of Word number it."""

_SAVE_AS_DOCX = "open it in the program it was written with, save it as .docx, and give that file"
_COPY_TEXT = "open it, copy the text into a plain text file, and give that file"

# The first bytes of each kind of file that a press officer may well have.
_REFUSED = (
    (b"%PDF-", "a PDF", _COPY_TEXT),
    (b"\xd0\xcf\x11\xe0", "an old Word file (.doc) or one locked with a password", _SAVE_AS_DOCX),
    (b"{\\rtf", "an RTF file", _SAVE_AS_DOCX),
    (b"\x89PNG", "a picture", _COPY_TEXT),
    (b"\xff\xd8\xff", "a picture", _COPY_TEXT),
    (b"GIF8", "a picture", _COPY_TEXT),
)


def is_docx(data: bytes, path: str, suffix: str) -> bool:
    """
    Tell whether *data* is a Word document that is safe to unpack.

    Raises:
        SourceError: It is a damaged zip, another kind of zip, or unpacks to far too much; or it is
            named .docx and is none.

    Source: ECMA-376 Part 2 §10.2 (a package is a zip archive).
    """
    if not data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        if suffix == ".docx" and data:
            raise SourceError(path, "this is no Word document (.docx)", hint=_SAVE_AS_DOCX)
        return False
    try:
        with ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
            unpacked = sum(part.file_size for part in archive.infolist())
            parts = [n for n in names if n.endswith((".xml", ".rels")) and n.startswith("word/")]
            if unpacked <= _LARGEST_UNPACKED:
                _refuse_entities(archive, parts, path)
    except (BadZipFile, OSError, RuntimeError, ValueError, NotImplementedError) as error:
        hint = "copy or download it again, or save it once more in Word"
        raise SourceError(path, "the Word document or zip is damaged", hint=hint) from error
    if unpacked > _LARGEST_UNPACKED:
        raise SourceError(path, "the document unpacks to more than 200 MB", hint=_COPY_TEXT)
    if not any(map(_DOCUMENT.fullmatch, names)):
        opendocument = "mimetype" in names and "content.xml" in names
        kind = "an OpenDocument file (.odt)" if opendocument else "a zip of something else"
        raise SourceError(path, f"expected a Word document, got {kind}", hint=_SAVE_AS_DOCX)
    return True


def _refuse_entities(archive: ZipFile, parts: list[str], path: str) -> None:
    """
    Refuse a document type declaration: the entities in it can grow without bound.

    Source: ECMA-376 Part 2 §9.1.2 (a part holds no DTD).
    """
    for part in parts:
        # In UTF-16 every other byte is a zero.
        if b"<!DOCTYPE" in archive.read(part).replace(b"\0", b""):
            raise SourceError(path, f"{part} declares a document type", hint=_SAVE_AS_DOCX)


def refuse_binary(data: bytes, path: str) -> None:
    """Raise SourceError, with the way out, where *data* is of a kind known to be no text."""
    for magic, kind, hint in _REFUSED:
        if data.startswith(magic):
            raise SourceError(path, f"expected text, HTML or .docx, got {kind}", hint=hint)
