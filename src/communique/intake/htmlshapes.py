"""Bring the links, lists, headings and footnotes of HTML into shapes that Markdown has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, urljoin, urlsplit

from bs4 import Tag
from bs4.element import NavigableString

from communique.intake.draft import shorten
from communique.intake.elements import BLOCKS, find_named, get_start
from communique.intake.htmlmarkdown import FOOTNOTE_CALL, SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bs4 import BeautifulSoup
    from bs4.element import PageElement

_OTHER_BLOCKS = BLOCKS & {
    *("address", "aside", "center", "details", "fieldset", "figcaption", "figure", "footer"),
    *("header", "main", "nav", "summary"),
}
_GROUPS = _OTHER_BLOCKS | {"article", "div", "section"}
_SEEN = ["hr", "img", "table"]
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
        for item in reversed(ordered.find_all("li", recursive=False)):
            if get_text(item) or item.find(_SEEN):
                break
            item.extract()  # of the others the number is kept
    for later in find_named(root, "ol", "ul"):
        before = _find_before(later)
        if before is None or before.name != later.name:
            continue
        goes_on = later.name == "ol" and get_start(later) == get_start(before) + _count(before)
        if goes_on and before.parent is later.parent:
            for item in later.find_all("li", recursive=False):
                before.append(item)
            later.decompose()
        else:
            separator = soup.new_tag("p")
            separator.string = SEPARATOR
            later.insert_before(separator)


def _find_before(later: Tag) -> Tag | None:
    """Find the block that a reader sees just above *later*, whatever groups the two."""
    node: PageElement | None = later
    while node is not None and _skip_spaces(node.previous_sibling) is None:
        node = node.parent
        if node is None or node.name not in _GROUPS:
            return None
    before = _skip_spaces(node.previous_sibling) if node is not None else None
    while isinstance(before, Tag) and before.name in _GROUPS and before.contents:
        before = _skip_spaces(before.contents[-1])
    return before if isinstance(before, Tag) else None


def _skip_spaces(node: PageElement | None) -> PageElement | None:
    """Go back to what a reader sees."""
    while node is not None and not node.get_text().strip():
        if isinstance(node, Tag) and (node.name in _SEEN or node.find(_SEEN)):
            break
        node = node.previous_sibling
    return node


def _write_letters(ordered: Tag, notes: list[Note]) -> None:
    """Write the letters of a list as text: Markdown has numbers alone."""
    kind = str(ordered["type"])
    first = ord(kind) + get_start(ordered) - 1
    if kind in {"i", "I"} or get_start(ordered) + _count(ordered) > 27:
        notes.append(Note(get_line(ordered), "letters before list items, now numbers"))
        return
    for at, item in enumerate(ordered.find_all("li", recursive=False)):
        (item.find("p", recursive=False) or item).insert(0, f"{chr(first + at)}) ")
    ordered.name = "ul"


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
