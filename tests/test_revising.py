"""A revision goes into the front matter, and nothing else in the file changes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from communique.entries import read_publication
from communique.errors import RefusedError, SourceError, SourceErrors
from communique.model import Revision
from communique.revising import add_revision, parse_entry
from communique.settings import Settings, read_settings
from communique.values import replace
from tests.publication import NOW, Folder

PATH = "entries/2023-10-03-a.md"
DATE = datetime(2023, 12, 1, 9, tzinfo=UTC)
NOTE = "There were 20, not 30."
LINE = "{date: 2023-12-01T09:00+00:00, kind: correction, note: 'There were 20, not 30.'}"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Give the settings of the publication that tests share."""
    found = read_settings(Folder(tmp_path_factory.mktemp("publication")).path, [])
    assert found
    return found


def revise(settings: Settings, text: str, revision: Revision | None = None) -> str:
    """Add a revision to the text of an entry, and give the new text."""
    source = parse_entry(text.encode(), PATH, settings, NOW)
    revision = revision or Revision(date=DATE, kind="correction", note=NOTE)
    return add_revision(source, revision, settings, NOW).decode()


def test_a_revision_from_before_there_were_time_zones(settings: Settings) -> None:
    """What is no whole minute from UTC is written in UTC: with its offset nobody could read it."""
    date = datetime(1971, 12, 1, tzinfo=ZoneInfo("Africa/Monrovia"))
    revision = Revision(date=date, kind="minor", note="")
    source = parse_entry(b"---\ntitle: A\n---\nText.\n", "1971-03-01-a.md", settings, NOW)
    after = add_revision(source, revision, settings, NOW)
    assert b"- {date: 1971-12-01T00:44:30+00:00, kind: minor}\n" in after


OLD = "{date: 2023-11-01, kind: minor}"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", f"revisions:\n- {LINE}\n"),
        ("revisions:\n", f"revisions:\n- {LINE}\n"),
        ("revisions: # none\ndraft: no\n", f"revisions: # none\n- {LINE}\ndraft: no\n"),
        ("revisions: ~ # none\n", f"revisions: [{LINE}] # none\n"),
        ("revisions: null\n", f"revisions: [{LINE}]\n"),
        ("revisions: []\n", f"revisions: [{LINE}]\n"),
        ("revisions: [ ]\ndraft: no\n", f"revisions: [{LINE} ]\ndraft: no\n"),
        (f"revisions: {OLD}\n", f"revisions: [{OLD}, {LINE}]\n"),
        (f"revisions: [{OLD}] # x\n", f"revisions: [{OLD}, {LINE}] # x\n"),
        (f"revisions: [{OLD},]\n", f"revisions: [{OLD}, {LINE},]\n"),
        (
            f"revisions: [\n  {OLD} # x\n  ]\n",
            f"revisions: [\n  {OLD},\n  {LINE} # x\n  ]\n",
        ),
        (
            f"revisions:\n- {OLD}  # x\n# end\ndraft: no\n",
            f"revisions:\n- {OLD}  # x\n- {LINE}\n# end\ndraft: no\n",
        ),
        (f"'revisions':\n  - {OLD}\n\n", f"'revisions':\n  - {OLD}\n  - {LINE}\n\n"),
        (
            "revisions:\n  -   date: 2023-11-01\n      kind: minor\ntopics:\n- icc\n",
            (
                "revisions:\n  -   date: 2023-11-01\n      kind: minor\n"
                "  - date: 2023-12-01T09:00+00:00\n    kind: correction\n"
                "    note: 'There were 20, not 30.'\ntopics:\n- icc\n"
            ),
        ),
        (
            (
                "revisions:\n- date: 2023-11-01\n  kind: correction\n  note: |\n"
                "    One.\n    # two\n\n"
                "draft: no\n"
            ),
            (
                "revisions:\n- date: 2023-11-01\n  kind: correction\n  note: |\n"
                "    One.\n    # two\n\n"
                "- date: 2023-12-01T09:00+00:00\n  kind: correction\n"
                "  note: 'There were 20, not 30.'\ndraft: no\n"
            ),
        ),
        (
            "revisions:\n- kind: minor\n  date: 2023-11-01\n  note: >-\n    One.\n",
            (
                "revisions:\n- kind: minor\n  date: 2023-11-01\n  note: >-\n    One.\n"
                "- date: 2023-12-01T09:00+00:00\n  kind: correction\n"
                "  note: 'There were 20, not 30.'\n"
            ),
        ),
        ("summary: |\n  One.\n\n\n", f"summary: |\n  One.\n\n\nrevisions:\n- {LINE}\n"),
    ],
)
def test_keeps_the_way_the_file_is_written(settings: Settings, before: str, after: str) -> None:
    """Lists in lines or brackets, comments, quotation marks and empty lines stay as they were."""
    head, tail = "---\n# Ours.\ntitle: 'A title'\n", "---\nText.\n\n---\n"
    assert head + after + tail == revise(settings, head + before + tail)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_keeps_line_ends_and_byte_order_mark(settings: Settings, line_end: str, mark: str) -> None:
    """A file from another system stays what it is."""
    text = '---\ntitle: "Загало\u2028вак"\nrevisions:\ntopics: [icc]\n---\nText.\n'
    added = f"revisions:\n- {LINE}\ntopics"
    expected = mark + text.replace("revisions:\ntopics", added).replace("\n", line_end)
    assert expected == revise(settings, mark + text.replace("\n", line_end))


