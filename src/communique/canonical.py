"""What an entry says, apart from how it looks: the text whose hash the ledger keeps."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING
from unicodedata import normalize

from communique.dates import format_rfc3339

if TYPE_CHECKING:
    from collections.abc import Iterable

    from communique.model import Entry


def normalise_text(text: str) -> str:
    r"""
    Make equal what nobody can tell apart: composed characters, line ends, white space at the end.

    Returns:
        In Unicode's form NFC, lines parted by ``\n``, no empty line at either end.
    """
    composed = text if text.isascii() else normalize("NFC", text)
    if "\r" in composed:
        composed = composed.replace("\r\n", "\n").replace("\r", "\n")
    text = composed + "\n"
    if " \n" in text or ("\t" in text and "\t\n" in text):
        text = "\n".join(line.rstrip(" \t") for line in text.split("\n"))
    return text.strip("\n")


def canonical_text(entry: Entry, text: str, files: Iterable[str] | None = None) -> str:
    """
    Write what an entry says, as its source says it: no theme, address or library takes part.

    Args:
        entry: With its attachments.
        text: Of its body.
        files: The SHA-256 of each of other attachments than its own; None for those.

    Returns:
        Lines: the title, the authors if there are any, the summary if one was written, a hash for
        each attachment, the revisions, an empty line, the Markdown. Two entries have the same only
        if a reader would find no difference in them; source, reference, kind of translation and
        the names of attachments the ledger records beside it.
    """
    lines = [f"title: {normalize('NFC', entry.title)}"]
    lines += [f"author: {normalize('NFC', author)}" for author in entry.authors]
    if entry.own_summary:
        lines.append(f"summary: {normalize('NFC', entry.summary)}")
    own = (file.sha256 for file in entry.attachments)
    lines += sorted(f"attachment: {sha256}" for sha256 in (own if files is None else files))
    # The notes of revisions are part of what readers see.
    lines += [
        f"{revision.kind}: {format_rfc3339(revision.date)} {normalize('NFC', revision.note)}"
        for revision in entry.revisions
    ]
    return "\n".join([*lines, "", text, ""])


def hash_text(entry: Entry, text: str, files: Iterable[str] | None = None) -> str:
    """Give the SHA-256 of an entry's canonical text, in hexadecimal; arguments as there."""
    return sha256(canonical_text(entry, text, files).encode()).hexdigest()
