"""A press officer's desk: what is done with entries and settings, in few words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from tests.publication import Folder

if TYPE_CHECKING:
    from pathlib import Path

START = datetime(2024, 1, 1, 12, tzinfo=UTC)
"""Noon of day 0."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Text:
    """One entry; ``front`` is as it stands in the file."""

    day: int
    slug: str
    language: str
    front: dict[str, str]
    text: str
    folder: str = ""
    revisions: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        """Give its name below entries/."""
        language = f".{self.language}" if self.language else ""
        return f"{self.folder}{START + timedelta(days=self.day):%Y-%m-%d}-{self.slug}{language}.md"

    def write(self) -> str:
        """Write the file."""
        lines = [f"{key}: {value}" for key, value in self.front.items()]
        if self.revisions:
            lines += ["revisions:", *self.revisions]
        return "\n".join(["---", *lines, "---", self.text, ""])


@dataclass(kw_only=True)
class Desk:
    """What stands in a folder; each file beside every entry."""

    path: Path
    settings: dict[str, str] = field(
        default_factory=lambda: {
            "title": "Statements",
            "base_url": "https://statements.example.org/",
            "authority": "statements.example.org,2023",
            "publisher": "{name: Example Council}",
            "languages": "[en]",
            "timezone": "Europe/Vilnius",
            "topics": "{icc: {en: The Court}, law: {en: Law}}",
        }
    )
    texts: dict[str, Text] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    bin: dict[str, Text] = field(default_factory=dict)

    def save(self) -> Folder:
        """Bring the folder to hold what is on the desk, and nothing else that is an entry."""
        folder = Folder(self.path)
        for file in (self.path / "entries").rglob("*.md"):
            file.unlink()
        folder.write("feed.yaml", "".join(f"{k}: {v}\n" for k, v in self.settings.items()))
        for text in self.texts.values():
            folder.write(text.file, text.write())
            for name, data in self.files.items():
                folder.write(text.folder + name, data)
        return folder


Edit = Callable[[Desk], object]


def mint(name: str) -> str:
    """Mint an id for a statement."""
    return f"urn:uuid:00000000-0000-4000-8000-{name.encode().hex()[:12]:0>12}"


def write(
    name: str, day: int = 0, language: str = "", *, minted: bool = True, **front: str
) -> Edit:
    """Write an entry, dated the midnight of *day*."""

    def edit(desk: Desk) -> None:
        own = {"id": mint(name)} if minted else {}
        desk.texts[name] = Text(
            day=day,
            slug=name.partition(".")[0],
            language=language,
            front={**own, "title": f"Title of {name}", **front},
            text=f"Words of {name}.",
        )

    return edit


def change(name: str, text: str = "", **front: str) -> Edit:
    """Change an entry; an empty value deletes a line of its front matter."""

    def edit(desk: Desk) -> None:
        before = desk.texts[name]
        merged = {key: value for key, value in {**before.front, **front}.items() if value}
        desk.texts[name] = replace(before, front=merged, text=text or before.text)

    return edit


def attach(name: str, file: str) -> Edit:
    """Give an entry an attachment."""

    def edit(desk: Desk) -> None:
        desk.files[file] = b"%PDF-1.7"
        change(name, attachments=f"[{file}]")(desk)

    return edit


def rename(
    name: str, slug: str = "", day: int | None = None, language: str | None = None, folder: str = ""
) -> Edit:
    """Give the file of an entry another name."""

    def edit(desk: Desk) -> None:
        text = desk.texts[name]
        desk.texts[name] = replace(
            text,
            slug=slug or text.slug,
            day=text.day if day is None else day,
            language=text.language if language is None else language,
            folder=folder,
        )

    return edit


def copy(name: str, other: str, *, minted: bool = True) -> Edit:
    """Copy an entry word for word, under another name and id."""

    def edit(desk: Desk) -> None:
        text = desk.texts[name]
        front = {**text.front, "id": mint(other)} if minted else text.front
        desk.texts[other] = replace(text, slug=other, front=front)

    return edit


def delete(*names: str) -> Edit:
    """Delete entries."""
    return lambda desk: desk.bin.update({name: desk.texts.pop(name) for name in names})


def restore(*names: str) -> Edit:
    """Take entries out of the bin."""
    return lambda desk: desk.texts.update({name: desk.bin[name] for name in names})


def revise(name: str, kind: str, day: float, note: str = "A number was wrong.") -> Edit:
    """Write a revision into the front matter."""

    def edit(desk: Desk) -> None:
        text = desk.texts[name]
        date = f"{START + timedelta(days=day):%Y-%m-%dT%H:%MZ}"
        line = f"- {{date: {date}, kind: {kind}, note: {note}}}"
        desk.texts[name] = replace(text, revisions=(*text.revisions, line))

    return edit


def unrevise(name: str) -> Edit:
    """Take the last revision out of the front matter."""

    def edit(desk: Desk) -> None:
        text = desk.texts[name]
        desk.texts[name] = replace(text, revisions=text.revisions[:-1])

    return edit


def configure(**settings: str) -> Edit:
    """Change settings."""
    return lambda desk: desk.settings.update(settings)
