"""The words of pages and feeds in each language: one YAML file a language, beside this one."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING

from communique.errors import FieldError
from communique.nodes import Mapping as Node
from communique.nodes import Scalar, parse_mapping
from communique.words.languages import choose_plural_form, list_plural_forms

if TYPE_CHECKING:
    from collections.abc import Mapping

FALLBACK = "en"

_NOTICES = {"correction", "withdrawal"}
_LEAST = 50

_FOLDER = Path(__file__).parent


@cache
def load_words(language: str) -> Mapping[str, str]:
    """
    Load the words for *language*.

    Returns:
        The same keys for every language; English words where we have none. The forms of a plural
        are ``name.one``, ``name.other``: those of ``list_plural_forms``.
    """
    tag = _find_tag(language) or FALLBACK
    text = (_FOLDER / f"{tag}.yaml").read_text(encoding="utf-8")
    top = parse_mapping(text, f"words/{tag}.yaml")
    plurals = [(f"{k}.", node) for k, node in top.items.items() if isinstance(node, Node)]
    return {
        prefix + key: node.text
        for prefix, group in [("", top), *plurals]
        for key, node in group.items.items()
        if isinstance(node, Scalar)
    }


def list_keys(language: str) -> tuple[str, ...]:
    """List the keys of the words that a publication may give for *language*."""
    english = load_words(FALLBACK)
    forms = list_plural_forms(language)
    plurals = dict.fromkeys(key.partition(".")[0] for key in english if "." in key)
    return (
        *(key for key in english if "." not in key),
        *(f"{name}.{form}" for name in plurals for form in forms),
    )


def choose_form(words: Mapping[str, str], name: str, count: int, language: str) -> str:
    """
    Choose the key of the plural form that *count* takes.

    Args:
        words: Have at least ``name.other``.
        name: Of the plural.
        count: What is counted.
        language: Of the words.
    """
    key = f"{name}.{choose_plural_form(count, language)}"
    return key if key in words else f"{name}.other"


def has_words(language: str) -> bool:
    """Tell whether there are words for *language*; else they are English."""
    return bool(_find_tag(language))


def check_word(key: str, text: str) -> str:
    """
    Check that *text* may stand in the place of one of our words.

    Args:
        key: One of ``list_keys``.
        text: In whatever language.

    Returns:
        *text* itself.

    Raises:
        FieldError: It has a placeholder that is never filled, or lacks one of ours, or is so short
            that some readers would not show it.
    """
    name, _, form = key.partition(".")
    expected = _list_placeholders(load_words(FALLBACK)[f"{name}.other" if form else key])
    found = _list_placeholders(text)
    if found != expected:
        wanted = ", ".join(f"{{{name}}}" for name in sorted(expected)) or "nothing in brackets"
        raise FieldError(f"expected {wanted} in it, got {text!r}")
    if key in _NOTICES and len(text.format(**dict.fromkeys(expected, ""))) <= _LEAST:
        hint = "some readers show a changed statement only if that much of its text is new"
        raise FieldError(f"expected more than {_LEAST} characters beside the brackets", hint)
    return text


def _list_placeholders(text: str) -> set[str]:
    try:
        parts = [part[1:] for part in Formatter().parse(text) if part[1] is not None]
    except ValueError as error:
        raise FieldError(f"a curly bracket too many or too few: {error}") from None
    if any(form or conversion or not str(name).isidentifier() for name, form, conversion in parts):
        raise FieldError(f"expected plain names in curly brackets, got {text!r}")
    return {str(name) for name, _, _ in parts}


@cache
def _find_tag(language: str) -> str:
    """
    Find the tag under which we have words: the whole one, else its first subtag (RFC 4647 §3.4).

    Returns:
        Empty where there is neither.
    """
    tags = (language, language.partition("-")[0])
    return next((tag for tag in tags if (_FOLDER / f"{tag}.yaml").is_file()), "")
