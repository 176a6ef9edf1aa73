"""What every feed keeps, a test for each rule: readers were found to rely on it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree

from communique.hosting import is_feed
from communique.site import render_site
from tests.publication import Folder, get_bytes, read, write_everything

if TYPE_CHECKING:
    from communique.site import Site

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"


@pytest.fixture
def everything(folder: Folder) -> Folder:
    """Give a publication with every feature on."""
    write_everything(folder)
    return folder


def parse(site: Site, path: str) -> Any:  # noqa: ANN401 - lxml has no types
    """Parse an XML file of the site."""
    return etree.fromstring(get_bytes(site, path))


def list_ids(site: Site, folder: str = "") -> dict[str, list[str]]:
    """List the ids of the entries of the three feeds of a channel, in their order."""
    items = json.loads(get_bytes(site, f"{folder}feed.json"))["items"]
    return {
        "atom": [e.text for e in parse(site, f"{folder}atom.xml").findall(f"{ATOM}entry/{ATOM}id")],
        "rss": [e.text for e in parse(site, f"{folder}rss.xml").iter("guid")],
        "json": [item["id"] for item in items],
    }


def replace_settings(folder: Folder, old: str, new: str) -> None:
    """Edit feed.yaml."""
    file = folder.path / "entries" / "feed.yaml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def test_rule_1_an_id_outlives_title_domain_and_theme(everything: Folder) -> None:
    """A new title, domain and site title change no id, and all formats have the same."""
    before = list_ids(render_site(read(everything)), "all/")
    replace_settings(everything, "statements.example.org/", "elsewhere.example/sub/")
    replace_settings(everything, "Statements of", "Words of")
    entry = everything.path / "entries" / "2023-09-05-plain-9.md"
    entry.write_text(entry.read_text("utf-8").replace("Plain 9", "Another title"), "utf-8")
    after = list_ids(render_site(read(everything)), "all/")
    assert before == after
    assert after["atom"] == after["rss"] == after["json"]


def test_rule_1_an_id_is_a_urn_or_tag(everything: Folder) -> None:
    """Ids are opaque, short, and never an address; guids say so."""
    site = render_site(read(everything))
    for entry_id in list_ids(site, "all/")["atom"]:
        assert re.fullmatch(r"(urn:uuid:|tag:)\S+", entry_id)
        assert len(entry_id) < 245
    assert {"false"} == {e.get("isPermaLink") for e in parse(site, "rss.xml").iter("guid")}


def test_rule_1_a_translation_has_its_own(everything: Folder) -> None:
    """The languages of a statement share no id."""
    ids = [entry.id for entry in read(everything).entries if entry.key == "2023-10-03-rich"]
    assert len(set(ids)) == 3


def test_rule_2_no_id_twice_in_a_document(everything: Folder) -> None:
    """No document has an entry twice."""
    site = render_site(read(everything))
    for folder in ("", "be/", "all/", "topics/icc/"):
        for ids in list_ids(site, folder).values():
            assert len(set(ids)) == len(ids)


def test_rule_3_a_withdrawn_entry_stays(everything: Folder) -> None:
    """A withdrawal leaves the window of the feed as it was."""
    entry = everything.path / "entries" / "2023-09-05-plain-9.md"
    before = list_ids(render_site(read(everything)))
    revision = "revisions: [{date: 2023-12-01, kind: withdrawal, note: Wrong.}]\n---\nText"
    entry.write_text(entry.read_text("utf-8").replace("---\nText", revision), "utf-8")
    assert before == list_ids(render_site(read(everything)))


def test_rule_4_same_content_same_bytes(everything: Folder) -> None:
    """Two renderings are the same, and name neither a build time nor a version."""
    first, second = render_site(read(everything)), render_site(read(everything))
    assert first == second
    feeds = b"".join(c for p, c in first.items() if is_feed(p) and isinstance(c, bytes))
    assert b"0.1.0" not in feeds
    assert re.findall(rb"20(?!23)\d\d-\d\d-\d\dT", feeds) == []


def test_rule_5_published_is_fixed_and_updated_moves_with_a_correction(everything: Folder) -> None:
    """A correction moves updated, a minor edit does not, and neither moves published."""
    feed = parse(render_site(read(everything)), "atom.xml")
    entry = next(e for e in feed.iter(f"{ATOM}entry") if "Rich" in e.findtext(f"{ATOM}title"))
    assert (
        entry.findtext(f"{ATOM}published"),
        entry.findtext(f"{ATOM}updated"),
    ) == ("2023-10-03T11:30:00Z", "2023-10-05T06:00:00Z")


def test_rule_6_the_channel_moves_with_a_correction_of_an_old_entry(everything: Folder) -> None:
    """A correction of an entry that is in no feed any more moves the date of the channel."""
    entry = everything.path / "entries" / "2023-01-05-plain-1.md"
    revision = "revisions: [{date: 2023-12-05, kind: correction, note: A name.}]\n---\nText"
    entry.write_text(entry.read_text("utf-8").replace("---\nText", revision), "utf-8")
    site = render_site(read(everything))
    assert parse(site, "atom.xml").findtext(f"{ATOM}updated") == "2023-12-04T22:00:00Z"
    date = parse(site, "rss.xml").findtext("channel/lastBuildDate")
    assert date == "Mon, 04 Dec 2023 22:00:00 +0000"


def test_rule_7_a_correction_stands_in_the_text(everything: Folder) -> None:
    """The content starts with a dated note of more than 50 characters, in every format."""
    site = render_site(read(everything))
    feed = parse(site, "atom.xml")
    entry = next(e for e in feed.iter(f"{ATOM}entry") if "Rich" in e.findtext(f"{ATOM}title"))
    note = re.match(r"<p><strong>(.*?)</strong></p>", entry.findtext(f"{ATOM}content"))
    assert note
    assert len(note[1]) > 50
    assert "2023-10-05" in note[1]
    assert "A sum was wrong." in note[1]
    assert get_bytes(site, "feed.json").decode().count(note[1]) == 1
    assert note[1] in "".join(e.text for e in parse(site, "rss.xml").iter(CONTENT))


def test_rule_8_valid_utf_8_always(everything: Folder) -> None:
    """Every feed says that it is UTF-8, and is."""
    for path, content in render_site(read(everything)).items():
        if is_feed(path) and isinstance(content, bytes):
            content.decode("utf-8")
            assert path.endswith(".json") or content.startswith(
                b"<?xml version='1.0' encoding='UTF-8'?>"
            )


def test_rule_9_addresses_are_absolute(everything: Folder) -> None:
    """No address in a feed is relative but that of its stylesheet, and there is no xml:base."""
    site = render_site(read(everything))
    for path, content in site.items():
        if is_feed(path) and isinstance(content, bytes):
            text = content.decode().replace("&lt;", "<").replace("&gt;", ">").replace('\\"', '"')
            text = re.sub(r"<\?xml-stylesheet .*\?>", "", text)  # for people who open it by hand
            addresses = re.findall(r'(?:href|src|url)"?[=:] ?"([^"]*)"', text)
            assert addresses
            assert [a for a in addresses if not re.match(r"(https?|mailto|urn|tag):", a)] == []
            assert "xml:base" not in text


def test_rule_9_the_whole_text_in_every_feed(everything: Folder) -> None:
    """Feeds hold the whole text, not a part of it."""
    site = render_site(read(everything))
    for name in ("atom.xml", "rss.xml", "feed.json"):
        assert b"The note." in get_bytes(site, name)


def test_rule_10_each_format_in_its_own_terms(everything: Folder) -> None:
    """RSS has dc:creator and content:encoded, Atom its own elements, JSON Feed content_html."""
    site = render_site(read(everything))
    tags = {element.tag for element in parse(site, "rss.xml").iter()}
    assert {"{http://purl.org/dc/elements/1.1/}creator", CONTENT, "description"} <= tags
    assert {ATOM} == {re.match(r"\{.*\}", e.tag)[0] for e in parse(site, "atom.xml").iter()}  # type: ignore[index] # all have one
    assert all("content_html" in item for item in json.loads(get_bytes(site, "feed.json"))["items"])


def test_rule_11_self_alternate_hub_and_enclosures(everything: Folder) -> None:
    """Self is the address of the document itself, in every channel and format."""
    site = render_site(read(everything))
    for path, content in site.items():
        if is_feed(path) and path.endswith(".xml"):
            links = etree.fromstring(content).iter(f"{ATOM}link")
            own = [e.get("href") for e in links if e.get("rel") == "self"]
            assert [f"https://statements.example.org/{path}"] == own
    feed = json.loads(get_bytes(site, "be/feed.json"))
    assert feed["feed_url"] == "https://statements.example.org/be/feed.json"
    assert feed["hubs"] == [{"type": "WebSub", "url": "https://hub.example.org/"}]
    rich = next(e for e in read(everything).entries if e.announced)
    assert [file.length for file in rich.announced] == [19]


def test_rule_12_translations_are_linked_from_the_content(everything: Folder) -> None:
    """An entry has one alternate link; its content names the other languages."""
    site = render_site(read(everything))
    for entry in parse(site, "all/atom.xml").iter(f"{ATOM}entry"):
        alternates = [e for e in entry.iter(f"{ATOM}link") if e.get("rel") == "alternate"]
        assert len(alternates) == 1
    content = parse(site, "be/atom.xml").findtext(f"{ATOM}entry/{ATOM}content")
    assert 'href="https://statements.example.org/2023/rich/" hreflang="en">English</a>' in content
