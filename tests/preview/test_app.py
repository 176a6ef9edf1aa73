"""Answers to a browser."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import httpx
import pytest

from communique.memory import Memory
from communique.preview.app import Changes, _tell, make_app
from communique.preview.view import View, look
from communique.values import replace
from tests.publication import NOW, PNG, Folder, write_everything

if TYPE_CHECKING:
    from starlette.applications import Starlette

ADDRESS = "http://127.0.0.1:8000"


class Client:
    """Asks an application, without a network."""

    def __init__(self, app: Starlette) -> None:
        self._app = app

    def get(self, path: str, headers: dict[str, str] | None = None) -> httpx.Response:
        """Ask for *path*; follow no redirect."""
        return asyncio.run(self._ask("GET", path, headers))

    def head(self, path: str) -> httpx.Response:
        """Ask for the headers of *path*."""
        return asyncio.run(self._ask("HEAD", path))

    async def _ask(
        self, method: str, path: str, headers: dict[str, str] | None = None
    ) -> httpx.Response:
        transport = httpx.ASGITransport(self._app)
        async with httpx.AsyncClient(transport=transport, base_url=ADDRESS) as client:
            return await client.request(method, path, headers=headers)


@pytest.fixture
def view(folder: Folder) -> View:
    """Look at a publication with every feature on."""
    write_everything(folder)
    folder.write("secret annex.pdf", b"secret")
    folder.entry(
        "2023-12-01-secret-draft.md", "title: Draft & more\ndraft: true\n", "![x](pictures/dot.png)"
    )
    return look(folder.path, NOW, Memory(), "1-1")


@pytest.fixture
def client(view: View) -> Client:
    """Ask for what *view* shows."""
    return Client(make_app(lambda: view, Changes()))


def test_shows_a_page_with_bar_and_script(client: Client) -> None:
    """A page is that of the site, with the bar and the script behind the start of its body."""
    answer = client.get("/2023/rich/")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "&lt;Rich&gt; &amp; &#34;quoted&#34; &amp;final</h1>" in answer.text
    assert 'src="/_communique/reload.js" data-seen="1-1"' in answer.text
    assert 'href="/_communique/reader/2023/rich/"' in answer.text
    assert "not public: 2" in answer.text


def test_banner_says_that_an_entry_is_not_public(client: Client) -> None:
    """The page of a draft says so, and so does that of a later entry."""
    draft = client.get("/2023/secret-draft/").text
    assert '<strong class="withheld">Draft: not public</strong>' in draft
    assert "not public: 1" in draft
    later = client.get("/2024/secret-later/").text
    assert "Scheduled: not public before 2024-12-01 00:00 EET" in later


def test_lists_name_no_draft_but_in_the_bar(client: Client) -> None:
    """The index is that of the site; only our bar leads to drafts."""
    text = client.get("/").text
    bar, rest = text.split("</aside>")
    assert "Draft &amp; more" in bar
    assert "Draft" not in rest


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/atom.xml", "application/xml; charset=utf-8"),
        ("/all/rss.xml", "application/xml; charset=utf-8"),
        ("/archive/1.xml", "application/xml; charset=utf-8"),
        ("/feed.json", "application/feed+json; charset=utf-8"),
        ("/statements.json", "application/json"),
        ("/_headers", "text/plain; charset=utf-8"),
        ("/_communique/reload.js", "text/javascript; charset=utf-8"),
        ("/2023/rich/annex%20one.pdf", "application/pdf"),
    ],
)
def test_a_browser_keeps_what_did_not_change(client: Client, path: str, media_type: str) -> None:
    """Each file has its type and a tag; asked with the tag again there is nothing to send."""
    answer = client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, media_type)
    assert answer.headers["cache-control"] == "no-cache"
    tag = answer.headers["etag"]
    again = client.get(path, headers={"If-None-Match": f'"other", W/{tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.head(path).headers["content-length"] == str(len(answer.content))


def test_a_feed_is_as_build_writes_it(client: Client, view: View) -> None:
    """Nothing of ours is put into a feed."""
    file = view.files["atom.xml"]
    assert callable(file)
    assert client.get("/atom.xml").content == file()


def test_shows_what_a_reader_shows(client: Client, folder: Folder) -> None:
    """The reader's view has title and content of the feed alone; its pictures are seen here."""
    text = client.get("/_communique/reader/2023/secret-draft/").text
    assert "<h1>Draft &amp; more</h1>" in text
    assert '<img src="/2023/secret-draft/pictures/dot.png" alt="x">' in text
    assert "style.css" not in text
    assert client.get("/2023/secret-draft/pictures/dot.png").content == PNG
    assert client.get("/_communique/reader/2023/none/").status_code == 404
    assert (folder.path / "site").exists() is False


