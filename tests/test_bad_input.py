"""Every bad input a publication can hold: one clear line each, exit 1, the site untouched."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.publication import Folder, Run

ENTRY = "entries/2023-10-05-bad.md"
NAME = "2023-10-05-bad.md"
ID_HINT = "delete the line: the id is then made from the file name"
UTF8_HINT = "open it as that in an editor, save it as UTF-8"
URL_HINT = "it starts with https:// and holds no space"


def look(site: Path) -> dict[str, tuple[bytes, int]]:
    """Take down the bytes and the time of every file of a site."""
    return {
        file.relative_to(site).as_posix(): (file.read_bytes(), file.stat().st_mtime_ns)
        for file in site.rglob("*")
        if file.is_file()
    }


@pytest.fixture
def site(folder: Folder, build: Run) -> Path:
    """Build a good site first; give its folder."""
    folder.entry("2023-10-03-good.md")
    assert build().exit_code == 0
    return folder.path / "site"


@pytest.fixture
def fail(folder: Folder, build: Run, site: Path) -> Run:
    """Build again, see that the site is as it was, and give the result."""

    def fail(*arguments: str) -> object:
        before = look(site)
        result = build(*arguments)
        assert before == look(site)
        assert folder.path.joinpath("site") == site
        assert isinstance(result.exception, SystemExit), result.exception
        expected = (1, "")
        assert expected == (result.exit_code, result.stdout)
        return result

    return fail  # type: ignore[return-value]  # the result is looked at by its stderr only


# What stands in the file, and what is printed.
ENTRIES: dict[str, tuple[str | bytes, str]] = {
    "broken YAML": (
        "---\ntitle: A: B\n---\nText.\n",
        (
            f"{ENTRY}:2:9: a colon stands where none can\n"
            '  hint: put a text that holds ": " in quotes; indent no line that starts a field\n'
        ),
    ),
    "an open quotation mark": (
        '---\ntitle: "A\n---\nText.\n',
        f"{ENTRY}:2:8: the quotation mark is never closed\n  hint: close it\n",
    ),
    "a tab": (
        "---\ntitle: A\ntopics:\n\t- icc\n---\nText.\n",
        f"{ENTRY}:4:1: a tab stands where only spaces can\n  hint: indent with spaces\n",
    ),
    "no front matter": (
        "Just text.\n",
        (
            f"{ENTRY}:1: expected front matter\n"
            "  hint: start the file with a line ---, then title: …, then another line ---\n"
        ),
    ),
    "front matter without end": (
        "---\ntitle: A\n\nText.\n",
        f"{ENTRY}:1: the front matter has no end\n  hint: end the front matter with a line ---\n",
    ),
    "an unknown key": (
        "---\ntitle: A\ntopic: icc\n---\nText.\n",
        f"{ENTRY}:3: topic: there is no such field\n  hint: did you mean topics?\n",
    ),
    "a key twice": (
        "---\ntitle: A\ntitle: B\n---\nText.\n",
        (
            f"{ENTRY}:3: title: stands here again; it stood in line 2 already\n"
            "  hint: keep one of the two\n"
        ),
    ),
    "an alias": (
        "---\ntitle: *a\n---\nText.\n",
        f"{ENTRY}:2:8: *a is an alias\n  hint: write the value out, or put it in quotes\n",
    ),
    "a wrong type": (
        "---\ntitle: [A]\n---\nText.\n",
        (
            f"{ENTRY}:2: title: expected a text, got a list\n"
            "  hint: put a text that starts with [ or { in quotes\n"
        ),
    ),
    "a list of fields for a list of texts": (
        "---\ntitle: A\ntopics: [{a: b}]\n---\nText.\n",
        (
            f"{ENTRY}:3: topics: expected a list of texts, got fields of its own in it\n"
            "  hint: write [one, two]; put a text that holds : in quotes\n"
        ),
    ),
    "draft: perhaps": (
        "---\ntitle: A\ndraft: ture\n---\nText.\n",
        f"{ENTRY}:3: draft: expected true or false, got 'ture'\n  hint: did you mean true?\n",
    ),
    "a missing title": (
        "---\ntopics: [icc]\n---\nText.\n",
        (
            f"{ENTRY}:2: title: expected a text, got nothing\n"
            "  hint: write title: and the text after it\n"
        ),
    ),
    "a title that is null": (
        "---\ntopics: [icc]\ntitle: ~\n---\nText.\n",
        (
            f"{ENTRY}:3: title: expected a text, got nothing\n"
            "  hint: write title: and the text after it\n"
        ),
    ),
    "a bad date": (
        "---\ntitle: A\ndate: 5 October\n---\nText.\n",
        (
            f"{ENTRY}:3: date: expected a date like 2023-10-03 or a moment like"
            " 2023-10-03T14:30+03:00, got '5 October'\n"
            "  hint: write the day, and the time with its offset from UTC if you like\n"
        ),
    ),
    "a date without offset": (
        "---\ntitle: A\ndate: 2023-10-05T14:30\n---\nText.\n",
        (
            f"{ENTRY}:3: date: '2023-10-05T14:30' lacks its offset from UTC\n"
            "  hint: write 2023-10-05T14:30+03:00\n"
        ),
    ),
    "a day that does not exist": (
        "---\ntitle: A\ndate: 2023-02-30\n---\nText.\n",
        f"{ENTRY}:3: date: there is no day 2023-02-30\n  hint: look at a calendar\n",
    ),
    "a time that does not exist": (
        "---\ntitle: A\ndate: 2023-10-05T24:00Z\n---\nText.\n",
        f"{ENTRY}:3: date: there is no time 24:00\n  hint: hours go from 00 to 23\n",
    ),
    "a date unlike the file name's": (
        "---\ntitle: A\ndate: 2023-10-06\n---\nText.\n",
        (
            f"{ENTRY}:3: date: expected the day of the file name, 2023-10-05, got 2023-10-06\n"
            "  hint: correct the date, or rename a file not yet published\n"
        ),
    ),
    "an unknown language": (
        "---\ntitle: A\nlang: ru\n---\nText.\n",
        (
            f"{ENTRY}:3: lang: expected one of en, be, got 'ru'\n"
            "  hint: add ru to languages in entries/feed.yaml\n"
        ),
    ),
    "an unknown topic": (
        "---\ntitle: A\ntopics: [ic]\n---\nText.\n",
        (
            f"{ENTRY}:3: topics: there is no topic 'ic'\n"
            "  hint: did you mean icc? else add it to topics in entries/feed.yaml\n"
        ),
    ),
    "topics without brackets": (
        "---\ntitle: A\ntopics: icc, law\n---\nText.\n",
        f"{ENTRY}:3: topics: there is no topic 'icc, law'\n  hint: write topics: [icc, law]\n",
    ),
    "a topic twice": (
        "---\ntitle: A\ntopics:\n- icc\n- icc\n---\nText.\n",
        f"{ENTRY}:5: topics: icc stands here twice\n  hint: keep one of the two\n",
    ),
    "an id that is an address": (
        "---\nid: https://example.org/1\ntitle: A\n---\nText.\n",
        (
            f"{ENTRY}:2: id: an address of the web cannot be an id\n"
            f"  hint: it would change with a move; {ID_HINT}\n"
        ),
    ),
    "an id with white space": (
        "---\nid: tag:example.org,2023:a b\ntitle: A\n---\nText.\n",
        (
            f"{ENTRY}:2: id: expected urn:uuid:… or tag:… without white space,"
            f" got 'tag:example.org,2023:a b'\n  hint: {ID_HINT}\n"
        ),
    ),
    "an id that is too long": (
        f"---\nid: tag:example.org,2023:{'a' * 240}\ntitle: A\n---\nText.\n",
        f"{ENTRY}:2: id: expected at most 244 characters, got 261\n  hint: {ID_HINT}\n",
    ),
    "an attachment that is missing": (
        "---\ntitle: A\nattachments: [no.pdf]\n---\nText.\n",
        (
            f"{ENTRY}:3: attachments: there is no file no.pdf beside the entry\n"
            "  hint: copy it there, or correct the name\n"
        ),
    ),
    "an attachment outside the folder": (
        "---\ntitle: A\nattachments:\n- ../secret.pdf\n---\nText.\n",
        (
            f"{ENTRY}:4: attachments: expected a file beside the entry, got '../secret.pdf'\n"
            "  hint: copy the file into the folder of the entry\n"
        ),
    ),
    "an absolute attachment": (
        "---\ntitle: A\nattachments: [/etc/passwd]\n---\nText.\n",
        (
            f"{ENTRY}:3: attachments: expected a file beside the entry, got '/etc/passwd'\n"
            "  hint: copy the file into the folder of the entry\n"
        ),
    ),
    "another entry as an attachment": (
        "---\ntitle: A\nattachments: [2023-10-03-good.md]\n---\nText.\n",
        (
            f"{ENTRY}:3: attachments: 2023-10-03-good.md is part of the publication"
            " and no file to hand out\n"
            "  hint: link to an entry in the text: [title](2023-10-03-our-title.md)\n"
        ),
    ),
    "a picture that is missing": (
        "---\ntitle: A\n---\nText.\n\n![Here](фота.png)\n",
        (
            f"{ENTRY}:6: the link 'фота.png': there is no file фота.png beside the entry\n"
            "  hint: copy it there, or correct the name\n"
        ),
    ),
    "a link to no entry": (
        "---\ntitle: A\n---\nText.\n\n[Here](2023-10-04-no.md)\n",
        (
            f"{ENTRY}:6: the link '2023-10-04-no.md': there is no published entry"
            " entries/2023-10-04-no.md\n"
            "  hint: correct the name; drafts and later entries have no page\n"
        ),
    ),
    "Windows-1251": (
        "---\ntitle: Заявы рады\n---\nТэкст.\n".encode("cp1251"),
        (
            f"{ENTRY}:2:8: expected UTF-8 text, got the byte 0xC7\n"
            f"  hint: it looks like Windows-1251 (Cyrillic): {UTF8_HINT}\n"
        ),
    ),
    "UTF-16": (
        "---\ntitle: A\n---\nText.\n".encode("utf-16"),
        (
            f"{ENTRY}:1:1: expected UTF-8 text, got the byte 0xFF\n"
            f"  hint: it looks like UTF-16: {UTF8_HINT}\n"
        ),
    ),
    "NUL": (
        "---\ntitle: A\n---\nTe\0xt.\n",
        (
            f"{ENTRY}:4:3: U+0000, NUL, can stand in no feed\n"
            "  hint: if this is text, save it as UTF-8; if not, copy its text into a text file\n"
        ),
    ),
    "U+000B": (
        "---\ntitle: A\u000bB\n---\nText.\n",
        (
            f"{ENTRY}:2:9: U+000B, an invisible character, can stand in no feed\n"
            "  hint: delete it, or type again what stood there\n"
        ),
    ),
    "an escaped control character in YAML": (
        '---\ntitle: "A\\x0bB"\n---\nText.\n',
        (
            f"{ENTRY}:2: title: U+000B, an invisible character, can stand in no feed\n"
            "  hint: delete it, or type again what stood there\n"
        ),
    ),
    "an escaped control character in a list": (
        '---\ntitle: A\nattachments: ["\\x07.pdf"]\n---\nText.\n',
        (
            f"{ENTRY}:3: attachments: U+0007, an invisible character, can stand in no feed\n"
            "  hint: delete it, or type again what stood there\n"
        ),
    ),
    "an escaped surrogate in YAML": (
        '---\ntitle: "\\ud800"\n---\nText.\n',
        (
            f"{ENTRY}:2:11: the backslash starts no escape that there is\n"
            "  hint: use single quotes, in which a backslash is one\n"
        ),
    ),
    "a surrogate by reference": (
        "---\ntitle: A\n---\n&amp; text.\n\nHere &#xD800;.\n",
        (
            f"{ENTRY}:6:6: U+FFFD, the sign of a damaged character, can stand in no feed\n"
            "  hint: delete the character reference &#…;\n"
        ),
    ),
    "a control character by reference": (
        "---\ntitle: A\n---\n&#38; text &#11;.\n",
        (
            f"{ENTRY}:4:12: U+000B, an invisible character, can stand in no feed\n"
            "  hint: delete the character reference &#…;\n"
        ),
    ),
    "a control character by reference in raw HTML": (
        '---\ntitle: A\n---\n<p title="&#11;">Text.</p>\n',
        (
            f"{ENTRY}:4:11: U+000B, an invisible character, can stand in no feed\n"
            "  hint: delete the character reference &#…;\n"
        ),
    ),
    "an unclosed comment": (
        "---\ntitle: A\n---\nText.\n\n<!-- to do\n\nMore.\n",
        (
            f"{ENTRY}:6:1: <!-- is opened and never closed; it would hide the rest of the text\n"
            "  hint: write --> where it ends, or delete <!--\n"
        ),
    ),
    "an unclosed script": (
        "---\ntitle: A\n---\nText.\n\n<Script>\n\nMore.\n",
        (
            f"{ENTRY}:6:1: <script is opened and never closed; it would hide the rest of the text\n"
            "  hint: write </script where it ends, or delete <script\n"
        ),
    ),
    "an empty file": (
        "",
        f"{ENTRY}: the file is empty\n  hint: write its text, or remove the file\n",
    ),
    "an entry without text": (
        "---\ntitle: A\n---\n\n",
        (
            f"{ENTRY}:4: the statement has no text yet\n"
            "  hint: write it below the second line ---, or keep the entry back with draft: true\n"
        ),
    ),
    "an entry of a comment": (
        "---\ntitle: A\n---\n# \n<!-- To be written. -->\n",
        (
            f"{ENTRY}:4: the statement has no text yet\n"
            "  hint: write it below the second line ---, or keep the entry back with draft: true\n"
        ),
    ),
    "a translation into its own language": (
        "---\ntitle: A\ntranslation: official\n---\nText.\n",
        (
            f"{ENTRY}:3: translation: en is the authoritative language and no translation\n"
            "  hint: delete the line\n"
        ),
    ),
    "a revision without a kind": (
        "---\ntitle: A\nrevisions:\n- {date: 2023-10-06, kind: , note: x}\n---\nText.\n",
        (
            f"{ENTRY}:4: revisions.kind: expected a text, got nothing\n"
            "  hint: write kind: and the text after it\n"
        ),
    ),
    "a correction without a note": (
        "---\ntitle: A\nrevisions:\n- {date: 2023-10-06, kind: correction}\n---\nText.\n",
        (
            f"{ENTRY}:4: revisions.note: expected a text, got nothing\n"
            "  hint: say in a sentence what the correction is about; readers see it\n"
        ),
    ),
    "a revision before publication": (
        "---\ntitle: A\nrevisions:\n- {date: 2023-10-04, kind: minor}\n---\nText.\n",
        (
            f"{ENTRY}:4: revisions.date: lies before 2023-10-05T00:00+03:00\n"
            "  hint: revisions stand in the order in which they were made, after publication\n"
        ),
    ),
    "a revision in the future": (
        "---\ntitle: A\nrevisions:\n- {date: 2030-10-04, kind: minor}\n---\nText.\n",
        (
            f"{ENTRY}:4: revisions.date: a revision cannot lie in the future\n"
            "  hint: write the moment at which the text was changed\n"
        ),
    ),
    "a bad source": (
        "---\ntitle: A\nsource: javascript:alert(1)\n---\nText.\n",
        (
            f"{ENTRY}:3: source: expected an address like https://example.org/,"
            f" got 'javascript:alert(1)'\n  hint: {URL_HINT}\n"
        ),
    ),
}


@pytest.mark.parametrize(("content", "printed"), ENTRIES.values(), ids=list(ENTRIES))
def test_an_entry_is_refused_in_one_line(
    folder: Folder, fail: Run, content: str | bytes, printed: str
) -> None:
    """The line says where and what, its hint what to do."""
    folder.write(NAME, content)
    result = fail()
    assert printed == result.stderr


SETTINGS: dict[str, tuple[str, str, str]] = {
    "a missing title": (
        "title: {en: Statements of the Example Council, be: Заявы Прыкладной рады}\n",
        "",
        (
            "entries/feed.yaml:1: title: expected a text, got nothing\n"
            "  hint: write title: and the text after it\n"
        ),
    ),
    "an unknown key": (
        "timezone:",
        "time_zone:",
        "entries/feed.yaml:11: time_zone: there is no such field\n  hint: did you mean timezone?\n",
    ),
    "an unknown time zone": (
        "Europe/Vilnius",
        "Europe/Vilnus",
        (
            "entries/feed.yaml:11: timezone: expected a time zone like Europe/Vilnius,"
            " got 'Europe/Vilnus'\n  hint: did you mean Europe/Vilnius?\n"
        ),
    ),
    "a bad address": (
        "https://statements.example.org/",
        "statements.example.org",
        (
            "entries/feed.yaml:3: base_url: expected an address like https://example.org/,"
            " got 'statements.example.org'\n  hint: write https://statements.example.org\n"
        ),
    ),
    "a number of five thousand digits": (
        "timezone: Europe/Vilnius",
        f"feed_size: {'9' * 5000}",
        (
            "entries/feed.yaml:11: feed_size: expected a whole number from 1 to 100,"
            f" got '{'9' * 40}'\n  hint: write digits alone: feed_size: 100\n"
        ),
    ),
    "languages without brackets": (
        "[en, be]",
        "en, be",
        (
            "entries/feed.yaml:10: languages: expected a language tag like en, be or zh-Hans,"
            " got 'en, be'\n  hint: write languages: [en, be]\n"
        ),
    ),
    "a bad language": (
        "[en, be]",
        "[en, be, all]",
        (
            "entries/feed.yaml:10: languages: expected a language tag like en, be or zh-Hans,"
            " got 'all'\n  hint: two or three small letters, as in the address of a Wikipedia\n"
        ),
    ),
}


@pytest.mark.parametrize(("old", "new", "printed"), SETTINGS.values(), ids=list(SETTINGS))
def test_settings_are_refused_in_one_line(
    folder: Folder, fail: Run, old: str, new: str, printed: str
) -> None:
    """Faulty settings name their line, as entries do."""
    settings = folder.path / "entries" / "feed.yaml"
    text = settings.read_text(encoding="utf-8")
    assert old in text
    folder.write("feed.yaml", text.replace(old, new))
    result = fail()
    assert printed == result.stderr


def test_every_fault_of_every_file_is_told_at_once(folder: Folder, fail: Run) -> None:
    """They are sorted by file and line."""
    folder.entry("2023-10-06-b.md", "topics: [ic]\ndate: 2023-10-07\nauthor: x\n", "<!-- x\n")
    folder.entry("2023-10-05-a.xx.md", "source: x\n")
    folder.write("2023-10-04-c.md", "")
    folder.write("sub/title.md", "---\n---\n")
    expected = [
        "entries/2023-10-04-c.md: the file is empty",
        "entries/2023-10-05-a.xx.md: the file name: expected one of the languages en, be, got 'xx'",
        (
            "entries/2023-10-05-a.xx.md:3: source: expected an address like https://example.org/, "
            "got 'x'"
        ),
        "entries/2023-10-06-b.md:3: topics: there is no topic 'ic'",
        (
            "entries/2023-10-06-b.md:4: date: expected the day of the file name, 2023-10-06, "
            "got 2023-10-07"
        ),
        "entries/2023-10-06-b.md:5: author: there is no such field",
        (
            "entries/2023-10-06-b.md:7:1: <!-- is opened and never closed; it would hide the rest "
            "of the text"
        ),
        (
            "entries/sub/title.md: expected a file name like 2023-10-03-our-title.md or "
            "2023-10-03-our-title.be.md"
        ),
    ]
    lines = fail().stderr.splitlines()
    assert expected == lines[::2]
    assert all(line.startswith("  hint: ") for line in lines[1::2])


def test_two_entries_with_one_id_are_refused(folder: Folder, fail: Run) -> None:
    """Readers would announce the whole feed again."""
    front = "id: urn:uuid:6f9b0a3c-0000-4000-8000-000000000000\n"
    folder.entry("2023-10-04-a.md", front)
    folder.entry("2023-10-05-b.md", front)
    expected = (
        "entries/2023-10-05-b.md:3: id: has the same id as entries/2023-10-04-a.md\n"
        "  hint: delete a copy made by mistake; else its line id: …, as each has its own\n"
    )
    assert expected == fail().stderr


def test_two_entries_with_one_path_are_refused(folder: Folder, fail: Run) -> None:
    """Year and name make the address of a page."""
    folder.entry("2023-10-04-a.md")
    folder.entry("2023-10-05-a.md")
    folder.entry("old/2023-10-05-a.md")
    hint = "  hint: rename the one that is not published yet\n"
    expected = (
        f"entries/2023-10-05-a.md: has the same page as entries/2023-10-04-a.md: 2023/a/\n{hint}"
        f"entries/old/2023-10-05-a.md: has the same page as entries/2023-10-04-a.md: 2023/a/\n"
        f"{hint}"
    )
    assert expected == fail().stderr


def test_a_statement_has_one_reference(folder: Folder, fail: Run) -> None:
    """A translation cannot have another number."""
    folder.entry("2023-10-05-a.md", "reference: 2023-1\n")
    folder.entry("2023-10-05-a.be.md", "reference: 2023-2\n")
    expected = (
        "entries/2023-10-05-a.md:3: reference: expected '2023-2' as in"
        " entries/2023-10-05-a.be.md, got '2023-1'\n"
        "  hint: a statement has one reference in every language\n"
    )
    assert expected == fail().stderr


@pytest.mark.parametrize(
    "name", ["2023-10-05-A b.md", "2023-10-05_a.MD", "2023-10-05-a.markdown", "2023-10-05-a.md.txt"]
)
def test_a_file_name_that_is_nearly_right_has_a_better_one(
    folder: Folder, fail: Run, name: str
) -> None:
    """Nothing that looks like an entry is skipped silently, whatever an editor made of its name."""
    folder.entry(name)
    better = "2023-10-05-a-b.md" if "b" in name else "2023-10-05-a.md"
    assert fail().stderr.endswith(f"  hint: rename it to {better}\n")


@pytest.mark.parametrize(
    ("language", "hint"),
    [
        ("EN", "write en in the name of the file"),
        ("pl", "add pl to languages in entries/feed.yaml, or rename the file"),
        (
            "Copy-2",
            "rename the file: in its name a dot stands before the language and before md alone",
        ),
    ],
)
def test_a_language_that_a_file_name_cannot_say_is_a_fault(
    folder: Folder, fail: Run, language: str, hint: str
) -> None:
    """Nobody is led to add a language that is none."""
    folder.entry(f"2023-10-05-a.{language}.md")
    assert fail().stderr.endswith(f"got {language!r}\n  hint: {hint}\n")


@pytest.mark.parametrize("name", ["a.markdown", "README.md"])
def test_a_file_name_that_is_nothing_like_one_is_a_fault(
    folder: Folder, fail: Run, name: str
) -> None:
    """A name cannot be made for every file."""
    folder.entry(name)
    expected = (
        f"entries/{name}: expected a file name like 2023-10-03-our-title.md or"
        " 2023-10-03-our-title.be.md\n"
        "  hint: a-z, 0-9 and single hyphens; `communique new` finds a good name\n"
    )
    assert expected == fail().stderr


@pytest.mark.parametrize(
    ("name", "said"), [("2023-02-30-a.md", "there is no day 2023-02-30"), ("1899-12-31-a.md", "")]
)
def test_a_file_name_with_a_bad_day_is_a_fault(
    folder: Folder, fail: Run, name: str, said: str
) -> None:
    """The day in the name is one that feeds can hold."""
    folder.entry(name)
    said = said or "expected a year from 1900 to 9998, got 1899"
    expected = (
        f"entries/{name}: the file name: {said}\n"
        "  hint: start the name with the day of the statement\n"
    )
    assert expected == fail().stderr


def test_a_directory_named_like_an_entry_is_a_fault(folder: Folder, fail: Run) -> None:
    """Nobody means that."""
    (folder.path / "entries" / NAME).mkdir()
    expected = f"{ENTRY}: expected a file, got a folder\n  hint: give the folder another name\n"
    assert expected == fail().stderr


def test_a_huge_file_is_refused_unread(folder: Folder, fail: Run) -> None:
    """Fifty megabytes were not written by hand; they are not even read."""
    with (folder.path / "entries" / NAME).open("wb") as file:
        file.truncate(50_000_000)
    expected = (
        f"{ENTRY}: expected at most 5,000,000 bytes of text, got 50,000,000\n"
        "  hint: attach large documents instead of pasting them\n"
    )
    assert expected == fail().stderr


def test_no_entries_at_all_is_a_fault(folder: Folder, fail: Run) -> None:
    """An empty feed where there was a full one would tell subscribers nothing good."""
    (folder.path / "entries" / "2023-10-03-good.md").unlink()
    expected = (
        "entries: there are no entries yet\n"
        '  hint: `communique new "Our first statement"` writes one\n'
    )
    assert expected == fail().stderr


def test_no_settings_is_a_fault(folder: Folder, fail: Run) -> None:
    """The hint tells how to start, and where else to look."""
    (folder.path / "entries" / "feed.yaml").unlink()
    expected = (
        "entries/feed.yaml: there is no publication here\n"
        "  hint: `communique init` starts a publication; `-C FOLDER` names another folder\n"
    )
    assert expected == fail().stderr


def attach(folder: Folder) -> None:
    """Write an entry whose attachment is a.pdf."""
    folder.entry(NAME, "attachments: [a.pdf]\n")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets few users make links")
def test_an_attachment_that_links_out_is_refused(folder: Folder, fail: Run) -> None:
    """Nothing outside entries/ is published."""
    attach(folder)
    secret = folder.path / "secret"
    secret.write_bytes(b"secret")
    (folder.path / "entries" / "a.pdf").symlink_to(secret)
    expected = (
        f"{ENTRY}:3: attachments: a.pdf is a link that leads out of entries/\n"
        "  hint: copy the file itself to its place\n"
    )
    assert expected == fail().stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets few users make links")
def test_an_attachment_that_links_to_itself_is_refused(folder: Folder, fail: Run) -> None:
    """A circle of links has no end."""
    attach(folder)
    (folder.path / "entries" / "a.pdf").symlink_to("a.pdf")
    result = fail()
    assert result.stderr.startswith(f"{ENTRY}:3: attachments: a.pdf cannot be read: ")
    expected = "  hint: see that you may read it, and that it is no broken link"
    assert expected == result.stderr.splitlines()[1]


DEVICE = (
    f"{ENTRY}:3: attachments: a.pdf is a folder or a device, not a file\n"
    "  hint: name a file; of several, one a line\n"
)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes in folders")
def test_an_attachment_that_is_a_pipe_is_refused(folder: Folder, fail: Run) -> None:
    """Reading it would wait for ever."""
    attach(folder)
    os.mkfifo(folder.path / "entries" / "a.pdf")
    assert fail().stderr == DEVICE


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes in folders")
def test_an_entry_that_is_a_pipe_is_refused(folder: Folder, fail: Run) -> None:
    """Reading it would wait for ever."""
    os.mkfifo(folder.path / "entries" / NAME)
    expected = (
        f"{ENTRY}: expected a file, got a folder or a device\n"
        "  hint: remove it, or give it another name\n"
    )
    assert expected == fail().stderr


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no sockets in folders here")
def test_an_attachment_that_is_a_device_is_refused(
    folder: Folder, fail: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A socket is no regular file, as a device is none; making it needs no rights."""
    attach(folder)
    monkeypatch.chdir(folder.path / "entries")  # the name of a socket must be short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("a.pdf")
        monkeypatch.chdir(folder.path)
        assert fail().stderr == DEVICE


