"""Atom and RSS, and each of feedgen's traps."""

from __future__ import annotations

import json
import locale
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree

from communique.canonical import canonical_text
from communique.channels import list_archives, list_channels
from communique.dates import format_rfc3339, format_rfc5322
from communique.render.jsonfeed import render_json_feed
from communique.render.xmlfeeds import XmlFeeds
from communique.words import load_words
from tests.publication import Folder, read, write_everything

if TYPE_CHECKING:
    from communique.channels import Channel
    from communique.model import Publication

ATOM = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
BASE = "https://statements.example.org"


@pytest.fixture
def publication(folder: Folder) -> Publication:
    """Give a publication with every feature on."""
    write_everything(folder)
    return read(folder)


def get_channel(publication: Publication, path: str = "") -> Channel:
    """Find the channel at *path*."""
    return next(c for c in list_channels(publication) if c.path == path)


def parse_atom(publication: Publication, path: str = "") -> Any:  # noqa: ANN401 - lxml has no types
    """Render the Atom feed of a channel, and parse it."""
    channel = get_channel(publication, path)
    return etree.fromstring(XmlFeeds(publication).render_atom(channel, len(list_archives(channel))))


def parse_rss(publication: Publication, path: str = "") -> Any:  # noqa: ANN401 - as above
    """Render the RSS feed of a channel, and parse it."""
    return etree.fromstring(XmlFeeds(publication).render_rss(get_channel(publication, path)))


def list_links(parent: Any, tag: str = f"{ATOM}link") -> list[dict[str, str]]:  # noqa: ANN401 - as above
    """List the attributes of the links of *parent*."""
    return [dict(link.attrib) for link in parent.findall(tag)]


def find_rich(feed: Any) -> Any:  # noqa: ANN401 - as above
    """Find the entry that has everything."""
    return next(e for e in feed.iter(f"{ATOM}entry", "item") if "Rich" in "".join(e.itertext()))


def test_trap_dates_of_now(publication: Publication) -> None:
    """Every date in both formats comes from the model, none from the clock."""
    moments = {format_rfc3339(d) for e in publication.entries for d in (e.published, e.updated)}
    atom = parse_atom(publication, "all/")
    tags = (f"{ATOM}updated", f"{ATOM}published")
    assert {element.text for element in atom.iter(*tags)} <= moments
    moments = {format_rfc5322(d) for e in publication.entries for d in (e.published, e.updated)}
    rss = parse_rss(publication, "all/")
    assert {element.text for element in rss.iter("pubDate", "lastBuildDate")} <= moments


def test_trap_date_of_an_empty_channel(folder: Folder) -> None:
    """A channel without entries is dated by the tag authority, and RSS leaves the date out."""
    folder.entry("2023-01-01-one.md")
    publication = read(folder)
    assert parse_atom(publication, "be/").findtext(f"{ATOM}updated") == "2023-01-01T00:00:00Z"
    assert parse_rss(publication, "be/").find("channel/lastBuildDate") is None


def test_trap_rss_link_is_the_last_one(publication: Publication) -> None:
    """The link of an RSS channel is its index page."""
    assert f"{BASE}/be/" == parse_rss(publication, "be/").findtext("channel/link")


def test_trap_entry_links_lose_everything(publication: Publication) -> None:
    """Each link of an Atom entry keeps its relation, type, title and length."""
    page = f"{BASE}/2023/rich/"
    expected = [
        {"rel": "alternate", "type": "text/html", "href": page},
        {"rel": "via", "href": "https://example.org/rich?a=1&b=2"},
        {
            "rel": "enclosure",
            "type": "application/pdf",
            "length": "19",
            "title": "annex one.pdf",
            "href": f"{page}annex%20one.pdf",
        },
    ]
    assert expected == list_links(find_rich(parse_atom(publication)))


def test_trap_rss_drops_hubs_and_reuses_atom_self(publication: Publication) -> None:
    """RSS names itself and the hub, each with its own address and type."""
    expected = [
        {"rel": "self", "href": f"{BASE}/rss.xml", "type": "application/rss+xml"},
        {"rel": "hub", "href": "https://hub.example.org/"},
    ]
    assert expected == list_links(parse_rss(publication).find("channel"))


def test_links_of_an_atom_feed(publication: Publication) -> None:
    """Atom names itself, its newest archive document, its page and the hub."""
    expected = [
        {"rel": "self", "href": f"{BASE}/atom.xml", "type": "application/atom+xml"},
        {"rel": "prev-archive", "href": f"{BASE}/archive/5.xml", "type": "application/atom+xml"},
        {"rel": "alternate", "href": f"{BASE}/", "type": "text/html"},
        {"rel": "hub", "href": "https://hub.example.org/"},
    ]
    assert expected == list_links(parse_atom(publication))


