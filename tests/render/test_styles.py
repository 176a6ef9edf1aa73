"""The stylesheets and the icon."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.render.styles import find_shade, list_styles, measure_contrast
from tests.publication import SETTINGS, Folder, read

if TYPE_CHECKING:
    from collections.abc import Mapping

PAPER, NIGHT = "#f3f5f7", "#1d232a"


def render(folder: Folder, extra: str = "") -> Mapping[str, str]:
    """Render the styles of a publication."""
    folder.write("feed.yaml", SETTINGS + extra)
    folder.entry("2023-01-01-one.md")
    return {path: render().decode() for path, render in list_styles(read(folder))}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#0b4f8a", "#0b4f8a", 1.0)],
)
def test_measures_contrast_as_wcag_does(one: str, other: str, expected: float) -> None:
    """The figures are those of well-known colours."""
    assert expected == round(measure_contrast(one, other), 2)
    assert expected == round(measure_contrast(other, one), 2)


@given(st.integers(0, 0xFFFFFF))
def test_every_colour_has_a_shade_that_can_be_read(colour: int) -> None:
    """Whatever accent somebody chooses, links can be read by day and by night."""
    accent = f"#{colour:06x}"
    assert measure_contrast(find_shade(accent, PAPER, 4.5), PAPER) >= 4.5
    assert measure_contrast(find_shade(accent, NIGHT, 7.5), NIGHT) >= 7.5


def test_a_colour_that_can_be_read_stays_as_it_is() -> None:
    """The shade is the nearest, not another."""
    assert find_shade("#0b4f8a", PAPER, 4.5) == "#0b4f8a"
    assert find_shade("#ffdd00", NIGHT, 7.5) == "#ffdd00"
    assert find_shade("#ffdd00", PAPER, 4.5) == "#806e00"


def test_the_accent_is_in_every_style(folder: Folder) -> None:
    """Pages, feeds and the icon take the colour of the publication."""
    styles = render(folder, "accent: '#A1C'\n")
    for path in ("style.css", "feed.css", "be/feed.css"):
        assert ":root { --accent: #aa11cc; }" in styles[path]
    assert 'fill="#aa11cc"' in styles["icon.svg"]


def test_style_is_small(folder: Folder) -> None:
    """Under 12 kB, and it asks nobody for anything."""
    styles = render(folder)
    assert len(styles["style.css"]) < 12_000
    sheets = "".join(text for path, text in styles.items() if path.endswith(".css"))
    assert re.findall(r"url\(|@import|//", sheets) == []
    assert re.findall(r"https?://[^\"]+", styles["icon.svg"]) == ["http://www.w3.org/2000/svg"]


def test_feed_style_explains_itself_in_its_language(folder: Folder) -> None:
    """Whatever the words hold, they are one string of the stylesheet."""
    styles = render(folder, "words: {be: {this_is_a_feed: 'Стужка: \"новае\" \\\\ тут'}}\n")
    assert '--this-is-a-feed: "This is a feed: a list of' in styles["feed.css"]
    assert (
        '--this-is-a-feed: "Стужка: \\"новае\\" \\\\\\\\ тут"; direction: ltr;'
        in styles["be/feed.css"]
    )
