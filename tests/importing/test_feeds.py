"""Feeds of other programs to items, however broken they are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from feedgen.feed import FeedGenerator

from communique.importing.dates import parse_date
from communique.importing.feeds import parse_feed
from communique.importing.walking import parse_page
from tests.importing.feeds import BASE, EXPORT, GHOST, WIX, WORDPRESS, wrap_rss, write_item

ZONE = timezone(timedelta(hours=3))


def read_one(data: bytes) -> dict[str, object]:
    """Read the only item of a feed: what is not empty in it."""
    (item,) = parse_page(data, "feed.xml", "", ZONE).items
    fields = {name: getattr(item, name) for name in item.__struct_fields__}
    return {name: value for name, value in fields.items() if value and name != "place"}


def test_reads_a_feed_in_the_shape_of_wix() -> None:
    """Its guid is no address, and its enclosure is the picture above the text."""
    assert read_one(WIX) == {
        "id": "64f1c0a7b9e2d3001c5e8a11",
        "link": f"{BASE}post/заява-аб-арыштах",
        "title": "Заява аб арыштах",
        "text": "<p>Рада <strong>патрабуе</strong>.</p>",
        "base": f"{BASE}post/заява-аб-арыштах",
        "summary": "Пра арышты.",
        "published": datetime(2023, 10, 3, 11, 30, tzinfo=UTC),
        "date": "Tue, 03 Oct 2023 11:30:00 GMT",
        "language": "en-US",
        "categories": ("ICC", "News"),
        "authors": ("Ганна",),
        "files": ("https://static.wixstatic.com/media/ab~mv2.jpg",),
    }


def test_reads_a_feed_in_the_shape_of_ghost() -> None:
    """A summary that somebody wrote is kept; media:content is a file."""
    item = read_one(GHOST)
    assert item["summary"] == "A short excerpt by hand."
    assert item["files"] == (f"{BASE}content/images/vote.jpg",)
    assert item["authors"] == ("Ann Example",)


def test_reads_a_feed_in_the_shape_of_wordpress() -> None:
    """A description that is the beginning of the text is no summary; entities are characters."""
    item = read_one(WORDPRESS)
    assert item["id"] == f"{BASE}?p=31"
    assert item["title"] == "Water – a note"
    assert "summary" not in item


def test_reads_an_export_of_wordpress() -> None:
    """Text becomes paragraphs as WordPress shows them; pictures and drafts are no statements."""
    page = parse_feed(EXPORT, "export.xml", "", ZONE)
    item, draft = page.items
    assert item.text == "<p>First paragraph<br>with a break.</p>\n<h2>Part</h2>\n<p>Second.</p>"
    assert item.published == datetime(2023, 10, 5, 6, 15, 30, tzinfo=UTC)
    assert (item.slug, item.files, item.categories) == (
        "from-the-export",
        (f"{BASE}pic.jpg",),
        ("Water",),
    )
    assert item.summary == "An excerpt."
    assert draft.held_back == "draft"
    assert (page.older, page.guessed) == ((), False)
    guarded = EXPORT.replace(b"<item>", b"<item><wp:post_password>x</wp:post_password>", 1)
    assert parse_feed(guarded, "export.xml", "", ZONE).items[0].held_back == "wants a password"


def test_reads_what_feedgen_writes() -> None:
    """Atom by another generator comes with every field."""
    feed = FeedGenerator()
    feed.id("urn:x")
    feed.title("Old")
    feed.language("be")
    entry = feed.add_entry()
    entry.id("tag:old.example,2020:1")
    entry.title("A <title> & more")
    entry.link(href=f"{BASE}one")
    entry.published("2023-10-03T14:30:00+03:00")
    entry.updated("2023-10-04T14:30:00+03:00")
    entry.author({"name": "Ann"})
    entry.author({"name": "Bob"})
    entry.category(term="icc", label="Court")
    entry.summary("By hand")
    entry.content("<p>Text</p>", type="html")
    assert read_one(feed.atom_str()) == {
        "id": "tag:old.example,2020:1",
        "link": f"{BASE}one",
        "title": "A <title> & more",
        "text": "<p>Text</p>",
        "base": f"{BASE}one",
        "summary": "By hand",
        "published": datetime(2023, 10, 3, 11, 30, tzinfo=UTC),
        "date": "2023-10-03T14:30:00+03:00",
        "updated": datetime(2023, 10, 4, 11, 30, tzinfo=UTC),
        "language": "be",
        "categories": ("icc",),
        "authors": ("Ann", "Bob"),
    }


def test_an_id_is_never_resolved() -> None:
    """Readers compare the text of an id, whatever xml:base says (RFC 4287 §4.2.6)."""
    atom = (
        b'<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://old.example/a/"><id>x</id>'
        b'<link rel="next" href="page2"/><entry><id>https://old.example/a/../b</id>'
        b'<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">A <b>t</b></div></title>'
        b'<updated>2023-10-03T00:00:00Z</updated><content type="xhtml"><div xmlns='
        b'"http://www.w3.org/1999/xhtml"><p>x<br/>y</p></div></content></entry>'
        b'<entry><id>two</id><title>T</title><content type="text">'
        b"1 &lt; 2\n\nx</content></entry></feed>"
    )
    page = parse_feed(atom, "a", "", ZONE)
    first, second = page.items
    assert [item.id for item in page.items] == ["https://old.example/a/../b", "two"]
    assert (first.title, first.text) == ("A t", "<p>x<br/>y</p>")
    assert second.text == "<p>1 &lt; 2</p><p>x</p>"
    assert page.older == ("https://old.example/a/page2",)


def test_an_export_of_blogger_has_more_than_posts() -> None:
    """Comments, settings and the template are no statements, and a draft is not public."""
    entries = "".join(
        f"<entry><id>tag:blogger.com,1999:{kind}</id><title>{kind}</title>"
        f'<category scheme="http://schemas.google.com/g/2005#kind" term="x#{kind}"/>'
        f'<category scheme="http://www.blogger.com/atom/ns#" term="News"/>{more}'
        "<published>2023-08-01T00:00:00Z</published><content>x</content></entry>"
        for kind, more in (
            ("template", ""),
            ("settings", ""),
            ("comment", ""),
            ("post", "<app:control><app:draft>yes</app:draft></app:control>"),
            ("page", ""),
        )
    )
    for namespace in ("http://purl.org/atom/app#", "http://www.w3.org/2007/app"):
        feed = f'<feed xmlns="http://www.w3.org/2005/Atom" xmlns:app="{namespace}">{entries}</feed>'
        items = parse_feed(feed.encode(), "blogger.xml", "", ZONE).items
        found = [(item.title, item.held_back, item.categories) for item in items]
        assert found == [("post", "draft", ("News",)), ("page", "", ("News",))]


def test_a_json_feed_without_an_id_has_an_address() -> None:
    """What is no id is none, in whatever way it is said."""
    address = "https://a.example/1"
    said = {"null": address, "true": address, '" "': address, '" x "': "x", "7": "7", "0": "0"}
    for own, expected in said.items():
        data = (
            '{"version": "https://jsonfeed.org/version/1.1", "items": '
            f'[{{"id": {own}, "url": "https://a.example/1", "content_text": "x"}}]}}'
        )
        (item,) = parse_page(data.encode(), "feed.json", "", ZONE).items
        assert item.id == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thu, 02 Jan 2020 10:00:00", "2020-01-02T10:00:00+03:00"),
        ("2023-10-03T14:30:00+03:00", "2023-10-03T14:30:00+03:00"),
        ("2023-10-03 14:30:00", "2023-10-03T14:30:00+03:00"),
        ("2023-10-03", "2023-10-03T00:00:00+03:00"),
        ("03.10.2023 14:30", "2023-10-03T14:30:00+03:00"),
        ("2023/10/03", "2023-10-03T00:00:00+03:00"),
        ("October 3, 2023", "2023-10-03T00:00:00+03:00"),
        ("1696330000", "2023-10-03T10:46:40+00:00"),
        ("sometime", None),
        ("31.02.2023", None),
        ("2023-02-30 10:00:00", None),
        ("", None),
    ],
)
def test_reads_dates_of_no_standard(text: str, expected: str | None) -> None:
    """A date that has no offset is one of the publication's own zone."""
    found = parse_date(text, ZONE)
    assert expected == (found.isoformat() if found else None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tue, 03 Oct 23 11:30:00 EST", "2023-10-03T16:30:00+00:00"),
        ("Fri, 31 Dec 2010 23:00:00 -0500", "2011-01-01T04:00:00+00:00"),
        ("Sat, 01 Jan 2011 01:00:00 +0300", "2010-12-31T22:00:00+00:00"),
        ("Di, 03 Okt 2023 11:30:00 GMT", None),
        ("1696330000000", None),
        ("Tue, 03 Oct 2023", "2023-10-03T00:00:00+00:00"),
    ],
)
def test_believes_feedparser_only_what_it_can_see(text: str, expected: str | None) -> None:
    """Feedparser finds a date in anything; its year has to stand in the text."""
    (item,) = parse_feed(wrap_rss(write_item(pubDate=text)), "a", "", ZONE).items
    assert expected == (item.published.isoformat() if item.published else None)


