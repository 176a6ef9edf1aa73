"""Whether the numbers of a Word document are in the entry as its readers see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from communique.intake import parse_draft
from tests.intake.test_word import W, make_docx, make_paragraph

if TYPE_CHECKING:
    from communique.intake.draft import Draft


def level(depth: int, form: str, text: str, more: str = "") -> str:
    """Write a depth of a list (ECMA-376 Part 1 §17.9.6)."""
    return (
        f"<w:lvl w:ilvl='{depth}'><w:start w:val='1'/><w:numFmt w:val='{form}'/>{more}"
        f"<w:lvlText w:val='{text}'/></w:lvl>"
    )


def item(text: str, key: str = "1", depth: int = 0) -> str:
    """Write an item of a list."""
    numbers = f"<w:numPr><w:ilvl w:val='{depth}'/><w:numId w:val='{key}'/></w:numPr>"
    words = f"<w:r><w:t>{text}</w:t></w:r>" if text else ""
    return f"<w:p><w:pPr>{numbers}</w:pPr>{words}</w:p>"


def read(*blocks: str, levels: str, lists: str = "", styles: str = "") -> Draft:
    """Read a document with *levels* in its list 1, and further lists."""
    numbering = (
        f"<w:numbering xmlns:w='{W}'><w:abstractNum w:abstractNumId='0'>{levels}</w:abstractNum>"
        f"<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>{lists}</w:numbering>"
    )
    title = make_paragraph("T", "Title")
    return parse_draft(make_docx(title, *blocks, numbering=numbering, styles=styles), "")


DECIMAL = level(0, "decimal", "%1.")
BETWEEN = make_paragraph("Between.")


def test_numbers_go_on_after_a_paragraph() -> None:
    """The third demand is the third, and an item without words is counted."""
    blocks = (item("a"), item("b"), BETWEEN, item("c"), item(""), item("e"))
    body = read(*blocks, levels=DECIMAL).body
    assert body == "1. a\n2. b\n\nBetween.\n\n3. c\n\n<!-- -->\n\n5. e\n"


@pytest.mark.parametrize(
    ("override", "number"),
    [
        ("", 2),
        ("<w:lvlOverride w:ilvl='0'><w:startOverride w:val='7'/></w:lvlOverride>", 7),
        ("<w:lvlOverride w:ilvl='0'/><w:lvlOverride w:ilvl='x'/>", 2),
        ("<w:lvlOverride w:ilvl='1'><w:startOverride w:val='7'/></w:lvlOverride>", 2),
    ],
)
def test_a_list_may_begin_anew(override: str, number: int) -> None:
    """Lists of one kind share their numbers, unless one says where it begins."""
    lists = f"<w:num w:numId='2'><w:abstractNumId w:val='0'/>{override}</w:num>"
    blocks = (item("a"), BETWEEN, item("b", "2"), item("c", "2"))
    body = read(*blocks, levels=DECIMAL, lists=lists).body
    assert body == f"1. a\n\nBetween.\n\n{number}. b\n{number + 1}. c\n"


@pytest.mark.parametrize(
    ("form", "text", "labels"),
    [
        ("lowerLetter", "%1)", ("a)", "b)")),
        ("upperLetter", "(%1)", ("(A)", "(B)")),
        ("lowerRoman", "%1.", ("i.", "ii.")),
        ("upperRoman", "%1", ("I", "II")),
        ("russianLower", "%1)", ("а)", "б)")),
        ("russianUpper", "%1)", ("А)", "Б)")),
        ("decimal", "Article %1.", ("Article 1.", "Article 2.")),
        ("decimalZero", "§%1", ("§01", "§02")),
    ],
)
def test_what_is_no_number_is_text(form: str, text: str, labels: tuple[str, str]) -> None:
    """Markdown has numbers alone, and a text that names point b) has to find it."""
    one, two = labels
    body = read(item("x"), item("y"), levels=level(0, form, text)).body
    assert body.replace("\\", "") == f"- {one} x\n- {two} y\n"


@pytest.mark.parametrize(("mark", "number"), [("", 2), ("<w:specVanish/>", 3)])
def test_a_hidden_item_is_not_counted(mark: str, number: int) -> None:
    """Nobody sees its number; that of a heading on the line of its text is seen."""
    end = f"<w:rPr><w:vanish/>{mark}</w:rPr></w:pPr>"
    blocks = (item("a"), item("").replace("</w:pPr>", end), BETWEEN, item("c"))
    assert read(*blocks, levels=DECIMAL).body == f"1. a\n\nBetween.\n\n{number}. c\n"


def test_a_number_may_be_of_several() -> None:
    """The deeper ones begin again below each of the higher."""
    levels = DECIMAL + level(1, "decimal", "%1.%2.")
    blocks = (item("a"), item("b", depth=1), item("c"), item("d", depth=1), item("e", depth=1))
    body = read(*blocks, levels=levels).body
    assert body.replace("\\", "") == "1. a\n   - 1.1. b\n2. c\n   - 2.1. d\n   - 2.2. e\n"


def test_a_number_of_a_list_without_its_head_begins_with_one() -> None:
    """Nothing stands above the first item, and its number is whole; an unknown depth has none."""
    levels = DECIMAL + level(1, "decimal", "%1.%2/%9")
    body = read(BETWEEN, item("b", depth=1), item("c", depth=5), levels=levels).body
    assert body == "Between.\n\n- - 1.1/1 b\n\nc\n"


def test_a_bullet_has_no_number() -> None:
    """Neither has a list that hides them, nor one that nobody knows."""
    body = read(item("a"), item("b", "9"), levels=level(0, "bullet", "•")).body
    assert body == "- a\n\nb\n"
    assert read(item("a"), levels=level(0, "none", "%1")).body == "- a\n"


def test_a_heading_keeps_its_number() -> None:
    """It stands before its words, for its style says so, or the one that is based on."""
    heading = "<w:basedOn w:val='Base'/>"
    base = "<w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr>"
    styles = (
        f"<w:style w:type='paragraph' w:styleId='Heading1'><w:name w:val='heading 1'/>{heading}"
        f"</w:style><w:style w:type='paragraph' w:styleId='Base'>{base}</w:style>"
    )
    levels = level(0, "decimal", "%1.") + level(1, "decimal", "%2)", "<w:pStyle w:val='Base'/>")
    block = make_paragraph("Part", "Heading1")
    draft = read(make_paragraph("x"), block, block, levels=levels, styles=styles)
    assert draft.body.replace("\\", "") == "x\n\n## 1) Part\n\n## 2) Part\n"


def test_a_list_may_be_that_of_a_style() -> None:
    """A style of lists gives its own to all that name it."""
    link = "<w:abstractNum w:abstractNumId='1'><w:numStyleLink w:val='L'/></w:abstractNum>"
    styles = (
        "<w:style w:type='numbering' w:styleId='L'><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr>"
        "</w:pPr></w:style>"
    )
    lists = f"{link}<w:num w:numId='2'><w:abstractNumId w:val='1'/></w:num>"
    blocks = (item("a", "2"), BETWEEN, item("b", "2"))
    body = read(*blocks, levels=DECIMAL, lists=lists, styles=styles).body
    assert body == "1. a\n\nBetween.\n\n2. b\n"


@pytest.mark.parametrize(("count", "label"), [(27, "aa"), (28, "bb")])
def test_letters_after_the_last_are_doubled(count: int, label: str) -> None:
    """Word goes on so."""
    body = read(*(item("x") for _ in range(count)), levels=level(0, "lowerLetter", "%1")).body
    assert body.splitlines()[-1] == f"- {label} x"


def test_notes_are_numbered_by_their_calls() -> None:
    """They are a list as well, of which no paragraph has a number."""
    call = "<w:p><w:r><w:t>x</w:t><w:footnoteReference w:id='1'/></w:r></w:p>"
    note = "<w:footnote w:id='1'><w:p><w:r><w:t>n</w:t></w:r></w:p></w:footnote>"
    footnotes = f"<w:footnotes xmlns:w='{W}'>{note}</w:footnotes>"
    numbering = f"<w:numbering xmlns:w='{W}'><w:abstractNum w:abstractNumId='0'>{DECIMAL}"
    numbering += "</w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>"
    blocks = (make_paragraph("T", "Title"), item("a"), call)
    document = make_docx(*blocks, footnotes=footnotes, numbering=f"{numbering}</w:numbering>")
    assert parse_draft(document, "").body == "1. a\n\nx[^1]\n\n[^1]: n\n"
