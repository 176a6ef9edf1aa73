"""Markdown stays as it is, but for its title and front matter."""

from __future__ import annotations

import pytest

from communique.intake.markdown import is_markdown, parse_markdown, strip_marks

BODY = "Text with *marks*, `code` and a_b.\n\n* one\n+ two\n\n# Another\n\n| a | b |\n|---|---|\n"


@pytest.mark.parametrize(
    "head", ["# The title\n\n", "\n\n  # The title #\n", "The title\n=========\n", "## The title\n"]
)
def test_only_the_first_heading_is_taken(head: str) -> None:
    """The rest passes through to the byte."""
    draft = parse_markdown(head + BODY)
    expected = ("The title", BODY, ())
    assert expected == (draft.title, draft.body, draft.dropped)


def test_a_text_without_heading_has_no_title() -> None:
    """No paragraph is made a title; nothing is lost."""
    draft = parse_markdown(BODY)
    expected = ("", BODY)
    assert expected == (draft.title, draft.body)


@pytest.mark.parametrize(
    ("front", "title"),
    [
        ('---\ntitle: "The \\"title\\""\ndate: 2023-10-03\n---\n', 'The "title"'),
        ('---\ntitle: "The \\q"\ndate: 2023\n---\n', "The \\q"),
        ("---\ntitle: 'It''s'\ndate: 2023-10-03\n---\n", "It's"),
        ("---\ntitle: Plain\ndate: 2023-10-03\n---\n", "Plain"),
        ("---\ntitle: >\ndate: 2023-10-03\n---\n", ""),
        ('+++\ntitle = "Toml"\ndate = 2023-10-03\n+++\n', "Toml"),
    ],
)
def test_front_matter_gives_the_title_and_is_reported(front: str, title: str) -> None:
    """An entry has its own front matter; what stood in that of the source is named."""
    draft = parse_markdown(f"{front}\nText.\n")
    note = "lines 1 to 4: the front matter: date; put what is still needed into the new entry"
    assert (note,) == draft.dropped
    assert title == draft.title
    assert draft.body == "Text.\n"


def test_a_heading_that_repeats_the_front_matter_is_taken() -> None:
    """The title stands once; another heading stays in the text."""
    assert parse_markdown("---\ntitle: T\n---\n# T\n\nText.").body == "Text.\n"
    assert parse_markdown("---\ntitle: T\n---\n# U\n\nText.").body == "# U\n\nText.\n"
    assert parse_markdown("---\ntitle: T\n---\nText.").dropped == (
        "lines 1 to 3: the front matter",
    )


def test_a_rule_is_no_front_matter() -> None:
    """Lines between two rules without a key are text."""
    text = "---\nText.\n---\nMore.\n"
    assert text == parse_markdown(text).body
    assert not parse_markdown("# T").body


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\ntitle: x\n---\ny", True),
        ("# T\n\nx", True),
        ("T\n\n## Part\n\nx", True),
        ("T\n\na [x](https://e.org/) b", True),
        ("a | b\n---|---\n1 | 2", True),
        ("T\n\n[^1]: note", True),
        ("#StandWith\n\nx", False),
        ("T\n\n* a\n* b", False),
        ("T\n\n1. a\n2. b", False),
        ("T\n\n-----\n\nx", False),
        ("T\n\n*x* a_b [c] (d)", False),
    ],
)
def test_markdown_is_told_by_what_only_markdown_has(text: str, *, expected: bool) -> None:
    """Lists and asterisks are in any text; links, headings and tables of this kind are not."""
    assert expected == is_markdown(text)


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("A *b* **c** _d_ `e`", "A b c d e"),
        ("[a](https://e.org) [b][c] <https://e.org>", "a b https://e.org"),
        (r"snake_case \*x\* &amp; <b>y</b>", "snake_case *x* & y"),
    ],
)
def test_a_title_is_plain_text(markdown: str, expected: str) -> None:
    """The marks of a heading go; what they marked stays."""
    assert expected == strip_marks(markdown)
