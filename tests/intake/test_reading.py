"""What kind of file each is taken for, and what is said of those that cannot be read."""

from __future__ import annotations

import contextlib
import io
import re
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.errors import SourceError
from communique.intake import parse_draft, read_draft
from communique.intake.reading import LARGEST

if TYPE_CHECKING:
    from pathlib import Path


def refuse(data: bytes, name: str = "draft.txt") -> SourceError:
    """Return the error that *data* gives."""
    with pytest.raises(SourceError) as caught:
        parse_draft(data, name)
    assert caught.value.hint
    return caught.value


def make_zip(**parts: str) -> bytes:
    """Pack *parts*, whose names have `__` for a slash and `_` for a full stop."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), text)
    return packed.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        "Загаловак\n\nТэкст.\n".encode(),
        "\ufeffЗагаловак\r\n\r\nТэкст.\r\n".encode(),
        "\ufeffЗагаловак\n\nТэкст.\n".encode("utf-16-le"),
        "\ufeffЗагаловак\n\nТэкст.\n".encode("utf-16-be"),
        "\ufeffЗагаловак\n\nТэкст.\n".encode("utf-32-le"),
        "Загаловак\r\rТэкст.\r".encode(),
        "Загаловак\u2029\u2029Тэкст.".encode(),
    ],
)
def test_every_mark_and_line_break_reads_the_same(data: bytes) -> None:
    """UTF-8 with or without a mark, UTF-16 and UTF-32 with one, and all line breaks."""
    draft = parse_draft(data, "draft.txt")
    expected = ("Загаловак", "Тэкст.\n", ())
    assert expected == (draft.title, draft.body, draft.dropped)


@pytest.mark.parametrize(
    ("text", "codec", "page"),
    [
        ("Заявы Прыкладной рады", "cp1251", "Windows-1251"),
        ("Заявления Примерного совета", "koi8-u", "KOI8-U"),
        ("Oświadczenie: żądamy śledztwa", "cp1250", "Windows-1250"),
        ("Ąžuolų šešėlių pareiškimas", "cp1257", "Windows-1257"),
        ("Erklärung für später: größer", "cp1252", "Windows-1252"),
    ],
)
def test_a_wrong_encoding_is_named(text: str, codec: str, page: str) -> None:
    """The first wrong byte has its line and column, and the likely code page is suggested."""
    first = next(n for n, char in enumerate(text) if not char.isascii())
    error = refuse(f"First\r\n{text}".encode(codec))
    expected = ("draft.txt", 2, first + 1)
    assert expected == (error.path, error.line, error.column)
    assert f"0x{text[first].encode(codec)[0]:02X}" in error.problem
    assert page in error.hint


def test_a_column_counts_characters_not_bytes() -> None:
    """A letter of two bytes before the wrong one is one column."""
    error = refuse("Заява".encode() + b"\xff")
    expected = (1, 6)
    assert expected == (error.line, error.column)


def test_a_broken_utf16_file_is_named() -> None:
    """A file that begins as UTF-16 and ends within a character is refused."""
    assert "UTF-16" in refuse(b"\xff\xfeA\x00B").problem


@pytest.mark.parametrize(
    ("data", "line", "column", "code"),
    [
        (b"One\nTwo\x00", 2, 4, "U+0000"),
        (b"\x07", 1, 1, "U+0007"),
        ("Заява\u0096".encode(), 1, 6, "U+0096"),
        ("\uffff".encode(), 1, 1, "U+FFFF"),
    ],
)
def test_a_control_character_has_its_place(data: bytes, line: int, column: int, code: str) -> None:
    """What no feed can hold is refused where it stands."""
    error = refuse(data)
    expected = (line, column)
    assert expected == (error.line, error.column)
    assert code in error.problem


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    """Nothing but white space is nothing."""
    assert "empty" in refuse(data).problem


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n\x00", "a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "(.doc)"),
        (b"{\\rtf1 x}", "RTF"),
        (b"\x89PNG\r\n", "a picture"),
        (make_zip(mimetype="application/vnd.oasis.opendocument.text", content_xml="<a/>"), ".odt"),
        (make_zip(readme_txt="x"), "a zip of something else"),
        (b"PK\x03\x04 and no more", "damaged"),
        (make_zip(word__document_xml="<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"), "document type"),
        (make_zip(word__document_xml=f"<!--{'x' * 5000}--><!DOCTYPE x><x/>"), "document type"),
        (make_zip(word__document_xml="\0".join("<!DOCTYPE x><x/>")), "document type"),
    ],
)
def test_a_file_of_another_kind_says_what_to_do(data: bytes, kind: str) -> None:
    """Each is named, and the hint tells the way out."""
    assert kind in refuse(data, "draft.bin").problem


def test_a_document_that_unpacks_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The size that a zip unpacks to counts, not its own."""
    monkeypatch.setattr("communique.intake.containers._LARGEST_UNPACKED", 1000)
    assert "unpacks" in refuse(make_zip(word__document_xml="x" * 2000), "draft.docx").problem


