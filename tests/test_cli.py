"""The command line as a whole: help, errors, exit status, what it imports, how it shows time."""

from __future__ import annotations

import io
import subprocess
import sys
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click
import pytest
from click.testing import CliRunner

import communique
from communique.cli import COMMANDS, main
from communique.cli.moments import MOMENT, describe_moment
from communique.cli.progress import Progress
from communique.cli.report import report_error
from communique.errors import CommuniqueError, SourceError, SourceErrors, WriteError

if TYPE_CHECKING:
    from tests.publication import Folder, Run

WRITTEN = [name for name in COMMANDS if find_spec(f"communique.cli.{name}")]


def test_help_lists_every_command_and_how_to_begin() -> None:
    """In the order in which a newcomer meets them."""
    result = CliRunner().invoke(main, ["--help"])
    assert result.exit_code == 0
    lines = [line.split(maxsplit=1) for line in result.stdout.splitlines() if line.strip()]
    listed = [line[0] for line in lines if line[0] in COMMANDS]
    assert list(COMMANDS) == listed
    assert "The usual order:" in result.stdout
    assert "Exit status:" in result.stdout


@pytest.mark.parametrize("name", WRITTEN)
def test_every_command_explains_itself(run: Run, name: str) -> None:
    """Its own help begins with the usage and says what it does."""
    result = run(name, "-h")
    assert result.exit_code == 0
    assert f" {name} [OPTIONS]" in result.stdout.splitlines()[0]
    assert len(result.stdout.splitlines()) > 5


def test_the_version_is_that_of_the_package(run: Run) -> None:
    """One line."""
    expected = f"communique {communique.__version__}\n"
    assert run("--version").stdout.endswith(expected.removeprefix("communique"))


def test_help_loads_nothing_but_click() -> None:
    """A command that is not called costs no time."""
    program = (
        "import sys; before = set(sys.modules)\n"
        "from communique.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "new = {name.partition('.')[0] for name in set(sys.modules) - before}\n"
        "print(sorted(new - set(sys.stdlib_module_names)), file=sys.stderr)"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, encoding="utf-8"
    )
    names = {"click", "communique"}
    actual = {name.strip("[]'\n ") for name in result.stderr.split(",")}
    assert names == {name for name in actual if not name.startswith(("_", "coverage"))}


def test_the_module_runs_as_the_command_does() -> None:
    """``python -m communique`` is the same program."""
    command = [sys.executable, "-m", "communique", "--version"]
    result = subprocess.run(command, capture_output=True, check=True, encoding="utf-8")
    assert communique.__version__ in result.stdout


def test_another_folder_must_exist(tmp_path: Path) -> None:
    """A mistyped -C is wrong usage."""
    result = CliRunner().invoke(main, ["-C", str(tmp_path / "no"), "build"])
    assert result.exit_code == 2
    assert "does not exist" in result.stderr


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (SourceError("a", "b"), "a: b\n"),
        (SourceError("a", "b", hint="c"), "a: b\n  hint: c\n"),
        (WriteError("a", "b", hint="c"), "a: b\n  hint: c\n"),
        (
            SourceErrors([SourceError("b", "c"), SourceError("a", "b", hint="d")]),
            "a: b\n  hint: d\nb: c\n",
        ),
    ],
)
def test_an_error_is_printed_with_its_hint(
    error: CommuniqueError, expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """To standard error, and the exit status is 1."""
    assert report_error(error) == 1
    assert ("", expected) == capsys.readouterr()


@pytest.mark.skipif(
    sys.platform == "win32" or not Path("/dev/full").exists(),
    reason="this system has no /dev/full",
)
@pytest.mark.parametrize("arguments", [["--help"], ["validate", "--list"]])
def test_a_full_disk_behind_the_output_is_no_traceback(arguments: list[str]) -> None:
    """What nobody takes is told on standard error, with the status of what was not delivered."""
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "communique", *arguments],
            check=False,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
        )
    assert done.returncode == 3
    assert done.stderr == "standard output: No space left on device\n"


