"""Rewrite the parts of a Word document (.docx) that hold text."""

from __future__ import annotations

import re
from io import BytesIO
from xml.etree import ElementTree as ET
from zipfile import ZipFile

from communique.intake.wordhidden import HiddenStyles
from communique.intake.wordtext import TextPart

_COMMENTS = re.compile(r"word/comments\d*\.xml")
_STYLES = re.compile(r"word/styles\d*\.xml")
_TEXT = re.compile(r"word/(?:document|footnotes|endnotes)\d*\.xml")


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
        roots = {n: _parse(source.read(n)) for n in names if _STYLES.fullmatch(n)}
        styles = HiddenStyles(next(iter(roots.values()), None))
        for name in names:
            part = b"" if name.startswith("word/media/") else source.read(name)
            if _TEXT.fullmatch(name):
                text = TextPart(root := _parse(part), styles)
                notes += text.notes
                deletions += text.deletions
                part = ET.tostring(root, encoding="utf-8")
            elif _COMMENTS.fullmatch(name):
                comments += len(_parse(part))
                continue
            target.writestr(name, part)
    times = "" if deletions == 1 else f", {deletions} times"
    if deletions:
        notes.append(f"text deleted with tracked changes{times}; what was inserted is in the text")
    if comments:
        notes.append(f"{comments} comment{'' if comments == 1 else 's'}")
    return package, tuple(dict.fromkeys(notes))


def _parse(part: bytes) -> ET.Element:
    return ET.fromstring(part)  # noqa: S314 - `is_docx` refused what declares entities
