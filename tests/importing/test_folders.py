"""The posts of static generators to items, and the ids that their own feeds gave them."""

from __future__ import annotations

import subprocess
from datetime import UTC, timedelta, timezone
from typing import TYPE_CHECKING

import pytest

from communique.importing.configurations import find_site
from communique.importing.feeds import parse_feed
from communique.importing.folders import read_posts
from communique.importing.linking import locate
from tests.publication import PNG
from tests.tools import find_tool

if TYPE_CHECKING:
    from pathlib import Path

    from communique.importing.items import Item

ZONE = timezone(timedelta(hours=2))


def write(root: Path, files: dict[str, str]) -> None:
    """Write the files of a site."""
    for name, text in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


def describe(item: Item) -> tuple[str, str, str]:
    """Give what a subscriber knows of an item."""
    return item.id, item.link, item.title


def test_reads_jekyll(tmp_path: Path) -> None:
    """Date and slug stand in the name, the address follows from the configuration."""
    write(
        tmp_path,
        {
            "_config.yml": "url: https://old.example\nbaseurl: /blog # no slash\nlang: be\n",
            "_posts/2020-01-02-on-water.md": "---\ntitle: On water\ncategories: [Water, News]\n"
            "date: 2020-01-02 10:00:00 +0300\nauthor: Ann\n---\n\nText {{ site.url }}\n"
            "![p](/assets/p.png)\n",
            "_posts/2020-2-3-page.html": "---\ntitle: Page\npermalink: /pages/:year/:title/\n"
            "---\n<p>x",
            "_drafts/2020-03-04-later.md": "---\ntitle: Later\n---\nx",
            "_posts/2020-04-05-hidden.md": "---\ntitle: Hidden\npublished: false\n---\nx",
            "_posts/2020-05-06-broken.md": "---\ntitle: [\n---\nx",
            "_posts/2020-05-07-other.rst": "Title\n",
            "_posts/2020-05-08-doc.adoc": "= Title\n",
            "_posts/2020-05-09-bare-words.md": "---\n---\nText",
            "_site/2020-01-02-on-water.html": "---\ntitle: Built\n---\n",
            "about.md": "---\ntitle: About\n---\nNo date.\n",
            "assets/p.png": "png",
        },
    )
    site, items = read_posts(tmp_path, ZONE)
    by_place = {item.place: item for item in items}
    water = by_place["_posts/2020-01-02-on-water.md"]
    assert (site.kind, site.url) == ("jekyll", "https://old.example/blog/")
    assert describe(water) == (
        "https://old.example/blog/water/news/2020/01/02/on-water",
        "https://old.example/blog/water/news/2020/01/02/on-water.html",
        "On water",
    )
    assert water.published
    assert water.published.isoformat() == "2020-01-02T10:00:00+03:00"
    assert (water.categories, water.authors, water.language) == (("Water", "News"), ("Ann",), "be")
    assert water.strange == ("{{ site.url }}",)
    assert water.found == {"/assets/p.png": tmp_path / "assets" / "p.png"}
    page = by_place["_posts/2020-2-3-page.html"]
    assert (page.link, page.markdown) == ("https://old.example/blog/pages/2020/page/", False)
    assert [(i.place, i.held_back) for i in items if i.held_back] == [
        ("_drafts/2020-03-04-later.md", "draft"),
        ("_posts/2020-04-05-hidden.md", "published: false"),
    ]
    assert [(i.place, i.problem[:16]) for i in items if i.problem] == [
        ("_posts/2020-05-06-broken.md", "line 3: this lin"),
        ("_posts/2020-05-07-other.rst", "reStructuredText"),
        ("_posts/2020-05-08-doc.adoc", "AsciiDoc cannot "),
    ]
    assert by_place["_posts/2020-05-09-bare-words.md"].title == "Bare Words"
    assert len(items) == 8


@pytest.mark.parametrize(
    ("permalink", "link", "id_"),
    [
        ("pretty", "https://old.example/2020/01/02/a/", "https://old.example/2020/01/02/a"),
        ("none", "https://old.example/a.html", "https://old.example/a"),
        ("/n/:i_month/:title", "https://old.example/n/1/a", "https://old.example/n/1/a"),
    ],
)
def test_permalinks_of_jekyll(tmp_path: Path, permalink: str, link: str, id_: str) -> None:
    """Each style gives its address, and jekyll-feed its id."""
    config = f"url: 'https://old.example'\npermalink: {permalink}\n"
    write(tmp_path, {"_config.yml": config, "_posts/2020-01-02-a.md": "---\ntitle: A\n---\nx"})
    (item,) = read_posts(tmp_path / "_posts", ZONE)[1]
    assert describe(item) == (id_, link, "A")


