"""Items become entries, the ledger knows them, and nobody is told again."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from communique.durable import create_file
from communique.entries import read_publication
from communique.errors import SourceErrors
from communique.impact import assess_impact
from communique.importing import media, moving
from communique.importing.items import Choices, Item
from communique.importing.media import Fetched
from communique.importing.moving import import_items
from communique.importing.naming import choose_file
from communique.ledger import append_records, read_ledger
from communique.settings import demand_settings
from communique.site import render_site
from communique.values import replace
from tests.publication import PNG, SETTINGS, Folder, get_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

    from communique.importing.media import Fetch
    from communique.importing.report import Report

NOW = datetime(2024, 1, 1, tzinfo=UTC)
BASE = "https://statements.example.org/"


def make_item(number: int = 1, **fields: object) -> Item:
    """Make an item of August 2023."""
    usual: dict[str, object] = {
        "place": f"feed.xml: item {number}",
        "id": f"5f3e{number}",
        "link": f"{BASE}post/number-{number}",
        "title": f"Number {number}",
        "text": f"<p>Text of number {number}.</p>",
        "published": datetime(2023, 8, number, 12, tzinfo=UTC),
    }
    return Item(**{**usual, **fields})  # type: ignore[arg-type]  # as each test has it


def fetch_pixel(_: str) -> Fetched | str:
    """Give one picture for every address."""
    return Fetched(media_type="image/png", data=PNG)


def bring_in(
    folder: Folder,
    *items: Item,
    choices: Choices = Choices(),  # noqa: B008 - a frozen value
    fetch: Fetch = fetch_pixel,
    dry: bool = False,
) -> Report:
    """Import items on the first day of 2024."""
    return import_items(folder.path, "feed.xml", items, choices, NOW, fetch=fetch, dry=dry)


def list_new(folder: Folder) -> tuple[int, list[str]]:
    """Tell how many subscribers `publish` would tell of something, and what it would refuse."""
    reading = read_publication(folder.path, NOW)
    impact = assess_impact(reading.publication, reading.ledger, NOW)
    return impact.told, [finding.code for finding in impact.refusals]


def read_entry(folder: Folder, name: str) -> str:
    """Read a file of August 2023."""
    return (folder.path / "entries" / "2023" / name).read_text("utf-8")


def test_an_item_becomes_an_entry(folder: Folder) -> None:
    """Every field is in the file, under the id by which subscribers know it."""
    item = make_item(
        id="https://old.example/?p=1",
        summary="By hand",
        categories=("ICC", "News"),
        authors=("Ann", "Example Council", "admin"),
        files=("https://old.example/annex.pdf",),
    )
    fetch: Callable[[str], Fetched] = lambda _: Fetched(media_type="application/pdf", data=b"%PDF")  # noqa: E731 - one line
    report = bring_in(folder, item, fetch=fetch)
    assert read_entry(folder, "2023-08-01-number-1.md") == (
        "---\nid: https://old.example/?p=1\n"
        "imported-from: https://statements.example.org/post/number-1\ntitle: Number 1\n"
        "date: 2023-08-01T15:00+03:00\ntopics: [icc]\nauthors: [Ann]\nsummary: By hand\n"
        "attachments: [number-1/annex.pdf]\n---\n\nText of number 1.\n"
    )
    assert report.categories == {"News": 1}
    assert report.imported[0].old_pages == ("post/number-1/",)


def test_what_led_to_a_post_leads_to_its_entry(folder: Folder) -> None:
    """A page stands wherever the old site led on, and a link to there leads to the entry."""
    led = tuple(f"{BASE}{name}" for name in ("a", "old/a.html", "b/index.html", "%D0%B7/", "a/"))
    first = make_item(former=(*led, "https://elsewhere.example/a"))
    second = make_item(2, text=f'<a href="{BASE}old/a.html#x">a</a>')
    report = bring_in(folder, first, second)
    places = ("post/number-1/", "a/", "old/a.html", "b/", "з/")
    assert report.imported[0].old_pages == places
    listed = ", ".join([first.link, *led, "https://elsewhere.example/a"])
    assert f"imported-from: [{listed}]\n" in read_entry(folder, "2023-08-01-number-1.md")
    assert "[a](2023-08-01-number-1.md#x)" in read_entry(folder, "2023-08-02-number-2.md")
    site = render_site(read_publication(folder.path, NOW).publication)
    for place in places:
        page = get_bytes(site, f"{place}index.html" if place.endswith("/") else place)
        root = "../" * place.count("/")
        assert f'content="0; url={root}2023/number-1/"'.encode() in page
    assert f'href="{first.link}"'.encode() in get_bytes(site, "atom.xml")
    assert list_new(folder) == (0, [])


def test_what_cannot_lead_on_is_named(folder: Folder) -> None:
    """An address leads to one page: to where a page stands, was, or was led to first."""
    report = bring_in(
        folder,
        make_item(
            1,
            former=(
                *(f"{BASE}{name}" for name in ("post/number-2/", "2023/number-2/", "a", "A/")),
                *(f"{BASE}{name}" for name in ("2023/", "be/subscribe/", "topics/icc", "all/")),
                f"{BASE}post/number-1",
            ),
        ),
        make_item(2, former=(f"{BASE}a/", f"{BASE}b?page=2", f"{BASE}c.php", "http://[")),
    )
    assert [made.old_pages for made in report.imported] == [
        ("post/number-1/", "a/"),
        ("post/number-2/",),
    ]
    dead = "no page is served at an address that ends with .php"
    one, two = (f"entries/2023/2023-08-0{n}-number-{n}.md" for n in (1, 2))
    assert report.notes == [
        f"{one}: {BASE}post/number-2/ leads to {two} already",
        *(
            f"{one}: {BASE}{name} cannot lead to it: a page stands there now"
            for name in ("2023/number-2/", "2023/", "be/subscribe/", "topics/icc", "all/")
        ),
        f"{two}: {BASE}a/ leads to {one} already",
        f"{two}: {BASE}b?page=2 cannot lead to it: no file can answer at ?page=2",
        f"{two}: {BASE}c.php cannot lead to it: {dead}",
    ]
    assert [loss.what for loss in report.losses] == ["what led to it is no address: http://["]
    site = render_site(read_publication(folder.path, NOW).publication)
    assert b"url=../../2023/number-2/" in get_bytes(site, "post/number-2/index.html")
    assert [path for path in site if path.lower() == "a/index.html"] == ["A/index.html"]
    assert b"Text of number 2." in get_bytes(site, "2023/number-2/index.html")


def test_the_ledger_has_each_on_its_own_date(folder: Folder) -> None:
    """The events are dated as the originals, and say where they are from."""
    bring_in(folder, make_item(2), make_item(1))
    events = read_ledger(folder.path).events
    assert [(e.at, e.kind, e.id, e.published, e.imported) for e in events] == [
        (datetime(2023, 8, n, 12, tzinfo=UTC), "published", f"5f3e{n}",
         datetime(2023, 8, n, 12, tzinfo=UTC), "feed.xml")
        for n in (1, 2)
    ]  # fmt: skip
    assert list_new(folder) == (0, [])


def test_twice_is_once(folder: Folder) -> None:
    """The same again adds nothing; a source that has grown adds what is new."""
    bring_in(folder, make_item(1))
    before = {p: p.read_bytes() for p in folder.path.rglob("*") if p.is_file()}
    report = bring_in(folder, make_item(1))
    assert (report.imported, report.there) == ([], 1)
    assert before == {p: p.read_bytes() for p in folder.path.rglob("*") if p.is_file()}
    report = bring_in(folder, make_item(1), make_item(2))
    assert [made.title for made in report.imported] == ["Number 2"]
    assert list_new(folder) == (0, [])


def test_local_edits_stay(folder: Folder) -> None:
    """An entry that was edited is not written again, wherever it lies now."""
    bring_in(folder, make_item(1))
    file = folder.path / "entries" / "2023" / "2023-08-01-number-1.md"
    edited = file.read_text("utf-8").replace("Text of", "Better text of")
    file.rename(folder.path / "entries" / "2023-08-01-another.md")
    (folder.path / "entries" / "2023-08-01-another.md").write_text(edited, "utf-8")
    assert bring_in(folder, make_item(1)).imported == []
    assert not file.exists()
    assert list_new(folder)[1] == ["unrecorded-change"]


class Killed(BaseException):
    """Ends a process in the middle."""


@pytest.mark.parametrize("after", [False, True])
def test_a_kill_loses_nothing(
    folder: Folder,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
    *,
    after: bool,
) -> None:
    """Killed before or after any step, the next import comes to the state of an undisturbed one."""
    items = [make_item(n, text=f"<p>x</p><img src='{BASE}{n}.png'>") for n in (1, 2, 3)]
    folder.entry("2023-07-01-ours.md")
    calm = Folder(tmp_path_factory.mktemp("calm"))
    calm.entry("2023-07-01-ours.md")
    bring_in(calm, *items)
    steps = iter(range(0))

    def interrupt(do: Callable[..., object]) -> Callable[..., object]:
        def step(*arguments: object) -> object:
            last = next(steps, None) is None
            if last and not after:
                raise Killed
            done = do(*arguments)
            if last:
                raise Killed
            return done

        return step

    create = create_file
    for kills in range(8):
        with monkeypatch.context() as patch:
            patch.setattr(moving, "create_file", interrupt(create))
            patch.setattr(media, "create_file", interrupt(create))
            patch.setattr(moving, "append_records", interrupt(append_records))
            steps = iter(range(kills))
            with suppress(Killed):
                bring_in(folder, *items)
        bring_in(folder, *items)
        found = {p.relative_to(folder.path): p.read_bytes() for p in folder.path.rglob("*.*")}
        assert found == {p.relative_to(calm.path): p.read_bytes() for p in calm.path.rglob("*.*")}
        for path in [
            *folder.path.glob("entries/2023/**/*.*"),
            folder.path / "entries/ledger.jsonl",
        ]:
            path.unlink()


def test_an_interrupted_import_is_recorded_late(folder: Folder) -> None:
    """Entries that an import left without a record are recorded by the next one, and counted."""
    bring_in(folder, make_item(1), make_item(2))
    (folder.path / "entries" / "ledger.jsonl").unlink()
    report = bring_in(folder, make_item(1), make_item(2))
    assert (report.there, report.recorded) == (2, 2)
    assert list_new(folder) == (0, [])


def test_nothing_but_imported_entries_is_recorded(folder: Folder) -> None:
    """An entry of one's own is never published by an import, though its id be in the source."""
    folder.entry("2023-08-09-ours.md", "id: urn:uuid:11111111-2222-4333-8444-555555555555\n")
    bring_in(folder, make_item(id="urn:uuid:11111111-2222-4333-8444-555555555555"), make_item(2))
    assert list(read_ledger(folder.path).first) == ["5f3e2"]
    assert list_new(folder)[0] == 1


