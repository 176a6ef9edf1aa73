"""``communique revise``, as the press officer types it."""

from __future__ import annotations

from datetime import UTC, datetime
from html import unescape
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from communique.drafting import escape_marks, write_link
from communique.entries import read_publication
from communique.errors import WriteError
from communique.ledger import append_records, record_entry
from communique.markup import render_markdown
from tests.publication import Folder, read

if TYPE_CHECKING:
    from tests.publication import Run

FILE = "entries/2023-10-03-one.md"
NOTE = "There were 20, not 30."


@pytest.fixture(autouse=True)
def entry(folder: Folder) -> None:
    """Write one published entry."""
    folder.entry("2023-10-03-one.md", "topics: [icc]\ntitle: One [and] *only*\n")


def look(folder: Folder) -> str:
    """Read the entry."""
    return (folder.path / FILE).read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--minor"], "kind: minor}"),
        (["--minor", "A comma."], "kind: minor, note: A comma.}"),
        (["--correction", NOTE], f"kind: correction, note: '{NOTE}'}}"),
        (["--withdraw", " A  forged\nletter. "], "kind: withdrawal, note: A forged letter.}"),
    ],
)
def test_records_each_kind(folder: Folder, run: Run, arguments: list[str], expected: str) -> None:
    """The entry gets its revision, and the next command is named."""
    result = run("revise", FILE, *arguments, "--date", "2023-10-05T09:00:07+03:00")
    assert result.exit_code == 0, result.stderr
    assert f"revisions:\n- {{date: 2023-10-05T09:00:07+03:00, {expected}\n---" in look(folder)
    assert result.stdout == ""
    assert result.stderr.endswith(f"Next: communique -C {folder.path} publish\n")


def test_names_the_translations_that_have_to_follow(folder: Folder, run: Run) -> None:
    """What changes in the authoritative language has changed in no other yet."""
    folder.entry("2023-10-03-one.be.md")
    folder.entry("2023-10-04-two.en.md")
    said = "  its translation does not say so yet: 2023-10-03-one.be.md\n"
    assert said in run("revise", FILE, "--withdraw", "A forged letter.").stderr
    for file in (FILE.replace(".md", ".be.md"), "entries/2023-10-04-two.en.md"):
        result = run("revise", file, "--correction", NOTE)
        assert (result.exit_code, "its translation" in result.stderr) == (0, False)


def test_a_revision_is_of_now_and_in_order(folder: Folder, run: Run) -> None:
    """Without --date two revisions within a minute of each other still stand in order."""
    for _ in range(2):
        assert run("revise", str(folder.path / FILE), "--minor").exit_code == 0
    (found,) = read_publication(folder.path, datetime.now(UTC)).publication.entries
    assert len(found.revisions) == 2


def test_an_entry_published_within_this_minute_can_be_revised(folder: Folder, run: Run) -> None:
    """A time that is cut to the minute is never earlier than the publication."""
    now = datetime.now(UTC).replace(microsecond=0)
    folder.entry(f"{now.date()}-new.md", f"date: {now.isoformat()}\n")
    result = run("revise", f"entries/{now.date()}-new.md", "--minor")
    assert result.exit_code == 0, result.stderr


def test_announces_a_grave_correction(folder: Folder, run: Run) -> None:
    """A new entry with an id of its own tells of it, links to it and holds the note."""
    result = run("revise", FILE, "--correction", "<20>, not *30*.", "--announce")
    assert result.exit_code == 0, result.stderr
    now = datetime.now(UTC)
    publication = read_publication(folder.path, now).publication
    new, old = publication.entries
    assert result.stdout == f"{new.file}\n"
    assert new.title == "Correction: One [and] *only*"
    assert new.topics == ("icc",)
    assert new.id.startswith("urn:uuid:")
    body = publication.bodies[new.file]
    link = f'<a href="{publication.base_url}{old.path}">One [and] *only*</a>'
    assert link in body.html_absolute
    assert "&lt;20&gt;, not *30*." in body.html
    assert [revision.kind for revision in old.revisions] == ["correction"]
    assert new.published != old.updated


