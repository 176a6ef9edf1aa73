"""HTML that is read quickly gets the same judgement as HTML that is read token by token."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.validate.html.fragment import check_fragment, read_faults
from communique.validate.html.plain import DEEPEST, read_plain

NAMES = (
    "p", "a", "b", "ul", "li", "dl", "dt", "h2", "h3", "table", "tr", "td", "br", "img", "option",
    "script", "textarea", "html", "image", "x-y", "blink", "P",
)  # fmt: skip
ATTRIBUTES = (
    "", "", "", ' href="x"', ' href="http://a/?b&amp;c"', ' src="/a" alt="b"', ' style="top:0"',
    ' style="color:red"', ' onclick="x"', ' a="b" a="c"', ' a=""', " a=b", " a='b'", " a", ' a="',
    ' a="<"', ' a=">"', ' a="b"c="d"', ' a="&copy"', "/", " /", " ", "\n", ' a="b" /', "\x00",
)  # fmt: skip
TAGS = st.builds(
    lambda end, name, rest: f"<{end}{name}{rest}>",
    st.sampled_from(("", "/")),
    st.sampled_from(NAMES),
    st.sampled_from(ATTRIBUTES),
)
ELEMENTS = st.recursive(
    st.sampled_from(("text", "&amp;", "&lt;b&gt;", "&foo;", "&#3;", "a & b", " < ", "<!-- a -->")),
    lambda inner: st.builds(
        lambda name, parts: f"<{name}>{''.join(parts)}</{name}>",
        st.sampled_from(NAMES),
        st.lists(inner, max_size=4),
    ),
)
TEXTS = st.lists(ELEMENTS | TAGS | st.just("text"), max_size=8).map("".join)


@given(text=TEXTS, document=st.booleans(), absolute=st.booleans())
def test_plain_reading_agrees(text: str, document: bool, absolute: bool) -> None:  # noqa: FBT001 - what is drawn
    """No fault is missed, or named otherwise, because a text looked plain."""
    careful = tuple(read_faults(text, document=document, absolute=absolute))
    assert check_fragment(text, document=document, absolute=absolute) == careful


@pytest.mark.parametrize(
    "text",
    [
        "text &amp; more", "<p>a<br>b</p>", '<p>a <a href="http://b/?c&amp;d">e</a></p>',
        '<ul><li>a</li><li>b</li></ul><h2 id="c">d</h2>', "<p>one<p>two",
    ],
)  # fmt: skip
def test_what_we_write_is_read_as_plain(text: str) -> None:
    """The quick way is taken for the HTML that Markdown becomes."""
    assert read_plain(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "<p", "a < b", "&foo;", "<p>a</b></p>", "<b>a", "<script>a</script>", "<body>a</body>",
        '<a href="b" href="c">d</a>', '<p>a</p class="b">', "<!-- a -->", "<br/>", "<P>a</P>",
        "<i>" * (DEEPEST + 1) + "</i>" * (DEEPEST + 1),
    ],
)  # fmt: skip
def test_doubtful_text_is_read_with_care(text: str) -> None:
    """Whatever is unusual is left to the reader that knows all of HTML."""
    assert read_plain(text) is None


def test_only_tags_with_attributes_are_handed_on() -> None:
    """Attributes are judged by the same rules whichever way they were read."""
    tokens = read_plain('<p>a <a href="b" class="c">d</a></p>')
    assert tokens is not None
    assert [(each.name, each.attributes) for each in tokens] == [
        ("a", (("href", "b"), ("class", "c")))
    ]
