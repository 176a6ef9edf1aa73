"""Front matter: parted, read, written."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communique.errors import SourceError
from communique.frontmatter import Front, format_entry, read_front, split_front
from communique.model import Revision
from communique.sources import find_forbidden
from communique.values import replace
from tests.publication import NOW

if TYPE_CHECKING:
    from communique.settings import Settings

DAY = date(2023, 10, 3)
UUID = "urn:uuid:6f9b0a3c-0000-4000-8000-00000000000a"
LETTERS = st.characters(exclude_categories=["Cs"]).filter(lambda one: not find_forbidden(one, ""))
LINES = st.text(LETTERS, min_size=1, max_size=60).filter(
    lambda text: text.strip() and not find_forbidden(text, "")
)


def read(yaml: str, known: Settings) -> tuple[Front | None, list[str]]:
    """Give the front matter and the faults."""
    faults: list[SourceError] = []
    front = read_front(yaml, "a", DAY, known, faults, NOW)
    assert all(fault.hint for fault in faults)
    return front, [str(fault) for fault in faults]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\na: b\n---\nText.\n", ("a: b\n", "Text.\n", 4)),
        ("--- \na: b\n---  \n\nText.\n", ("a: b\n", "\nText.\n", 4)),
        ("---\n---\nText.", ("", "Text.", 3)),
        ("---\na: b\n---", ("a: b\n", "", 4)),
        ("---\na: b\n---\n---\n", ("a: b\n", "---\n", 4)),
    ],
)
def test_an_entry_falls_into_two_parts(text: str, expected: tuple[str, str, int]) -> None:
    """YAML, Markdown, and the line on which that begins."""
    assert expected == split_front(text, "a")


@pytest.mark.parametrize(
    "text", ["Text.", "----\na: b\n----\n", "--- a: b ---", "---", "---\na: b"]
)
def test_front_matter_needs_both_its_lines(text: str) -> None:
    """The hint says how it looks."""
    with pytest.raises(SourceError, match="front matter") as caught:
        split_front(text, "a")
    assert caught.value.hint


def test_every_field_is_read(known: Settings) -> None:
    """In all their forms; a text over several lines is one line."""
    front, faults = read(
        f"""\
id: {UUID}
title: >
  A
  title
date: 2023-10-03T14:30+03:00
lang: be
topics: icc
summary: |
  One
  two