def test_ids_are_those_of_hugo(tmp_path: Path) -> None:
    """What Hugo's own feed says of each post is what its folder says."""
    hugo = find_tool("hugo")
    write(
        tmp_path,
        {
            "hugo.toml": "baseURL = 'https://old.example/'\nlanguageCode = 'en-us'\n",
            "content/posts/first.md": "+++\ntitle = 'First'\ndate = 2020-01-02T10:00:00+02:00\n"
            "tags = ['Water']\n+++\n\nText with ![p](p.png) {{< ref \"second\" >}}\n",
            "content/posts/second/index.md": "---\ntitle: Second\ndate: 2020-02-03\nslug: other\n"
            "summary: By hand\n---\nMore text.\n",
            "content/posts/draft.md": "---\ntitle: D\ndate: 2020-02-03\ndraft: true\n---\nx\n",
            "content/posts/_index.md": "---\ntitle: Posts\ndate: 2020-02-03\n---\n",
        },
    )
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "p.png").write_bytes(PNG)
    subprocess.run(
        [hugo, "--quiet", "--ignoreCache", "--cacheDir", str(tmp_path / "cache")],
        cwd=tmp_path, check=True, capture_output=True,
    )  # fmt: skip
    feed = parse_feed((tmp_path / "public" / "posts" / "index.xml").read_bytes(), "f", "", ZONE)
    items = [i for i in read_posts(tmp_path / "content" / "posts", ZONE)[1] if not i.held_back]
    assert sorted(map(describe, feed.items)) == sorted(map(describe, items))
    assert sorted(i.published for i in feed.items if i.published) == sorted(
        i.published.replace(tzinfo=UTC) if i.title == "Second" else i.published
        for i in items
        if i.published
    )
    assert {i.language for i in items} == {"en-us"}
    assert [i.summary for i in items] == ["", "By hand"]
    assert next(iter(items[0].found)) == "p.png"


def test_ids_are_those_of_pelican(tmp_path: Path) -> None:
    """What Pelican's own feed says of each post is what its folder says."""
    pelican = find_tool("pelican")
    write(
        tmp_path,
        {
            "pelicanconf.py": "SITENAME = 'Old'\nSITEURL = ''\nTIMEZONE = 'UTC'\n"
            "DEFAULT_LANG = 'en'\n",
            "publishconf.py": "from pelicanconf import *\nSITEURL = 'https://old.example'\n"
            "FEED_ALL_ATOM = 'all.atom.xml'\n",
            "content/first.md": "Title: The first one\nDate: 2020-01-02 10:00\nTags: Water, News\n"
            "Authors: Ann; Bob\nSummary: By\n    hand\n\nText.\n",
            "content/second.md": "Title: Second\nDate: 2020-02-03\nSlug: other\n\nMore.\n",
            "content/third.md": "Title: Third\nDate: 2020-02-04\nStatus: draft\n\nx\n",
        },
    )
    subprocess.run(
        [pelican, "content", "-s", "publishconf.py", "-q", "-o", "output"],
        cwd=tmp_path, check=True, capture_output=True,
        env={"PYTHONPATH": str(tmp_path), "PATH": ""},
    )  # fmt: skip
    feed = parse_feed((tmp_path / "output" / "all.atom.xml").read_bytes(), "f", "", ZONE)
    items = [i for i in read_posts(tmp_path / "content", UTC)[1] if not i.held_back]
    assert sorted(map(describe, feed.items)) == sorted(map(describe, items))
    assert {i.id: i.published for i in feed.items} == {i.id: i.published for i in items}
    assert items[0].categories == ("Water", "News")
    assert (items[0].authors, items[0].summary) == (("Ann", "Bob"), "By hand")


def test_reads_eleventy(tmp_path: Path) -> None:
    """Its configuration is a program: an address that is called so in it is the site's."""
    write(
        tmp_path,
        {
            "eleventy.config.js": "// base: 'https://docs.example'\n"
            "const base = 'https://old.example';\n",
            "posts/2020-01-02-a.md": "---\ntitle: A\ntags: news\n---\nx",
            "node_modules/x/2020-01-02-b.md": "---\ntitle: B\n---\nx",
        },
    )
    (item,) = read_posts(tmp_path, ZONE)[1]
    assert describe(item) == ("https://old.example/posts/a/",) * 2 + ("A",)
    assert item.categories == ("news",)


