"""The cache: whatever it holds, the site is the same as without it."""

from __future__ import annotations

import json
import os
import random
import shutil
import sys
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.cache import store
from communique.cache.lookout import CACHE
from communique.cache.records import bind, part, read_records, seal
from communique.cache.store import open_cache
from communique.cli import main
from communique.entryfile import read_entry_file
from tests.publication import NOW, SETTINGS, Folder, Run, write_everything

if TYPE_CHECKING:
    from collections.abc import Callable

    from communique.embargo import Embargo

Edit = tuple[str, int, int]
"""What is done, with which entry, and a number that makes the text."""

EDITS = st.tuples(
    st.sampled_from(
        [
            *("write", "delete", "rename", "settings", "annex", "same size"),
            *("draft", "translation", "correction", "publish", "template", "touch site"),
        ]
    ),
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
    elif kind == "annex":
        folder.write("annex.txt", f"{text}".encode())
    else:
        edit_further(folder, kind, file, text)
    for found in entries.iterdir():  # a disk that knows no finer times
        if kind == "same size" and sys.platform != "win32":  # which keeps no other time
            os.utime(found, (1_700_000_000, 1_700_000_000))


def edit_further(folder: Folder, kind: str, file: Path, text: int) -> None:
    """Change what more than one file of the site depends on."""
    front = f"title: Title {text}\n"
    if kind == "draft":
        folder.entry(file.name, f"{front}draft: true\n", f"Text {text}.\n")
    elif kind == "translation":
        folder.entry(f"{file.stem}.be.md", f"title: Назва {text}\n", "Тэкст.\n")
    elif kind == "correction":
        revision = (
            f"revisions: [{{date: 2023-12-0{text + 1}, kind: correction, note: No {text}.}}]\n"
        )
        folder.entry(file.name, front + revision, f"Text {text}.\n")
    elif kind == "template":
        shown = "{{ w.published }} " * (text % 3) + "{{ page.title }}"
        (folder.path / "templates").mkdir(exist_ok=True)
        (folder.path / "templates" / "year.html").write_text(shown, "utf-8")
    elif kind == "touch site":
        for found in sorted((folder.path / "site").rglob("*.*"))[text::10]:
            found.write_bytes(b"x" * found.stat().st_size)
    elif kind == "publish":
        line = ["publish", "--yes", "--announce", "0", "--now", NOW.isoformat()]
        for count in range(9):
            line[3] = str(count)
            CliRunner().invoke(main, ["-C", str(folder.path), *line])


def build(folder: Folder) -> str:
    """Build, and give what was said of the entries: faults, or "done" and how many there are."""
    line = ["-C", str(folder.path), "build", "--now", NOW.isoformat()]
    result = CliRunner().invoke(main, line)
    done = "" if result.exit_code else "done: "
    return done + result.stderr.partition("\nsite/:")[0]


def compare_with_cold(steps: list[Edit]) -> None:
    """Make edits, and build after each: with what the last build left, and with nothing."""
    with TemporaryDirectory() as warm_name, TemporaryDirectory() as cold_name:
        warm = Folder(Path(warm_name))
        warm.write("annex.txt", b"0")
        warm.entry("2023-10-01-no-0.md")
        for step in steps:
            edit(warm, step)
            said = build(warm)
            shutil.rmtree(cold_name)
            shutil.copytree(
                warm.path, cold_name, ignore=shutil.ignore_patterns("site", ".communique")
            )
            cold = Folder.__new__(Folder)
            cold.path = Path(cold_name)
            assert said == build(cold)
            if said.startswith("done"):
                assert warm.site() == cold.site()


def append_always(patch: pytest.MonkeyPatch) -> None:
    """Append to a cache of any size, however much it is."""
    patch.setattr(store, "_LARGE", 0)
    patch.setattr(store, "_SHARE", 0)


@settings(max_examples=20)
@given(st.lists(EDITS, min_size=1, max_size=8))
def test_the_site_is_the_same_as_without_it(steps: list[Edit]) -> None:
    """After any sequence of edits, many within one second, a build gives what a cold one gives."""
    compare_with_cold(steps)


@settings(max_examples=20)
@given(st.lists(EDITS, min_size=1, max_size=8))
def test_what_is_appended_counts_as_what_is_written(steps: list[Edit]) -> None:
    """So it does where each build appends what it changed."""
    with pytest.MonkeyPatch.context() as patch:
        append_always(patch)
        compare_with_cold(steps)


def test_a_small_change_is_appended(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run adds to what is kept what it changed, until that is as much as is allowed."""
    monkeypatch.setattr("communique.memory.COARSE", 0)  # else how fast it is counts
    for number in range(80):
        folder.entry(f"2022-{number // 20 + 1:02}-10-old-{number}.md", f"title: Old {number}\n")
    build(folder)
    cache = folder.path / ".communique" / CACHE
    monkeypatch.setattr(store, "_LARGE", 0)
    monkeypatch.setattr(store, "_SHARE", 3)
    first, sizes, numbers = cache.stat().st_size, [], []
    for number in range(9):
        folder.entry(f"2023-11-1{number}-new-{number}.md", f"title: New {number}\n")
        build(folder)
        data = cache.read_bytes()
        numbers.append(len(list(read_records(data))))
        sizes.append(len(data))
    assert numbers[0] == 2
    assert 1 in numbers
    assert max(sizes) < first * 3


def test_an_entry_between_others_is_not_appended(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The order of the files counts, so that it is written anew."""
    append_always(monkeypatch)
    cache = folder.path / ".communique" / CACHE
    for name, records in (("b", 1), ("c", 2), ("a", 1), ("d", 2)):
        folder.entry(f"2023-10-03-{name}.md", f"title: Title {name}\n")
        build(folder)
        assert len(list(read_records(cache.read_bytes()))) == records


@pytest.mark.parametrize("tail", [b"x", b"%08x %012d\n" % (1, 9), seal(b"[]") + b"[]"])
def test_half_a_record_is_none(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, tail: bytes
) -> None:
    """What was not written to its end, or not by this version, does no harm and does not stay."""
    append_always(monkeypatch)
    folder.entry("2023-10-03-one.md", "title: One\n")
    build(folder)
    folder.entry("2023-10-04-two.md", "title: Two\n")
    said, site = build(folder), folder.site()
    cache = folder.path / ".communique" / CACHE
    sound = cache.read_bytes()
    cache.write_bytes(sound + tail)
    assert said == build(folder)
    assert site == folder.site()
    folder.entry("2023-10-05-three.md", "title: Three\n")
    build(folder)
    assert tail not in cache.read_bytes()[len(sound) :][: len(tail)]
    assert build(folder).startswith("done: 3 published")


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


def reseal(change: Callable[[list[Any]], object]) -> Callable[[Path], object]:
    """Change what is in it, as if that had been kept."""

    def rewrite(file: Path) -> None:
        ((_, body),) = read_records(file.read_bytes())
        sources, more = part(body)
        files, rest = part(more)
        content = json.loads(bytes(rest))
        change(content)
        new = bind(bytes(sources), bind(bytes(files), json.dumps(content).encode()))
        file.write_bytes(seal(new) + new)

    return rewrite


@pytest.mark.parametrize(
    "change",
    [
        lambda file: file.unlink(),
        lambda file: file.write_bytes(b"no database"),
        lambda file: file.write_bytes(b""),
        truncate,
        scramble,
        reseal(lambda content: content.pop()),
        reseal(lambda content: content.append("more")),
        reseal(lambda content: content.__setitem__(0, "of other code")),
        reseal(lambda content: content.__setitem__(1, 1e12)),
        reseal(lambda content: content.__setitem__(2, {"x": "y"})),
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


def test_what_is_changed_here_is_read(folder: Folder) -> None:
    """A cache that was sealed anew counts: it is what was changed that does no harm."""
    folder.entry("2023-10-03-one.md", "title: One\n")
    build(folder)
    file = folder.path / ".communique" / CACHE
    reseal(lambda content: content.__setitem__(5, "other settings"))(file)
    with open_cache(file.parent, NOW) as memory:
        assert memory.settings == "other settings"
        assert memory.sources.keys() == {"entries/2023-10-03-one.md"}


def test_what_was_right_for_a_moment_is_not_for_an_earlier_one(folder: Folder) -> None:
    """A revision that lies behind us does not when the clock is set back."""
    state = folder.path / ".communique"
    state.mkdir()
    seen = []
    for moment in (NOW, NOW + timedelta(days=1), NOW, NOW + timedelta(days=2)):
        with open_cache(state, moment) as memory:
            seen.append(memory.searched)
            memory.searched = [f"{moment:%d}"]
    assert seen == [[], ["01"], [], ["01"]]


def test_forgets_what_is_gone(folder: Folder) -> None:
    """The cache does not grow with what was."""
    write_everything(folder)
    build(folder)
    gone = "2023-01-05-plain-1"
    file = folder.path / ".communique" / CACHE
    assert gone in file.read_text("utf-8")
    (folder.path / "entries" / f"{gone}.md").unlink()
    folder.entry("2023-10-03-rich.md", "title: Rich\n")
    build(folder)
    assert gone not in file.read_text("utf-8")


def test_keeps_what_was_read_in_spite_of_a_fault(folder: Folder) -> None:
    """Whoever mends one entry does not wait for all the others again."""
    folder.entry("2023-10-03-one.md")
    folder.entry("2023-10-04-two.md", "date: never\n")
    assert "never" in build(folder)
    kept = (folder.path / ".communique" / CACHE).read_text("utf-8")
    assert ("2023-10-03-one" in kept, "2023-10-04-two" in kept) == (True, False)


@pytest.mark.parametrize("place", ["missing", "a file"])
def test_a_place_that_cannot_be_written_is_no_fault(tmp_path: Path, place: str) -> None:
    """Without a folder for it nothing is kept, and nothing fails."""
    (tmp_path / "a file").write_text("", "utf-8")
    for _ in range(2):
        with open_cache(tmp_path / place, NOW) as memory:
            assert memory.searched == []
            memory.searched = ["x"]


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
    seen = []
    for code in ("one", "one", "two"):
        monkeypatch.setattr(store, "_describe_code", lambda code=code: code)
        with open_cache(folder.path, NOW) as memory:
            seen.append(memory.searched)
            memory.searched = [code]
    assert seen == [[], ["one"], []]


def test_reads_and_renders_nothing_that_did_not_change(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nothing changed no entry is read and no file rendered, though the site be searched."""
    write_everything(folder)
    said = build(folder)
    site = folder.site()
    with monkeypatch.context() as patch:
        patch.setattr("communique.entries.read_entry_file", None)
        patch.setattr("communique.render.recipes.Recipe.__call__", None)
        patch.setattr("communique.render.recipes.Listing.__call__", None)
        assert said == build(folder)
    assert site == folder.site()


def test_reads_only_what_is_new(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """The texts that stand beside a new one in feeds are kept, as many as feeds show."""
    monkeypatch.setattr(store, "_LATEST", 3)
    for day in range(1, 7):
        folder.entry(f"2023-10-0{day}-no-{day}.md", f"title: No {day}\n", f"Text {day}.\n")
    build(folder)
    with open_cache(folder.path / ".communique", NOW) as memory:
        assert [path[-7:] for path in memory.texts] == ["no-4.md", "no-5.md", "no-6.md"]
    folder.entry("2023-10-07-no-7.md", "title: No 7\n", "Text 7.\n")
    folder.entry("2023-10-05-no-5.md", "title: No 5\n", "Another text.\n")
    read: list[str] = []

    def note(file: Path, path: str, *rest: Any) -> Any:  # noqa: ANN401 - as it is
        read.append(path[-7:])
        return read_entry_file(file, path, *rest)

    monkeypatch.setattr("communique.entries.read_entry_file", note)
    monkeypatch.setattr("communique.bodies.read_entry_file", note)
    build(folder)
    assert sorted(read) == ["no-1.md", "no-2.md", "no-3.md", "no-5.md", "no-7.md"]
    assert b"Another text." in folder.site()["atom.xml"]
    assert b"Text 6." in folder.site()["atom.xml"]


def test_a_new_draft_is_searched_for_in_what_stands(folder: Folder) -> None:
    """The title of a draft that was published before by another file is found without rendering."""
    folder.entry("2023-10-03-one.md", "title: One\n", "It tells of a very secret matter.\n")
    build(folder)
    folder.write("annex.pdf", "x")
    folder.entry("2023-10-04-two.md", "title: A very secret matter\ndraft: true\n")
    folder.entry("2023-10-05-three.md", "title: Three\nattachments: [annex.pdf]\n")
    assert "embargo-leak" not in build(folder)
    folder.entry("2023-10-04-two.md", "title: a very secret matter\ndraft: true\n")
    assert "embargo-leak" in build(folder)


def test_what_stands_is_searched_once_for_each_secret(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside drafts that were there already only another one is looked for, and none twice."""
    folder.entry("2023-10-03-one.md", "title: One\n")
    folder.entry("2023-10-04-two.md", "title: Two\ndraft: true\n")
    folder.entry("2023-10-05-three.md", "title: Three\ndraft: true\n")
    build(folder)
    searched: list[int] = []

    def note(_folder: Path, _paths: list[str], embargo: Embargo) -> list[Any]:
        searched.append(len(embargo.fingerprints))
        return []

    monkeypatch.setattr("communique.making.search_folder", note)
    build(folder)
    folder.entry("2023-10-06-four.md", "title: Four\ndraft: true\n")
    build(folder)
    build(folder)
    assert searched == [len(["title", "id", "page"])]


def test_a_file_of_a_draft_that_becomes_an_asset_is_found(folder: Folder) -> None:
    """Whatever was searched before, a file that comes into the site is held against the drafts."""
    folder.write("secret.pdf", b"%PDF-1.4 secret")
    folder.entry("2023-10-03-one.md")
    folder.entry("2023-10-04-two.md", "title: Two\ndraft: true\nattachments: [secret.pdf]\n")
    assert build(folder).startswith("done")
    assets = folder.path / "assets"
    assets.mkdir()
    (assets / "harmless.pdf").write_bytes(b"%PDF-1.4 secret")
    assert "embargo-leak" in build(folder)


def test_compiled_modules_do_not_matter(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Python compiles a module as it is first needed; that is no other code."""
    (tmp_path / "__init__.py").write_text("", "utf-8")
    monkeypatch.setattr("communique.cache.store.communique.__file__", str(tmp_path / "__init__.py"))
    before = store._describe_code()
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "a.pyc").write_text("x", "utf-8")
    assert before == store._describe_code()
    (tmp_path / "a.py").write_text("x", "utf-8")
    assert before != store._describe_code()
