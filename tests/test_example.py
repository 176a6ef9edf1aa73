"""The example publication: its site is the one that is committed, wherever it is built."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from communique.entries import read_publication
from communique.site import render_site
from tests.publication import NOW, ROOT, SHARED, Folder

if TYPE_CHECKING:
    from pathlib import Path

needs_posix = pytest.mark.skipif(os.name == "nt", reason="the variables mean nothing on Windows")


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """Copy the example publication."""
    shutil.copytree(ROOT / "entries", tmp_path / "entries")
    return tmp_path


def read_site(folder: Path) -> dict[str, bytes]:
    """Read every file of the site in *folder*, but for what Git is told of it."""
    site = folder / "site"
    files = (file for file in site.rglob("*") if file.is_file() and file.name != ".gitattributes")
    return {file.relative_to(site).as_posix(): file.read_bytes() for file in files}


def build(folder: Path, **environment: str) -> None:
    """Build in a process of its own."""
    command = [sys.executable, "-m", "communique", "-C", str(folder), "build"]
    subprocess.run(command, check=True, capture_output=True, env=os.environ | environment)


def test_committed_site_is_what_the_entries_make(example: Path) -> None:
    """`communique build` gives the committed site, byte for byte."""
    build(example)
    assert read_site(ROOT) == read_site(example)


@pytest.mark.parametrize(
    "environment",
    [
        {"TZ": "Pacific/Kiritimati"},
        {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONHASHSEED": "1"},
        {"HOME": "/nonexistent", "USER": "somebody", "LOGNAME": "somebody"},
    ],
    ids=["time zone", "locale", "hash seed", "user"],
)
@needs_posix
def test_the_environment_leaves_no_trace(example: Path, environment: dict[str, str]) -> None:
    """Another time zone, locale, hash seed or user gives the same bytes."""
    build(example, **environment)
    assert read_site(ROOT) == read_site(example)


def test_a_second_build_touches_no_file(example: Path) -> None:
    """A file that is right already keeps its time."""
    build(example)
    files = [file for file in (example / "site").rglob("*") if file.is_file()]
    for file in files:
        os.utime(file, (1_000_000_000, 1_000_000_000))
    build(example)
    assert {1_000_000_000} == {file.stat().st_mtime for file in files}


def test_example_shows_the_features() -> None:
    """The example has two statements, one of them in three languages, and what they may have."""
    publication = read_publication(ROOT, NOW).publication
    assert publication.languages == ("en", "be", "uk")
    assert {1, 3} == {len(entries) for entries in publication.statements.values()}
    assert any(
        entry.topics and entry.reference and entry.announced for entry in publication.entries
    )
    assert publication.subtitle
    assert "demonstration" in publication.subtitle.get("en")


@pytest.mark.skipif(not (SHARED / "seed").is_dir(), reason="the seed statement is not here")
def test_a_real_statement_becomes_a_clean_entry(folder: Folder) -> None:
    """A page copied out of a browser is an entry that builds, with no hand edit."""
    source = SHARED / "seed" / "statement.txt"
    command = [sys.executable, "-m", "communique", "-C", str(folder.path)]
    options = ["--from", str(source), "--date", "2023-10-03"]
    made = subprocess.run(
        [*command, "new", *options], check=True, capture_output=True, encoding="utf-8"
    )
    entry = (folder.path / made.stdout.strip()).read_text("utf-8")
    lines = source.read_text("utf-8").splitlines()
    paragraphs = [line for line in lines if len(line) > 100 and not line.startswith(" ")]
    title = next(line for line in lines if line.startswith("The NAM team"))
    assert f"title: {title}\n" in entry
    assert len(paragraphs) <= 6
    assert [text for text in paragraphs if text not in entry] == []
    assert [junk for junk in ("top of page", "bottom of page", "A. Luk") if junk in entry] == []
    publication = read_publication(folder.path, NOW).publication
    html = publication.bodies[publication.entries[0].file].html
    counts = [part.partition("</ol>")[0].count("<li>") for part in html.split("<ol>")[1:]]
    assert counts == [4, 2]
    assert "index.html" in render_site(publication)
