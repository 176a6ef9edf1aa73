"""The words of pages and feeds in each language: one YAML file a language in ``words/``."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from communique.nodes import Scalar, parse_mapping

if TYPE_CHECKING:
    from collections.abc import Mapping

FALLBACK = "en"


_FOLDER = files("communique.render") / "words"


@cache
def load_words(language: str) -> Mapping[str, str]:
    """
    Load the words for *language*.

    Returns:
        The same keys for every language; English words where we have none.
    """
    tag = _find_tag(language) or FALLBACK
    text = (_FOLDER / f"{tag}.yaml").read_text(encoding="utf-8")
    items = parse_mapping(text, f"words/{tag}.yaml").items.items()
    return {key: node.text for key, node in items if isinstance(node, Scalar)}


def name_language(language: str) -> str:
    """Give the name of a language in that language; its tag where we do not know it."""
    return load_words(language)["language"] if _find_tag(language) else language


def _find_tag(language: str) -> str:
    """
    Find the tag under which we have words: the whole one, else its first subtag (RFC 4647 §3.4).

    Returns:
        Empty where there is neither.
    """
    tags = (language, language.partition("-")[0])
    return next((tag for tag in tags if (_FOLDER / f"{tag}.yaml").is_file()), "")
