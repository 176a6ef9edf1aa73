"""``communique new``, as the press officer types it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.publication import Folder, Run

UUID = re.compile(r"id: urn:uuid:[0-9a-f-]{36}\n")


def read(folder: Folder, name: str) -> str:
    """Read an entry, without its id."""
    text = (folder.path / name).read_text(encoding="utf-8")
    assert len(UUID.findall(text)) == 1
    return UUID.sub("", text)


def test_an_entry_is_written_and_its_path_printed(folder: Folder, run: Run) -> None:
    """What a program reads goes to standard output, the next step to standard error."""
    result = run(
        "new", " On  the\tarrests", "--topic", "icc", "--topic", "icc", "--date", "2023-10-03"
    )
    file, build = "entries/2023-10-03-on-the-arrests.md", f"communique -C {folder.path} build"
    expected = (0, f"{file}\n", f"Next: write the text into {file}, then {build}\n")
    assert expected == (result.exit_code, result.stdout, result.stderr)
    assert read(folder, file) == "---\ntitle: On the arrests\ntopics: [icc]\n---\n\n"


def test_warns_of_a_date_in_the_future(run: Run) -> None:
    """What is held back by its date alone is no secret in a public repository."""
    expected = (
        "kept out of the site until Tue 2999-10-08 14:00 Europe/Vilnius;"
        " in a public git repository it can be read at once"
    )
    assert expected in run("new", "Later", "--date", "2999-10-08T14:00+03:00").stderr.splitlines()


def test_without_a_date_it_is_now(folder: Folder, run: Run) -> None:
    """In the time zone of the publication, to the minute."""
    file = run("new", "A", "--draft", "--lang", "be").stdout.strip()
    assert re.fullmatch(r"entries/\d{4}-\d\d-\d\d-a\.be\.md", file)
    pattern = r"---\ntitle: A\ndate: \d{4}-\d\d-\d\dT\d\d:\d\d\+0[23]:00\ndraft: true\n---\n\n"
    assert re.fullmatch(pattern, read(folder, file))


def test_a_draft_is_taken_from_a_file(folder: Folder, run: Run, build: Run, tmp_path: Path) -> None:
    """Its title, its text; what was left out is told; it builds at once."""
    source = tmp_path / "letter.txt"
    source.write_bytes("top of page\n\nA title\n\nOne\u200b *star*.\n".encode())
    result = run("new", "--from", str(source), "--date", "2023-10-03")
    assert result.exit_code == 0
    expected = "---\ntitle: A title\n---\n\nOne *star*.\n"
    actual = read(folder, "entries/2023-10-03-a-title.md")
    assert expected == actual.replace("\\", "")
    assert result.stderr.count("left out: ") >= 1
    assert result.stderr.endswith(f"Next: communique -C {folder.path} build\n")
    assert build().exit_code == 0


def test_a_draft_is_taken_from_standard_input(folder: Folder, run: Run) -> None:
    """A title that is given counts for more than the one that was found."""
    result = run("new", "A", "--from", "-", "--date", "2023-10-03", stdin=b"# A\n\nText.\n")
    assert result.exit_code == 0
    assert read(folder, "entries/2023-10-03-a.md") == "---\ntitle: A\n---\n\nText.\n"


@pytest.mark.parametrize(
    ("text", "body"),
    [
        (b"# A\n\nText.\n", "A\n\nText.\n"),
        (b"We condemn *it*, and more.\n\nSecond.\n", "We condemn \\*it\\*, and more.\n\nSecond.\n"),
        (b"1. Only a line\n", "1\\. Only a line\n"),
    ],
)
def test_what_would_have_been_the_title_stays(
    folder: Folder, run: Run, text: bytes, body: str
) -> None:
    """Nothing of a text is lost because it gets another title."""
    result = run("new", "Mine", "--from", "-", "--date", "2023-10-03", stdin=text)
    assert result.exit_code == 0
    written = read(folder, "entries/2023-10-03-mine.md")
    assert written == f"---\ntitle: Mine\n---\n\n{body}"


def test_files_that_the_text_needs_are_named(folder: Folder, run: Run) -> None:
    """Those that do not lie beside the entry yet, before `build` complains."""
    folder.write("here.png", b"x")
    text = b"# A\n\n![](here.png) ![](no%20where.png#b) [c](/d) [e](https://f.example/)\n"
    result = run("new", "--from", "-", "--date", "2023-10-03", stdin=text)
    expected = "the text needs no where.png: copy it into entries/, or delete the link\n"
    assert f"{expected}Next: communique -C {folder.path} build\n" == result.stderr


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"# A\n\n<!-- b\n", "-: <!-- is opened and never closed"),
        (b"# A\n\n&#11;\n", "-: U+000B, an invisible character, can stand in no feed"),
        (b"# A\n\n" + b"word " * 1_000_001, "-: expected at most 5,000,000 bytes of text, got"),
        ("# \u0416\n".encode("cp1251"), "-:1:3: expected UTF-8 text, got the byte 0xC6"),
        (b"", "-: the file is empty"),
    ],
)
def test_a_text_that_build_would_refuse_is_refused(
    folder: Folder, run: Run, text: bytes, expected: str
) -> None:
    """Before anything is written, with a hint."""
    result = run("new", "--from", "-", stdin=text)
    assert result.exit_code == 1
    assert result.stderr.startswith(expected)
    assert "\n  hint: " in result.stderr
    assert [folder.path / "entries" / "feed.yaml"] == list((folder.path / "entries").iterdir())


def test_a_translation_lies_beside_its_original(folder: Folder, run: Run, build: Run) -> None:
    """It is a draft until its text is its own, so it never goes out in the wrong language."""
    original = folder.entry("2023-10-03-a.md", "topics: [icc]\nauthors: [Ann]\n")
    result = run("new", "Б", "--lang", "be", "--translate", str(original))
    assert result.stdout == "entries/2023-10-03-a.be.md\n"
    expected = "---\ntitle: Б\ntopics: [icc]\nauthors: [Ann]\ndraft: true\n---\n\nThe text.\n"
    assert expected == read(folder, "entries/2023-10-03-a.be.md")
    assert build().exit_code == 0


def test_an_entry_that_is_there_is_not_overwritten(folder: Folder, run: Run) -> None:
    """A second translation into the same language is refused."""
    original = folder.entry("2023-10-03-a.md")
    folder.entry("2023-10-03-a.be.md")
    result = run("new", "--lang", "be", "--translate", str(original))
    assert result.exit_code == 1
    assert result.stderr.startswith("entries/2023-10-03-a.be.md: there is such a file already\n")


def test_a_file_outside_the_publication_is_no_original(run: Run, tmp_path: Path) -> None:
    """The hint tells where it has to be."""
    other = tmp_path / "2023-10-03-a.md"
    other.write_bytes(b"---\ntitle: A\n---\nText.\n")
    result = run("new", "--lang", "be", "--translate", str(other))
    expected = (
        f"{other.as_posix()}: expected an entry of this publication\n"
        "  hint: name a file in entries/; `-C FOLDER` names another publication\n"
    )
    assert (1, expected) == (result.exit_code, result.stderr)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], 'a title is missing: communique new "Our title"'),
        ([" \n"], 'a title is missing: communique new "Our title"'),
        (["--from", "-"], 'a title is missing: - holds none; add it: --from - "Our title"'),
        (["A\x07"], "Invalid value for TITLE: U+0007, an invisible character, can stand in no"),
        (["A\udcff"], "Invalid value for TITLE: U+DCFF, an invisible character, can stand in no"),
        (["A", "--lang", "uk"], "Invalid value for --lang: 'uk' is not in entries/feed.yaml; ther"),
        (["A", "--topic", "b"], "Invalid value for --topic: 'b' is not in entries/feed.yaml; the"),
        (["A", "--date", "1066-10-14"], "Invalid value for --date: expected a year from 1900 to"),
        (["A", "--date", "2023-10-03T09:00"], "Invalid value for --date: '2023-10-03T09:00' lack"),
        (["--translate", "FILE"], "--translate needs --lang: into which language?"),
        (
            ["--translate", "FILE", "--lang", "be", "--date", "2023-10-03"],
            "--translate takes date and topics from the original",
        ),
    ],
)
def test_wrong_usage_says_which_option(
    folder: Folder, run: Run, arguments: list[str], expected: str
) -> None:
    """Exit 2, and nothing is written."""
    original = folder.entry("2023-10-03-a.md")
    result = run(
        "new",
        *(str(original) if argument == "FILE" else argument for argument in arguments),
        stdin=b"word " * 100,
    )
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"Error: {expected}" in result.stderr
    assert len(list((folder.path / "entries").iterdir())) == 2


def test_faulty_settings_are_told(folder: Folder, run: Run) -> None:
    """As `build` tells them."""
    folder.write("feed.yaml", "title: A\n")
    result = run("new", "A")
    assert result.exit_code == 1
    assert "entries/feed.yaml:1: base_url: expected a text, got nothing\n" in result.stderr


def test_the_editor_opens_the_new_entry(
    folder: Folder, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the text need not be asked for again."""
    opened: list[str] = []
    monkeypatch.setattr("click.edit", lambda *, filename: opened.append(filename))
    result = run("new", "A", "--edit", "--date", "2023-10-03")
    assert [str(folder.path / "entries/2023-10-03-a.md")] == opened
    assert result.stderr == f"Next: communique -C {folder.path} build\n"