def test_an_address_that_is_none_is_no_address() -> None:
    """What cannot be parsed leads nowhere, and breaks nothing."""
    item = write_item(link="http://[", guid="x").replace(
        "</item>", '<enclosure url="http://[" type="a/b" length="1"/></item>'
    )
    (found,) = parse_feed(wrap_rss(item), "a", BASE, ZONE).items
    assert (found.id, found.link, found.files) == ("x", "", ())


POLYLANG = "".join(
    f"<item><title>{title}</title><guid>{title}</guid><wp:post_type>post</wp:post_type>"
    f'<category domain="language" nicename="{tag}"><![CDATA[{name}]]></category>'
    '<category domain="category" nicename="law"><![CDATA[Law]]></category>'
    '<category domain="post_translations" nicename="pll_1"><![CDATA[pll_1]]></category></item>'
    for title, tag, name in (("On water", "en", "English"), ("Пра ваду", "be", "Беларуская"))
)


def test_an_export_of_several_languages_is_of_several_languages() -> None:
    """Polylang says it in categories that are none: of which language, and of which statement."""
    data = wrap_rss(POLYLANG, "<wp:wxr_version>1.2</wp:wxr_version><language>en-US</language>")
    one, other = parse_feed(data, "a.xml", "", ZONE).items
    assert [(i.language, i.categories) for i in (one, other)] == [
        ("en", ("Law",)),
        ("be", ("Law",)),
    ]
    assert (one.versions, other.versions) == ((other.place,), (one.place,))
    one = parse_feed(wrap_rss(POLYLANG), "a.xml", "", ZONE).items[0]
    assert one.categories == ("English", "Law", "pll_1")


