"""What becomes of the HTML of a page, or of a part of one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.errors import SourceError
from communique.intake import parse_draft
from communique.intake.htmlshapes import take_footnotes
from communique.intake.webpage import parse_html

Render = Callable[[str], BeautifulSoup]

LONG = "This paragraph is long enough to be nothing but a paragraph of the statement itself. " * 3


def make_body(html: str) -> str:
    """Read *html* below a title."""
    return parse_html(f"<h1>T</h1>{html}").body


def test_the_main_part_of_a_page_is_taken_and_the_rest_reported() -> None:
    """Navigation, forms, scripts and pixels are no text; each is named with its line."""
    page = """<!doctype html><html><head><title>T | Site</title><style>p{}</style>
<script>1</script><script>2</script></head><body>
<header><a href="/">Site</a></header>
<nav><ul><li>News</li><li>About</li></ul></nav>
<div>Teaser</div>
<main><article><header><h1>The
 title</h1><p>3 October</p></header>
<p>Text.</p><p hidden>Not seen</p><p style="display: none">Nor this</p>
<p aria-hidden="true">Nor that</p>
<form><input name="q"><button>Go</button></form>
<img src="https://t.example/p.gif" width="1" height="1">
<blockquote>Said.<footer>She</footer></blockquote>
<aside>Related</aside></article></main>
<footer>Imprint</footer></body></html>"""
    draft = parse_html(page)
    assert draft.title == "The title"
    assert draft.body == "3 October\n\nText.\n\n> Said.\n>\n> She\n"
    assert draft.dropped == (
        "line 1: <style>",
        "line 2: <script>, 2 times",
        "line 3: <header>: “Site”",
        "line 4: <nav>: “News About”",
        "line 5: outside of the main part: “Teaser”",
        "line 8: a hidden <p>: “Nor this”",
        "line 8: a hidden <p>: “Not seen”",
        "line 9: a hidden <p>: “Nor that”",
        "line 10: <form>: “Go”",
        "line 11: a tracking pixel",
        "line 13: <aside>: “Related”",
        "line 14: <footer>: “Imprint”",
    )


def test_a_form_around_the_whole_page_is_no_form() -> None:
    """A page that a system wraps in one form keeps its text; empty controls go."""
    draft = parse_html(f"<form><h1>T</h1><p>{LONG}</p><input></form>")
    assert draft.body == f"{LONG.strip()}\n"
    assert draft.dropped == ("line 1: <input>",)


@pytest.mark.parametrize(
    ("html", "title"),
    [
        ("<header><h1>T</h1></header><main><p>x</p><h2>Part</h2></main>", "T"),
        ("<main><h2>T</h2><p>x</p></main><h1>Site</h1>", "T"),
        ("<article><h1>T</h1><p>x</p></article><article><p>y</p></article>", "T"),
        ("<head><title>T</title></head><body><p>x</p></body>", "T"),
        ("<head><meta property='og:title' content='T'><title>S</title></head><p>x</p>", "T"),
        ("<div><p>T</p></div><p>x</p>", "T"),
        ("<h1></h1><p>T</p><p>x</p>", "T"),
        (f"<p>{LONG}</p>", ""),
        ("<ul><li>x</li></ul>", ""),
        ("x", ""),
    ],
)
def test_a_page_has_a_title(html: str, title: str) -> None:
    """The first heading, or what the head says, or the first short line."""
    assert title == parse_html(html).title


@pytest.mark.parametrize(
    ("before", "is_title"),
    [
        ("", True),
        ("<p>The Example Council</p><p>г. Минск, 3 октября 2023 г.</p>", True),
        ("<nav>Go to the news of the day.</nav><p>We use cookies on this site.</p>", True),
        ("<title>Heading | Site</title><p>The site was moved to here.</p>", True),
        ("<p>We protest against it.</p>", False),
        ("<p>She said: “We protest against it.”</p>", False),
        (f"<p>Short</p><p>{LONG}</p>", False),
        ("Text outside of any element.", False),
        ("<ul><li>We protest against it.</li></ul>", False),
    ],
)
def test_a_heading_below_text_is_no_title(before: str, is_title: bool) -> None:  # noqa: FBT001
    """It is that of a part; a letterhead and a date may stand above a title."""
    draft = parse_html(f"{before}<h1>Heading</h1><p>Text.</p>")
    assert (draft.title == "Heading") is is_title
    assert ("## Heading" in draft.body) is not is_title


def test_the_title_once_more_is_dropped() -> None:
    """A heading that repeats the head's title stands once."""
    draft = parse_html("<title>The title</title>\n<p>The title</p><p>x</p>")
    assert (draft.body, draft.dropped) == ("x\n", ("line 2: the title once more: “The title”",))


