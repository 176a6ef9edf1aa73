"""The stylesheets and the icon, in the accent colour of the publication."""

from __future__ import annotations

from colorsys import hls_to_rgb, rgb_to_hls
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from communique.render.content import get_words
from communique.render.recipes import Recipe
from communique.words.languages import get_direction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.model import Publication

STYLE, FEED_STYLE, ICON = "style.css", "feed.css", "icon.svg"

_ACCENT = "#0b4f8a"
# The tints of style.css, on which the accent has the least contrast, and how much it has to have:
# WCAG 2.2, success criterion 1.4.3, asks for 4.5. Light on dark is read less easily.
_LIGHT = ("#f3f5f7", 4.5)
_DARK = ("#1d232a", 7.5)


def list_styles(publication: Publication) -> Iterator[tuple[str, Recipe]]:
    """
    List the stylesheets and the icon: the path in the site of each, and how it is made.

    Every language has a ``feed.css`` of its own, as a stylesheet has the words that explain a feed.
    """
    yield STYLE, Recipe("", partial(_render_style, publication))
    for language in publication.languages:
        render = partial(_render_feed_style, publication, language)
        yield publication.prefix(language) + FEED_STYLE, Recipe("", render)
    yield ICON, Recipe("", partial(_render_icon, publication))


def _render_style(publication: Publication) -> bytes:
    return _read(STYLE) + _write_colours(publication.theme.accent or _ACCENT)


def _render_feed_style(publication: Publication, language: str) -> bytes:
    colours = _write_colours(publication.theme.accent or _ACCENT)
    text = get_words(publication, language)["this_is_a_feed"]
    direction = get_direction(language)
    words = f":root {{ --this-is-a-feed: {_quote(text)}; direction: {direction}; }}\n".encode()
    return _read(FEED_STYLE) + colours + words


def _render_icon(publication: Publication) -> bytes:
    shade = find_shade(publication.theme.accent or _ACCENT, *_LIGHT)
    return _read(ICON).replace(b"#000", shade.encode())


def find_shade(colour: str, paper: str, contrast: float) -> str:
    """
    Find the shade nearest to *colour* that can be read on *paper*; its hue and saturation stay.

    Args:
        colour: ``#rrggbb``
        paper: What it stands on, written likewise.
        contrast: At least this, of 21.
    """
    hue, lightness, saturation = rgb_to_hls(*(part / 255 for part in bytes.fromhex(colour[1:])))
    end = 0 if measure_contrast("#ffffff", paper) < measure_contrast("#000000", paper) else 1
    steps = (lightness + (end - lightness) * step / 100 for step in range(101))
    shades = (_write_colour(hls_to_rgb(hue, light, saturation)) for light in steps)
    return next(shade for shade in shades if measure_contrast(shade, paper) >= contrast)


def _write_colour(parts: tuple[float, float, float]) -> str:
    return "#" + bytes(round(part * 255) for part in parts).hex()


def measure_contrast(one: str, other: str) -> float:
    """Measure the contrast of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    dark, light = sorted((_measure_luminance(one), _measure_luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _measure_luminance(colour: str) -> float:
    """Measure how bright a colour is, 0 to 1 (WCAG 2.2, "relative luminance")."""
    parts = [channel / 255 for channel in bytes.fromhex(colour[1:])]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _write_colours(accent: str) -> bytes:
    light, dark = find_shade(accent, *_LIGHT), find_shade(accent, *_DARK)
    return (
        f":root {{ --accent: {light}; }}\n"
        f"@media (prefers-color-scheme: dark) {{ :root {{ --accent: {dark}; }} }}\n"
        "@media print { :root { --accent: #000; } }\n"
    ).encode()


def _quote(text: str) -> str:
    """Write a CSS string (CSS Syntax Level 3 §4.3.5)."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'


def _read(name: str) -> bytes:
    return (Path(__file__).parent / "assets" / name).read_bytes().replace(b"\r\n", b"\n")
