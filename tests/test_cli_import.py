"""``communique import``, as the press officer types it."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click
import pytest

from communique.cli import import_
from communique.entries import read_publication
from communique.ledger import read_ledger
from tests.e2e.servers import Asked, Reply, serve, serve_script
from tests.importing.feeds import BASE, EXPORT, GHOST, WIX, WORDPRESS, wrap_rss, write_item
from tests.publication import NOW, PNG, SETTINGS, Folder, Run, write_everything

if TYPE_CHECKING:
    from pathlib import Path

    from communique.model import Entry, Publication


def write_feed(folder: Folder, data: bytes, name: str = "feed.xml") -> str:
    """Write a feed beside the entries; give its path."""
    file = folder.path / name
    file.write_bytes(data)
    return str(file)


def describe(entry: Entry) -> tuple[object, ...]:
    """Give what a subscriber knows of an entry."""
    return entry.id, entry.title, entry.published, entry.topics, entry.language, entry.translation


def list_texts(publication: Publication) -> dict[str, str]:
    """Give the text of each entry as feeds have it, but for the addresses of files."""
    return {
        e.id: publication.bodies[e.file]
        .html_absolute.replace("/rich/rich/", "/rich/").replace("annex-one", "annex%20one")
        .replace("pictures/", "").replace(' dir="auto"', "")
        for e in publication.entries
    }  # fmt: skip


@pytest.mark.parametrize("name", ["atom.xml", "all/atom.xml"])
def test_our_own_feed_comes_back_whole(
    folder: Folder, run: Run, tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    """
    A publication that is exported as feeds and archives and imported is the same publication.

    Ids, titles, dates, topics, languages, revisions and texts are; nobody would be told of any.
    """
    write_everything(folder)
    run("publish", "--announce", "13", "--now", NOW.isoformat())
    before = read_publication(folder.path, NOW).publication
    assert "archive/1.xml" in folder.site()
    other = Folder(tmp_path_factory.mktemp("other"))
    other.write("feed.yaml", (folder.path / "entries" / "feed.yaml").read_bytes())
    result = run("-C", str(other.path), "import", str(folder.path / "site" / name))
    assert result.exit_code == 0
    after = read_publication(other.path, NOW).publication
    wanted = [e for e in before.entries if e.language == "en" or name.startswith("all")]
    assert list(map(describe, wanted)) == list(map(describe, after.entries))
    kept = [[r for r in e.revisions if r.kind != "minor"] for e in wanted]
    assert kept == [list(e.revisions) for e in after.entries]
    texts = list_texts(before)
    for key, text in list_texts(after).items():
        if "taken-back" not in key:  # nothing of its text is left
            assert text == texts[key]
    files = {file.sha256 for e in wanted if not e.withdrawal for file in e.attachments}
    assert files == {file.sha256 for e in after.entries for file in e.attachments}
    dry = run("-C", str(other.path), "publish", "--dry-run", "--now", NOW.isoformat())
    assert dry.exit_code == 0
    assert dry.stderr.startswith("0 new, 0 corrected, 0 minor edits, 0 vanished")
    assert "subscribers will be told of 0" in dry.stderr
    assert (folder.path / "entries").as_posix() not in (
        other.path / "entries" / "ledger.jsonl"
    ).read_text("utf-8")


@pytest.mark.parametrize(
    ("feed", "name", "entry"),
    [
        (
            WIX,
            "2023-10-03-zayava-ab-aryshtakh.md",
            (
                "id: 64f1c0a7b9e2d3001c5e8a11\n"
                f"imported-from: {BASE}post/%D0%B7%D0%B0%D1%8F%D0%B2%D0%B0-%D0%B0%D0%B1-"
                "%D0%B0%D1%80%D1%8B%D1%88%D1%82%D0%B0%D1%85\n"
                "title: Заява аб арыштах\ndate: 2023-10-03T14:30+03:00\ntopics: [icc]\n"
                "authors: [Ганна]\nsummary: Пра арышты.\n---\n\nРада **патрабуе**.\n"
            ),
        ),
        (
            GHOST,
            "2023-10-04-on-the-vote.md",
            (
                f"id: 651bf0c2d7a1e30001aa0b42\nimported-from: {BASE}on-the-vote/\n"
                "title: On the vote\ndate: 2023-10-04T11:00+03:00\nauthors: [Ann Example]\n"
                "summary: A short excerpt by hand.\n---\n\n"
                f'<figure><img alt="In" src="{BASE}content/images/in.png"><figcaption>The hall'
                "</figcaption></figure>\n\nThe vote was *open*.\n"
            ),
        ),
        (
            WORDPRESS,
            "2023-10-05-water.md",
            (
                f"id: {BASE}?p=31\nimported-from: {BASE}2023/10/water/\n"
                "title: Water – a note\ndate: 2023-10-05T09:15+03:00\n---\n\n"
                "Water is short and the reservoirs are empty.\n\n"
                f"[The plan]({BASE}wp-content/uploads/plan.pdf)\n"
            ),
        ),
        (
            EXPORT,
            "2023-10-05-from-the-export.md",
            (
                f"id: {BASE}?p=9\nimported-from: {BASE}?p=9\ntitle: From the export\n"
                "date: 2023-10-05T09:15:30+03:00\nauthors: [anna]\nsummary: An excerpt.\n---\n\n"
                "First paragraph\\\nwith a break.\n\n## Part\n\nSecond.\n"
            ),
        ),
    ],
    ids=["wix", "ghost", "wordpress", "export"],
)
def test_every_field_comes_in(folder: Folder, run: Run, feed: bytes, name: str, entry: str) -> None:
    """What the programs write that people leave becomes the entry that a person would write."""
    assert run("import", write_feed(folder, feed), "--no-media").exit_code == 0
    assert (folder.path / "entries" / "2023" / name).read_text("utf-8") == f"---\n{entry}"
    assert run("publish", "--dry-run").stderr.startswith("0 new")


def test_says_what_it_did(folder: Folder, run: Run) -> None:
    """One line for each thing that a person should know, a count of everything, what comes next."""
    items = write_item(
        1, content_encoded="<dl><dt>x</dt></dl><img src=p.gif width=1>", category="News"
    )
    items += write_item(2, pubDate="soon") + write_item(3, category="icc")
    result = run("import", write_feed(folder, wrap_rss(items)), "--no-media")
    assert result.exit_code == 0
    assert result.stdout == ""
    assert result.stderr.splitlines() == [
        "skipped: feed.xml: item 2: Statement 2: no date that can be read: 'soon'",
        "changed: entries/2023/2023-08-01-statement-1.md:8: <dl> kept as HTML: “x”",
        "no topic: the category 'News' of 1 item",
        "  hint: add it to topics in entries/feed.yaml, or map it with --topics, before you import",
        (
            "2 imported, 0 here already, 1 skipped, tracking pixels dropped: 1, "
            "former addresses lead here: 2"
        ),
        f"Next: communique -C {folder.path} publish --dry-run",
    ]


def test_says_it_to_programs(folder: Folder, run: Run) -> None:
    """The same as JSON on standard output; of a dry run too."""
    data = wrap_rss("".join(write_item(n, category="News") for n in range(1, 26)))
    feed = write_feed(folder, data.replace(b"Aug 2023 11:30:00 +0300", b"sometime", 22))
    result = run("import", feed, "--dry-run", "--format", "json")
    report = json.loads(result.stdout)
    assert next(made["file"] for made in report["imported"]) == (
        "entries/2023/2023-08-23-statement-23.md"
    )
    assert (len(report["skipped"]), report["categories"]) == (22, {"News": 3})
    assert "skipped: … and 2 more; --format json has all" in result.stderr
    assert "3 would be imported" in result.stderr
    assert result.stderr.endswith("Next: the same import without --dry-run\n")
    assert not (folder.path / "entries" / "2023").exists()


def test_nothing_good_changes_nothing(folder: Folder, run: Run) -> None:
    """Where no item can come in there is no entry, no record, and a reason."""
    result = run("import", write_feed(folder, wrap_rss(write_item(1, pubDate="soon"))))
    assert (result.exit_code, "0 imported" in result.stderr) == (0, True)
    assert [file.name for file in (folder.path / "entries").iterdir()] == ["feed.yaml"]


def test_entries_can_be_mended_before_they_are_recorded(folder: Folder, run: Run) -> None:
    """With --review nothing is recorded; the same import again records what then stands there."""
    feed = write_feed(folder, wrap_rss(write_item(1) + write_item(2)))
    result = run("import", feed, "--review")
    assert result.stderr.endswith(
        f"Next: communique -C {folder.path} serve; mend what you like, then the same import without"
        " --review\n"
    )
    refused = run("publish")
    assert refused.exit_code == 1
    assert "flood: subscribers would be told of 2 at once" in refused.stderr
    assert "told-again: Statement 1: it came from https://" in refused.stderr
    assert "`communique import` without --review records it" in refused.stderr
    assert not (folder.path / "entries" / "ledger.jsonl").exists()
    entry = folder.path / "entries" / "2023" / "2023-08-01-statement-1.md"
    entry.write_text(entry.read_text("utf-8").replace("Text of", "Mended text of"), "utf-8")
    assert "recorded late: 2" in run("import", feed).stderr
    assert "Mended" in entry.read_text("utf-8")
    result = run("publish", "--dry-run")
    assert (result.exit_code, result.stderr[:5]) == (0, "0 new")
    entry.write_text(entry.read_text("utf-8").replace("Mended", "Changed"), "utf-8")
    result = run("publish", "--dry-run")
    assert "-Mended text of number 1." in result.stderr
    assert "unrecorded-change" in result.stderr


def test_maps_categories_to_topics(folder: Folder, run: Run) -> None:
    """A file says which topic each category is, or that it is none."""
    mapping = folder.path / "topics.yaml"
    mapping.write_text("News: icc\nВада: ''\n", "utf-8")
    items = write_item(1, category="news") + write_item(2, category="Вада")
    feed = write_feed(folder, wrap_rss(items))
    result = run("import", feed, "--topics", str(mapping))
    assert "no topic" not in result.stderr
    entries = read_publication(folder.path, NOW).publication.entries
    assert [entry.topics for entry in entries] == [(), ("icc",)]
    mapping.write_text("News: court\n", "utf-8")
    result = run("import", feed, "--topics", str(mapping))
    assert result.exit_code == 1
    assert "topics.yaml:1: News: there is no topic 'court'" in result.stderr


def test_asks_for_topics(folder: Folder, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where somebody is there to answer, each category that is no topic is asked for, once."""
    items = write_item(1, category="News") + write_item(2, category="ICC")
    feed = write_feed(folder, wrap_rss(items + write_item(3, category="Water")))

    answers = iter(["icc", ""])
    asked: list[str] = []

    def prompt(question: str, **_: object) -> str:
        asked.append(question)
        return next(answers)

    monkeypatch.setattr(import_, "is_terminal", lambda: True)
    monkeypatch.setattr(click, "prompt", prompt)
    run("import", feed)
    assert asked == [
        "Topic for the category 'News', of icc; empty for none",
        "Topic for the category 'Water', of icc; empty for none",
    ]
    entries = read_publication(folder.path, NOW).publication.entries
    assert [entry.topics for entry in entries] == [(), ("icc",), ("icc",)]


