"""The cache: whatever it holds, the site is the same as without it."""

from __future__ import annotations

import io
import os
import pickle
import random
import shutil
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from communique import cache
from communique.cache import CACHE, TICK, open_cache
from communique.cli import main
from tests.publication import NOW, SETTINGS, Folder, Run, write_everything

if TYPE_CHECKING:
    from collections.abc import Callable

Edit = tuple[str, int, int]
"""What is done, with which entry, and a number that makes the text."""

EDITS = st.tuples(
    st.sampled_from(["write", "delete", "rename", "settings", "annex", "same size", "back"]),
    st.integers(0, 3),
    st.integers(0, 9),
)


def edit(folder: Folder, step: Edit) -> None:
    """Change a publication; every file has the same time and, where it can be, the same size."""
    kind, number, text = step
    entries = folder.path / "entries"
    file = entries / f"2023-10-0{number + 1}-no-{number}.md"
    front = f"title: Title {text}\nattachments: [annex.txt]\n"
    if kind in {"write", "same size"} or not file.exists():
        folder.entry(file.name, front, f"Text {text}, [see](2023-10-01-no-0.md).\n")
    elif kind == "delete" and number:
        file.unlink()
    elif kind == "rename" and number:
        file.rename(file.with_name(f"2023-10-0{number + 1}-is-{text}.md"))
    elif kind == "settings":
        order = "[en, be]" if text % 2 else "[be, en]"
        folder.write("feed.yaml", SETTINGS.replace("[en, be]", order))
    else:
        folder.write("annex.txt", f"{text}".encode())
    for found in entries.iterdir():  # a disk that knows no finer times
        if kind == "same size":
            os.utime(found, (1_700_000_000, 1_700_000_000))


def build(folder: Folder) -> str:
    """Build, and give what was said of the entries: faults, or how many there are."""
    line = ["-C", str(folder.path), "build", "--now", NOW.isoformat()]
    return CliRunner().invoke(main, line).stderr.partition("\nsite/:")[0]


@settings(max_examples=30)
@given(st.lists(EDITS, min_size=1, max_size=8))
def test_the_site_is_the_same_as_without_it(steps: list[Edit]) -> None:
    """After any sequence of edits, many within one second, a build gives what a cold one gives."""
    with TemporaryDirectory() as warm_name, TemporaryDirectory() as cold_name:
        warm = Folder(Path(warm_name))
        warm.write("annex.txt", b"0")
        warm.entry("2023-10-01-no-0.md")
        for step in steps:
            edit(warm, step)
            said = build(warm)
            shutil.rmtree(cold_name)
            shutil.copytree(warm.path / "entries", Path(cold_name) / "entries")
            cold = Folder.__new__(Folder)
            cold.path = Path(cold_name)
            assert said == build(cold)
            if "published" in said:
                assert warm.site() == cold.site()


