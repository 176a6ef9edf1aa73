"""What hubs have not heard yet."""

from __future__ import annotations

from datetime import UTC, datetime

from communique.events import Ledger, Notice
from communique.news import list_news, list_topic_urls
from tests.publication import SETTINGS, Folder, read

BASE = "https://statements.example.org/"
HUBS = "hubs: [https://a.example/, https://b.example/]\n"


def test_every_feed_has_a_topic_url(folder: Folder) -> None:
    """The topic URL of a feed is where it is served; what is not in the site has none."""
    folder.entry("2023-01-01-one.md")
    sums = dict.fromkeys(("atom.xml", "be/rss.xml", "all/feed.json", "index.html"), "0")
    expected = {
        f"{BASE}atom.xml": "atom.xml",
        f"{BASE}be/rss.xml": "be/rss.xml",
        f"{BASE}all/feed.json": "all/feed.json",
    }
    assert expected == list_topic_urls(read(folder), sums)


def test_news_is_what_a_hub_has_not_accepted(folder: Folder) -> None:
    """Each hub has heard of its own; a feed that went back to an earlier state is news again."""
    folder.write("feed.yaml", SETTINGS + HUBS)
    folder.entry("2023-01-01-one.md")
    publication, sums = read(folder), {"atom.xml": "2", "rss.xml": "1"}
    at = datetime(2024, 1, 1, tzinfo=UTC)
    notices = [
        Notice(at=at, hub=hub, topic_urls={f"{BASE}{path}": sha256})
        for hub, path, sha256 in (
            ("https://a.example/", "atom.xml", "2"),
            ("https://a.example/", "rss.xml", "1"),
            ("https://b.example/", "rss.xml", "1"),
            ("https://b.example/", "atom.xml", "1"),
        )
    ]
    assert list_news(publication, Ledger(records=tuple(notices)), sums) == {
        "https://b.example/": {f"{BASE}atom.xml": "2"}
    }
    assert set(list_news(publication, Ledger(), sums)) == {
        "https://a.example/",
        "https://b.example/",
    }
