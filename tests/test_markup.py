"""Markdown to safe HTML, summaries, links."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest
from bs4 import BeautifulSoup
from hypothesis import example, given
from hypothesis import strategies as st

from communique import markup
from communique.errors import SourceError
from communique.markup import (
    _ATTRIBUTES,
    _TAGS,
    SUMMARY_LIMIT,
    relink,
    render_markdown,
    strip_tags,
    summarise,
)
from communique.sources import drop_forbidden

# Pieces of HTML and Markdown, whose random order browsers and sanitisers have tripped over.
PIECES = st.lists(
    st.sampled_from(
        [
            "<p>",
            "</p>",
            "<b>",
            "</b>",
            "<a</a>",
            "<table>",
            "<tr>",
            "<td>",
            "</table>",
            "<svg>",
            "<math>",
            "<style>",
            "</style>",
            "<script>",
            "</script>",
            "<!--",
            "-->",
            "<![CDATA[",
            "]]>",
            "<?",
            "?>",
            "<title>",
            "</title>",
            "<textarea>",
            "<noscript>",
            "<select>",
            "<h1>",
            "</h1>",
            "<form>",
            "<iframe>",
            "<object>",
            "<template>",
            "<img",
            'x="',
            '"',
            "'",
            ">",
            "<",
            "&",
            "&#60;",
            "&#x3c;",
            "&lt;",
            "``",
            "*",
            "_",
            "[x](",
            ")",
            "\n",
            "\n\n",
            " ",
            "# x\n",
            "> ",
            "- x\n",
            "|a|b|\n|-|-|\n|c|d|\n",
            "[^1]",
            "\n[^1]: note\n",
            '<a href="javascript:x">',
            '<a href="JaVa&#9;script:x">',
            '<img src=x onerror="x">',
            '<img src="data:image/png;base64,AA==">',
            '<p style="x" class="x" id="x">',
            "![x](y.png)",
        ]
    )
    | st.text(max_size=5),
    max_size=25,
).map(lambda pieces: drop_forbidden("".join(pieces))[0])

SCHEME = re.compile(r"\s*([a-z][a-z0-9+.-]*):", re.IGNORECASE)


def render(text: str) -> str:
    """Give the HTML alone."""
    return render_markdown(text, "a.md").html


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A *b* **c** `d`", "<p>A <em>b</em> <strong>c</strong> <code>d</code></p>\n"),
        ('"a" -- b...', '<p>"a" -- b...</p>\n'),
        ("# A\n\n## B\n\n###### C", "<h2>A</h2>\n<h3>B</h3>\n<h6>C</h6>\n"),
        ("## A\n\n### B", "<h2>A</h2>\n<h3>B</h3>\n"),
        ("# A\n\n---\n", "<h2>A</h2>\n<hr>\n"),
        ("[a](https://example.org/?b=1&c=2)", '<p><a href="https://example.org/?b=1&amp;c=2">a'),
        ("[a](mailto:a@example.org)", '<p><a href="mailto:a@example.org">a</a></p>\n'),
        ("[a](//example.org/b)", '<p><a href="https://example.org/b">a</a></p>\n'),
        ('<a href=" https://example.org/">a</a>', '<p><a href="https://example.org/">a</a></p>\n'),
        ("[a](javascript:b)", "<p><a>a</a></p>\n"),
        ("[a](data:text/html,b)", "<p><a>a</a></p>\n"),
        ("![a](data:image/png;base64,AA)", '<p><img alt="a"></p>\n'),
        ("<script>a</script>b", "b"),
        ("<style>a</style>b", "b"),
        ('<img src="a.png" onerror="b">', '<img src="a.png">'),
        ('<p class="a" style="b" id="c">d</p>', "<p>d</p>"),
        ('<div class="a" id="b">c</div>', '<div id="note-b">c</div>'),
        ("<form><input></form>a", "a"),
        ("<iframe src=a>b</iframe>", "b"),
        ("a<!-- b -->c", "<p>ac</p>\n"),
        ("`<!--`", "<p><code>&lt;!--</code></p>\n"),
        ("<![CDATA[ a ]]>", ""),
        ("a ]]> b", "<p>a ]]&gt; b</p>\n"),
        ("&copy; &amp;", "<p>© &amp;</p>\n"),
        ('<a rel="nofollow" target="_blank" href="https://a.example/">a</a>', 'rel="nofollow"'),
    ],
)
def test_markdown_becomes_safe_html(text: str, expected: str) -> None:
    """What the allow-list does not name is dropped."""
    assert expected in render(text)
    assert expected or not render(text)


def test_tables_and_footnotes_are_rendered() -> None:
    """The marks of a footnote keep their class, and ids get a prefix of their own."""
    soup = BeautifulSoup(render("a[^x]\n\n[^x]: b\n\n|c|\n|-|\n|d|\n"), "html.parser")
    mark, note = soup.select_one("sup.footnote-reference a"), soup.select_one("div")
    assert mark
    assert note
    assert (
        mark["href"],
        note["id"],
        soup.select("td")[0].get_text(),
    ) == ("#note-x", "note-x", "d")


def test_relative_references_are_listed_once_in_order() -> None:
    """Absolute ones and those within the page are not among them; entities are read once."""
    text = (
        "[a](b.pdf) ![c](d.png) [e](#f) [g](https://h.example/) [i](b.pdf)\n\n"
        '[j](k.md?l=1&copy=2) <a href="m&amp;lt;n.pdf">o</a> <q cite="p.html">q</q>'
        '<embed src="dropped"><script src="dropped"></script>'
    )
    expected = ("b.pdf", "d.png", "k.md?l=1&copy=2", "m&lt;n.pdf", "p.html")
    assert expected == render_markdown(text, "a.md").references


def test_relinking_replaces_relative_references_only() -> None:
    """The resolver sees each as it was listed, those within the page too."""
    text = "[a](b.pdf?c=1&copy=2) [d](https://e.example/) [f](#g)"
    seen: list[str] = []

    def resolve(reference: str) -> str:
        seen.append(reference)
        return "x&y"

    actual = relink(render(text), resolve)
    link = '<a href="x&amp;y">{}</a>'.format
    expected = f'<p>{link("a")} <a href="https://e.example/">d</a> {link("f")}</p>\n'
    assert (expected, ["b.pdf?c=1&copy=2", "#note-g"]) == (actual, seen)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a\n\n<!-- b", "a.md:7:1: <!-- is"),
        ("a\n\n<SCRIPT>\n\nb", "a.md:7:1: <script is"),
        ("a <style> b\n\nc", "a.md:5:3: <style is"),
        ("<?php a\n\nb", "a.md:5:1: <? is"),
        ("a\n\n<!DOCTYPE b\n\nc", "a.md:7:1: <! is"),
        ("a &#65; &#11;", "a.md:5:9: U+000B, an invisible character"),
        ("a\n\n&#0;", "a.md:7:1: U+FFFD, the sign of a damaged character"),
        ("&#x41; &#xD800;", "a.md:5:8: U+FFFD, the sign of a damaged character"),
        ("<p>&#11;</p>", "a.md:5:4: U+000B, an invisible character"),
        ("<p>&#99999999999;</p>", "a.md:5:4: U+FFFD, the sign of a damaged character"),
    ],
)
def test_what_hides_the_rest_or_breaks_a_feed_is_a_fault(text: str, place: str) -> None:
    """At its line and column, with a hint."""
    with pytest.raises(SourceError) as caught:
        render_markdown(text, "a.md", line=5)
    assert str(caught.value).startswith(place)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("", ""),
        ("<p></p>", ""),
        ("<p>A <b>b</b>\nc.</p><p>D</p>", "A b c."),
        ('<p><img src="a>b"></p><p>C</p>', "C"),
        ("<h2>A</h2><ul><li>b</li><li>c</li></ul>", "A b c"),
        ("<p>A &lt;b&gt; &amp;amp;</p>", "A <b> &amp;"),
        ('<p>A<sup class="footnote-reference"><a href="#note-1">1</a></sup> b</p>', "A b"),
        (f"<p>{'a' * 300}</p>", "a" * 300),
        (f"<p>{'a' * 301}</p>", "a" * 299 + "…"),
        (f"<p>{'word ' * 100}</p>", "word " * 59 + "word…"),
        (f"<p>{'a' * 200}, – {'b' * 200}</p>", "a" * 200 + "…"),
        (f"<p>声明 {'长' * 400}</p>", f"声明 {'长' * 296}…"),
    ],
)
def test_a_summary_is_the_first_paragraph(html: str, expected: str) -> None:
    """One line of plain text, cut at a word."""
    assert expected == summarise(html)


@given(st.lists(st.text(alphabet="ab,-", min_size=5), min_size=40, max_size=60).map(" ".join))
def test_a_summary_is_never_long_and_never_cuts_a_word(text: str) -> None:
    """At most 300 characters; within a word only where that is longer than half of them."""
    whole = " ".join(text.split())
    summary = summarise(f"<p>{text}</p>")
    assert len(summary) <= SUMMARY_LIMIT
    head = summary.removesuffix("…")
    assert whole.startswith(head)
    if head != whole and " " in whole[SUMMARY_LIMIT // 2 + 1 : SUMMARY_LIMIT]:
        assert whole[len(head) :].lstrip(",;:-").startswith(" ")


@given(PIECES)
def test_nothing_outside_the_allow_list_comes_out(text: str) -> None:
    """An independent parser finds no other element, attribute or scheme."""
    with suppress(SourceError):
        html = render(text)
        for element in BeautifulSoup(html, "html.parser").find_all():
            assert element.name in _TAGS
            allowed = _ATTRIBUTES["*"] | _ATTRIBUTES.get(element.name, set())
            assert set(element.attrs) <= allowed
            for name in ("href", "src", "cite"):
                scheme = SCHEME.match(str(element.get(name, "")))
                assert scheme is None or scheme[1].lower() in {"http", "https", "mailto"}
        assert not BeautifulSoup(html, "html.parser").find("h1")


@given(PIECES)
@example("<object>[^1]<h1><!--")
def test_sanitising_again_changes_nothing_that_matters(text: str) -> None:
    """Relinking parses and sanitises once more: the words stay, and the third time is a charm."""
    with suppress(SourceError):
        once = relink(render(text), lambda reference: reference)
        twice = relink(once, lambda reference: reference)
        assert strip_tags(once).split() == strip_tags(render(text)).split()
        assert BeautifulSoup(twice, "html.parser").get_text().split() == (
            BeautifulSoup(once, "html.parser").get_text().split()
        )


MARKDOWN = st.lists(
    st.one_of(
        st.sampled_from(
            [
                *("*", "**", "_", "`", "``", "> ", "- ", "1. ", "3) ", "# ", "###### ", "    "),
                *("\n", "\n\n", "\n\n\n", "  \n", "\\\n", "\\", "---\n", "***", "\n===\n", "~~~\n"),
                *("[", "]", "](", ")", "![", "!", "](other.pdf)", "](#note)", "[^1]", "\n[^1]: "),
                *("](https://example.org/a?b=1&c=2#d)", "[x]: https://example.org\n"),
                *("](//example.org)", "](http://1.2.3.4)", "](https://a.b.256)"),
                *("](https://a_b.c/)", "](https://xn--a.example)", "](https://a..example)"),
                *('](https://example.org/ "title")', "](javascript:alert%281%29)"),
                *("](https://ex.org:80/)", "](https://user@ex.org)", "|a|b|\n|-|-|\n|c|d|\n"),
                *("&", "&amp;", "&nbsp;", "&lt;b&gt;", "&#60;b>", "&quot;", '"', "'", ">"),
                "\u00a0",
            ]
        ),
        st.text(st.characters(exclude_characters="<", codec="utf-8"), max_size=6),
    ),
    max_size=24,
).map(lambda pieces: drop_forbidden("".join(pieces))[0])


@given(MARKDOWN)
@example(
    "**a** *b* `c`\n\n> d\n\n- e\n- f\n\n## g\n\n1. h\n\n[i](https://example.org/?j&k)  \nl\n\n---"
)
@example("[a [b](https://example.org)](https://example.org/c)")
@example("a & b > c \u00a0 &nbsp; \"d\" 'e'")
def test_what_is_plain_is_what_the_sanitiser_would_give(text: str) -> None:
    """A text whose HTML is let through comes out as if it had been parsed and written anew."""

    def outcome() -> object:
        try:
            return render_markdown(text, "x")
        except SourceError as error:
            return str(error)

    quick = outcome()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markup, "_clean_plain", lambda _: None)
        assert outcome() == quick


def test_most_texts_are_plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """What press releases are made of needs no sanitiser."""
    monkeypatch.setattr(markup, "_SANITISER", None)
    text = 'The *"law"* & [more](https://example.org/a?b=1&c).\n\n## Next\n\n- `one`'
    text += "\n\n> two  \n> three"
    assert render_markdown(text, "x").html == (
        '<p>The <em>"law"</em> &amp; <a href="https://example.org/a?b=1&amp;c">more</a>.</p>\n'
        "<h2>Next</h2>\n<ul>\n<li><code>one</code></li>\n</ul>\n"
        "<blockquote>\n<p>two<br>\nthree</p>\n</blockquote>\n"
    )
    with pytest.raises(AttributeError):
        render_markdown("A <b>tag</b>.", "x")
