"""The words of pages and feeds."""

from __future__ import annotations

import string
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

from communique.errors import FieldError
from communique.words import check_word, has_words, load_words
from tests.publication import SETTINGS

if TYPE_CHECKING:
    from tests.publication import Folder, Run

LANGUAGES = sorted(
    file.name.removesuffix(".yaml")
    for file in (files("communique.words")).iterdir()
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


@pytest.mark.parametrize(("language", "expected"), [("en", True), ("uk-UA", True), ("he", False)])
def test_knows_which_languages_it_speaks(language: str, *, expected: bool) -> None:
    """A language without words is not called English."""
    assert expected == has_words(language)


@pytest.mark.parametrize(
    ("key", "text", "problem"),
    [
        ("home", "{x}", "expected nothing in brackets in it, got '{x}'"),
        ("year", "No number", "expected {year} in it, got 'No number'"),
        ("year", "{year", "a curly bracket too many or too few: "),
        ("year", "{year!r}", "expected plain names in curly brackets, got '{year!r}'"),
        ("year", "{0}", "expected plain names in curly brackets, got '{0}'"),
        ("correction", "{date}: {note}", "expected more than 50 characters beside the brackets"),
    ],
)
def test_refuses_words_that_cannot_stand(key: str, text: str, problem: str) -> None:
    """A placeholder too many or too few, and a notice that some readers would not show."""
    with pytest.raises(FieldError) as caught:
        check_word(key, text)
    assert str(caught.value).startswith(problem)


def test_words_of_the_settings_stand_in_the_place_of_ours(folder: Folder, build: Run) -> None:
    """A publication may speak in its own words, in any language."""
    text = SETTINGS.replace("[en, be]", "[en, be, he]")
    notice = "תוקן {date}. " + "נוסח זה שונה מן הנוסח שפורסם תחילה, כפי שיוסבר להלן: " + "{note}"
    folder.write("feed.yaml", f"{text}words:\n  he: {{language: עברית, correction: '{notice}'}}\n")
    folder.entry("2023-10-03-one.md")
    revision = "revisions: [{date: 2023-10-05, kind: correction, note: שם.}]\n"
    folder.entry("2023-10-03-one.he.md", revision)
    assert build().exit_code == 0
    site = folder.site()
    assert ">עברית</a>" in site["index.html"].decode()
    expected = notice.format(date="2023-10-05", note="שם.")
    for name in ("he/atom.xml", "he/2023/one/index.html"):
        assert expected in site[name].decode()


def test_unknown_words_are_faults(folder: Folder, build: Run) -> None:
    """A word that we have not is named, with the nearest one."""
    folder.write("feed.yaml", f"{SETTINGS}words:\n  be: {{folow: Сачыць, year: Год}}\n  fr: {{}}\n")
    folder.entry("2023-10-03-one.md")
    assert build().stderr.splitlines() == [
        "entries/feed.yaml:14: words.be.folow: there is no such field",
        "  hint: did you mean words.be.follow?",
        "entries/feed.yaml:14: words.be.year: expected {year} in it, got 'Год'",
        "entries/feed.yaml:15: words.fr: there is no such field",
        "  hint: the fields here are en, be",
    ]
