"""What each language does with dates, lists, sizes, numbers and its own name; Babel's importer."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date, get_date_format
from babel.lists import format_list
from babel.units import format_unit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

# ISO 15924: the scripts that run from right to left (Unicode, bidirectional classes R and AL).
_RIGHT_TO_LEFT = {"Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Syrc", "Thaa"}


# What Babel takes from a date at each place of its patterns.
_FIELD = re.compile(r"%\((\w+)\)s")
_FIELDS = {"d", "MMMM", "y"}


@cache
def write_date(day: date, language: str) -> str:
    """Write a date as *language* does in running text; ``2023-10-03`` where nobody told us how."""
    locale = _find_locale(language)
    if locale is None:
        return day.isoformat()
    pattern, months = _read_date_format(locale)
    if pattern:
        return pattern % {"d": day.day, "MMMM": months[day.month], "y": day.year}
    return format_date(day, "long", locale=locale)


@cache
def _read_date_format(locale: Locale) -> tuple[str, Mapping[int, str]]:
    """Give the pattern of a date and the names of months; an empty pattern if it needs more."""
    pattern = str(get_date_format("long", locale=locale).format)
    plain = set(_FIELD.findall(pattern)) <= _FIELDS
    return pattern if plain else "", locale.months["format"]["wide"]


def write_list(items: Sequence[str], language: str) -> str:
    """Join *items* as *language* joins them: ``a, b and c``."""
    locale = _find_locale(language)
    return format_list(items, locale=locale) if locale else ", ".join(items)


def write_size(length: int, language: str) -> str:
    """
    Write the size of a file.

    Args:
        length: Bytes.
        language: A language tag.

    Returns:
        Two digits or more, in kilobytes or megabytes of 1000: ``1.2 MB``.
    """
    locale = _find_locale(language) or Locale("en")
    unit, amount = ("kilobyte", length / 1e3) if length < 999_500 else ("megabyte", length / 1e6)
    rounded = max(0.1, round(amount, 1)) if amount < 9.95 else round(amount)
    return format_unit(rounded, f"digital-{unit}", "short", locale=locale)


def list_plural_forms(language: str) -> tuple[str, ...]:
    """
    List the plural forms of *language*, in the order of CLDR; ``other`` is always there.

    Source: Unicode TR35, "Language Plural Rules".
    """
    locale = _find_locale(language)
    tags = locale.plural_form.tags if locale else frozenset()
    return (*(tag for tag in ("zero", "one", "two", "few", "many") if tag in tags), "other")


def choose_plural_form(count: int, language: str) -> str:
    """Choose the plural form that *count* takes."""
    locale = _find_locale(language)
    return locale.plural_form(count) if locale else "other"


@cache
def get_autonym(language: str) -> str:
    """Give the name of a language in itself, with a capital letter; its tag where nobody knows."""
    locale = _find_locale(language)
    name = locale.get_display_name(locale) if locale else ""
    return name[0].upper() + name[1:] if name else language


@cache
def get_direction(language: str) -> str:
    """Tell in which direction *language* is written: ``ltr`` or ``rtl``."""
    script = _expand(language)[1]
    return "rtl" if script in _RIGHT_TO_LEFT else "ltr"


@cache
def get_open_graph_locale(language: str) -> str:
    """Give language and likely territory as OpenGraph names them: ``be_BY``."""
    name, _, territory = _expand(language)
    return f"{name}_{territory}" if territory else name


def _expand(language: str) -> tuple[str, str, str]:
    """Give the language, the likely script and the likely territory (Unicode TR35 §4.3)."""
    name, *rest = language.split("-")
    script = next((part.title() for part in rest if len(part) == 4 and part.isalpha()), "")
    territory = next((part.upper() for part in rest if len(part) == 2), "")
    likely = get_global("likely_subtags")
    keys = (f"{name}_{script}", f"{name}_{territory}", name)
    full = next((likely[key] for key in keys if key in likely), f"{name}__").split("_")
    return name, script or full[1], territory or full[2]


@cache
def _find_locale(language: str) -> Locale | None:
    """Find what is known of a language, or of a wider one (RFC 4647 §3.4)."""
    parts = language.split("-")
    for length in range(len(parts), 0, -1):
        try:
            return Locale.parse("_".join(parts[:length]))
        except (UnknownLocaleError, ValueError):
            continue
    return None