def test_leads_to_the_folder_of_a_page(client: Client) -> None:
    """An address without its last slash leads to the page."""
    assert client.get("/2023/rich").headers["location"] == "/2023/rich/"


@pytest.mark.parametrize("path", ["/none/", "/../entries/feed.yaml", "/%2e%2e/entries/feed.yaml"])
def test_knows_no_file_outside_the_site(client: Client, path: str) -> None:
    """What is not in the site is not there, and the page that says so waits for it."""
    answer = client.get(path)
    assert answer.status_code == 404
    assert "There is no such page" in answer.text
    assert "reload.js" in answer.text


def test_an_attachment_that_has_just_gone_is_missing(client: Client, folder: Folder) -> None:
    """Between a deletion and our notice of it a file is missing, and nothing breaks."""
    (folder.path / "entries" / "annex one.pdf").unlink()
    assert client.get("/2023/rich/annex%20one.pdf").status_code == 404


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:8000", ""])
def test_answers_only_under_its_own_name(client: Client, host: str) -> None:
    """A page of another site that has its name lead here reads nothing."""
    answer = client.get("/2023/secret-draft/", headers={"Host": host})
    assert (answer.status_code, answer.text) == (400, "Invalid host header")


def test_every_page_shows_the_faults() -> None:
    """Problem and hint stand in the page as in the terminal, whatever was asked for."""
    faults = (("a.md:1: title: <odd>", "  hint: write\n        it"), ("b.md: wrong", ""))
    app = make_app(lambda: View(version="1-2", faults=faults), Changes())
    client = Client(app)
    for path in ("/", "/atom.xml", "/_communique/reader/2023/rich/"):
        answer = client.get(path)
        assert answer.status_code == 500
        assert "<h1>2 faults</h1>" in answer.text
        assert "<li>a.md:1: title: &lt;odd&gt;<pre>  hint: write\n" in answer.text
        assert "<li>b.md: wrong</li>" in answer.text
        assert 'data-seen="1-2"' in answer.text
    assert client.get("/_communique/preview.css").status_code == 200


def test_pages_show_what_build_would_refuse(view: View) -> None:
    """The page is there, and above it what stands in the way of a build."""
    refused = replace(view, refusals=(("a.md: embargo-leak: <x>", "  hint: y"),))
    text = Client(make_app(lambda: refused, Changes())).get("/2023/rich/").text
    assert "build would refuse: 1" in text
    assert "<li>a.md: embargo-leak: &lt;x&gt;<pre>  hint: y</pre></li>" in text
    assert "&lt;Rich&gt;" in text


def test_tells_a_browser_that_fell_behind() -> None:
    """Who has seen something else is told at once, over the address that the script asks."""
    client = Client(make_app(lambda: View(version="1-3"), Changes()))
    answer = client.get("/_communique/changes?seen=1-2")
    assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert answer.text == ": connected\n\ndata: 1-3\n\n"


def test_tells_of_a_change_and_ends() -> None:
    """Who is up to date waits for the next change; at the end everybody is let go."""
    views = [View(version="1")]
    changes = Changes()

    async def collect() -> list[str]:
        return [line async for line in _tell(views[-1].version, lambda: views[-1], changes)]

    async def run() -> list[list[str]]:
        first = asyncio.create_task(collect())
        await asyncio.sleep(0)
        changes.announce()  # nothing is new: go on waiting
        await asyncio.sleep(0)
        views.append(View(version="2"))
        changes.announce()
        told = await first
        second = asyncio.create_task(collect())
        await asyncio.sleep(0)
        changes.end()
        return [told, await second, await collect()]

    assert asyncio.run(run()) == [
        [": connected\n\n", "data: 2\n\n"],
        [": connected\n\n"],
        [": connected\n\n"],
    ]


def test_a_template_that_asks_for_what_is_not_there_is_shown(folder: Folder) -> None:
    """It is a fault like any other, on the page that needs the template."""
    write_everything(folder)
    template = folder.path / "templates" / "statement.html"
    template.parent.mkdir()
    template.write_text("{{ page.nothing }}", "utf-8")
    view = look(folder.path, NOW, Memory(), "1-1")
    answer = Client(make_app(lambda: view, Changes())).get("/2023/rich/")
    assert answer.status_code == 500
    assert "templates/statement.html:1" in answer.text
