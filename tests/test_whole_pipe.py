"""The whole pipe: whatever text is written and accepted, every reader reads it back."""

from __future__ import annotations

import json
from calendar import timegm
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bs4 import BeautifulSoup
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from communique.cli import main
from communique.validate import Severity, validate_feed
from tests.publication import NOW, Folder
from tests.readers import parse_feed

CHARACTERS = st.characters(
    codec="utf-8",
    exclude_categories=["Cc", "Cs", "Cn", "Co", "Zl", "Zp"],
    exclude_characters="\ufffd",
)
MARKUP = st.sampled_from(
    ["<b>", "]]>", "&amp;", "&", "'", '"', "{{ x }}", "</script>", "<!--", "%"]
)
LINE = st.lists(st.one_of(st.text(CHARACTERS, min_size=1), MARKUP), min_size=1).map("".join)
TEXT = LINE.map(lambda text: " ".join(text.split())).filter(bool)
"""One line, as a field of front matter gives it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """What is written into one entry."""

    title: str
    summary: str
    author: str
    body: str
    minute: int


BODY = LINE.filter(lambda text: "<!--" not in text)  # never closed, it would be a fault

WRITTEN = st.builds(
    Written, title=TEXT, summary=TEXT, author=TEXT, body=BODY, minute=st.integers(0, 1439)
)


def quote(text: str) -> str:
    """Write a text for YAML."""
    doubled = text.replace("'", "''")
    return f"'{doubled}'"


def write_publication(folder: Folder, entries: list[Written], title: str, label: str) -> None:
    """Write a publication with these texts; entry k is of day k."""
    folder.write(
        "feed.yaml",
        f"title: {quote(title)}\nsubtitle: {quote(label)}\nrights: {quote(title)}\n"
        "base_url: https://statements.example.org/\nauthority: statements.example.org,2023\n"
        f"publisher: {{name: {quote(label)}}}\nlanguages: [en]\ntimezone: Europe/Vilnius\n"
        f"topics: {{icc: {{en: {quote(label)}}}}}\n",
    )
    for day, entry in enumerate(entries, start=1):
        hour, minute = divmod(entry.minute, 60)
        folder.entry(
            f"2023-10-{day:02}-no-{day}.md",
            f"title: {quote(entry.title)}\nsummary: {quote(entry.summary)}\n"
            f"authors: [{quote(entry.author)}]\ntopics: [icc]\n"
            f"date: 2023-10-{day:02}T{hour:02}:{minute:02}Z\n",
            f"Begins.\n\n{entry.body}\n\nEnds.\n",
        )


def build(folder: Folder) -> tuple[int, str]:
    """Build; give the exit status and what was said."""
    result = CliRunner().invoke(main, ["-C", str(folder.path), "build", "--now", NOW.isoformat()])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.stderr


def check_feeds(site: dict[str, bytes], entries: list[Written]) -> None:
    """Every feed is valid, and holds what was written."""
    for path in (p for p in site if p.endswith((".xml", "feed.json")) and "sitemap" not in p):
        found = validate_feed(site[path], now=NOW).findings
        assert [f for f in found if f.severity is Severity.ERROR] == [], path
    moments = [f"2023-10-{day:02}" for day in range(1, len(entries) + 1)]
    atom = etree.fromstring(site["atom.xml"])
    written = list(reversed(entries))
    assert [e.title for e in written] == [e.text for e in atom.findall("{*}entry/{*}title")]
    assert [e.summary for e in written] == [e.text for e in atom.findall("{*}entry/{*}summary")]
    read = [e.text for e in atom.findall("{*}entry/{*}author/{*}name")]
    assert [e.author for e in written] == read
    items = json.loads(site["feed.json"])["items"]
    assert [e.title for e in written] == [item["title"] for item in items]
    feeds = [parse_feed(site[path]) for path in ("atom.xml", "rss.xml")]
    for feed in feeds:
        assert [item.id for item in feed.entries] == [item["id"] for item in items]
        for entry, day, item in zip(written, reversed(moments), feed.entries, strict=True):
            hour, minute = divmod(entry.minute, 60)
            moment = (int(day[:4]), int(day[5:7]), int(day[8:]), hour, minute, 0)
            assert timegm((*moment, 0, 0, 0)) == timegm(item.published_parsed)
    contents = [e.text for e in atom.findall("{*}entry/{*}content")]
    assert contents == [item["content_html"] for item in items]
    assert all("Begins." in content and "Ends." in content for content in contents)


@settings(max_examples=20)
@given(entries=st.lists(WRITTEN, min_size=5, max_size=9), title=TEXT, label=TEXT)
def test_whatever_is_accepted_comes_out_again(
    entries: list[Written], title: str, label: str
) -> None:
    """Feeds are valid and say what was written, pages parse, and a second build touches nothing."""
    with TemporaryDirectory() as name:
        folder = Folder(Path(name))
        write_publication(folder, entries, title, label)
        code, said = build(folder)
        if code:  # each fault has its place; what has none is accepted
            assert code == 1
            assert "entries/" in said
            return
        site = folder.site()
        check_feeds(site, entries)
        for path in (p for p in site if p.endswith(".html")):
            soup = BeautifulSoup(site[path], "html.parser")
            assert soup.h1, path
        times = {p: p.stat().st_mtime_ns for p in (folder.path / "site").rglob("*")}
        assert "site/: 0 written" in build(folder)[1]
        assert site == folder.site()
        assert times == {p: p.stat().st_mtime_ns for p in times}
