"""Files that claim the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.publication import SETTINGS

if TYPE_CHECKING:
    from tests.publication import Folder, Run


@pytest.mark.parametrize(
    ("name", "reference", "expected"),
    [
        (
            "2023-10-03-one.be.md",
            "2023-2",
            (
                "entries/2023-10-03-one.md:3: reference: "
                "expected '2023-2' as in entries/2023-10-03-one.be.md, got '2023-1'"
            ),
        ),
        (
            "2023-10-04-two.md",
            "2023-1",
            (
                "entries/2023-10-04-two.md:3: reference: "
                "'2023-1' is the reference of entries/2023-10-03-one.md"
            ),
        ),
    ],
)
def test_a_reference_belongs_to_one_statement(
    folder: Folder, build: Run, name: str, reference: str, expected: str
) -> None:
    """The number of a statement is the same in every language, and no other statement has it."""
    folder.entry("2023-10-03-one.md", "reference: 2023-1\n")
    folder.entry(name, f"reference: {reference}\n")
    assert expected == build().stderr.splitlines()[0]


def test_two_files_of_one_language_are_told_apart_by_their_names(
    folder: Folder, build: Run
) -> None:
    """Where the languages changed places, the file that names none is in another one."""
    folder.entry("2023-10-03-one.md")
    folder.entry("2023-10-03-one.be.md")
    folder.write("feed.yaml", SETTINGS.replace("[en, be]", "[be, en]"))
    hint = (
        "name the language of the other one in its file name; or undo the change of languages: in"
        " entries/feed.yaml"
    )
    assert build().stderr.splitlines()[:2] == [
        "entries/2023-10-03-one.md: has the same page as entries/2023-10-03-one.be.md: 2023/one/",
        f"  hint: both are in be: {hint}",
    ]
