"""Where Hugo puts the pages of posts: capital letters, languages, permalinks."""

from __future__ import annotations

import subprocess
from datetime import UTC
from typing import TYPE_CHECKING

import pytest

from communique.entries import read_publication
from communique.importing.configurations import find_site
from communique.importing.feeds import parse_feed
from communique.importing.folders import read_posts
from communique.oldpages import find_old_page
from tests.importing.test_folders import write
from tests.importing.test_moving import NOW, bring_in, list_new
from tests.tools import find_tool

if TYPE_CHECKING:
    from pathlib import Path

    from tests.publication import Folder

OLD = "https://old.example/"
BOTH = "[languages.en]\nweight = 1\n[languages.be]\nweight = 2\nlocale = 'be-BY'\n"


def make_post(title: str, more: str = "") -> str:
    """Write a post of the second of January."""
    return f"---\ntitle: {title}\ndate: 2020-01-02\n{more}\n---\nText.\n"


# For each site: its configuration, its posts, and the path and language of their pages.
SITES: dict[str, tuple[dict[str, str], dict[str, str], dict[str, str]]] = {
    "capital letters": (
        {"hugo.toml": f"baseURL = '{OLD}'\n"},
        {
            "content/Posts/My File (x)+y.md": make_post("A"),
            "content/Posts/Bundle/index.md": make_post("B"),
            "content/Posts/c.md": make_post("C", "slug: Some  Slug -- here!"),
            "content/Posts/2020-01-02-d.md": make_post("D"),
            "content/Posts/e.be.md": make_post("E"),
            "content/Posts/f.en.md": make_post("F"),
        },
        {
            "A": "posts/my-file-x+y/",
            "B": "posts/bundle/",
            "C": "posts/some-slug--here/",
            "D": "posts/2020-01-02-d/",
            "E": "posts/e.be/",
            "F": "posts/f/",
        },
    ),
    "capital letters that stay": (
        {"hugo.json": f'{{"baseURL": "{OLD}", "disablePathToLower": true}}'},
        {"content/posts/My File.md": make_post("A")},
        {"A": "posts/My-File/"},
    ),
    "two languages": (
        {"hugo.toml": f"baseURL = '{OLD}'\n{BOTH}"},
        {
            "content/posts/a.md": make_post("A"),
            "content/posts/A.be.md": make_post("B", "slug: other"),
            "content/posts/c/index.md": make_post("C"),
            "content/posts/c/index.be.md": make_post("D", "url: /Own/"),
            "content/posts/e.be.md": make_post("E", "url: own/e.html"),
            "content/posts/f.pl.md": make_post("F"),
        },
        {
            "A": "posts/a/",
            "B": "be/posts/other/",
            "C": "posts/c/",
            "D": "Own/",
            "E": "be/own/e.html",
            "F": "posts/f.pl/",
        },
    ),
    "each below its own": (
        {
            "config/_default/hugo.yaml": f"baseURL: {OLD}\ndefaultContentLanguageInSubdir: true\n"
            "defaultContentLanguage: be\nfrontmatter:\n  date: [':filename', ':default']\n",
            "config/_default/languages.yaml": "be:\n  weight: 2\n  contentDir: content/be\n"
            "en:\n  weight: 1\n  contentDir: content/en\n",
            "config/_default/permalinks.yaml": "page:\n  news: /N/:year/:sections/:slug/\n",
        },
        {
            "content/be/news/In/a.md": make_post("A"),
            "content/be/news/2020-01-02-b.md": make_post("B"),
            "content/en/blog/c.md": make_post("C"),
            "content/en/news/deep/d.md": make_post("D", "slug: Dd"),
            "content/en/news/deep/_index.md": "---\ntitle: Deep\n---\n",
        },
        {
            "A": "be/n/2020/news/a/",
            "B": "be/n/2020/news/b/",
            "C": "en/blog/c/",
            "D": "en/n/2020/news/deep/dd/",
        },
    ),
    "dates after Go": (
        {
            "hugo.toml": f"baseURL = '{OLD}'\n[permalinks.page]\n"
            "posts = '/:2006/:06/:01/:1/:02/:2/:002/:Jan/:January/:Mon/:Monday/:title/'\n"
        },
        {"content/posts/a.md": make_post("A")},
        {"A": "2020/20/01/1/02/2/002/jan/january/thu/thursday/a/"},
    ),
    "an address with placeholders": (
        {"hugo.toml": f"baseURL = '{OLD}'\n"},
        {"content/posts/a.md": make_post("A", "url: /X/:year/:slug/")},
        {"A": "X/2020/a/"},
    ),
    "neither is English": (
        {
            "config.toml": f"baseURL = '{OLD}'\n[languages.fr]\nweight = 2\n"
            "[languages.be]\nweight = 1\n[permalinks]\n"
            "posts = '/:monthname/:weekday/:yearday/:title/'\n"
        },
        {
            "content/posts/a.md": make_post("A & b"),
            "content/posts/a.fr.md": make_post("C"),
        },
        {"A & b": "january/4/2/a-b/", "C": "fr/january/4/2/c/"},
    ),
}


