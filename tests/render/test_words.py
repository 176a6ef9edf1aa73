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


SAME = {"on_topic", "contact", "feeds_of"}
"""Words that may happen to be the English ones."""


@pytest.mark.parametrize("language", [tag for tag in LANGUAGES if tag != "en"])
def test_nothing_was_left_in_english(language: str) -> None:
    """Each word is of its language, and none is empty."""
    words, english = load_words(language), load_words("en")
    assert all(words.values())
    assert {key for key in words if words[key] == english[key]} <= SAME


def test_speaks_the_languages_of_the_region() -> None:
    """These are built in; every other one falls back to English."""
    assert LANGUAGES == ["be", "de", "en", "fr", "lt", "pl", "ru", "uk"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["correction", "withdrawal"])
def test_a_notice_is_long_enough_to_be_seen(language: str, kind: str) -> None:
    """Without date and note the sentence has more than 50 characters already."""
    sentence = load_words(language)[kind]
    assert len(sentence.partition("{note}")[0].format(date="")) > 50


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
