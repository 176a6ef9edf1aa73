"""The words of pages and feeds."""

from __future__ import annotations

import string
from importlib.resources import files

import pytest

from communique.render.words import load_words, name_language

LANGUAGES = sorted(
    file.name.removesuffix(".yaml")
    for file in (files("communique.render") / "words").iterdir()
    if file.name.endswith(".yaml")
)


def list_fields(text: str) -> set[str]:
    """List the names in curly brackets."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_words(language: str) -> None:
    """No word and no placeholder is missing in any language."""
    words = {key: list_fields(text) for key, text in load_words(language).items()}
    assert {key: list_fields(text) for key, text in load_words("en").items()} == words


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_correction_is_long_enough_to_be_seen(language: str) -> None:
    """The sentence on a correction has more than 50 characters, however short its note."""
    assert len(load_words(language)["correction"].format(date="2023-10-05", note=".")) > 50


@pytest.mark.parametrize(
    ("language", "expected"),
    [("be", "Усе заявы"), ("uk-UA", "Усі заяви"), ("he", "All statements")],
)
def test_falls_back_to_a_wider_tag_then_to_english(language: str, expected: str) -> None:
    """A tag without words of its own takes those of its language, else English ones."""
    assert expected == load_words(language)["home"]


@pytest.mark.parametrize(
    ("language", "expected"), [("en", "English"), ("uk", "Українська"), ("he", "he")]
)
def test_names_a_language_in_itself(language: str, expected: str) -> None:
    """A language is called as its readers call it; by its tag where we do not know that."""
    assert expected == name_language(language)
