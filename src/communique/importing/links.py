"""Where the links of a Markdown text lead once it is an entry."""

from __future__ import annotations

import html
import posixpath
import re
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from communique.importing.addresses import join_address
from communique.importing.cleaning import check_markdown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from communique.importing.items import Item
    from communique.importing.places import Places

_POST = re.compile(r"\.(?:md|markdown)$")


def settle_links(
    item: Item, file: str, copies: Mapping[str, str], places: Places
) -> tuple[str, list[tuple[str, str]]]:
    """
    Let each reference of a text lead to the entry, the file or the page to which it led.

    Args:
        item: Its text is Markdown.
        file: Of its entry, relative to the publication.
        copies: The place of each file that lies beside it now, by the reference.
        places: Of entries.

    Returns:
        The text; and what may lead nowhere: a sentence, and a part of the text.
    """
    targets: dict[str, str] = {}
    lost: dict[str, str] = {}
    for reference in check_markdown(item.text):
        path, mark, fragment = reference.partition("#")
        place = item.linked.get(reference, "")
        joined = join_address(item.base, reference)
        entry = places.find(place) or places.find_page(joined.partition("#")[0])
        entry = file if place == item.place else entry
        target = joined or f"/{reference.lstrip('./')}"
        if reference in copies:
            target = quote(copies[reference])
        elif entry:
            target = posixpath.relpath(entry, posixpath.dirname(file)) + mark + fragment
        elif place:
            target = _find_former(reference, place, places) or target
            lost[f"the link {unquote(path)}: there is no entry of {place} yet"] = target
        elif not joined:
            lost[f"the link {reference} led to no file that is here"] = target
        elif _POST.search(path):
            lost[f"the link {unquote(path)} led to no post that is here"] = target
        targets[reference] = target
    text = _replace(item.text, targets)
    return text, [(what, _find_link(target, text)) for what, target in lost.items()]


def settle_html(item: Item, places: Places) -> tuple[str, list[tuple[str, str]]]:
    """Let a text that is HTML link to the former pages of other posts; else as ``settle_links``."""
    found = {name: _find_former(name, place, places) for name, place in item.linked.items()}
    targets = {name: former for name, former in found.items() if former}
    lost = [
        (
            f"the link {unquote(name.partition('#')[0])}: there is no entry of {place} yet",
            f"({targets.get(name, name)}",
        )
        for name, place in item.linked.items()
        if not places.find(place)
    ]
    return _replace(item.text, targets), lost


def _find_former(reference: str, place: str, places: Places) -> str:
    _, mark, fragment = reference.partition("#")
    address = places.get_address(place)
    return address + mark + fragment if address else ""


def _find_link(target: str, text: str) -> str:
    """Find a link as it is written: the same address may stand elsewhere too."""
    written = (f"{sign}{target}" for sign in ("(", "<", '"', "'", " "))
    return next((link for link in written if link in text), target)


def _replace(text: str, targets: Mapping[str, str]) -> str:
    """Replace references where a link leads, and nowhere else: one may be a word as well."""
    typed = {
        form: target.replace("\\", "%5C")
        for reference, target in targets.items()
        for form in (html.escape(reference), unquote(reference), reference)
    }
    if not typed:
        return text
    forms = "|".join(re.escape(form) for form in sorted(typed, key=len, reverse=True))
    place = rf"(\]\([ \t]*<?|\]:[ \t]+<?|(?:src|href)=[\"'])({forms})(?=[\s)>\"']|$)"
    return re.sub(place, lambda found: found[1] + typed[found[2]], text)
