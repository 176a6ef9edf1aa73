"""The page of a statement is the same whether or not its form was rendered before."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from communique.channels import list_channels
from communique.render.pagelist import PageList
from communique.templating import Templates
from tests.publication import Folder, read, write_everything

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pytest

TITLES = ("Statements of the Example Council", "100% of %s & %(a)d <b>", "\"'", "A\u00a0{b} \\1 ½")
FRONTS = (
    "",
    "topics: [icc, war]\n",
    "topics: [war]\nauthors: [A & B, C]\nsummary: Less < more & 'so'\nreference: A/NUMBER & 2\n",
    "source: https://example.org/?a=1&b=2\ntopics: [war, icc]\n",
    "revisions: [{date: 2023-12-05T09:00Z, kind: minor}]\n",
    "revisions: [{date: 2023-12-05T09:00Z, kind: correction, note: 1 < 2.}]\ntopics: [icc]\n",
    "revisions: [{date: 2023-12-05T09:00Z, kind: withdrawal, note: It was & is wrong.}]\n",
    "attachments: ['it & 100%d.pdf', b.ods]\n",
    "attachments: [b.ods]\ntopics: [icc]\n",
    "attachments: [b.ods, LICENCE]\n",
)


def write_variants(folder: Folder) -> None:
    """Write statements of each kind in each language, several of each."""
    write_everything(folder)
    place = folder.path / "entries" / "feed.yaml"
    text = place.read_text("utf-8").replace("topics: {", "topics: {war: {en: War & peace}, ")
    place.write_text(text, "utf-8")
    for name in ("it & 100%d.pdf", "b.ods", "LICENCE"):
        folder.write(name, name)
    for number, (front, title) in enumerate(product(FRONTS, TITLES)):
        quoted = "'" + title.replace("'", "''") + "'"
        for suffix in ("", ".be", ".he")[: number % 3 + 1]:
            name = f"2023-02-{number % 28 + 1:02}-more-{number}{suffix}.md"
            folder.entry(name, f"title: {quoted}\n{front.replace('NUMBER', str(number))}")


def render(folder: Folder) -> dict[str, bytes]:
    """Render every statement."""
    publication = read(folder)
    pages = PageList(publication, list_channels(publication)).list_pages()
    statements = {f"{entry.path}index.html" for entry in publication.entries}
    return {path: page() for path, page in pages if path in statements}


def test_pages_of_a_form_are_what_they_are_by_themselves(folder: Folder) -> None:
    """Ours are put together from forms; beside a template of somebody each is rendered alone."""
    write_variants(folder)
    ours = render(folder)
    (folder.path / "templates").mkdir()
    (folder.path / "templates" / "404.html").write_text("Not here", "utf-8")
    assert len(ours) == 40 + 26 + 13 + 13
    assert render(folder) == ours


def test_a_template_of_somebody_is_given_all_there_is(folder: Folder) -> None:
    """It may show what ours do not: of neighbours, topics and versions, too."""
    write_everything(folder)
    (folder.path / "templates").mkdir()
    shown = (
        "{% if newer and older and page.versions %}"
        "{% for v in page.versions %}{{ v.language }} {{ v.title }}; {% endfor %}"
        "{{ newer.summary }} {{ older.published.date }}; {{ statement.topics[0].count }}; "
        "{{ statement.summary }} {{ page.feeds[1].label }}; {{ statement.versions[0].title }}"
        "{% endif %}"
    )
    (folder.path / "templates" / "statement.html").write_text(shown, "utf-8")
    assert render(folder)["2023/rich/index.html"].decode() == (
        "en &lt;Rich&gt; &amp; &#34;quoted&#34; &amp;final; be Багатая; he עשיר; "
        "Withdrawn on November 2, 2023. The statement that stood here no longer holds: "
        "It rested on a forged letter. September 5, 2023; 10 statements; "
        "See the annex, an earlier one and a note. International Criminal Court; Багатая"
    )


def test_a_form_is_rendered_once(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Jinja is asked for a few forms, however many statements there are."""
    asked: list[str] = []
    original = Templates.render

    def note(self: Templates, name: str, values: Mapping[str, object]) -> bytes:
        asked.append(name)
        return original(self, name, values)

    for day in range(1, 29):
        folder.entry(f"2023-02-{day:02}-day-{day}.md", f"title: Day {day}\ntopics: [icc]\n")
    monkeypatch.setattr(Templates, "render", note)
    assert len(render(folder)) == 28
    assert asked == ["statement.html"] * 3  # the newest, one between others, the oldest