@pytest.mark.parametrize("folder", ["", "src", "src/posts"])
def test_addresses_of_eleventy_are_the_same_from_every_folder(tmp_path: Path, folder: str) -> None:
    """They begin where all content is, and folders say in JSON what their posts do not."""
    write(
        tmp_path,
        {
            ".eleventy.js": "return {dir: {input: 'src'}} // see https://docs.example/\n",
            "src/_data/metadata.js": 'module.exports = {url: "https://old.example/", lang: "be"}',
            "src/_data/meta/x.js": "",
            "src/src.json": '{"lang": "be", "tags": ["all"], "permalink": "/all/"}',
            "src/posts/posts.json": '\n{"permalink": "/news/{{ page.fileSlug }}/index.html"}',
            "src/posts/posts.11tydata.json": "[]",
            "src/posts/2020-01-02-a.md": "---\ntitle: A\n---\nx",
            "src/posts/b.md": "---\ntitle: B\ndate: 2020-01-03\npermalink: index.html\n---\nx",
            "src/posts/c.md": "---\ntitle: C\ndate: 2020-01-04\npermalink: false\n---\nx",
        },
    )
    a, b, c = read_posts(tmp_path / folder, ZONE)[1]
    assert describe(a) == ("https://old.example/news/a/",) * 2 + ("A",)
    assert (a.language, a.categories) == ("be", ())
    assert (b.link, c.held_back) == ("https://old.example/", "permalink: false")


def test_reads_posts_of_nobody_knows_what(tmp_path: Path) -> None:
    """Without a configuration there is no address and no id; the rest is there."""
    write(
        tmp_path / "deep" / "in" / "some" / "folder",
        {
            "2020-01-02-a.md": "---\ntitle: A\nid: x\nextra: {a: b}\n---\nx",
            "b.md": "+++\nbroken\n+++\n",
            "c.md": "No front matter.\n",
            "d.md": "---\ntitle: D\ndate: 2020-01-02T10:00:00Z\ntags:\n- one\n- [two]\n---\n<!--",
            "2020-01-03-e.md": "\x00",
            "f.md": "---\ntitle: F\ndate: soon\n---\nx",
        },
    )
    site, items = read_posts(tmp_path / "deep" / "in" / "some" / "folder", ZONE)
    assert (site.kind, site.url) == ("", "")
    assert [(i.id, i.link, i.title, bool(i.problem)) for i in items] == [
        ("x", "", "A", False),
        ("", "", "", True),
        ("", "", "", True),
        ("", "", "D", False),
        ("", "", "F", False),
    ]


def test_reads_front_matter_in_json(tmp_path: Path) -> None:
    """Hugo and Eleventy take it; what only begins like it is a text."""
    write(
        tmp_path,
        {
            "hugo.toml": 'baseURL = "https://old.example/"\n',
            "content/json.md": '{\n"Title": "Json", "date": "2020-01-03T10:00:00Z",'
            '\n"tags": ["a"]}\n\nText\n',
            "content/2020-01-04-brace.md": "{ no JSON\n",
            "content/later.md": "---\ntitle: Later\ndate: 2020-01-02\n"
            "publishDate: 2999-02-01\n---\nx",
            "content/sooner.md": "---\ntitle: Sooner\ndate: 2020-01-02\n"
            "publishDate: 2019-02-01\n---\nx",
        },
    )
    items = {item.title: item for item in read_posts(tmp_path / "content", ZONE)[1]}
    assert (items["Json"].text, items["Json"].categories) == ("Text\n", ("a",))
    years = {title: item.published and item.published.year for title, item in items.items()}
    assert years == {"Json": 2020, "Later": 2999, "Sooner": 2020}


