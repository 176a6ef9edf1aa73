"""Who speaks and on what subjects, in several languages: values of the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.values import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping

PUBLISHER_KINDS = ("Organization", "NGO", "GovernmentOrganization")


class Localized(Struct, frozen=True, kw_only=True):
    """
    Hold a text in several languages.

    Args:
        texts: Language tag to text; at least one.
    """

    texts: Mapping[str, str]

    def get(self, language: str) -> str:
        """Give the text in *language*; else the first one that was written."""
        return self.texts[self.find(language)]

    def find(self, language: str) -> str:
        """Tell in which language ``get`` gives the text."""
        return language if self.texts.get(language) else next(iter(self.texts))


class Publisher(Struct, frozen=True, kw_only=True):
    """Name who speaks. ``kind`` is a type of schema.org; ``url`` and ``email`` may be empty."""

    name: Localized
    url: str
    email: str
    kind: str


class Topic(Struct, frozen=True, kw_only=True):
    """Label a subject. ``key`` stands in addresses and feeds and has no capital letters."""

    key: str
    label: Localized
