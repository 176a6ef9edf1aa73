"""What stands within a line of HTML, and around it, reads the same as Markdown."""

from __future__ import annotations

import unicodedata
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given
from hypothesis import strategies as st

from communique.intake.elements import BLOCKS
from communique.intake.richtext import RichText
from communique.markup import render_markdown, sanitise


def convert(html: str) -> str:
    """Convert a text without files."""
    return RichText(html, "").write({}, sanitise)


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p><strong>Note:</strong> text", "**Note:** text"),
        ("<p><strong>Note:</strong>text", "<strong>Note:</strong>text"),
        ("<p>a<b>(b)</b> c", "a<strong>(b)</strong> c"),
        ("<p>a<i>b</i>c", "a*b*c"),
        ("<p><b>a</b><b>b</b><strong>c</strong>", "**abc**"),
        ("<p><i>a</i><b>b</b>", "*a*<strong>b</strong>"),
        ("<p><code>a</code><code>b</code>", "`ab`"),
        ("<p><b>a <strong>b</strong> c</b>", "**a b c**"),
        ("<p>x <b>a<i>b</i>c</b>", "x **a<em>b</em>c**"),
        ("<p>x<b><i>a)</i> b</b>", "x<strong><em>a)</em> b</strong>"),
        ("<p>x <b>a <i>(b)</i></b>c", "x <strong>a <em>(b)</em></strong>c"),
        ("<p><b><i>a</i></b>", "***a***"),
        ('<p>x<b><a href="https://e.org/">a</a></b>', "x<strong>[a](https://e.org/)</strong>"),
        ('<p><a href="https://e.org/">a<b>(b)</b></a>', "[a<strong>(b)</strong>](https://e.org/)"),
        ("<p>a<b>https://e.org/</b>", "a<strong><https://e.org/></strong>"),
        ("<p><i>a <br></i>b", "*a* \\\nb"),
        ("<p><i><br>a</i>b", "*a*b"),
        ("<p><b>a\u00a0</b>b<b> </b>c<b></b>", "**a**\u00a0b c"),
        ('<p><a href="https://e.org/"> a </a>b', "[a](https://e.org/) b"),
        ("<b><p>a</p><ul> <li>b</li> </ul></b>", "**a**\n\n- **b**"),
        ('<a href="https://e.org/"><h3>a</h3>b</a>', "### [a](https://e.org/)\n\n[b](https://e.org/)"),
        ("<b>a<pre>b</pre></b>", "**a**\n\n```\nb\n```"),
        ("<pre><b>a </b><code>b </code></pre>", "```\na b\n```"),
        ("<pre>a<pre><b>b </b></pre></pre>", "```\nab\n```"),
        ('<b style="font-weight: normal"><p>a <b>b</b></p></b>', "a **b**"),
        ('<p>a!<a href="https://e.org/">b</a>', "a\\![b](https://e.org/)"),
        ('<p><a href="https://e.org/">a]</a>', "[a\\]](https://e.org/)"),
        ('<p><a href="https://e.org/">a [b](c) \\[</a>', "[a \\[b\\](c) \\\\\\[](https://e.org/)"),
        ("<p>[<b>a</b>]<span>(b)</span>", "[**a**\\](b)"),
        ("<p>_<i>a*</i>_", "\\_*a\\**\\_"),
        ("<p>* <i>a</i> *", "\\* *a* *"),
        ("<p>a<br>= <br> - b", "a\\\n\\= \\\n\\- b"),
        ("<p><br>a<br> <br></p><br>b", "a\n\nb"),
        ('<p><img src="https://e.org/i.png"> <b>a</b>', "![](https://e.org/i.png) **a**"),
        ('<h2><img src="https://e.org/i.png"></h2>', "## ![](https://e.org/i.png)"),
        ("<h2>a #</h2><h3>C#</h3>", "## a \\#\n\n### C#"),
        ("a<p></p>b<blockquote> </blockquote>c<div>\u00a0</div>d", "a\n\nb\n\nc\n\nd"),
        ("<ul><li><hr>a", "- ***\n\n  a"),
        ("<ul><li>\u00a0# a", "- \\# a"),
        ("<ol start=3><li>a<li><li>b<li></ol>", "3. a\n4.\n5. b"),
        ("<ol start=\u00b2><li>a<li><img src='https://e.org/i.png'></ol>", "1. a\n2. ![](https://e.org/i.png)"),
        ("<ol><li>a</ol><p></p><div><ol><li>b</ol></div>", "1. a\n\n<!-- -->\n\n1. b"),
        ("<section><ul><li>a</ul> </section><div><ul><li>b</ul></div>", "- a\n\n<!-- -->\n\n- b"),
        ("<ul><li>a</ul><p><img src='https://e.org/i.png'></p><ul><li>b</ul>",
         "- a\n\n![](https://e.org/i.png)\n\n- b"),
        ("<mark>https://e.org/a</mark>", "<mark><https://e.org/a></mark>"),
        ("a\\<sub>b</sub><sub> </sub><kbd></kbd>c", "a\\\\<sub>b</sub> c"),
        ("a<sub> <br></sub>b", "a \\\nb"),
        ("https://e.org/a", "<https://e.org/a>"),
    ],
)  # fmt: skip
def test_markdown_has_a_form_for_what_stands_within_a_line(html: str, markdown: str) -> None:
    """Emphasis stays where it was, no mark of Markdown is seen, and no words run together."""
    assert convert(html) == f"{markdown}\n"