def truncate(file: Path) -> None:
    """Cut the file in half."""
    data = file.read_bytes()
    file.write_bytes(data[: len(data) // 2])


def scramble(file: Path) -> None:
    """Change bytes here and there."""
    data = bytearray(file.read_bytes())
    chance = random.Random(1)  # noqa: S311 - repeatable on purpose
    for _ in range(200):
        data[chance.randrange(100, len(data))] ^= 0xFF
    file.write_bytes(data)


def rewrite(statement: str, *values: object) -> Callable[[Path], object]:
    """Change the rows."""

    def change(file: Path) -> None:
        with closing(sqlite3.connect(file)) as connection, connection:
            connection.execute(statement, values)

    return change


class Harm:
    """A value that does something when it is loaded."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        """Make a file, if anybody is so careless as to load this."""
        return os.mkdir, ("harm",)


@pytest.mark.parametrize(
    "change",
    [
        lambda file: file.unlink(),
        lambda file: file.write_bytes(b"no database"),
        lambda file: file.write_bytes(b""),
        truncate,
        scramble,
        rewrite("DROP TABLE made"),
        rewrite("UPDATE made SET made = ?", b"damaged"),
        rewrite("UPDATE made SET made = ?", pickle.dumps(Harm())),
        rewrite("UPDATE made SET context = 'of a newer version'"),
        rewrite("UPDATE made SET seen = 'x'"),
        rewrite("ALTER TABLE made DROP COLUMN now"),
    ],
)
def test_a_damaged_cache_does_no_harm(
    folder: Folder, change: Callable[[Path], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may be deleted, cut, changed or of another version: the build is as without it."""
    monkeypatch.chdir(folder.path)
    write_everything(folder)
    said = build(folder)
    site = folder.site()
    change(folder.path / ".communique" / CACHE)
    shutil.rmtree(folder.path / "site")
    assert said == build(folder)
    assert site == folder.site()
    assert not (folder.path / "harm").exists()
    assert build(folder) == said


def test_even_a_sound_row_loads_nothing_harmful(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A row that adds up, but holds something else than values of ours, is made anew."""
    monkeypatch.chdir(folder.path)
    file = folder.entry("2023-10-03-one.md")
    with open_cache(folder.path, folder.path, NOW) as memory:
        memory.recall(file, "context", lambda: "made")
    monkeypatch.setattr(cache, "_pack", lambda _: pickle.dumps(Harm()))
    with open_cache(folder.path, folder.path, NOW) as memory:
        memory.recall(file, "another", lambda: "made")
    with open_cache(folder.path, folder.path, NOW) as memory:
        assert memory.recall(file, "another", lambda: "anew") == "anew"
    assert not (folder.path / "harm").exists()


def test_reads_nothing_that_did_not_change(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file whose size and times are as they were is not read again, whichever run it is."""
    file = folder.entry("2023-10-03-one.md")
    os.utime(file, (1_700_000_000, 1_700_000_000))
    made: list[str] = []

    def make() -> str:
        made.append("made")
        return "made"

    ahead = time.time_ns() + 2 * TICK
    monkeypatch.setattr("communique.cache.time.time_ns", lambda: ahead)
    for _ in range(3):
        with open_cache(folder.path, folder.path, NOW) as memory:
            memory.recall(file, "context", make)
            monkeypatch.setattr(Path, "read_bytes", None)  # from now on nothing can be read
    assert made == ["made"]


def test_what_was_right_for_a_moment_is_not_for_an_earlier_one(folder: Folder) -> None:
    """A revision that lies behind us does not when the clock is set back."""
    file = folder.entry("2023-10-03-one.md")
    made: list[datetime] = []
    for moment in (NOW, NOW + timedelta(days=1), NOW - timedelta(days=1), NOW):
        with open_cache(folder.path, folder.path, moment.astimezone(UTC)) as memory:
            memory.recall(file, "context", lambda moment=moment: made.append(moment))  # type: ignore[misc]
    assert made == [NOW, NOW - timedelta(days=1)]


def test_forgets_what_is_gone(folder: Folder) -> None:
    """The cache does not grow with what was."""
    write_everything(folder)
    build(folder)
    database = folder.path / ".communique" / CACHE

    def count() -> int:
        with closing(sqlite3.connect(database)) as connection:
            return int(connection.execute("SELECT count(*) FROM made").fetchone()[0])

    before = count()
    (folder.path / "entries" / "2023-01-05-plain-1.md").unlink()
    folder.entry("2023-10-03-rich.md", "title: Rich\n")
    build(folder)
    assert count() < before


@pytest.mark.parametrize("place", ["missing", "a file"])
def test_a_place_that_cannot_be_written_is_no_fault(tmp_path: Path, place: str) -> None:
    """Without a folder for it nothing is kept, and nothing fails."""
    folder = Folder(tmp_path)
    file = folder.entry("2023-10-03-one.md")
    (tmp_path / "a file").write_text("", "utf-8")
    with open_cache(tmp_path, tmp_path / place, NOW) as memory:
        assert memory.recall(file, "context", lambda: 1) == 1
        assert memory.recall(tmp_path / "gone", "context", lambda: 2) == 2


def test_dates_keep_their_zone(folder: Folder, run: Run) -> None:
    """A bare date is midnight in the zone of the publication, from the cache as from the file."""
    folder.entry("2023-07-01-one.md")
    run("build", "--now", NOW.isoformat())
    first = folder.site()
    shutil.rmtree(folder.path / "site")
    run("build", "--now", NOW.isoformat())
    assert first == folder.site()


def test_other_code_makes_it_anew(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """A module that was changed without a new version makes the cache worthless."""
    file, made = folder.entry("2023-10-03-one.md"), ["first", "second"]
    for code in ("one", "one", "two"):
        monkeypatch.setattr(cache, "_describe_code", lambda code=code: iter([code]))
        with open_cache(folder.path, folder.path, NOW) as memory:
            memory.recall(file, "context", lambda: made.pop(0))
    assert made == []


def test_a_file_that_cannot_be_read_is_not_kept(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever makes something of it says what is wrong."""
    file = folder.entry("2023-10-03-one.md")

    def refuse(_: Path) -> bytes:
        raise PermissionError

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with open_cache(folder.path, folder.path, NOW) as memory:
        assert memory.recall(file, "context", lambda: "made") == "made"
    assert not (folder.path / CACHE).exists()


def test_a_zone_is_kept_by_its_name() -> None:
    """A time zone comes back as the one that it was, and a value of no type at all as damaged."""
    moment = datetime(2024, 7, 1, tzinfo=ZoneInfo("Europe/Vilnius"))
    loaded = cache._Unpickler(io.BytesIO(cache._pack(moment))).load()
    assert (loaded, loaded.tzinfo) == (moment, moment.tzinfo)
    row = cache._Row("a", "", "", b"", 0, 0, b"", b"")
    assert row._replace(sum=row.add_up()).is_sound
    assert not row._replace(made=None).is_sound  # type: ignore[arg-type] # a damaged database


def test_a_file_whose_times_say_nothing_is_looked_into(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a change has the size and the times of what was there before, its bytes decide."""
    file, now = folder.entry("2023-10-03-one.md"), time.time_ns()
    monkeypatch.setattr("communique.cache.describe_file", lambda _: (1, 1, now, now))
    made = ["first", "second"]
    for text in ("x", "x", "y"):
        file.write_text(text, "utf-8")
        with open_cache(folder.path, folder.path, NOW) as memory:
            memory.recall(file, "context", lambda: made.pop(0))
    assert made == []
