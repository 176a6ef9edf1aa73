"""Judge `style` attributes: a feed reader shows them inside its own page."""

from __future__ import annotations

import re
from typing import Final

from communique.validate.registry import words

HARMLESS: Final = words(
    "azimuth background-color border-bottom-color border-collapse border-color "
    "border-left-color border-right-color border-spacing border-top-color clear color cursor "
    "direction display elevation float font font-family font-size font-style font-variant "
    "font-weight height letter-spacing line-height list-style-type overflow pause pause-after "
    "pause-before pitch pitch-range richness speak speak-header speak-numeral speak-punctuation "
    "speech-rate stress text-align text-decoration text-indent unicode-bidi vertical-align "
    "voice-family volume white-space width"
)
"""Properties that change how something looks, not where it is or what is fetched."""
BOXES: Final = frozenset({"background", "border", "margin", "padding"})
"""Property families that are harmless with a plain keyword or a small size."""
KEYWORDS: Final = words(
    "auto aqua black block blue bold both bottom brown center collapse dashed dotted fuchsia gray "
    "green !important italic left lime maroon medium none navy normal nowrap olive pointer purple "
    "red right solid silver teal top transparent underline white yellow"
)
# Up to two digits before and after the point: 99999em would push everything else off the page. A
# colour with spaces in it comes in pieces, each of which has to pass.
SMALL: Final = re.compile(
    r"#[0-9a-fA-F]+|rgb\(\d{1,3}%?,\d{0,3}%?,?\d{0,3}%?\)?"
    r"|\d{0,2}\.?\d{0,2}(?:cm|em|ex|in|mm|pc|pt|px|%|,|\))?"
)
# No escape, url(), expression() or comment can be written with these.
PLAIN: Final = re.compile(
    r"""(?>(?:[:,;#%.\sa-zA-Z0-9!]|(?<=\w)-(?=\w)|'[\s\w-]+'|"[\s\w-]+"|\([\d,\s%]+\))*)"""
)
LONGEST: Final = 10_000
"""What is longer styles more than a text, and would take much memory to match."""
DECLARATION: Final = re.compile(r"\s*([-\w]+)\s*:([^:;]*)")


def find_danger(style: str) -> str:
    """Return the part of a `style` attribute that is not harmless; empty if none."""
    if len(style) > LONGEST or not PLAIN.fullmatch(style):
        return style.strip()
    for part in style.split(";"):
        if not part.strip():
            continue
        match = DECLARATION.fullmatch(part)
        if not match:
            return part.strip()
        name, value = match[1].lower(), match[2].lower()
        if name in HARMLESS:
            continue
        family = name.partition("-")[0]
        if family not in BOXES or not all(map(_is_plain_word, value.split())):
            return part.strip()
    return ""


def _is_plain_word(word: str) -> bool:
    return word in KEYWORDS or bool(SMALL.fullmatch(word))
