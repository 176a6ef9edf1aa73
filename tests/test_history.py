"""What the ledger tells of a publication."""

from __future__ import annotations

import posixpath
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from communique.ledger import append_records, record_entry
from communique.site import render_site
from communique.values import replace
from tests.publication import NOW, get_bytes, read

if TYPE_CHECKING:
    from tests.publication import Folder


def publish(folder: Folder, kind: str = "published", *, day: int = 0) -> None:
    """Record every entry that has no event of this kind yet, on a day of 2024."""
    publication, at = read(folder), NOW + timedelta(days=day)
    known = {slot.id for slot in publication.history.slots} if kind == "published" else set()
    append_records(
        folder.path,
        [record_entry(publication, e, kind, at) for e in publication.entries if e.id not in known],
    )


def test_a_moved_page_leaves_a_page_behind(folder: Folder) -> None:
    """After a renaming the old address leads to the new one, and feeds name the one they named."""
    front = "id: urn:uuid:11111111-2222-4333-8444-555555555555\ntitle: One & all\n"
    folder.entry("2023-10-03-one.md", front)
    publish(folder)
    entries = folder.path / "entries"
    (entries / "2023-10-03-one.md").rename(entries / "2023-10-03-another.md")
    site = render_site(read(folder))
    page = BeautifulSoup(bytes(site["2023/one/index.html"]), "html.parser")  # type: ignore[arg-type] # a page is bytes
    assert [a["href"] for a in page.find_all("a")] == ["../../2023/another/"]
    refresh = page.select_one("meta[http-equiv=refresh]")
    assert refresh is not None
    assert refresh["content"] == "0; url=../../2023/another/"
    assert "2023/another/index.html" in site
    feed = get_bytes(site, "atom.xml")
    assert b'href="https://statements.example.org/2023/one/"' in feed


def test_a_new_page_takes_the_place_of_a_redirect(folder: Folder) -> None:
    """A statement that comes to stand where another one stood is not hidden by a redirect."""
    front = "id: urn:uuid:11111111-2222-4333-8444-555555555555\n"
    folder.entry("2023-10-03-one.md", front)
    publish(folder)
    entries = folder.path / "entries"
    (entries / "2023-10-03-one.md").rename(entries / "2023-10-03-another.md")
    folder.entry("2023-10-04-one.md", "title: Somebody else\n")
    page = get_bytes(render_site(read(folder)), "2023/one/index.html")
    assert b"Somebody else" in page


def test_every_event_but_a_minor_edit_moves_the_channel(folder: Folder) -> None:
    """A channel is dated by the last event that readers should notice."""
    folder.entry("2023-10-03-one.md")
    publish(folder)
    publish(folder, "minor", day=1)
    publish(folder, "moved", day=2)
    feed = get_bytes(render_site(read(folder)), "atom.xml")
    assert b"<updated>2024-01-01T00:00:00Z</updated>" in feed
    publish(folder, "correction", day=3)
    feed = get_bytes(render_site(read(folder)), "atom.xml")
    assert b"<updated>2024-01-04T00:00:00Z</updated>" in feed


def test_the_page_names_the_text_that_stood_before(folder: Folder) -> None:
    """Title and hash of an earlier text are on the page, so that a copy of it can be checked."""
    folder.entry("2023-10-03-one.md", "title: One\n")
    publish(folder)
    before = read(folder).entries[0].sha256
    revisions = "revisions: [{date: 2023-12-01, kind: correction, note: A name.}]\n"
    folder.entry("2023-10-03-one.md", f"title: Another\n{revisions}")
    publish(folder, "correction")
    page = BeautifulSoup(bytes(render_site(read(folder))["2023/one/index.html"]), "html.parser")  # type: ignore[arg-type] # as above
    lines = [item.get_text() for item in page.select("[aria-labelledby=history] li")]
    assert lines[1:] == [f"Text until January 1, 2024: “One”, SHA-256 {before}"]


@pytest.mark.parametrize(
    ("before", "after", "moved"),
    [
        ("[be, en]", "[en]", {"en/2023/": "2023/", "en/subscribe/": "subscribe/"}),
        ("[en]", "[be, en]", {"2023/": "en/2023/"}),
        ("[en]", "[en, be]", {}),
    ],
    ids=["one is left", "another comes first", "another comes last"],
)
def test_lists_of_a_language_lead_on_where_its_folder_moves(
    folder: Folder, before: str, after: str, moved: dict[str, str]
) -> None:
    """Links to years and to the ways to subscribe lead on, where nothing else stands there."""
    settings = (
        "title: Statements\nbase_url: https://statements.example.org/\n"
        "authority: statements.example.org,2023\npublisher: {name: Council}\nlanguages: "
    )
    folder.write("feed.yaml", settings + before)
    folder.entry("2023-10-03-one.en.md")
    publish(folder)
    standing = {path.removesuffix("index.html") for path in render_site(read(folder))}
    folder.write("feed.yaml", settings + after)
    folder.entry("2022-10-03-late.en.md")
    site = render_site(read(folder))
    lists = {
        path.removesuffix("index.html"): BeautifulSoup(bytes(page), "html.parser")  # type: ignore[arg-type] # a page is bytes
        for path, page in site.items()
        if path.endswith(("subscribe/index.html", "2023/index.html", "2022/index.html"))
    }
    found = {}
    for path, page in lists.items():
        if page.select_one("meta[http-equiv=refresh]"):
            (link,) = page.find_all("a")
            found[path] = posixpath.normpath(path + str(link["href"])) + "/"
    assert found == moved
    assert found.keys() <= standing


def test_what_is_imported_behind_a_newer_statement_has_its_place_before_all(folder: Folder) -> None:
    """Nobody is to be told of it, though it be newer than the first that was published."""
    for year in (2021, 2022, 2023):
        folder.entry(f"{year}-10-03-one.md")
    publication = read(folder)
    newest, between, first = (
        record_entry(publication, entry, "published", NOW) for entry in publication.entries
    )
    append_records(folder.path, [first, newest, replace(between, imported="https://old.example/")])
    assert [slot.late for slot in read(folder).history.slots] == [False, False, True]