@pytest.mark.parametrize("name", SITES)
def test_pages_stand_where_hugo_put_them(tmp_path: Path, name: str) -> None:
    """The address, which is the id as well, follows from configuration, name and front matter."""
    configuration, posts, expected = SITES[name]
    write(tmp_path, {**configuration, **posts})
    items = read_posts(tmp_path / "content", UTC)[1]
    assert {item.title: item.link for item in items} == {t: OLD + p for t, p in expected.items()}
    assert {item.id for item in items} == {item.link for item in items}


@pytest.mark.parametrize("name", SITES)
def test_hugo_says_the_same(tmp_path: Path, name: str) -> None:
    """Its own feeds have these addresses under these titles."""
    hugo = find_tool("hugo")
    configuration, posts, expected = SITES[name]
    write(tmp_path, {**configuration, **posts})
    subprocess.run(
        [hugo, "--quiet", "--ignoreCache", "--cacheDir", str(tmp_path / "cache")],
        cwd=tmp_path, check=True, capture_output=True,
    )  # fmt: skip
    found: dict[str, str] = {}
    for file in [*tmp_path.glob("public/index.xml"), *tmp_path.glob("public/??/index.xml")]:
        items = parse_feed(file.read_bytes(), "f", "", UTC).items
        found |= {item.title: item.link.removeprefix(OLD) for item in items}
    assert found == expected


def test_a_language_is_what_its_file_says(tmp_path: Path) -> None:
    """In the name or by the folder, and by the first of the site where neither does."""
    for name, languages in {
        "capital letters": {""},
        "two languages": {"en", "be-BY"},
        "each below its own": {"be", "en"},
    }.items():
        configuration, posts, _ = SITES[name]
        write(tmp_path / name, {**configuration, **posts})
        items = read_posts(tmp_path / name / "content", UTC)[1]
        assert {item.language for item in items} == languages


def test_languages_may_have_sites_of_their_own(tmp_path: Path) -> None:
    """Then no path says the language."""
    write(
        tmp_path,
        {
            "hugo.toml": "[languages.en]\nbaseURL = 'https://en.example'\n[languages.be]\n"
            "baseURL = 'https://be.example/sub'\n",
            "content/a.md": make_post("A"),
            "content/a.be.md": make_post("B"),
        },
    )
    links = [item.link for item in read_posts(tmp_path / "content", UTC)[1]]
    assert links == ["https://be.example/sub/a/", "https://en.example/a/"]


def test_a_name_says_the_language_where_nobody_knows_the_generator(tmp_path: Path) -> None:
    """Two letters before the ending are one; three are part of the name."""
    write(tmp_path, {"2020-01-02-a.be.md": make_post("A"), "2020-01-02-b.old.md": make_post("B")})
    items = read_posts(tmp_path, UTC)[1]
    assert [(item.language, item.slug) for item in items] == [("be", "a"), ("", "b.old")]


@pytest.mark.parametrize("text", ["baseURL = 'https://old.example'\n[", "baseURL = https://x\n"])
def test_a_configuration_that_we_cannot_read_says_something(tmp_path: Path, text: str) -> None:
    """The address of the site stands on a line, whatever the rest is."""
    write(tmp_path, {"hugo.toml": text})
    assert find_site(tmp_path).url in {OLD, "https://x/"}


