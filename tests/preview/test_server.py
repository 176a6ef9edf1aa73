"""The preview at work: ports, the passing of time, the end."""

from __future__ import annotations

import errno
import os
import signal
import socket
import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import click
import httpx
import pytest

from communique.cli import serve
from communique.preview import server
from communique.preview.app import Changes
from communique.preview.server import Preview, open_port

if TYPE_CHECKING:
    from communique.preview.view import View
    from tests.publication import Folder, Run

posix = pytest.mark.skipif(os.name != "posix", reason="a process cannot interrupt itself here")


def test_takes_a_free_port_where_the_default_is_taken() -> None:
    """A port that somebody has is refused, or another one is taken; only this computer is heard."""
    with open_port(0, other=False) as first:
        host, port = first.getsockname()
        assert host == "127.0.0.1"
        with pytest.raises(OSError, match=rf"{errno.EADDRINUSE}\]"):
            open_port(port, other=False)
        with open_port(port, other=True) as second:
            assert second.getsockname()[1] not in {0, port}


@posix
def test_an_entry_appears_when_its_time_comes(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody has to save a file for a scheduled entry to become public."""
    monkeypatch.setattr(server, "_TICK", 50)
    soon = datetime.now(UTC) + timedelta(seconds=1)
    folder.entry(f"{soon.date()}-soon.md", f"date: {soon.isoformat(timespec='milliseconds')}\n")
    views: list[View] = []

    def notify(view: View) -> None:
        views.append(view)
        if not view.withheld:
            os.kill(os.getpid(), signal.SIGINT)

    preview = Preview(folder.path, notify)
    preview.run(open_port(0, other=False), lambda: None)
    assert [list(view.withheld) for view in views] == [[f"{soon.year}/soon/"], []]


@posix
def test_finds_leaks_while_nobody_writes(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes a whole build to find is shown once nothing is saved, and gone when mended."""
    monkeypatch.setattr(server, "_TICK", 50)
    folder.entry("2023-10-03-one.md", text="Soon: A secret title of ours.\n")
    folder.entry("2023-10-04-two.md", "title: A secret title of ours\ndraft: true\n")
    views: list[View] = []

    def notify(view: View) -> None:
        views.append(view)
        if view.refusals:
            threading.Timer(0.3, lambda: folder.entry("2023-10-03-one.md")).start()
        if len(views) == 3:
            threading.Timer(0.3, lambda: os.kill(os.getpid(), signal.SIGINT)).start()

    preview = Preview(folder.path, notify)
    preview.run(open_port(0, other=False), lambda: None)
    assert [bool(view.refusals) for view in views] == [False, True, False]
    assert len({view.version for view in views}) == 3
    preview._show_refusals(views[0], (("late", ""),), Changes())
    assert preview.view is views[2]


@posix
def test_follows_a_folder_that_is_new_or_made_anew(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A first file in assets/ is seen at once, and git may take entries/ away and bring it back."""
    monkeypatch.setattr(server, "_TICK", 50)
    folder.entry("2023-10-03-one.md")
    away = folder.path / "away"
    sights: list[tuple[bool, bool]] = []

    def add_assets() -> None:
        (folder.path / "assets").mkdir()
        (folder.path / "assets" / "one.txt").write_text("one", encoding="utf-8")

    steps = [
        add_assets,
        lambda: (folder.path / "entries").rename(away),
        lambda: away.rename(folder.path / "entries"),
        lambda: os.kill(os.getpid(), signal.SIGINT),
    ]

    def notify(view: View) -> None:
        sight = not view.faults, "one.txt" in view.files
        if sight not in sights[-1:]:
            threading.Timer(0.3, steps[len(sights)]).start()
            sights.append(sight)

    preview = Preview(folder.path, notify)
    preview.run(open_port(0, other=False), lambda: None)
    assert sights == [(True, False), (True, True), (False, False), (True, True)]


@posix
def test_command_answers_until_it_is_stopped(
    folder: Folder, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The address is printed and opened once it answers; the end is quiet, with nothing written."""
    folder.entry("2023-10-03-one.md", "topics: [none]\n")
    answers: list[int] = []

    def visit(address: str) -> None:
        def ask() -> None:
            answers.append(httpx.get(address).status_code)
            folder.entry("2023-10-03-one.md")

        threading.Thread(target=ask).start()

    report = serve._Reporter.report

    def report_and_end(self: serve._Reporter, view: View) -> None:
        report(self, view)
        if not view.faults:
            os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(click, "launch", visit)
    monkeypatch.setattr(serve._Reporter, "report", report_and_end)
    result = run("serve", "--port", "0", "--open")
    assert (result.exit_code, answers) == (0, [500])
    assert result.stdout.startswith("http://127.0.0.1:")
    assert result.stderr == (
        "entries/2023-10-03-one.md:3: topics: there is no topic 'none'\n"
        "  hint: add it to topics in entries/feed.yaml\nCtrl-C ends it\nNo faults\n"
    )
    assert not (folder.path / "site").exists()


def test_command_refuses_a_port_that_is_taken(folder: Folder, run: Run) -> None:
    """A port that was asked for is that one or none: the exit status tells."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = run("serve", "--port", str(port))
    assert result.exit_code == 3
    assert f"--port {port}: cannot be opened: " in result.stderr
    assert folder.path.exists()


def test_command_needs_a_publication(folder: Folder, run: Run) -> None:
    """Where there is no publication there is nothing to show, and a hint."""
    (folder.path / "entries" / "feed.yaml").unlink()
    (folder.path / "entries").rmdir()
    result = run("serve")
    assert result.exit_code == 1
    assert "entries: there is no publication here\n  hint: `communique init`" in result.stderr


def test_begins_with_what_a_build_read(
    folder: Folder, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A large archive is there at once: no entry is read that a build read before."""
    folder.entry("2023-10-03-one.md")
    run("build")
    monkeypatch.setattr("communique.entries.read_entry_file", None)
    assert len(Preview(folder.path, lambda _: None).view.pages) == 1
