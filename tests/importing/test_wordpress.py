"""Posts of WordPress are read as WordPress shows them."""

from __future__ import annotations

from time import perf_counter

import pytest

from communique.importing.feeds import parse_feed
from communique.importing.wordpress import convert_text, find_shortcodes
from communique.intake.richtext import RichText
from communique.markup import sanitise
from tests.importing.feeds import BASE, EXPORT, wrap_rss
from tests.importing.test_feeds import ZONE

FILES = {"1": f"{BASE}a.jpg", "2": f"{BASE}b.jpg", "3": f"{BASE}c.mp3"}
SHOWN = f'<img alt="" src="{BASE}s.jpg">'
BELOW = "<figcaption><em>B</em></figcaption>"


def read_markdown(text: str) -> str:
    """Give the text of the entry that a post becomes."""
    return RichText(convert_text(text, FILES)[0], BASE).write({}, sanitise)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One\ntwo.\n\nThree.", "One\\\ntwo.\n\nThree.\n"),
        ("A\n\n<div>B\n\nC</div>\n\nD\ne", "A\n\nB\n\nC\n\nD\\\ne\n"),
        ('A\n\n<p class="x">B\n\nC</p>\nD\n\nE', "A\n\nB\n\nC\n\nD\n\nE\n"),
        (
            "<h2>A\nb</h2>\nOne.\n<ul>\n\n<li>x</li>\n\n</ul>\nTwo.",
            "## A b\n\nOne.\n\n- x\n\nTwo.\n",
        ),
        ("<blockquote>One.\n\nTwo.</blockquote>Three.", "> One.\n>\n> Two.\n\nThree.\n"),
        ("One.\n<pre>a\n\n<b>b</b></pre>\nTwo.", "One.\n\n```\na\n\nb\n```\n\nTwo.\n"),
        ("One.\n<hr />\nTwo.<!--more-->\n\n<!--x-->", "One.\n\n---\n\nTwo.\n"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>\nx\n\ny", "- a\n  - b\n\nx\n\ny\n"),
        ('<a\nhref="/x">One</a><br />\ntwo', f"[One]({BASE}x)\\\ntwo\n"),
        ("A\n\nhttps://v.example/?a=1&amp;b=2\n\nB", "A\n\n<https://v.example/?a=1&b=2>\n\nB\n"),
        ("x\n<table><tr>\n\n<td>a", None),
    ],
)
def test_an_empty_line_parts_paragraphs(text: str, expected: str | None) -> None:
    """Outside of blocks and within those that hold texts; what is in others stays as it is."""
    if expected is None:
        assert convert_text(text, {})[0] == "<p>x</p>\n<table><tr>\n\n<td>a"
    else:
        assert read_markdown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            'A\n\n[caption id="x"]<a href="/f.jpg"><img src="/s.jpg"></a> <em>B</em>[/caption]C',
            f'A\n\n<figure><a href="{BASE}f.jpg">{SHOWN}</a>{BELOW}</figure>\n\nC\n',
        ),
        (
            "[wp_caption caption='Old &amp; new']<img src='/s.jpg'>[/wp_caption]",
            f"<figure>{SHOWN}<figcaption>Old &amp; new</figcaption></figure>\n",
        ),
        ("[caption]<img src='/s.jpg'>[/caption]", f"![]({BASE}s.jpg)\n"),
        ("[caption]No picture[/caption] [caption]open", "No picture open\n"),
        ('[audio mp3="/a.mp3?x=1&amp;y=2"][/audio]', f"[/a.mp3?x=1&y=2]({BASE}a.mp3?x=1&y=2)\n"),
        ('A [video poster="/p.jpg" mp4="/v.mp4"] B', f"A\n\n[/v.mp4]({BASE}v.mp4)\n\nB\n"),
        ("[audio https://a.example/x.mp3]", "<https://a.example/x.mp3>\n"),
        ("[embed width=1]https://v.example/1[/embed]", "<https://v.example/1>\n"),
        ('[gallery link="file" ids="2,1"]', f"![]({BASE}b.jpg)\n\n![]({BASE}a.jpg)\n"),
        ('[playlist ids="3"]', f"<{BASE}c.mp3>\n"),
        ("[[gallery]] shows pictures [note]", "[gallery] shows pictures [note]\n"),
    ],
)
def test_shortcodes_become_what_they_show(text: str, expected: str) -> None:
    """A picture with its caption, a link to what is played, the pictures of a gallery."""
    assert read_markdown(text) == expected
    assert convert_text(text, FILES)[1] == []


def test_blocks_keep_their_paragraphs() -> None:
    """The block editor wrote them; its embedded films are links."""
    text = (
        "<!-- wp:paragraph -->\n<p>One</p>\n<!-- /wp:paragraph -->\n\n<!-- wp:embed -->\n"
        '<figure class="wp-block-embed"><div class="wp-block-embed__wrapper">\n'
        "https://v.example/1\n</div></figure>\n<!-- /wp:embed -->"
    )
    assert read_markdown(text) == "One\n\n<https://v.example/1>\n"