def test_older_items_come_late_and_into_no_feed(folder: Folder) -> None:
    """What is older than what was published here is on its page and in archives, in no feed."""
    folder.write("feed.yaml", SETTINGS + "feed_size: 4\nflood_limit: 50\n")
    for number in range(1, 7):
        folder.entry(f"2023-09-0{number}-ours-{number}.md", f"title: Ours {number}\n")
    reading = read_publication(folder.path, NOW)
    impact = assess_impact(reading.publication, reading.ledger, NOW)
    append_records(folder.path, impact.events)
    before = render_site(read_publication(folder.path, NOW).publication)
    bring_in(folder, *(make_item(number) for number in range(1, 10)))
    assert list_new(folder) == (0, [])
    after = render_site(read_publication(folder.path, NOW).publication)
    for name in ("rss.xml", "feed.json"):
        assert before[name] == after[name]
    archived = b"".join(get_bytes(after, p) for p in after if p.startswith("archive/"))
    assert all(b'<title type="text">Number %d<' % n in archived for n in range(1, 10))
    assert "2023/number-1/index.html" in after
    # What is imported later and is newer than everything is as it always is.
    bring_in(folder, make_item(30, published=datetime(2023, 10, 1, tzinfo=UTC)))
    site = render_site(read_publication(folder.path, NOW).publication)
    assert b"Number 30" in get_bytes(site, "rss.xml")