source: https://a.example/
reference: 2023-42
attachments:
- a.pdf
translation: provisional
draft: yes
revisions:
- {{date: 2023-10-04, kind: minor}}
- {{date: 2023-10-05T09:00Z, kind: correction, note: The number.}}
""",
        known,
    )
    assert not faults
    assert front
    zone = known.timezone
    expected = (
        Revision(date=datetime(2023, 10, 4, tzinfo=zone), kind="minor", note=""),
        Revision(date=datetime(2023, 10, 5, 9, tzinfo=UTC), kind="correction", note="The number."),
    )
    assert expected == front.revisions
    assert front.published.isoformat() == "2023-10-03T14:30:00+03:00"
    assert (
        front.id,
        front.title,
        front.summary,
        front.attachments,
    ) == (UUID, "A title", "One two", (("a.pdf", 15),))
    assert (
        front.language,
        front.topics,
        front.source,
        front.reference,
        front.translation,
        front.draft,
    ) == ("be", ("icc",), "https://a.example/", "2023-42", "provisional", True)
    assert front.lines["title"] == 3


def test_without_a_date_the_file_name_says_it(known: Settings) -> None:
    """Midnight in the time zone of the publication."""
    front, _ = read("title: A\n", known)
    assert front
    assert front.published.isoformat() == "2023-10-03T00:00:00+03:00"
    assert (front.id, front.topics, front.draft, front.revisions) == ("", (), False, ())


@pytest.mark.parametrize(
    "entry_id",
    [
        UUID,
        "tag:a.example,2023:b/c?d",
        "tag:me@a.example,2023-01-02:b",
        f"tag:a.example,2023:{'a' * 225}",
    ],
)
def test_an_id_is_a_uuid_or_a_tag(known: Settings, entry_id: str) -> None:
    """Opaque, and never an address that may move."""
    front, faults = read(f"id: {entry_id}\ntitle: A\n", known)
    assert not faults
    assert front
    assert front.id == entry_id


@pytest.mark.parametrize(
    ("yaml", "expected"),
    [
        ("title: A\nid: http://a/", "a:3: id: an address of the web cannot be an id"),
        (f"title: A\nid: {UUID.upper()}", "a:3: id: expected urn:uuid:… or tag:… without"),
        ("title: A\nid: mine", "a:3: id: expected urn:uuid:… or tag:… without white space"),
        (
            "title: A\ntranslation: oficial",
            "a:3: translation: expected official or provisional, got 'oficial'",
        ),
        (
            (
                "title: A\nrevisions:\n- {date: 2023-10-04, kind: withdrawal, note: a}\n"
                "- {date: 2023-10-05, kind: minor}"
            ),
            "a:5: revisions.kind: nothing can follow a withdrawal",
        ),
        (
            "title: A\nrevisions: [{kind: minor}]",
            "a:3: revisions.date: expected a text, got nothing",
        ),
        ("title: A\nrevisions: [a]", "a:3: revisions: expected a list of fields, got the text 'a'"),
        ("title: A\ntopics: [xyz]", "a:3: topics: there is no topic 'xyz'"),
        ("title: A: B", "a:2:9: a colon stands where none can"),
    ],
)
def test_a_wrong_field_is_one_fault(known: Settings, yaml: str, expected: str) -> None:
    """At its line."""
    front, faults = read(yaml, known)
    assert front is None
    assert [expected] == [fault[: len(expected)] for fault in faults]


def test_a_former_topic_has_another_name_now(known: Settings) -> None:
    """Whoever writes the key that a topic had before is told the new one."""
    faults: list[SourceError] = []
    renamed = replace(known, former_topics={"court": "icc"})
    read_front("title: A\ntopics: [court]", "a", DAY, renamed, faults, NOW)
    assert [(f.problem, f.hint) for f in faults] == [
        ("there is no topic 'court'", "it is called icc now")
    ]


def test_an_entry_is_written_as_a_person_would() -> None:
    """Empty fields are left out; quotation marks stand where YAML needs them."""
    expected = "---\ntitle: 'A: b'\ntopics: [icc, 'a, b']\n---\n\nText.\n"
    fields: dict[str, str | tuple[str, ...]] = {
        "id": "",
        "title": "A: b",
        "topics": ("icc", "a, b"),
        "attachments": (),
    }
    assert expected == format_entry(fields, "Text.\n")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LINES, LINES, LINES, st.lists(LINES, max_size=3), st.text(max_size=80))
def test_what_is_written_is_read_back(
    known: Settings, title: str, summary: str, reference: str, files: list[str], body: str
) -> None:
    """Whatever the texts hold: every field, every item and the text itself."""
    texts = {"title": title, "summary": summary, "reference": reference}
    one_line = {name: " ".join(value.splitlines()) for name, value in texts.items()}
    text = format_entry({**one_line, "attachments": tuple(files)}, body)
    yaml, rest, line = split_front(text, "a")
    front, faults = read(yaml, known)
    assert faults == []
    assert front
    expected = tuple(" ".join(value.split()) for value in (title, summary, reference))
    assert expected == (front.title, front.summary, front.reference)
    assert [file.strip() for file in files] == [name for name, _ in front.attachments]
    assert (f"\n{body}", text.count("\n", 0, len(text) - len(rest)) + 1) == (rest, line)


@pytest.mark.parametrize(
    ("said", "origins", "faults"),
    [
        ("feed.xml", ("feed.xml",), []),
        ("[feed.xml, https://a.example/old]", ("feed.xml", "https://a.example/old"), []),
        ("''", (), []),
        (
            "\n- https://a.example/\n- /old",
            (),
            ["a:5: imported-from: expected an address like https://example.org/, got '/old'"],
        ),
    ],
)
def test_what_led_to_an_entry_is_an_address(
    known: Settings, said: str, origins: tuple[str, ...], faults: list[str]
) -> None:
    """The first may be a file; each other one is named with its line if it leads nowhere."""
    front, found = read(f"title: T\nimported-from: {said}\n", known)
    assert (front.imported_from if front else ()) == origins
    assert found == faults
