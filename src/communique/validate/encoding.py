"""
Bytes to text: which encoding a document is in, and what is wrong with that.

The result is always UTF-8, so that the parser and every position need to know one encoding only.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.validate.registry import words
from communique.validate.values import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# XML 1.0 appendix F.1: what `<?xml` looks like in the families of encodings.
PATTERNS = (
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x00<\x00", "utf-16-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x4c\x6f\xa7\x94", "cp037"),
)
DECLARATION = re.compile(
    r"""<\?xml\s+version\s*=\s*(["'])(?P<version>[^"'<>]*)\1"""
    r"""(?:\s+encoding\s*=\s*(["'])(?P<encoding>[^"'<>]*)\3)?"""
)
# Codecs that Python knows and no feed reader does, or that hide markup from whoever looks at it.
REFUSED = words("idna punycode unicode-escape raw-unicode-escape mbcs oem undefined utf-8-sig")
WIDE = words("utf-16 utf-16-le utf-16-be utf-32 utf-32-le utf-32-be")
STANDARD = frozenset({"utf-8", "utf-16", "utf-16-le", "utf-16-be"})
COMMON = STANDARD | words(
    "ascii iso8859-1 iso8859-2 iso8859-7 iso8859-15 cp1250 cp1251 cp1252 cp1254 cp1255 cp1256 "
    "koi8-r euc_jp shift_jis gb18030"
)
HEAD = 1024
"""How many bytes may come before the end of the XML declaration."""


@dataclass(frozen=True, kw_only=True, slots=True)
class EncodingFault:
    """Name a fault of the encoding by its code, with the text before it."""

    code: str
    message: str
    before: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Decoded:
    """
    Hold a document as UTF-8.

    Args:
        utf8: The document without byte order mark; undecodable bytes are U+FFFD.
        faults: What is wrong with its encoding.
        declared_version: The version of the XML declaration; empty where there is none.
    """

    utf8: bytes
    faults: tuple[EncodingFault, ...]
    declared_version: str


def decode_document(data: bytes, charset: str = "") -> Decoded:
    """
    Decode an XML document as XML 1.0 §4.3.3 and appendix F say.

    Args:
        data: The document.
        charset: What whoever sent it says of its encoding (RFC 7303 §3); counts where it says
            nothing itself.
    """
    mark, family = _read_family(data)
    body = data[len(mark) :]
    head = body[:HEAD].decode(family or "latin-1", "replace")
    match = DECLARATION.match(head)
    declared = (match["encoding"] or "") if match else ""
    version = match["version"] if match else ""
    faults = list(_judge_declaration(declared, mark, family))
    if not mark and not _codec_name(charset) and not head.startswith("<?xml"):
        faults.append(
            EncodingFault(
                code="missing-encoding", message="neither a byte order mark nor an XML declaration"
            )
        )
    encoding = family
    if not mark and family not in WIDE:
        codec = _codec_name(declared or charset)
        encoding = "utf-8" if codec in {"", *WIDE} else codec
    utf8 = body
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as error:
        faults.append(_describe_undecodable(error, encoding))
        text = body.decode(encoding, "replace")
        utf8 = text.encode("utf-8", "replace")
    else:
        if encoding != "utf-8":
            utf8 = text.encode("utf-8", "replace")
    if text.startswith("\ufeff"):  # of which an XML parser drops one, and says nothing
        message = "not well-formed XML: a second byte order mark stands before the document"
        faults.append(EncodingFault(code="sax-error", message=message))
    return Decoded(utf8=utf8, faults=tuple(faults), declared_version=version)


def is_known_encoding(name: str) -> bool:
    """Tell whether text in the encoding *name* can be read."""
    return bool(_codec_name(name))


def _read_family(data: bytes) -> tuple[bytes, str]:
    """Find the byte order mark, if any, and the codec that the first bytes point to, if any."""
    for mark, family in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return mark, family
    for start, family in PATTERNS:
        if data.startswith(start):
            return b"", family
    return b"", ""


def _codec_name(name: str) -> str:
    """Return Python's name of the encoding *name*; empty where it is none that text is in."""
    try:
        codec = codecs.lookup(name.strip()).name
        b" ".decode(codec, "ignore")  # some codecs give no text; Python does not ask them for none
    except (LookupError, ValueError):
        return ""
    return "" if codec in REFUSED else codec


def _judge_declaration(declared: str, mark: bytes, family: str) -> Iterator[EncodingFault]:
    """Find what is wrong with the declared encoding, by itself and against the first bytes."""
    if not declared:
        if family.startswith("utf-32"):
            yield EncodingFault(code="unicode-error", message="UTF-32 without a declaration")
        return
    codec = _codec_name(declared)
    if not codec:
        yield EncodingFault(
            code="unknown-encoding", message=f"the encoding {quote(declared)} is not known"
        )
        return
    generic = family.removesuffix("-le").removesuffix("-be")
    if family and family != "cp037" and codec not in {family, generic}:
        seen = "byte order mark says" if mark else "first bytes say"
        yield EncodingFault(
            code="unicode-error",
            message=f"the {seen} {generic.upper()}, the XML declaration says {quote(declared)}",
        )
    if codec in WIDE and not family:
        yield EncodingFault(
            code="unicode-error",
            message=f"the XML declaration says {quote(declared)}, but each character is one byte",
        )
    if codec not in COMMON:
        message = f"the encoding {quote(declared)} is one few readers know"
        yield EncodingFault(code="obscure-encoding", message=message)
    elif codec not in STANDARD:
        message = f"the encoding is {quote(declared)}, not UTF-8 or UTF-16"
        yield EncodingFault(code="nonstd-encoding", message=message)


def _describe_undecodable(error: UnicodeDecodeError, encoding: str) -> EncodingFault:
    """Say which byte cannot be decoded."""
    shown = " ".join(f"{byte:02X}" for byte in error.object[error.start : error.end][:4])
    what = f"the bytes {shown} are" if " " in shown else f"the byte {shown} is"
    return EncodingFault(
        code="unicode-error",
        message=f"{what} not {encoding.upper()}",
        before=error.object[: error.start].decode(encoding, "replace"),
    )
