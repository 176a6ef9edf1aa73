"""The HTML of items to Markdown, and what stays HTML."""

from __future__ import annotations

import re

import pytest

from communique.intake.richtext import RichText
from communique.markup import render_markdown, sanitise

BASE = "https://old.example/a/"


def convert(html: str) -> str:
    """Convert a text whose files stay where they are."""
    return RichText(html, BASE).write({}, sanitise)


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>One <b>two</b> <i>three</i></p><p>Four", "One **two** *three*\n\nFour\n"),
        ("<h1>A</h1><h3>B</h3>", "# A\n\n### B\n"),
        ("<ul><li>a<li>b</ul>", "- a\n- b\n"),
        ("<ul><li>a<ul><li>b</ul><li>c</ul>", "- a\n  - b\n- c\n"),
        ("<ul><li>a<ol start=3><li>b</ol><li>c</ul>", "- a\n\n  3. b\n- c\n"),
        ("<ul><li>a<ul><li>b</ul><b>c</b> d<li>e</ul>", "- a\n  - b\n\n  **c** d\n- e\n"),
        ("a<br>b", "a\\\nb\n"),
        ("Hello &#3;0&#3; &#4;7&#5;there", "Hello 0 7there\n"),
        ('<img src="../i.png" alt="&#3;0&#3;">', "![0](https://old.example/i.png)\n"),
        ("<p>H<sub>2</sub>O, <strike>x</strike>", "H<sub>2</sub>O, <s>x</s>\n"),
        ('<abbr title="a &lt;" onclick=x>c</abbr>', '<abbr title="a &lt;">c</abbr>\n'),
        ('<a href="b.html">b</a> <a href="#c">c</a>', "[b](https://old.example/a/b.html) c\n"),
        ('<img src="../i.png" alt=" An  i ">', "![An i](https://old.example/i.png)\n"),
        ('<img src="data:x" data-src="i.png">', "![](https://old.example/a/i.png)\n"),
        ("<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>",
         "| a | b |\n| --- | --- |\n| 1 | 2 |\n"),
        ("<table><tr><td rowspan=2>a<td>c\n\nd</table>",
         '<table><tbody><tr><td rowspan="2">a</td><td>c d</td></tr></tbody></table>\n'),
        ("<details><summary>s</summary><pre>a\n\nb</pre></details>",
         "<details><summary>s</summary><pre>a&#10;&#10;b</pre></details>\n"),
        ("<figure><img src=i.png><figcaption>c</figcaption></figure>",
         '<figure><img alt="" src="https://old.example/a/i.png"><figcaption>c</figcaption></figure>\n'),
        ("<figure><img src=i.png></figure>", "![](https://old.example/a/i.png)\n"),
        ('<iframe src="//v.example/1" title="A film"></iframe>', "[A film](https://v.example/1)\n"),
        ("<video><source src=v.mp4></video>", "<https://old.example/a/v.mp4>\n"),
        ('<a href="javascript:x()">x</a><script>y</script><!-- z -->', "x\n"),
        ("<p>\u00adsoft</p>", "soft\n"),
        ('<a href=b title="A  &quot;b&quot;">c</a>', '[c](https://old.example/a/b "A \\"b\\"")\n'),
        ("<img src=i.png title=t>", '![](https://old.example/a/i.png "t")\n'),
        ("<span lang=be class=x>так</span> <span>no</span>", '<span lang="be">так</span> no\n'),
        ("a<sup></sup><u><div>b</div></u><a href=x></a>", "a\n\nb\n"),
        ('<abbr title="a|b">c</abbr>', '<abbr title="a|b">c</abbr>\n'),
        ("<object data=o><embed src=e></object>", "<https://old.example/a/o>\n"),
        ("", ""),
    ],
)  # fmt: skip
def test_keeps_what_was_said(html: str, markdown: str) -> None:
    """Markdown where it has a form, sanitised HTML where not, a link for what asks others."""
    assert markdown == convert(html)


def test_what_stays_html_is_shown_as_such() -> None:
    """Our renderer takes what was kept, also within a list."""
    html = "<ul><li>a<dl><dt>t</dt><dd>d</dd></dl></li><li>b</li></ul>"
    assert "<dl><dt>t</dt><dd>d</dd></dl>" in render_markdown(convert(html), "").html


