"""JSON Feed 1.1."""

from __future__ import annotations

import json

from communique.channels import list_channels
from communique.render.jsonfeed import render_json_feed
from tests.publication import Folder, read, write_everything


def test_without_what_is_optional(folder: Folder) -> None:
    """What is not set is not in the feed; the items are, even where there are none."""
    folder.write(
        "feed.yaml",
        "title: T\nbase_url: https://example.org/\nauthority: example.org,2023\n"
        "publisher: {name: P}\nlanguages: [en, be]\n",
    )
    folder.entry("2023-01-01-one.md")
    publication = read(folder)
    feed = json.loads(render_json_feed(publication, list_channels(publication)[1]))
    assert feed == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "T",
        "home_page_url": "https://example.org/be/",
        "feed_url": "https://example.org/be/feed.json",
        "language": "be",
        "authors": [{"name": "P"}],
        "items": [],
    }


def test_item_with_everything(folder: Folder) -> None:
    """An item holds every field that JSON Feed knows and the entry has."""
    write_everything(folder)
    publication = read(folder)
    feed = json.loads(render_json_feed(publication, list_channels(publication)[0]))
    item = next(i for i in feed["items"] if "Rich" in i["title"])
    assert item["summary"] == "See the annex, an earlier one and a note."
    assert item["external_url"] == "https://example.org/rich?a=1&b=2"
    assert item["tags"] == ["International Criminal Court"]
    assert item["attachments"] == [
        {
            "url": "https://statements.example.org/2023/rich/annex%20one.pdf",
            "mime_type": "application/pdf",
            "title": "annex one.pdf",
            "size_in_bytes": 19,
        }
    ]
    assert (
        item["date_published"],
        item["date_modified"],
    ) == ("2023-10-03T11:30:00Z", "2023-10-05T06:00:00Z")


def test_a_text_from_right_to_left_says_so(folder: Folder) -> None:
    """Readers show a text in the direction of their own language, where it says none."""
    settings = "title: T\nbase_url: https://example.org/\nauthority: example.org,2023\n"
    folder.write("feed.yaml", f"{settings}publisher: {{name: P}}\nlanguages: [ar]\n")
    folder.entry("2023-01-01-one.md", text="بيان.\n")
    publication = read(folder)
    (item,) = json.loads(render_json_feed(publication, list_channels(publication)[0]))["items"]
    assert item["content_html"] == '<div dir="rtl">\n<p>بيان.</p>\n</div>\n'
