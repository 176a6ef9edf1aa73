"""The text of each entry, made ready when it is asked for, and kept from then on."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from communique.entryfile import read_entry_file, read_text
from communique.errors import SourceError, SourceErrors
from communique.model import Body

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from communique.entryfile import ReadFile
    from communique.memory import Kept
    from communique.references import References
    from communique.settings import Settings


class Bodies(dict[str, Body]):
    """
    Hold the bodies of a publication by the file of their entry.

    Args:
        folder: Of the publication.
        settings: Of it.
        now: As for ``read_entry_file``.
        texts: As in ``Memory``.

    Attributes:
        rows: What was read of each file when its entry was.
    """

    def __init__(
        self, folder: Path, settings: Settings, now: datetime, texts: dict[str, tuple[str, str]]
    ) -> None:
        super().__init__()
        self._folder = folder
        self._settings = settings
        self._now = now
        self._texts = texts
        self.rows: Mapping[str, Kept[ReadFile]] = {}
        self._html: dict[str, str] = {}
        self._references: dict[str, References] = {}

    def offer(self, path: str, html: str) -> None:
        """Give the HTML of a file that was read just now."""
        self._html[path] = html

    def refer(self, path: str, references: References) -> None:
        """Say where the references of a text lead."""
        self._references[path] = references

    def __missing__(self, path: str) -> Body:
        """
        Make a body ready.

        Raises:
            SourceErrors: Its file is no longer what it was when the entry was read.
        """
        html = self._find(path)
        relative = absolute = html
        if references := self._references.get(path):
            relative = references.relative(html)
            absolute = references.absolute(html, self._settings.base_url)
        body = self[path] = Body(
            html=relative,
            html_absolute=absolute,
            read_text=partial(read_text, self._folder / path, path),
        )
        return body

    def _find(self, path: str) -> str:
        """Find the HTML of a file, and keep it for the next run."""
        row = self.rows[path]
        made_of = row.sha256 + row.context
        kept = self._texts.get(path)
        if kept is None or kept[0] != made_of:
            html = self._html.pop(path, None)
            kept = made_of, self._read(path) if html is None else html
        self._texts[path] = kept
        return kept[1]

    def _read(self, path: str) -> str:
        reading = read_entry_file(self._folder / path, path, self._settings, self._now)
        if reading.sha256 != self.rows[path].sha256:
            problem = "the file changed while the publication was read"
            raise SourceErrors([SourceError(path, problem, hint="run the command again")])
        return reading.html