def test_lines_of_furniture_are_dropped() -> None:
    """Buttons and a caption that stands twice go; a link called print in a sentence stays."""
    draft = parse_html(
        "<h1>T</h1>\n<div>Share</div><div>Facebook</div>\n<p>Text here.</p>\n<p>A. Lukashenko</p>"
        "<p>A. Lukashenka</p>\n<p>See the <a href='https://e.org/'>print</a> edition.</p>"
        "<ul><li>Alternative one</li><li>Alternative one</li></ul><p>End.</p>"
    )
    assert draft.body == (
        "Text here.\n\nSee the [print](https://e.org/) edition.\n\n"
        "- Alternative one\n- Alternative one\n\nEnd.\n"
    )
    assert [note[:6] for note in draft.dropped] == ["line 2", "line 2", "line 4", "line 4"]


def test_pictures_are_left_to_be_attached() -> None:
    """A picture goes with its caption, and the press officer is told what to do."""
    draft = parse_html(
        "<h1>T</h1><p>x</p><figure><img src='a.jpg' alt='The bridge'><img src='b.jpg'>"
        "<figcaption>By night</figcaption></figure><img src='c.jpg'><img src='data:image/png,x'>"
    )
    hint = ": save it as a file and list it under attachments"
    assert draft.body == "x\n"
    assert draft.dropped == (
        f"line 1: a picture “The bridge” with its caption “By night”{hint}",
        f"line 1: a picture “c.jpg”{hint}",
        f"line 1: a picture{hint}",
    ) or set(draft.dropped) == {
        f"line 1: a picture “The bridge” with its caption “By night”{hint}",
        f"line 1: a picture “c.jpg”{hint}",
        f"line 1: a picture{hint}",
    }


def test_links_that_lead_somewhere_are_kept() -> None:
    """Absolute links stay; a relative one is read against the page's own address, if known."""
    links = (
        "<p><a href='https://e.org/a_(b)' title='t'>a*b</a> <a href='mailto:x@e.org'>m</a> "
        "<a href='/rel'>r</a> <a href='#here'>h</a> <a href='javascript:x()'>j</a> "
        "<a href='http://[bad'>b</a> <a>n</a> <a href='https://e.org/q_r'>https://e.org/q_r</a></p>"
    )
    head = "<link rel='canonical' href='https://site.org/en/page'><h1>T</h1>"
    bare = parse_html(f"<base href='/relative/'><h1>T</h1>{links}")
    known = parse_html(head + links)
    start = "[a\\*b](https://e.org/a_%28b%29) [m](mailto:x@e.org)"
    assert bare.body == f"{start} r h j b n <https://e.org/q_r>\n"
    assert known.body == f"{start} [r](https://site.org/rel) h j b n <https://e.org/q_r>\n"
    assert len(bare.dropped) == 3
    assert "line 1: the link of “r”: “/rel” leads nowhere outside of its page" in bare.dropped


@pytest.mark.parametrize(
    ("html", "starts"),
    [
        ("<ol><li>a<li>b</ol><ol start=3><li>c</ol>", [("ol", 3)]),
        ("<ol><li>a</li></ol> <ol><li>b</li></ol>", [("ol", 1), ("ol", 1)]),
        ("<ol><li>a</li></ol><p>x</p><ol start=2><li>b</li></ol>", [("ol", 1), ("ol", 1)]),
        ("<ul><li>a</li></ul><ul><li>b</li></ul>", [("ul", 1), ("ul", 1)]),
        ("<ol><li><p>a</p><ul><li>x</li></ul></li><li>b</li></ol>", [("ol", 2)]),
        ("<ol type=a><li>x</li><li><p>y</p></li></ol>", [("ul", 2)]),
        ("<ol start=x><li>a</li></ol>text<ol><li>b</li></ol>", [("ol", 1), ("ol", 1)]),
    ],
)
def test_lists_stay_what_they_are(render: Render, html: str, starts: list[tuple[str, int]]) -> None:
    """Parts of one list are joined, two lists stay two, nested ones nested."""
    soup = render(make_body(html))
    lists = [el for el in soup.find_all(["ol", "ul"]) if el.find_parent("li") is None]
    assert starts == [(el.name, len(el.find_all("li", recursive=False))) for el in lists]


def test_letters_of_a_list_are_kept_and_roman_numbers_reported() -> None:
    """Markdown numbers its lists with figures alone."""
    assert make_body("<ol type=A start=2><li>x</li><li>y</li></ol>") == "- B) x\n- C) y\n"
    draft = parse_html("<h1>T</h1><ol type=i><li>x</li></ol>")
    assert draft.body == "1. x\n"
    assert draft.dropped == ("line 1: letters before list items, now numbers",)


