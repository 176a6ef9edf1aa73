"""Rewrite the text of a Word document so that mammoth reads all of it, not only what it knows."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING

from communique.intake.draft import shorten
from communique.intake.formulas import write_formula
from communique.intake.wordfields import drop_codes, is_form_code, show_field
from communique.intake.wordhidden import is_hidden_shape, is_on
from communique.intake.wordnames import (
    find_child,
    get_name,
    get_value,
    get_words,
    holds_text,
    make,
    make_run,
    read_value,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

    from communique.intake.wordhidden import HiddenStyles

# What mammoth reads as what it is, or passes over as it should.
_READ = frozenset(
    """
    w:document w:body w:footnotes w:footnote w:endnotes w:endnote w:p w:r w:hyperlink w:tbl w:tr
    w:tc w:pict w:t w:tab w:br w:sym w:noBreakHyphen w:softHyphen w:fldChar w:instrText
    """.split()  # noqa: SIM905 - a list of words reads better
)
_PROPERTIES = frozenset(
    "w:pPr w:rPr w:tblPr w:tblPrEx w:tblGrid w:trPr w:tcPr w:sectPr w:sdtPr w:rubyPr".split()  # noqa: SIM905 - as above
)
_BLOCK_HOLDERS = frozenset("w:body w:footnote w:endnote w:tc w:txbxContent".split())  # noqa: SIM905 - as above
_LETTERS = (range(0x20, 0xD800), range(0xF900, 0xFFFE), range(0x10000, 0xF0000))
_SIGNS = re.compile("([\uf020-\uf0ff])")
_DINGBATS = re.compile(r"symbol|wingdings|webdings|dingbats", re.IGNORECASE)


class TextPart:
    """
    Hold a part of a Word document with text in it, and make it one that loses no word.

    Source: ECMA-376 Part 1 §17 (WordprocessingML).

    Args:
        root: Of the part; it is changed.
        styles: Those of the document.
    """

    def __init__(self, root: Element, styles: HiddenStyles) -> None:
        self.notes: list[str] = []
        """What is not in the text any more, one sentence each."""
        self.deletions = 0
        """How many pieces were deleted with tracked changes."""
        self._styles = styles
        self._style = ""  # of the paragraph
        self._hidden: list[str] = []  # what is hidden of it
        self._rules: dict[str, Callable[[Element], list[Element]]] = {
            "mc:AlternateContent": self._choose,
            "m:oMath": self._write_formula,
            "v:textpath": lambda el: [make("p", make_run(get_value(el, "string")))],
            "w:altChunk": self._report_chunk,
            "w:br": lambda el: [make("t", text=" ") if _is_page_break(el) else el],
            "w:cr": lambda _: [make("br")],
            "w:del": self._count_deletion,
            "w:drawing": self._take_boxes,
            "w:fldChar": show_field,
            "w:fldSimple": self._write_field,
            "w:instrText": lambda el: [] if is_form_code(el) else [el],
            "w:moveFrom": lambda _: [],
            "w:p": self._read_paragraph,
            "w:ptab": lambda _: [make("tab")],
            "w:r": self._show_run,
            "w:ruby": self._write_ruby,
            "w:sdt": self._open_control,
            "w:sym": self._write_symbol,
            "w:tc": self._show_cell,
            "w:tr": self._show_row,
        }
        self._settle(root)
        drop_codes(root)

    def _settle(self, parent: Element) -> list[Element]:
        """Rewrite the children of *parent*."""
        parent[:] = [new for child in parent for new in self._rewrite(child)]
        if get_name(parent) in _BLOCK_HOLDERS:  # a formula may stand between paragraphs
            blocks = [make("p", el) if get_name(el) == "w:r" else el for el in parent]
            parent[:] = _join_paragraphs(blocks)
        return list(parent)

    def _rewrite(self, el: Element) -> list[Element]:
        """Give the elements that stand for *el*."""
        name = get_name(el)
        if rule := self._rules.get(name):
            return rule(el)
        if name in _PROPERTIES:
            return [el]
        if name.startswith("v:") and is_hidden_shape(el):
            return self._hide(el)
        if name in _READ or not holds_text(el):
            self._settle(el)
            return [el]
        return self._settle(el)

    def _read_paragraph(self, paragraph: Element) -> list[Element]:
        around = self._style, self._hidden
        self._style = read_value(find_child(paragraph, "w:pPr"), "w:pStyle")
        self._hidden = []
        self._settle(paragraph)
        if hidden := "".join(self._hidden).strip():
            self.notes.append(f"hidden text: {shorten(hidden)}")
        self._style, self._hidden = around
        return [paragraph]

    def _show_run(self, run: Element) -> list[Element]:
        """Keep what is seen of a run; the marks of a field stay, which need each other."""
        if self._styles.hide(run, self._style):
            self._hidden.append(get_words(run))
            run[:] = [el for el in run if get_name(el) in {"w:rPr", "w:fldChar", "w:instrText"}]
        if any(get_value(el, "customMarkFollows") in {"1", "true", "on"} for el in run):
            run[:] = [el for el in run if get_name(el) not in {"w:t", "w:sym"}]  # Markdown's own
        font = find_child(find_child(run, "w:rPr"), "w:rFonts")
        if font is not None:
            run[:] = [new for el in run for new in _name_signs(el, get_value(font, "ascii"))]
        self._settle(run)
        return [run]

    def _show_row(self, row: Element) -> list[Element]:
        properties = find_child(row, "w:trPr")
        if is_on(find_child(properties, "w:hidden")):
            return self._hide(row)
        if find_child(properties, "w:del") is not None:
            return self._count_deletion(row)
        self._settle(row)
        return [row]

    def _show_cell(self, cell: Element) -> list[Element]:
        """Empty a cell that was deleted: its row still needs it."""
        properties = find_child(cell, "w:tcPr")
        if find_child(properties, "w:cellDel") is not None:
            self.deletions += 1
            cell[:] = [el for el in cell if el is properties]
        self._settle(cell)
        return [cell]

    def _hide(self, el: Element) -> list[Element]:
        if words := get_words(el):
            self.notes.append(f"hidden text: {shorten(words)}")
        return []

    def _count_deletion(self, _: Element) -> list[Element]:
        self.deletions += 1
        return []

    def _choose(self, el: Element) -> list[Element]:
        """Take the form for older programs, unless only another has the text (Part 3 §7.2)."""
        ways = [way for way in el if get_words(way)] or list(el)
        return self._settle(ways[-1]) if ways else []

    def _take_boxes(self, drawing: Element) -> list[Element]:
        """Put the text boxes of a drawing beside it."""
        if is_hidden_shape(drawing):
            return self._hide(drawing)
        if not holds_text(drawing):
            return [drawing]
        text = self._settle(deepcopy(drawing))
        drawing[:] = [el for el in drawing if get_name(el) in {"wp:inline", "wp:anchor"}]
        return [drawing, make("pict", *text)]  # of the first, mammoth takes the picture alone

    def _write_field(self, field: Element) -> list[Element]:
        """Write a field as Word writes the longer ones: mammoth finds the link in those."""
        kinds = ("begin", "separate", "end")
        marks = [make("r", make("fldChar", fldCharType=kind)) for kind in kinds]
        code = make("r", make("instrText", text=get_value(field, "instr")))
        return [marks[0], code, marks[1], *self._settle(field), marks[2]]

    def _write_ruby(self, ruby: Element) -> list[Element]:
        """Put the reading of a word behind it."""
        base, reading = find_child(ruby, "w:rubyBase"), find_child(ruby, "w:rt")
        runs = self._settle(base) if base is not None else []
        if reading is not None and get_words(reading):
            runs += [make_run(" ("), *self._settle(reading), make_run(")")]
        return runs

    def _open_control(self, control: Element) -> list[Element]:
        """Take what was filled in, not what asks to fill it in."""
        content = find_child(control, "w:sdtContent")
        if content is None:
            return []
        properties = find_child(control, "w:sdtPr")
        if find_child(properties, "w:showingPlcHdr") is not None:
            self.notes.append(f"a field that nobody filled in: {shorten(get_words(content))}")
            return []
        return self._settle(content)

    def _write_symbol(self, symbol: Element) -> list[Element]:
        """Write a symbol as a letter where its number is that of one, in a font of letters."""
        char, font = get_value(symbol, "char"), get_value(symbol, "font")
        try:
            code = int(char, 16)
        except ValueError:
            self.notes.append(f"a symbol whose number is {shorten(char)}")
            return []
        if code >> 8 == 0xF0 and not _DINGBATS.search(font):
            code -= 0xF000  # §17.3.3.30
        is_letter = any(code in letters for letters in _LETTERS)
        return [make("t", text=chr(code))] if is_letter else [symbol]

    def _write_formula(self, formula: Element) -> list[Element]:
        for el in formula.iter():
            hidden = [run for run in el if get_name(run) == "m:r" and self._styles.hide(run, "")]
            self._hidden += map(get_words, hidden)
            el[:] = [inner for inner in el if inner not in hidden]
        text = write_formula(formula)
        self.notes.append(f"the layout of a formula: see that {shorten(text)} reads as it should")
        return [make_run(text)]

    def _report_chunk(self, _: Element) -> list[Element]:
        hint = "save the document once more in Word, and give that file"
        self.notes.append(f"another document within this one: {hint}")
        return []


def _is_page_break(el: Element) -> bool:
    """Tell a break that ends a page or column, where two words meet, from one that ends a line."""
    return get_value(el, "type") not in {"", "textWrapping"}


def _name_signs(el: Element, font: str) -> list[Element]:
    """Write the signs of a font that has no letters as symbols, which have a name (§17.3.3.30)."""
    pieces = _SIGNS.split(el.text or "") if get_name(el) == "w:t" else [""]
    if len(pieces) == 1:
        return [el]
    return [
        make("sym", font=font, char=f"{ord(piece):X}") if at % 2 else make("t", text=piece)
        for at, piece in enumerate(pieces)
    ]


def _join_paragraphs(blocks: list[Element]) -> list[Element]:
    """Join each paragraph whose end was deleted or moved with the next one (§17.13.5.15)."""
    joined: list[Element] = []
    open_ended = False
    for el in blocks:
        is_paragraph = get_name(el) == "w:p"
        if open_ended and is_paragraph:
            text = [child for child in joined.pop() if get_name(child) != "w:pPr"]
            start = 0 if find_child(el, "w:pPr") is None else 1
            el[start:start] = text
        joined.append(el)
        open_ended = is_paragraph and _take_ends(el)
    return joined


def _take_ends(paragraph: Element) -> bool:
    """Take off a paragraph that its end is gone: there may be none to join it with."""
    mark = find_child(find_child(paragraph, "w:pPr"), "w:rPr")
    if mark is None:
        return False
    kept = [el for el in mark if get_name(el) not in {"w:del", "w:moveFrom"}]
    is_gone = len(kept) < len(mark)
    mark[:] = kept
    return is_gone
