"""What each language does with dates, lists, sizes and its own name."""

from __future__ import annotations

from datetime import date

import pytest
from babel.dates import format_date

from communique.words.languages import (
    choose_plural_form,
    get_autonym,
    get_direction,
    get_open_graph_locale,
    list_plural_forms,
    write_date,
    write_list,
    write_size,
)

DAY = date(2023, 10, 3)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "October 3, 2023"),
        ("en-GB", "3 October 2023"),
        ("be", "3 кастрычніка 2023\u202fг."),
        ("be-tarask", "3 кастрычніка 2023\u202fг."),
        ("lt", "2023 m. spalio 3 d."),
        ("he", "3 באוקטובר 2023"),
        ("tlh", "2023-10-03"),
    ],
)
def test_writes_a_date_as_the_language_does(language: str, expected: str) -> None:
    """A language that nobody describes gets the date that everybody can read."""
    assert expected == write_date(DAY, language)


@pytest.mark.parametrize(
    "language",
    [
        "en",
        "be",
        "uk",
        "ru",
        "pl",
        "lt",
        "de",
        "fr",
        "es",
        "pt",
        "ar",
        "fa",
        "zh",
        "ka",
        "th",
        "cy",
    ],
)
def test_a_date_is_what_babel_would_write(language: str) -> None:
    """In every month, of a year with fewer digits too, whatever its pattern asks for."""
    days = [date(year, month, 1 + month * 2) for year in (987, 2026) for month in range(1, 13)]
    expected = [format_date(day, "long", locale=language) for day in days]
    assert [write_date(day, language) for day in days] == expected


@pytest.mark.parametrize(
    ("language", "expected"), [("en-GB", "a, b and c"), ("be", "a, b і c"), ("tlh", "a, b, c")]
)
def test_joins_a_list_as_the_language_does(language: str, expected: str) -> None:
    """With its own word for "and"."""
    assert expected == write_list(["a", "b", "c"], language)


@pytest.mark.parametrize(
    ("length", "expected"),
    [
        (0, "0.1 kB"),
        (19, "0.1 kB"),
        (1_949, "1.9 kB"),
        (9_949, "9.9 kB"),
        (9_950, "10 kB"),
        (999_499, "999 kB"),
        (999_500, "1 MB"),
        (1_250_000, "1.2 MB"),
        (52_400_000, "52 MB"),
    ],
)
def test_writes_a_size_with_two_digits(length: int, expected: str) -> None:
    """In units of 1000, as the file manager of whoever downloads it does."""
    assert expected == write_size(length, "en")


def test_writes_a_size_in_the_form_of_the_language() -> None:
    """Comma and unit are those of the language, or English ones."""
    assert write_size(1_234_567, "fr") == "1,2\u202fMo"
    assert write_size(1_234_567, "tlh") == "1.2 MB"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "English"),
        ("he", "עברית"),
        ("fr", "Français"),
        ("zh-Hant", "中文 (繁體)"),
        ("tlh", "tlh"),
    ],
)
def test_names_a_language_in_itself(language: str, expected: str) -> None:
    """Whoever speaks it finds it; a language that nobody describes is its tag."""
    assert expected == get_autonym(language)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        *((tag, "rtl") for tag in ("ar", "he", "fa", "ur", "yi", "dv", "ckb", "az-Arab", "uz-AF")),
        *((tag, "ltr") for tag in ("en", "be", "az", "ar-Latn", "zh-Hant-TW", "tlh")),
    ],
)
def test_knows_the_direction_of_a_language(language: str, expected: str) -> None:
    """It follows from the script, which a tag names or implies."""
    assert expected == get_direction(language)


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "en_US"), ("en-GB", "en_GB"), ("be", "be_BY"), ("sr-Latn-ME", "sr_ME"), ("tlh", "tlh")],
)
def test_gives_the_locale_that_open_graph_wants(language: str, expected: str) -> None:
    """Language and territory."""
    assert expected == get_open_graph_locale(language)


def test_lists_plural_forms_in_the_order_of_cldr() -> None:
    """Every form that the language has, and the one that stands for the rest."""
    assert list_plural_forms("ar") == ("zero", "one", "two", "few", "many", "other")
    assert list_plural_forms("tlh") == ("other",)
    assert [choose_plural_form(n, "be") for n in (1, 3, 5, 21)] == ["one", "few", "many", "one"]
    assert choose_plural_form(1, "tlh") == "other"
