"""Rewrite the parts of a Word document (.docx) that hold text."""

from __future__ import annotations

import re
from io import BytesIO
from xml.etree import ElementTree as ET
from zipfile import ZipFile

from communique.intake.wordtext import TextPart

_TEXT = re.compile(r"word/(?:document|footnotes|endnotes)\d*\.xml")


def rewrite_package(data: bytes) -> tuple[BytesIO, tuple[str, ...]]:
    """
    Make a document without pictures in which no text stands where mammoth does not look.

    Args:
        data: A zip that `is_docx` let through.

    Returns:
        The document, and a sentence for each thing that is not in it any more.

    Raises:
        Exception: It is damaged.
    """
    package = BytesIO()
    notes: list[str] = []
    with ZipFile(BytesIO(data)) as source, ZipFile(package, "w") as target:
        for name in dict.fromkeys(source.namelist()):
            part = b"" if name.startswith("word/media/") else source.read(name)
            if _TEXT.fullmatch(name):
                root = ET.fromstring(part)  # noqa: S314 - `is_docx` refused what declares entities
                notes += TextPart(root).notes
                part = ET.tostring(root, encoding="utf-8")
            target.writestr(name, part)
    return package, tuple(dict.fromkeys(notes))