def test_a_docx_by_name_alone_is_refused() -> None:
    """Text in a file named .docx is no Word document."""
    assert "no Word document" in refuse(b"Text", "draft.docx").problem


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    """The limit holds for a file and for standard input."""
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(SourceError, match="50 MB"):
        read_draft(path)
    error = refuse(b"x" * (LARGEST + 1), "")
    expected = "-: the file is larger than 50 MB"
    assert expected == str(error)


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    """Neither gives a traceback."""
    with pytest.raises(SourceError, match="this is a folder"):
        read_draft(tmp_path)
    with pytest.raises(SourceError, match="cannot read this file"):
        read_draft(tmp_path / "missing.txt")


@pytest.mark.parametrize(
    ("text", "name", "body"),
    [
        ("<!DOCTYPE html><title>T</title><p>a *b* c</p>", "x.txt", "a \\*b\\* c\n"),
        ("\n<!-- c -->\n<html><h1>T</h1><p>x", "", "x\n"),
        ("<h1>T</h1><p>x</p>", "", "x\n"),
        ("<p>T<p>x", "x.html", "x\n"),
        ("# T\n\n*x*", "x.txt", "*x*\n"),
        ("# T\n\n<div>x</div>", "x.md", "<div>x</div>\n"),
        ("<div>x</div>\n", "x.md", "<div>x</div>\n"),
        ("T\n\n[x](https://example.org/)", "", "T\n\n[x](https://example.org/)\n"),
        ("T\n\nPKO.", "x.txt", "PKO.\n"),
        ("PKO\n\nx", "x.txt", "x\n"),
        ("T\n\n*x* #1", "x.txt", "\\*x\\* #1\n"),
    ],
)
def test_content_decides_before_the_name(text: str, name: str, body: str) -> None:
    """A page is a page whatever it is called; a name decides where the content does not."""
    assert body == parse_draft(text.encode(), name).body


def test_invisible_characters_are_dropped_and_counted() -> None:
    """Soft hyphens and zero-width spaces go; joiners that shape letters and emoji stay."""
    text = "Ti\u00adtle\n\nA\u200bb\u200cc \u2060x\u00a0y “z” می\u200cخواهم 👩\u200d💻 cafe\u0301."
    draft = parse_draft(text.encode(), "x.txt")
    expected = "Abc x\u00a0y “z” می\u200cخواهم 👩\u200d💻 café.\n"
    assert expected == draft.body
    assert draft.title == "Title"
    assert draft.dropped == ("4 invisible characters (soft hyphens, zero-width spaces)",)


def test_one_invisible_character_is_one() -> None:
    """The count agrees with its noun."""
    dropped = parse_draft("T\n\nA\u200bb.".encode(), "x.txt").dropped
    assert dropped == ("1 invisible character (soft hyphens, zero-width spaces)",)


def test_plain_text_needs_no_heavy_import() -> None:
    """A new entry starts without mammoth, Beautiful Soup or markdownify."""
    program = (
        "import sys, communique.intake as i; i.parse_draft(b'T', '');"
        "print([m for m in ('mammoth', 'bs4', 'markdownify', 'lxml') if m in sys.modules])"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, encoding="utf-8"
    )
    expected = "[]"
    assert expected == result.stdout.strip()


TAGS = st.sampled_from(
    re.findall(
        r"<!--|-->|<[^>]+>|[^\s<]+|<",
        """
        <p> </p> <div> </div> <ol> <li> </li> </ol> <ul> </ul> <table> <tr> <td> </table> <h1> </h1>
        <h3> </h3> <a href='#x'> <a href='/r'> <a href='https://e.org/'> </a> <b> </b> <br> <img>
        <article> </article> <main> </main> <nav> </nav> <form> </form> <li id=x> <pre> </pre>
        <blockquote> </blockquote> <figure> </figure> <footer> <!-- --> <base href=x> <sup> 1
        <ol type=a> <ol start=0> <header> <td colspan=2> <code> word. # * &amp; <
        """,
    )
)


@settings(deadline=None)
@given(st.lists(st.one_of(TAGS, st.text(max_size=5)), max_size=40), st.sampled_from(["x.html", ""]))
def test_no_page_gives_a_traceback(pieces: list[str], name: str) -> None:
    """Whatever elements stand in whatever order, there is a draft or a SourceError."""
    with contextlib.suppress(SourceError):
        draft = parse_draft(f"<html>{' '.join(pieces)}".encode(), name)
        assert draft.title or draft.body
        assert not draft.body or draft.body.endswith("\n")


@given(st.binary(max_size=200), st.sampled_from(["x.txt", "x.md", "x.html", "x.docx", ""]))
def test_no_bytes_give_a_traceback(data: bytes, name: str) -> None:
    """Whatever a file holds, there is a draft or a SourceError."""
    with contextlib.suppress(SourceError):
        parse_draft(data, name)


@settings(deadline=None)
@given(st.text(st.sampled_from("ab1 .)(>•-–*#=_\t\n|[]:<"), max_size=80))
def test_no_text_gives_a_traceback_or_loses_a_letter(text: str) -> None:
    """Whatever lines stand together, each letter is in the title, the body or the report."""
    with contextlib.suppress(SourceError):
        draft = parse_draft(f"Zz\n{text}".encode(), "x.rst")
        kept = f"{draft.title}{draft.body}{''.join(draft.dropped)}"
        assert text.count("a") <= kept.count("a")
        assert text.count("b") <= kept.count("b")