def test_former_addresses_lead_to_the_pages(folder: Folder) -> None:
    """Each has a page that leads on, which feeds name; what cannot have one is told."""
    report = bring_in(
        folder,
        make_item(1),
        make_item(2, link=f"{BASE}2020/01/two.html"),
        make_item(3, link=f"{BASE}?p=3"),
        make_item(4, link="https://elsewhere.example/four/"),
        make_item(5, link=f"{BASE}2023/five/"),
        make_item(6, link=f"{BASE}subscribe/"),
        make_item(7, link=f"{BASE}atom.xml/x"),
        make_item(8, link=f"{BASE}post/number-1/"),
    )
    site = render_site(read_publication(folder.path, NOW).publication)
    first = get_bytes(site, "post/number-1/index.html")
    assert b'content="0; url=../../2023/number-1/"' in first
    assert b'url=../../2023/two/"' in get_bytes(site, "2020/01/two.html")
    assert b"http-equiv" not in get_bytes(site, "subscribe/index.html")
    assert "atom.xml/x/index.html" not in site
    rss = get_bytes(site, "rss.xml")
    assert b"<link>https://statements.example.org/post/number-1</link>" in rss
    assert b"<link>https://statements.example.org/2023/four/</link>" in rss
    there = "cannot lead to it: a page stands there now"
    assert report.notes == [
        (
            f"entries/2023/2023-08-03-number-3.md: {BASE}?p=3 cannot lead to it: "
            "no file can answer at ?p=3"
        ),
        f"entries/2023/2023-08-06-subscribe.md: {BASE}subscribe/ {there}",
        (
            f"entries/2023/2023-08-08-number-1-2.md: {BASE}post/number-1/ leads to "
            "entries/2023/2023-08-01-number-1.md already"
        ),
    ]


