"""The numbers before the paragraphs of a Word document, which are in no text of it."""

from __future__ import annotations

import re
from string import ascii_lowercase
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup

from communique.intake.wordhidden import is_on
from communique.intake.wordnames import find_child, get_name, get_value, make_run, read_value
from communique.values import Struct

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

    from bs4 import Tag

_MARK = "\ufdd0{}\ufdd1"  # of characters that no text has (Unicode §23.7)
_MARKED = re.compile("\ufdd0(.*?)\ufdd1")
_ORDINAL = re.compile(r"\(?(\d{1,9})[.)]?")
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщэюя"  # §17.18.59 leaves ё, й, ъ, ы and ь out
_ROMAN = "m1000 cm900 d500 cd400 c100 xc90 l50 xl40 x10 ix9 v5 iv4 i1"


class _Level(Struct, frozen=True):
    """Describe the numbers of one depth of a list."""

    start: int
    form: str
    text: str
    style: str


class Numbering:
    """
    Count the paragraphs of a Word document as Word does.

    Args:
        styles: The root of the part with the styles; None where there is none.
        numbering: The root of the part with the lists; None where there is none.

    Source: ECMA-376 Part 1 §17.9 (numbering).
    """

    def __init__(self, styles: Element | None, numbering: Element | None) -> None:
        parts = [] if numbering is None else list(numbering)
        found = [] if styles is None else [el for el in styles if get_name(el) == "w:style"]
        self._styles = {get_value(el, "styleId"): el for el in reversed(found)}
        self._lists = {get_value(el, "numId"): el for el in parts if get_name(el) == "w:num"}
        kinds = [el for el in parts if get_name(el) == "w:abstractNum"]
        self._kinds = {get_value(el, "abstractNumId"): el for el in kinds}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def number(self, root: Element) -> None:
        """Put a mark with its number at the start of each paragraph that has one and has words."""
        for paragraph in [el for el in root.iter() if get_name(el) == "w:p"]:
            label = self._count(paragraph)
            if label is not None and any((el.text or "").strip() for el in paragraph.iter()):
                properties = find_child(paragraph, "w:pPr")
                paragraph.insert(0 if properties is None else 1, make_run(_MARK.format(label)))

    def _count(self, paragraph: Element) -> str | None:
        """Give the number of *paragraph*; None where it has none, or a bullet."""
        properties = find_child(paragraph, "w:pPr")
        end = find_child(properties, "w:rPr")
        if is_on(find_child(end, "w:vanish")) and find_child(end, "w:specVanish") is None:
            return None  # hidden as a whole; of a heading that runs on, the end alone is
        key, depth = self._find_list(properties)
        kind, levels = self._read_levels(key)
        if depth not in levels:
            return None
        counts = self._counts.setdefault(kind, {})
        restart = "" if (key, depth) in self._begun else self._find_restart(key, depth)
        self._begun.add((key, depth))
        counts[depth] = int(restart) if restart else counts.get(depth, levels[depth].start - 1) + 1
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        if levels[depth].form == "bullet":
            return None

        def write(found: re.Match[str]) -> str:
            level = levels.get(int(found[1]) - 1, levels[depth])
            return _write_number(counts.get(int(found[1]) - 1, level.start), level.form)

        return re.sub(r"%([1-9])", write, levels[depth].text).strip()

    def _find_list(self, properties: Element | None) -> tuple[str, int]:
        """Find the list of a paragraph and the depth in it: its own, or that of its style."""
        own, style = find_child(properties, "w:numPr"), read_value(properties, "w:pStyle")
        seen: set[str] = set()
        while not read_value(own, "w:numId") and style in self._styles and style not in seen:
            seen.add(style)
            last = style
            own = find_child(find_child(self._styles[style], "w:pPr"), "w:numPr")
            style = read_value(self._styles[style], "w:basedOn")
        key, depth = read_value(own, "w:numId"), read_value(own, "w:ilvl")
        if depth.isdecimal():
            return key, int(depth)
        name = last if seen else style
        levels = self._read_levels(key)[1]
        return key, next((n for n, level in levels.items() if level.style == name), 0)

    def _read_levels(self, key: str) -> tuple[str, dict[int, _Level]]:
        """Read the depths of a list, with the name of what it shares its numbers with."""
        kind = read_value(self._lists.get(key), "w:abstractNumId")
        found = self._kinds.get(kind)
        link = self._styles.get(read_value(found, "w:numStyleLink"))
        if link is not None:
            linked = read_value(find_child(find_child(link, "w:pPr"), "w:numPr"), "w:numId")
            kind = read_value(self._lists.get(linked), "w:abstractNumId")
            found = self._kinds.get(kind)
        levels = [] if found is None else [el for el in found if get_name(el) == "w:lvl"]
        return kind, {_read_depth(el): _read_level(el) for el in levels}

    def _find_restart(self, key: str, depth: int) -> str:
        """Find the number that a list begins with other than those of its kind."""
        for change in self._lists[key]:
            if get_name(change) == "w:lvlOverride" and _read_depth(change) == depth:
                start = read_value(change, "w:startOverride")
                return start if start.isdecimal() else ""
        return ""


