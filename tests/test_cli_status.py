"""``communique status``: where the publication stands."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from communique.entryfile import read_entry_file
from tests.publication import NOW

if TYPE_CHECKING:
    from pathlib import Path

    from tests.publication import Folder, Run

TIME = ("--now", NOW.isoformat())


@pytest.fixture
def busy(folder: Folder, run: Run) -> Folder:
    """Give a publication in which something of everything waits."""
    folder.entry("2023-10-01-one.md", "title: One\n")
    folder.entry("2023-10-01-one.be.md", "title: Адзін\n")
    folder.entry("2023-10-02-two.md", "title: Two\n")
    assert run("publish", "--now", "2023-11-01T00:00Z").exit_code == 0
    folder.entry(
        "2023-10-01-one.md",
        "title: One\nrevisions: [{date: 2023-12-01, kind: correction, note: A name.}]\n",
        "Another text.\n",
    )
    folder.entry("2023-10-02-two.md", "title: Two\n", "Changed without a word.\n")
    folder.entry("2024-10-08-later.md", "title: Later\ndate: 2024-10-08T14:00+03:00\n")
    folder.entry("2023-10-03-draft.md", "title: Not ready\ndraft: true\n")
    return folder


def test_lists_everything_that_waits(busy: Folder, run: Run) -> None:
    """Schedule, drafts, translations, impact and the next step stand in lines of their own."""
    result = run("status", *TIME)
    assert result.exit_code == 0
    revise = f"communique -C {busy.path} revise entries/2023-10-02-two.md"
    assert result.stderr.splitlines() == [
        "3 published",
        "  scheduled for Tue 2024-10-08 14:00 Europe/Vilnius: Later (entries/2024-10-08-later.md)",
        "  draft: Not ready (entries/2023-10-03-draft.md)",
        "  behind the authoritative text: Адзін (entries/2023-10-01-one.be.md)",
        "  1 not in be, the newest: Two",
        "0 new, 1 corrected, 0 minor edits, 0 vanished; subscribers will be told of 0",
        "  corrected: One (entries/2023-10-01-one.md)",
        "  unrecorded-change: Two: its text changed, and no revision says so",
        f"    {revise} --minor",
        f'    {revise} --correction "What was corrected."',
        f"Next: mend what is listed above, then: communique -C {busy.path} publish",
    ]


@pytest.mark.usefixtures("busy")
def test_tells_programs_the_same(run: Run) -> None:
    """--format json goes to standard output, and nothing else does."""
    status = json.loads(run("status", "--format", "json", *TIME).stdout)
    assert status["published"] == 3
    assert [entry["title"] for entry in status["scheduled"]] == ["Later"]
    assert status["scheduled"][0]["published"] == "2024-10-08T11:00:00Z"
    assert [entry["file"] for entry in status["drafts"]] == ["entries/2023-10-03-draft.md"]
    assert [entry["title"] for entry in status["behind"]] == ["Адзін"]
    assert status["missing"] == {"en": [], "be": ["Two"]}
    assert [e["event"] for e in status["impact"]["events"]] == ["correction"]
    assert [f["code"] for f in status["impact"]["findings"]] == ["unrecorded-change"]


@pytest.mark.parametrize(
    ("later", "publish", "expected"),
    [
        (False, False, "publish"),
        (False, True, 'new "Our next statement"'),
        (True, True, "publish, at Tue 2024-10-08 14:00 Europe/Vilnius or later"),
    ],
)
def test_names_the_next_step(
    folder: Folder, run: Run, *, later: bool, publish: bool, expected: str
) -> None:
    """The last line is what to do next."""
    folder.entry("2023-10-01-one.md", "title: One\n")
    folder.entry("2023-10-01-one.be.md", "title: Адзін\n")
    if later:
        folder.entry("2024-10-08-later.md", "title: Later\ndate: 2024-10-08T14:00+03:00\n")
    if publish:
        run("publish", *TIME)
    command = f"communique -C {folder.path} {expected}"
    assert run("status", *TIME).stderr.splitlines()[-1] == f"Next: {command}"


def test_writes_nothing(folder: Folder, run: Run) -> None:
    """Looking changes nothing."""
    folder.entry("2023-10-01-one.md")
    run("status", *TIME)
    assert sorted(file.name for file in folder.path.rglob("*") if file.is_file()) == [
        "2023-10-01-one.md",
        "feed.yaml",
    ]


def test_reads_only_what_changed(folder: Folder, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a build read it need not read again; and it leaves what is kept as it is."""
    folder.entry("2023-10-03-one.md", "title: One\n")
    run("build", *TIME)
    cache = folder.path / ".communique" / "cache.json"
    kept = cache.read_bytes()
    folder.entry("2023-10-04-two.md", "title: Two\n")
    read: list[str] = []

    def note(file: Path, path: str, *rest: Any) -> Any:  # noqa: ANN401 - as it is
        read.append(path)
        return read_entry_file(file, path, *rest)

    monkeypatch.setattr("communique.entries.read_entry_file", note)
    assert "2 published" in run("status", *TIME).stderr
    assert read == ["entries/2023-10-04-two.md"]
    assert kept == cache.read_bytes()