def test_headings_move_below_the_title() -> None:
    """The highest that is left is of the second level; the steps between them stay."""
    assert make_body("<h4>a</h4><h5>b</h5>") == "## a\n\n### b\n"
    assert make_body("<h1>a</h1><h6>b</h6>") == "## a\n\n###### b\n"


def test_tables_are_kept(render: Render) -> None:
    """With a head or without, paragraphs and bars in the cells included."""
    soup = render(make_body("<table><tr><td><p>A|B</p><td>C</td></tr><tr><td>1<td>2</tr></table>"))
    cells = [[c.get_text() for c in row.find_all(["th", "td"])] for row in soup.find_all("tr")]
    assert cells == [["A|B", "C"], ["1", "2"]]


@pytest.mark.parametrize(
    "text",
    ["# x", "1. x", "- x", "+ x", "&lt;b>", "a &amp;amp; b", "_x_ *y* `z`", "[a](b)", "2*3*4"],
)
def test_text_of_a_page_reads_the_same(render: Render, text: str) -> None:
    """Marks of Markdown in a page are text, at the start of a line as well."""
    html = f"<p>{text}</p><p>a<br>{text}</p><p><b>{text}</b></p><p><b>x</b> {text}</p>"
    expected = [p.get_text() for p in BeautifulSoup(html, "html.parser").find_all("p")]
    found = [p.get_text().replace("\n", "") for p in render(make_body(html)).find_all("p")]
    assert expected == found


def test_code_is_left_alone() -> None:
    """Nothing is escaped, and no line joined, in code."""
    assert make_body("<pre>a_*b*\n # c</pre>") == "```\na_*b*\n # c\n```\n"
    assert make_body("<p>x <code>a_*b*</code></p>") == "x `a_*b*`\n"


def test_what_stands_above_or_below_the_line_stays_there() -> None:
    """Another number would be read else."""
    body = make_body("<p>10<sup>6</sup> euros, H<sub>2</sub>O, 5<sup>1</sup>/<sub>2</sub> *</p>")
    assert body == "10<sup>6</sup> euros, H<sub>2</sub>O, 5<sup>1</sup>/<sub>2</sub> *\n"


def test_a_space_in_an_address_is_a_space() -> None:
    """Another file would be meant else; a line break within an address is none."""
    links = "<a href=' https://e.org/a b.pdf'>a</a> <a href='https://e.org/c\nd'>c</a>"
    assert make_body(f"<p>{links}</p>") == "[a](https://e.org/a%20b.pdf) [c](https://e.org/cd)\n"


def test_no_line_break_stands_before_text() -> None:
    """It would be a line with nothing but a mark of Markdown."""
    assert make_body("<p><br> <br>x<br>y<br></p><p>a<br><br>b</p>") == "x\\\ny\n\na\\\n\\\nb\n"
    assert make_body("<p>a <b><br>b</b></p>") == "a \\\n**b**\n"


def test_a_call_that_is_raised_twice_is_one() -> None:
    """Word raises it, and what reads Word does so too."""
    note = "<ol><li id='n'>note <a href='#c'>↑</a></li></ol>"
    call = "<sup><sup><a href='#n' id='c'>[1]</a></sup></sup>"
    assert make_body(f"<p>x{call}</p>{note}") == "x[^1]\n\n[^1]: note\n"
    raised = make_body(f"<p>x<sup>a {call}</sup></p>{note}")
    assert raised == "x<sup>a [^1]</sup>\n\n[^1]: note\n"


def test_thousands_of_footnotes_are_found_one_by_one() -> None:
    """Each is looked for once, however many there are."""
    count = 5_000
    calls = "".join(f"<a href='#n{number}'>1</a>" for number in range(count))
    notes = "".join(f"<li id='n{number}'>x <a href='#b'>^</a></li>" for number in range(count))
    soup = BeautifulSoup(f"<p>{calls}</p><ol>{notes}</ol>", "html.parser")
    assert len(take_footnotes(soup)) == count
    assert soup.get_text().endswith(f"\x01{count}\x02")