def test_what_an_export_has_beside_posts_and_pages_is_named() -> None:
    """Some sites keep their statements under a type of their own, which can be asked for."""
    kind, inner = b"<wp:post_type>position<", b"<wp:post_type>nav_menu_item<"
    other = EXPORT.replace(b"<wp:post_type>post<", kind)
    page = parse_feed(other.replace(b"<wp:post_type>attachment<", inner), "a.xml", "", ZONE)
    assert page.items == ()
    left = "left out, as neither posts nor pages; --type position brings them along"
    assert page.notes == (f"a.xml: 2 of the type 'position' {left}",)
    page = parse_feed(other, "a.xml", "", ZONE, frozenset({"position"}))
    assert [item.title for item in page.items] == ["From the export", "Unfinished"]
    assert page.notes == ()


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("<p>Water is [&#8230;]</p><p>The post appeared first on the site of the council.</p>", 1),
        ("Water is... <a href='/a'>Read more</a>", 1),
        ("Water … is short, and it will be so for longer than anybody had thought.", 0),
        ("Water is short.", 0),
    ],
)
def test_a_text_that_is_cut_is_named(text: str, cut: int) -> None:
    """What is recorded has been said: that half of it is missing should be seen before."""
    feed = wrap_rss(write_item(description=text, content_encoded=""))
    (item,) = parse_feed(feed, "a", "", ZONE).items
    assert len(item.notes) == cut


