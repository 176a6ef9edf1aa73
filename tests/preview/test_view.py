"""What there is to see of a publication at a moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.hosting import SUMS_FILE
from communique.memory import Memory
from communique.preview.view import look
from communique.site import render_site
from tests.publication import NOW, Folder, read, write_everything

if TYPE_CHECKING:
    from communique.preview.view import View


def see(folder: Folder) -> View:
    """Look at *folder* on the first day of 2024."""
    return look(folder.path, NOW, Memory(), "1")


def test_shows_what_build_would_write(folder: Folder) -> None:
    """Every file is that of the site, byte for byte; pages of withheld entries come on top."""
    write_everything(folder)
    site = render_site(read(folder))
    del site[SUMS_FILE]
    files = {path: file() if callable(file) else file for path, file in see(folder).files.items()}
    assert {path: files[path] for path in site} == site
    assert sorted(files.keys() - site.keys()) == [
        "2023/secret-draft/index.html",
        "2024/secret-later/index.html",
    ]


def test_says_why_an_entry_is_withheld(folder: Folder) -> None:
    """A draft is a draft; a later one has its moment, which is the next change of the view."""
    folder.entry("2023-10-03-one.md")
    folder.entry("2023-10-04-two.md", "draft: true\n")
    folder.entry("2024-10-08-three.md", "date: 2024-10-08T14:00+03:00\n")
    view = see(folder)
    assert view.withheld == {"2023/two/": "draft", "2024/three/": "2024-10-08 14:00 UTC+03:00"}
    assert view.until
    assert view.until.isoformat() == "2024-10-08T14:00:00+03:00"


def test_lists_every_fault(folder: Folder) -> None:
    """All faults of all files are there with their hints, and no page is."""
    folder.entry("2023-10-03-one.md", "topics: [x]\n")
    folder.entry("2023-10-04-two.md", "draft: perhaps\n")
    view = see(folder)
    assert [problem.partition(": ")[0] for problem, _ in view.faults] == [
        "entries/2023-10-03-one.md:3",
        "entries/2023-10-04-two.md:3",
    ]
    assert view.faults[0][1] == "  hint: add it to topics in entries/feed.yaml"
    assert view.files == {}


def test_shows_a_broken_ledger_as_a_fault(folder: Folder) -> None:
    """What `build` refuses to read is a fault too."""
    folder.entry("2023-10-03-one.md")
    folder.write("ledger.jsonl", "{}\n")
    assert "ledger-broken" in see(folder).faults[0][0]
