"""OPML, sitemap, robots.txt, statements.json and headers."""

from __future__ import annotations

import json
from itertools import takewhile
from typing import TYPE_CHECKING

from lxml import etree

from communique.channels import list_channels
from communique.render import listings
from tests.publication import SETTINGS, Folder, read, write_everything

if TYPE_CHECKING:
    import pytest

BASE = "https://statements.example.org/"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_opml_lists_every_channel(folder: Folder) -> None:
    """A reader that imports the file subscribes to every Atom feed."""
    write_everything(folder)
    publication = read(folder)
    channels = list_channels(publication)
    opml = etree.fromstring(listings.render_opml(publication, channels))
    assert [f"{BASE}{c.path}atom.xml" for c in channels] == [
        outline.get("xmlUrl") for outline in opml.iter("outline")
    ]
    assert opml.findtext("head/title") == "Feeds: Statements of the Example Council"


def test_sitemap_names_the_other_languages(folder: Folder) -> None:
    """Every statement is listed with its date, and with all its languages if it has several."""
    write_everything(folder)
    publication = read(folder)
    files = {path: render() for path, render in listings.list_sitemaps(publication)}
    urls = etree.fromstring(files["sitemap.xml"]).findall(f"{SITEMAP}url")
    assert len(publication.entries) == len(urls)
    rich = next(url for url in urls if url.findtext(f"{SITEMAP}loc") == f"{BASE}be/2023/rich/")
    links = rich.findall("{http://www.w3.org/1999/xhtml}link")
    assert [link.get("hreflang") for link in links] == ["en", "be", "he"]
    assert rich.findtext(f"{SITEMAP}lastmod") == "2023-10-03T12:00:00Z"


def test_a_long_sitemap_is_parted(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Past the limit of the protocol the sitemap is an index of several, the oldest first."""
    write_everything(folder)
    publication = read(folder)
    monkeypatch.setattr(listings, "_SITEMAP_LIMIT", 5)
    files = {path: render() for path, render in listings.list_sitemaps(publication)}
    index = etree.fromstring(files["sitemap.xml"])
    named = [e.text.removeprefix(BASE) for e in index.iter(f"{SITEMAP}loc")]
    assert named == ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml"]
    urls = [u for n in named for u in etree.fromstring(files[n]).iter(f"{SITEMAP}url")]
    assert len(publication.entries) == len(urls)


def test_statements_json_is_complete(folder: Folder) -> None:
    """Programs find every entry with its id, address, dates and translations."""
    write_everything(folder)
    publication = read(folder)
    document = json.loads(listings.list_statements(publication)())
    assert document["version"] == 1
    assert [e.id for e in publication.entries] == [s["id"] for s in document["statements"]]
    rich = next(s for s in document["statements"] if s["url"] == f"{BASE}2023/rich/")
    assert {
        "id": "urn:uuid:11111111-2222-4333-8444-555555555555",
        "url": f"{BASE}2023/rich/",
        "language": "en",
        "title": '<Rich> & "quoted" &final',
        "published": "2023-10-03T11:30:00Z",
        "updated": "2023-10-05T06:00:00Z",
        "sha256": next(e.sha256 for e in publication.entries if e.path == "2023/rich/"),
        "topics": ["icc"],
        "reference": "2023-42",
        "withdrawn": False,
        "translations": [
            {
                "language": language,
                "id": f"tag:statements.example.org,2023:2023-10-03-rich:{language}",
                "url": f"{BASE}{language}/2023/rich/",
            }
            for language in ("be", "he")
        ],
    } == rich


def test_robots_names_the_sitemap(folder: Folder) -> None:
    """Everybody may read everything."""
    folder.entry("2023-01-01-one.md")
    expected = b"User-agent: *\nAllow: /\n\nSitemap: https://statements.example.org/sitemap.xml\n"
    assert expected == listings.render_robots(read(folder))


def list_headers(folder: Folder, path: str) -> list[str]:
    """List the headers that hosts are told to send with a file."""
    publication = read(folder)
    rendered = listings.render_headers(publication, list_channels(publication)).decode()
    _, _, after = rendered.partition(f"\n{path}\n")
    return list(takewhile(lambda line: line.startswith("  "), after.splitlines()))


def test_headers_give_each_feed_its_type(folder: Folder) -> None:
    """Hosts that read the file serve feeds as what browsers show, or as exactly what they are."""
    folder.entry("2023-01-01-one.md")
    assert list_headers(folder, "/be/rss.xml") == ["  Content-Type: application/xml; charset=utf-8"]
    folder.write("feed.yaml", f"{SETTINGS}feed_types: exact\n")
    exact = ["  Content-Type: application/rss+xml; charset=utf-8"]
    assert list_headers(folder, "/be/rss.xml") == exact


def test_headers_name_hubs_and_topic_url_in_one_line(folder: Folder) -> None:
    """A subscriber finds every hub and the topic URL before it reads the feed."""
    folder.entry("2023-01-01-one.md")
    folder.write("feed.yaml", f"{SETTINGS}hubs: [https://hub.example.org/, https://b.example/x]\n")
    assert list_headers(folder, "/be/atom.xml")[1:] == [
        (
            '  Link: <https://hub.example.org/>; rel="hub", <https://b.example/x>; rel="hub", '
            '<https://statements.example.org/be/atom.xml>; rel="self"'
        )
    ]