def test_an_export_with_paragraphs_keeps_them() -> None:
    """Text of the block editor has its paragraphs already."""
    data = EXPORT.replace(b"First paragraph", b"<!-- wp:paragraph --><p>First")
    assert parse_feed(data, "a", "", ZONE).items[0].text.startswith("<!-- wp:paragraph -->")


def test_guesses_the_pages_of_wordpress() -> None:
    """WordPress gives older items under ?paged=2, and says so nowhere."""
    page = parse_feed(WORDPRESS, "feed", "https://old.example/feed/?lang=be", ZONE)
    assert page.older == ("https://old.example/feed/?lang=be&paged=2",)
    assert page.guessed
    page = parse_feed(WORDPRESS, "feed", "https://old.example/feed/?paged=2", ZONE)
    assert page.older == ("https://old.example/feed/?paged=3",)


def test_says_that_a_feed_is_broken() -> None:
    """Windows-1252 that calls itself UTF-8 is read, and said; so is a feed that ends too early."""
    data = wrap_rss(write_item(title="Caf\u00e9 \u201cq\u201d")).decode().encode("cp1252")
    page = parse_feed(data, "feed.xml", "", ZONE)
    assert page.items[0].title == "Caf\u00e9 \u201cq\u201d"
    assert "document declared as utf-8, but parsed as windows-1252" in page.notes[0]
    page = parse_feed(wrap_rss(write_item(1) + write_item(2))[:-60], "feed.xml", "", ZONE)
    assert [item.title for item in page.items] == ["Statement 1", "Statement 2"]
    assert page.notes


@pytest.mark.parametrize("data", [b"", b"<html><p>no</p></html>", b"{}", b"[1]", b"{", b"\x00\xff"])
def test_what_is_no_feed_has_no_items(data: bytes) -> None:
    """A page, nothing, half of something: no items, no error."""
    assert parse_page(data, "a", "", ZONE).items == ()


def test_reads_json_feeds() -> None:
    """JSON Feed has all of it under other names; a text may be plain."""
    data = (
        b'{"version": "https://jsonfeed.org/version/1.1", "language": "be", "feed_url": '
        b'"https://old.example/feed.json", "next_url": "/feed2.json", "items": [{"id": 7, "url": '
        b'"/a", "title": " A  t ", "content_text": "1 < 2\\n\\nx", "date_published": '
        b'"2023-10-03T14:30:00+03:00", "tags": ["x", 1, "x"], "authors": [{"name": "Ann"}, 3], '
        b'"attachments": [{"url": "a.pdf"}], "image": "i.png", "summary": "S"}, 5, '
        b'{"url": "/b", "content_html": "<p>b</p>", "author": {"name": "Bob"}, "tags": null}]}'
    )
    page = parse_page(data, "feed.json", "", ZONE)
    first, second = page.items
    assert (first.id, first.link, first.title) == ("7", "https://old.example/a", "A t")
    assert first.text == "<p>1 &lt; 2</p><p>x</p>"
    assert (first.categories, first.authors) == (("x", "1"), ("Ann",))
    assert first.files == ("https://old.example/a.pdf", "https://old.example/i.png")
    assert (second.id, second.authors) == ("https://old.example/b", ("Bob",))
    assert page.older == ("https://old.example/feed2.json",)
