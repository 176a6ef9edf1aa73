"""Word documents (.docx) to HTML to Markdown; the only importer of mammoth."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import mammoth

from communique.errors import SourceError
from communique.intake.characters import clean_characters
from communique.intake.webpage import parse_html
from communique.intake.wordnumbers import settle_numbers
from communique.intake.wordparts import rewrite_package
from communique.values import replace

if TYPE_CHECKING:
    from communique.intake.draft import Draft

# mammoth's own table knows the headings; these are other styles of Word and LibreOffice.
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Quote'] => blockquote:fresh > p:fresh
p[style-name='Intense Quote'] => blockquote:fresh > p:fresh
p[style-name='Quotations'] => blockquote:fresh > p:fresh
p[style-name='Body Text'] => p:fresh
"""
_NESTED = re.compile(r"list (?:bullet|number) ([2-5])", re.IGNORECASE)
_STYLE = re.compile(r"Word: Unrecognised \w+ style: (.+) \(Style ID: .*\)", re.DOTALL)
_WORDLESS = "An unrecognised element was ignored"  # `rewrite_package` left none that holds text


def parse_docx(data: bytes, path: str) -> Draft:
    """
    Make a draft of a Word document.

    Args:
        data: A zip that `is_docx` let through.
        path: The file as the user would name it.

    Raises:
        SourceError: The document is damaged inside.
    """
    pictures: list[str] = []

    def drop_picture(picture: mammoth.documents.Image) -> list[object]:
        name = f" “{picture.alt_text}”" if picture.alt_text else ""
        pictures.append(f"a picture{name}: save it as a file and list it under attachments")
        return []

    try:
        package, notes = rewrite_package(data)
        result = mammoth.convert_to_html(
            package,
            convert_image=drop_picture,
            style_map=_STYLES,
            include_embedded_style_map=False,  # the document does not say what comes of it
            transform_document=mammoth.transforms.paragraph(_Nesting().place),
        )
    except Exception as error:
        hint = "open it in Word or LibreOffice and save it once more as .docx"
        raise SourceError(path, "the Word document is damaged", hint=hint) from error
    html, invisible = clean_characters(settle_numbers(result.value))
    messages = dict.fromkeys(
        _STYLE.sub(r"the look of the style “\1”; its text is kept", f"Word: {message.message}")
        for message in result.messages
        if not message.message.startswith(_WORDLESS)
    )
    draft = parse_html(html, numbered=False)
    if not draft.title and not draft.body:
        hint = "a scan holds a picture of text only; type the text" if pictures else ""
        raise SourceError(path, "there is no text in this document", hint=hint)
    return replace(draft, dropped=(*invisible, *pictures, *notes, *messages, *draft.dropped))


class _Nesting:
    """
    Put the items of styles such as ``List Bullet 2`` as deep as their names say.

    To Word each of these styles is a list of its own, of which every item is at the top.

    Source: ECMA-376 Part 1 §17.7.4.9 (the names of styles that are built in).
    """

    def __init__(self) -> None:
        self._open: list[int] = []  # the depths of the item just before, and of those it is in

    def place(self, paragraph: mammoth.documents.Paragraph) -> mammoth.documents.Paragraph:
        """Place the next paragraph of the document, at most one deeper than the item before."""
        numbering = paragraph.numbering
        if numbering is None or not numbering.level_index.isdecimal():
            self._open = []
            return paragraph
        if named := _NESTED.fullmatch(paragraph.style_name or ""):
            depth = int(named[1]) - 1
            self._open = [*(outer for outer in self._open if outer < depth), depth]
        else:
            self._open = list(range(int(numbering.level_index) + 1))
        level = mammoth.documents.numbering_level(len(self._open) - 1, numbering.is_ordered)
        return paragraph.copy(numbering=level)