def test_announces_what_was_recorded_before(folder: Folder, run: Run) -> None:
    """Said afterwards, it tells of the last withdrawal or correction, and leaves the file alone."""
    refused = run("revise", FILE, "--announce")
    assert refused.exit_code == 1
    assert f"{FILE}: not-revised: has no correction and no withdrawal to tell of" in refused.stderr
    run("revise", FILE, "--correction", "It was 20.", "--date", "2023-10-05")
    run("revise", FILE, "--minor", "--date", "2023-10-06")
    told = run("revise", FILE, "--announce").stdout.strip()
    text = (folder.path / told).read_text("utf-8")
    assert "title: 'Correction: One [and] *only*'" in text
    assert "It was 20." in text
    run("revise", FILE, "--withdraw", "Forged.")
    before = look(folder)
    told = run("revise", FILE, "--announce").stdout.strip()
    text = (folder.path / told).read_text("utf-8")
    assert "title: 'Withdrawn: One [and] *only*'" in text
    assert "we withdrew the statement" in text
    assert before == look(folder)


def test_what_cannot_be_written_is_not_announced(
    folder: Folder, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the entry cannot be changed, no new one is left behind."""

    def fail(*_: object) -> None:
        raise WriteError(FILE, "cannot be written: full")

    monkeypatch.setattr("communique.cli.revise.replace_file", fail)
    for more in ([], ["--announce"]):
        result = run("revise", FILE, "--correction", NOTE, *more)
        assert (result.exit_code, result.stderr) == (1, f"{FILE}: cannot be written: full\n")
    assert len(list((folder.path / "entries").glob("*.md"))) == 1


def test_what_is_not_in_the_ledger_is_just_edited(folder: Folder, run: Run) -> None:
    """Once there is a ledger it says who has been told; an entry it lacks needs no revision."""
    folder.entry("2023-10-04-two.md")
    publication = read(folder)
    two, one = publication.entries
    assert one.file == FILE
    at = datetime(2023, 11, 1, tzinfo=UTC)
    append_records(folder.path, [record_entry(publication, one, "published", at)])
    assert run("revise", FILE, "--minor").exit_code == 0
    result = run("revise", two.file, "--minor")
    assert result.exit_code == 1
    assert result.stderr == (
        f"{two.file}: not-published: is not published yet\n"
        "  hint: just edit it: nobody has read it yet who would have to be told\n"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([FILE], "say one of --minor"),
        ([FILE, "--correction", "x", "--withdraw", "y"], "say one of --minor"),
        ([FILE, "--minor", "--announce"], "--announce goes with --correction and --withdraw"),
        ([FILE, "--correction", " "], "say in a sentence what the correction is about"),
        ([FILE, "--withdraw", ""], "say in a sentence what the withdrawal is about"),
        ([FILE, "--minor", "a\x07b"], "U+0007"),
        ([FILE, "--minor", "x", "--date", "yesterday"], "expected a date"),
        (["entries/none.md", "--minor"], "there is no file"),
        (["../outside.md", "--minor"], "is not in entries/"),
    ],
)
def test_wrong_usage_is_explained(
    folder: Folder, run: Run, arguments: list[str], message: str
) -> None:
    """What cannot be meant is wrong usage, and the file stays as it is."""
    (folder.path.parent / "outside.md").write_text("x", encoding="utf-8")
    before = look(folder)
    result = run("revise", *arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert before == look(folder)


def test_faults_are_told_as_a_build_tells_them(folder: Folder, run: Run) -> None:
    """Settings and entries that cannot be read are no traceback."""
    folder.entry("2023-10-05-broken.md", "colour: red\n")
    result = run("revise", "entries/2023-10-05-broken.md", "--minor")
    assert result.exit_code == 1
    assert "colour: there is no such field" in result.stderr
    folder.write("feed.yaml", "title: x\n")
    result = run("revise", FILE, "--minor")
    assert result.exit_code == 1
    assert "entries/feed.yaml:1" in result.stderr


@given(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1))
@example("**a** [b](c) <i> &amp; `d` ~~e~~ !f | g \\h")
def test_titles_and_notes_stay_text_in_an_announcement(text: str) -> None:
    """No mark in a title or a note becomes Markdown, in a link or beside it."""
    title = f"x{text}x"
    html = render_markdown(
        f"A {write_link(title, 'entries/a/b.md')} {escape_marks(title)}\n", ""
    ).html
    assert f"A [{title}] {title}" == unescape(
        html.removeprefix("<p>")
        .removesuffix("</p>\n")
        .replace('<a href="a/b.md">', "[")
        .replace("</a>", "]")
    )