def test_rss_keeps_a_guid_that_atom_cannot_have(folder: Folder) -> None:
    """RSS subscribers know the text of a guid; Atom needs an address of it."""
    bring_in(folder, make_item(id="5f3e 1/ü"))
    site = render_site(read_publication(folder.path, NOW).publication)
    assert '<guid isPermaLink="false">5f3e 1/ü</guid>'.encode() in get_bytes(site, "rss.xml")
    expected = b"<id>tag:statements.example.org,2023:guid:5f3e%201%2F%C3%BC</id>"
    assert expected in get_bytes(site, "atom.xml")


def test_says_why_an_item_stays_out(folder: Folder) -> None:
    """What cannot become an entry is named with its reason; the rest comes in."""
    bring_in(folder, make_item(20))
    (folder.path / "entries" / "2023" / "2023-08-20-number-20.md").unlink()
    report = bring_in(
        folder,
        make_item(1),
        make_item(2, id="5f3e1"),
        make_item(1),
        make_item(3, published=None, date="soon"),
        make_item(4, published=None),
        make_item(5, published=datetime(1899, 1, 1, tzinfo=UTC)),
        make_item(6, published=datetime(2025, 1, 1, tzinfo=UTC)),
        make_item(7, held_back="draft"),
        make_item(8, problem="is broken"),
        make_item(9, title="", text=" "),
        make_item(10, id="a\nb"),
        make_item(11, text="<div>" * 3000),
        make_item(12, text="x" * 2_000_001),
        make_item(13, text="<!-- y", markdown=True),
        make_item(20),
    )
    assert [(s.place.rpartition(" ")[2], s.reason) for s in report.skipped] == [
        ("2", "has the same id as feed.xml: item 1: 5f3e1"),
        ("3", "no date that can be read: 'soon'"),
        ("4", "has no date"),
        ("5", "is dated 1899-01-01: feeds can hold no such date"),
        ("6", "is dated in the future: 2025-01-01T00:00+00:00"),
        ("7", "was not public: draft"),
        ("8", "is broken"),
        ("9", "says nothing: no title, no text, no file"),
        ("10", "its id is no line of text"),
        (
            "20",
            "was published here and is gone: restore entries/2023/2023-08-20-number-20.md",
        ),
        ("11", "its elements are nested too deeply"),
        ("12", "its text is longer than 2,000,000 characters"),
        ("13", "<!-- is opened and never closed; it would hide the rest of the text"),
    ]
    assert [made.title for made in report.imported] == ["Number 1"]


