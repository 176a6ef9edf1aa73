"""Files to a publication: what is published, when, and how one entry leads to another."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from communique.entries import Reading, read_publication
from communique.entryfile import find_page, parse_name
from communique.errors import SourceError, SourceErrors
from communique.ledger import append_records, record_entry
from tests.publication import NOW

if TYPE_CHECKING:
    from communique.settings import Settings
    from tests.publication import Folder


def read(folder: Folder) -> Reading:
    """Read the publication as of the first day of 2024."""
    return read_publication(folder.path, NOW)


def refuse(folder: Folder) -> list[str]:
    """Give the faults of the publication."""
    with pytest.raises(SourceErrors) as caught:
        read(folder)
    assert all(fault.hint for fault in caught.value.faults)
    return str(caught.value).splitlines()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("2023-10-03-a.md", (date(2023, 10, 3), "a", "")),
        ("2023-10-03-a-2-b.be.md", (date(2023, 10, 3), "a-2-b", "be")),
        ("2023-10-03-a.zh-Hans.md", (date(2023, 10, 3), "a", "zh-Hans")),
    ],
)
def test_a_name_has_a_day_a_slug_and_a_language(name: str, expected: tuple[date, str, str]) -> None:
    """The language only where it is not the authoritative one."""
    assert expected == parse_name(name, name)


@pytest.mark.parametrize(
    "name",
    ["a.md", "2023-10-03.md", "2023-10-03-A+.md", "2023-10-03-a--b.md", "2023-10-03-a.b.c.md"],
)
def test_any_other_name_is_a_fault(name: str) -> None:
    """The hint tells who finds a good one."""
    with pytest.raises(SourceError, match="expected a file name like") as caught:
        parse_name(name, name)
    assert "communique new" in caught.value.hint


def test_a_page_stands_under_its_language_and_year(known: Settings) -> None:
    """The authoritative language has no folder of its own."""
    day = date(2023, 10, 3)
    expected = ("2023/a/", "be/2023/a/")
    assert expected == tuple(find_page(known, day, "a", lang) for lang in ("en", "be"))


def test_every_value_of_an_entry_is_there(folder: Folder) -> None:
    """What was written, and what follows from the name where nothing was."""
    folder.write("a.pdf", b"abc")
    folder.entry("2023-10-03-a.md", "attachments: [a.pdf]\n", "# One\n\nTwo [b](a.pdf).\n")
    folder.entry("2023-10-03-a.be.md", "id: tag:x.example,2023:y\nsummary: S\n")
    publication = read(folder).publication
    first, second = reversed(publication.entries)
    body = publication.bodies[first.file]
    assert (
        first.id,
        first.key,
        first.language,
    ) == ("tag:statements.example.org,2023:2023-10-03-a:en", "2023-10-03-a", "en")
    assert (first.summary, first.translation, first.path) == ("Two b.", "", "2023/a/")
    assert body.html.strip() == '<h2>One</h2>\n<p>Two <a href="a.pdf">b</a>.</p>'
    assert 'href="https://statements.example.org/2023/a/a.pdf"' in body.html_absolute
    assert [(f.name, f.length, f.announced) for f in first.attachments] == [("a.pdf", 3, True)]
    assert (
        second.id,
        second.summary,
        second.translation,
        second.path,
    ) == ("tag:x.example,2023:y", "S", "official", "be/2023/a/")


def test_drafts_and_the_future_are_not_published(folder: Folder) -> None:
    """Each is accounted for; the next one to come stands first."""
    folder.entry("2023-10-03-old.md")
    folder.entry("2023-12-31-new.md")
    folder.entry("2024-03-01-later.md")
    folder.entry("2024-02-01-next.md")
    folder.entry("2023-10-04-draft.md", "draft: true\n", "")
    folder.entry(".2023-10-04-hidden.md", "broken")
    folder.entry(".hidden/2023-10-04-hidden.md", "broken")
    reading = read(folder)
    expected = (
        ["2023-12-31-new", "2023-10-03-old"],
        ["2024-02-01-next", "2024-03-01-later"],
        ["2023-10-04-draft"],
    )
    assert expected == (
        [entry.key for entry in reading.publication.entries],
        [entry.key for entry in reading.scheduled],
        [entry.key for entry in reading.drafts],
    )


def test_an_entry_is_published_at_its_moment(folder: Folder) -> None:
    """Not a second before."""
    folder.entry("2024-01-01-a.md", "date: 2024-01-01T02:00+02:00\n")
    assert len(read(folder).publication.entries) == 1
    early = read_publication(folder.path, NOW - timedelta(seconds=1))
    assert (len(early.publication.entries), len(early.scheduled)) == (0, 1)


@pytest.mark.parametrize("target", ["2024-02-01-next.md", "2023-10-04-draft.md"])
def test_a_page_leads_to_no_page_that_is_not_published(folder: Folder, target: str) -> None:
    """It would leak a name and be a dead link; a draft may lead there."""
    folder.entry("2024-02-01-next.md", text=f"[a]({target})\n")
    folder.entry("2023-10-04-draft.md", "draft: true\n", f"[a]({target})\n")
    folder.entry("2023-10-03-a.md", text="[b](#note)\n")
    reading = read(folder)
    scheduled = reading.publication.bodies[reading.scheduled[0].file]
    assert scheduled.html.startswith('<p><a href="')
    folder.entry("2023-10-03-a.md", text=f"[a]({target})\n")
    expected = [
        (
            f"entries/2023-10-03-a.md:4: the link '{target}': there is no published entry"
            f" entries/{target}"
        )
    ]
    assert expected == refuse(folder)


def test_an_announcement_of_a_file_needs_no_text(folder: Folder) -> None:
    """The attachment is the statement then."""
    folder.write("a.pdf", b"abc")
    folder.entry("2023-10-03-a.md", "attachments: [a.pdf]\n", "")
    assert read(folder).publication.entries[0].summary == ""


@pytest.mark.parametrize(
    ("name", "front", "expected"),
    [
        ("2023-10-03-a.be.md", "lang: en\n", ":3: lang: the file name says be, lang says en"),
        ("2023-10-03-a.md", "translation: official\n", ":3: translation: en is the authoritative"),
    ],
)
def test_name_and_fields_agree_on_the_language(
    folder: Folder, name: str, front: str, expected: str
) -> None:
    """Where they do not, the line of the field is told, and an empty text too."""
    folder.entry(name, front, "")
    line, *rest = refuse(folder)
    assert line.startswith(f"entries/{name}{expected}")
    assert [f"entries/{name}:5: the statement has no text yet"] == rest
    folder.entry("2023-10-03-a.be.md", "lang: be\n")
    folder.entry("2023-10-03-a.md")
    assert len(read(folder).publication.entries) == 2


def test_the_fault_is_that_of_the_copy(folder: Folder) -> None:
    """Whichever stands first: the one that was published keeps its id."""
    folder.entry("2023-10-03-b.md", "id: tag:x.example,2023:y\n")
    publication = read(folder).publication
    events = [record_entry(publication, publication.entries[0], "published", NOW)]
    append_records(folder.path, events)
    folder.entry("2023-10-03-a.md", "id: tag:x.example,2023:y\n")
    expected = ["entries/2023-10-03-a.md:3: id: has the same id as entries/2023-10-03-b.md"]
    assert expected == refuse(folder)


def test_two_made_with_one_page_have_one_fault(folder: Folder) -> None:
    """An id that was written in both is another fault; one reference in two languages is none."""
    folder.entry("a/2023-10-03-a.md", "id: tag:x.example,2023:y\nreference: 1\n")
    folder.entry("b/2023-10-03-a.md", "id: tag:x.example,2023:y\nreference: 1\n")
    expected = [
        "entries/b/2023-10-03-a.md: has the same page as entries/a/2023-10-03-a.md: 2023/a/",
        "entries/b/2023-10-03-a.md:3: id: has the same id as entries/a/2023-10-03-a.md",
    ]
    assert expected == refuse(folder)
