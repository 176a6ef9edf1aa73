"""Where a finding stands, as an editor counts: characters of the source, not of the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.validate import validate_feed
from communique.validate.positions import Spot, TextSpots, find_attribute

CHANNEL = '<rss version="2.0"><channel><item>\n{}\n</item></channel></rss>'


def find_place(snippet: str, code: str) -> tuple[int, int]:
    """Give the place of the first finding of a code, with the line of the snippet as the first."""
    report = validate_feed(CHANNEL.format(snippet).encode())
    finding = next(each for each in report.findings if each.code == code)
    return finding.line - 1, finding.column


@pytest.mark.parametrize(
    ("snippet", "place"),
    [
        ("<description>&lt;blink&gt;x&lt;/blink&gt;</description>", (1, 14)),
        ("<description>x\n&lt;p&gt;b&lt;/p&gt;&lt;blink&gt;x&lt;/blink&gt;</description>", (2, 21)),
        ("<description><![CDATA[é😀<blink>x</blink>]]></description>", (1, 25)),
        ("<description>\r\n<![CDATA[\r\n\r\n <blink>x</blink>]]></description>", (4, 2)),
        ("<description>\r\r<![CDATA[<blink>x</blink>]]></description>", (3, 10)),
        ("<description>a\n<![CDATA[<blink>x</blink>]]><!-- \n\n -->\n</description>", (2, 10)),
        (
            "<description><!-- > -->&#x26;amp;<?a b?>&lt;blink&gt;x&lt;/blink&gt;</description>",
            (1, 41),
        ),
        ("<description  xml:lang = 'a>b'\n>&lt;blink&gt;</description>", (2, 2)),
    ],
)
def test_a_place_in_a_text_is_one_of_the_source(snippet: str, place: tuple[int, int]) -> None:
    """References, sections, comments and every kind of line end are counted as they stand there."""
    assert find_place(snippet, "security-risk") == place


@pytest.mark.parametrize(
    "snippet",
    [
        "<description>&lt;blink&gt;x" + " " * 250_000 + "</description>",
        "<description>&e;&lt;blink&gt;x&lt;/blink&gt;</description>",
    ],
    ids=["long", "an entity of its own"],
)
def test_what_cannot_be_placed_is_told_of_the_element(snippet: str) -> None:
    """A text of enormous length, or with entities that somebody made up, has one place."""
    text = '<!DOCTYPE rss [<!ENTITY e "abc">]>' + CHANNEL.format(snippet)
    report = validate_feed(text.encode())
    finding = next(each for each in report.findings if each.code == "security-risk")
    assert (finding.line, finding.column) == (2, 1)


def test_text_around_elements_has_the_place_of_its_element() -> None:
    """Only a text in one piece is followed through the source."""
    snippet = "<category>a\n<b/>Ã©</category>"
    assert find_place(snippet, "bad-characters") == (1, 1)


@pytest.mark.parametrize(
    ("tag", "spot"),
    [
        ('<link rel="x">', Spot(3, 11)),
        ('<link title="my rel=up" href=\'rel=1\' rel="x">', Spot(3, 42)),
        ('<link a="1"\n  rel = "x">', Spot(4, 3)),
        ('<link x:rel="1"\r  rel="x">', Spot(4, 3)),
        ('<link a="1"\r\n\r\n  rel="x">', Spot(5, 3)),
        ('<link> rel="x"', Spot(3, 5)),
        ('<link rel="x', Spot(3, 5)),
    ],
)
def test_an_attribute_is_found_by_its_name(tag: str, spot: Spot) -> None:
    """Never within the value of another one; where it is not found, the tag counts."""
    assert find_attribute(tag, "rel", Spot(3, 5)) == spot


@pytest.mark.parametrize(
    ("channel", "place"),
    [
        ("<ttl>1</ttl>\n <!-- a --><?b c?>\n  stray", (4, 3)),
        ("<image>\n<url>a</url>\n</image>\n<cloud/>]]&gt;", (5, 9)),
        ("<![CDATA[ \n ]]> \n<![CDATA[\n stray]]>", (4, 1)),
        ("<title>&lt;</title>&#46;", (2, 20)),
        ("<!-- " + "a" * 250_000 + " -->\nstray", (1, 20)),
    ],
)
def test_stray_text_is_found_beside_the_elements(channel: str, place: tuple[int, int]) -> None:
    """Text that may not be there is pointed at, unless that takes too long."""
    data = f'<rss version="2.0"><channel>\n{channel}</channel></rss>'.encode()
    assert place in {
        (each.line, each.column)
        for each in validate_feed(data).findings
        if each.code == "unexpected-text" and each.element == "channel"
    }


def test_stray_text_of_an_entity_has_the_place_of_its_reference() -> None:
    """What does not stand in the document itself cannot be looked for there."""
    data = b"""<!DOCTYPE rss [<!ENTITY e "<image>stray</image>">]>
<rss version="2.0"><channel>
 &e;</channel></rss>"""
    found = {each.code: (each.line, each.column) for each in validate_feed(data).findings}
    assert found["unexpected-text"] == (3, 2)


def test_a_namespace_and_a_document_type_have_their_places() -> None:
    """Neither the element that declares it nor the end of the document type is at fault."""
    data = b"""<!-- <!DOCTYPE b> -->
<!DOCTYPE rss SYSTEM
  "http://example.org/rss-0.91.dtd">
<rss version="2.0"
  xmlns:dc="urn:a"
  xmlns:xml="http://www.w3.org/XML/1998/namespace"><channel
    xmlns="urn:b"/></rss>"""
    found = {each.code: (each.line, each.column) for each in validate_feed(data).findings}
    assert [found[code] for code in ("invalid-doctype", "reserved-prefix")] == [(2, 1), (5, 3)]
    assert [
        (each.line, each.column)
        for each in validate_feed(data).findings
        if each.code == "unknown-namespace"
    ] == [(5, 3), (7, 5)]


def test_an_attribute_in_a_namespace_has_a_prefix() -> None:
    """The attribute of the element that is called the same is another one."""
    assert find_attribute('<link count="1" t:count="x">', "urn:t count", Spot(1, 1)) == Spot(1, 17)


@given(
    st.lists(
        st.sampled_from(
            ["a", "é😀", "\n", "\r\n", "&lt;", "&#65;", "<![CDATA[<\n&]]>", "<!-- \n -->"]
        )
    )
)
def test_every_character_of_a_text_is_found(pieces: list[str]) -> None:
    """What stands at the place of a character is that character, or what makes it."""
    source = f"<a>{''.join(pieces)}"
    spots = TextSpots(source, Spot(1, 1))
    lines = source.replace("\r\n", "\n").split("\n")
    made = {"&lt;": "<", "&#65;": "A", "<![CDATA[<\n&]]>": "<\n&", "<!-- \n -->": "", "\r\n": "\n"}
    for offset, character in enumerate("".join(made.get(piece, piece) for piece in pieces)):
        spot = spots.find(offset)
        assert spot
        rest = (lines[spot.line - 1] + "\n")[spot.column - 1 :]
        assert rest.startswith((character, "&lt;" if character == "<" else "&#65;"))


def test_nothing_is_found_where_there_is_no_text() -> None:
    """An empty element has no place within."""
    assert TextSpots("<a>", Spot(1, 1)).find(0) is None
