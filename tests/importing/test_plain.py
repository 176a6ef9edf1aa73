"""Plain text of a feed stays what it is: lines, paragraphs, and marks that mean nothing."""

from __future__ import annotations

import html
import json
import re
from datetime import UTC
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from communique.importing.feeds import parse_feed
from communique.importing.walking import parse_page
from communique.intake.richtext import RichText
from communique.markup import render_markdown, sanitise

if TYPE_CHECKING:
    from communique.importing.items import Item


def read_text(text: str) -> Item:
    """Read the only item of a JSON Feed that has plain text."""
    feed = {"version": "https://jsonfeed.org/version/1.1", "items": [{"content_text": text}]}
    (item,) = parse_page(json.dumps(feed).encode(), "feed.json", "", UTC).items
    return item


def render(item: Item) -> str:
    """Give the page of an item."""
    return render_markdown(RichText(item.text, "").write({}, sanitise), "").html


def test_lines_are_lines_and_marks_are_text() -> None:
    """A break stays one, an empty line parts paragraphs, and nothing becomes Markdown or HTML."""
    item = read_text("One *star*\r\n# two\n \n\n1. <b>three</b> &amp; [x](y)\n")
    assert render(item) == (
        "<p>One *star*<br>\n# two</p>\n<p>1. &lt;b&gt;three&lt;/b&gt; &amp;amp; [x](y)</p>\n"
    )


def test_plain_text_of_atom_is_read_likewise() -> None:
    """Its breaks stay as well."""
    atom = (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>x</id>'
        b'<content type="text">a &lt; b\n_c_\n\nd</content></entry></feed>'
    )
    (item,) = parse_feed(atom, "a", "", UTC).items
    assert render(item) == "<p>a &lt; b<br>\n_c_</p>\n<p>d</p>\n"


@given(st.text(alphabet="ab *_#[]()<>&!\\`~|-+1.=:/{}\"'^$\n@", max_size=20))
def test_no_text_becomes_anything_else(text: str) -> None:
    """Whatever the marks, the page says line by line what the text says."""
    page = render(read_text(text))
    lines = [
        " ".join(html.unescape(line).split())
        for paragraph in re.findall("<p>(.*?)</p>", page, re.DOTALL)
        for line in paragraph.split("<br>")
    ]
    assert lines == [" ".join(line.split()) for line in text.splitlines() if line.strip()]
