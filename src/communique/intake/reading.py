"""Tell what a file is, by its content first and its name second, and read it accordingly."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING

from communique.errors import SourceError
from communique.intake.characters import clean_characters
from communique.intake.containers import is_docx, refuse_binary
from communique.intake.markdown import is_markdown, parse_markdown
from communique.intake.plaintext import parse_plaintext
from communique.sources import decode_foreign
from communique.values import replace

if TYPE_CHECKING:
    from pathlib import Path

    from communique.intake.draft import Draft

LARGEST = 50_000_000
"""In bytes. A statement is some kilobytes; a .docx with photographs some megabytes."""

_WEB_PAGE = re.compile(
    r"\s*+(?>(?:(?><!--.*?-->)\s*+)*)<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_WEB_FRAGMENT = re.compile(
    r"\s*<(?:meta|article|main|section|div|h[1-6]|p|table|ul|ol|blockquote|span|header)\b[^<]*>",
    re.IGNORECASE,
)


def read_draft(path: Path) -> Draft:
    """
    Read the file *path* as `parse_draft` does.

    Raises:
        SourceError: It is no file, cannot be read, or holds nothing that can become an entry.
    """
    name = path.as_posix()
    try:
        if path.is_dir():
            raise SourceError(name, "this is a folder", hint="name the file with the text")
        if path.stat().st_size > LARGEST:
            raise _too_large(name)
        data = path.read_bytes()
    except OSError as error:
        problem = (error.strerror or "unknown reason").lower()
        raise SourceError(name, f"cannot read this file: {problem}") from error
    return parse_draft(data, name)


def parse_draft(data: bytes, name: str) -> Draft:
    """
    Make a draft of the bytes of one file.

    Args:
        data: The whole file.
        name: The file as the user would name it; empty for standard input.

    Raises:
        SourceError: *data* is too large, empty, no text in UTF-8, or of a kind that cannot be read.
    """
    path = name or "-"
    suffix = PurePath(name).suffix.lower()
    if len(data) > LARGEST:
        raise _too_large(path)
    if is_docx(data, path, suffix):
        # Import: lxml, mammoth and Beautiful Soup would double the time `new` takes to start.
        from communique.intake.word import parse_docx  # noqa: PLC0415 - only where it is needed

        return parse_docx(data, path)
    refuse_binary(data, path)
    text, dropped = clean_characters(decode_foreign(data, path))
    try:
        draft = _parse_text(text, suffix)
    except RecursionError as error:
        hint = "copy the text of the statement itself"
        raise SourceError(path, "the elements are nested too deeply", hint=hint) from error
    if not draft.title and not draft.body:
        hint = "all of it is page furniture; copy the text of the statement itself"
        raise SourceError(path, "there is no text in this file", hint=hint if draft.dropped else "")
    return replace(draft, dropped=(*dropped, *draft.dropped))


def _parse_text(text: str, suffix: str) -> Draft:
    """Read *text* as what it looks like."""
    markdown = suffix in {".md", ".markdown"}
    fragment = _WEB_FRAGMENT.match(text) is not None and not markdown
    if _WEB_PAGE.match(text) or fragment or suffix in {".html", ".htm", ".xhtml"}:
        from communique.intake.webpage import parse_html  # noqa: PLC0415 - only where it is needed

        return parse_html(text)
    if markdown or is_markdown(text):
        return parse_markdown(text)
    return parse_plaintext(text)


def _too_large(path: str) -> SourceError:
    hint = "leave pictures out of the text and attach them to the entry"
    return SourceError(path, f"the file is larger than {LARGEST // 1_000_000} MB", hint=hint)
