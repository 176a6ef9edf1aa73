"""Names that Windows cannot hold: new ones are faults, what was published stays as it is."""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from communique.barred import is_new_file
from communique.ledger import read_ledger
from communique.names import find_barred
from communique.values import replace
from tests.publication import NOW, SETTINGS

if TYPE_CHECKING:
    from tests.publication import Folder, Run

MODULES = ("barred", "references")


@pytest.mark.parametrize(
    ("path", "part"),
    [
        ("2023/con/", "con"),
        ("Aux.tar.gz", "Aux.tar.gz"),
        ("a/NUL /b", "NUL "),
        ("prn .txt", "prn .txt"),
        ("com1", "com1"),
        ("lpt9.x", "lpt9.x"),
        ("COM\u00b2", "COM\u00b2"),
        ("a./b", "a."),
        ("a /b", "a "),
        ("What?.pdf", "What?.pdf"),
        ("a:b", "a:b"),
        ("com0/com10/console/auxiliary.con/.nul/a.b c/2023-10-03-con.md", ""),
    ],
)
def test_finds_what_windows_cannot_hold(path: str, part: str) -> None:
    """A device, whatever stands behind a dot; what it drops at an end; marks of its own."""
    assert find_barred(path) == part


not_on_windows = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows can hold none of the names"
)


def publish(run: Run, day: int = 0) -> str:
    """Publish on a day; give what was printed."""
    return run("publish", "--now", (NOW + timedelta(days=day)).isoformat()).stderr


@not_on_windows
@pytest.mark.parametrize(
    ("entry", "file", "settings", "place", "name", "hint"),
    [
        (
            "2023-10-03-con.be.md",
            "",
            SETTINGS,
            "entries/2023-10-03-con.be.md",
            "con",
            "rename it, as to 2023-10-03-con-2.be.md: its page stands in a folder of this name",
        ),
        (
            "aux/2023-10-03-one.md",
            "",
            SETTINGS,
            "entries/aux/2023-10-03-one.md",
            "aux",
            "give the folder or the file another name",
        ),
        (
            "2023-10-03-one.md",
            "nul.pdf",
            SETTINGS,
            "entries/2023-10-03-one.md:3: attachments",
            "nul.pdf",
            "give the file another name",
        ),
        (
            "2023-10-03-one.md",
            "",
            SETTINGS.replace("{icc:", "{prn:"),
            "entries/feed.yaml: topics",
            "prn",
            "call the topic otherwise: its feeds stand in a folder of this name",
        ),
        (
            "2023-10-03-one.md",
            "",
            SETTINGS.replace("[en, be]", "[en, be, con]"),
            "entries/feed.yaml: languages",
            "con",
            "add a region, as in con-EC: its feeds stand in a folder of this name",
        ),
    ],
    ids=["page", "folder", "attachment", "topic", "language"],
)
def test_a_new_name_is_a_fault(
    folder: Folder,
    build: Run,
    entry: str,
    file: str,
    settings: str,
    place: str,
    name: str,
    hint: str,
) -> None:
    """Every time, whatever the cache remembers; the mend is named, and nothing is written."""
    folder.write("feed.yaml", settings)
    folder.entry(entry, f"title: One\nattachments: [{file}]\n" if file else "title: One\n")
    if file:
        folder.write(file, b"%PDF-1.7")
    problem = f"{place}: Windows can hold no file or folder of the name '{name}'"
    for _ in range(2):
        result = build()
        assert result.exit_code == 1
        assert result.stderr.splitlines() == [problem, f"  hint: {hint}"]
    assert not (folder.path / "site").exists()


def test_the_name_of_a_hint_is_free(folder: Folder, build: Run) -> None:
    """Neither a file that is there, of another day perhaps, nor one that was published has it."""
    folder.entry("2023-10-05-con-2.md")
    folder.entry("2023-10-03-con-3.be.md")
    assert build("--now", NOW.isoformat()).exit_code == 0
    folder.entry("2023-10-03-con.md")
    assert "rename it, as to 2023-10-03-con-3.md: " in build().stderr


def test_a_name_that_was_published_is_not_free(folder: Folder, run: Run) -> None:
    """Its page stood there, and a way to the new one stands there now."""
    file = folder.entry(
        "2023-10-03-con-2.md", "id: urn:uuid:0b0c5f1e-3a52-4f0e-9a5c-6d1f8b7e2c43\n"
    )
    publish(run)
    file.rename(file.with_name("2023-10-03-console.md"))
    folder.entry("2023-10-03-con.md")
    assert "rename it, as to 2023-10-03-con-3.md: " in publish(run)


@not_on_windows
def test_an_asset_of_such_a_name_is_a_fault(folder: Folder, build: Run) -> None:
    """It would stand in the site under that name."""
    folder.entry("2023-10-03-one.md")
    asset = folder.path / "assets" / "lpt1" / "a.svg"
    asset.parent.mkdir(parents=True)
    asset.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", "utf-8")
    stderr = build().stderr
    assert "assets/lpt1/a.svg: Windows can hold no file or folder of the name 'lpt1'" in stderr
    assert "hint: give the file or its folder another name" in stderr


@not_on_windows
def test_what_was_published_keeps_its_name(
    folder: Folder, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its address is known: neither a page, an attachment, a topic nor a language is refused."""
    settings = SETTINGS.replace("[en, be]", "[en, be, con]").replace("{icc:", "{prn:")
    folder.write("feed.yaml", settings)
    folder.write("nul.pdf", b"%PDF-1.7")
    folder.entry("2023-10-03-aux.con.md", "title: One\ntopics: [prn]\nattachments: [nul.pdf]\n")
    with monkeypatch.context() as patch:
        for module in MODULES:
            patch.setattr(f"communique.{module}.find_barred", lambda _: "")
        assert "1 new" in publish(run)
    (folder.path / ".communique" / "cache.json").unlink()
    assert "Nothing to do" in publish(run, 1)
    folder.entry("aux/2023-10-03-aux.md", "title: A translation\n")
    assert "'aux'" in publish(run, 2)
    (folder.path / "entries" / "aux").rename(folder.path / "entries" / "sub")
    assert "1 new" in publish(run, 2)
    folder.entry("2023-10-04-two.md", "title: Two\nattachments: [nul.pdf]\n")
    assert "2023-10-04-two.md:3: attachments: Windows can hold no" in publish(run, 2)


def test_an_older_record_says_nothing_of_attachments(folder: Folder, run: Run) -> None:
    """Where it is not known which files an entry had, none is taken for new."""
    folder.entry("2023-10-03-one.md")
    publish(run)
    (event,) = read_ledger(folder.path).events
    assert [is_new_file("nul.pdf", e) for e in (None, event)] == [True, True]
    assert not is_new_file("nul.pdf", replace(event, attachments=None))