def test_a_setting_of_another_kind_is_none(tmp_path: Path) -> None:
    """What is a number or a text where Hugo wants a list or a table ends nothing."""
    odd = "permalinks = 5\nlanguages = 'be'\n[frontmatter]\ndate = 5\n"
    write(tmp_path, {"hugo.toml": f"baseURL = '{OLD}'\n{odd}"})
    site = find_site(tmp_path)
    assert (site.url, site.dated, dict(site.permalinks)) == (OLD, False, {})


def test_a_configuration_of_others_is_none_of_hugo(tmp_path: Path) -> None:
    """`config.toml` is one of Hugo beside a folder of that name; a list is one of nobody."""
    write(tmp_path, {"config.toml": "baseURL = 'https://x'\n", "hugo.json": "[1]"})
    assert find_site(tmp_path).url == ""
    (tmp_path / "hugo.json").unlink()
    assert find_site(tmp_path).kind == ""


def test_translations_stand_beside_what_they_translate(folder: Folder, tmp_path: Path) -> None:
    """Their names may differ, and what was imported before counts; another day cannot."""
    write(
        tmp_path / "old",
        {
            "hugo.toml": f"baseURL = '{OLD}'\n{BOTH}",
            "content/a.md": make_post("On water"),
            "content/c/index.md": make_post("C", "translationKey: see"),
            "content/d.be.md": make_post("D", "translationKey: see\nslug: other-d"),
            "content/e.md": make_post("E"),
            "content/e.be.md": make_post("Another").replace("01-02", "01-03"),
        },
    )
    report = bring_in(folder, *read_posts(tmp_path / "old" / "content", UTC)[1])
    assert [loss.what for loss in report.losses] == [
        "it has another day than entries/2020/2020-01-02-e.md, and does not count as a translation"
    ]
    write(tmp_path / "old", {"content/a.be.md": make_post("Пра ваду", "slug: pra-vadu")})
    report = bring_in(folder, *read_posts(tmp_path / "old" / "content", UTC)[1])
    assert [made.file for made in report.imported] == ["entries/2020/2020-01-02-on-water.be.md"]
    publication = read_publication(folder.path, NOW).publication
    together = {key: [e.title for e in found] for key, found in publication.statements.items()}
    assert {key: sorted(titles) for key, titles in together.items()} == {
        "2020-01-02-on-water": ["On water", "Пра ваду"],
        "2020-01-02-other-d": ["C", "D"],
        "2020-01-02-e": ["E"],
        "2020-01-03-another": ["Another"],
    }
    assert list_new(folder) == (0, [])


@pytest.mark.parametrize(
    ("front", "reason"),
    [
        ("headless: true", "headless: true"),
        ("headless: false\nbuild: {render: always, list: true}", ""),
        ("build:\n  render: never", "build.render: never"),
        ("build: {render: link}", "build.render: link"),
        ("_build: {list: false}", "_build.list: false"),
    ],
)
def test_what_hugo_shows_nobody_stays_out(tmp_path: Path, front: str, reason: str) -> None:
    """A post may have no page, or one that stands in no list and no feed."""
    write(tmp_path, {"hugo.toml": f"baseURL = '{OLD}'\n", "content/a.md": make_post("A", front)})
    (item,) = read_posts(tmp_path, UTC)[1]
    assert item.held_back == reason


def test_a_part_of_a_page_is_no_page(tmp_path: Path) -> None:
    """What lies in the folder of a page belongs to it, however deep; its other languages do not."""
    write(
        tmp_path,
        {
            "hugo.toml": f"baseURL = '{OLD}'\n{BOTH}",
            "content/index.md": make_post("Home"),
            "content/a/index.md": make_post("A"),
            "content/a/index.be.md": make_post("B"),
            "content/a/notes.md": make_post("C"),
            "content/a/b/index.md": make_post("D"),
            "content/c.md": make_post("E"),
        },
    )
    items = read_posts(tmp_path / "content", UTC)[1]
    part = "it is a part of a"
    assert {item.title: item.held_back for item in items} == {
        **dict.fromkeys(["Home", "A", "B", "E"], ""),
        **dict.fromkeys(["C", "D"], part),
    }