@pytest.mark.parametrize(
    ("number", "relations"),
    [
        (1, ["self", "current", "alternate", "next-archive"]),
        (2, ["self", "current", "alternate", "prev-archive"]),
        (5, ["self", "current", "alternate", "prev-archive"]),
    ],
)
def test_links_of_an_archive_document(
    publication: Publication, number: int, relations: list[str]
) -> None:
    """Only the first archive document names the one after it, so that none ever changes."""
    channel = get_channel(publication)
    archives = list_archives(channel)
    document = XmlFeeds(publication).render_archive(channel, archives[number - 1])
    feed = etree.fromstring(document)
    assert relations == [link["rel"] for link in list_links(feed)]
    assert feed.find("{http://purl.org/syndication/history/1.0}archive") is not None


def test_trap_entries_in_reverse(publication: Publication) -> None:
    """Both formats list the newest entry first."""
    expected = [entry.id for entry in get_channel(publication).window]
    atom, rss = parse_atom(publication), parse_rss(publication)
    assert expected == [e.text for e in atom.findall(f"{ATOM}entry/{ATOM}id")]
    assert expected == [e.text for e in rss.findall("channel/item/guid")]


@pytest.mark.parametrize("email", ["  email: press@example.org\n", ""])
def test_trap_author_without_address(folder: Folder, email: str) -> None:
    """RSS names the author of an item with and without an e-mail address."""
    write_everything(folder)
    settings = folder.path / "entries" / "feed.yaml"
    text = settings.read_text("utf-8").replace("  email: press@example.org\n", email)
    folder.write("feed.yaml", text.replace("  url: https://example.org/\n", ""))
    rss = parse_rss(read(folder))
    assert {"Example Council"} == {e.text for e in rss.iter(f"{DC}creator")}
    editor = rss.findtext("channel/managingEditor")
    assert editor == ("press@example.org (Example Council)" if email else None)


def test_trap_content_type_cdata(publication: Publication) -> None:
    """The content of an Atom entry is of type html, escaped."""
    contents = parse_atom(publication).findall(f"{ATOM}entry/{ATOM}content")
    assert {"html"} == {content.get("type") for content in contents}
    channel = get_channel(publication)
    assert b"CDATA" not in XmlFeeds(publication).render_atom(channel, 0)


