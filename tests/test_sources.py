"""Bytes to clean text."""

from __future__ import annotations

import re
from contextlib import nullcontext, suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.errors import SourceError
from communique.sources import (
    SIZE_LIMIT,
    Source,
    decode_foreign,
    decode_source,
    find_forbidden,
    list_sources,
    read_source,
)
from tests.tools import say_missing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def refuse(data: bytes) -> SourceError:
    """Give the fault of *data*."""
    with pytest.raises(SourceError) as caught:
        decode_source(data, "a.md")
    return caught.value


@given(
    st.text(
        st.sampled_from(
            "ab\n\r\t\x00\x08\x0b\x1f\x7f\x80\x9f\xa0«é\u2028\ufeff\ufffc\ufffd\uffff\U0001f600"
        )
        | st.characters(exclude_categories=["Cs"]),
        min_size=1,
        max_size=4,
    )
)
def test_nothing_forbidden_slips_through(text: str) -> None:
    """However quickly a text is found clean, it is refused if something in it is forbidden."""
    found = find_forbidden(text, "a.md")
    with pytest.raises(SourceError) if found else nullcontext():
        decode_source(f"x{text}".encode(), "a.md")


@pytest.mark.parametrize(
    "data", [b"a\nb\n", b"\xef\xbb\xbfa\nb\n", b"a\r\nb\r\n", b"a\rb\r", b"\xef\xbb\xbfa\r\nb\n"]
)
def test_marks_and_line_ends_of_every_system_read_the_same(data: bytes) -> None:
    """Unix, Windows, old Macintosh; with and without byte order mark."""
    expected = "a\nb\n"
    assert expected == decode_source(data, "a.md")
    assert expected == decode_foreign(data, "a.md")


@pytest.mark.parametrize(
    "data",
    ["a\u2028b".encode(), "\ufeffa\nb".encode("utf-16-le"), "\ufeffa\vb".encode("utf-32-be")],
)
def test_only_foreign_text_may_be_in_another_unicode_encoding(data: bytes) -> None:
    """An entry is UTF-8, and its separators are kept; a draft is read as it comes."""
    expected = "a\nb"
    assert expected == decode_foreign(data, "a.txt")


@pytest.mark.parametrize(
    ("data", "place", "hint"),
    [
        ("Заявы\r\nрады".encode("cp1251"), "a.md:1:1", "Windows-1251 (Cyrillic)"),
        ("Заявления совета".encode("koi8-u"), "a.md:1:1", "KOI8-U (Cyrillic)"),
        ("one\r\ntwo größer".encode("cp1252"), "a.md:2:7", "Windows-1252 (Western European)"),
        ("one\rtwo żądamy".encode("cp1250"), "a.md:2:5", "Windows-1250 (Central European)"),
        ("Ąžuolų šešėlių pareiškimas".encode("cp1257"), "a.md:1:1", "Windows-1257 (Baltic)"),
        (
            "Заява".encode() + b"\xff",
            "a.md:1:6",
            "the rest of it is UTF-8; type again what stands there",
        ),
        (b"\xef\xbb\xbfab\xff", "a.md:1:3", "open it as that in an editor, save it as UTF-8"),
        ("a".encode("utf-16"), "a.md:1:1", "UTF-16"),
        ("a".encode("utf-32"), "a.md:1:1", "UTF-32"),
    ],
)
def test_another_encoding_is_named(data: bytes, place: str, hint: str) -> None:
    """The first wrong byte by line and column in characters, and what the file seems to be in."""
    fault = refuse(data)
    assert str(fault).startswith(f"{place}: expected UTF-8 text, got the byte 0x")
    assert hint in fault.hint


@pytest.mark.parametrize("data", [b"", b" \n\t", b"\xef\xbb\xbf", b"\xef\xbb\xbf\r\n"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    """White space is nothing."""
    expected = "a.md: the file is empty"
    assert expected == str(refuse(data))


@pytest.mark.parametrize(
    ("char", "what"),
    [
        ("\x00", "U+0000, NUL"),
        ("\x0b", "U+000B, an invisible character"),
        ("\x7f", "U+007F, an invisible character"),
        ("\x96", "U+0096, an invisible character"),
        ("\ufffd", "U+FFFD, the sign of a damaged character"),
        ("\uffff", "U+FFFF, an invisible character"),
    ],
)
def test_what_no_feed_can_hold_has_its_place(char: str, what: str) -> None:
    """Line and column of the first one."""
    expected = f"a.md:2:3: {what}, can stand in no feed"
    assert expected == str(refuse(f"one\r\nыы{char}{char}".encode()))


def test_a_field_has_a_line_but_no_column() -> None:
    """Quotation marks and escapes hide where a character of it stands."""
    fault = find_forbidden("a\nb\ud800", "a.md", line=4, field="title")
    expected = "a.md:5: title: U+D800, an invisible character, can stand in no feed"
    assert expected == str(fault)


def test_a_large_text_is_refused(tmp_path: Path) -> None:
    """The limit holds for bytes and for files."""
    problem = "a.md: expected at most 5,000,000 bytes of text, got 5,000,001"
    expected = (problem, problem)
    file = tmp_path / "a.md"
    file.write_bytes(b"x" * (SIZE_LIMIT + 1))
    with pytest.raises(SourceError) as caught:
        read_source(file, "a.md")
    assert expected == (str(caught.value), str(refuse(b"x" * (SIZE_LIMIT + 1))))


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    """Neither can be read as text."""
    with pytest.raises(SourceError, match=r"^a: expected a file, got a folder or a device$"):
        read_source(tmp_path, "a")
    with pytest.raises(SourceError, match=f"^a: cannot be read: {re.escape(say_missing())}$"):
        read_source(tmp_path / "no", "a")


@given(st.binary(max_size=60), st.sampled_from([decode_source, decode_foreign]))
def test_any_bytes_are_clean_text_or_a_fault(
    data: bytes, decode: Callable[[bytes, str], str]
) -> None:
    """No other error leaves the decoders, and what they give is clean."""
    with suppress(SourceError):
        text = decode(data, "a")
        assert find_forbidden(text, "a") is None
        assert "\r" not in text


def test_what_the_system_does_not_tell_is_left_to_the_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A link in a circle has no kind and no state: whoever reads it says what is wrong."""

    class Entry:
        """What cannot be looked at."""

        name, path = "a.md", "a.md"

        def is_dir(self) -> bool:
            """Fail."""
            raise OSError

        def stat(self) -> None:
            """Fail."""
            raise OSError

    monkeypatch.setattr("communique.sources.os.scandir", lambda _: nullcontext([Entry()]))
    faults: list[SourceError] = []
    assert list_sources(tmp_path, faults) == [Source("entries/a.md", ())]
    assert faults == []
