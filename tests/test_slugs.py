"""What the name of a file and page is made of."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.slugs import slugify_title


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Statement on the Children", "statement-on-the-children"),
        ("Заявы Прыкладной рады аб Вялікім", "zayavy-prykladnoy-rady-ab-vyalikim"),
        ("Заява щодо вивезення дітей", "zayava-shchodo-vivezennya-ditey"),
        ("Об объявлении въезда", "ob-obyavlenii-vezda"),
        ("Żółć gęślą jaźń", "zolc-gesla-jazn"),
        ("Δήλωση για τα παιδιά", "dilosi-gia-ta-paidia"),
        ("بيان بشأن الأطفال", "byn-bshn-ltfl"),
        ("הצהרה על הילדים", "htshrh-l-hyldym"),
        ("关于儿童的声明", "guan-yu-er-tong-de-sheng-ming"),
        ("어린이에 관한 성명", "eolinie-gwanhan-seongmyeong"),
        ("बयान", "byan"),
        ("ბავშვების შესახებ", "bavshvebis-shesakheb"),
        ("Հայտարարություն", "haytararowtyown"),
        ("แถลงการณ์", "aethlngkarn"),
    ],
)
def test_a_title_in_any_script_is_written_in_latin_letters(title: str, expected: str) -> None:
    """Fourteen titles in thirteen scripts give names that can be read aloud."""
    assert expected == slugify_title(title)


@pytest.mark.parametrize(
    ("title", "language", "expected"),
    [
        ("Заява щодо вивезення громадян", "uk", "zayava-shchodo-vyvezennya-hromadyan"),
        ("Зварот да грамадзян", "be", "zvarot-da-hramadzyan"),
        ("Größe", "de-AT", "groesse"),
        ("Größe", "", "grosse"),
    ],
)
def test_a_language_is_romanised_in_its_own_way(title: str, language: str, expected: str) -> None:
    """A Ukrainian, Belarusian or German title is spelt as its speakers spell it abroad."""
    assert expected == slugify_title(title, language=language)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("The regime’s crimes", "the-regimes-crimes"),
        ("Don't", "dont"),
        ("п'ять з’ездаў п’ять", "pyat-zezdau-pyat"),
        ("«Вялікі» “event”", "vyaliki-event"),
        ("A — B / C…", "a-b-c"),
    ],
)
def test_an_apostrophe_or_quotation_mark_leaves_no_hyphen(title: str, expected: str) -> None:
    """What stands within a word does not cut it in two; what stands between words does."""
    assert expected == slugify_title(title)


def test_a_long_title_is_cut_after_a_whole_word() -> None:
    """Sixty characters at most, and no half word at the end."""
    title = "The position of the team on the attempts of the regime to legalise war crimes"
    expected = "the-position-of-the-team-on-the-attempts-of-the-regime-to"
    assert expected == slugify_title(title)


def test_a_single_long_word_is_cut_within_it() -> None:
    """A word longer than a name may be gives its beginning."""
    expected = "a" * 60
    assert expected == slugify_title("a" * 100)


@pytest.mark.parametrize(("longest", "expected"), [(12, "the-position"), (11, "the"), (2, "th")])
def test_the_cut_falls_where_a_word_ends(longest: int, expected: str) -> None:
    """A word that fits exactly stays; one that does not goes, unless it is the first."""
    assert expected == slugify_title("The position of the team", longest=longest)


@pytest.mark.parametrize("title", ["", "   ", "!!!", "—", "'"])
def test_a_title_without_letters_is_a_statement(title: str) -> None:
    """A name is never empty."""
    expected = "statement"
    assert expected == slugify_title(title)


@given(st.text(), st.integers(min_value=1, max_value=80))
def test_a_name_is_safe_whatever_the_title(title: str, longest: int) -> None:
    """Only small Latin letters, digits and single hyphens between them, within the length."""
    slug = slugify_title(title, longest=longest)
    assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", slug)
    assert len(slug) <= longest
