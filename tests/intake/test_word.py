"""What becomes of a Word document."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from communique.errors import SourceError
from communique.intake import parse_draft, read_draft

if TYPE_CHECKING:
    from pathlib import Path

Render = Callable[[str], BeautifulSoup]

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def make_paragraph(text: str, style: str = "", numbering: str = "") -> str:
    """Write a paragraph of WordprocessingML (ECMA-376 Part 1 §17.3.1)."""
    name = f'<w:pStyle w:val="{style}"/>' if style else ""
    numbers = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{numbering}"/></w:numPr>'
    properties = f"<w:pPr>{name}{numbers if numbering else ''}</w:pPr>"
    return f"<w:p>{properties}<w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"


def make_docx(*blocks: str, styles: str = "", **others: str) -> bytes:
    """
    Pack a document with the styles Heading 1, Title and Odd, and numbered lists 1 and 2.

    Args:
        blocks: What its body holds.
        styles: Further ones.
        others: The text of further parts in the folder word/, by their name without its ending.
    """
    styles += "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in (("Heading1", "heading 1"), ("Title", "Title"), ("Odd", "Odd"))
    )
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/></w:lvl>'
    numbers = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="0"/></w:num>' for n in (1, 2))
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="p1" Type="{R}/image" Target="media/p.png"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>'
        f"{''.join(blocks)}</w:body></w:document>",
        "word/styles.xml": f'<w:styles xmlns:w="{W}">{styles}</w:styles>',
        "word/numbering.xml": f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0">'
        f"{level}</w:abstractNum>{numbers}</w:numbering>",
        "word/media/p.png": "x",
        **{f"word/{name}.xml": text for name, text in others.items()},
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return packed.getvalue()


PICTURE = (
    "<w:p><w:r><w:drawing>"
    '<wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
    '<wp:docPr id="1" name="p" descr="{alt}"/>'
    '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData>'
    '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill>'
    '<a:blip r:embed="p1"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline>'
    "</w:drawing></w:r></w:p>"
)


def test_a_document_keeps_its_structure(tmp_path: Path, render: Render) -> None:
    """Title, headings, paragraphs and a list come through; soft hyphens go."""
    path = tmp_path / "statement.docx"
    path.write_bytes(
        make_docx(
            make_paragraph("The title", "Title"),
            make_paragraph("A para\u00adgraph with *stars*."),
            make_paragraph("Part", "Heading1"),
            make_paragraph("one", numbering="1"),
            make_paragraph("two", numbering="1"),
            make_paragraph("Between."),
            make_paragraph("three", numbering="2"),
        )
    )
    draft = read_draft(path)
    soup = render(draft.body)
    assert draft.title == "The title"
    assert [el.name for el in soup.find_all(recursive=False)] == ["p", "h2", "ol", "p", "ol"]
    assert "A paragraph with *stars*." in soup.get_text()
    assert draft.dropped == ("1 invisible character (soft hyphens, zero-width spaces)",)


LISTS = "".join(
    f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
    for key, name in (("2", "List Number 2"), ("3", "List Number 3"), ("2a", "list bullet 2"))
)


@pytest.mark.parametrize(
    ("items", "depths"),
    [
        (["", "2", "2", "3", ""], [1, 2, 2, 3, 1]),
        (["", "2a", "2a", ""], [1, 2, 2, 1]),
        (["", "3", "2", ""], [1, 2, 2, 1]),
        (["2", "2", "3"], [1, 1, 2]),
    ],
)
def test_the_style_of_an_item_says_how_deep_it_is(
    render: Render, items: list[str], depths: list[int]
) -> None:
    """To Word, "List Number 2" is a list of its own, each item of which is at the top."""
    blocks = [make_paragraph(f"item {n}", key, numbering="1") for n, key in enumerate(items)]
    text = make_paragraph("Text before.")
    draft = parse_draft(make_docx(make_paragraph("T"), text, *blocks, styles=LISTS), "x.docx")
    found = render(draft.body).find_all("li")
    assert [len(item.find_parents("ol")) for item in found] == depths


def test_the_depth_begins_anew_after_a_paragraph(render: Render) -> None:
    """An item that follows no other is at the top, whatever its style says."""
    item, text = make_paragraph("item", "2", numbering="1"), make_paragraph("Text between.")
    top = make_paragraph("item", numbering="1")
    data = make_docx(make_paragraph("T"), top, item, text, item, styles=LISTS)
    found = render(parse_draft(data, "x.docx").body).find_all("li")
    assert [len(item.find_parents("ol")) for item in found] == [1, 2, 1]


def test_the_part_with_the_text_may_have_a_number() -> None:
    """Some versions of Word call it document2.xml."""
    packed = io.BytesIO()
    source = zipfile.ZipFile(io.BytesIO(make_docx(make_paragraph("T"), make_paragraph("Text."))))
    with zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            part = source.read(name).replace(b"document.xml", b"document2.xml")
            target.writestr(name.replace("document.xml", "document2.xml"), part)
    assert parse_draft(packed.getvalue(), "x.docx").body == "Text.\n"


def test_the_first_short_line_is_the_title() -> None:
    """Few people use Word's styles."""
    draft = parse_draft(make_docx(make_paragraph("The title"), make_paragraph("Text.")), "")
    assert (draft.title, draft.body) == ("The title", "Text.\n")


def test_pictures_and_unknown_styles_are_reported() -> None:
    """What did not come through is named, with what to do about it."""
    draft = parse_draft(
        make_docx(
            make_paragraph("T"),
            PICTURE.format(alt="The bridge"),
            PICTURE.format(alt=""),
            make_paragraph("Text.", "Odd"),
        ),
        "x.docx",
    )
    assert draft.body == "Text.\n"
    assert draft.dropped == (
        "a picture “The bridge”: save it as a file and list it under attachments",
        "a picture: save it as a file and list it under attachments",
        "the look of the style “Odd”; its text is kept",
    )


@pytest.mark.parametrize(("blocks", "hint"), [([], ""), ([PICTURE.format(alt="")], "scan")])
def test_a_document_without_text_is_a_fault(blocks: list[str], hint: str) -> None:
    """A scan is told from an empty document."""
    with pytest.raises(SourceError, match="no text in this document") as caught:
        parse_draft(make_docx(*blocks), "x.docx")
    assert hint in caught.value.hint


@pytest.mark.parametrize("block", ["<w:p>", "<w:p><w:hyperlink r:id='none'/></w:p>"])
def test_a_damaged_document_is_a_fault(block: str) -> None:
    """Whatever is wrong inside, there is a message and no traceback."""
    with pytest.raises(SourceError, match="the Word document is damaged"):
        parse_draft(make_docx(block), "x.docx")
