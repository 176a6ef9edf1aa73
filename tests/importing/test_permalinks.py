"""The addresses that static generators made, and what cannot be told of them."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

import pytest

from communique.importing.folders import read_posts
from tests.importing.test_folders import describe, write

if TYPE_CHECKING:
    from pathlib import Path

    from communique.importing.items import Item

OLD = "https://old.example"


def read_post(root: Path, config: str, name: str, front: str) -> Item:
    """Read the only post of a site of Jekyll."""
    write(root, {"_config.yml": f"url: {OLD}\n{config}\n", name: f"---\n{front}\n---\nx"})
    (item,) = read_posts(root, UTC)[1]
    return item


def test_the_slug_of_a_post_takes_the_place_of_its_name(tmp_path: Path) -> None:
    """Jekyll puts hyphens into it for the address, and takes it as it is for the id."""
    item = read_post(tmp_path, "", "_posts/2020-01-02-a.md", "title: A\nslug: On Clean water!")
    assert describe(item) == (
        f"{OLD}/2020/01/02/On%20Clean%20water!",
        f"{OLD}/2020/01/02/On-Clean-water!.html",
        "A",
    )
    assert item.slug == "On Clean water!"


@pytest.mark.parametrize(
    ("name", "front", "path", "categories"),
    [
        ("_posts/", "categories: Water news", "water/news", ("Water", "news")),
        ("_posts/", "category: Water news", "water%20news", ("Water news",)),
        ("_posts/", "categories: [Clean Water, x]", "clean%20water/x", ("Clean Water", "x")),
        ("_posts/", "category: b\ncategories: a A", "a/b", ("a", "A", "b")),
        ("In/the/_posts/y/", "categories: the sea", "in/the/sea", ("In", "the", "sea")),
        ("_posts/", "category: a\ntags: b c\ntag: d e", "a", ("a", "b", "c", "d e")),
    ],
)
def test_categories_are_those_of_jekyll(
    tmp_path: Path, name: str, front: str, path: str, categories: tuple[str, ...]
) -> None:
    """A text under categories is a list of words, one under category is one; folders count too."""
    item = read_post(
        tmp_path, "permalink: /:categories/:title/", f"{name}2020-01-02-a.md", f"title: A\n{front}"
    )
    assert (item.link, item.categories) == (f"{OLD}/{path}/a/", categories)


@pytest.mark.parametrize(
    ("permalink", "path"),
    [
        ("ordinal", "/one-two/2020/032/A-b.c.html"),
        ("weekdate", "/one-two/2020/W05/Sat/A-b.c.html"),
        ("/:slugified_categories/:slug/", "/one-two/a-b-c/"),
        ("/:short_year-:i_month_:i_day/:name:output_ext", "/20-2_1/2020-02-01-a-b-c.html"),
        ("/:collection/:long_month/:short_month/:title", "/posts/February/Feb/A-b.c"),
        ("/:hour:minute:second/:w_year/:w_day/:long_day/", "/101112/2020/6/Saturday/"),
    ],
)
def test_every_placeholder_of_jekyll_is_known(tmp_path: Path, permalink: str, path: str) -> None:
    """Date, name and categories, in each of their spellings."""
    front = "title: T\ncategory: One-two\ndate: 2020-02-01 10:11:12 +0000"
    item = read_post(tmp_path, f"permalink: {permalink}", "_posts/2020-02-01-A b.c.md", front)
    assert item.link == OLD + path


@pytest.mark.parametrize(
    ("zone", "date", "day", "moment"),
    [
        ("Asia/Tokyo", "2020-01-02 20:00:00", "2020/01/03", "2020-01-03T05:00:00+09:00"),
        ("Asia/Tokyo", "2020-01-02 23:30:00 +0100", "2020/01/03", "2020-01-03T07:30:00+09:00"),
        ("Asia/Tokyo", "2020-01-02", "2020/01/02", "2020-01-02T00:00:00+00:00"),
        ("'America/New_York'", "2020-01-02 03:00:00 Z", "2020/01/01", "2020-01-01T22:00:00-05:00"),
        ("EST5EDT4,M3", "2020-01-02 23:30:00", "2020/01/02", "2020-01-02T23:30:00+00:00"),
    ],
)
def test_addresses_of_jekyll_have_the_day_of_its_zone(
    tmp_path: Path, zone: str, date: str, day: str, moment: str
) -> None:
    """With another day the id would be another one, and everybody would be told again."""
    front = f"title: X\ndate: {date}"
    item = read_post(tmp_path, f"timezone: {zone}", "_posts/2020-01-02-x.md", front)
    assert (item.link, item.id) == (f"{OLD}/{day}/x.html", f"{OLD}/{day}/x")
    assert item.published
    assert item.published.isoformat() == moment


def test_an_address_that_we_cannot_make_is_refused(tmp_path: Path) -> None:
    """A post whose id is thereby unknown stays out; one that says its id comes in."""
    why = "its address is made with :foo, which is not known here"
    item = read_post(tmp_path, "permalink: /:foo/:title/", "_posts/2020-01-02-a.md", "title: A")
    assert item.problem == f"{why}; write that address into its front matter as permalink"
    item = read_post(tmp_path, "permalink: /:foo/", "_posts/2020-01-02-a.md", "title: A\nid: x")
    assert (item.problem, item.id, item.link) == ("", "x", "")
    assert item.notes == (f"{why}: nothing leads here from there",)
    item = read_post(
        tmp_path, "permalink: /:foo/", "_posts/2020-01-02-a.md", "title: A\npermalink: /b.html"
    )
    assert (item.problem, item.id) == ("", f"{OLD}/a")


def test_an_address_that_is_none_breaks_nothing(tmp_path: Path) -> None:
    """A colon in a path ends no scheme, and what is no address of a site is not taken for one."""
    item = read_post(tmp_path, "", "_posts/2020-01-02-a.md", "title: A\npermalink: note:1/")
    assert item.link == f"{OLD}/note:1/"
    for url in ("http://[", "old.example", "/"):
        write(tmp_path, {"_config.yml": f"url: {url}\n"})
        (item,) = read_posts(tmp_path, UTC)[1]
        assert (item.link, item.id) == ("", "")


@pytest.mark.parametrize(
    ("config", "path"),
    [
        ("permalink: /a/:title/\ncollections:\n  posts:\n    permalink: /c/:title/", "/c/x/"),
        ("permalink: /a/:title/\ncollections: [posts]\ndefaults: none", "/a/x/"),
        (
            "defaults: [{scope: {path: ''}, values: {permalink: /d/:title/}}, {scope: {path: o}}]",
            "/d/x/",
        ),
        (
            "defaults:\n- scope: {type: pages}\n  values: {permalink: /p/}\n- none",
            "/2020/01/02/x.html",
        ),
        ("permalink: /a/:title/\nanchor: &x y", "/a/x/"),
        ("defaults: [{values: {permalink: [/a/]}}, {values: none}]", "/2020/01/02/x.html"),
    ],
)
def test_posts_may_have_a_permalink_of_their_own(tmp_path: Path, config: str, path: str) -> None:
    """That of the collection and that of the defaults come before that of everything."""
    assert read_post(tmp_path, config, "_posts/2020-01-02-x.md", "title: X").link == OLD + path


@pytest.mark.parametrize(
    ("cut", "path"),
    [
        ("[0]", "posts"),
        ("[last]", "b"),
        ("[7]", ""),
        ("[1:]", "a/b"),
        ("[:1]", "posts"),
        ("[:]", "posts/a/b"),
        ("[1:last]", "a"),
        ("[1:9]", "a/b"),
        ("[last:last]", ""),
    ],
)
def test_some_of_the_sections_of_hugo_make_an_address(tmp_path: Path, cut: str, path: str) -> None:
    """One of them, or a row of them; what is not there is nothing."""
    write(
        tmp_path,
        {
            "hugo.toml": f"baseURL = '{OLD}'\n[permalinks]\nposts = '/x/:sections{cut}/:slug/'",
            "content/posts/a/b/_index.md": "",
            "content/posts/a/b/c.md": "---\ntitle: C\ndate: 2020-01-02\n---\nx",
        },
    )
    (item,) = read_posts(tmp_path, UTC)[1]
    assert item.link == f"{OLD}/x/{path}/c/".replace("x//", "x/")


DEFAULTS = """\
defaults:
- {scope: {path: _posts/news, type: posts}, values: {categories: [news, {a: b}], lang: be}}
- {scope: {path: _posts/*/old}, values: {permalink: "/old/:title/", published: false}}
- {scope: {path: _posts/news, type: drafts}, values: {permalink: /d/}}
- {scope: {type: posts}, values: {categories: posts, lang: en, layout: {a: b}}}
- {scope: {path: ""}, values: {lang: uk}}
"""


@pytest.mark.parametrize(
    ("place", "front", "path", "language", "categories"),
    [
        ("_posts/2020-01-02-x.md", "title: X", "/posts/2020/01/02/x.html", "en", ("posts",)),
        ("_posts/news/2020-01-02-x.md", "title: X", "/news/2020/01/02/x.html", "be", ("news",)),
        ("_posts/news/2020-01-02-x.md", "categories: b", "/b/2020/01/02/x.html", "be", ("b",)),
        ("_posts/news/old/2020-01-02-x.md", "title: X", "/old/x/", "be", ("news",)),
    ],
)
def test_the_defaults_of_a_folder_are_those_of_its_posts(
    tmp_path: Path, place: str, front: str, path: str, language: str, categories: tuple[str, ...]
) -> None:
    """The longer path and the type win, as in Jekyll; what the post says wins over both."""
    item = read_post(tmp_path, DEFAULTS, place, front)
    assert (item.link, item.language, item.categories) == (OLD + path, language, categories)
    assert bool(item.held_back) is ("old" in place)


@pytest.mark.parametrize(
    ("config", "name", "path", "key"),
    [
        ("", "a.md", "texts/a.html", "texts/a"),
        (
            "permalink: pretty",
            "in/2021-01-02-a b.md",
            "texts/in/2021-01-02-a%20b/",
            "texts/in/a%20b",
        ),
        ("own", "2021-01-02-a.md", "t/2021-01-02-a/a/", "t/2021-01-02-a/a"),
    ],
)
def test_a_collection_of_jekyll_has_posts(
    tmp_path: Path, config: str, name: str, path: str, key: str
) -> None:
    """One whose pages are public, at addresses of its own; defaults of posts are not theirs."""
    own = config == "own"
    write(
        tmp_path,
        {
            "_config.yml": f"url: {OLD}\n{'' if own else config}\ncollections:\n"
            f"  texts: {{output: true{', permalink: /t/:name/:title/' if own else ''}}}\n"
            "  data: {output: false}\ndefaults:\n"
            "- {scope: {type: posts}, values: {author: Bob, permalink: /x/}}\n"
            "- {scope: {type: texts}, values: {author: Ann}}\n",
            f"_texts/{name}": "---\ntitle: A\ndate: 2021-01-02\n---\nx",
            "_data/2021-01-02-b.md": "---\ntitle: B\n---\nx",
            "texts/c.md": "---\ntitle: C\n---\nx",
        },
    )
    (item,) = read_posts(tmp_path, UTC)[1]
    assert (item.link, item.id, item.authors) == (f"{OLD}/{path}", f"{OLD}/{key}", ("Ann",))


def test_a_post_that_leads_elsewhere_is_none(tmp_path: Path) -> None:
    """jekyll-redirect-from shows no text of it."""
    front = "title: A\nredirect_to: [https://elsewhere.example/]"
    item = read_post(tmp_path, "", "_posts/2020-01-02-a.md", front)
    assert item.held_back == "redirect_to: https://elsewhere.example/"


@pytest.mark.parametrize(
    ("name", "head", "path"),
    [
        ("news/a.md", "Title: A b\nDate: 2020-01-02", "/p/2020/Jan/02/a-b/"),
        ("news/a.md", "Title: A\nDate: 2020-01-02\nLang: en\nSlug: x", "/p/2020/Jan/02/x/"),
        ("news/a.md", "Title: A\nDate: 2020-01-02\nLang: be", "/be/a/news/"),
        ("2020-01-02_a.md", "Title: A\nLang: be", "/be/a/misc/"),
        ("pages/a.md", "Title: A\nDate: 2020-01-02", "/pages/a.html"),
    ],
)
def test_addresses_of_pelican(tmp_path: Path, name: str, head: str, path: str) -> None:
    """Any part of a date, the language, the category; pages and other languages have their own."""
    config = (
        f"SITEURL = '{OLD}'\nDEFAULT_LANG = 'en'\nTIMEZONE = 'America/New_York'\n"
        "ARTICLE_URL = 'p/{date:%Y}/{date:%b}/{date:%d}/{slug}/'\n"
        "ARTICLE_LANG_URL = '{lang}/{slug}/{category}/'\n"
    )
    write(tmp_path, {"pelicanconf.py": config, f"content/{name}": f"{head}\n\nx\n"})
    (item,) = read_posts(tmp_path, UTC)[1]
    assert item.link == f"{OLD}{path}"
    folder = name.rpartition("/")[0]
    assert item.categories == ((folder,) if folder else ())


def test_languages_of_pelican_are_one_work(tmp_path: Path) -> None:
    """Its articles of one slug are translations; times without an offset are those of its zone."""
    head = "Title: {0}\nDate: 2020-01-02 22:10\nSlug: a\nLang: {0}\n\nx\n"
    config = f"SITEURL = '{OLD}'\nDEFAULT_LANG = 'en'\nTIMEZONE = 'America/New_York'\n"
    posts = {f"content/{lang}.md": head.format(lang) for lang in ("en", "be")}
    write(tmp_path, {"pelicanconf.py": config, **posts})
    second, first = read_posts(tmp_path / "content", UTC)[1]
    assert (first.link, second.link) == (f"{OLD}/a.html", f"{OLD}/a-be.html")
    assert (first.versions, second.versions) == (("be.md",), ("en.md",))
    assert first.published
    assert first.published.isoformat() == "2020-01-02T22:10:00-05:00"


def test_an_article_in_html_is_named(tmp_path: Path) -> None:
    """Pelican takes its title and date from elements; it is not left out without a word."""
    html = '<html><head><meta name="date" content="2020-01-02"></head><body>x</body></html>'
    write(tmp_path, {"pelicanconf.py": "", "content/a.html": html, "content/b.html": "<p>x"})
    (item,) = read_posts(tmp_path, UTC)[1]
    assert item.problem.startswith("its title and its date stand in HTML")


@pytest.mark.parametrize(
    ("files", "path"),
    [
        (
            {"posts/posts.11tydata.js": "module.exports = {permalink: '/p/{{ page.fileSlug }}/'}"},
            "/p/a/",
        ),
        ({"posts/posts.11tydata.js": "module.exports = {tags: 'x'}"}, "/posts/a/"),
        ({"posts/a.11tydata.json": '{"permalink": "/q/", "tags": ["x"]}'}, "/q/"),
        ({"posts/posts.json": "none", "posts/a.json": '{"permalink": "/r/index.html"}'}, "/r/"),
        (
            {".eleventy.js": f"// x\nconst url = '{OLD}'; return {{pathPrefix: '/b/'}}"},
            "/b/posts/a/",
        ),
        ({".eleventy.js": f"const url = '{OLD}/b'; return {{pathPrefix: '/b'}}"}, "/b/posts/a/"),
    ],
)
def test_addresses_of_eleventy(tmp_path: Path, files: dict[str, str], path: str) -> None:
    """Data of the folder and of the file may make them, and a prefix stand before them."""
    post = "---\ntitle: A\ndate: 2020-01-02\n---\nx"
    write(tmp_path, {".eleventy.js": f"const url = '{OLD}'", "posts/a.md": post, **files})
    (item,) = read_posts(tmp_path, UTC)[1]
    assert (item.link, item.categories) == (f"{OLD}{path}", ())


def test_an_address_that_a_program_makes_is_refused(tmp_path: Path) -> None:
    """It may be anything, and under another id everybody would be told again."""
    write(
        tmp_path,
        {
            ".eleventy.js": f"const url = '{OLD}'",
            "posts/posts.11tydata.cjs": "module.exports = {permalink: (data) => `/${data.slug}/`}",
            "posts/a.md": "---\ntitle: A\ndate: 2020-01-02\n---\nx",
        },
    )
    (item,) = read_posts(tmp_path, UTC)[1]
    assert item.problem.startswith(
        "its address is made with {{ what is in posts.11tydata.cjs }}, which is not known here"
    )


@pytest.mark.parametrize(
    ("front", "title", "problem", "held_back"),
    [
        ('---json\n{"title": "A", "date": "2020-01-02"}\n---\n', "A", "", ""),
        ("---yaml\ntitle: A\ndate: 2020-01-02\n---\n", "A", "", ""),
        ("---toml\ntitle = 'A'\ndate = 2020-01-02\n---\n", "A", "", ""),
        ("---js\n{title: 'A'}\n---\n", "", "its front matter is js: write it as YAML", ""),
        ("---json\n{title: 'A'}\n---\n", "", "its front matter is json: write it as YAML", ""),
        (
            "---\ntitle: A\ndate: 2020-01-02\neleventyExcludeFromCollections: true\n---\n",
            "A",
            "",
            "eleventyexcludefromcollections: true",
        ),
    ],
)
def test_front_matter_of_eleventy(
    tmp_path: Path, front: str, title: str, problem: str, held_back: str
) -> None:
    """Its language may stand behind the first line; what is a program is named."""
    write(tmp_path, {".eleventy.js": f"const url = '{OLD}'", "a.md": f"{front}Text.\n"})
    (item,) = read_posts(tmp_path, UTC)[1]
    assert (item.title, item.problem, item.held_back) == (title, problem, held_back)
    assert item.text == ("" if problem else "Text.\n")


def test_a_post_that_is_a_template_is_named(tmp_path: Path) -> None:
    """What has a date is a post of Eleventy; layouts, lists and feeds have none."""
    post = "---\ntitle: A\ndate: 2020-01-02\n---\n{{ x }}"
    write(
        tmp_path,
        {".eleventy.js": "", "a.njk": post, "b.njk": "---\ntitle: B\n---\n", "c.liquid": "x"},
    )
    (item,) = read_posts(tmp_path, UTC)[1]
    assert (item.title, item.problem) == ("A", "Nunjucks cannot be read: convert it to Markdown")
