"""A small publication on disk, written as a press officer would, and how to run communique."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from click.testing import Result

from communique.entries import read_publication

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from communique.files import Attachment
    from communique.model import Publication

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


def read(folder: Folder) -> Publication:
    """Read what is published on the first day of 2024."""
    return read_publication(folder.path, NOW).publication


def publish(run: Run, *arguments: str, day: int = 0) -> Result:
    """Publish on a day of 2024."""
    return run("publish", "--now", (NOW + timedelta(days=day)).isoformat(), *arguments)


def get_bytes(site: Mapping[str, bytes | Attachment], path: str) -> bytes:
    """Get a file of a rendered site that is no attachment."""
    content = site[path]
    assert isinstance(content, bytes)
    return content


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a49444154789c63600000000200015e21bc330000000049454e44ae426082"
)
"""A picture of one pixel."""


def write_everything(folder: Folder) -> None:
    """Write a publication with every feature on: see the list in the settings and entries."""
    settings = SETTINGS.replace("[en, be]", "[en, be, he]")
    extra = "feed_size: 4\nhubs: [https://hub.example.org/]\nrights: {en: CC BY 4.0}\n"
    folder.write("feed.yaml", settings + extra + "email_signup: https://example.org/newsletter\n")
    folder.write("annex one.pdf", b"%PDF-1.4 not really")
    folder.write("pictures/dot.png", PNG)
    for number in range(1, 10):
        folder.entry(
            f"2023-0{number}-05-plain-{number}.md",
            f"title: Plain {number}\ndate: 2023-0{number}-05T12:0{number}Z\ntopics: [icc]\n",
            f"Text of number {number}.\n",
        )
    folder.entry(
        "2023-10-03-rich.md",
        "title: '<Rich> & \"quoted\" &final'\ndate: 2023-10-03T14:30+03:00\ntopics: [icc]\n"
        "id: urn:uuid:11111111-2222-4333-8444-555555555555\nreference: 2023-42\n"
        "source: https://example.org/rich?a=1&b=2\nattachments: [annex one.pdf]\n"
        "revisions:\n- {date: 2023-10-05T09:00+03:00, kind: correction, note: A sum was wrong.}\n"
        "- {date: 2023-10-06T09:00+03:00, kind: minor}\n",
        "# Part one\n\nSee [the annex](<annex one.pdf>), [an earlier one](2023-01-05-plain-1.md#x)"
        " and a note.[^1]\n\n![A dot](pictures/dot.png)\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n"
        "[^1]: The note.\n",
    )
    folder.entry(
        "2023-10-03-rich.be.md",
        "title: Багатая\ndate: 2023-10-03T15:00+03:00\ntranslation: provisional\n"
        "reference: 2023-42\ntopics: [icc]\n",
        "Тэкст.\n",
    )
    folder.entry("2023-10-03-rich.he.md", "title: עשיר\ndate: 2023-10-03T16:00+03:00\n", "הטקסט.\n")
    folder.entry(
        "2023-11-01-taken-back.md",
        "title: Taken back\ndate: 2023-11-01T10:00Z\nattachments: [annex one.pdf]\n"
        "source: https://forged.example/letter\nrevisions:\n"
        "- {date: 2023-11-02T10:00Z, kind: withdrawal, note: It rested on a forged letter.}\n",
        "This text is gone.\n",
    )
    folder.entry("2023-12-01-secret-draft.md", "title: Secret draft\ndraft: true\n", "Not yet.\n")
    folder.entry("2024-12-01-secret-later.md", "title: Secret later\n", "Not yet either.\n")


@contextmanager
def lock_elsewhere(path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Let another process be at work on the publication at *path*."""
    program = (
        "import pathlib, sys; from communique.locking import lock_publication\n"
        "with lock_publication(pathlib.Path(sys.argv[1])): print(flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout
        assert other.stdout.readline()
        yield other