def test_footnotes_stay_footnotes(render: Render) -> None:
    """A call and the note that links back to it become Markdown's own."""
    body = make_body(
        "<p>One<sup><a href='#n1' id='r1'>1</a></sup>, two<a href='#n2'>[2]</a>, one again"
        "<a href='#n1'>1</a>, see <a href='#part'>part</a> <a href='#n3'>3</a>.</p>"
        "<ol><li id='n1'><p>First.</p><p>More.<a href='#r1'>↑</a></p></li>"
        "<li id='n2'>Second. <a href='#r2'>↑</a></li></ol><ol><li id='n3'>No way back</li></ol>"
    )
    assert "One[^1], two[^2], one again[^1], see part 3." in body
    assert body.endswith("[^1]: First.\n\n    More.\n\n[^2]: Second.\n")
    assert len(render(body).select(".footnote-definition")) == 2


def test_a_list_in_a_footnote_may_begin_at_no_number() -> None:
    """What other lists may say, those of footnotes may too."""
    note = '<ol><li id="n">Note <a href="#r">back</a><ol start="²"><li>x</li></ol></li></ol>'
    body = make_body(f'<p>Text<sup><a href="#n" id="r">1</a></sup></p>{note}')
    assert body == "Text[^1]\n\n[^1]: Note\n\n    1. x\n"


def test_nested_without_end_is_a_fault() -> None:
    """A page that no program can walk through gives a message, not a traceback."""
    with pytest.raises(SourceError, match="nested too deeply"):
        parse_draft(b"<div>" * 1000 + b"x", "x.html")


def test_a_fragment_has_no_lines() -> None:
    """Where the lines are nobody's, none is named."""
    assert parse_html("<h1>T</h1><nav>x</nav>", numbered=False).dropped == ("<nav>: “x”",)


@settings(deadline=None)
def read_rows(soup: BeautifulSoup) -> list[list[str]]:
    """Read the cells of each row."""
    rows = [row.find_all(["td", "th"]) for row in soup.find_all("tr")]
    return [[" ".join(cell.get_text().split()) for cell in row] for row in rows]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("<td rowspan=2>a<td>b<td>c<tr><td>d<td>e", [["a", "b", "c"], ["", "d", "e"]]),
        ("<td>a<td rowspan=0 colspan=2>b<tr><td>c", [["a", "b", ""], ["c", "", ""]]),
        ("<td>a<td rowspan=2>b<tr><td>c<tr><td>d<td>e", [["a", "b"], ["c", ""], ["d", "e"]]),
        ("<td>a<td colspan=0 rowspan=x>b<tr><td>c<td>d", [["a", "b"], ["c", "d"]]),
        ("<td>a<td rowspan=2>b<td>c<tr><td>d<td>e", [["a", "b", "c"], ["d", "", "e"]]),
    ],
)
def test_a_cell_stands_below_its_head(render: Render, rows: str, expected: list[list[str]]) -> None:
    """Where a cell reaches down, the rows below do not move into its place."""
    assert read_rows(render(make_body(f"<table><tr>{rows}</table>"))) == expected


def test_a_table_within_a_cell_is_a_line_of_text(render: Render) -> None:
    """Markdown has no such table, and the marks of one are no text."""
    inner = "<table><tr><td><p>n</p><p>k</p></td><td>m</td></tr><tr><td>o</td></tr></table>"
    body = make_body(f"<table><tr><td>a</td><td>b {inner} c</td></tr></table>")
    assert read_rows(render(body)) == [["a", "b n k; m o c"]]


def test_a_frame_is_no_table(render: Render) -> None:
    """One column with whole paragraphs in it frames them; lines of one column are a table."""
    frame = "<table><tbody><tr><td><p>One.</p><p>Two.</p><ul><li>x</li></ul></td></tr>"
    inner = "<tr><td><table><tr><td>a</td><td>b</td></tr></table></td></tr></tbody></table>"
    body = make_body(frame + inner)
    assert body == "One.\n\nTwo.\n\n- x\n\n| a | b |\n| --- | --- |\n"
    lines = make_body("<table><tr><td><p>One.</p></td></tr><tr><td><p>Two.</p></td></tr></table>")
    assert read_rows(render(lines)) == [["One."], ["Two."]]


@given(
    st.lists(
        st.sampled_from(["div", "section", "td", "li", "article", "blockquote", "form", "header"]),
        max_size=4,
    ),
    st.lists(st.integers(0, 99), min_size=1, max_size=5),
)
def test_no_paragraph_of_a_page_is_dropped(wrappers: list[str], numbers: list[int]) -> None:
    """However the text is wrapped, each paragraph of it is in the body once, in order."""
    paragraphs = [f"{LONG} {number}." for number in numbers]
    html = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    for name in wrappers:
        html = f"<{name}>{html}</{name}>"
    body = parse_html(f"<main><h1>T</h1>{html}</main>").body
    words = " ".join(body.replace(">", " ").replace("|", " ").replace("---", " ").split())
    assert words.endswith(" ".join(" ".join(paragraphs).split()))
