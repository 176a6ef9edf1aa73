"""In which encoding a document is read, and where and how it is told that another was meant."""

from __future__ import annotations

import pytest

from communique.validate import validate_feed
from communique.validate.encoding import decode_document
from tests.publication import ROOT

DECLARED = '<?xml version="1.0" encoding="{}"?>\n<rss version="2.0"/>'


def list_codes(data: bytes, charset: str = "") -> list[str]:
    """List the codes of what is wrong with the encoding of a document."""
    return [fault.code for fault in decode_document(data, charset).faults]


@pytest.mark.parametrize(
    ("encoding", "code"),
    [
        ("utf-8", ""),
        ("windows-1252", "nonstd-encoding"),
        ("cp037", "obscure-encoding"),
        ("klingon", "unknown-encoding"),
        ("rot13", "unknown-encoding"),
        ("hex", "unknown-encoding"),
        ("idna", "unknown-encoding"),
        ("unicode_escape", "unknown-encoding"),
        ("raw-unicode-escape", "unknown-encoding"),
        ("utf-16", "unicode-error"),
    ],
)
def test_a_declaration_is_judged(encoding: str, code: str) -> None:
    """Whatever is declared, the document is read, if only as UTF-8."""
    decoded = decode_document(DECLARED.format(encoding).encode())
    assert [fault.code for fault in decoded.faults][:1] == ([code] if code else [])
    assert decoded.declared_version == "1.0"


def test_a_document_that_says_a_wrong_encoding_is_judged_all_the_same() -> None:
    """UTF-8 that calls itself UTF-16 is one mistake, and no reason to stop."""
    report = validate_feed(DECLARED.format("utf-16").encode())
    codes = [finding.code for finding in report.findings]
    assert report.format == "RSS 2.0"
    assert codes[0] == "unicode-error"
    assert "sax-error" not in codes


def test_what_is_declared_cannot_speak_to_a_terminal() -> None:
    """No control character of a document is in a message."""
    (fault,) = decode_document(DECLARED.format("\x1b[31mred").encode()).faults
    assert fault.message == "the encoding “�[31mred” is not known"


@pytest.mark.parametrize(
    ("charset", "codes"),
    [
        ("windows-1251", []),
        ("utf-16", []),
        ("", ["missing-encoding"]),
        ("klingon", ["missing-encoding"]),
    ],
)
def test_what_the_server_says_counts_where_nothing_is_declared(
    charset: str, codes: list[str]
) -> None:
    """RFC 7303 §3; a charset that cannot be true is passed over."""
    assert list_codes(b"<rss/>", charset) == codes
    assert decode_document(b"<rss/>", charset).utf8 == b"<rss/>"


def test_text_is_read_as_the_server_says() -> None:
    """A feed without a declaration is right where the header names its encoding."""
    text = '<rss version="2.0"><channel><title>Заява</title></channel></rss>'
    data = text.encode("windows-1251")
    assert decode_document(data, "windows-1251").utf8 == text.encode()
    wrong, right = (
        {finding.code for finding in validate_feed(data, charset=charset).findings}
        for charset in ("", "windows-1251")
    )
    assert wrong - right == {"missing-encoding", "unicode-error", "bad-characters"}


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-8", b""), ("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff")],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_byte_that_cannot_be_read_has_a_place(encoding: str, mark: bytes, end: str) -> None:
    """Lines and columns are those of the text, whatever bytes it is made of."""
    declared = "utf-8" if encoding == "utf-8" else "utf-16"
    before = f'<?xml version="1.0" encoding="{declared}"?>{end}<!--ĊਊЊ-->{end}<rss>жж'
    wrong = b"\xff" if encoding == "utf-8" else "\udc00".encode(encoding, "surrogatepass")
    data = mark + before.encode(encoding) + wrong + "</rss>".encode(encoding)
    (fault,) = (f for f in validate_feed(data).findings if f.code == "unicode-error")
    assert (fault.line, fault.column) == (3, 8)


@pytest.mark.parametrize("codec", ["utf-8", "utf-16-le", "utf-16-be"])
def test_a_second_byte_order_mark_is_no_part_of_a_document(codec: str) -> None:
    """Programs that glue files together write one; a parser of XML drops the first alone."""
    once = ("\ufeff" + DECLARED.format(codec[:6].rstrip("-"))).encode(codec)
    assert list_codes(once) == []
    assert list_codes("\ufeff".encode(codec) + once) == ["sax-error"]


@pytest.mark.parametrize(
    ("name", "codec", "codes"),
    [
        ("utf-16-le", "utf-16-le", []),
        ("utf-16-be", "utf-16-be", []),
        ("utf-32", "utf-32-le", ["obscure-encoding"]),
        ("utf-32", "utf-32-be", ["obscure-encoding"]),
        ("cp037", "cp037", ["obscure-encoding"]),
    ],
)
def test_a_document_without_a_mark_is_read_by_its_first_bytes(
    name: str, codec: str, codes: list[str]
) -> None:
    """Its declaration can be read only by who knows how wide a character is (XML appendix F)."""
    decoded = decode_document(DECLARED.format(name).encode(codec))
    assert decoded.utf8 == DECLARED.format(name).encode()
    assert [fault.code for fault in decoded.faults] == codes


def test_a_byte_order_mark_is_believed_before_a_declaration() -> None:
    """Who wrote the mark wrote the text in that encoding; the declaration was copied."""
    text = DECLARED.format("iso-8859-1") + "<!-- é -->"
    assert decode_document(text.encode("utf-8-sig")).utf8 == text.encode()
    assert list_codes(text.encode("utf-8-sig")) == ["unicode-error", "nonstd-encoding"]


def test_what_the_server_says_counts_for_a_plain_feed_too() -> None:
    """A feed that is right beyond doubt as UTF-8 is another text in the encoding of the header."""
    data = (ROOT / "site" / "be" / "atom.xml").read_bytes().replace(b" encoding='UTF-8'", b"", 1)
    assert validate_feed(data).findings == ()
    found = {each.code for each in validate_feed(data, charset="iso-8859-1").findings}
    assert "bad-characters" in found