@pytest.mark.parametrize(
    ("files", "former"),
    [
        (
            {
                "_config.yml": "url: https://old.example\nbaseurl: /blog\n",
                "_posts/2020-01-02-a.md": "---\nredirect_from:\n- /a/\n- b.html\n- //c//d\n- ../e\n"
                "- /?p=1\n- HTTPS://older.example/a\n- /заява %20/\n- /a/\n---\nx",
            },
            [
                "https://old.example/blog/a/",
                "https://old.example/blog/b.html",
                "https://old.example/blog/c/d",
                "https://old.example/e",
                "https://old.example/blog/?p=1",
                "HTTPS://older.example/a",
                "https://old.example/blog/%D0%B7%D0%B0%D1%8F%D0%B2%D0%B0%20%20/",
            ],
        ),
        (
            {
                "hugo.toml": "baseURL = 'https://old.example/'\n[languages.en]\n[languages.be]\n",
                "content/posts/a.be.md": "+++\ndate = 2020-01-02\n"
                "aliases = ['/a/', 'b', '../c']\n+++\n",
            },
            [
                "https://old.example/be/a/",
                "https://old.example/be/posts/b",
                "https://old.example/be/c",
            ],
        ),
        (
            {
                "pelicanconf.py": "SITEURL = 'https://old.example'\n",
                "a.md": "Title: A\nDate: 2020-01-02\nAlias: /a/, /b/c.html\n\nx\n",
            },
            ["https://old.example/a/", "https://old.example/b/c.html"],
        ),
        ({"2020-01-02-a.md": "---\nid: urn:x\naliases: /a/\n---\nx"}, []),
    ],
    ids=["jekyll", "hugo", "pelican", "unknown"],
)
def test_finds_what_led_to_a_post(tmp_path: Path, files: dict[str, str], former: list[str]) -> None:
    """The generators led to a post from more addresses; each has its own way to write them."""
    write(tmp_path, files)
    (item,) = read_posts(tmp_path, ZONE)[1]
    assert list(item.former) == former
    lost = "/a/ led to it, and leads nowhere from now on: the address of the site is not known"
    assert item.notes == (() if former else (lost,))


def test_tags_without_an_end_take_no_time(tmp_path: Path) -> None:
    """What is opened a hundred thousand times and never closed is read as it stands."""
    write(tmp_path, {"2020-01-02-one.md": "---\ntitle: One\n---\n" + "{{ a\n" * 100_000})
    (item,) = read_posts(tmp_path, ZONE)[1]
    assert item.strange == ()


def test_files_outside_of_the_site_are_not_found(tmp_path: Path) -> None:
    """A reference leads to no file of the press officer's that is not the site's."""
    write(tmp_path, {"site/_config.yml": "url: x\n", "site/_posts/a.md": "x", "secret.txt": "s"})
    site = find_site(tmp_path / "site" / "_posts")
    post = tmp_path / "site" / "_posts" / "a.md"
    assert locate("../../secret.txt", post, site) is None
    assert locate("a.md", post, site) == post


@pytest.mark.skipif("sys.platform == 'win32'", reason="permissions are others there")
def test_a_post_that_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    """A broken link, a file too large: said, and the rest is read."""
    (tmp_path / "2020-01-02-a.md").symlink_to(tmp_path / "nothing")
    (tmp_path / "2020-01-03-b.md").write_text("---\ntitle: B\n---\n" + "x" * 5_000_001)
    items = read_posts(tmp_path, ZONE)[1]
    assert [item.problem for item in items] == [
        "cannot be read: No such file or directory",
        "is larger than 5,000,000 bytes",
    ]


def test_pelican_without_a_configuration_for_publishing(tmp_path: Path) -> None:
    """The address of an article may be set, and the one configuration be the only one."""
    config = "SITEURL = 'https://old.example'\nARTICLE_URL = '{date:%Y}/{slug}/'\n"
    write(tmp_path, {"pelicanconf.py": config, "a.md": "Title: A b\nDate: 2020-01-02\n\nx\n"})
    (item,) = read_posts(tmp_path, ZONE)[1]
    assert item.link == "https://old.example/2020/a-b/"


@pytest.mark.parametrize(
    ("front", "summary"),
    [
        ("excerpt: A\ndescription: B", "A"),
        ("description: B", "B"),
        ("summary: C\nexcerpt: A", "C"),
        ("summary: ''", ""),
    ],
)
def test_a_summary_has_many_names(tmp_path: Path, front: str, summary: str) -> None:
    """That of Hugo and Pelican, that of Jekyll, and what is said to search engines."""
    write(tmp_path, {"2020-01-02-a.md": f"---\ntitle: A\n{front}\n---\nx <video src='/a.mp4'>\n"})
    (item,) = read_posts(tmp_path, ZONE)[1]
    assert item.summary == summary
    assert item.text == 'x <a href="/a.mp4">/a.mp4</a>\n'
    assert item.notes == ("<video> became a link: “/a.mp4”",)