def test_reads_every_page_of_a_served_feed(folder: Folder, run: Run) -> None:
    """
    WordPress gives older items page by page; each is asked for once, and conditionally next time.

    The last page that there is not ends it; pictures come from the same server.
    """
    asked: list[tuple[str, str]] = []

    def respond(request: Asked) -> Reply:
        asked.append((request.path, request.headers.get("if-none-match", "")))
        pages = {"/feed/": (5, 4), "/feed/?paged=2": (3, 2), "/feed/?paged=3": (2, 1)}
        if request.path.endswith(".png"):
            return Reply(headers={"Content-Type": "image/png"}, body=PNG)
        if request.path not in pages:
            return Reply(status=404)
        if request.headers.get("if-none-match"):
            return Reply(status=304)
        items = "".join(
            write_item(n, content_encoded=f'<img src="http://{request.headers["host"]}/{n}.png">')
            for n in pages[request.path]
        )
        head = "<generator>https://wordpress.org/?v=6.3</generator>"
        return Reply(headers={"ETag": f'"{request.path}"'}, body=wrap_rss(items, head))

    with serve_script(respond) as address:
        result = run("import", f"{address}feed/")
        again = run("import", f"{address}feed/")
    assert "5 imported, 0 here already, 0 skipped, pictures and files: 5" in result.stderr
    assert "0 imported, 5 here already" in again.stderr
    assert asked == [
        *((path, "") for path in ("/feed/", "/feed/?paged=2", "/feed/?paged=3", "/feed/?paged=4")),
        *((f"/{n}.png", "") for n in (1, 2, 3, 4, 5)),
        *((path, f'"{path}"') for path in ("/feed/", "/feed/?paged=2", "/feed/?paged=3")),
        ("/feed/?paged=4", ""),
    ]
    assert read_ledger(folder.path).events[0].imported == f"{address}feed/"