def test_says_what_changed() -> None:
    """Everything that is not as it was is named; tracking pixels are counted."""
    rich = RichText(
        "<style>x</style><noscript><style>y</style></noscript><style>y</style>"
        "<iframe></iframe><img src='cid:1'>"
        "<img src='https://pixel.wp.com/b.gif'><img src=p.png width=1 height=1>"
        "<img src=q.png style='width: 1px'><a href='tel:+1'>call</a><dl><dt>a</dt></dl>",
        BASE,
    )
    rich.write({}, sanitise)
    assert rich.pixels == 3
    assert rich.notes == [
        "<style> dropped, 2 times",
        "<noscript> dropped",
        "<iframe> without an address dropped",
        "a picture without an address dropped: “cid:1”",
        "the link of “call”: “tel:+1” leads nowhere; its text is kept",
    ]
    assert rich.kept == [("<dl> kept as HTML: “a”", "<dl><dt>a</dt></dl>")]


def test_takes_pictures_out_of_the_text() -> None:
    """A data: picture gets a made-up address; one that is damaged is dropped."""
    rich = RichText(
        "<img src='data:image/png;base64,aGk='><img src='data:image/gif,%41'>"
        "<img src='data:image/png;base64,a'><img src='data:nothing'>",
        BASE,
    )
    assert rich.data == {"data:1": ("image/png", b"hi"), "data:2": ("image/gif", b"A")}
    assert rich.write({"data:1": "a b/x.png"}, sanitise) == "![](a%20b/x.png)![](data:2)\n"


def test_files_get_their_new_place() -> None:
    """Pictures and links lead to the files beside the entry; in HTML that stayed as well."""
    rich = RichText(
        "<a href=p.pdf>p</a><img src=i.png><figure><img src=i.png><figcaption>c</figcaption>"
        "</figure>", BASE,
    )  # fmt: skip
    assert rich.links == [f"{BASE}p.pdf"]
    assert rich.pictures == [f"{BASE}i.png"]
    markdown = rich.write({f"{BASE}p.pdf": "s/p.pdf", f"{BASE}i.png": "s/i.png"}, sanitise)
    assert markdown == (
        "[p](s/p.pdf)![](s/i.png)\n\n"
        '<figure><img alt="" src="s/i.png"><figcaption>c</figcaption></figure>\n'
    )


def test_footnotes_of_ours_come_back() -> None:
    """What our own renderer made of a footnote is a footnote again."""
    markdown = "A[^1] and B[^2], A[^1] again.\n\n[^1]: One.\n\n[^2]: Two.\n"
    assert convert(render_markdown(markdown, "").html) == markdown
    orphan = '<p>x<sup class="footnote-reference"><a href="#note-9">9</a></sup></p>'
    assert convert(orphan) == "x<sup>9</sup>\n"


def test_an_address_that_is_none_leads_nowhere() -> None:
    """What cannot be parsed is dropped, and nothing breaks."""
    assert convert('<a href="http://[x">a</a>') == "a\n"


@pytest.mark.parametrize(
    "markdown",
    [
        "a  \nb", "1. a\n2. b\n\n   c\n3. d", "- a\n  - b\n    - c\n- d", "> a\n> > b\n\n> c",
        "```python\nx = 1\n\ny\n```", "a `b``c` d", "`` a`b ``", "# A\n## B\n### C", "---\n\na",
        "| a | b |\n|:--|--:|\n| x \\| y | `z` |", "x<sup>2</sup>", "a*b*c **d***e*",
        "1\\. no list",
        "<table><tr><td rowspan=2>a</td></tr></table>", "\\*not\\* \\# \\_x\\_", "~~no~~", "+ a",
        "[a](https://e.org/a(b)c)", "[x [y]](https://e.org/)", "**bold *it* b**", "*a **b** c*",
        "- a\n\n  para\n\n  ```\n  code\n  ```\n- b", "1) a\n2) b", "5. a\n6. b", "&lt; &copy;",
        "Term\n: Def", "<details><summary>s</summary>\n\ntext **b**\n\n</details>", "#hash",
        "line\n===\n\nline2\n---", "a _b_ snake_case_word __c__", "a | b\nc", "-a\n--b", "***bi***",
        "![](https://e.org/x.png)[![i](https://e.org/y.png)](https://e.org/)", "`*a*`", "\u00a0a",
        "- a\n- b\n\n<!-- -->\n\n- c", "Backslash\\\\", "<dl><dt>a</dt><dd>b</dd></dl>",
        "> - a\n> - b\n>\n> c", "1. a\n\n   - b\n\n     c\n2. d",
    ],
)  # fmt: skip
def test_what_our_renderer_made_comes_back(markdown: str) -> None:
    """Markdown to HTML to Markdown gives the same HTML, but for white space that means nothing."""

    def render(text: str) -> str:
        html = re.sub(r">\s+<", "><", render_markdown(text, "").html)
        return " ".join(html.split())

    assert render(markdown) == render(convert(render_markdown(markdown, "").html))
