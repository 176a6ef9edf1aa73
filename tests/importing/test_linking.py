"""Links from post to post become links from entry to entry."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

import pytest

from communique.importing.folders import read_posts
from communique.importing.items import Choices
from tests.importing.test_folders import write
from tests.importing.test_moving import bring_in, list_new
from tests.publication import PNG

if TYPE_CHECKING:
    from pathlib import Path

    from tests.publication import Folder

OLD = "https://old.example"
JEKYLL = {"_config.yml": f"url: {OLD}\n"}
HUGO = {"hugo.toml": f"baseURL = '{OLD}'\n[languages.en]\nweight = 1\n[languages.be]\nweight = 2\n"}


def import_posts(folder: Folder, root: Path, files: dict[str, str], **choices: int) -> list[str]:
    """Import a site; give what was said of each entry, as ``import`` says it."""
    write(root, files)
    report = bring_in(
        folder, *read_posts(root, UTC)[1], choices=Choices(limit=choices.get("limit"))
    )
    assert list_new(folder) == (0, [])
    return [f"{loss.file}:{loss.line}: {loss.what}" for loss in report.losses]


def read_body(folder: Folder, name: str) -> str:
    """Read the text of an entry of 2020."""
    return (folder.path / "entries" / "2020" / name).read_text("utf-8").partition("---\n\n")[2]


def make_post(day: int, text: str, more: str = "") -> str:
    """Write a post of January."""
    return f"---\ntitle: Of day {day}\ndate: 2020-01-0{day}\n{more}\n---\n{text}\n"


def test_tags_of_jekyll_lead_to_entries(folder: Folder, tmp_path: Path) -> None:
    """By name or by path, before or after, with the address of the site before them or without."""
    text = (
        "[a]({% post_url 2020-01-02-two %}#part)"
        " [b]({{ site.baseurl }}{% post_url /x/2020-01-03-three %})"
        " [c]({% link _posts/2020-01-02-two.md %}) [d](2020-01-02-two.md)"
        ' <a href="2020-01-02-two.md">e</a>'
        " [f]: [g](<../_posts/2020-01-02-two.md> 'T') ![h]({{ site.url }}{% link p/ü.png %})\n\n"
        "[f]: {% post_url 2020-01-02-two %}"
    )
    (tmp_path / "old" / "p").mkdir(parents=True)
    (tmp_path / "old" / "p" / "ü.png").write_bytes(PNG)
    said = import_posts(
        folder,
        tmp_path / "old",
        {
            **JEKYLL,
            "_posts/2020-01-01-one.md": make_post(1, text),
            "_posts/2020-01-02-two.md": make_post(2, "Two."),
            "_posts/x/2020-01-03-three.md": make_post(3, f"[back]({OLD}/2020/01/01/one.html)"),
        },
    )
    assert said == []
    two = "2020-01-02-two.md"
    assert read_body(folder, "2020-01-01-one.md") == (
        f'[a]({two}#part) [b](2020-01-03-three.md) [c]({two}) [d]({two}) <a href="{two}">e</a>'
        f" [f]: [g](<{two}> 'T') ![h](one/u.png)\n\n[f]: {two}\n"
    )


def test_shortcodes_of_hugo_lead_to_entries(folder: Folder, tmp_path: Path) -> None:
    """In the language of the post, if there is one; by a part of a path or by the whole."""
    text = (
        '[a]({{< ref "two" >}}) [b]({{% relref "two.md#part" %}})'
        ' [c]({{< ref path="/posts/two" >}})'
        ' [d]({{< ref "#here" >}}) [e]({{<ref posts/two.md>}}) [f]({{< relref "deep/three" >}})'
        ' [g]({{< ref "two" lang="be" >}}) [h](two.md)'
    )
    said = import_posts(
        folder,
        tmp_path / "old",
        {
            **HUGO,
            "content/posts/one.md": make_post(1, text),
            "content/posts/one.be.md": make_post(1, '[a]({{< ref "two" >}}) [b](three.md)'),
            "content/posts/two/index.md": make_post(2, "Two."),
            "content/posts/two/index.be.md": make_post(2, "Дзве."),
            "content/news/deep/three.md": make_post(3, "Three."),
        },
    )
    assert said == []
    two, three = "2020-01-02-two.md", "2020-01-03-three.md"
    assert read_body(folder, "2020-01-01-one.md") == (
        f"[a]({two}) [b]({two}#part) [c]({two}) [d](#here) [e]({two}) [f]({three})"
        f" [g](2020-01-02-two.be.md) [h]({two})\n"
    )
    be = read_body(folder, "2020-01-01-one.be.md")
    assert be == f"[a](2020-01-02-two.be.md) [b]({three})\n"


def test_what_leads_nowhere_stays_and_is_named(folder: Folder, tmp_path: Path) -> None:
    """A draft, a post that is not there, a tag that is no link: each with its line."""
    text = (
        "[a]({% post_url 2020-01-02-draft %})\n[b]({% post_url 2020-01-09-none %})\n[c](none.md)\n"
        "{% post_url 2020-01-02-draft %}\n[d]({% link none.pdf %}) [e](%00.md) "
        f"[f]({'x' * 300})"
    )
    said = import_posts(
        folder,
        tmp_path / "old",
        {
            **JEKYLL,
            "_posts/2020-01-01-one.md": make_post(1, text),
            "_posts/2020-01-02-draft.md": make_post(2, "x", "published: false"),
        },
    )
    file, draft = "entries/2020/2020-01-01-one.md", "_posts/2020-01-02-draft.md"
    assert said == [
        f"{file}:8: the link /{draft}: there is no entry of {draft} yet",
        f"{file}:10: the link none.md led to no post that is here",
        f"{file}:12: the link \0.md led to no post that is here",
        f"{file}:9: “{{% post_url 2020-01-09-none %}}” stays as it is",
        f"{file}:11: “{{% post_url 2020-01-02-draft %}}” stays as it is",
        f"{file}:12: “{{% link none.pdf %}}” stays as it is",
    ]
    assert f"[a]({OLD}/2020/01/02/draft.html)\n" in read_body(folder, "2020-01-01-one.md")


def test_posts_that_link_in_a_circle(folder: Folder, tmp_path: Path) -> None:
    """One of them leads to the former page of the other, which leads on; a later run knows both."""
    said = import_posts(
        folder,
        tmp_path / "old",
        {
            **JEKYLL,
            "_posts/2020-01-01-one.md": make_post(1, "[x](2020-01-02-two.md)"),
            "_posts/2020-01-02-two.md": make_post(
                2, "[x](2020-01-01-one.md) [y](2020-01-02-two.md)"
            ),
        },
    )
    (only,) = said
    assert only == (
        "entries/2020/2020-01-02-two.md:8: the link 2020-01-01-one.md: "
        "there is no entry of _posts/2020-01-01-one.md yet"
    )
    assert read_body(folder, "2020-01-02-two.md") == (
        f"[x]({OLD}/2020/01/01/one.html) [y](2020-01-02-two.md)\n"
    )
    later = {"_posts/2020-01-03-three.md": make_post(3, "[x](2020-01-01-one.md)")}
    assert import_posts(folder, tmp_path / "old", later) == []
    assert read_body(folder, "2020-01-03-three.md") == "[x](2020-01-01-one.md)\n"


def test_an_html_post_links_as_well(folder: Folder, tmp_path: Path) -> None:
    """Its links lead to entries, or to the former page of what is none."""
    text = (
        "<p><a href='{% post_url 2020-01-02-two %}#p'>a</a> <a href=\"2020-01-03-b.md\">b</a></p>"
    )
    said = import_posts(
        folder,
        tmp_path / "old",
        {
            **JEKYLL,
            "_posts/2020-01-01-one.html": make_post(1, text),
            "_posts/2020-01-02-two.md": make_post(2, "Two."),
            "_posts/2020-01-03-b.md": make_post(3, "x", "published: false"),
        },
    )
    (only,) = said
    assert only == (
        "entries/2020/2020-01-01-one.md:8: the link 2020-01-03-b.md: "
        "there is no entry of _posts/2020-01-03-b.md yet"
    )
    assert read_body(folder, "2020-01-01-one.md") == (
        f"[a](2020-01-02-two.md#p) [b]({OLD}/2020/01/03/b.html)\n"
    )


@pytest.mark.parametrize("limit", [1, 9])
def test_links_need_no_address_of_the_site(folder: Folder, tmp_path: Path, limit: int) -> None:
    """The names of files say enough, as Pelican writes them too; what is left out is named."""
    said = import_posts(
        folder,
        tmp_path / "old",
        {
            "pelicanconf.py": "SITEURL = ''\n",
            "content/one.md": "Title: One\nDate: 2020-01-02\n\n"
            "[x]({filename}two.md) [z](<two.md>)\n",
            "content/two.md": "Title: Two\nDate: 2020-01-01\n\nx\n",
            "content/three.html": "---\ntitle: 3\n---\n<a href='two.md'>x</a>",
        },
        limit=limit,
    )
    body = read_body(folder, "2020-01-02-one.md")
    if limit == 1:
        assert [line.rpartition(" the link ")[2] for line in said[1:]] == [
            "{filename}two.md: there is no entry of content/two.md yet",
            "two.md: there is no entry of content/two.md yet",
        ]
    else:
        assert body == "[x](2020-01-01-two.md) [z](<2020-01-01-two.md>)\n"


def test_files_of_pelican_are_found_in_its_content(folder: Folder, tmp_path: Path) -> None:
    """From its root, or beside the post; they move in with it."""
    (tmp_path / "old" / "content" / "images").mkdir(parents=True)
    for name in ("images/a.png", "b.png"):
        (tmp_path / "old" / "content" / name).write_bytes(PNG)
    text = "Title: One\nDate: 2020-01-02\n\n![a]({static}/images/a.png) ![b]({attach}b.png)\n"
    import_posts(folder, tmp_path / "old", {"pelicanconf.py": "", "content/one.md": text})
    assert read_body(folder, "2020-01-02-one.md") == "![a](one/a.png) ![b](one/b.png)\n"


def test_a_later_run_finds_what_has_no_address(folder: Folder, tmp_path: Path) -> None:
    """An entry is known by its id as well, wherever it lies now."""
    first = {"2020-01-01-one.md": make_post(1, "One.")}
    assert len(import_posts(folder, tmp_path / "old", first)) == 1
    entries = folder.path / "entries" / "2020"
    (entries / "2020-01-01-one.md").rename(entries / "2020-01-01-other.md")
    import_posts(folder, tmp_path / "old", {"b.md": make_post(2, "[x](2020-01-01-one.md)")})
    assert read_body(folder, "2020-01-02-of-day-2.md") == "[x](2020-01-01-other.md)\n"


def test_addresses_of_a_site_of_jekyll_are_its_own(folder: Folder, tmp_path: Path) -> None:
    """Tags put its address before a path; where no link leads they stay as they are."""
    (tmp_path / "old" / "assets").mkdir(parents=True)
    (tmp_path / "old" / "assets" / "a.png").write_bytes(PNG)
    said = import_posts(
        folder,
        tmp_path / "old",
        {
            "_config.yml": f"url: {OLD}\nbaseurl: /b\n",
            "_posts/2020-01-03-one.md": make_post(
                3,
                "![a]({{ site.baseurl }}/assets/a.png) ![b]({{ '/assets/a.png' | relative_url }})"
                ' <img src="{{ "assets/a.png" | absolute_url }}">\n\n'
                "[c]({{ site.url }}{{site.baseurl}}/2020/01/02/two.html#d) {{ site.url }}"
                " [e](/b/assets/none.png) [f](/assets/a.png)",
            ),
            "_posts/2020-01-02-two.md": make_post(2, "Two."),
        },
    )
    assert read_body(folder, "2020-01-03-one.md") == (
        '![a](one/a.png) ![b](one/a.png) <img src="one/a.png">\n\n'
        f"[c](2020-01-02-two.md#d) {{{{ site.url }}}} [e]({OLD}/b/assets/none.png) [f](one/a.png)\n"
    )
    (only,) = said
    assert only.endswith("“{{ site.url }}” stays as it is")
