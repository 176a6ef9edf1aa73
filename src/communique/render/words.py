"""The words of pages and feeds in each language: one YAML file a language in ``words/``."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from communique.nodes import Scalar, parse_mapping

if TYPE_CHECKING:
    from collections.abc import Mapping

FALLBACK = "en"


@cache
def load_words(language: str) -> Mapping[str, str]:
    """
    Load the words for *language*.

    Returns:
        The same keys for every language. Where there is no file for the whole tag its first subtag
        counts (``de-AT``: ``de``); where there is none for that either, the words are English.

    Source: RFC 4647 §3.4 for the order in which tags are tried.
    """
    folder = files("communique.render") / "words"
    for tag in (language, language.partition("-")[0], FALLBACK):
        file = folder / f"{tag}.yaml"
        if file.is_file():
            mapping = parse_mapping(file.read_text(encoding="utf-8"), f"words/{tag}.yaml")
            return {k: node.text for k, node in mapping.items.items() if isinstance(node, Scalar)}
    raise AssertionError(folder)


def name_language(language: str) -> str:
    """Give the name of a language in that language; its tag where we do not know it."""
    words = load_words(language)
    return language if words is load_words(FALLBACK) and language != FALLBACK else words["language"]
