"""Only what can have changed is made, in whatever way, and the site is the same."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from pathlib import Path
from pkgutil import resolve_name
from typing import TYPE_CHECKING

import pytest

from communique import making
from communique.disk import write_site
from communique.entries import read_publication
from communique.errors import SourceErrors, WriteError
from communique.making import Maker
from communique.memory import Memory
from communique.render.recipes import Listing
from communique.site import render_site
from communique.staging import open_stage
from tests.publication import NOW, Folder, read, write_everything
from tests.tools import needs_fork

if TYPE_CHECKING:
    from tests.publication import Run


def make(folder: Folder, memory: Memory | None = None) -> Maker:
    """Prepare the site of a publication, of which something is remembered."""
    reading = read_publication(folder.path, NOW)
    withheld = (*reading.scheduled, *reading.drafts)
    return Maker(reading.publication, withheld, NOW, folder.path / "site", memory or Memory())


@pytest.mark.parametrize("stands", [False, True], ids=["new", "standing"])
@pytest.mark.parametrize("processes", [1, pytest.param(2, marks=needs_fork)])
def test_much_at_once_gives_the_same_site(
    folder: Folder,
    monkeypatch: pytest.MonkeyPatch,
    processes: int,
    stands: bool,  # noqa: FBT001 - pytest's way
) -> None:
    """Through the disk, and by several processes, comes what one process renders in memory."""
    write_everything(folder)
    monkeypatch.setattr(making, "_MANY", 10)
    monkeypatch.setattr(making, "count_processes", lambda *_: processes)
    if stands:
        (folder.path / "site").mkdir()
    seen: list[str] = []
    with open_stage(folder.path / ".communique") as stage:
        maker = make(folder)
        site = maker.make(stage, seen.append)
        assert len(seen) == maker.steps
        seen.clear()
        write_site(site, folder.path / "site", seen.append, tree=maker.tree)
        assert len(seen) == maker.writes
        assert list(stage.iterdir()) == []
    expected = {
        path: content if isinstance(content, bytes) else content.source.read_bytes()
        for path, content in render_site(read(folder)).items()
    }
    assert folder.site() == expected
    with open_stage(folder.path / ".communique") as stage:
        maker = make(folder)
        again = maker.make(stage)
        assert list(stage.iterdir()) == []  # what stands there is not put down
        seen.clear()
        assert write_site(again, folder.path / "site", seen.append).written == ()
        assert len(seen) == maker.writes


def test_a_site_on_another_disk_is_written_too(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a file cannot be moved it is copied beside its place first."""
    write_everything(folder)
    (folder.path / "site").mkdir()
    monkeypatch.setattr(making, "_MANY", 1)
    monkeypatch.setattr(making, "count_processes", lambda *_: 1)
    replace = os.replace

    def refuse(source: str, target: str, **folders: int) -> None:
        if Path(source).name != "file":  # whole where no folder can be held
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        replace(source, target, **folders)

    monkeypatch.setattr(os, "replace", refuse)
    with open_stage(folder.path / ".communique") as stage:
        write_site(make(folder).make(stage), folder.path / "site")
    assert folder.site()["atom.xml"] == render_site(read(folder))["atom.xml"]


