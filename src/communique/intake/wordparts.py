"""Rewrite the parts of a Word document (.docx) that hold text."""

from __future__ import annotations

import re
from io import BytesIO
from xml.etree import ElementTree as ET
from zipfile import ZipFile

from communique.intake.draft import shorten
from communique.intake.wordhidden import HiddenStyles
from communique.intake.wordnames import get_name, get_words
from communique.intake.wordnumbers import Numbering
from communique.intake.wordtext import TextPart

_PART = re.compile(
    r"word/(?:charts/|diagrams/)?"
    r"(document|footnotes|endnotes|styles|numbering|comments|header|footer|chart|data)\d*\.xml"
)
_BESIDE = {
    "header": "the header of the pages",
    "footer": "the footer of the pages",
    "chart": "a chart",
    "data": "a diagram",
}


def rewrite_package(data: bytes) -> tuple[BytesIO, tuple[str, ...]]:
    """
    Make a document without pictures and comments, with all its text where mammoth looks for it.

    Args:
        data: A zip that `is_docx` let through.

    Returns:
        The document, and a sentence for each thing that is not in it any more.

    Raises:
        Exception: It is damaged.
    """
    package = BytesIO()
    notes: list[str] = []
    deletions = comments = 0
    with ZipFile(BytesIO(data)) as source, ZipFile(package, "w") as target:
        names = dict.fromkeys(source.namelist())
        kinds = {name: found[1] for name in names if (found := _PART.fullmatch(name))}
        roots = {
            kind: _parse(source.read(name))
            for name, kind in kinds.items()
            if kind in {"styles", "numbering"}
        }
        styles = HiddenStyles(roots.get("styles"))
        numbering = Numbering(roots.get("styles"), roots.get("numbering"))
        for name in names:
            kind = kinds.get(name, "")
            part = b"" if name.startswith("word/media/") else source.read(name)
            if kind in {"document", "footnotes", "endnotes"}:
                text = TextPart(root := _parse(part), styles)
                notes += text.notes
                deletions += text.deletions
                numbering.number(root)
                part = ET.tostring(root, encoding="utf-8")
            elif kind == "comments":
                comments += len(_parse(part))
            elif kind in _BESIDE:
                notes += _quote(kind, _parse(part), styles)
            if kind not in {"comments", *_BESIDE}:
                target.writestr(name, part)
    return package, tuple(dict.fromkeys([*notes, *_count(deletions, comments)]))


def _quote(kind: str, root: ET.Element, styles: HiddenStyles) -> list[str]:
    """Quote a part that stands beside the text, if there are words in it."""
    if kind in {"header", "footer"}:
        TextPart(root, styles)
        words = get_words(root)
    else:
        words = " ".join(el.text or "" for el in root.iter() if get_name(el) in {"a:t", "c:v"})
    return [f"{_BESIDE[kind]}: {shorten(words)}"] if any(map(str.isalpha, words)) else []


def _count(deletions: int, comments: int) -> list[str]:
    """Say how much of the work on the document is not in its text."""
    counts: list[str] = []
    if deletions:
        times = "" if deletions == 1 else f", {deletions} times"
        counts.append(f"text deleted with tracked changes{times}; what was inserted is in the text")
    if comments:
        counts.append(f"{comments} comment{'' if comments == 1 else 's'}")
    return counts


def _parse(part: bytes) -> ET.Element:
    return ET.fromstring(part)  # noqa: S314 - `is_docx` refused what declares entities
