"""The names of the elements of a Word document, whichever edition of the standard it follows."""

from __future__ import annotations

from xml.etree.ElementTree import Element

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PREFIXES = {
    _W: "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp",
    "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": "wp",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://purl.oclc.org/ooxml/drawingml/main": "a",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "c",
    "http://purl.oclc.org/ooxml/drawingml/chart": "c",
    "urn:schemas-microsoft-com:vml": "v",
}

_HOLDERS = frozenset({"w:p", "w:r", "w:t", "m:t"})


def get_name(el: Element) -> str:
    """Name *el* with the usual prefix of its namespace, or none."""
    uri, _, name = el.tag.rpartition("}")
    return f"{_PREFIXES.get(uri[1:], '')}:{name}"


def get_value(el: Element, name: str = "val") -> str:
    """Read the attribute *name* of *el*, in whichever namespace; empty where there is none."""
    return next((v for key, v in el.attrib.items() if key.rpartition("}")[2] == name), "")


def find_child(el: Element | None, name: str) -> Element | None:
    """Find the first child of that name."""
    return (
        next((child for child in el if get_name(child) == name), None) if el is not None else None
    )


def read_value(el: Element | None, name: str) -> str:
    """Read the value of the first child of that name; empty where there is none."""
    child = find_child(el, name)
    return "" if child is None else get_value(child)


def get_words(el: Element) -> str:
    """Read all the text within *el*; a tab or line break is a space, paragraphs stand apart."""
    words: list[str] = []
    for inner in el.iter():
        name = get_name(inner)
        if name in {"w:t", "m:t"}:
            words.append(inner.text or "")
        elif name in {"w:p", "w:tab", "w:br", "w:cr"}:
            words.append(" ")
    return "".join(words).strip()


def holds_text(el: Element) -> bool:
    """Tell whether there is a place for text within *el*."""
    return any(get_name(inner) in _HOLDERS for inner in el.iter())


def make(name: str, *children: Element, text: str = "", **attributes: str) -> Element:
    """Make an element of WordprocessingML."""
    el = Element(f"{{{_W}}}{name}", {f"{{{_W}}}{key}": v for key, v in attributes.items()})
    el.extend(children)
    el.text = text or None
    return el


def make_run(text: str) -> Element:
    """Make a run of plain text."""
    return make("r", make("t", text=text))