def test_what_was_removed_for_good_stays_away(folder: Folder) -> None:
    """The law wanted it gone: no import brings it back."""
    bring_in(folder, make_item(1), make_item(2))
    (folder.path / "entries" / "2023" / "2023-08-01-number-1.md").unlink()
    event = read_ledger(folder.path).latest["5f3e1"]
    append_records(folder.path, [replace(event, at=NOW, kind="removed", because="x")])
    (skipped,) = bring_in(folder, make_item(1)).skipped
    assert skipped.reason == "was removed from this publication for good"


def test_since_and_limit(folder: Folder) -> None:
    """Only what is new enough, and only the newest of it."""
    items = [make_item(number) for number in range(1, 8)]
    report = bring_in(
        folder, *items, choices=Choices(since=datetime(2023, 8, 3, tzinfo=UTC), limit=2)
    )
    assert [made.title for made in report.imported] == ["Number 6", "Number 7"]
    assert report.left_out == 5


def test_a_dry_run_writes_and_fetches_nothing(folder: Folder) -> None:
    """The report is that of the import; the folder is as it was."""

    def refuse(url: str) -> Fetched:
        raise AssertionError(url)

    item = make_item(text="<dl><dt>a</dt></dl><img src='https://old.example/a.png'>")
    report = bring_in(folder, item, dry=True, fetch=refuse)
    assert [made.file for made in report.imported] == ["entries/2023/2023-08-01-number-1.md"]
    assert [p.name for p in folder.path.rglob("*.*")] == ["feed.yaml"]
    assert [(loss.line, loss.what) for loss in report.losses] == [(8, "<dl> kept as HTML: “a”")]


def test_pictures_and_files_lie_beside_the_entry(folder: Folder) -> None:
    """Names are plain and free; what cannot be had keeps its address and is named."""
    answers: dict[str, Fetched | str] = {
        f"{BASE}a%20b.PNG?w=1": Fetched(media_type="image/png", data=PNG),
        f"{BASE}x/a-b.png": Fetched(media_type="image/png", data=PNG + b"x"),
        f"{BASE}y/a-b.png": Fetched(media_type="", data=PNG),
        f"{BASE}page": Fetched(media_type="text/html", data=b"<p>"),
        f"{BASE}v.svg": Fetched(media_type="image/svg+xml", data=b"<svg>"),
        f"{BASE}photo": Fetched(media_type="image/jpeg; q=1", data=b"jpg"),
        f"{BASE}doc.pdf": Fetched(media_type="application/octet-stream", data=b"pdf"),
        "https://gone.example/z.png": "the server answers with status 404",
    }
    images = [a for a in answers if not a.endswith("pdf")]
    text = "".join(f"<img src='{address}'>" for address in images)
    text += "<img src='data:image/png;base64,!'><img src='data:image/png;base64,eA=='>"
    text += f"<a href='{BASE}doc.pdf'>d</a>"
    report = bring_in(folder, make_item(text=text), fetch=answers.__getitem__)
    body = read_entry(folder, "2023-08-01-number-1.md").partition("---\n\n")[2]
    assert body == (
        "![](number-1/a-b.png)![](number-1/a-b-2.png)![](number-1/a-b.png)"
        f"![]({BASE}page)![]({BASE}v.svg)![](number-1/photo.jpg)![](https://gone.example/z.png)"
        "![](number-1/picture.png)![](number-1/picture-2.png)[d](number-1/doc.pdf)\n"
    )
    assert [loss.what for loss in report.losses] == [
        f"{BASE}page: text/html; its address is kept",
        f"{BASE}v.svg: image/svg+xml; its address is kept",
        "https://gone.example/z.png: the server answers with status 404; its address is kept",
    ]
    assert report.media == 7


