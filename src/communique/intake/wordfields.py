"""The fields of a Word document: what they show is text, what they are made from is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.intake.wordhidden import is_on
from communique.intake.wordnames import find_child, get_name, get_value, make

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def drop_codes(root: Element) -> None:
    """
    Empty the text that stands within the code of a field, as that of a field within it does.

    Source: ECMA-376 Part 1 §17.16.18 (a field has a code, and may have a result).
    """
    fields: list[list[Element] | None] = []  # the text in the code of each; None where that ended
    for el in root.iter():
        if get_name(el) == "w:t":
            codes = [code for code in fields if code is not None]
            if codes:
                codes[-1].append(el)
        elif get_name(el) == "w:fldChar":
            kind = get_value(el, "fldCharType")
            if kind == "begin":
                fields.append([])
            elif fields:
                for text in fields.pop() or ():
                    text.text = ""
                if kind != "end":
                    fields.append(None)


def show_field(mark: Element) -> list[Element]:
    """Write what an old control of a form shows: it is in no run."""
    data = find_child(mark, "w:ffData")
    box, choice = find_child(data, "w:checkBox"), find_child(data, "w:ddList")
    if box is not None:
        checked = find_child(box, "w:checked")
        state = checked if checked is not None else find_child(box, "w:default")
        return [make("t", text="☒" if is_on(state) else "☐"), mark]
    if choice is not None:
        entries = [get_value(el) for el in choice if get_name(el) == "w:listEntry"]
        states = [find_child(choice, name) for name in ("w:result", "w:default")]
        chosen = next((get_value(state) for state in states if state is not None), "0")
        if chosen.isdecimal() and int(chosen) < len(entries):
            return [make("t", text=entries[int(chosen)]), mark]
    return [mark]


def is_form_code(code: Element) -> bool:
    """Tell the code of a control that `show_field` wrote."""
    return (code.text or "").strip().startswith(("FORMCHECKBOX", "FORMDROPDOWN"))
