"""The formulas of a Word document on one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.intake.wordnames import find_child, get_name, get_value

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element


def write_formula(el: Element) -> str:
    """
    Write a formula, or a part of one, as it would be typed.

    Source: ECMA-376 Part 1 §22.1 (Office Math).
    """
    return _FORMS.get(get_name(el), _join)(el)


def _join(el: Element) -> str:
    between = " " if get_name(el) in {"m:mr", "m:eqArr"} else ""
    return between.join(map(write_formula, el))


def _read(el: Element) -> str:
    return el.text or ""


def _write_fraction(el: Element) -> str:
    return f"{_group(el, 'm:num')}/{_group(el, 'm:den')}"


def _write_power(el: Element) -> str:
    return _write_child(el, "m:e") + _write_scripts(el)


def _write_root(el: Element) -> str:
    return f"{_write_child(el, 'm:deg')}√{_group(el, 'm:e')}"


def _write_sum(el: Element) -> str:
    sign = _get_sign(el, "m:naryPr", "m:chr", "∫")
    return f"{sign}{_write_scripts(el)} {_write_child(el, 'm:e')}".rstrip()


def _write_brackets(el: Element) -> str:
    opened = _get_sign(el, "m:dPr", "m:begChr", "(")
    closed = _get_sign(el, "m:dPr", "m:endChr", ")")
    between = _get_sign(el, "m:dPr", "m:sepChr", "|")
    return f"{opened}{between.join(filter(None, map(write_formula, el)))}{closed}"


def _write_scripts(el: Element) -> str:
    marks = (("_", "m:sub"), ("^", "m:sup"))
    return "".join(f"{mark}{text}" for mark, name in marks if (text := _group(el, name)))


def _group(el: Element, name: str) -> str:
    """Write the child *name*, in brackets where it is more than one number or word."""
    text = _write_child(el, name)
    return text if text.replace(".", "").isalnum() or not text else f"({text})"


def _write_child(el: Element, name: str) -> str:
    child = find_child(el, name)
    return "" if child is None else write_formula(child)


def _get_sign(el: Element, properties: str, name: str, usual: str) -> str:
    sign = find_child(find_child(el, properties), name)
    return usual if sign is None else get_value(sign)


_FORMS: dict[str, Callable[[Element], str]] = {
    "m:d": _write_brackets,
    "m:f": _write_fraction,
    "m:nary": _write_sum,
    "m:rad": _write_root,
    "m:sSub": _write_power,
    "m:sSubSup": _write_power,
    "m:sSup": _write_power,
    "m:t": _read,
    "w:del": lambda _: "",
    "w:t": _read,
}