def test_a_folder_as_an_attachment_is_refused(folder: Folder, fail: Run) -> None:
    """Only files can be handed out."""
    attach(folder)
    (folder.path / "entries" / "a.pdf").mkdir()
    assert fail().stderr == DEVICE


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets few users make links")
def test_a_link_to_a_folder_of_entries_is_refused(folder: Folder, fail: Run) -> None:
    """Its entries would be skipped silently."""
    (folder.path / "more").mkdir()
    (folder.path / "entries" / "more").symlink_to(folder.path / "more")
    expected = (
        "entries/more: expected a folder, got a link to one\n"
        "  hint: put the folder itself in its place\n"
    )
    assert expected == fail().stderr


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="names are Unicode here")
def test_a_file_name_that_is_no_text_is_told_in_one_line(folder: Folder, fail: Run) -> None:
    """Bytes and line breaks of a name are escaped."""
    entries = os.fsencode(folder.path / "entries")
    for name in (b"\xff.md", b"a\n\x1bb.md"):
        with open(os.path.join(entries, name), "wb"):  # noqa: PTH118, PTH123 - a name of bytes
            pass
    names = [line.partition(": ")[0] for line in fail().stderr.splitlines()[::2]]
    expected = ["entries/\\udcff.md", "entries/a\\n\\x1bb.md"]
    assert sorted(expected) == sorted(names)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: b"\xef\xbb\xbf" + text,
        lambda text: text.replace(b"\n", b"\r\n"),
        lambda text: b"\xef\xbb\xbf" + text.replace(b"\n", b"\r\n"),
        lambda text: text.replace(b"\n", b"\r"),
    ],
)
def test_a_byte_order_mark_and_windows_line_ends_change_nothing(
    folder: Folder, build: Run, site: Path, change: object
) -> None:
    """The site is the same, and no file of it is touched."""
    before = look(site)
    for file in (folder.path / "entries").iterdir():
        file.write_bytes(change(file.read_bytes()))  # type: ignore[operator]  # a lambda
    assert build().exit_code == 0
    assert before == look(site)


