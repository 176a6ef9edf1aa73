"""What becomes of text copied out of a browser, an e-mail or an editor."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from communique.intake import Draft, parse_draft, read_draft
from communique.intake.plaintext import parse_plaintext

Render = Callable[[str], BeautifulSoup]

SEED = Path(__file__).parents[3] / "shared" / "seed" / "statement.txt"


def make_draft(body: str) -> Draft:
    """Read *body* below a title."""
    return parse_plaintext(f"The title\n\n{body}")


def list_items(soup: BeautifulSoup) -> list[list[str]]:
    """List the items of each list that is not within another."""
    outer = [el for el in soup.find_all(["ol", "ul"]) if el.find_parent("li") is None]
    return [
        [" ".join(li.get_text().split()) for li in el.find_all("li", recursive=False)]
        for el in outer
    ]


@pytest.mark.skipif(not SEED.exists(), reason="the copied page is not beside this repository")
def test_a_copied_page_needs_no_hand_edit(render: Render) -> None:
    """A real statement keeps its title, six paragraphs and two lists, and no furniture."""
    draft = read_draft(SEED)
    soup = render(draft.body)
    assert draft.title.startswith("The NAM team’s position")
    assert draft.title.endswith("war crimes")
    assert [len(items) for items in list_items(soup)] == [4, 2]
    assert 6 == len([p for p in soup.find_all("p") if p.find_parent("li") is None])  # noqa: SIM300 - expected first
    numbers = [int(note.split(":")[0].removeprefix("line ")) for note in draft.dropped]
    assert numbers == [1, 5, 6, 33]
    assert "\\" not in draft.body


def test_a_page_of_our_own_comes_out_clean(render: Render, here: Path) -> None:
    """Title, paragraphs and two lists stay; crumbs, captions and buttons go, each with its line."""
    draft = read_draft(here / "exile-council.txt")
    soup = render(draft.body)
    expected = "Our position on the closure of the river crossings"
    assert expected == draft.title
    assert [len(items) for items in list_items(soup)] == [3, 2]
    top = [el.name for el in soup.find_all(recursive=False)]
    assert top == ["p", "p", "ol", "p", "ol", "p"]
    assert draft.dropped == (
        "line 1: page furniture: “Skip to content”",
        "line 2: page furniture: “Home > News > Statements”",
        "line 6: a caption that stands twice: “B. Example, at the border”",
        "line 7: a caption that stands twice: “B. Exampla, at the border”",
        "line 29: page furniture: “Share”",
        "line 30: page furniture: “Facebook”",
        "line 31: page furniture: “Telegram”",
        "line 32: page furniture: “Back to top”",
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("1. a\n2. b", [["a", "b"]]),
        ("  1. a\n\n\n  2. b\n", [["a", "b"]]),
        ("1) a\n2) b", [["a", "b"]]),
        ("(1) a\n(2) b", [["a", "b"]]),
        ("• a\n• b", [["a", "b"]]),
        ("•\ta\n•\tb", [["a", "b"]]),
        ("– a\n\n– b", [["a", "b"]]),
        ("- a\n- b", [["a", "b"]]),
        ("* a\n* b", [["a", "b"]]),
        ("a) x\nb) y\nc) z", [["a) x", "b) y", "c) z"]]),
        ("а) x\nб) y\nв) z", [["а) x", "б) y", "в) z"]]),
        ("1.\n\na\n\n2.\n\nb", [["a", "b"]]),
        ("•\n•\n\nx\n•", [["x"]]),
        ("1. a\n2. b\n1. c\n2. d", [["a", "b"], ["c", "d"]]),
        ("1) a\n2) b\n1) c\n2) d", [["a", "b"], ["c", "d"]]),
        ("1. a\n2. b\n\nBetween.\n\n1. c\n2. d", [["a", "b"], ["c", "d"]]),
        ("1. a\n2. b\n\n• c\n• d", [["a", "b"], ["c", "d"]]),
        ("• a\n• b\n– c\n– d", [["a", "b"], ["c", "d"]]),
        ("1. a\n   goes on\n2. b", [["a goes on", "b"]]),
        ("1. a\n\n   More of a.\n\n2. b", [["a More of a.", "b"]]),
        ("1. a:\n• x\n• y\n2. b", [["a: x y", "b"]]),
        ("1. a\n• x\n• y\n2. b", [["a x y", "b"]]),
        ("1. a\n    • x\n        – p\n        – q\n2. b", [["a x p q", "b"]]),
        ("1. a\n2. b\nThe end.", [["a", "b"]]),
        ("1. *a* <b>\n2. # b", [["*a* <b>", "# b"]]),
        ("Such as:\n-\ta", [["a"]]),
        ("–\ta", [["a"]]),
        ("o\ta\no\tb", [["a", "b"]]),
        ("§\ta\nThe end.", [["a"]]),
        ("\uf0b7\ta\n\uf0b7\tb", [["a", "b"]]),
        ("\uf0b7 a\n\uf0b7 b", [["a", "b"]]),
        ("\uf0b7\n\na", [["a"]]),
        ("•\ta\no\tx\no\ty\n§\tp\n•\tb", [["a x y p", "b"]]),
        ("·\ta\no\tx\n\uf0a7\tp\no\ty\n·\tb", [["a x p y", "b"]]),
    ],
)
def test_copied_items_are_lists(render: Render, body: str, expected: list[list[str]]) -> None:
    """Every common marker makes a list, loose or tight, nested or starting again."""
    assert expected == list_items(render(make_draft(body).body))


@pytest.mark.parametrize(
    "body",
    [
        "4. Oktober 2023 war ein Mittwoch.",
        "— Who goes there? said the guard.",
        "a) alone",
        "o lala",
        "§ 5 says so.",
        "A. Lukashenko spoke. B followed.",
    ],
)
def test_one_marker_alone_is_no_list(render: Render, body: str) -> None:
    """A date, a line of speech or an initial stays a paragraph that reads as before."""
    soup = render(make_draft(body).body)
    assert list_items(soup) == []
    assert body == soup.get_text().strip()


def test_numbers_go_on_after_a_paragraph(render: Render) -> None:
    """A list that a paragraph interrupts goes on with its number."""
    soup = render(make_draft("1. a\n2. b\n\nA paragraph.\n\n3. c\n4. d").body)
    assert [ol.get("start") for ol in soup.find_all("ol")] == [None, "3"]


@pytest.mark.parametrize(
    "text",
    [
        "# not a heading",
        "1. not a list",
        "+ 5 degrees",
        "*emphasis* and **strong** and _low_ and __lower__",
        "snake_case_word and 2 * 3 and 2*3*4",
        "<script>alert(1)</script>",
        "AT&amp;T &copy; &#35; A & B",
        "[text](https://example.org/) and [x]: y and ![z](q)",
        "`code` and ``code``",
        "~~~ fence",
        "| a | b |",
        "back\\slash \\* and a last one \\",
        "[^1]: a note",
        "*https://example.org/a_b_c*",
    ],
)
def test_marks_of_markdown_are_plain_text(render: Render, text: str) -> None:
    """Text that would mean something in Markdown reads as it was written."""
    soup = render(make_draft(f"{text}\n\nThe end.").body)
    assert [text, "The end."] == [p.get_text() for p in soup.find_all("p")]


@pytest.mark.parametrize(
    "text",
    [
        "5 * 3 = 15",
        "snake_case",
        "A & B",
        "a < b > c",
        "[sic]",
        "No. 5!",
        "*Footnote",
        "50 % – “x”",
    ],
)
def test_harmless_marks_are_left_readable(text: str) -> None:
    """A mark that cannot mean anything where it stands is not escaped."""
    assert f"{text}\n" == make_draft(text).body


def test_addresses_become_links(render: Render) -> None:
    """A web and an e-mail address are links, without the full stop behind them."""
    soup = render(make_draft("See https://example.org/a_b_c. Write to press@example.org.").body)
    expected = ["https://example.org/a_b_c", "mailto:press@example.org"]
    assert expected == [a["href"] for a in soup.find_all("a")]


def test_cells_between_tabs_are_a_table(render: Render) -> None:
    """A table copied out of a browser stays one, a bar in a cell included."""
    soup = render(make_draft("Year\tCases\n2022\t5|6\n2023\t").body)
    cells = [[c.get_text() for c in row.find_all(["th", "td"])] for row in soup.find_all("tr")]
    assert cells == [["Year", "Cases"], ["2022", "5|6"], ["2023", ""]]


def test_a_dash_in_a_cell_is_no_bullet(render: Render) -> None:
    """A cell without a value may hold a dash, and one may hold an o."""
    soup = render(make_draft("Name\tValue\n-\t5\no\t6").body)
    assert [td.get_text() for td in soup.find_all("td")] == ["-", "5", "o", "6"]


def test_a_quotation_stays_one(render: Render) -> None:
    """Lines quoted as in an e-mail are a quotation, its paragraphs apart."""
    soup = render(make_draft("> First *one*.\n>\n> Second.\n\nAfter.").body)
    assert soup.blockquote is not None
    assert [p.get_text() for p in soup.blockquote.find_all("p")] == ["First *one*.", "Second."]


def test_an_underlined_line_is_a_heading(render: Render) -> None:
    """Below the title, a line with a line under it is a heading; a line of marks is a rule."""
    soup = render(make_draft("Part\n====\nText.\n\nOther\n---\n\nx.\n* * *\nLast.").body)
    expected = ["h2", "p", "h2", "p", "hr", "p"]
    assert expected == [el.name for el in soup.find_all(recursive=False)]


def test_wrapped_lines_are_one_paragraph() -> None:
    """Lines that end where the next word would not fit were wrapped by a program."""
    words = (
        "The quick brown fox jumps over the lazy dog and goes on\n"
        "to the far end of the field where it lies down at last\n"
        "and sleeps."
    )
    expected = " ".join(words.split()) + "\n"
    assert expected == make_draft(words).body


def test_short_lines_keep_their_breaks(render: Render) -> None:
    """An address or a signature stays on its lines."""
    soup = render(make_draft("Example Council\nMain Street 5\nVilnius").body)
    assert 2 == len(soup.find_all("br"))  # noqa: SIM300 - expected first


def test_long_lines_are_paragraphs_of_their_own() -> None:
    """Some editors put one line break between paragraphs."""
    long = (
        "One sentence that is long enough to be a paragraph of its own, and then some more of it."
    )
    expected = f"{long}\n\n{long} {long}\n\nShort.\n"
    assert expected == make_draft(f"{long}\n{long} {long}\nShort.").body


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Title\n\nText.", "Title"),
        ("Title\n=====\n\nText.", "Title"),
        ("Title\nText.", "Title"),
        ("Title\n\nTitle\n\nText.", "Title"),
        (f"{'word ' * 60}\n\nText.", ""),
        ("1. a\n2. b", ""),
        ("> quoted", ""),
        (
            "A title so long that the program it was written in broke it\ninto two lines\n\nText.",
            "A title so long that the program it was written in broke it into two lines",
        ),
    ],
)
def test_the_first_real_line_is_the_title(text: str, title: str) -> None:
    """A list, a quotation or a long paragraph is none."""
    draft = parse_plaintext(text)
    assert title == draft.title
    assert not title or draft.body.strip() == "Text."


def test_a_repeated_title_is_reported() -> None:
    """The title of the page and its heading are one."""
    assert parse_plaintext("Title\n\nTitle\n\nX.").dropped == (
        "line 3: the title once more: “Title”",
    )


@pytest.mark.parametrize(
    "pair",
    ["Resolution 1325\nResolution 1326", "Tuesday\nThursday", "Annex I\nAnnex II", "Art\nArs"],
)
def test_two_lines_that_differ_in_meaning_stay(pair: str) -> None:
    """A number, a name of a day or a short word that differs makes another line."""
    draft = make_draft(f"Before, a sentence.\n\n{pair}\n\nAfter, a sentence.")
    assert draft.dropped == ()
    assert all(line in draft.body for line in pair.split("\n"))


def test_signatures_at_the_end_stay() -> None:
    """Two names that differ by a letter are two people where the text ends."""
    draft = make_draft("A sentence.\n\nSiarhei Ivanou\nSiarhei Ivanova")
    assert draft.body.endswith("Siarhei Ivanou\\\nSiarhei Ivanova\n")


@pytest.mark.parametrize(
    "hostile",
    ["[" * 50_000, "\n" * 50_000 + "x", "a." * 50_000, "|-" * 50_000 + "x", "- " * 50_000 + "x"],
)
def test_hostile_text_is_read_to_its_end(hostile: str) -> None:
    """No text makes a pattern try again and again: the test would not end."""
    assert parse_draft(f"T\n\n{hostile}".encode(), "").title == "T"


def test_only_furniture_is_a_fault() -> None:
    """Where nothing is left, the press officer is told why."""
    with pytest.raises(Exception, match="there is no text"):
        parse_draft(b"Share\nPrint\n", "x.txt")


WORDS = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1).map(str.strip)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@example(text="-|-")
@example(text="https://example.org/(a)_b_*")
@given(text=WORDS.filter(bool))
def test_any_line_reads_as_it_was_written(render: Render, text: str) -> None:
    """Whatever characters a paragraph holds, the reader of the page sees them."""
    paragraph = f"Word {text} end."
    soup = render(make_draft(paragraph).body)
    assert [re.sub(r"[ \t]+", " ", paragraph)] == [
        re.sub(r"[ \t]+", " ", p.get_text()) for p in soup.find_all("p")
    ]


SENTENCES = st.lists(
    st.text("abcdefghij іўґłążčß", min_size=1, max_size=40).filter(str.strip),
    min_size=8,
    max_size=20,
).map(lambda words: " ".join(" ".join(words).split()).capitalize() + ".")


@settings(deadline=None)
@given(st.lists(SENTENCES.filter(lambda s: len(s) > 40), min_size=1, max_size=6))
def test_no_paragraph_is_ever_dropped(paragraphs: list[str]) -> None:
    """Among page furniture of every kind, each full sentence stays, and in order."""
    page = ["top of page", "The title", "A. Caption", "A. Caption", *paragraphs, "Share", "Print"]
    draft = parse_plaintext("\n\n".join(page))
    assert paragraphs == draft.body.rstrip("\n").split("\n\n")
    assert 5 == len(draft.dropped)  # noqa: SIM300 - expected first
