"""Words of commands as shells read them."""

from __future__ import annotations

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.shells import quote


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Quote as on Windows."""
    monkeypatch.setattr("communique.shells._WINDOWS", True)


@pytest.fixture
def posix(monkeypatch: pytest.MonkeyPatch) -> None:
    """Quote as on every other system."""
    monkeypatch.setattr("communique.shells._WINDOWS", False)


@pytest.mark.usefixtures("posix")
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_a_shell_reads_one_word(text: str) -> None:
    """It is what was quoted, whatever that is."""
    assert shlex.split(quote(text)) == [text]


@pytest.mark.usefixtures("windows")
@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        (r"C:\Users\press\statements", r"C:\Users\press\statements"),
        (r"C:\Users\PRESSO~1\a-b_c.d", r"C:\Users\PRESSO~1\a-b_c.d"),
        (r"C:\Our statements", r'"C:\Our statements"'),
        ("C:\\Our statements\\", '"C:\\Our statements\\\\"'),
        (r"C:\Ведамства", r'"C:\Ведамства"'),
        ("it's", '"it\'s"'),
        ('say "no"', r'"say \"no\""'),
        ("a&b", '"a&b"'),
        ("a,b", '"a,b"'),
        ("", '""'),
    ],
)
def test_both_shells_of_windows_read_one_word(text: str, quoted: str) -> None:
    """A path stays as it is; else it stands in double quotation marks, as both know them."""
    assert quote(text) == quoted