def settle_numbers(html: str) -> str:
    """Give the lists of *html* the numbers of their marks; write every other mark as text."""
    if not _MARKED.search(html):
        return html
    soup = BeautifulSoup(html, "html.parser")
    for ordered in soup.find_all("ol"):
        _settle_list(soup, ordered)
    return _MARKED.sub(lambda found: f"{found[1]} " if found[1] else "", str(soup))


def _settle_list(soup: BeautifulSoup, ordered: Tag) -> None:
    items = ordered.find_all("li", recursive=False)
    found = [_MARKED.match(item.get_text()) for item in items]
    if not any(found):
        return  # of notes
    ordinals = [mark and _ORDINAL.fullmatch(mark[1]) for mark in found]
    numbers = [int(ordinal[1]) for ordinal in ordinals if ordinal]
    if len(numbers) < len(items):
        ordered.name = "ul"  # its letters, or what else there is, stay text
        return
    part = ordered
    for item, number, last in zip(items, numbers, [None, *numbers], strict=False):
        if last is None or number != last + 1:
            part = soup.new_tag("ol", start=str(number))
            ordered.insert_before(part)
        part.append(item)
        for mark in item.find_all(string=_MARKED, limit=1):
            mark.replace_with(_MARKED.sub("", mark, count=1))
    ordered.decompose()


def _read_depth(el: Element) -> int:
    depth = get_value(el, "ilvl")
    return int(depth) if depth.isdecimal() else 0


def _read_level(el: Element) -> _Level:
    start, text = read_value(el, "w:start"), find_child(el, "w:lvlText")
    return _Level(
        start=int(start) if start.isdecimal() else 0,
        form=read_value(el, "w:numFmt") or "decimal",
        text=f"%{_read_depth(el) + 1}." if text is None else get_value(text),
        style=read_value(el, "w:pStyle"),
    )


def _write_number(number: int, form: str) -> str:
    """Write a number in one of the forms of §17.18.59; in figures where it is of another."""
    text = _FORMS.get(re.sub(r"^(?:upper|lower)|(?:Upper|Lower)$", "", form), str)(number)
    return text.upper() if form.startswith("upper") or form.endswith("Upper") else text


def _write_letter(number: int, letters: str) -> str:
    """Write a letter; after the last one each is doubled, then trebled."""
    return letters[(number - 1) % len(letters)] * min((number - 1) // len(letters) + 1, 9)


def _write_roman(number: int) -> str:
    text = ""
    for sign, value in re.findall(r"([a-z]+)(\d+)", _ROMAN):
        text += sign * min(number // int(value), 9)
        number %= int(value)
    return text


_FORMS: dict[str, Callable[[int], str]] = {
    "Letter": lambda number: _write_letter(number, ascii_lowercase),
    "Roman": _write_roman,
    "decimalZero": lambda number: f"{number:02}",
    "none": lambda _: "",
    "russian": lambda number: _write_letter(number, _RUSSIAN),
}
