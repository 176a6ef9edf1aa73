"""Whether every word of a Word document is in the entry, or is said to be left out."""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.intake import parse_draft
from tests.intake.test_word import W, make_docx, make_paragraph

if TYPE_CHECKING:
    from communique.intake.draft import Draft

STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
NAMES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "v": "urn:schemas-microsoft-com:vml",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    }.items()
)


def run(text: str, properties: str = "") -> str:
    """Write a run of WordprocessingML (ECMA-376 Part 1 §17.3.2)."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def read(*runs: str) -> Draft:
    """Read a document with a title and one paragraph of *runs*."""
    return parse_draft(make_docx(make_paragraph("T"), f"<w:p {NAMES}>{''.join(runs)}</w:p>"), "")


@pytest.mark.parametrize(
    "wrapper",
    [
        "w:bdo w:val='rtl'",
        "w:dir w:val='rtl'",
        "w:fldSimple w:instr='DOCPROPERTY x'",
        "w:smartTag",
        "w:customXml",
        "w:ins",
        "w:moveTo",
        "w:hyperlink",
        "w:nobodyKnowsYet",
    ],
)
def test_words_in_any_wrapper_are_kept(wrapper: str) -> None:
    """Whatever an element means, the words in it are those of the statement."""
    name = wrapper.partition(" ")[0]
    inner = f"<{wrapper}>{run('the ')}<w:smartTag>{run('words')}</w:smartTag></{name}>"
    assert read(run("before "), inner, run(" after")).body == "before the words after\n"


def test_a_control_of_a_form_gives_what_was_filled_in() -> None:
    """What asks to fill it in is no part of the text, and named; a box that is ticked is a sign."""
    box = '<wm:checkbox xmlns:wm="http://schemas.microsoft.com/office/word/2010/wordml"/>'
    draft = read(
        f"<w:sdt><w:sdtContent>{run('filled, ')}</w:sdtContent></w:sdt>",
        f"<w:sdt><w:sdtPr>{box}</w:sdtPr><w:sdtContent>{run('☒')}</w:sdtContent></w:sdt>",
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr>"
        f"<w:sdtContent>{run('Click here')}</w:sdtContent></w:sdt><w:sdt/>",
    )
    assert draft.body == "filled, ☒\n"
    assert draft.dropped == ("a field that nobody filled in: “Click here”",)


def test_a_link_written_as_a_short_field_is_a_link() -> None:
    """Word writes a link in three ways."""
    field = "<w:fldSimple w:instr=' HYPERLINK \"https://e.org/x\" '>"
    assert read(f"{field}{run('there')}</w:fldSimple>").body == "[there](https://e.org/x)\n"


@pytest.mark.parametrize(
    ("inner", "body"),
    [
        ("<w:t>a</w:t><w:cr/><w:t>b</w:t>", "a\\\nb\n"),
        ("<w:t>a</w:t><w:ptab/><w:t>b</w:t>", "a b\n"),
        ("<w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t>", "a\u2011b\n"),
        ("<w:t>a</w:t><w:softHyphen/><w:t>b</w:t>", "ab\n"),
        ("<w:sym w:font='Wingdings' w:char='F0FC'/>", "✓\n"),
        ("<w:sym w:font='Arial' w:char='20AC'/>", "€\n"),
        ("<w:sym w:font='Arial' w:char='F041'/>", "A\n"),
        ("<w:rPr><w:rFonts w:ascii='Symbol'/></w:rPr><w:t>\uf0b7 b\uf061</w:t>", "• bα\n"),
        ("<w:t>a</w:t><w:pict><v:shape><v:textpath string='B'/></v:shape></w:pict>", "a\n\nB\n"),
        (
            "<w:ruby><w:rubyPr/><w:rt><w:r><w:t>kana</w:t></w:r></w:rt>{}</w:ruby>".format(
                f"<w:rubyBase>{run('kanji')}</w:rubyBase>"
            ),
            "kanji (kana)\n",
        ),
        (f"<w:ruby><w:rubyBase>{run('a')}</w:rubyBase></w:ruby>", "a\n"),
        (f"<w:t>a</w:t><w:ruby><w:rt>{run('b')}</w:rt></w:ruby>", "a (b)\n"),
    ],
)
def test_each_sign_within_a_run_is_kept(inner: str, body: str) -> None:
    """Breaks, hyphens, symbols and readings are elements of their own."""
    assert read(f"<w:r>{inner}</w:r>").body == body


@pytest.mark.parametrize("char", ["F0E9F", "E123", "x"])
def test_a_symbol_without_a_letter_is_no_letter(char: str) -> None:
    """A number that no letter has, or none at all, makes no letter up."""
    assert "a" not in read(run("A "), f"<w:r><w:sym w:font='Arial' w:char='{char}'/></w:r>").body


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        ("<m:f><m:num>{a}</m:num><m:den>{b}</m:den></m:f>", "a/b"),
        ("<m:f><m:num>{a}{b}</m:num><m:den>{p}</m:den></m:f>", "ab/(+)"),
        ("<m:sSup><m:e>{a}</m:e><m:sup>{b}</m:sup></m:sSup>", "a^b"),
        ("<m:sSub><m:e>{a}</m:e><m:sub>{b}{p}</m:sub></m:sSub>", "a_(b+)"),
        ("<m:rad><m:deg/><m:e>{a}</m:e></m:rad>", "√a"),
        (
            "<m:nary><m:naryPr><m:chr m:val='∑'/></m:naryPr><m:sub>{a}</m:sub></m:nary>",
            "∑_a",
        ),
        ("<m:nary><m:e>{b}</m:e></m:nary>", "∫ b"),
        ("<m:d><m:dPr><m:endChr m:val=']'/></m:dPr><m:e>{a}</m:e><m:e>{b}</m:e></m:d>", "(a|b]"),
        ("<m:d><m:e>{a}</m:e><w:del>{b}</w:del></m:d>", "(a)"),
        ("<m:m><m:mr><m:e>{a}</m:e><m:e>{b}</m:e></m:mr></m:m>", "a b"),
    ],
)
def test_a_formula_is_written_on_one_line(formula: str, text: str) -> None:
    """A half is not twelve; that its layout went is said."""
    letters = {key: f"<m:r><m:t>{key}</m:t></m:r>" for key in "ab"}
    inner = formula.format(**letters, p="<m:r><m:t>+</m:t></m:r>")
    draft = read(run("So "), f"<m:oMathPara><m:oMath>{inner}</m:oMath></m:oMathPara>", run("."))
    assert draft.body.replace("\\", "") == f"So {text}.\n"
    assert draft.dropped == (f"the layout of a formula: see that “{text}” reads as it should",)


def test_a_formula_between_paragraphs_is_one() -> None:
    """It stays on a line of its own."""
    formula = f"<m:oMath {NAMES}><m:r><m:t>a=b</m:t></m:r></m:oMath>"
    parts = (make_paragraph(text) for text in ("T", "One.", "Two."))
    title, one, two = parts
    assert parse_draft(make_docx(title, one, formula, two), "").body == "One.\n\na=b\n\nTwo.\n"


CHOICE = "<mc:AlternateContent>{}</mc:AlternateContent>"
BOX = "<w:txbxContent><w:p><w:r><w:t>In the box.</w:t></w:r></w:p></w:txbxContent>"
SHAPE = f"<w:drawing><wp:anchor><wps:txbx>{BOX}</wps:txbx></wp:anchor></w:drawing>"
VML = f"<w:pict><v:oval><v:textbox>{BOX}</v:textbox></v:oval></w:pict>"


@pytest.mark.parametrize(
    "inner",
    [
        SHAPE,
        f"<w:drawing>{BOX}</w:drawing>",
        VML,
        CHOICE.format(f"<mc:Choice>{SHAPE}</mc:Choice>"),
        CHOICE.format(f"<mc:Choice>{SHAPE}</mc:Choice><mc:Fallback><w:pict/></mc:Fallback>"),
        CHOICE.format(f"<mc:Choice>{SHAPE}</mc:Choice><mc:Fallback>{VML}</mc:Fallback>"),
    ],
)
def test_text_in_a_box_follows_its_paragraph(inner: str) -> None:
    """However the shape is drawn, its text is there once."""
    assert read(run("Text."), f"<w:r>{inner}</w:r>").body == "Text.\n\nIn the box.\n"


def test_nothing_comes_of_an_empty_choice() -> None:
    """A choice between no forms is none."""
    assert read(run("Text."), "<w:r><mc:AlternateContent/></w:r>").body == "Text.\n"


def test_a_document_within_the_document_is_reported() -> None:
    """Its text is in another file, which Word reads in when it saves."""
    draft = parse_draft(make_docx(make_paragraph("T"), "<w:altChunk r:id='x'/>"), "")
    assert draft.dropped == (
        "another document within this one: save the document once more in Word, and give that file",
    )


def test_the_strict_edition_of_the_standard_is_read_alike() -> None:
    """Its names are others, and the words the same."""
    parts = (make_paragraph("T"), f"<w:p xmlns:w='{STRICT}'><w:bdo>{run('kept')}</w:bdo></w:p>")
    assert parse_draft(make_docx(*parts), "").body == "kept\n"


SHOWN = "<w:vanish w:val='0'/>"
VANISH = "<w:rPr><w:vanish/></w:rPr>"
STYLES = (
    f"<w:style w:type='character' w:styleId='Secret'>{VANISH}</w:style>"
    "<w:style w:type='character' w:styleId='Based'><w:basedOn w:val='Secret'/></w:style>"
    "<w:style w:type='character' w:styleId='Loop'><w:basedOn w:val='Loop'/></w:style>"
    f"<w:style w:type='paragraph' w:styleId='Note'>{VANISH}</w:style>"
)


@pytest.mark.parametrize(
    ("style", "properties", "hidden"),
    [
        ("", "<w:vanish/>", True),
        ("", "<w:vanish w:val='true'/>", True),
        ("", "<w:vanish w:val='0'/>", False),
        ("", "<w:webHidden/>", False),
        ("", "<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>", False),
        ("", "<w:rStyle w:val='Secret'/>", True),
        ("", "<w:rStyle w:val='Based'/>", True),
        ("", "<w:rStyle w:val='Based'/><w:vanish w:val='off'/>", False),
        ("", "<w:rStyle w:val='Loop'/>", False),
        ("Note", "", True),
        ("Note", "<w:rStyle w:val='Secret'/>", False),
        ("Note", "<w:vanish w:val='0'/>", False),
    ],
)
def test_hidden_text_stays_hidden(style: str, properties: str, hidden: bool) -> None:  # noqa: FBT001
    """What only its writer may see does not go out, and it is said that it is there."""
    paragraph = f"<w:p><w:pPr><w:pStyle w:val='{style or 'Odd'}'/></w:pPr>"
    paragraph += f"{run('Text.', SHOWN)}{run(' Sec', properties)}"
    paragraph += f"{run('ret.', properties)}</w:p>"
    draft = parse_draft(make_docx(make_paragraph("T"), paragraph, styles=STYLES), "")
    assert draft.body == ("Text.\n" if hidden else "Text. Secret.\n")
    assert ("hidden text: “Secret.”" in draft.dropped) is hidden


def test_the_usual_style_may_hide() -> None:
    """A paragraph or run that names no style has the usual one."""
    styles = f"<w:style w:type='paragraph' w:default='1' w:styleId='N'>{VANISH}</w:style>"
    shown = f"<w:p>{run('Shown.', SHOWN)}</w:p>"
    draft = parse_draft(make_docx(shown, f"<w:p>{run('Hidden.')}</w:p>", styles=styles), "")
    assert (draft.title, draft.body) == ("Shown.", "")


def test_a_hidden_field_keeps_its_end() -> None:
    """A link of which the code alone is hidden is a link still."""
    marks = ("begin", "separate", "end")
    begin, separate, end = (f"<w:fldChar w:fldCharType='{mark}'/>" for mark in marks)
    code = f"{begin}<w:instrText>HYPERLINK &quot;https://e.org/&quot;</w:instrText>{separate}"
    hidden = f"<w:r><w:rPr><w:vanish/></w:rPr>{code}</w:r>"
    draft = read(hidden, run("there"), f"<w:r>{end}</w:r>")
    assert (draft.body, draft.dropped) == ("[there](https://e.org/)\n", ())


def test_hidden_rows_shapes_and_formulas_stay_hidden() -> None:
    """Word hides more than runs."""
    row = "<w:tr><w:trPr>{}</w:trPr><w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc></w:tr>"
    table = row.format("", "Seen") + row.format("<w:hidden/>", "Unseen row")
    unseen = SHAPE.replace("<wps", "<wp:docPr hidden='1'/><wps")
    draft = parse_draft(
        make_docx(
            make_paragraph("T"),
            f"<w:tbl>{table}</w:tbl>",
            f"<w:p {NAMES}><w:r><w:t>Text.</w:t>{unseen}</w:r><w:r><w:pict>"
            "<v:rect style='visibility: hidden'/></w:pict></w:r><m:oMath>"
            "<m:r><w:rPr><w:vanish/></w:rPr><m:t>x</m:t></m:r><m:r><m:t>y</m:t></m:r></m:oMath></w:p>",
        ),
        "",
    )
    assert draft.body == "| Seen |\n| --- |\n\nText.y\n"
    assert [note for note in draft.dropped if "hidden" in note] == [
        "hidden text: “Unseen row”",
        "hidden text: “In the box.”",
        "hidden text: “x”",
    ]


def test_changes_that_are_tracked_are_taken_as_made() -> None:
    """What was deleted may be what must not be said; neither it nor a comment goes out."""
    deleted = "<w:del><w:r><w:delText>{}</w:delText></w:r></w:del>"
    cell = "<w:tc><w:tcPr>{}</w:tcPr><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    cells = cell.format("", "Kept") + cell.format("<w:cellDel/>", "Gone")
    row = f"<w:tr><w:trPr><w:del/></w:trPr>{cell.format('', 'Row')}</w:tr>"
    moved = f"<w:moveFrom>{run('moved')}</w:moveFrom>"
    comments = f"<w:comments xmlns:w='{W}'><w:comment w:id='1'><w:p/></w:comment></w:comments>"
    draft = parse_draft(
        make_docx(
            make_paragraph("T"),
            f"<w:p>{run('We ')}{deleted.format('might ')}",
            f"<w:ins>{run('will')}</w:ins>{moved}</w:p>",
            f"<w:tbl><w:tr>{cells}</w:tr>{row}</w:tbl>",
            comments=comments,
        ),
        "",
    )
    assert draft.body == "We will\n\n| Kept |  |\n| --- | --- |\n"
    assert draft.dropped == (
        "text deleted with tracked changes, 3 times; what was inserted is in the text",
        "1 comment",
    )


def test_one_deletion_is_counted_as_one() -> None:
    """The sentence is right for one as well, and for two comments."""
    comments = f"<w:comments xmlns:w='{W}'><w:comment/><w:comment/></w:comments>"
    changed = f"<w:p>{run('Text')}<w:del/></w:p>"
    draft = parse_draft(make_docx(make_paragraph("T"), changed, comments=comments), "")
    assert draft.dropped == (
        "text deleted with tracked changes; what was inserted is in the text",
        "2 comments",
    )


def test_a_paragraph_whose_end_was_deleted_is_kept() -> None:
    """It is joined with the next; where there is none, it stays alone."""
    end = "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"
    parts = [f"<w:p>{end}{run(text)}</w:p>" for text in ("One ", "two ", "three.")]
    assert parse_draft(make_docx(make_paragraph("T"), *parts), "").body == "One two three.\n"
    plain = [parts[0], f"<w:p>{run('two.')}</w:p>", parts[2], "<w:tbl/>"]
    assert parse_draft(make_docx(make_paragraph("T"), *plain), "").body == "One two.\n\nthree.\n"


@pytest.mark.parametrize("change", ["del", "moveFrom"])
def test_an_item_that_is_gone_is_not_counted(change: str) -> None:
    """The number of the next one is what it is without it."""
    numbers = "<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr>"
    gone = f"<w:{change}><w:r><w:t>gone</w:t></w:r></w:{change}>"
    items = (
        f"<w:p><w:pPr>{numbers}</w:pPr>{run('one')}</w:p>"
        f"<w:p><w:pPr>{numbers}<w:rPr><w:{change}/></w:rPr></w:pPr>{gone}</w:p>"
        f"<w:p><w:pPr>{numbers}</w:pPr>{run('two')}</w:p>"
    )
    assert parse_draft(make_docx(make_paragraph("T"), items), "").body == "1. one\n2. two\n"


def mark(kind: str, data: str = "") -> str:
    """Write the mark of a field (ECMA-376 Part 1 §17.16.18)."""
    data = f"<w:ffData>{data}</w:ffData>" if data else ""
    return f"<w:r><w:fldChar w:fldCharType='{kind}'>{data}</w:fldChar></w:r>"


def code(text: str) -> str:
    """Write a part of the code of a field."""
    return f"<w:r><w:instrText>{text}</w:instrText></w:r>"


def test_what_a_field_is_made_from_is_no_text() -> None:
    """The result of a field within the code of another is not shown."""
    inner = mark("begin") + code("MERGEFIELD x") + mark("separate") + run("m") + mark("end")
    outer = mark("begin") + code("IF ") + inner + code('= "m"') + run("Mr") + code('"Ms"')
    draft = read(run("Dear "), outer + mark("separate"), run("Mr"), mark("end"), run(" Smith"))
    assert draft.body == "Dear Mr Smith\n"


@pytest.mark.parametrize("kind", ["begin", "separate", "end"])
def test_a_mark_without_its_field_loses_no_word(kind: str) -> None:
    """A field that is never ended has no code that can be told from text."""
    assert read(run("Before"), mark(kind), run(" after")).body == "Before after\n"


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        ("<w:checkBox><w:checked/></w:checkBox>", "☒"),
        ("<w:checkBox><w:checked w:val='0'/><w:default/></w:checkBox>", "☐"),
        ("<w:checkBox><w:default w:val='1'/></w:checkBox>", "☒"),
        ("<w:ddList><w:listEntry w:val='A'/><w:listEntry w:val='B'/></w:ddList>", "A"),
        ("<w:ddList><w:result w:val='1'/><w:listEntry/><w:listEntry w:val='B'/></w:ddList>", "B"),
        ("<w:ddList><w:result w:val='7'/></w:ddList>", ""),
    ],
)
def test_an_old_control_of_a_form_shows_its_state(data: str, shown: str) -> None:
    """A box that is ticked says something, and so does a word that was chosen."""
    name = "FORMCHECKBOX" if "checkBox" in data else "FORMDROPDOWN"
    draft = read(run("Yes "), mark("begin", data), code(f" {name} "), mark("end"))
    assert (draft.body, draft.dropped) == (f"Yes {shown}".strip() + "\n", ())


@pytest.mark.parametrize("kind", ["page", "column"])
def test_words_on_two_pages_stay_apart(kind: str) -> None:
    """The last word of a page does not run into the first of the next."""
    draft = read(run("One"), f"<w:r><w:br w:type='{kind}'/></w:r>", run("two."))
    assert draft.body == "One two.\n"


def test_what_stands_beside_the_text_is_quoted() -> None:
    """A letterhead, the number of a page, a diagram and a chart are no text of the statement."""
    namespace = "http://schemas.openxmlformats.org/drawingml/2006"
    header = (
        f"<w:hdr xmlns:w='{W}'><w:p>{run('The Council')}{run('x', '<w:vanish/>')}</w:p></w:hdr>"
    )
    parts = {
        "header1": header,
        "header2": header,
        "footer1": f"<w:ftr xmlns:w='{W}'><w:p>{run('1')}</w:p></w:ftr>",
        "diagrams/data1": f"<d xmlns:a='{namespace}/main'><a:t>One</a:t><a:t>two</a:t><a:t/></d>",
        "charts/chart1": f"<c:c xmlns:c='{namespace}/chart'><c:v>Arrests</c:v><c:v>5</c:v></c:c>",
    }
    draft = parse_draft(make_docx(make_paragraph("T"), make_paragraph("Text."), **parts), "")
    assert draft.body == "Text.\n"
    assert draft.dropped == (
        "the header of the pages: “The Council”",
        "a diagram: “One two”",
        "a chart: “Arrests 5”",
    )


def test_a_note_has_one_mark() -> None:
    """A sign of its own would stand beside the number that it has here."""
    call = "<w:footnoteReference w:customMarkFollows='1' w:id='1'/><w:t>*</w:t>"
    note = f"<w:footnote w:id='1'><w:p>{run('n')}</w:p></w:footnote>"
    draft = parse_draft(
        make_docx(
            make_paragraph("T"),
            f"<w:p>{run('x')}<w:r>{call}</w:r></w:p>",
            footnotes=f"<w:footnotes xmlns:w='{W}'>{note}</w:footnotes>",
        ),
        "",
    )
    assert draft.body == "x[^1]\n\n[^1]: n\n"


PARAGRAPH = f"<w:p {NAMES}>{{}}</w:p>"
WRAPPERS = (
    *("<w:bdo>{}</w:bdo>", "<w:ins>{}</w:ins>", "<w:hyperlink w:anchor='x'>{}</w:hyperlink>"),
    *(
        "<w:fldSimple w:instr='X'>{}</w:fldSimple>",
        "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>",
    ),
    "<w:r><w:ruby><w:rt>{}</w:rt><w:rubyBase><w:r><w:t>@</w:t></w:r></w:rubyBase></w:ruby></w:r>",
    f"<w:r>{SHAPE.replace('<w:r><w:t>In the box.</w:t></w:r>', '{}')}</w:r>",
    f"<w:r>{VML.replace('<w:r><w:t>In the box.</w:t></w:r>', '{}')}</w:r>",
    "<m:oMath><m:f><m:num>{}</m:num><m:den><m:r><m:t>@</m:t></m:r></m:den></m:f></m:oMath>",
)
RUNS = st.recursive(
    st.sampled_from([run("@ "), run("@ ", "<w:b/>"), "<w:r><w:t>@</w:t><w:cr/></w:r>"]),
    lambda inner: st.builds(
        str.format, st.sampled_from(WRAPPERS), st.lists(inner, min_size=1, max_size=3).map("".join)
    ),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(RUNS, min_size=1, max_size=3).map("".join), min_size=1, max_size=4))
def test_every_word_is_there_once(paragraphs: list[str]) -> None:
    """However the elements of a document are put into each other, none loses or repeats a word."""
    numbers = count()
    text = "".join(map(PARAGRAPH.format, paragraphs))
    text = re.sub("@", lambda _: f"word{next(numbers)}.", text)
    draft = parse_draft(make_docx(make_paragraph("T", "Title"), text), "")
    found = sorted(int(number) for number in re.findall(r"word(\d+)", draft.body))
    assert found == list(range(next(numbers)))
