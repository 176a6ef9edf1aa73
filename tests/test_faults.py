"""Faults of a disk, a clock or a neighbour: the old site or the new one, and a clear message."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from communique.sources import read_bytes
from tests.publication import NOW
from tests.tools import find_tool, leave_out_coverage

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.publication import Folder, Run

needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")

ATTACHMENT = 300_000
"""Bytes; more than the limit of the shell allows a file below."""


def build_bound(folder: Folder, *before: str) -> subprocess.CompletedProcess[str]:
    """Build in a process that permissions bind, as they do not bind root."""
    root = os.geteuid() == 0
    caps = "--bounding-set=-dac_override,-dac_read_search,-fowner"
    line = [*before, *([find_tool("setpriv"), caps] if root else [])]
    line += [sys.executable, "-m", "communique", "-C", str(folder.path), "build", "--now"]
    return subprocess.run(
        [*line, NOW.isoformat()],
        check=False,
        capture_output=True,
        encoding="utf-8",
        env=leave_out_coverage(),
    )


def is_old_or_new(now: dict[str, bytes], old: dict[str, bytes], new: dict[str, bytes]) -> bool:
    """Tell whether every file is one of the two."""
    return all(
        content in (old.get(path), new.get(path))
        for path, content in now.items()
        if not path.startswith(".communique-new/")
    )


@needs_posix
def test_a_limit_on_the_size_of_files_is_said(folder: Folder, build: Run) -> None:
    """A file that the system cuts off is not published; with more room the next run mends all."""
    folder.write("annex.pdf", b"small")
    folder.entry("2023-10-03-one.md", "attachments: [annex.pdf]\n")
    build()
    old = folder.site()
    folder.write("annex.pdf", os.urandom(ATTACHMENT))
    folder.entry("2023-10-03-one.md", "title: New\nattachments: [annex.pdf]\n")
    done = build_bound(folder, "sh", "-c", 'ulimit -f 200 && exec "$@"', "sh")
    assert done.returncode == 1
    assert "site/2023/one/annex.pdf: cannot be written: File too large" in done.stderr
    assert "Traceback" not in done.stderr
    killed = folder.site()
    assert build().exit_code == 0
    new = folder.site()
    assert is_old_or_new(killed, old, new)
    assert len(new["2023/one/annex.pdf"]) == ATTACHMENT


def test_a_disk_that_knows_no_modes(
    folder: Folder, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stick with FAT or exFAT refuses every chmod; one publishes from there as elsewhere."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "chmod", refuse)
    monkeypatch.setattr(os, "fchmod", refuse, raising=False)
    folder.entry("2023-10-03-one.md")
    for _ in range(2):
        result = run("publish", "--to", "www", "--wait", "0")
        assert result.exit_code == 0, result.stderr
    assert (folder.path / "www/2023/one/index.html").read_bytes()


@needs_posix
@pytest.mark.parametrize("place", ["site", "site/2023/one", ".communique"])
def test_a_folder_that_may_not_be_written_is_named(folder: Folder, build: Run, place: str) -> None:
    """Nothing is half written; once it may be written again, the next run does."""
    folder.entry("2023-10-03-one.md")
    build()
    old = folder.site()
    folder.entry("2023-10-03-one.md", "title: New\n")
    locked = folder.path / place
    locked.chmod(0o555)
    try:
        done = build_bound(folder)
    finally:
        locked.chmod(0o755)
    assert "Traceback" not in done.stderr
    stopped = folder.site()
    if place == ".communique":  # the cache cannot be kept, and that is no fault
        assert done.returncode in {0, 1}
    else:
        assert done.returncode == 1
        assert "cannot be written: Permission denied" in done.stderr
        assert "hint: make the folder writable" in done.stderr
    assert build().exit_code == 0
    assert is_old_or_new(stopped, old, folder.site())


@needs_posix
def test_files_that_may_only_be_read_are_replaced(folder: Folder, build: Run) -> None:
    """Files of the site are never written into; entries are only read."""
    folder.write("annex.txt", "annex")
    folder.entry("2023-10-03-one.md", "attachments: [annex.txt]\n")
    build()
    entry = folder.entry("2023-10-03-one.md", "title: New\nattachments: [annex.txt]\n")
    for file in (*(folder.path / "site").rglob("*"), *(folder.path / "entries").iterdir()):
        if file.is_file():
            file.chmod(0o444)
    done = build_bound(folder)
    assert done.returncode == 0, done.stderr
    assert b"New" in folder.site()["2023/one/index.html"]
    assert entry.stat().st_mode & 0o777 == 0o444


@needs_posix
@pytest.mark.parametrize("name", ["2023-10-03-one.md", "annex.txt", "feed.yaml"])
def test_what_may_no_longer_be_read_is_named(folder: Folder, build: Run, name: str) -> None:
    """A right that is taken away between two runs is a fault, with a cache as without."""
    folder.write("annex.txt", "annex")
    folder.entry("2023-10-03-one.md", "attachments: [annex.txt]\n")
    build()
    old = folder.site()
    file = folder.path / "entries" / name
    file.chmod(0)
    done = build_bound(folder)
    file.chmod(0o644)
    assert "Traceback" not in done.stderr
    assert folder.site() == old
    if done.returncode:  # what the cache knows by its size and times need not be read
        assert "Permission denied" in done.stderr
        assert name in done.stderr
    assert build().exit_code == 0
    assert folder.site() == old


def test_an_entry_that_is_rewritten_all_the_while(folder: Folder, build: Run) -> None:
    """Each build shows one of the texts, whole; the next build the last one, with the cache too."""
    texts = [f"Text {letter * 40}.\n" for letter in "ab"]
    folder.entry("2023-10-03-one.md", "", texts[0])
    stopped = threading.Event()

    def rewrite() -> None:
        number = 0
        while not stopped.is_set():
            new = folder.write("new.tmp", f"---\ntitle: A title\n---\n{texts[number % 2]}")
            with suppress(PermissionError):  # Windows: while it is read
                new.replace(folder.path / "entries" / "2023-10-03-one.md")
            number += 1
            time.sleep(0.0005)

    writer = threading.Thread(target=rewrite)
    writer.start()
    try:
        for _ in range(5):
            result = build()
            assert result.exit_code == 0, result.stderr
            page = folder.site()["2023/one/index.html"].decode()
            assert sum(text.strip() in page for text in texts) == 1
    finally:
        stopped.set()
        writer.join()
    folder.entry("2023-10-03-one.md", "", "Text at last.\n")
    build()
    assert b"Text at last." in folder.site()["2023/one/index.html"]


@pytest.mark.parametrize("when", ["before", "after"])
def test_an_entry_that_changes_as_it_is_read(
    folder: Folder, build: Run, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    """A text of the same size, saved in the moment of reading, is seen by the next build."""
    file = folder.entry("2023-10-03-one.md", "", "Text 1.\n")

    def read(path: Path, name: str) -> bytes:
        if when == "before":
            folder.entry("2023-10-03-one.md", "", "Text 2.\n")
        data = read_bytes(path, name)
        folder.entry("2023-10-03-one.md", "", "Text 2.\n")
        return data

    with monkeypatch.context() as patch:
        patch.setattr("communique.entryfile.read_bytes", read)
        assert build().exit_code == 0
    shown = b"Text 1." if when == "after" else b"Text 2."
    assert shown in folder.site()["2023/one/index.html"]
    assert file.exists()
    build()
    assert b"Text 2." in folder.site()["2023/one/index.html"]


@pytest.mark.parametrize(
    "ahead",
    [
        pytest.param(
            -86400,
            marks=pytest.mark.skipif(
                sys.platform == "win32", reason="Windows does not keep when a time was set"
            ),
            id="yesterday",
        ),
        pytest.param(0, id="now"),
        pytest.param(86400 * 400, id="the future"),
    ],
)
def test_an_edit_within_a_second_is_seen(folder: Folder, build: Run, ahead: int) -> None:
    """Where files have whole seconds, an edit of the same size is seen, whatever the clock says."""
    moment = int(time.time()) + ahead
    previous = 0
    for number in range(4):
        file = folder.entry("2023-10-03-one.md", "", f"Text {number}.\n")
        os.utime(file, (moment, moment))
        assert build().exit_code == 0
        assert f"Text {number}.".encode() in folder.site()["2023/one/index.html"]
        feed = folder.path / "site" / "atom.xml"
        assert int(feed.stat().st_mtime) > previous  # readers ask "changed since?" in seconds
        previous = int(feed.stat().st_mtime)


def test_a_clock_that_steps_back(folder: Folder, run: Run) -> None:
    """An earlier --now after a later one gives what it gives without a past."""
    folder.entry("2023-10-03-one.md")
    folder.entry("2023-12-03-two.md", "title: Two\n")
    sites = []
    for month in (11, 12, 11):
        now = datetime(2023, month, 15, tzinfo=UTC).isoformat()
        assert run("build", "--now", now).exit_code == 0
        sites.append(folder.site())
    assert sites[0] == sites[2] != sites[1]


@pytest.mark.parametrize("command", ["build", "publish"])
def test_a_lock_that_a_kill_left_is_none(folder: Folder, run: Run, command: str) -> None:
    """The file of the lock says nothing; who holds it does."""
    folder.entry("2023-10-03-one.md")
    state = folder.path / ".communique"
    state.mkdir()
    (state / "lock").write_text("12345", "utf-8")
    result = run(command, "--now", NOW.isoformat())
    assert result.exit_code == 0, result.stderr


@needs_posix
def test_two_commands_at_once(folder: Folder) -> None:
    """Of several commands at once each ends well, or says that another is at work."""
    for number in range(1, 29):
        folder.entry(f"2023-10-{number:02}-no-{number}.md", f"title: No {number}\n")
    line = [sys.executable, "-m", "communique", "-C", str(folder.path)]
    commands = ("build", "publish", "build", "publish")
    processes = [
        subprocess.Popen(
            [*line, command, "--now", NOW.isoformat(), *announce(command)],
            stderr=subprocess.PIPE,
            text=True,
        )
        for command in commands
    ]
    said = [process.communicate()[1] for process in processes]
    codes = [process.returncode for process in processes]
    assert 0 in codes
    for code, text in zip(codes, said, strict=True):
        assert "Traceback" not in text
        assert code == 0 or "already at work" in text
    assert not (folder.path / "site" / ".communique-new").exists()


def announce(command: str) -> tuple[str, ...]:
    """Allow a publication to tell of every statement."""
    return ("--announce", "28") if command == "publish" else ()


def test_a_failed_copy_leaves_the_old_site(
    folder: Folder, build: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An attachment that changes between measuring and copying is said, and the next run mends."""
    folder.write("annex.txt", "old")
    folder.entry("2023-10-03-one.md", "attachments: [annex.txt]\n")
    build()
    old = folder.site()
    folder.write("annex.txt", "new")
    original: Callable[..., object] = shutil.copyfileobj

    def copy(*arguments: object) -> None:
        folder.write("annex.txt", "newer")
        original(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "copyfileobj", copy)
        result = build()
    assert result.exit_code == 1
    assert "the attachment changed while it was copied" in result.stderr
    assert "hint: build again" in result.stderr
    stopped = folder.site()
    assert build().exit_code == 0
    assert is_old_or_new(stopped, old, folder.site())
    assert folder.site()["2023/one/annex.txt"] == b"newer"