WORDS = st.lists(
    st.sampled_from(
        """
        word слово *x* _y_ a_b * ** _ 1. 2) - + # = --- > a|b &lt;b&gt; &amp; `t` [z] z] [z (q) ]:
        ](x) \\ — ! $5 € №5 “q” «a» 👍 x: :: ~~w~~ https://e.org/ x@e.org &nbsp;
        """.split()  # noqa: SIM905 - as people write
    ),
    min_size=1,
    max_size=3,
).map(" ".join)
PIECES = st.sampled_from(["<code>x*y</code>", "<br>", "<img src='https://e.org/i.png'>", "<i></i>"])
NAMES = st.sampled_from(
    ["b", "strong", "em", "i", "span", "mark", "sub", "a href='https://e.org/1'"]
)
ITEMS = st.sampled_from(["ul", "ol", "ol start='7'"])
BOXES = st.sampled_from(["div", "blockquote", "section"])


def wrap(names: st.SearchStrategy[str], inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Put an element around some HTML."""
    return st.builds(lambda name, text: f"<{name}>{text}</{name.split()[0]}>", names, inner)


def join(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Put pieces of HTML in a row, with or without a space between them."""
    between = st.sampled_from(["", " "])
    return st.builds(
        lambda space, some: space.join(some), between, st.lists(parts, min_size=1, max_size=3)
    )


LINES = st.recursive(WORDS | PIECES, lambda inner: wrap(NAMES, join(inner)), max_leaves=5)
TEXTS = st.recursive(
    join(LINES),
    lambda inner: join(
        wrap(BOXES, inner)
        | wrap(ITEMS, st.lists(wrap(st.just("li"), inner), max_size=3).map("".join))
        | wrap(st.sampled_from(["p", "h3"]), join(LINES))
        | LINES
        | st.sampled_from(["<hr>", "<pre>a\n\n- b</pre>", "<p></p>"])
    ),
    max_leaves=6,
)


class Outline:
    """
    List what a reader sees: each line with its place, each letter with what is said of it.

    White space is left out, and so is what makes no difference to a reader.
    """

    def __init__(self, html: str) -> None:
        self.lines: list[tuple[tuple[str, ...], list[tuple[str, frozenset[str]]]]] = []
        self._line: list[tuple[str, frozenset[str]]] = []
        self._walk(BeautifulSoup(f"<div>{html}</div>", "html.parser"), (), frozenset())

    def _walk(self, el: Tag, place: tuple[str, ...], said: frozenset[str]) -> None:
        for node in el.children:
            if not isinstance(node, Tag):
                letters = unicodedata.normalize("NFC", str(node))
                self._line += [(letter, said) for letter in letters if not letter.isspace()]
            elif node.name in BLOCKS:
                self._end(place)
                inner = (*place, *_name_place(node))
                self._walk(node, inner, frozenset() if node.name == "pre" else said)
                self._end(inner)
            elif node.name == "img":
                self._line.append(("picture", frozenset(word for word in said if "://" in word)))
            else:
                self._walk(node, place, said | _say(node, place))

    def _end(self, place: tuple[str, ...]) -> None:
        if self._line:
            self.lines.append((place, self._line))
        self._line = []


def _name_place(el: Tag) -> tuple[str, ...]:
    if el.name == "li" and el.parent is not None and el.parent.name == "ol":
        before = len(el.find_previous_siblings("li"))
        return (str(int(str(el.parent.get("start", "1"))) + before),)
    return () if el.name in {"p", "div", "section"} else (el.name,)


def _say(el: Tag, place: tuple[str, ...]) -> frozenset[str]:
    href = str(el.get("href", ""))
    is_address = el.name == "a" and unquote(href).removeprefix("mailto:") == el.get_text()
    is_code = el.name == "code" and "pre" in place
    if el.name in {"span", "br"} or is_address or is_code:
        return frozenset()
    return frozenset({{"b": "strong", "i": "em", "a": href}.get(el.name, el.name)})


@given(TEXTS)
def test_html_reads_the_same_as_markdown(html: str) -> None:
    """Whatever an old site holds: each word in its place, with its emphasis, and no other mark."""
    assert Outline(render_markdown(convert(html), "").html).lines == Outline(html).lines
