"""Texts as they were when they were published, to show what changed since."""

from __future__ import annotations

import subprocess
from difflib import unified_diff
from functools import partial
from typing import TYPE_CHECKING

from communique.canonical import canonical_text, normalise_text
from communique.durable import explain_errors
from communique.entryfile import read_text
from communique.errors import SourceError
from communique.frontmatter import split_front
from communique.ledger import TEXTS_FOLDER, list_texts
from communique.retrying import insist

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from communique.model import Entry, Publication

_VERSIONS = 50
"""Commits of a file that are looked through."""


def keep_texts(folder: Path, entries: Iterable[Entry]) -> None:
    """
    Keep the text of each entry under its hash; what is there already is not touched.

    Args:
        folder: Of the publication.
        entries: Those that were published.

    Raises:
        WriteError: The disk is full or read-only.
    """
    with explain_errors(TEXTS_FOLDER):
        (folder / TEXTS_FOLDER).mkdir(parents=True, exist_ok=True)
        there = frozenset(list_texts(folder))
        for entry in entries:
            name = f"{entry.sha256}.md"
            if name not in there:
                file = folder / TEXTS_FOLDER / name
                new = file.with_suffix(".new")
                text = canonical_text(entry, read_text(folder / entry.file, entry.file))
                new.write_text(text, encoding="utf-8", newline="\n")
                # A crash must not leave half a text under a whole hash.
                insist(partial(new.replace, file))


def show_change(folder: Path, publication: Publication, entry: Entry, sha256: str) -> str:
    """
    Show what changed in an entry since it was recorded.

    Args:
        folder: Of the publication.
        publication: As it is now.
        entry: Of it.
        sha256: Of its text as it was recorded.

    Returns:
        A unified diff; empty where the earlier text is known neither here nor to git.
    """
    kept = folder / TEXTS_FOLDER / f"{sha256}.md"
    text = publication.bodies[entry.file].text
    now = canonical_text(entry, text)
    try:
        before = kept.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        now = text
        before = next((text for text in _list_committed(folder, entry) if text != now), "")
    if not before:
        return ""
    lines = unified_diff(
        before.splitlines(), now.splitlines(), "published", entry.file, lineterm=""
    )
    return "\n".join(lines)


def _list_committed(folder: Path, entry: Entry) -> Iterator[str]:
    """Give the Markdown of the file in git, the newest commit first."""
    commits = _ask_git(folder, "log", f"--max-count={_VERSIONS}", "--format=%H", "--", entry.file)
    for commit in commits.split():
        text = _ask_git(folder, "show", f"{commit}:./{entry.file}")
        try:
            yield normalise_text(split_front(text, entry.file)[1])
        except SourceError:
            continue


def _ask_git(folder: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - no shell, and the file stands behind "--"
            ["git", *arguments],  # noqa: S607 - wherever it is installed
            cwd=folder,
            capture_output=True,
            check=False,
            encoding="utf-8",
            errors="replace",
        )
    except OSError:
        return ""
    return done.stdout if done.returncode == 0 else ""
