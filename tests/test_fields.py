"""The typed getters: what each takes, and what it says of the rest."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.errors import FieldError, SourceError
from communique.fields import Fields, parse_url
from communique.nodes import parse_mapping
from communique.sources import find_forbidden

Read = Callable[[Fields], object]

GETTERS: dict[str, Read] = {
    "text": lambda f: f.text("a"),
    "required text": lambda f: f.text("a", required=True),
    "line": lambda f: f.line_of_text("a"),
    "texts": lambda f: f.texts("a"),
    "texts with lines": lambda f: f.texts_with_lines("a"),
    "boolean": lambda f: f.boolean("a"),
    "integer": lambda f: f.integer("a", 1, 100),
    "choice": lambda f: f.choice("a", ("minor", "correction", "withdrawal")),
    "required choice": lambda f: f.choice("a", ("minor", "correction"), required=True),
    "url": lambda f: f.url("a"),
    "fields": lambda f: (nested := f.fields("a")) and list(nested.names()),
    "fields list": lambda f: [list(nested.names()) for nested in f.fields_list("a")],
}


def read(text: str, getter: str) -> tuple[object, list[str]]:
    """Give the value and the faults."""
    faults: list[SourceError] = []
    fields = Fields(parse_mapping(text, "x"), "x", faults)
    value = GETTERS[getter](fields)
    fields.finish()
    return value, [f"{fault} | {fault.hint}" for fault in faults]


@pytest.mark.parametrize(
    ("text", "getter", "expected"),
    [
        ("a: b", "text", "b"),
        ("a: '  b '", "text", "b"),
        ("a: 'null'", "text", "null"),
        ("a: ''", "text", ""),
        ("a: null", "text", None),
        ("a:", "text", None),
        ("", "text", None),
        ("a: |\n  b\n  c\n", "text", "b\nc"),
        ("a: |\n  b\n  c\n", "line", "b c"),
        ("", "line", ""),
        ("a: b", "texts", ("b",)),
        ("a: [b, c]", "texts", ("b", "c")),
        ("a:\n- b\n- c", "texts with lines", (("b", 2), ("c", 3))),
        ("", "texts", ()),
        ("a: true", "boolean", True),
        ("a: No", "boolean", False),
        ("a: 100", "integer", 100),
        ("a: minor", "choice", "minor"),
        ("a: https://example.org", "url", "https://example.org"),
        ("a: {b: c}", "fields", ["b"]),
        ("", "fields", None),
        ("a: [{b: c}, {d: e}]", "fields list", [["b"], ["d"]]),
        ("a: {b: c}", "fields list", [["b"]]),
        ("", "fields list", []),
    ],
)
def test_a_getter_gives_the_value_that_was_meant(text: str, getter: str, expected: object) -> None:
    """None or nothing for what is absent."""
    assert (expected, []) == read(text, getter)


@pytest.mark.parametrize(
    ("text", "getter", "expected"),
    [
        ("", "required text", "x:1: a: expected a text, got nothing | write a: and the text"),
        ("a: ''", "required text", "x:1: a: expected a text, got nothing | write a:"),
        ("a: {b: c}", "text", "x:1: a: expected a text, got fields of its own | put a text"),
        ('a: "\\x07"', "text", "x:1: a: U+0007, an invisible character, can"),
        ('a: [b, "\\x07"]', "texts", "x:1: a: U+0007, an invisible character, can"),
        ("a: [[b]]", "texts", "x:1: a: expected a list of texts, got a list in it | write [one"),
        (
            "a: fales",
            "boolean",
            "x:1: a: expected true or false, got 'fales' | did you mean false?",
        ),
        ("a: 12:30", "integer", "x:1: a: expected a whole number from 1 to 100, got '12:30' |"),
        ("a: 101", "integer", "x:1: a: expected a whole number from 1 to 100, got '101' | write"),
        ("a: ١", "integer", "x:1: a: expected a whole number from 1 to 100, got '١' |"),
        ("a: corection", "choice", "x:1: a: expected minor, correction or withdrawal, got 'cor"),
        ("a: x", "choice", "x:1: a: expected minor, correction or withdrawal, got 'x' | it is o"),
        ("a: ~", "required choice", "x:1: a: expected a text, got nothing | write a:"),
        ("a: b", "url", "x:1: a: expected an address like https://example.org/, got 'b' | it s"),
        ("a: b", "fields", "x:1: a: expected fields of its own, got the text 'b' | write the"),
        ("a: [b]", "fields list", "x:1: a: expected a list of fields, got the text 'b' in it | s"),
        ("\nb: c", "text", "x:2: b: there is no such field | the fields here are a"),
        ("\naa: c", "text", "x:2: aa: there is no such field | did you mean a?"),
        ("\nb:", "text", "x:2: b: there is no such field | the fields here are a"),
        (
            "{a: There were 20, aa}",
            "text",
            "x:1: aa: there is no such field | between { and } a comma ends a text: put the whole",
        ),
    ],
)
def test_a_wrong_value_is_one_fault(text: str, getter: str, expected: str) -> None:
    """With its line, its field, what was expected, what was found, and a hint."""
    _, faults = read(text, getter)
    assert [expected] == [fault[: len(expected)] for fault in faults]
    assert not faults[0].endswith("| ")


def test_nested_fields_have_their_whole_name() -> None:
    """The name of a field in a fault leads to it from the top."""
    faults: list[SourceError] = []
    fields = Fields(parse_mapping("a:\n  b:\n    d: e\n", "x"), "x", faults)
    nested = fields.fields("a")
    assert nested
    inner = nested.fields("b")
    assert inner
    inner.finish()
    nested.text("c", required=True)
    assert ("b" in nested, nested.is_text("b"), inner.is_text("d")) == (True, False, True)
    expected = ["x:3: a.b.d: there is no such field", "x:2: a.c: expected a text, got nothing"]
    assert expected == [str(fault) for fault in faults]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://example.org", "https://example.org"),
        ("HTTPS://Example.ORG/A", "https://example.org/A"),
        ("http://example.org:8080/a?b=c#d", "http://example.org:8080/a?b=c#d"),
        (
            "https://пример.бел/шлях?я=1",
            "https://xn--e1afmkfd.xn--90ais/%D1%88%D0%BB%D1%8F%D1%85?%D1%8F=1",
        ),
        ("https://example.org/a%20b", "https://example.org/a%20b"),
        ("https://example.org/a[b]", "https://example.org/a%5Bb%5D"),
        ("http://[::1]:80/", "http://[::1]:80/"),
    ],
)
def test_an_address_becomes_a_uri(text: str, expected: str) -> None:
    """What is not ASCII is encoded."""
    assert expected == parse_url(text)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("", "it starts with https://"),
        ("example.org/a", "write https://example.org/a"),
        ("ftp://example.org/", "it starts with https://"),
        ("javascript:alert(1)", "it starts with https://"),
        ("https://", "it starts with https://"),
        ("https://exa mple.org/", "it starts with https://"),
        ("https://example.org/a\tb", "it starts with https://"),
        ("https://example.org:x/", "it starts with https://"),
        ("https://[/", "it starts with https://"),
        (f"https://{'a' * 64}.org/", "it starts with https://"),
        ("https://example.org\\@evil.example/", "it starts with https://"),
        ("https://me:secret@example.org/", "delete what stands before the @"),
        ("https://me@example.org/", "delete what stands before the @"),
    ],
)
def test_what_is_no_address_for_everybody_is_refused(text: str, hint: str) -> None:
    """Nothing but http and https, and no password."""
    with pytest.raises(FieldError) as caught:
        parse_url(text)
    assert caught.value.hint.startswith(hint)


@given(
    st.text(max_size=60)
    | st.text(alphabet="/[]@.a?#%\\ é:1", max_size=30).map("https://{}".format)
    | st.text(max_size=20).map("https://a.example/{}".format)
)
def test_any_text_is_an_ascii_address_or_a_fault(text: str) -> None:
    """An address that was read is read again as it is."""
    with suppress(FieldError):
        url = parse_url(text)
        assert url.isascii()
        assert url == parse_url(url)


@given(
    st.text(max_size=40) | st.text(alphabet="a:-[]{}'\"\n 0123456789\\x", max_size=40),
    st.sampled_from(sorted(GETTERS)),
)
def test_any_file_gives_values_or_faults(text: str, getter: str) -> None:
    """Nothing but a SourceError is raised, and what is read is clean."""
    with suppress(SourceError):
        if fault := find_forbidden(text, "x"):
            raise fault
        value, _ = read(f"a: {text}", getter)
        assert not isinstance(value, str) or find_forbidden(value, "x") is None
