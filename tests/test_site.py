"""The files of a site as a whole."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup

from communique.channels import repeats_entries
from communique.events import Ledger
from communique.files import Attachment
from communique.history import apply_ledger
from communique.hosting import SUMS_FILE, is_feed
from communique.ledger import record_entry
from communique.news import list_topic_urls
from communique.site import render_site
from tests.publication import NOW, SETTINGS, Folder, get_bytes, read, write_everything

if TYPE_CHECKING:
    from communique.site import Site

BASE = "https://statements.example.org/"


@pytest.fixture
def site(folder: Folder) -> Site:
    """Render the site of a publication with every feature on."""
    write_everything(folder)
    return render_site(read(folder))


def pages(site: Site) -> dict[str, BeautifulSoup]:
    """Parse every page."""
    return {
        path: BeautifulSoup(content, "html.parser")
        for path, content in site.items()
        if path.endswith(".html") and isinstance(content, bytes)
    }


def test_holds_every_kind_of_file(site: Site) -> None:
    """The layout is the documented one."""
    expected = {
        *("index.html", "atom.xml", "rss.xml", "feed.json", "archive/1.xml", "2023/index.html"),
        *("be/index.html", "be/atom.xml", "he/rss.xml", "all/feed.json", "all/archive/1.xml"),
        *("topics/icc/index.html", "topics/icc/atom.xml", "be/topics/icc/atom.xml"),
        *("2023/rich/index.html", "be/2023/rich/index.html", "2023/rich/annex one.pdf"),
        *("2023/rich/pictures/dot.png", "subscribe/index.html", "be/subscribe/index.html"),
        *("feeds.opml", "sitemap.xml", "robots.txt", "404.html", "statements.json", "_headers"),
        *("style.css", SUMS_FILE),
    }
    assert set() == expected - set(site)


def test_nothing_names_what_is_not_there_yet(site: Site) -> None:
    """Files come in the order attachments, pages, indexes, feeds, hashes."""
    order = [
        0 if isinstance(content, Attachment) else 3 if path == SUMS_FILE else 1 + is_feed(path)
        for path, content in site.items()
    ]
    assert sorted(order) == order
    paths = list(site)
    assert paths.index("2023/rich/index.html") < paths.index("index.html")


def test_entries_that_are_repeated_stand_in_another_document_as_they_are(folder: Folder) -> None:
    """What need not be judged nor searched has no entry of its own, byte for byte."""
    write_everything(folder)
    for day in range(1, 9):
        folder.entry(f"2023-04-0{day}-more-{day}.md", "topics: [icc]\n", f"Words of {day}.\n")
    publication = read(folder)
    entries: dict[bool, set[bytes]] = {True: set(), False: set()}
    for path, content in render_site(publication).items():
        if is_feed(path) and isinstance(content, bytes):
            found = re.findall(rb"<entry.*?</entry>", content, re.DOTALL)
            entries[repeats_entries(path, publication)].update(found)
    assert len(entries[True]) > 9
    assert entries[True] <= entries[False]
    assert not repeats_entries("2023/archive/index.html", publication)


def test_every_link_of_every_page_leads_somewhere(site: Site) -> None:
    """Links are relative, and their target is a file of the site."""
    for path, page in pages(site).items():
        for tag, name in (("a", "href"), ("link", "href"), ("img", "src")):
            for element in page.find_all(tag):
                address = urljoin(BASE + path, str(element[name]))
                if address.startswith(BASE):
                    target = unquote(urlsplit(address).path.lstrip("/"))
                    target += "index.html" if target.endswith("/") or not target else ""
                    assert target in site, (path, address)


def test_pages_link_relatively(site: Site) -> None:
    """A mirror in any folder works: only canonical and hreflang addresses are absolute."""
    for path, page in pages(site).items():
        if path != "404.html":
            links = [str(a["href"]) for a in page.find_all("a")]
            assert [href for href in links if href.startswith((BASE, "/"))] == []


def test_a_page_has_one_h1(site: Site) -> None:
    """Headings of a text are moved below the title of its page."""
    assert {1} == {len(page.find_all("h1")) for page in pages(site).values()}


def test_a_page_offers_its_own_channel_first(site: Site) -> None:
    """The first feed that a browser offers is that of the page itself."""
    offered = {
        path: urljoin(BASE + path, str(page.select("link[rel=alternate][type]")[0]["href"]))
        for path, page in pages(site).items()
        if path != "404.html"
    }
    assert f"{BASE}be/atom.xml" == offered["be/2023/rich/index.html"]
    assert f"{BASE}topics/icc/atom.xml" == offered["topics/icc/index.html"]
    assert f"{BASE}all/atom.xml" == offered["all/index.html"]
    assert f"{BASE}he/atom.xml" == offered["he/subscribe/index.html"]


def test_hashes_are_true(site: Site) -> None:
    """The list of hashes is right for every other file."""
    content = site.pop(SUMS_FILE)
    assert isinstance(content, bytes)
    lines = [line.split("  ", 1) for line in content.decode().splitlines()]
    listed = {path: sha256 for sha256, path in lines}
    actual = {
        path: hashlib.sha256(data).hexdigest() if isinstance(data, bytes) else data.sha256
        for path, data in site.items()
    }
    assert actual == listed


def test_drafts_and_later_entries_leave_no_trace(folder: Folder, site: Site) -> None:
    """Neither title nor path nor attachment of what is not published is in any file."""
    folder.write("secret-annex.pdf", b"classified bytes")
    folder.entry("2023-12-02-secret-too.md", "draft: true\nattachments: [secret-annex.pdf]\n")
    again = render_site(read(folder))
    assert site == again
    everything = b"".join(c for c in again.values() if isinstance(c, bytes)).lower()
    assert re.findall(rb"secret|classified", everything) == []


def test_a_withdrawn_entry_is_a_notice(site: Site) -> None:
    """A withdrawn statement keeps its page and its place, and nothing of its text."""
    assert "2023/taken-back/index.html" in site
    assert "2023/taken-back/annex one.pdf" not in site
    everything = b"".join(c for c in site.values() if isinstance(c, bytes))
    assert b"This text is gone" not in everything
    assert b"Withdrawn: Taken back" in everything
    assert b"It rested on a forged letter." in everything


def test_a_withdrawn_entry_leads_to_no_source(site: Site) -> None:
    """What it rested on is not recommended any more, to people or to machines."""
    everything = b"".join(c for c in site.values() if isinstance(c, bytes))
    assert b"forged.example" not in everything


def test_a_citation_has_one_full_stop(folder: Folder) -> None:
    """In some languages a date ends with one already."""
    folder.entry("2023-10-03-one.be.md")
    page = get_bytes(render_site(read(folder)), "be/2023/one/index.html")
    assert "2023\N{NARROW NO-BREAK SPACE}г. <span" in page.decode()


def test_right_to_left_pages_say_so(site: Site) -> None:
    """A page in Hebrew runs from right to left."""
    html = pages(site)["he/index.html"].html
    assert html is not None
    assert (html["lang"], html["dir"]) == ("he", "rtl")


def test_a_topic_of_another_name_goes_on_where_it_was(folder: Folder) -> None:
    """Its feeds stand at both addresses, and name the new one; its page leads there."""
    settings = SETTINGS + "hubs: [https://hub.example/]\n"
    folder.write("feed.yaml", settings)
    folder.entry("2023-10-03-one.md", "title: One\ntopics: [icc]\n")
    before = read(folder)
    event = record_entry(before, before.entries[0], "published", NOW)
    renamed = settings.replace("topics: {icc: {en: Int", "topics: {court: {en: Int")
    folder.write("feed.yaml", f"{renamed}former_topics: {{icc: court}}\n")
    folder.entry("2023-10-03-one.md", "title: One\ntopics: [court]\n")
    publication = apply_ledger(read(folder), Ledger(records=(event,)))
    site = render_site(publication)
    for name in ("atom.xml", "rss.xml", "feed.json"):
        assert site[f"topics/icc/{name}"] == site[f"topics/court/{name}"]
        assert f"{BASE}topics/court/{name}".encode() in get_bytes(site, f"topics/icc/{name}")
        headers = f"/topics/icc/{name}\n  Content-Type: [a-z/+]+(; charset=utf-8)?\n.*court/{name}"
        assert re.search(headers, get_bytes(site, "_headers").decode())
    assert "be/topics/icc/atom.xml" not in site
    page = pages(site)["topics/icc/index.html"]
    assert [link["href"] for link in page.select("h1 a")] == ["../../topics/court/"]
    assert "topics/icc/" not in get_bytes(site, "feeds.opml").decode()
    urls = list_topic_urls(publication, dict.fromkeys(site, "0"))
    assert urls[f"{BASE}topics/icc/atom.xml"] == "topics/icc/atom.xml"
