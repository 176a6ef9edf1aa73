"""Tell what of a Word document nobody sees who reads it in Word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.intake.wordnames import find_child, get_name, get_value, read_value

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def is_on(el: Element | None) -> bool:
    """Tell whether a property is there and not switched off (ECMA-376 Part 1 §17.17.4)."""
    return el is not None and get_value(el) not in {"0", "false", "off"}


class HiddenStyles:
    """
    Know which styles hide text.

    Args:
        styles: The root of the part with the styles; None where there is none.
    """

    def __init__(self, styles: Element | None) -> None:
        found = [] if styles is None else [el for el in styles if get_name(el) == "w:style"]
        self._styles = {get_value(el, "styleId"): el for el in reversed(found)}
        usual = [el for el in found if get_value(el, "default") not in {"", "0", "false"}]
        self._usual = {get_value(el, "type"): get_value(el, "styleId") for el in usual}

    def hide(self, run: Element, paragraph_style: str) -> bool:
        """
        Tell whether *run* is hidden, by itself or by its styles.

        Source: ECMA-376 Part 1 §17.7.3 (one of two styles switches what the other has switched).
        """
        properties = find_child(run, "w:rPr")
        own = find_child(properties, "w:vanish")
        if own is not None:
            return is_on(own)
        of_run = self._hides(read_value(properties, "w:rStyle"), "character")
        return of_run is not self._hides(paragraph_style, "paragraph")

    def _hides(self, key: str, kind: str) -> bool:
        """Tell whether the style *key*, or else that it is based on, hides."""
        key = key or self._usual.get(kind, "")
        seen: set[str] = set()
        while key in self._styles and key not in seen:
            seen.add(key)
            style = self._styles[key]
            vanish = find_child(find_child(style, "w:rPr"), "w:vanish")
            if vanish is not None:
                return is_on(vanish)
            key = read_value(style, "w:basedOn")
        return False


def is_hidden_shape(el: Element) -> bool:
    """Tell whether a drawing, of either kind, is set not to be seen."""
    if get_name(el) == "w:drawing":
        shown = [find_child(anchor, "wp:docPr") for anchor in el]
        return any(get_value(each, "hidden") in {"1", "true"} for each in shown if each is not None)
    return "visibility:hidden" in get_value(el, "style").replace(" ", "")
