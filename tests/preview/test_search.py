"""What a site gives away, looked for again after every change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from communique.cache.store import recall
from communique.memory import Memory
from communique.preview.search import Search
from communique.preview.view import look
from communique.render.recipes import Recipe
from tests.publication import NOW, Folder, Run

if TYPE_CHECKING:
    from communique.preview.view import View

TITLE = "A secret title of ours"
DRAFT = f"title: {TITLE}\ndraft: true\n"


def see(folder: Folder) -> View:
    """Look at *folder* on the first day of 2024."""
    return look(folder.path, NOW, Memory(), "1")


def begin(folder: Folder) -> Search:
    """Begin to search as ``serve`` does."""
    return Search(folder.path / "site", recall(folder.path / ".communique", NOW))


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """List what is rendered: a mark for each file."""
    marks: list[str] = []
    real = Recipe.__call__

    def render(self: Recipe) -> bytes:
        marks.append(self.inputs)
        return real(self)

    monkeypatch.setattr(Recipe, "__call__", render)
    return marks


def test_finds_what_build_would_refuse(folder: Folder) -> None:
    """A title of a draft that a published entry says is a refusal, as in the terminal."""
    search = begin(folder)
    folder.write("annex.pdf", "x")
    front = "attachments: [annex.pdf]\n"
    folder.entry("2023-10-03-one.md", front, f"Soon we publish {TITLE}.\n")
    assert search.find_refusals(see(folder)) == ()
    folder.entry("2023-10-04-two.md", DRAFT)
    for _ in range(2):
        problem, hint = search.find_refusals(see(folder))[0]
        assert "embargo-leak" in problem
        assert hint.startswith("  hint: take it out of the published entry")
    folder.entry("2023-10-03-one.md", front)
    assert search.find_refusals(see(folder)) == ()


def test_what_was_searched_is_not_rendered_again(folder: Folder, rendered: list[str]) -> None:
    """While a draft is written, nothing that is public changes."""
    search = begin(folder)
    folder.entry("2023-10-03-one.md")
    folder.entry("2023-10-04-two.md", DRAFT)
    assert search.find_refusals(see(folder)) == ()
    assert rendered
    rendered.clear()
    folder.entry("2023-10-04-two.md", DRAFT, "Another text.\n")
    assert search.find_refusals(see(folder)) == ()
    assert rendered == []
    folder.entry("2023-10-03-one.md", text=f"Soon we publish {TITLE}.\n")
    assert "embargo-leak" in search.find_refusals(see(folder))[0][0]


@pytest.mark.parametrize("spoilt", [False, True])
def test_a_site_that_was_built_is_read(
    folder: Folder, run: Run, rendered: list[str], *, spoilt: bool
) -> None:
    """Another secret is looked for in its files; one that is no longer as it was is rendered."""
    folder.entry("2023-10-03-one.md", text=f"Soon we publish {TITLE}.\n")
    assert run("build", "--now", NOW.isoformat()).exit_code == 0
    page = folder.path / "site" / "2023" / "one" / "index.html"
    if spoilt:
        page.unlink()
    rendered.clear()
    search = begin(folder)
    folder.entry("2023-10-04-two.md", DRAFT)
    assert "embargo-leak" in search.find_refusals(see(folder))[0][0]
    assert len(rendered) == spoilt


def test_other_settings_make_other_files(folder: Folder, run: Run) -> None:
    """What a publication says of itself stands in every file."""
    folder.entry("2023-10-03-one.md")
    folder.entry("2023-10-04-two.md", "title: An embargoed matter\ndraft: true\n")
    assert run("build", "--now", NOW.isoformat()).exit_code == 0
    search = begin(folder)
    assert search.find_refusals(see(folder)) == ()
    templates = folder.path / "templates"
    templates.mkdir()
    (templates / "404.html").write_text("<!doctype html>An embargoed matter", "utf-8")
    assert "embargo-leak" in search.find_refusals(see(folder))[0][0]