@pytest.mark.parametrize(
    "front",
    [
        "{title: A title}\n",
        "title: A title\nrevisions:\n  date: 2023-11-01\n  kind: minor\n",
        "title: A title\n...\n",
    ],
)
def test_refuses_what_it_cannot_edit_safely(settings: Settings, front: str) -> None:
    """A front matter in a rare style is left alone, and the message says what to do."""
    with pytest.raises(RefusedError, match="nothing was changed") as caught:
        revise(settings, f"---\n{front}---\nText.\n")
    assert caught.value.code == "cannot-edit"
    assert caught.value.hint


def test_refuses_what_would_change_anything_else(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever goes wrong in the editing, the result is read again before it is believed."""
    monkeypatch.setattr("communique.revising._plan", lambda *_: (0, 0, "reference: '9'\n"))
    with pytest.raises(RefusedError, match="nothing was changed"):
        revise(settings, "---\ntitle: A\n---\nText.\n")


@pytest.mark.parametrize(
    ("front", "date", "code"),
    [
        ("draft: true\n", DATE, "not-published"),
        (
            "revisions: [{date: 2023-11-01, kind: withdrawal, note: Gone.}]\n",
            DATE,
            "withdrawn",
        ),
        (
            f"revisions: [{{date: 2023-11-01, kind: correction, note: '{NOTE}'}}]\n",
            DATE,
            "not-revised",
        ),
        ("", datetime(2023, 10, 2, tzinfo=UTC), "revision-date"),
        ("revisions: [{date: 2023-12-02, kind: minor}]\n", DATE, "revision-date"),
        ("", NOW + timedelta(minutes=1), "revision-date"),
        (
            f"revisions: [{{date: {DATE.isoformat()}, kind: correction, note: X.}}]\n",
            DATE,
            "revision-date",
        ),
    ],
)
def test_refuses_a_revision_that_cannot_be(
    settings: Settings, front: str, date: datetime, code: str
) -> None:
    """Nothing is revised before it is published, after it is withdrawn, in the future, or twice."""
    with pytest.raises(RefusedError) as caught:
        revise(
            settings,
            f"---\ntitle: A\n{front}---\nText.\n",
            Revision(date=date, kind="correction", note=NOTE),
        )
    assert caught.value.code == code
    assert caught.value.place == PATH
    assert caught.value.hint


def test_a_note_may_come_again_behind_another(settings: Settings) -> None:
    """What the last revision says is not said twice; what was said before that may be."""
    said = f"{{date: 2023-11-01, kind: correction, note: '{NOTE}'}}"
    front = f"revisions: [{said}, {{date: 2023-11-02, kind: correction, note: No.}}]\n"
    again = Revision(date=DATE, kind="correction", note=NOTE)
    after = revise(settings, f"---\ntitle: A\n{front}---\nText.\n", again)
    assert after.count(NOTE) == 2


def test_refuses_an_entry_of_the_future(settings: Settings) -> None:
    """What is scheduled can simply be edited."""
    source = parse_entry(b"---\ntitle: A\n---\nText.\n", "entries/2024-10-03-a.md", settings, NOW)
    revision = Revision(date=NOW, kind="minor", note="")
    with pytest.raises(RefusedError, match="not published yet"):
        add_revision(source, revision, settings, NOW)


def test_an_entry_with_faults_is_not_read(settings: Settings) -> None:
    """Its faults are told, as a build tells them."""
    with pytest.raises(SourceErrors, match="expected a text"):
        parse_entry(b"---\ndraft: no\n---\n", PATH, settings, NOW)
    with pytest.raises(SourceError, match="expected front matter"):
        parse_entry(b"Text.\n", PATH, settings, NOW)


def test_ids_and_languages_are_those_of_a_build(folder: Folder) -> None:
    """One file read alone has the id and the language that a build gives it."""
    folder.entry("2023-10-03-a.md")
    folder.entry("2023-10-03-a.be.md", "id: urn:uuid:11111111-2222-4333-8444-555555555555\n")
    folder.entry("x/2023-10-04-b.md", "lang: be\n")
    settings = read_settings(folder.path, [])
    assert settings
    for entry in read_publication(folder.path, NOW).publication.entries:
        source = parse_entry((folder.path / entry.file).read_bytes(), entry.file, settings, NOW)
        assert (entry.id, entry.language) == (source.id, source.language)


LETTERS = st.characters(exclude_categories=["C", "Zl", "Zp"], exclude_characters="\ufffd")
NOTES = st.text(LETTERS, min_size=1).map(lambda text: " ".join(text.split())).filter(bool)
STYLES = st.sampled_from(
    [
        "",
        "revisions:\n",
        "revisions: []\n",
        "revisions: ~\n",
        f"revisions: [{OLD}]\n",
        f"revisions: [{OLD},\n  {OLD}]\n",
        f"revisions:\n- {OLD}\n",
        f"revisions:\n    - {OLD}\n    # and\n",
        "revisions:\n- kind: minor\n  date: 2023-11-01\n",
        "revisions:\n- kind: minor\n  date: 2023-11-01\n  note:\n",
        'revisions:\n-\n  kind: "minor"\n  date: 2023-11-01\n  note: "a\n    b"\n',
        "revisions:\n- kind: minor\n  date: 2023-11-01\n  note: |+\n    a\n\n\n",
    ]
)
OTHERS = st.lists(
    st.sampled_from(
        [
            "topics: [icc]\n",
            "# a comment\n",
            "\n",
            "source: https://example.org/ # here\n",
            "summary: >\n  One\n  two.\n\n",
            "attachments:\n- a.pdf\n- b.pdf\n",
            "reference: '7'\n",
        ]
    ),
    unique=True,
)


@given(STYLES, OTHERS, OTHERS, NOTES, st.sampled_from(["\n", "\r\n"]))
@example("", [], [], "yes", "\n")
@example("", [], [], "NULL", "\n")
@example("", [], [], "# - 'x': {y}, [z]", "\r\n")
def test_exactly_one_revision_is_added(
    settings: Settings, style: str, above: list[str], below: list[str], note: str, line_end: str
) -> None:
    """Whatever the style, every line stays, and reading gives one revision more."""
    rest = [line for line in below if line not in above]
    front = f"title: A\n{''.join(above)}{style}{''.join(rest)}"
    before = f"---\n{front}---\nText.\n".replace("\n", line_end)
    revision = Revision(date=DATE, kind="correction", note=note)
    after = revise(settings, before, revision)
    first, second = (parse_entry(t.encode(), PATH, settings, NOW) for t in (before, after))
    assert second.front.revisions == (*first.front.revisions, revision)
    assert replace(second.front, revisions=(), attachments=(), lines={}) == replace(
        first.front, revisions=(), attachments=(), lines={}
    )
    assert second.body == first.body
    kept = iter(after)
    left = before.replace("~", "").replace(" []", "")
    assert all(letter in kept for letter in left)  # in their order, with something in between