def test_reads_archive_documents_of_a_served_feed(run: Run, tmp_path: Path) -> None:
    """RFC 5005 leads back to the first item; what is missing on the way is told."""
    atom = '<feed xmlns="http://www.w3.org/2005/Atom"><id>x</id>{}</feed>'
    entry = (
        "<entry><id>tag:a,2020:{0}</id><title>E {0}</title><updated>2023-08-0{0}T00:00:00Z"
        "</updated><content>x</content></entry>"
    )
    link = '<link rel="prev-archive" href="{}"/>'
    for name, number, older in (
        ("feed.xml", 3, "2.xml"),
        ("2.xml", 2, "1.xml"),
        ("1.xml", 1, "0.xml"),
    ):
        (tmp_path / "www").mkdir(exist_ok=True)
        text = atom.format(link.format(older) + entry.format(number))
        (tmp_path / "www" / name).write_text(text, "utf-8")
    with serve(tmp_path / "www") as address:
        result = run("import", f"{address}feed.xml")
    assert "3 imported" in result.stderr
    assert f"note: older items at {address}0.xml are missing: the server answers" in result.stderr
    with serve(tmp_path / "www") as address:
        result = run("import", f"{address}feed.xml", "--since", "2023-08-03", "--dry-run")
    assert "missing" not in result.stderr


