"""Whatever is pasted into an entry is harmless in every file of the site."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import feedparser
import pytest
from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.publication import Folder, Run

TITLE = "</script><script>alert(1)</script> <!-- ]]> & \"'"
TEXT = """\
First <script>alert(1)</script><b onclick="alert(1)">bold</b> ]]> text.

<img src="https://a.example/a.png" onerror="alert(1)">
<img src="data:image/svg+xml;base64,AA==">
<a href="javascript:alert(1)">a</a> <a href="JaVa&#9;Script:alert(1)">b</a>
<a href="data:text/html,<script>alert(1)</script>">c</a> <a href="vbscript:alert(1)">d</a>
<svg onload="alert(1)"><a xlink:href="javascript:alert(1)"><text>e</text></a></svg>
<math><mtext><style><img src=x onerror="alert(1)"></style></mtext></math>
<iframe src="https://a.example/"></iframe> <object data="a"></object> <embed src="a">
<form action="https://a.example/"><input onfocus="alert(1)" autofocus></form>
<p style="background: url(javascript:alert(1))">f</p> <base href="https://a.example/">
<meta http-equiv="refresh" content="0"> <link rel="stylesheet" href="https://a.example/a.css">

<!-- closed --> <![CDATA[ g ]]> <template><img src=x onerror="alert(1)"></template>

[h](javascript:alert(1)) ![i](javascript:alert(1)) <javascript:alert(1)>

`<script>alert(1)</script>`
"""
FORBIDDEN = [
    "script",
    "style",
    "iframe",
    "object",
    "embed",
    "form",
    "input",
    "base",
    "meta",
    "link",
    "svg",
    "math",
    "template",
]


@pytest.fixture
def site(folder: Folder, build: Run) -> dict[str, bytes]:
    """Build a publication in which every text is hostile."""
    quoted = TITLE.replace("'", "''")
    folder.entry(
        "2023-10-03-a.md",
        f"title: '{quoted}'\nsummary: '{quoted}'\nreference: '{quoted}'\ntopics: [icc]\n"
        f"revisions: [{{date: 2023-10-04, kind: correction, note: '{quoted}'}}]\n",
        TEXT,
    )
    folder.entry("2023-10-04-b.md", f"title: '{quoted}'\n", TEXT)
    result = build()
    assert result.exit_code == 0, result.stderr
    return folder.site()


def list_pages(site: dict[str, bytes]) -> Iterator[tuple[str, BeautifulSoup]]:
    """Parse every page."""
    for path, content in site.items():
        if path.endswith(".html"):
            yield path, BeautifulSoup(content, "html.parser")


def check_markup(soup: BeautifulSoup) -> None:
    """Nothing in it runs: no handler, no address but of the web."""
    for element in soup.find_all():
        assert not [name for name in element.attrs if name.startswith("on")]
        for name in ("href", "src", "action", "data", "xlink:href"):
            value = re.sub(r"[\s\x00-\x20]", "", str(element.get(name, ""))).lower()
            assert not value.startswith(("javascript:", "data:", "vbscript:"))


def test_no_page_runs_anything(site: dict[str, bytes]) -> None:
    """No script but the JSON-LD of ours, no handler, no frame, no form in the text."""
    pages = dict(list_pages(site))
    assert {"index.html", "2023/a/index.html", "topics/icc/index.html"} <= set(pages)
    for soup in pages.values():
        check_markup(soup)
        kinds = {str(script.get("type", "")) for script in soup.find_all("script")}
        assert kinds <= {"application/ld+json"}
        assert not soup.find_all(["iframe", "object", "embed", "svg", "math", "template", "base"])
        assert "alert(1)" not in " ".join(
            str(value) for element in soup.find_all() for value in element.attrs.values()
        ).replace(TITLE, "")


def test_json_in_a_page_ends_where_it_should(site: dict[str, bytes]) -> None:
    """A title with ``</script>`` or ``<!--`` stays within the JSON, and is read back."""
    found = 0
    for _, soup in list_pages(site):
        for script in soup.find_all("script"):
            assert "<" not in script.get_text()
            found += TITLE in json.dumps(json.loads(script.get_text())).replace('\\"', '"')
    assert found >= 2


def test_titles_are_shown_as_they_were_written(site: dict[str, bytes]) -> None:
    """Escaped, never interpreted."""
    for path in ("2023/a/index.html", "2023/b/index.html"):
        heading = BeautifulSoup(site[path], "html.parser").h1
        assert heading
        expected = " ".join(TITLE.split())
        assert expected == " ".join(heading.get_text().split())


@pytest.mark.parametrize("path", ["atom.xml", "rss.xml", "topics/icc/atom.xml", "all/atom.xml"])
def test_feeds_are_harmless(site: dict[str, bytes], path: str) -> None:
    """Read as a feed reader without a sanitiser of its own would."""
    feed = feedparser.parse(site[path], sanitize_html=False, resolve_relative_uris=False)
    assert not feed.bozo
    assert feed.entries
    for entry in feed.entries:
        contents = [content.value for content in entry.get("content", [])]
        assert contents
        for content in (*contents, entry.get("summary", "")):
            soup = BeautifulSoup(content, "html.parser")
            check_markup(soup)
        for content in contents:
            soup = BeautifulSoup(content, "html.parser")
            assert not soup.find_all(FORBIDDEN)
            assert "bold" in soup.get_text()


@pytest.mark.parametrize("path", ["feed.json", "all/feed.json"])
def test_json_feeds_are_harmless(site: dict[str, bytes], path: str) -> None:
    """The HTML of every item, and its plain title."""
    items = json.loads(site[path])["items"]
    assert len(items) == 2
    for item in items:
        soup = BeautifulSoup(item["content_html"], "html.parser")
        check_markup(soup)
        assert not soup.find_all(FORBIDDEN)
        assert item["title"] == TITLE
