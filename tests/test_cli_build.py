"""``communique build``, as the press officer types it."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pytest

from communique.cli import progress
from tests.publication import NOW, lock_elsewhere

if TYPE_CHECKING:
    from tests.publication import Folder, Run


def test_accounts_for_every_file(folder: Folder, build: Run) -> None:
    """One line tells how many entries are published, scheduled and drafts."""
    folder.entry("2023-10-03-one.md")
    folder.entry("2023-10-04-two.md", "draft: true\n")
    folder.entry("2024-10-08-three.md", "date: 2024-10-08T14:00+03:00\n")
    result = build()
    assert result.exit_code == 0
    expected = "1 published, 1 scheduled (next Tue 2024-10-08 14:00 Europe/Vilnius), 1 draft"
    assert result.stderr.splitlines()[0] == expected


def test_says_what_it_did_to_the_files(folder: Folder, build: Run) -> None:
    """The second line counts files, the third says what to do next."""
    folder.entry("2023-10-03-one.md")
    folder.entry("2023-10-04-two.md")
    build()
    (folder.path / "entries" / "2023-10-04-two.md").unlink()
    lines = build().stderr.splitlines()
    assert lines[0] == "1 published"
    assert re.fullmatch(r"site/: \d+ written, \d+ unchanged, 1 removed", lines[1])
    assert lines[2] == "Next: open site/index.html in a browser"


def test_names_files_that_it_leaves(folder: Folder, build: Run) -> None:
    """A page that somebody changed by hand is not removed, and is named."""
    folder.entry("2023-10-03-one.md")
    folder.entry("2023-10-04-two.md", "draft: false\n")
    build()
    (folder.path / "entries" / "2023-10-04-two.md").unlink()
    page = folder.path / "site" / "2023" / "two" / "index.html"
    page.write_text("by hand", "utf-8")
    result = build()
    assert "site/2023/two/index.html: no longer ours, but changed by hand; left" in result.stderr
    assert page.read_text("utf-8") == "by hand"


def test_counts_drafts(folder: Folder, build: Run) -> None:
    """Two drafts are drafts."""
    for number in (1, 2):
        folder.entry(f"2023-10-0{number}-draft-{number}.md", "draft: true\n")
    assert build().stderr.startswith("0 published, 2 drafts\n")


def test_says_what_is_not_published_yet(folder: Folder, build: Run, run: Run) -> None:
    """Where there is a ledger, one line tells what publishing would do."""
    folder.entry("2023-10-03-one.md")
    run("publish", "--now", NOW.isoformat())
    assert "Not published yet" not in build().stderr
    folder.entry("2023-10-04-two.md")
    expected = (
        "Not published yet: 1 new, 0 corrected, 0 minor edits, 0 vanished;"
        " subscribers will be told of 1"
    )
    assert build().stderr.splitlines()[1] == expected


def test_build_tells_what_publish_would_refuse(folder: Folder, build: Run, run: Run) -> None:
    """A build is no proof that all is well; the first three stand for the rest."""
    for number in range(1, 6):
        folder.entry(f"2023-10-0{number}-n{number}.md", f"title: Number {number}\n")
    run("publish", "--now", NOW.isoformat())
    for number in range(1, 6):
        folder.entry(f"2023-10-0{number}-n{number}.md", f"title: Number {number}\n", "Another.\n")
    said = build().stderr.splitlines()
    start = said.index(
        "Not published yet: 0 new, 0 corrected, 0 minor edits, 0 vanished; "
        "subscribers will be told of 0"
    )
    refused = "its text changed, and no revision says so"
    assert said[start + 1 : start + 5] == [
        *(
            f"  publish will refuse: entries/2023-10-0{n}-n{n}.md: unrecorded-change: Number {n}: "
            f"{refused}"
            for n in (1, 2, 3)
        ),
        "  … and 2 more: communique status",
    ]


@pytest.mark.parametrize("now", ["yesterday", "2023-10-03T14:30", "2023-02-30"])
def test_refuses_a_moment_that_is_none(folder: Folder, run: Run, now: str) -> None:
    """--now wants a moment with its offset."""
    folder.entry("2023-10-03-one.md")
    result = run("build", "--now", now)
    assert result.exit_code == 2
    assert "Invalid value for '--now'" in result.stderr
    assert not (folder.path / "site").exists()


def test_builds_as_of_the_clock(folder: Folder, run: Run) -> None:
    """Without --now the moment is now."""
    folder.entry("2023-10-03-one.md")
    folder.entry("2999-10-03-later.md")
    assert run("build").stderr.startswith("1 published, 1 scheduled (next Thu 2999-10-03 00:00")


def test_second_of_two_runs_stops(folder: Folder, build: Run) -> None:
    """While one run is at work another is told so and changes nothing."""
    folder.entry("2023-10-03-one.md")
    with lock_elsewhere(folder.path):
        result = build()
    assert result.exit_code == 1
    assert "already at work" in result.stderr
    assert not (folder.path / "site").exists()


class Terminal(io.StringIO):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def test_progress_appears_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bar is drawn once the work has taken more than a second, and not before."""
    terminal, clock = Terminal(), iter([0.0, 0.5, 1.5, 2.0])
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setattr(progress, "monotonic", lambda: next(clock))
    with progress.Progress("Writing", 3) as bar:
        bar.step()
        assert terminal.getvalue() == ""
        bar.step()
        assert "Writing" in terminal.getvalue()
        bar.step()
    assert "100%" in terminal.getvalue()


def test_progress_is_there_before_the_first_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where one waits for others, it is said at once for what."""
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    with progress.Progress("Waiting", 2) as bar:
        bar.show()
        assert "Waiting" in terminal.getvalue()
        bar.step()
        assert "50%" in terminal.getvalue()


def test_progress_stays_out_of_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where standard error is no terminal there is no bar."""
    stream = io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setattr(progress, "PATIENCE", -1.0)
    with progress.Progress("Writing", 1) as bar:
        bar.show()
        bar.step()
    assert stream.getvalue() == ""
