"""What an export of WordPress says beside the texts of its posts: files, languages, old names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit, urlunsplit

from communique.values import Struct, field

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_TONGUE = re.compile(r'<category domain="language" nicename="([\w-]+)"><!\[CDATA\[(.*?)\]\]>')
"""How Polylang, a plugin of WordPress, says the language of a post: its tag, and its name."""
_CLEAR = r"\s*(?:<!\[CDATA\[\s*)?{}\s*(?:\]\]>\s*)?"
_PICTURE, _SLUG = "_thumbnail_id", "_wp_old_slug"
_LANGUAGE, _WORK = "_wpml_import_language_code", "_wpml_import_translation_group"
"""How WPML, another plugin, says the language of a post, and of what it is a translation."""
_META = re.compile(  # of which a post has many, and feedparser keeps the last
    "<wp:post_id>" + _CLEAR.format("([0-9]+)") + "</wp:post_id>"
    "|<wp:meta_key>" + _CLEAR.format(f"({_PICTURE}|{_SLUG}|{_LANGUAGE}|{_WORK})") + "</wp:meta_key>"
    r"\s*<wp:meta_value>(?:\s*<!\[CDATA\[)?([^<>\]]*)(?:\]\]>\s*)?</wp:meta_value>"
)


class Export(Struct, frozen=True, kw_only=True):
    """
    Hold what an export says of all its posts; nothing where a feed is none.

    Args:
        files: The address of each file, by its number.
        tongues: The tag of each language, by its name.
        notes: What is noted beside each post, by its number: values by their key.
    """

    files: Mapping[str, str] = field(default_factory=dict)
    tongues: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, Mapping[str, list[str]]] = field(default_factory=dict)

    def find_picture(self, number: str) -> str:
        """Find the address of the picture above a post; empty where there is none."""
        return self.files.get(self._get_note(number, _PICTURE), "")

    def find_language(self, number: str) -> tuple[str, str]:
        """Find the language of a post and what it is a translation of, as WPML says; or nothing."""
        return self._get_note(number, _LANGUAGE), self._get_note(number, _WORK)

    def _get_note(self, number: str, key: str) -> str:
        return next(iter(self.notes.get(number, {}).get(key, [])), "")

    def list_former(self, number: str, link: str, name: str) -> Iterator[str]:
        """
        List the addresses that a post had before, from which WordPress leads to it.

        Args:
            number: Of the post.
            link: Its address.
            name: Of its page, as the export has it.
        """
        parts = urlsplit(link)
        steps = parts.path.split("/")
        named = [unquote(step).partition(".")[0] or None for step in steps]
        if unquote(name) not in named:
            return
        place = len(named) - 1 - named[::-1].index(unquote(name))
        for slug in self.notes.get(number, {}).get(_SLUG, []):
            step = slug + "".join(steps[place].partition(".")[1:])
            path = "/".join([*steps[:place], step, *steps[place + 1 :]])
            yield urlunsplit(parts._replace(path=path))


def read_export(data: bytes, entries: Iterable[Any]) -> Export:
    """
    Read an export.

    Args:
        data: XML.
        entries: Of it, as feedparser gives them.
    """
    text = data.decode("utf-8", "replace")
    notes: dict[str, dict[str, list[str]]] = {}
    number = ""
    for found, key, value in _META.findall(text):
        number = found or number
        if value := value.strip():
            notes.setdefault(number, {}).setdefault(key, []).append(value)
    return Export(
        files={
            entry.get("wp_post_id", ""): entry.get("wp_attachment_url", "")
            for entry in entries
            if entry.get("wp_post_type") == "attachment"
        },
        tongues={name: tag for tag, name in _TONGUE.findall(text)},
        notes=notes,
    )
