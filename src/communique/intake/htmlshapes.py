"""Bring the links, lists, headings and footnotes of HTML into shapes that Markdown has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, urljoin, urlsplit

from bs4.element import NavigableString

from communique.intake.draft import shorten
from communique.intake.elements import BLOCKS, find_named
from communique.intake.htmlmarkdown import FOOTNOTE_CALL, SEPARATOR

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


def find_calls(root: Tag) -> list[Tag]:
    """Find the links to a place in the same text."""
    return [link for link in find_named(root, "a") if str(link.get("href", "")).startswith("#")]


def get_text(el: Tag) -> str:
    """Read the text of *el* on one line; a no-break space stays."""
    between = " " if find_named(el, *BLOCKS) else ""
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
        for link in find_named(root, "a"):
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
    for ordered in find_named(root, "ol"):
        if ordered.get("type") in {"a", "A", "i", "I"}:
            _write_letters(ordered, notes)
    for later in find_named(root, "ol", "ul"):
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
    for el in find_named(root, *_OTHER_BLOCKS):
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
    items = {str(li["id"]): li for li in reversed(find_named(root, "li")) if li.has_attr("id")}
    notes: dict[str, Tag] = {}
    numbers: dict[str, int] = {}
    for call in find_calls(root):
        if call.decomposed or not _CALL.fullmatch(call.get_text().strip()):
            continue
        target = str(call["href"])[1:]
        if target not in notes:
            note = items.get(target)
            backs = find_calls(note) if note is not None else []
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


def take_definitions(root: Tag) -> list[Tag]:
    """Take out the footnotes as our own renderer writes them, and put Markdown's calls in."""
    notes: dict[str, Tag] = {}
    raised = find_named(root, "sup")
    calls = [el for el in raised if "footnote-reference" in (el.get("class") or "")]
    for call in calls:
        link = call.find("a", href=True)
        target = str(link["href"]).rpartition("#")[2] if link else ""
        if target not in notes:
            note = root.find("div", id=target) if target else None
            if note is None:
                continue
            notes[target] = note
            for label in note.select(".footnote-definition-label"):
                label.decompose()
        call.replace_with(FOOTNOTE_CALL.format(list(notes).index(target) + 1))
    for note in notes.values():
        note.extract()
    return list(notes.values())


def remove_controls(root: Tag) -> None:
    """Remove control characters that were written as references: no text can hold them."""
    texts = [text for text in root.descendants if isinstance(text, NavigableString)]
    for text in texts:
        if _CONTROLS.search(text):
            text.replace_with(_CONTROLS.sub("", text))
