"""An independent parser reads back what we wrote."""

from __future__ import annotations

import shutil
import subprocess
from calendar import timegm
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from communique.channels import list_archives, list_channels
from communique.entries import read_publication
from communique.errors import SourceErrors
from communique.hosting import is_feed
from communique.render.content import (
    render_content,
    write_channel_title,
    write_summary,
    write_title,
)
from communique.render.xmlfeeds import XmlFeeds
from communique.site import render_site
from tests.publication import NOW, ROOT, Folder, read, write_everything
from tests.readers import parse_feed
from tests.tools import find_tool

if TYPE_CHECKING:
    from pathlib import Path

    from communique.channels import Channel
    from communique.model import Entry, Publication


@pytest.fixture(params=["example", "everything"])
def publication(request: pytest.FixtureRequest, folder: Folder) -> Publication:
    """Give the example publication, then one with every feature on."""
    if request.param == "example":
        return read_publication(ROOT, NOW).publication
    write_everything(folder)
    return read(folder)


def check_entry(publication: Publication, entry: Entry, item: Any) -> None:  # noqa: ANN401 - feedparser has no types
    """Compare an entry with what feedparser makes of it."""
    assert entry.id == item.id
    assert write_title(publication, entry) == item.title
    assert publication.url(entry.path) == item.link
    assert int(entry.published.timestamp()) == timegm(item.published_parsed)
    labels = [publication.topic_labels[key].get(entry.language) for key in entry.topics]
    assert labels == [tag.label or tag.term for tag in item.get("tags", [])]
    content = next(c for c in item.content if c.type == "text/html")
    assert render_content(publication, entry).strip() == content.value


def list_documents(publication: Publication) -> list[tuple[Channel, bytes, tuple[Entry, ...]]]:
    """List every Atom document with its channel and the entries that it has to hold."""
    xml = XmlFeeds(publication)
    documents = []
    for channel in list_channels(publication):
        archives = list_archives(channel)
        documents.append((channel, xml.render_atom(channel, len(archives)), channel.window))
        documents += [
            (channel, xml.render_archive(channel, archive), archive.entries) for archive in archives
        ]
    return documents


def test_feedparser_reads_back_atom(publication: Publication) -> None:
    """Every field of every Atom feed and archive document is that of the model."""
    for channel, document, entries in list_documents(publication):
        feed = parse_feed(document)
        assert feed.version == "atom10"
        assert write_channel_title(publication, channel) == feed.feed.title
        assert publication.url(channel.path) == feed.feed.link
        assert channel.language == feed.feed.language
        assert publication.publisher.email == feed.feed.author_detail.email
        assert len(entries) == len(feed.entries)
        for entry, item in zip(entries, feed.entries, strict=True):
            check_entry(publication, entry, item)
            assert int(entry.updated.timestamp()) == timegm(item.updated_parsed)
            assert write_summary(publication, entry) == item.summary
            enclosures = [(e.href, e.type, int(e.length)) for e in item.enclosures]
            assert enclosures == [
                (publication.url(entry.path + file.name), file.media_type, file.length)
                for file in entry.announced
            ]


def test_feedparser_reads_back_rss(publication: Publication) -> None:
    """Every field of every RSS feed is that of the model."""
    xml = XmlFeeds(publication)
    for channel in list_channels(publication):
        feed = parse_feed(xml.render_rss(channel))
        assert feed.version == "rss20"
        assert write_channel_title(publication, channel) == feed.feed.title
        assert publication.url(channel.path) == feed.feed.link
        assert len(channel.window) == len(feed.entries)
        for entry, item in zip(channel.window, feed.entries, strict=True):
            check_entry(publication, entry, item)
            assert publication.publisher.name.get(entry.language) == item.author


def test_xmllint_finds_them_well_formed(publication: Publication, tmp_path: Path) -> None:
    """libxml2's own program reads every XML file of the site."""
    xmllint = find_tool("xmllint")
    files = []
    for number, (path, content) in enumerate(render_site(publication).items()):
        if path.endswith((".xml", ".opml")) and isinstance(content, bytes):
            file = tmp_path / f"{number}.xml"
            file.write_bytes(content)
            files.append(str(file))
    assert files
    subprocess.run([xmllint, "--noout", *files], check=True)


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="sha256sum is not installed")
def test_sha256sum_checks_the_site() -> None:
    """The list of hashes is what sha256sum reads, so that a mirror can be checked."""
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=ROOT / "site", check=True)


def test_feeds_of_the_committed_site_are_those(publication: Publication) -> None:
    """Every feed of a site is one that the tests above look at."""
    rendered = [path for path in render_site(publication) if is_feed(path)]
    channels = list_channels(publication)
    archives = sum(len(list_archives(channel)) for channel in channels)
    assert 3 * len(channels) + archives == len(rendered)


TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co"]), min_size=1
)


@settings(deadline=None, max_examples=50)
@given(title=TEXT, body=TEXT, summary=TEXT)
def test_any_text_survives(
    tmp_path_factory: pytest.TempPathFactory, title: str, body: str, summary: str
) -> None:
    """Whatever text passes the getters is read back from the feeds as it was written."""
    folder = Folder(tmp_path_factory.mktemp("any"))
    quoted = ("'" + text.replace("'", "''") + "'" for text in (title, summary))
    folder.entry("2023-01-01-any.md", "title: {}\nsummary: {}\n".format(*quoted), f"x {body}\n")
    try:
        publication = read(folder)
    except SourceErrors:
        return
    entry, channel = publication.entries[0], list_channels(publication)[0]
    xml = XmlFeeds(publication)
    atom, rss = etree.fromstring(xml.render_atom(channel, 0)), parse_feed(xml.render_rss(channel))
    found = atom.find("{*}entry")
    assert entry.title == found.findtext("{*}title")
    assert entry.summary == (found.findtext("{*}summary") or "")
    assert render_content(publication, entry) == found.findtext("{*}content")
    assert [entry.id] == [item.id for item in rss.entries]