def test_a_file_leads_to_no_server(folder: Folder, run: Run) -> None:
    """What a file says is elsewhere is looked for beside it alone."""
    links = {"self": "a/feed.xml", "next": "a/2.xml"}
    head = "".join(f'<atom:link rel="{r}" href="{BASE}{h}"/>' for r, h in links.items())
    feed = write_feed(folder, wrap_rss(write_item(2), head))
    result = run("import", feed, "--no-media")
    assert (
        f"older items at {BASE}a/2.xml are missing: there is no such file beside" in result.stderr
    )
    write_feed(folder, wrap_rss(write_item(1)), "2.xml")
    assert "1 imported, 1 here already" in run("import", feed, "--no-media").stderr
    (folder.path / "2.xml").write_bytes(b"PK\x03\x04")
    assert "are missing: this is a zip archive" in run("import", feed, "--no-media").stderr


def test_a_picture_in_a_private_network_stays_there(folder: Folder, run: Run) -> None:
    """What a feed says is somewhere within is not fetched, unless that is allowed."""
    item = write_item(1, content_encoded="<img src='http://127.0.0.1:9/x.png'>")
    result = run("import", write_feed(folder, wrap_rss(item)))
    assert "http://127.0.0.1:9/x.png: it leads to http://127.0.0.1:9/x.png, and 127.0.0.1" in (
        result.stderr
    )
    item = write_item(2, content_encoded="<img src='http://127.0.0.1:9/x.png'>")
    result = run("import", write_feed(folder, wrap_rss(item)), "--allow-private")
    assert "http://127.0.0.1:9/x.png: nothing listens at this address" in result.stderr