def test_trap_locale(publication: Publication, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rendering never touches the locale of the process."""

    def refuse(*_: object) -> str:
        raise AssertionError

    monkeypatch.setattr(locale, "setlocale", refuse)
    assert parse_rss(publication) is not None


def test_trap_order_of_an_entry(publication: Publication) -> None:
    """Id, title, links and dates stand before the content, and the content stands last."""
    tags = [element.tag.removeprefix(ATOM) for element in find_rich(parse_atom(publication))]
    expected = ["id", "title", "link", "link", "link", "published", "updated", "category"]
    assert [*expected, "summary", "content"] == tags


def test_generator_has_no_version(publication: Publication) -> None:
    """An upgrade of communique changes no feed."""
    generator = parse_atom(publication).find(f"{ATOM}generator")
    assert (generator.text, dict(generator.attrib)) == ("communique", {})
    assert parse_rss(publication).findtext("channel/generator") == "communique"


def test_rss_item_in_its_own_terms(publication: Publication) -> None:
    """An RSS item has a plain description, the whole text beside it, one enclosure, its topics."""
    item = find_rich(parse_rss(publication))
    assert item.findtext("title") == '<Rich> & "quoted" &final'
    assert item.findtext("description") == "See the annex, an earlier one and a note."
    assert "<table>" in item.findtext(f"{CONTENT}encoded")
    assert [dict(e.attrib) for e in item.findall("guid")] == [{"isPermaLink": "false"}]
    assert len(item.findall("enclosure")) == 1
    assert [e.text for e in item.findall("category")] == ["International Criminal Court"]
    assert item.find(f"{DC}language") is None


def test_rss_has_one_file_and_atom_all(folder: Folder) -> None:
    """Many readers know one enclosure of an RSS item only; the text links to all of them."""
    folder.write("a.pdf", b"a")
    folder.write("b.pdf", b"bb")
    folder.entry("2023-10-03-two.md", "attachments: [a.pdf, b.pdf]\n")
    publication = read(folder)
    (entry,) = parse_atom(publication).findall(f"{ATOM}entry")
    (item,) = parse_rss(publication).findall("channel/item")
    files = [link for link in list_links(entry) if link["rel"] == "enclosure"]
    assert [(link["title"], link["length"]) for link in files] == [("a.pdf", "1"), ("b.pdf", "2")]
    enclosures = [dict(each.attrib) for each in item.findall("enclosure")]
    url = f"{BASE}/2023/two/a.pdf"
    assert enclosures == [{"url": url, "length": "1", "type": "application/pdf"}]
    text = item.findtext(f"{CONTENT}encoded")
    assert all(f"{BASE}/2023/two/{name}" in text for name in ("a.pdf", "b.pdf"))


def test_a_translation_of_a_text_that_was_corrected_since_says_so(
    publication: Publication,
) -> None:
    """Who reads the translation in a feed knows that the authoritative text says more."""
    behind = load_words("be")["behind"]
    told = [
        behind in entry.findtext(f"{ATOM}content")
        for path in ("", "be/")
        for entry in parse_atom(publication, path).findall(f"{ATOM}entry")
    ]
    assert told == [False] * 4 + [True]


def test_authors_are_named_where_there_are_any(folder: Folder) -> None:
    """Who signs a statement stands in each format for the publisher, and in its hash."""
    folder.entry("2023-10-03-signed.md", "authors: [Ann, Bob & Co]\n")
    folder.entry("2023-10-04-plain.md")
    publication = read(folder)
    newest, signed = parse_atom(publication).findall(f"{ATOM}entry")
    assert [name.text for name in signed.iter(f"{ATOM}name")] == ["Ann", "Bob & Co"]
    assert newest.find(f"{ATOM}author") is None
    items = parse_rss(publication).findall("channel/item")
    creators = [[e.text for e in item.iter(f"{DC}creator")] for item in items]
    assert creators == [["Example Council"], ["Ann", "Bob & Co"]]
    feed = json.loads(render_json_feed(publication, get_channel(publication)))
    authors = [item.get("authors") for item in feed["items"]]
    assert authors == [None, [{"name": "Ann"}, {"name": "Bob & Co"}]]
    assert "author: Bob & Co\n" in canonical_text(publication.entries[1], "")


def test_channel_of_every_language_names_each(publication: Publication) -> None:
    """In the channel of all languages every entry says its own."""
    rss, atom = parse_rss(publication, "all/"), parse_atom(publication, "all/")
    window = [entry.language for entry in get_channel(publication, "all/").window]
    assert window == [e.text for e in rss.iter(f"{DC}language")]
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    assert window == [e.get(lang) for e in atom.iter(f"{ATOM}entry")]


def test_plain_text_spells_out_what_html_would_take(publication: Publication) -> None:
    """A title with < and & is written with hexadecimal references, in both formats."""
    channel = get_channel(publication)
    expected = b'&#x3C;Rich&gt; &#x26; "quoted" &#x26;final'
    for document in (
        XmlFeeds(publication).render_atom(channel, 0),
        XmlFeeds(publication).render_rss(channel),
    ):
        assert expected in document


def test_without_what_is_optional(folder: Folder) -> None:
    """A publication with nothing but what is required has feeds without empty elements."""
    folder.write(
        "feed.yaml",
        "title: T\nbase_url: https://example.org/\nauthority: example.org,2023\n"
        "publisher: {name: P}\nlanguages: [en]\n",
    )
    folder.write("a.pdf", b"x")
    folder.entry("2023-01-01-one.md", "attachments: [a.pdf]\n", "")
    publication = read(folder)
    atom, rss = parse_atom(publication), parse_rss(publication)
    assert atom.findall(f"{ATOM}entry/{ATOM}summary") == []
    assert rss.findtext("channel/item/description") == "A title"
    blank = [e for e in (*atom.iter(), *rss.iter()) if not (len(e) or e.text or e.attrib)]
    assert blank == []


def test_same_values_same_bytes(publication: Publication, monkeypatch: pytest.MonkeyPatch) -> None:
    """The time of the call leaves no trace."""
    channel = get_channel(publication)

    def render() -> tuple[bytes, bytes]:
        feeds = XmlFeeds(publication)
        return feeds.render_rss(channel), feeds.render_atom(channel, 1)

    before = render()

    class Later(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Later:  # noqa: ANN401 - the signature of datetime.now
            return cls(2040, 1, 1, tzinfo=tz or UTC)

    monkeypatch.setattr("feedgen.feed.datetime", Later)
    monkeypatch.setattr("feedgen.entry.datetime", Later)
    assert before == render()