def test_blocks_whose_content_is_elsewhere_are_named() -> None:
    """What several posts share, or a plugin makes, was on the old page and is not on ours."""
    text = '<!-- wp:block {"ref":9} /-->\n<!-- wp:p --><p>x</p><!-- /wp:p -->\n<!-- wp:a/b /-->'
    notes = convert_text(f"{text}\n{text}", {})[1]
    assert notes == [
        "the block “block” dropped: what it shows is not in the post",
        "the block “a/b” dropped: what it shows is not in the post",
    ]


def test_shortcodes_of_plugins_are_named_once_each() -> None:
    """They have an end or attributes; what is between brackets without either is text."""
    text = "[row][form id=1] said [sic], [1], [[a b=1]] <a href='?x[]=1'>[form id=2]</a>[/row]"
    assert find_shortcodes(text) == ("[form id=1]", "[/row]")


def test_names_a_post_whose_files_are_not_there() -> None:
    """A gallery by numbers that the export does not have, a player without a file."""
    (item, _) = parse_feed(EXPORT, "export.xml", "", ZONE).items
    assert item.notes == ("[gallery] of the files 1: not all of them are in the export",)
    assert convert_text("[gallery][audio]", FILES) == (
        "",
        [
            "[gallery] of all files of the post: not all of them are in the export",
            "[audio] without an address dropped",
        ],
    )


@pytest.mark.parametrize(
    "piece",
    [
        "[caption]",
        "[audio ",
        "[gallery a=",
        "[a",
        "<!-- wp:a {} ",
        "<p ",
        "<div>",
        "<",
        " ",
        "\n \n",
    ],
)
def test_nothing_takes_long(piece: str) -> None:
    """What is opened twenty thousand times and never closed is read in a moment."""
    start = perf_counter()
    find_shortcodes(convert_text(piece * 20_000, {})[0])
    assert perf_counter() - start < 5


@pytest.mark.parametrize(
    ("link", "name", "former"),
    [
        ("2020/01/vote/", "vote", ["2020/01/old/", "2020/01/%D0%B7/"]),
        ("vote.html", "vote", ["old.html", "%D0%B7.html"]),
        ("vote/2020/%D0%B3", "%d0%b3", ["vote/2020/old", "vote/2020/%D0%B7"]),
        ("?p=9", "vote", []),
        ("2020/01/vote/", "", []),
    ],
)
def test_the_names_of_a_page_before_are_former_addresses(
    link: str, name: str, former: list[str]
) -> None:
    """WordPress leads on from them; feedparser keeps the last of all that a post notes beside."""
    meta = {"_edit_last": "1", "_wp_old_slug": "old", "_thumbnail_id": "12", "x": "<b>y</b>"}
    noted = [*meta.items(), ("_wp_old_slug", "%D0%B7"), ("_wp_old_slug", ""), ("_edit_lock", "2")]
    parts = "".join(
        f"<wp:postmeta>\n<wp:meta_key><![CDATA[{key}]]></wp:meta_key>\n"
        f"<wp:meta_value><![CDATA[{value}]]></wp:meta_value>\n</wp:postmeta>"
        for key, value in noted
    )
    post = (
        f"<item><title>A</title><link>{BASE}{link}</link><wp:post_id>9</wp:post_id>"
        f"<wp:post_name><![CDATA[{name}]]></wp:post_name>{parts}</item>"
    )
    picture = (
        "<item><wp:post_id>12</wp:post_id><wp:post_type>attachment</wp:post_type>"
        f"<wp:attachment_url>{BASE}p.jpg</wp:attachment_url></item>"
    )
    export = wrap_rss(post + picture, "<wp:wxr_version>1.2</wp:wxr_version>")
    (item,) = parse_feed(export, "export.xml", "", ZONE).items
    assert list(item.former) == [BASE + path for path in former]
    assert item.files == (f"{BASE}p.jpg",)


def test_wpml_says_the_language_beside_a_post() -> None:
    """With its exporter; whoever has no such note is in the language of the site."""
    posts = "".join(
        f"<item><title>{language}</title><guid>{number}</guid><wp:post_id>{number}</wp:post_id>"
        "<wp:postmeta><wp:meta_key>_wpml_import_translation_group</wp:meta_key>"
        "<wp:meta_value>g</wp:meta_value></wp:postmeta>"
        "<wp:postmeta><wp:meta_key>_wpml_import_language_code</wp:meta_key>"
        f"<wp:meta_value><![CDATA[{language}]]></wp:meta_value></wp:postmeta></item>"
        for number, language in enumerate(("en", "be"), start=1)
    )
    export = wrap_rss(f"{posts}<item><guid>3</guid></item>", "<wp:wxr_version>1.2</wp:wxr_version>")
    items = parse_feed(export, "e", "", ZONE).items
    assert [item.language for item in items] == ["en", "be", "en-US"]
    assert [item.versions for item in items] == [("e: item 2",), ("e: item 1",), ()]
