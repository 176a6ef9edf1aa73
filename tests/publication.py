"""A small publication on disk, written as a press officer would, and how to run communique."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from click.testing import Result

Run = Callable[..., Result]
"""Run communique with these arguments; ``stdin`` is bytes."""

NOW = datetime(2024, 1, 1, tzinfo=UTC)
ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"

SETTINGS = """\
title: {en: Statements of the Example Council, be: Заявы Прыкладной рады}
subtitle: {en: Positions and appeals}
base_url: https://statements.example.org/
authority: statements.example.org,2023
publisher:
  name: {en: Example Council, be: Прыкладная рада}
  url: https://example.org/
  email: press@example.org
  kind: NGO
languages: [en, be]
timezone: Europe/Vilnius
topics: {icc: {en: International Criminal Court, be: Міжнародны крымінальны суд}}
"""


class Folder:
    """A publication on disk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.write("feed.yaml", SETTINGS)

    def write(self, name: str, text: str | bytes) -> Path:
        """Write a file below entries/."""
        file = self.path / "entries" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        return file

    def entry(self, name: str, front: str = "", text: str = "The text.\n") -> Path:
        """Write an entry; its title is there unless *front* has one."""
        title = "" if "title:" in front else "title: A title\n"
        return self.write(name, f"---\n{title}{front}---\n{text}")

    def site(self) -> dict[str, bytes]:
        """Read every file of the site."""
        site = self.path / "site"
        return {
            file.relative_to(site).as_posix(): file.read_bytes()
            for file in sorted(site.rglob("*"))
            if file.is_file()
        }