@pytest.mark.parametrize(
    ("terminal", "expected"),
    [
        (False, "Заява — ☎".encode()),
        (True, b"\\u0417\\u0430\\u044f\\u0432\\u0430 \x97 \\u260e"),
    ],
    ids=["a file", "a terminal"],
)
def test_any_letter_can_be_printed(
    folder: Folder,
    monkeypatch: pytest.MonkeyPatch,
    terminal: bool,  # noqa: FBT001 - a column of the table
    expected: bytes,
) -> None:
    """Whatever the locale, a file gets UTF-8, and a terminal what it knows."""
    folder.entry("2023-10-03-one.be.md", "title: Заява — ☎\n")
    printed = io.BytesIO()
    stream = io.TextIOWrapper(printed, encoding="cp1252", newline="\n")
    monkeypatch.setattr(stream, "isatty", lambda: terminal)
    monkeypatch.setattr(sys, "stdout", stream)
    arguments = ["-C", str(folder.path), "publish", "--dry-run", "--format", "json"]
    main(arguments, standalone_mode=False)
    stream.flush()
    assert expected in printed.getvalue()


def test_whoever_calls_it_may_catch_what_it_prints(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stream that is no file has no encoding to be changed, and stays as it is."""
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stdout", stream)
    main(["--version"], standalone_mode=False)
    assert stream.getvalue().endswith(f" {communique.__version__}\n")


@pytest.mark.parametrize(
    ("value", "terminal", "colours"),
    [("", "xterm", True), ("1", "xterm", False), ("", "dumb", False)],
)
def test_no_color_is_heeded(
    folder: Folder,
    monkeypatch: pytest.MonkeyPatch,
    value: str,
    terminal: str,
    colours: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """A hint is dim on a terminal that can, unless NO_COLOR is set to something."""
    monkeypatch.setenv("NO_COLOR", value)
    monkeypatch.setenv("TERM", terminal)
    result = CliRunner().invoke(main, ["-C", str(folder.path), "build"], color=True)
    assert colours == ("\x1b[" in result.stderr)


def test_a_moment_on_the_command_line_has_its_offset() -> None:
    """A bare day is its midnight in UTC; what is one already stays."""
    moment = datetime(2023, 10, 3, tzinfo=UTC)
    assert moment == MOMENT.convert("2023-10-03", None, None)
    assert moment == MOMENT.convert(moment, None, None)
    with pytest.raises(click.BadParameter, match=r"offset from UTC; write 2023-10-03T14:30\+00:00"):
        MOMENT.convert("2023-10-03T14:30", None, None)


def test_a_moment_is_shown_in_the_time_of_the_publication() -> None:
    """With its day of the week, in English whatever the locale."""
    moment = datetime(2023, 10, 3, 11, 30, tzinfo=UTC)
    expected = "Tue 2023-10-03 14:30 Europe/Vilnius"
    assert expected == describe_moment(moment, ZoneInfo("Europe/Vilnius"))


@pytest.mark.parametrize(
    ("terminal", "patience", "shown"), [(True, -1, True), (True, 60, False), (False, -1, False)]
)
def test_a_bar_appears_only_where_one_waits(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    terminal: bool,  # noqa: FBT001 - a column of the table
    patience: float,
    shown: bool,  # noqa: FBT001 - as above
) -> None:
    """On a terminal, and after a second; it ends its line."""
    monkeypatch.setattr("sys.stderr.isatty", lambda: terminal)
    monkeypatch.setattr("communique.cli.progress.PATIENCE", patience)
    with Progress("Writing", 3) as progress:
        for _ in range(3):
            progress.step()
    printed = capsys.readouterr()
    assert printed.out == ""
    assert shown == ("Writing" in printed.err)
    assert printed.err[-1:] in {"", "\n"}