def test_a_folder_of_posts_moves_in(folder: Folder, run: Run, tmp_path: Path) -> None:
    """Posts and their pictures; without a configuration nobody knows their addresses."""
    posts = tmp_path / "blog" / "_posts"
    posts.mkdir(parents=True)
    (posts / "2023-08-01-one.md").write_text("---\ntitle: One\n---\n![p](p.png)\n", "utf-8")
    (posts / "p.png").write_bytes(PNG)
    result = run("import", str(posts))
    assert "note: " in result.stderr
    assert "the address of the site is not known" in result.stderr
    assert (folder.path / "entries" / "2023" / "one" / "p.png").read_bytes() == PNG
    (tmp_path / "blog" / "_config.yml").write_text("url: https://old.example\n", "utf-8")
    (posts / "2023-08-02-two.html").write_text(
        "---\ntitle: Two\n---\n<img src='http://127.0.0.1:9/x.png'>", "utf-8"
    )
    result = run("import", str(posts))
    assert "http://127.0.0.1:9/x.png: it leads to" in result.stderr
    empty = tmp_path / "empty"
    empty.mkdir()
    result = run("import", str(empty))
    assert (result.exit_code, "there are no posts in this folder" in result.stderr) == (3, True)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"<html><body>no</body></html>", "there is no feed in it"),
        (
            EXPORT.replace(b"<wp:post_type>post<", b"<wp:post_type>event<"),
            ".xml: 2 of the type 'event' left out, as neither posts nor pages",
        ),
        (b"PK\x03\x04", "this is a zip archive"),
    ],
)
def test_what_cannot_be_read_is_status_3(
    folder: Folder, run: Run, data: bytes, problem: str
) -> None:
    """No feed, no file, no answer: what it is, and what to do."""
    result = run("import", write_feed(folder, data))
    assert (result.exit_code, problem in result.stderr) == (3, True)
    with serve(folder.path) as address:
        assert run("import", f"{address}none.xml").exit_code == 3
        assert run("import", f"{address}entries/feed.yaml").exit_code == 3


@pytest.mark.parametrize("declaration", ["", '<?xml version="1.0" encoding="windows-1251"?>'])
def test_reads_a_feed_in_the_encoding_in_which_it_is_served(
    folder: Folder, run: Run, declaration: str
) -> None:
    """Old sites say their encoding in a header alone; that counts the second time, too."""
    feed = wrap_rss(write_item(1, title="Заява")).decode()
    body = declaration + feed[feed.index("<rss") :]
    reply = Reply(
        headers={"Content-Type": "text/xml; charset=windows-1251", "ETag": '"1"'},
        body=body.encode("windows-1251"),
    )
    with serve_script(
        lambda request: Reply(status=304) if "if-none-match" in request.headers else reply
    ) as address:
        looked = run("import", f"{address}feed", "--dry-run")
        imported = run("import", f"{address}feed")
    assert "1 would be imported" in looked.stderr
    assert "1 imported" in imported.stderr
    (entry,) = read_publication(folder.path, NOW).publication.entries
    assert entry.title == "Заява"


def test_a_link_changes_nothing_but_where_it_leads(
    folder: Folder, run: Run, tmp_path: Path
) -> None:
    """The name of a link may be a word of the text as well."""
    posts = tmp_path / "blog" / "_posts"
    posts.mkdir(parents=True)
    (tmp_path / "blog" / "_config.yml").write_text("url: https://old.example\n", "utf-8")
    text = (
        'The page (about) now: about time. "about" more. `(about)` [more](about) [x][y]\n'
        "<a href='about'>a</a> [b](<about>) [c](about \"T\")\n\n[y]: about\n"
    )
    (posts / "2023-08-01-one.md").write_text(f"---\ntitle: One\n---\n{text}", "utf-8")
    assert run("import", str(posts)).exit_code == 0
    (entry,) = (folder.path / "entries").rglob("2023-08-01-one.md")
    to = "https://old.example/2023/08/01/about"
    assert entry.read_text("utf-8").endswith(
        f'The page (about) now: about time. "about" more. `(about)` [more]({to}) [x][y]\n'
        f"<a href='{to}'>a</a> [b](<{to}>) [c]({to} \"T\")\n\n[y]: {to}\n"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="Windows asks nobody who has one")
def test_a_home_that_nobody_has_is_no_source(run: Run) -> None:
    """The name behind ~ may be misspelt."""
    result = run("import", "~no-such-user/posts")
    assert result.exit_code == 3
    assert "~no-such-user/posts: nobody of this name has a folder here" in result.stderr


def test_refuses_a_language_that_is_none_of_ours(folder: Folder, run: Run) -> None:
    """--lang wants a language of the publication; a publication is wanted too."""
    feed = write_feed(folder, WIX)
    result = run("import", feed, "--lang", "fr")
    assert result.exit_code == 2
    assert "'fr' is not in entries/feed.yaml; there is: en, be" in result.stderr
    assert run("import", feed, "--lang", "be", "--no-media").exit_code == 0
    (folder.path / "entries" / "feed.yaml").unlink()
    assert run("import", feed).exit_code == 1


