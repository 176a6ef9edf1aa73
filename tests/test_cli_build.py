"""``communique build``, as the press officer types it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.publication import Folder, Run


def test_accounts_for_every_file(folder: Folder, build: Run) -> None:
    """One line tells how many entries are published, scheduled and drafts."""
    folder.entry("2023-10-03-one.md")
    folder.entry("2023-10-04-two.md", "draft: true\n")
    folder.entry("2024-10-08-three.md", "date: 2024-10-08T14:00+03:00\n")
    result = build()
    assert result.exit_code == 0
    expected = "1 published, 1 scheduled (next Tue 2024-10-08 14:00 Europe/Vilnius), 1 draft"
    assert result.stderr.splitlines()[0] == expected
