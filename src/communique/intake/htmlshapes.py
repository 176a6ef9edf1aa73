"""Bring the links, lists, headings and footnotes of HTML into shapes that Markdown has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, urljoin, urlsplit

from communique.intake.draft import shorten
from communique.intake.htmlmarkdown import BLOCKS, FOOTNOTE_CALL, SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bs4 import BeautifulSoup, Tag

_OTHER_BLOCKS = BLOCKS & {
    *("address", "aside", "center", "details", "fieldset", "figcaption", "figure", "footer"),
    *("header", "main", "nav", "summary"),
}
_CONTROLS = re.compile("[\x00-\x08]")
_CALL = re.compile(r"[\[(]?(?:\d{1,3}|\*+)[\])]?")


class Note(NamedTuple):
    """Say what was left out, and on which line; 0 where no line is known."""

    line: int
    what: str


def get_text(el: Tag) -> str:
    """Read the text of *el* on one line; a no-break space stays."""
    between = " " if el.find(list(BLOCKS)) else ""
    return re.sub(r"[ \t\r\n]+", " ", el.get_text(between)).strip()


def get_line(el: Tag) -> int:
    """Tell where *el* begins: a line of its file, or 0."""
    return el.sourceline or 0


def is_absolute(address: str) -> bool:
    """Tell whether *address* leads somewhere from anywhere."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    if parts.scheme.lower() in {"http", "https"}:
        return bool(parts.netloc)
    return parts.scheme.lower() in {"mailto", "tel"} and bool(parts.path)


def settle_links(roots: Iterable[Tag], base: str, notes: list[Note]) -> None:
    """Keep the links that lead somewhere, from *base* on too; of others keep the text."""
    for root in roots:
        for link in root.find_all("a"):
            href = re.sub(r"[\t\r\n]", "", str(link.get("href", ""))).strip()
            if not is_absolute(href) and base and href and not href.startswith("#"):
                href = _join(base, href)
            if is_absolute(href) and get_text(link):
                # CommonMark 0.31 §6.3: what would end the destination is percent-encoded.
                link.attrs = {"href": quote(href, safe="/:?#[]@!$&'*+,;=%~._-", encoding="utf-8")}
                continue
            if href and not href.startswith("#") and get_text(link):
                what = f"the link of {shorten(get_text(link))}: {shorten(href)} leads nowhere"
                notes.append(Note(get_line(link), f"{what} outside of its page"))
            link.unwrap()


def _join(base: str, href: str) -> str:
    try:
        return urljoin(base, href)
    except ValueError:
        return ""


def settle_lists(soup: BeautifulSoup, root: Tag, notes: list[Note]) -> None:
    """Join the parts of a list, keep neighbouring lists apart, and keep the letters of letters."""
    for ordered in root.find_all("ol", type=["a", "A", "i", "I"]):
        _write_letters(ordered, notes)
    for later in root.find_all(["ol", "ul"]):
        before = later.find_previous_sibling()
        between = later.previous_sibling
        while between is not before and between is not None and not between.get_text().strip():
            between = between.previous_sibling
        if before is None or between is not before or before.name != later.name:
            continue
        if later.name == "ol" and _get_start(later) == _get_start(before) + _count(before):
            for item in later.find_all("li", recursive=False):
                before.append(item)
            later.decompose()
        else:
            separator = soup.new_tag("p")
            separator.string = SEPARATOR
            later.insert_before(separator)


def _write_letters(ordered: Tag, notes: list[Note]) -> None:
    """Write the letters of a list as text: Markdown has numbers alone."""
    kind = str(ordered["type"])
    first = ord(kind) + _get_start(ordered) - 1
    if kind in {"i", "I"} or _get_start(ordered) + _count(ordered) > 27:
        notes.append(Note(get_line(ordered), "letters before list items, now numbers"))
        return
    for at, item in enumerate(ordered.find_all("li", recursive=False)):
        (item.find("p", recursive=False) or item).insert(0, f"{chr(first + at)}) ")
    ordered.name = "ul"


def _get_start(ordered: Tag) -> int:
    start = str(ordered.get("start", "1"))
    return int(start) if re.fullmatch(r"[0-9]{1,9}", start) else 1


def _count(ordered: Tag) -> int:
    return len(ordered.find_all("li", recursive=False))


def name_blocks(root: Tag) -> None:
    """Make plain blocks of those that the converter would run into the line before."""
    for el in root.find_all(sorted(_OTHER_BLOCKS)):
        el.name = "div"


def shift_headings(root: Tag) -> None:
    """Make the highest heading of the text one of the second level: the title is the first."""
    headings = root.find_all(re.compile(r"^h[1-6]$"))
    levels = [int(heading.name[1]) for heading in headings]
    for heading, level in zip(headings, levels, strict=True):
        heading.name = f"h{min(level + 2 - min(levels), 6)}"


def take_footnotes(root: Tag) -> list[Tag]:
    """
    Put Markdown's footnote calls in, and take the notes they call for out of their list.

    The notes of Word, and those of most web pages, are list items that link back to their call.

    Returns:
        The notes in the order of their calls.
    """
    items = {str(item["id"]): item for item in reversed(root.select("li[id]"))}
    notes: dict[str, Tag] = {}
    numbers: dict[str, int] = {}
    for call in root.select("a[href^='#']"):
        if call.decomposed or not _CALL.fullmatch(call.get_text().strip()):
            continue
        target = str(call["href"])[1:]
        if target not in notes:
            note = items.get(target)
            backs = note.select("a[href^='#']") if note is not None else []
            if note is None or not backs:
                continue
            notes[target] = note
            numbers[target] = len(notes)
            for back in backs:
                back.decompose()
        for raised in call.find_parents("sup")[1:]:
            if get_text(raised) == get_text(call):
                raised.unwrap()
        call.string = FOOTNOTE_CALL.format(numbers[target])
        call.attrs = {}
    for note in notes.values():
        holder = note.parent
        note.extract()
        note.name = "div"
        if holder is not None and holder.find("li") is None:
            holder.decompose()
    return list(notes.values())


def remove_controls(root: Tag) -> None:
    """Remove control characters that were written as references: no text can hold them."""
    for text in root.find_all(string=_CONTROLS):
        text.replace_with(_CONTROLS.sub("", text))