def test_shows_no_password_in_the_ledger(folder: Folder, run: Run) -> None:
    """Credentials of an address are sent and never written down."""
    with serve_script(lambda _: Reply(body=WORDPRESS)) as address:
        secret = address.replace("http://", "http://me:secret@") + "feed"
        run("import", secret, "--no-media")
    assert b"secret" not in (folder.path / "entries" / "ledger.jsonl").read_bytes()


def test_a_foreign_id_needs_its_origin(folder: Folder, run: Run) -> None:
    """An http id is a fault in an entry that was not imported, as ever."""
    folder.entry("2023-08-01-a.md", "id: https://old.example/?p=1\n")
    assert "an address of the web cannot be an id" in run("build").stderr
    folder.entry("2023-08-01-a.md", "id: https://old.example/?p=1\nimported-from: feed.xml\n")
    assert run("build").exit_code == 0
    folder.entry("2023-08-01-a.md", f"id: {'x' * 2001}\nimported-from: feed.xml\n")
    assert "expected at most 2000 characters on one line" in run("build").stderr


def test_an_import_hides_no_change_of_settings(folder: Folder, run: Run) -> None:
    """That the site moves is refused though an import was recorded with the new address."""
    folder.entry("2023-10-03-one.md")
    assert run("publish", "--now", NOW.isoformat()).exit_code == 0
    file = folder.path / "entries" / "feed.yaml"
    text = file.read_text("utf-8").replace("base_url: https://statements", "base_url: https://new")
    file.write_text(text, "utf-8")
    assert run("import", write_feed(folder, wrap_rss(write_item(1)))).exit_code == 0
    result = run("publish")
    assert result.exit_code == 1
    assert "address-moved" in result.stderr


def test_what_is_public_no_more_and_what_has_no_date_is_named(
    folder: Folder, run: Run, tmp_path: Path
) -> None:
    """Hugo took the one away; the other is left out with a word, and dates have several names."""
    folder.write("feed.yaml", SETTINGS)
    posts = {
        "gone": "date: 2021-02-03\nexpiryDate: 2021-03-04",
        "there": "lastmod: 2021-02-03\nexpiryDate: 2999-03-04",
        "undated": "draft: false",
    }
    (tmp_path / "old" / "content").mkdir(parents=True)
    (tmp_path / "old" / "hugo.toml").write_text("baseURL = 'https://old.example/'", "utf-8")
    for name, front in posts.items():
        text = f"---\ntitle: The {name}\n{front}\n---\nText\n"
        (tmp_path / "old" / "content" / f"{name}.md").write_text(text, "utf-8")
    said = run("import", str(tmp_path / "old")).stderr
    assert "skipped: content/gone.md: The gone: was public until 2021-03-04 only\n" in said
    assert "skipped: content/undated.md: The undated: has no date\n" in said
    assert [entry.title for entry in read_publication(folder.path, NOW).publication.entries] == [
        "The there"
    ]


@pytest.mark.parametrize("head", ["<link rel=alternate type=application/rss+xml href=f?a&b>", ""])
def test_the_address_of_a_page_is_no_source(run: Run, head: str) -> None:
    """Whoever gives it is told what to type, where the page names a feed."""
    with serve_script(lambda _: Reply(body=f"<!doctype html><html>{head}".encode())) as address:
        result = run("import", address)
    assert result.exit_code == 3
    hint = "give the address of the feed, not of a page"
    assert (f'communique import "{address}f?a&b"' if head else hint) in result.stderr


def test_a_type_of_wordpress_is_asked_for_by_name(folder: Folder, run: Run) -> None:
    """A plugin may keep statements apart from posts: they are named, and come when asked for."""
    feed = write_feed(folder, EXPORT.replace(b"<wp:post_type>post<", b"<wp:post_type>release<"))
    result = run("import", feed)
    assert result.exit_code == 3
    assert "neither posts nor pages; --type release brings them along" in result.stderr
    result = run("import", feed, "--type", "event", "--type", "release", "--no-media")
    assert "1 imported, 0 here already, 1 skipped" in result.stderr