def test_all_files_together_are_bounded(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Past the bound files keep their addresses."""
    monkeypatch.setattr(media, "TOTAL", len(PNG) + 10)
    text = "".join(f"<img src='{BASE}{n}.png'>" for n in (1, 2, 2))
    report = bring_in(folder, make_item(text=text), make_item(2, text=text))
    assert report.media == 1
    reason = "all files together are larger than 0 GB; its address is kept"
    assert {loss.what for loss in report.losses} == {f"{BASE}{n}.png: {reason}" for n in (1, 2)}


def test_empty_things_get_what_they_need(folder: Folder) -> None:
    """A missing title, text, id or address is made up, and said."""
    report = bring_in(
        folder,
        make_item(1, title="", text="<p>" + "word " * 30 + "</p>"),
        make_item(2, text=""),
        make_item(3, id="", link=""),
        make_item(4, title="A \x0b title\ufffd", link="http://[", id="x"),
        make_item(5, title="", text="<p>Short</p>"),
    )
    by_id = {made.id: made for made in report.imported}
    assert by_id["5f3e1"].title == " ".join(["word"] * 16) + " …"
    assert by_id["x"].title == "A title"
    assert by_id["5f3e5"].title == "Short"
    assert [loss.what for loss in report.losses] == [
        "it had no title: the first words of its text stand there",
        "it had no text: the title stands in its place",
        "it had no id and no address: readers may show it as new",
        "1 damaged or invisible characters dropped",
        "its address is none: http://[",
        "it had no title: the first words of its text stand there",
    ]
    again = bring_in(folder, make_item(3, id="", link=""))
    assert again.there == 1


def test_links_lead_to_what_was_imported_before(folder: Folder) -> None:
    """The old site may vanish: a link from one statement to another is one between entries."""
    bring_in(folder, make_item(1))
    text = (
        f"<p><a href='{BASE.replace('https://', 'http://www.')}post/number-1/#part'>1</a> "
        f"<a href='{BASE}post/number-2'>2</a> <a href='{BASE}post/number-9'>9</a></p>"
    )
    bring_in(folder, make_item(2), make_item(3, text=text))
    body = read_entry(folder, "2023-08-03-number-3.md").partition("---\n\n")[2]
    assert body == (
        f"[1](2023-08-01-number-1.md#part) [2](2023-08-02-number-2.md) [9]({BASE}post/number-9)\n"
    )
    assert list_new(folder) == (0, [])


def test_characters_that_no_feed_can_hold_are_dropped(folder: Folder) -> None:
    """A character reference may make what the bytes did not hold."""
    bring_in(folder, make_item(text="<p>a&#xFFFD;b</p>"))
    assert read_entry(folder, "2023-08-01-number-1.md").endswith("\n\nab\n")


def test_pages_never_meet(folder: Folder) -> None:
    """Two items with one name get two pages, in whatever year and language."""
    folder.entry("2023-01-01-number-1.md")
    report = bring_in(
        folder,
        make_item(1),
        make_item(2, link=f"{BASE}other/number-1.html"),
        make_item(3, link=f"{BASE}be/number-1", language="be-BY"),
        make_item(4, link=f"{BASE}123", title="Пра ваду", language="fr"),
        make_item(5, link="", slug="%D0%B2%D0%B0%D0%B4%D0%B0", language="EN-us"),
    )
    assert [made.file.rpartition("/")[2] for made in report.imported] == [
        "2023-08-01-number-1-2.md",
        "2023-08-02-number-1-3.md",
        "2023-08-03-number-1.be.md",
        "2023-08-04-pra-vadu.md",
        "2023-08-05-vada.md",
    ]
    assert [loss.what for loss in report.losses] == [
        "its language fr is not in entries/feed.yaml: taken for en"
    ]


def test_what_windows_keeps_for_itself_gets_another_name(folder: Folder) -> None:
    """Neither a page nor a picture has the name of a device."""
    picture = Fetched(media_type="image/png", data=PNG)
    item = make_item(link=f"{BASE}aux", text=f"<img src='{BASE}nul.png'>")
    report = bring_in(folder, item, fetch=lambda _: picture)
    assert report.imported[0].file.endswith("-aux-2.md")
    assert "](aux-2/nul-2.png)" in read_entry(folder, "2023-08-01-aux-2.md")


def test_a_translation_has_the_name_of_its_original_whatever_that_is(folder: Folder) -> None:
    """What stands beside a page that Windows cannot hold stays one statement with it."""
    settings, versions = demand_settings(folder.path), ["entries/2023-08-01-aux.md"]
    item, published = make_item(link=f"{BASE}aux"), datetime(2023, 8, 1, tzinfo=UTC)
    file, page = choose_file(item, published, "be", settings, set(), versions, [])
    assert (file.name, page) == ("2023-08-01-aux.be.md", "be/2023/aux/")


def test_a_language_with_a_region_is_found(folder: Folder) -> None:
    """`zh` of a feed is `zh-Hans` here, if that is the only one; --lang is above all."""
    folder.write("feed.yaml", SETTINGS.replace("[en, be]", "[en, zh-Hans, be]"))
    report = bring_in(folder, make_item(1, language="zh"))
    assert report.imported[0].file.endswith(".zh-Hans.md")
    report = bring_in(folder, make_item(2, language="zh"), choices=Choices(language="be"))
    assert report.imported[0].file.endswith(".be.md")


def test_markdown_keeps_leading_where_it_led(folder: Folder) -> None:
    """References lead to copies beside the entry, to the old site, or are said to be lost."""
    picture = folder.path / "p.png"
    picture.write_bytes(PNG)
    program = folder.path / "x.exe"
    program.write_bytes(b"MZ")
    text = '![p](p.png "t") [x](x.exe) <a href="y">y</a> [z]\n\n[z]: ../z/\n'
    found = {"p.png": picture, "x.exe": program}
    report = bring_in(
        folder,
        make_item(1, text=text, markdown=True, found=found, base=f"{BASE}a/b/"),
        make_item(2, text=text, markdown=True, link="", base=""),
    )
    assert read_entry(folder, "2023-08-01-number-1.md").partition("---\n\n")[2] == (
        f'![p](number-1/p.png "t") [x]({BASE}a/b/x.exe) <a href="{BASE}a/b/y">y</a> [z]\n\n'
        f"[z]: {BASE}a/z/\n"
    )
    item = make_item(3, text=text, markdown=True, found=found, base=BASE)
    bring_in(folder, item, choices=Choices(media=False))
    assert f'![p]({BASE}p.png "t")' in read_entry(folder, "2023-08-03-number-3.md")
    assert '![p](/p.png "t") [x](/x.exe)' in read_entry(folder, "2023-08-02-number-2.md")
    assert [loss.what for loss in report.losses] == [
        "x.exe: a file of no kind that we hand out; left where it is",
        *(
            f"the link {name} led to no file that is here"
            for name in ("p.png", "x.exe", "y", "../z/")
        ),
    ]
    assert list_new(folder) == (0, [])


def test_html_of_a_folder_takes_its_pictures_along(folder: Folder) -> None:
    """What lies beside a post is copied, and never asked for on its server."""

    def refuse(url: str) -> Fetched | str:
        raise AssertionError(url)

    picture = folder.path / "p.png"
    picture.write_bytes(PNG)
    found = {"/assets/p.png": picture, "../q.png": picture}
    item = make_item(1, text="<img src='/assets/p.png'>", found=found, base=f"{BASE}a/")
    bring_in(folder, item, fetch=refuse)
    assert read_entry(folder, "2023-08-01-number-1.md").endswith("\n\n![](number-1/p.png)\n")


def test_faults_of_what_is_there_come_first(folder: Folder) -> None:
    """Nothing is brought in while an entry has a fault, or the settings have."""
    folder.entry("2023-08-01-a.md", "topics: [none]\n")
    with pytest.raises(SourceErrors, match="no topic 'none'"):
        bring_in(folder, make_item(1))
    folder.write("feed.yaml", "titel: x\n")
    with pytest.raises(SourceErrors, match="titel"):
        bring_in(folder, make_item(1))


def test_nothing_to_bring_in_changes_nothing(folder: Folder) -> None:
    """Without a single good item there is no entry and no ledger."""
    report = bring_in(folder, make_item(1, published=None))
    assert (len(report.skipped), read_ledger(folder.path).events) == (1, ())
