"""The look of a publication: accent, logo, templates and assets."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.publication import PNG, SETTINGS

if TYPE_CHECKING:
    from tests.publication import Folder, Run

needs_links = pytest.mark.skipif(os.name == "nt", reason="links need rights of their own there")


def put(folder: Folder, path: str, content: str | bytes = PNG) -> None:
    """Write a file beside entries/."""
    file = folder.path / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)


def fail(folder: Folder, build: Run, settings: str = "") -> list[str]:
    """Build a publication that has something wrong in its look; list the lines of the message."""
    folder.write("feed.yaml", SETTINGS + settings)
    folder.entry("2023-01-01-one.md")
    result = build()
    assert result.exit_code == 1
    assert not (folder.path / "site").exists()
    return result.stderr.splitlines()


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (
            "accent: #0b4f8a\n",
            [
                "entries/feed.yaml:13:9: what follows # is no part of the text, but a comment",
                "  hint: put the text in quotes; a comment begins with a # and a space",
            ],
        ),
        (
            "accent: blue\n",
            [
                "entries/feed.yaml:13: accent: expected a colour like '#0b4f8a', got 'blue'",
                "  hint: six hexadecimal digits: red, green, blue",
            ],
        ),
        (
            "accent: [1]\n",
            [
                "entries/feed.yaml:13: accent: expected a text, got a list",
                "  hint: put a text that starts with [ or { in quotes",
            ],
        ),
        (
            "acent: '#0b4f8a'\n",
            [
                "entries/feed.yaml:13: acent: there is no such field",
                "  hint: did you mean accent?",
            ],
        ),
        (
            "logo: logo.svg\n",
            [
                "entries/feed.yaml:13: logo: there is no file assets/logo.svg",
                "  hint: did you mean logo.png?",
            ],
        ),
        (
            "logo: emblem\n",
            [
                "entries/feed.yaml:13: logo: there is no file assets/emblem",
                "  hint: copy the picture into assets/",
            ],
        ),
        (
            "logo: assets/notes.txt\n",
            [
                "entries/feed.yaml:13: logo: expected a picture, got 'assets/notes.txt'",
                "  hint: SVG is sharp at every size; PNG will do",
            ],
        ),
    ],
)
def test_a_wrong_setting_is_one_fault(
    folder: Folder, build: Run, settings: str, expected: list[str]
) -> None:
    """Each names its line and the mend."""
    put(folder, "assets/logo.png")
    put(folder, "assets/notes.txt", "Notes\n")
    assert expected == fail(folder, build, settings)


def test_assets_stand_in_the_site(folder: Folder, build: Run) -> None:
    """Files of assets/ keep their path; style.css takes the place of ours; others look hidden."""
    put(folder, "assets/style.css", "body { color: red }\n")
    put(folder, "assets/feed.css", "feed { color: red }\n")
    put(folder, "assets/fonts/own.woff2", b"font")
    put(folder, "assets/.well-known/security.txt", "Contact: mailto:a@b.example\n")
    put(folder, "assets/.DS_Store", b"x")
    folder.entry("2023-01-01-one.md")
    assert build().exit_code == 0
    site = folder.site()
    assert site["style.css"] == b"body { color: red }\n"
    assert site["feed.css"] == site["be/feed.css"] == b"feed { color: red }\n"
    assert site["fonts/own.woff2"] == b"font"
    assert ".well-known/security.txt" in site
    assert ".DS_Store" not in site
    (folder.path / "assets" / "style.css").unlink()
    assert build().exit_code == 0
    assert len(folder.site()["style.css"]) > 5_000


def test_assets_take_the_place_of_no_page_or_feed(folder: Folder, build: Run) -> None:
    """Neither by the same name, nor with other capitals, nor as a folder."""
    for name in ("index.html", "Atom.xml", "2023/one", "robots.txt/x", "SHA256SUMS", "2024/ok"):
        put(folder, f"assets/{name}")
    hint = "  hint: give it another name, or put it into a folder of its own"
    expected = []
    for name in ("2023/one", "Atom.xml", "SHA256SUMS", "index.html"):
        line = f"assets/{name}: it would take the place of {name}, which communique writes"
        expected += [line, hint]
    assert expected == fail(folder, build)


@needs_links
def test_links_are_no_assets(folder: Folder, build: Run) -> None:
    """A link that leads out, or nowhere, or to a folder, is a fault."""
    put(folder, "secret.txt", "x")
    put(folder, "assets/real/file.txt", "x")
    (folder.path / "assets" / "out.txt").symlink_to(folder.path / "secret.txt")
    (folder.path / "assets" / "nowhere.txt").symlink_to(folder.path / "assets" / "nothing")
    (folder.path / "assets" / "folder").symlink_to(folder.path / "assets" / "real")
    assert fail(folder, build) == [
        "assets/folder: expected a folder, got a link to one",
        "  hint: put the folder itself in its place",
        "assets/nowhere.txt: a link that leads nowhere",
        "  hint: delete it, or put the file itself in its place",
        "assets/out.txt: out.txt is a link that leads out of assets/",
        "  hint: copy the file itself to its place",
    ]


@needs_links
def test_names_that_no_site_can_hold(folder: Folder, build: Run) -> None:
    """A line break or backslash in a name is a fault."""
    put(folder, "assets/a\\b.txt", "x")
    assert fail(folder, build) == [
        "assets/a\\b.txt: no site can hold the name 'a\\\\b.txt'",
        "  hint: give the file another name",
    ]


def test_a_file_is_no_folder(folder: Folder, build: Run) -> None:
    """Where a folder is expected, a file is a fault."""
    put(folder, "assets", "x")
    assert fail(folder, build) == [
        "assets: expected a folder, got a file",
        "  hint: rename it",
    ]


def test_a_folder_that_cannot_be_read(
    folder: Folder, build: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is named."""
    put(folder, "assets/inner/file.txt", "x")
    scan = os.scandir

    def refuse(path: str) -> object:
        if os.fspath(path).endswith("inner"):
            raise PermissionError(13, "Permission denied", os.fspath(path))
        return scan(path)

    monkeypatch.setattr("os.scandir", refuse)
    assert fail(folder, build) == [
        "assets/inner: cannot be read: Permission denied",
        "  hint: make the folder readable",
    ]


def test_unknown_and_unreadable_templates(folder: Folder, build: Run) -> None:
    """A template that is none of ours is a fault, and so is one that is no text."""
    put(folder, "templates/statment.html", "x")
    put(folder, "templates/my.txt", "x")
    put(folder, "templates/base.html", b"\xff\xfe")
    lines = fail(folder, build)
    assert lines[::2] == [
        "templates/base.html:1:1: expected UTF-8 text, got the byte 0xFF",
        "templates/my.txt: there is no such template",
        "templates/statment.html: there is no such template",
    ]
    assert lines[3].startswith("  hint: the templates are 404.html, base.html, channel.html, ")
    assert lines[5] == "  hint: did you mean statement.html?"
