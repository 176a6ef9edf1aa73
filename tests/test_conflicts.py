"""What a merge that was not finished leaves behind is told, and never published."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from communique.conflicts import find_conflict

if TYPE_CHECKING:
    from tests.publication import Folder, Run

CONFLICT = "<<<<<<< HEAD\nOurs.\n=======\nTheirs.\n>>>>>>> topic\n"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (CONFLICT, 1),
        (f"One.\n{CONFLICT}", 2),
        ("One.\n>>>>>>> topic\n", 2),
        ("Title\n=======\n", 0),
        ("a <<<<<<< b\n", 0),
        ("<<<<<<<\n", 0),
    ],
)
def test_only_the_marks_of_git_are_a_conflict(text: str, line: int) -> None:
    """A heading may be underlined, and arrows may stand in a text."""
    assert find_conflict(text) == line


def test_an_entry_left_to_be_merged_is_a_fault(folder: Folder, build: Run) -> None:
    """In its text as in its front matter, with the line and what to do."""
    folder.entry("2023-10-03-one.md", text=CONFLICT)
    folder.entry("2023-10-04-two.md", f"title: Two\n{CONFLICT}")
    result = build()
    assert result.exit_code == 1
    assert "entries/2023-10-03-one.md:4: a git merge left a conflict here\n" in result.stderr
    assert "entries/2023-10-04-two.md:3: a git merge left a conflict here\n" in result.stderr


def test_a_ledger_left_to_be_merged_says_how(folder: Folder, run: Run) -> None:
    """Two people published at once; the record of one of them is taken."""
    folder.entry("2023-10-03-one.md")
    run("publish")
    ledger = folder.path / "entries" / "ledger.jsonl"
    ours = ledger.read_text("utf-8")
    ledger.write_text(f"<<<<<<< HEAD\n{ours}=======\n{ours}>>>>>>> topic\n", "utf-8")
    result = run("publish")
    assert result.exit_code == 1
    assert "ledger.jsonl:1: ledger-broken: a git merge left a conflict here\n" in result.stderr
    assert "git checkout --theirs entries/ledger.jsonl" in result.stderr
    assert "in a rebase it is the other one: git checkout --ours" in result.stderr