def test_a_disk_that_refuses_to_move_is_told(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Any other refusal is an error that names the file."""
    folder.entry("2023-10-03-one.md")
    (folder.path / "site").mkdir()
    monkeypatch.setattr(making, "_MANY", 1)

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "replace", refuse)
    with open_stage(folder.path / ".communique") as stage:
        site = make(folder).make(stage)
        with pytest.raises(WriteError, match=r"^site/2023/one/index\.html: cannot be written"):
            write_site(site, folder.path / "site")


def test_a_new_site_is_there_whole_or_not_at_all(
    folder: Folder, build: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there is no site yet nobody ever sees a part of one."""
    write_everything(folder)
    site = folder.path / "site"
    seen: list[int] = []
    original = Path.rename
    with monkeypatch.context() as patch:

        def see(new: Path, place: Path) -> Path:
            if place == site:
                assert not site.exists()
                told = (new / "SHA256SUMS").read_text("utf-8").splitlines()
                seen.append(len([path for path in new.rglob("*") if path.is_file()]) - len(told))
            return original(new, place)

        patch.setattr(Path, "rename", see)
        build()
    assert seen == [1]  # the list of all others
    first = folder.site()
    shutil.rmtree(site)
    site.mkdir()
    build()
    assert folder.site() == first


def test_a_new_site_on_another_disk_is_copied(
    folder: Folder, build: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the folder of what is new cannot be moved it is copied beside its place first."""
    folder.entry("2023-10-03-one.md")
    original = Path.rename

    def refuse(new: Path, place: Path) -> Path:
        if new.parent.name.startswith("stage-"):
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        return original(new, place)

    monkeypatch.setattr(Path, "rename", refuse)
    assert "0 unchanged" in build().stderr
    assert folder.site() == render_site(read(folder))
    assert sorted(path.name for path in folder.path.iterdir()) == [".communique", "entries", "site"]
    assert "site/: 0 written" in build().stderr


def test_a_site_that_appears_meanwhile_is_left(
    folder: Folder, build: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever puts a folder there while a new site is made is told, and loses nothing."""
    folder.entry("2023-10-03-one.md")
    made = making.Maker.make

    def make_meanwhile(maker: Maker, *rest: object) -> object:
        site = made(maker, *rest)  # type: ignore[arg-type] # as they came
        (folder.path / "site").mkdir()
        (folder.path / "site" / "mine.txt").write_text("mine", "utf-8")
        return site

    monkeypatch.setattr(making.Maker, "make", make_meanwhile)
    result = build()
    assert (result.exit_code, "site: cannot be written" in result.stderr) == (1, True)
    assert folder.site() == {"mine.txt": b"mine"}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
@pytest.mark.parametrize("stands", [False, True], ids=["new", "standing"])
def test_everybody_may_read_what_is_made_at_once(
    folder: Folder,
    build: Run,
    monkeypatch: pytest.MonkeyPatch,
    stands: bool,  # noqa: FBT001 - pytest's way
) -> None:
    """What comes through the disk has the mode that it is published with, too."""
    folder.entry("2023-10-03-one.md")
    monkeypatch.setattr(making, "_MANY", 1)
    if stands:
        (folder.path / "site").mkdir()
    before = os.umask(0o077)
    try:
        build()
    finally:
        os.umask(before)
    modes = {
        (p.is_dir(), stat.S_IMODE(p.stat().st_mode)) for p in (folder.path / "site").rglob("*")
    }
    assert modes == {(False, 0o644), (True, 0o755)}


def test_a_text_that_changes_under_the_run_is_refused(folder: Folder) -> None:
    """A page shows what its entry was read from, or the run stops and says why."""
    file = folder.entry("2023-10-03-one.md")
    memory = Memory()
    read_publication(folder.path, NOW, memory)
    publication = read_publication(folder.path, NOW, memory).publication
    file.write_text(file.read_text("utf-8").replace("text", "txet"), "utf-8")
    with pytest.raises(SourceErrors, match="changed while the publication was read"):
        render_site(publication)


@pytest.mark.parametrize("day", ["2023-10-09", "2023-12-30"], ids=["among others", "newest"])
def test_a_line_is_written_once(folder: Folder, build: Run, day: str) -> None:
    """Lists take over the lines of what did not change, and are as if they were made anew."""
    write_everything(folder)
    build()
    folder.entry(f"{day}-new.md")
    made: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        for place in (
            "pages.Pages.render_line",
            "listings._write_url",
            "listings._describe_statement",
        ):
            spy(patch, f"communique.render.{place}", made)
        build()
    assert sorted(made) == ["_describe_statement", "_write_url", "render_line"]
    warm = folder.site()
    shutil.rmtree(folder.path / "site")
    shutil.rmtree(folder.path / ".communique")
    build()
    assert warm == folder.site()


def spy(patch: pytest.MonkeyPatch, place: str, made: list[str]) -> None:
    """Note each call of a function."""
    original = resolve_name(place)

    def call(*arguments: object) -> object:
        made.append(original.__name__)
        return original(*arguments)

    patch.setattr(place, call)


def test_lines_that_do_not_fit_are_not_taken_over() -> None:
    """Where the number of lines is another, or there are none, each is made."""
    made: list[int] = []

    def render(place: int) -> bytes:
        made.append(place)
        return b"%d" % place

    listing = Listing(["a", "b"], render, b"[\n", b"\n]\n", b",")
    content = listing()
    assert content == b"[\n0,\n1\n]\n"
    for earlier, keys, lines, fresh in (
        (b"[\nx,\ny\n]\n", "ab", b"x,y", []),
        (b"[\nx,\ny\n]\n", "cb", b"0,y", [0]),
        (b"[\ny\n]\n", "b", b"0,y", [0]),
        (b"[\nx\n]\n", "a", b"x,1", [1]),
        (b"[\nx,\ny\n]\n", "a", b"0,1", [0, 1]),
        (b"[\nx,\ny\n]\n", "", b"0,1", [0, 1]),
        (b"other", "ab", b"0,1", [0, 1]),
    ):
        made.clear()
        assert listing(earlier, keys) == content.replace(b"0,\n1", lines.replace(b",", b",\n"))
        assert made == fresh
    assert Listing([], render, b"[\n", b"\n]\n")(b"[\nx\n]\n", "a") == b"[\n\n]\n"