def test_a_folder_that_cannot_be_read_is_a_fault(
    folder: Folder, fail: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its entries are not skipped silently."""
    (folder.path / "entries" / "closed").mkdir()
    scan = os.scandir

    def refuse(path: str) -> object:
        if os.fspath(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", os.fspath(path))
        return scan(path)

    monkeypatch.setattr("os.scandir", refuse)
    expected = (
        "entries/closed: cannot be read: Permission denied\n  hint: make the folder readable\n"
    )
    assert expected == fail().stderr


def test_a_file_that_cannot_be_read_is_a_fault(
    folder: Folder, fail: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is named, whatever the reason."""
    folder.entry(NAME)
    read = type(folder.path).read_bytes

    def refuse(place: Path) -> bytes:
        if place.name == NAME:
            raise PermissionError(13, "Permission denied")
        return read(place)

    monkeypatch.setattr("pathlib.Path.read_bytes", refuse)
    expected = (
        f"{ENTRY}: cannot be read: Permission denied\n"
        "  hint: see that the file is there and that you may read it\n"
    )
    assert expected == fail().stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
def test_a_disk_that_is_really_full_leaves_the_feeds_as_they_were(
    folder: Folder, site: Path
) -> None:
    """A file too large for its place is never half there; pages come before feeds."""
    before = look(site)
    folder.entry(NAME, text="word " * 20_000)
    program = (
        "import resource, sys; from communique.cli import main\n"
        "soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, hard))\n"
        "try: main(sys.argv[1:])\n"
        "finally: resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))"
    )
    command = [sys.executable, "-c", program, "-C", str(folder.path), "build"]
    result = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")
    expected = (1, "", "site/2023/bad/index.html: cannot be written: File too large\n")
    assert expected == (result.returncode, result.stdout, result.stderr)
    assert before == look(site)


def test_a_lock_that_cannot_be_made_is_told(folder: Folder, fail: Run) -> None:
    """A file stands where the folder of the lock should be."""
    state = folder.path / ".communique"
    for file in state.iterdir():
        file.unlink()
    state.rmdir()
    state.write_bytes(b"")
    assert fail().stderr.startswith(".communique: cannot be written: ")


def test_a_target_folder_that_is_a_file_is_told(folder: Folder, build: Run) -> None:
    """It is left as it is."""
    folder.entry("2023-10-03-good.md")
    (folder.path / "site").write_bytes(b"mine")
    result = build()
    expected = (1, "site: expected a folder, got a link or a file")
    assert expected == (result.exit_code, result.stderr.splitlines()[0])
    assert (folder.path / "site").read_bytes() == b"mine"


@pytest.mark.parametrize(
    ("number", "said", "hint"),
    [
        (30, "Read-only file system", "the disk is read-only: make it writable, or choose another"),
        (28, "No space left on device", "make room on the disk, then run the command again"),
    ],
)
def test_a_disk_that_takes_nothing_is_told(
    folder: Folder, fail: Run, monkeypatch: pytest.MonkeyPatch, number: int, said: str, hint: str
) -> None:
    """A disk that is read-only or full leaves the site as it was."""
    folder.entry(NAME)

    open_file = os.open

    def refuse(path: str, flags: int, *mode: int, **where: int) -> int:
        if flags & os.O_CREAT:
            raise OSError(number, said)
        return open_file(path, flags, *mode, **where)

    monkeypatch.setattr("communique.held.os.open", refuse)
    lines = fail().stderr.splitlines()
    assert lines[0].endswith(f": cannot be written: {said}")
    expected = f"  hint: {hint}"
    assert expected == lines[1]


@pytest.mark.parametrize(
    "arguments",
    [
        ["build", "--now", "yesterday"],
        ["build", "--now", "2023-10-03T14:30"],
        ["build", "--nwo"],
        ["bild"],
        ["new"],
        ["new", "A", "--lang", "xx"],
        ["new", "A", "--topic", "xx"],
        ["new", "A", "--date", "0000-01-01"],
        ["new", "A", "--translate", "nowhere.md"],
        ["init", "--language", "no such"],
        [],
    ],
)
def test_wrong_usage_has_an_exit_status_of_its_own(run: Run, arguments: list[str]) -> None:
    """Exit 2, and the usage or what is wrong with it."""
    result = run(*arguments)
    expected = (2, "")
    assert expected == (result.exit_code, result.stdout)
    assert result.stderr.startswith("Usage: ")
    assert isinstance(result.exception, SystemExit)
