"""The README tells the truth: its examples are run, and nothing that exists goes unmentioned."""

from __future__ import annotations

import doctest
import re
import shlex
from typing import TYPE_CHECKING

from click import Context
from click.testing import CliRunner

from communique.cli import COMMANDS, main
from communique.cli.starter import __doc__ as starter
from communique.site import render_site
from tests.importing.feeds import wrap_rss, write_item
from tests.publication import ROOT, Folder, read, write_everything
from tests.screenshots.shots import SHOTS

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

README = (ROOT / "README.md").read_text("utf-8")

LETTER = """\
Skip to content

On the closing of the archive

The Example Council regrets that the municipal archive has been closed.
"""


OLD_SITE = wrap_rss(
    write_item(1, category="News")
    + write_item(2, link="https://elsewhere.example.org/two")
    + write_item(3, title="To come", pubDate="Thu, 03 Oct 2999 11:30:00 +0300")
)


def list_examples() -> list[tuple[str, str]]:
    """List each command of the README with the output that it promises."""
    blocks = re.findall(r"```console\n\$ (.*?)\n(.*?)```", README, re.DOTALL)
    assert blocks
    return blocks


def test_the_tour_is_as_the_readme_tells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command of the tour, in its order, prints what the README says."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "letter.txt").write_text(LETTER, "utf-8")
    (tmp_path / "old-site.xml").write_bytes(OLD_SITE)
    settings = tmp_path / "entries" / "feed.yaml"
    entry = tmp_path / "entries" / "2024-05-02-on-the-closing-of-the-archive.md"
    steps = {  # what the README tells the reader to do by hand, before the command of that number
        3: (settings, "languages: [en]", "languages: [en, be]"),
        5: (entry, "\ndate:", "\ntopics: [culture]\ndate:"),
        6: (entry, "\ntopics: [culture]", ""),
    }
    checker = doctest.OutputChecker()
    for number, (command, promised) in enumerate(list_examples()):
        if number in steps:
            file, old, new = steps[number]
            text = file.read_text("utf-8")
            assert old in text
            file.write_text(text.replace(old, new), "utf-8")
        program, *arguments = shlex.split(command)
        assert program == "communique"
        output = CliRunner().invoke(main, arguments).output
        wanted = promised.replace("…-", "...-")
        assert checker.check_output(wanted, output, doctest.ELLIPSIS), (command, output)


def test_every_command_is_documented() -> None:
    """The README names each command, and each has a help text that says more than its name."""
    for name in COMMANDS:
        assert f"`{name}`" in README or f"communique {name}" in README
        command = main.get_command(Context(main), name)
        assert command is not None
        assert len(command.help or "") > 80
        options = [o for o in command.params if o.param_type_name == "option"]
        assert [
            o.name for o in options if not getattr(o, "help", None) and o.name != "translate"
        ] == []


def test_every_field_of_an_entry_is_documented() -> None:
    """The table of the README has every field that front matter may have."""
    source = (ROOT / "src" / "communique" / "frontmatter.py").read_text("utf-8")
    fields = set(re.findall(r'fields\.\w+\(\s*"([\w-]+)"', source)) - {"kind", "note"}
    assert fields
    assert [field for field in fields if f"`{field}`" not in README] == []


def test_every_setting_is_documented() -> None:
    """The settings file of a new publication names every setting, with a comment."""
    modules = ("settings.py", "theme.py", "words/overrides.py")
    sources = [(ROOT / "src" / "communique" / name).read_text("utf-8") for name in modules]
    known = set(re.findall(r'\(\s*(?:fields, )?"([a-z_]+)"', "".join(sources)))
    assert {"title", "hubs", "accent", "logo", "words", "email"} <= known
    text = (ROOT / "src" / "communique" / "cli" / "starter" / "feed.yaml").read_text("utf-8")
    assert starter
    assert [name for name in known if f"{name}:" not in text] == []


def test_every_refusal_is_documented() -> None:
    """The README explains every code that `publish`, `build` and `revise` may print."""
    call = r'(?:refuse|stop|remark|notice|RefusedError)\(\s*"([a-z-]+)"'
    sources = [file.read_text("utf-8") for file in (ROOT / "src" / "communique").rglob("*.py")]
    codes = {code for source in sources for code in re.findall(call, source)}
    assert {"flood", "embargo-leak", "cannot-edit"} <= codes
    assert [code for code in sorted(codes) if f"`{code}`" not in README] == []


def test_every_file_of_the_site_is_documented(folder: Folder) -> None:
    """No kind of file appears that the README does not explain."""
    write_everything(folder)
    names = {path.rpartition("/")[2] for path in render_site(read(folder))}
    unknown = [name for name in names if name not in README and not re.match(r"\d+\.xml", name)]
    assert sorted(unknown) == ["annex one.pdf", "dot.png"]


def test_pictures_are_of_the_example_publication() -> None:
    """Each picture of the README is one that the script takes, and stays small."""
    folder = ROOT / "tests" / "screenshots"
    pictures = re.findall(r'<img src="tests/screenshots/([^"]+)"', README)
    assert list(SHOTS) == pictures
    assert sorted(pictures) == sorted(file.name for file in folder.glob("*.png"))
    for name, shot in SHOTS.items():
        assert (ROOT / "site" / shot.path / "index.html").is_file()
        assert (folder / name).stat().st_size < 100_000


def test_changelog_has_a_place_for_what_comes() -> None:
    """Changes that are not released yet are collected under a heading of their own."""
    assert "## Unreleased" in (ROOT / "CHANGELOG.md").read_text("utf-8")
