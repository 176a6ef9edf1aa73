"""``words:`` in ``feed.yaml``: what stands in the place of our words."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from communique.words import check_word, has_words, list_keys

if TYPE_CHECKING:
    from communique.fields import Fields


def read_words(fields: Fields, languages: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """
    Read the words of a publication.

    Args:
        fields: Of ``feed.yaml``; receives every fault.
        languages: Of the publication.

    Returns:
        By language and key; the forms of a plural have keys as in ``load_words``.
    """
    words: dict[str, dict[str, str]] = {}
    given = fields.fields("words")
    if given is None:
        return words
    for language in languages:
        own = given.fields(language)
        if own is not None:
            words[language] = _read_language(own, language)
    given.finish()
    return words


def _read_language(own: Fields, language: str) -> dict[str, str]:
    found: dict[str, str] = {}
    groups: dict[str, Fields | None] = {}
    for key in list_keys(language):
        name, _, form = key.partition(".")
        if form and name not in groups:
            groups[name] = own.fields(name)
        place = groups[name] if form else own
        text = place.parsed(form or name, partial(check_word, key)) if place else None
        if text:
            found[key] = text
    for name, place in groups.items():
        if place is not None:
            place.finish()
            if not has_words(language) and "other" not in place:
                hint = "it is the form for every number that has none of its own"
                own.fault(name, "expected the form other among them", hint)
    own.finish()
    return found
