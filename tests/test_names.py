"""Names that some file system takes for one: none overwrites another, and each is found."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from communique.names import Names, fold_name
from tests.publication import SETTINGS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.publication import Folder, Run

NFC, NFD = "ann\u00e9e", "anne\u0301e"
"""One word, its accent stored in two ways."""

needs_both = pytest.mark.skipif(
    sys.platform in {"win32", "darwin"}, reason="this file system holds only one of the two"
)


@pytest.mark.parametrize(
    ("paths", "clash"),
    [
        (["a/b", "a/c", "b/a", "a b"], ""),
        (["a.pdf", "A.PDF"], "a.pdf"),
        ([f"{NFC}.pdf", f"{NFD}.pdf"], f"{NFC}.pdf"),
        (["\u1e9e", "ss"], "\u1e9e"),
        (["a", "A/b"], "a"),
        (["A/b", "a"], "A"),
        (["A/b", "a/c"], "A"),
        ([f"{NFC}/b", f"{NFD}/c"], NFC),
        (["x/A/b", "x/a/c"], "x/A"),
    ],
)
def test_finds_what_a_file_system_takes_for_one(paths: list[str], clash: str) -> None:
    """Capital letters, accents, and a folder that has the name of a file."""
    names = Names()
    *before, last = paths
    assert [names.add(path) for path in before] == [""] * len(before)
    assert names.add(last) == clash


def test_a_name_is_folded_to_one_form() -> None:
    """Every way to write a name comes to the same, and to the same again."""
    forms = {fold_name(name) for name in (NFC, NFD, NFC.upper(), NFD.upper())}
    assert forms == {NFC} == {fold_name(form) for form in forms}


@needs_both
@pytest.mark.parametrize(
    ("first", "second"),
    [("Annex.pdf", "annex.PDF"), ("annex", "Annex/a.pdf"), ("x/a.pdf", "X/b.pdf")],
)
@pytest.mark.parametrize("way", ["attached", "linked"])
def test_two_attachments_that_are_one_elsewhere_are_a_fault(
    folder: Folder, build: Run, first: str, second: str, way: str
) -> None:
    """On another system one of the two would be in the place of the other; nothing is written."""
    folder.write(first, "one")
    folder.write(second, "two")
    also = f", {second}" if way == "attached" else ""
    text = f"See [this]({second}).\n" if way == "linked" else "Text.\n"
    folder.entry("2023-10-03-one.md", f"title: One\nattachments: [{first}{also}]\n", text)
    result = build()
    assert result.exit_code == 1
    assert "are one on some systems" in result.stderr
    assert "entries/2023-10-03-one.md:" in result.stderr
    assert "hint: give one of them another name" in result.stderr
    assert not (folder.path / "site").exists()


@needs_both
@pytest.mark.parametrize("asked", [NFC, NFD])
def test_two_files_whose_accents_differ_are_a_fault(folder: Folder, build: Run, asked: str) -> None:
    """Nobody can see which of the two is meant."""
    folder.write(f"{NFC}.pdf", "one")
    folder.write(f"{NFD}.pdf", "two")
    folder.entry("2023-10-03-one.md", f"title: One\nattachments: [{asked}.pdf]\n")
    result = build()
    assert result.exit_code == 1
    assert f"there are 2 of the name {NFC}.pdf" in result.stderr


@pytest.mark.parametrize(("stored", "asked"), [(NFC, NFD), (NFD, NFC), (NFC, NFC), (NFD, NFD)])
def test_a_file_is_found_whichever_way_its_accents_are_stored(
    folder: Folder, build: Run, stored: str, asked: str
) -> None:
    """One system stores what another types: the attachment, and links to it, lead to one file."""
    folder.write(f"{stored}/{stored}.pdf", b"the annex")
    links = f"[a]({NFC}/{NFC}.pdf) [b]({NFD}/{NFD}.pdf) [c]({quote(NFD)}/{quote(NFC)}.pdf)\n"
    folder.entry("2023-10-03-one.md", f"title: One\nattachments: [{asked}/{asked}.pdf]\n", links)
    result = build()
    assert result.exit_code == 0, result.stderr
    site = folder.site()
    path = f"2023/one/{asked}/{asked}.pdf"
    assert [p for p in site if p.endswith(".pdf")] == [path]
    page = site["2023/one/index.html"].decode()
    assert page.count(f'href="{quote(asked)}/{quote(asked)}.pdf"') == 4


@pytest.mark.parametrize(("stored", "asked"), [(NFC, NFD), (NFD, NFC)])
def test_links_between_entries_may_be_stored_another_way(
    folder: Folder, build: Run, stored: str, asked: str
) -> None:
    """The folder of an entry has a name that a link writes in the other form."""
    folder.entry(f"{stored}/2023-10-03-one.md")
    folder.entry("2023-10-04-two.md", "title: Two\n", f"[see]({asked}/2023-10-03-one.md)\n")
    folder.entry("2023-10-05-three.md", "title: Three\n", f"[see]({asked}/2023-10-03-no.md)\n")
    result = build()
    assert "2023-10-05-three.md:4: " in result.stderr
    assert "2023-10-04-two.md" not in result.stderr
    (folder.path / "entries" / "2023-10-05-three.md").unlink()
    assert build().exit_code == 0
    assert b'2023/one/">see</a>' in folder.site()["2023/two/index.html"]


def write_asset(folder: Folder, name: str) -> Path:
    """Write a picture."""
    file = folder.path / "assets" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", "utf-8")
    return file


@needs_both
@pytest.mark.parametrize(
    ("first", "second"),
    [("Logo.svg", "logo.svg"), ("Fonts/a", "fonts/b"), (f"{NFC}.svg", f"{NFD}.svg")],
)
def test_two_assets_that_are_one_elsewhere_are_a_fault(
    folder: Folder, build: Run, first: str, second: str
) -> None:
    """Assets are held to the same, and named."""
    folder.entry("2023-10-03-one.md")
    for name in (first, second):
        write_asset(folder, name)
    result = build()
    assert result.exit_code == 1
    assert "are one on some systems" in result.stderr
    assert "assets/" in result.stderr
    assert not (folder.path / "site").exists()


@pytest.mark.parametrize("stored", [NFC, NFD])
def test_an_asset_takes_no_place_of_an_attachment(folder: Folder, build: Run, stored: str) -> None:
    """Whatever the case and the accents."""
    folder.write(f"{NFC}.pdf", "one")
    folder.entry("2023-10-03-one.md", f"attachments: [{NFC}.pdf]\n")
    write_asset(folder, f"2023/one/{stored.upper()}.PDF")
    result = build()
    assert result.exit_code == 1
    assert "which communique writes" in result.stderr


@pytest.mark.parametrize(("stored", "asked"), [(NFC, NFD), (NFD, NFC)])
def test_a_logo_is_found_whichever_way(folder: Folder, build: Run, stored: str, asked: str) -> None:
    """The setting and the file may differ in how they store an accent."""
    folder.entry("2023-10-03-one.md")
    write_asset(folder, f"{stored}.svg")
    folder.write("feed.yaml", f"{SETTINGS}logo: {asked}.svg\n")
    assert build().exit_code == 0
    assert b".svg" in folder.site()["index.html"]


@pytest.mark.parametrize("key", ["ICC", "Icc"])
def test_topics_cannot_differ_by_capitals(folder: Folder, build: Run, key: str) -> None:
    """A topic is a folder of the site, and has a name of small letters."""
    folder.entry("2023-10-03-one.md")
    folder.write("feed.yaml", SETTINGS.replace("{icc:", f"{{{key}: {{en: Other}}, icc:"))
    result = build()
    assert result.exit_code == 1
    assert f"topics.{key}" in result.stderr


@needs_both
def test_a_former_page_takes_no_place(folder: Folder, build: Run) -> None:
    """An address that differs only by capitals from a page does not lead away from it."""
    folder.entry("2023-10-03-one.md")
    folder.entry(
        "2023-10-04-two.md",
        "title: Two\nid: https://statements.example.org/?p=2\n"
        "imported-from: https://statements.example.org/2023/ONE/\n",
    )
    assert build().exit_code == 0
    assert not (folder.path / "site" / "2023" / "ONE").exists()
    assert b"A title" in folder.site()["2023/one/index.html"]
