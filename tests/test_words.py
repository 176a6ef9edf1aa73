"""The words of pages and feeds."""

from __future__ import annotations

import string
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

from communique.errors import FieldError
from communique.words import check_word, choose_form, has_words, list_keys, load_words
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
    """No word, plural form or placeholder is missing in any language."""
    english, words = load_words("en"), load_words(language)
    assert sorted(list_keys(language)) == sorted(words)
    for key, text in words.items():
        name, _, form = key.partition(".")
        assert list_fields(english[f"{name}.other" if form else key]) == list_fields(text), key


SAME = {"on_topic", "contact", "feeds_of"}
"""Words that may happen to be the English ones."""


@pytest.mark.parametrize("language", [tag for tag in LANGUAGES if tag != "en"])
def test_nothing_was_left_in_english(language: str) -> None:
    """Each word is of its language, and none is empty."""
    words, english = load_words(language), load_words("en")
    assert all(words.values())
    assert {key for key in words if words[key] == english.get(key)} <= SAME


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
        ("count.few", "some", "expected {count} in it, got 'some'"),
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
    for name, date in (
        ("he/atom.xml", "2023-10-05"),
        ("he/2023/one/index.html", "5 באוקטובר 2023"),
    ):
        assert notice.format(date=date, note="שם.") in site[name].decode()


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["1 statement", "2 statements", "5 statements", "21 statements"]),
        ("be", ["1 заява", "2 заявы", "5 заяў", "21 заява"]),
        ("pl", ["1 oświadczenie", "2 oświadczenia", "5 oświadczeń", "21 oświadczeń"]),
        ("lt", ["1 pareiškimas", "2 pareiškimai", "5 pareiškimai", "21 pareiškimas"]),
    ],
)
def test_counts_in_the_plural_of_the_language(language: str, expected: list[str]) -> None:
    """One, two, five and twenty-one take the forms that the language has for them."""
    words = load_words(language)
    counted = [
        words[choose_form(words, "count", n, language)].format(count=n) for n in (1, 2, 5, 21)
    ]
    assert expected == counted


def test_a_plural_of_the_settings(folder: Folder, build: Run) -> None:
    """Plural forms are given in a group; a form that the language lacks is a fault."""
    text = SETTINGS.replace("[en, be]", "[en, he]").replace(", be: Заявы Прыкладной рады", "")
    text = text.replace(", be: Прыкладная рада", "").replace(", be: Міжнародны крымінальны суд", "")
    forms = "{one: 'הצהרה {count}', two: 'שתי הצהרות ({count})', other: '{count} הצהרות'}"
    folder.write("feed.yaml", f"{text}words:\n  he: {{count: {forms}}}\n")
    folder.entry("2023-10-03-one.md")
    for day in ("01", "02"):
        folder.entry(f"2023-10-{day}-more-{day}.he.md", "title: עוד\n")
    assert build().exit_code == 0
    assert "<small>שתי הצהרות (2)</small>" in folder.site()["he/index.html"].decode()
    folder.write("feed.yaml", f"{text}words:\n  he: {{count: {{one: 'הצהרה {{count}}'}}}}\n")
    assert build().stderr.splitlines() == [
        "entries/feed.yaml:14: words.he.count: expected the form other among them",
        "  hint: it is the form for every number that has none of its own",
    ]
    folder.write(
        "feed.yaml", f"{text}words:\n  en: {{count: {{few: '{{count}}', other: '{{count}}'}}}}\n"
    )
    assert build().stderr.splitlines() == [
        "entries/feed.yaml:14: words.en.count.few: there is no such field",
        "  hint: the fields here are one, other",
    ]


def test_a_plural_does_not_borrow_english_forms(folder: Folder, build: Run) -> None:
    """A language with one form of its own has that for every number; ours keep their others."""
    words = "words: {he: {count: {other: '{count} הצהרות'}}, be: {count: {one: '{count} тэкст'}}}\n"
    folder.write("feed.yaml", SETTINGS.replace("[en, be]", "[en, be, he]") + words)
    folder.entry("2023-10-03-one.he.md")
    for number in (1, 2):
        folder.entry(f"202{number}-10-03-one.be.md")
        folder.entry(f"2022-10-0{number}-two-{number}.be.md", "title: Two\n")
    assert build().exit_code == 0
    site = folder.site()
    assert "<small>1 הצהרות</small>" in site["he/index.html"].decode()
    page = site["be/index.html"].decode()
    assert "<small>1 тэкст</small>" in page
    assert "<small>3 заявы</small>" in page


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
