"""``communique init``: a publication that builds at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from communique.cli import main
from communique.settings import read_settings
from tests.tools import git


def run(folder: Path, *arguments: str) -> Result:
    """Run communique in *folder*."""
    return CliRunner().invoke(main, ["-C", str(folder), *arguments])


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--timezone", "America/Los_Angeles"],
        ["--timezone", "Pacific/Kiritimati"],
        [
            *("--title", "It's: {ours}, #1\nnow", "--publisher", "[Us]"),
            *("--base-url", "https://пример.бел/a", "--language", "no"),
        ],
    ],
)
def test_a_new_publication_builds_at_once(tmp_path: Path, arguments: list[str]) -> None:
    """With its welcome entry published, whatever the time zone and the words."""
    result = run(tmp_path, "init", *arguments)
    assert (result.exit_code, result.stderr) == (0, f"Next: communique -C {tmp_path} build\n")
    written = result.stdout.split()
    assert {".gitignore", "entries/feed.yaml"} <= set(written)
    built = run(tmp_path, "build")
    assert (built.exit_code, built.stderr.splitlines()[0]) == (0, "1 published")


def test_the_settings_say_what_was_given(tmp_path: Path) -> None:
    """The publisher is the title where nobody else is named."""
    run(
        tmp_path,
        *("init", "--title", "It's: {ours}\nnow", "--base-url", "https://a.example"),
        *("--language", "be", "--timezone", "Europe/Vilnius"),
    )
    settings = read_settings(tmp_path, [])
    assert settings
    title = "It's: {ours} now"
    expected = (title, title, "https://a.example/", ("be",), "Europe/Vilnius")
    assert expected == (
        settings.title.get("be"),
        settings.publisher.name.get("be"),
        settings.base_url,
        settings.languages,
        str(settings.timezone),
    )
    assert settings.authority.startswith("a.example,20")


def test_git_leaves_every_byte_as_it_is(tmp_path: Path) -> None:
    """Where Git is set up as on Windows, a clone has the files that were recorded and built."""
    desk = tmp_path / "desk"
    desk.mkdir()
    run(desk, "init")
    (entry,) = (desk / "entries").glob("*.md")
    entry.write_bytes(entry.read_bytes().replace(b"\n---\n", b"\nattachments: [a.pdf]\n---\n", 1))
    (desk / "entries" / "a.pdf").write_bytes(b"%PDF-1.4\nno zero in it\n")
    assert run(desk, "publish").exit_code == 0
    clone = tmp_path / "clone"
    git(desk, "init", "--quiet")
    git(desk, "add", ".")
    git(desk, "commit", "--quiet", "--message", "Start")
    git(desk, "clone", "--quiet", "--config", "core.autocrlf=true", ".", str(clone))
    for file in (file for place in ("entries", "site") for file in (desk / place).rglob("*.*")):
        assert (clone / file.relative_to(desk)).read_bytes() == file.read_bytes()
    assert "Nothing to do" in run(clone, "publish").stderr


def test_what_is_there_is_left_alone(tmp_path: Path) -> None:
    """Entries, the settings of git, and above all a publication."""
    (tmp_path / "entries").mkdir()
    for name in (".gitignore", ".gitattributes"):
        (tmp_path / name).write_bytes(b"mine")
    (tmp_path / "entries" / "2023-10-03-a.md").write_bytes(b"---\ntitle: A\n---\nText.\n")
    assert run(tmp_path, "init").stdout == "entries/feed.yaml\n"
    assert (tmp_path / ".gitignore").read_bytes() == b"mine"
    assert (tmp_path / ".gitattributes").read_bytes() == b"mine"
    settings = (tmp_path / "entries" / "feed.yaml").read_bytes()
    result = run(tmp_path, "init", "--title", "B")
    expected = (
        "entries/feed.yaml: there is a publication here already\n"
        '  hint: `communique new "Our title"` adds a statement to it\n'
    )
    assert (1, expected) == (result.exit_code, result.stderr)
    assert (tmp_path / "entries" / "feed.yaml").read_bytes() == settings


@pytest.mark.parametrize(
    ("option", "value", "expected"),
    [
        ("--timezone", "Europe/Vilnus", "got 'Europe/Vilnus'; did you mean Europe/Vilnius?"),
        ("--base-url", "a.example", "got 'a.example'; write https://a.example"),
        ("--base-url", "https://a.example/?b", "expected an address without ? and #"),
        ("--base-url", "https://[::1]/", "expected the name of a domain in it"),
        ("--language", "English", "expected a language tag like en, be or zh-Hans, got 'English'"),
        ("--title", "A\x07", "U+0007, an invisible character, can stand in no feed"),
        ("--publisher", "A\udcff", "U+DCFF, an invisible character, can stand in no feed"),
        ("--title", " ", "expected a text, got nothing"),
    ],
)
def test_a_bad_value_is_told_by_the_name_of_its_option(
    tmp_path: Path, option: str, value: str, expected: str
) -> None:
    """Exit 2, and nothing is left behind."""
    result = run(tmp_path, "init", option, value)
    assert result.exit_code == 2
    assert f"Error: Invalid value for '{option}': " in result.stderr
    assert expected in result.stderr
    assert not list(tmp_path.iterdir())


def test_no_publication_lies_within_another(tmp_path: Path) -> None:
    """Who is in entries/ by mistake is told where to go, and makes no second publication there."""
    inner = tmp_path / "entries" / "2023"
    inner.mkdir(parents=True)
    (tmp_path / "entries" / "feed.yaml").write_text("title: T\n", "utf-8")
    for place, up in ((inner, "../.."), (inner.parent, "..")):
        said = CliRunner().invoke(main, ["-C", str(place), "build"]).stderr
        assert f"hint: it is further up: say communique -C {place.as_posix()}/{up}, or" in said
        result = CliRunner().invoke(main, ["-C", str(place), "init", "--title", "T"])
        assert result.exit_code == 1
        assert "this is within the entries of a publication" in result.stderr
        assert "it is further up" in CliRunner().invoke(main, ["-C", str(place), "serve"]).stderr
    assert list(inner.iterdir()) == []


@pytest.mark.parametrize("had_entries", [True, False])
def test_a_failure_half_way_leaves_nothing_behind(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    had_entries: bool,  # noqa: FBT001 - the table
) -> None:
    """A disk that is full after the first file leaves no half publication."""
    if had_entries:
        (tmp_path / "entries").mkdir()
    before = list(tmp_path.iterdir())
    real = Path.open

    def refuse(file: Path, mode: str, **how: str) -> object:
        if file.name.endswith("-welcome.md"):
            raise OSError(28, "No space left on device")
        return real(file, mode, **how)  # type: ignore[call-overload]  # as it was called

    monkeypatch.setattr("pathlib.Path.open", refuse)
    result = run(tmp_path, "init")
    assert result.exit_code == 1
    assert "welcome.md: cannot be written: No space left on device\n" in result.stderr
    assert before == list(tmp_path.iterdir())