def test_a_site_names_its_own_topics_and_zone(tmp_path: Path) -> None:
    """Taxonomies name topics, the zone is that of bare dates, and params may hold fields."""
    write(
        tmp_path,
        {
            "hugo.yaml": f"baseURL: {OLD}\ntimeZone: America/New_York\n"
            "taxonomies: {tag: tags, theme: themes}\n",
            "content/a.md": "---\ntitle: A\ndate: 2020-01-02T10:00:00\nthemes: [Water]\ntags: b\n"
            "params: {author: Ann, title: no}\n---\nx\n",
        },
    )
    (item,) = read_posts(tmp_path / "content", UTC)[1]
    assert (item.title, item.categories, item.authors) == ("A", ("b", "Water"), ("Ann",))
    assert item.published
    assert item.published.isoformat() == "2020-01-02T10:00:00-05:00"


def test_a_language_that_lies_outside_is_named(tmp_path: Path) -> None:
    """Whoever imports one folder of posts is told of those of another language in another one."""
    write(
        tmp_path,
        {
            "hugo.toml": f"baseURL = '{OLD}'\n[languages.en]\n[languages.be]\n"
            "contentDir = 'content.be'\n[languages.de]\ncontentDir = 'content.de'\n",
            "content/a.md": make_post("A"),
            "content.be/a.md": make_post("B"),
        },
    )
    said = "be: content.be lies outside: import the folder of the whole site to have its posts too"
    assert read_posts(tmp_path / "content", UTC)[0].notes == (said,)
    assert read_posts(tmp_path, UTC)[0].notes == ()


CASCADE = "build: {render: never}"


@pytest.mark.parametrize(
    ("files", "hidden"),
    [
        ({"content/s/_index.md": f"---\ncascade:\n  {CASCADE}\n---\n"}, ["A"]),
        ({"content/s/_index.be.md": f"---\ncascade:\n  {CASCADE}\n---\n"}, ["B"]),
        ({"content/_index.html": f"---\ncascade:\n- {CASCADE}\n---\n"}, ["A", "C"]),
        (
            {
                "content/_index.md": "+++\n[[cascade]]\n[cascade.build]\nrender = 'never'\n"
                "[cascade._target]\npath = '/S/**'\n[[cascade]]\nauthor = 'Ann'\n+++\n"
            },
            ["A"],
        ),
        (
            {
                "content/_index.md": f"---\ncascade:\n  {CASCADE}\n---\n",
                "content/s/_index.md": "---\ncascade: {build: {render: always}}\n---\n",
            },
            ["C"],
        ),
        ({"content/s/_index.md": "---\n[\n---\n"}, []),
        (
            {
                "hugo.toml": f"baseURL = '{OLD}'\n[languages.en]\n[[cascade]]\n[cascade.build]\n"
                "render = 'never'\n[cascade.target]\npath = '/c'\n"
            },
            ["C"],
        ),
    ],
)
def test_a_section_may_hide_what_is_below_it(
    tmp_path: Path, files: dict[str, str], hidden: list[str]
) -> None:
    """In its language, or for the pages that it names; the nearest section counts."""
    posts = {
        "content/s/t/a.md": make_post("A"),
        "content/s/t/a.be.md": make_post("B"),
        "content/c.md": make_post("C"),
    }
    write(tmp_path, {"hugo.toml": f"baseURL = '{OLD}'\n{BOTH}", **posts, **files})
    items = read_posts(tmp_path / "content", UTC)[1]
    assert sorted(item.title for item in items if item.held_back) == hidden


def test_hugo_led_on_from_where_we_look(tmp_path: Path) -> None:
    """Its own pages stand at each former address, in every language."""
    hugo = find_tool("hugo")
    aliases = "aliases: [/old/a, rel, ../up/, /o/index.html]"
    write(
        tmp_path,
        {
            "hugo.toml": f"baseURL = '{OLD}'\n{BOTH}",
            "content/posts/a.md": make_post("A", aliases),
            "content/posts/a.be.md": make_post("B", aliases),
            "content/posts/in/c/index.md": make_post("C", "aliases: [rel]"),
        },
    )
    subprocess.run(
        [hugo, "--quiet", "--ignoreCache", "--cacheDir", str(tmp_path / "cache")],
        cwd=tmp_path, check=True, capture_output=True,
    )  # fmt: skip
    items = read_posts(tmp_path / "content", UTC)[1]
    places = [find_old_page(address, OLD) for item in items for address in item.former]
    assert len(places) == 9
    assert [place for place in places if not (tmp_path / "public" / place).is_dir()] == []
