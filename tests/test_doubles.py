"""Files that claim the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

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
