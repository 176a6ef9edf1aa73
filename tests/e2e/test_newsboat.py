"""Newsboat subscribes to the site, as a journalist would."""

from __future__ import annotations

import sqlite3
import subprocess
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from communique.entries import read_publication
from communique.render.content import write_title
from tests.e2e.servers import serve
from tests.publication import NOW, Folder, Run, write_everything
from tests.tools import find_tool

if TYPE_CHECKING:
    from pathlib import Path

    from communique.model import Entry


class Newsboat:
    """A reader with a memory, subscribed to one address."""

    def __init__(self, home: Path, address: str) -> None:
        self._program = find_tool("newsboat")
        self._home = home
        home.mkdir()
        (home / "urls").write_text(address + "\n", "utf-8")
        (home / "config").write_text("reload-threads 1\n", "utf-8")

    def reload(self) -> None:
        """Fetch the feed."""
        files = {"-u": "urls", "-C": "config", "-c": "cache.db"}
        options = [part for flag, name in files.items() for part in (flag, str(self._home / name))]
        environment = {"HOME": str(self._home), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
        subprocess.run(
            [self._program, *options, "-x", "reload"],
            check=True,
            capture_output=True,
            env=environment,
            timeout=60,
        )

    def items(self) -> list[tuple[str, str, int]]:
        """List guid, title and time of everything it has, the newest first."""
        with closing(sqlite3.connect(self._home / "cache.db")) as cache:
            query = "SELECT guid, title, pubDate FROM rss_item ORDER BY pubDate DESC, id"
            return list(cache.execute(query))


def list_expected(folder: Folder, count: int) -> list[tuple[str, str, int]]:
    """List what a reader of the English feed has to show."""
    publication = read_publication(folder.path, NOW).publication

    def describe(entry: Entry) -> tuple[str, str, int]:
        return entry.id, write_title(publication, entry), int(entry.published.timestamp())

    return [describe(entry) for entry in publication.entries if entry.language == "en"][:count]


@pytest.mark.parametrize("feed", ["atom.xml", "rss.xml"])
def test_shows_each_statement_once(folder: Folder, build: Run, tmp_path: Path, feed: str) -> None:
    """Newsboat shows each entry once, with its title and date; one more entry is exactly one."""
    write_everything(folder)
    assert build().exit_code == 0
    with serve(folder.path / "site") as address:
        newsboat = Newsboat(tmp_path / "newsboat", address + feed)
        newsboat.reload()
        before = newsboat.items()
        assert list_expected(folder, 4) == before
        newsboat.reload()
        assert before == newsboat.items()
        folder.entry("2023-12-24-one-more.md", "title: Яшчэ адна & <новая>\n")
        assert build().exit_code == 0
        newsboat.reload()
        after = newsboat.items()
    assert list_expected(folder, 1) == [item for item in after if item not in before]
    assert len(before) + 1 == len(after)
