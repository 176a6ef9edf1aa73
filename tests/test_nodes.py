"""YAML as people mean it."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.errors import SourceError
from communique.nodes import Node, Scalar, Sequence, parse_mapping
from communique.quoting import format_scalar

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n\r"))


def plain(node: Node) -> object:
    """Turn nodes into the values of Python."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key: plain(value) for key, value in node.items.items()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {}),
        ("# nothing\n", {}),
        ("~", {}),
        ("lang: no", {"lang": "no"}),
        ("time: 12:30", {"time": "12:30"}),
        ("number: 012", {"number": "012"}),
        ("date: 2026-02-30", {"date": "2026-02-30"}),
        ("a: {b: [c, 'd e'], f: }", {"a": {"b": ["c", "d e"], "f": ""}}),
        ("a: |\n  one\n  two\n", {"a": "one\ntwo\n"}),
        ("<<: {a: b}", {"<<": {"a": "b"}}),
        ('a: "\\u0416"', {"a": "Ж"}),
        ("a: ! b", {"a": "b"}),
        ("a: b # c\n#d\ne: 'f #g' #h", {"a": "b", "e": "f #g"}),
    ],
)
def test_every_value_is_the_text_that_was_written(text: str, expected: object) -> None:
    """YAML's own types are not used."""
    assert expected == plain(parse_mapping(text, "a"))


def test_what_another_program_reads_is_read_as_it_does() -> None:
    """There a # behind a space always begins a comment."""
    assert plain(parse_mapping("a: b #c\n", "a", foreign=True)) == {"a": "b"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: b: c", "a:5:5: a colon stands where none can"),
        ("\ta: b", "a:5:1: a tab stands where only spaces can"),
        ("a: @b", "a:5:4: a text cannot start with '@'"),
        ("a: 'b", "a:5:4: the quotation mark is never closed"),
        ("a: [b\nc: d", "a:5:4: the list that starts here is not closed, or lacks a comma"),
        ("a: {b: c", "a:5:4: the fields that start here are not closed, or lack a comma"),
        ("a: b\nc\nd: e", 'a:7:1: expected "key: value"'),
        ('a: "\\q"', "a:5:5: the backslash starts no escape that there is"),
        ("a: 'b' c", "a:5:8: this line does not fit what stands above it"),
        ("[", "a:6:1: this line does not fit what stands above it"),
        ("a: b\n---\nc: d", "a:6:1: expected one document, got a second one"),
        ("just a text", 'a:5:1: expected lines like "key: value"'),
        ("- a\n- b", 'a:5:1: expected lines like "key: value"'),
        ("a: &b c", "a:5:4: &b is an anchor"),
        ("a: *b", "a:5:4: *b is an alias"),
        ("a: !!int 3", "a:5:4: tag:yaml.org,2002:int is a tag"),
        ("a: b\na: c", "a:6: a: stands here again; it stood in line 5 already"),
        ("? [a]\n: b", "a:5:3: expected a name before the colon"),
        ("a: b\nc:\u00a0d", "a:6:3: a no-break space stands where only a plain one can"),
        ("a:\u00a0b", "a:5:3: a no-break space stands where only a plain one can"),
        ("a: Ж #3 c", "a:5:6: what follows # is no part of the text, but a comment"),
        ("a: #b", "a:5:4: what follows # is no part of the text, but a comment"),
        ("a: {b: c #3}", "a:5:10: what follows # is no part of the text, but a comment"),
        ("'': b", "a:5:1: expected a name before the colon"),
        ("a: [[[[[[[[[b]]]]]]]]]", "a:5:11: nested more than 8 levels deep"),
    ],
)
def test_what_nobody_means_is_a_fault_at_its_place(text: str, expected: str) -> None:
    """In words that do not ask for knowledge of YAML, with a hint."""
    with pytest.raises(SourceError) as caught:
        parse_mapping(text, "a", first_line=5)
    assert expected == str(caught.value)
    assert caught.value.hint


def test_lines_are_those_of_the_file() -> None:
    """Of keys, of values and of items."""
    node = parse_mapping("a:\n- b\n- c\nd: e\n", "a", first_line=2)
    items = node.items["a"]
    assert isinstance(items, Sequence)
    expected = ({"a": 2, "d": 5}, [3, 4])
    assert expected == (node.lines, [item.line for item in items.items])


@pytest.mark.parametrize(
    ("text", "item", "expected"),
    [
        ("A title", False, "A title"),
        ("A: title", False, "'A: title'"),
        ("It's #1", False, "'It''s #1'"),
        ("It's", False, "It's"),
        ("null", False, "'null'"),
        ("~", True, "'~'"),
        ("", False, "''"),
        ("a, b", False, "a, b"),
        ("a, b", True, "'a, b'"),
        ("[a]", True, "'[a]'"),
        ("a: b", True, "'a: b'"),
        ('\x07a\\"', False, '"\\U00000007a\\U0000005C\\U00000022"'),
    ],
)
def test_a_text_is_quoted_where_it_must_be(text: str, item: bool, expected: str) -> None:  # noqa: FBT001 - a column of the table
    """And left as it is where YAML takes it for what it is."""
    assert expected == format_scalar(text, item=item)


@given(TEXTS)
def test_a_formatted_text_is_read_back(text: str) -> None:
    """Whatever it holds, control characters too; and it is never taken for absent."""
    node = parse_mapping(f"x: {format_scalar(text)}\n", "a").items["x"]
    assert isinstance(node, Scalar)
    assert (text, False) == (node.text, node.absent)


@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_formatted_items_are_read_back(texts: list[str]) -> None:
    """A list neither falls apart nor grows together."""
    items = ", ".join(format_scalar(text, item=True) for text in texts)
    node = parse_mapping(f"x: [{items}]\n", "a").items["x"]
    assert texts == plain(node)


@given(st.text(max_size=40) | st.text(alphabet="a:-[]{},'\"#&*!|>%@ \n\t\\?~", max_size=40))
def test_any_text_is_a_mapping_or_a_fault(text: str) -> None:
    """No error of YAML's leaves the reader."""
    with suppress(SourceError):
        assert parse_mapping(text, "a").line >= 1
