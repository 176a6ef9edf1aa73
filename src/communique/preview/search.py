"""What a site gives away of entries that are withheld, looked for again after every change."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from communique.channels import repeats_entries
from communique.embargo import Embargo, refuse
from communique.errors import CommuniqueError, explain_error
from communique.memory import confirm, describe_file

if TYPE_CHECKING:
    from communique.embargo import Leak
    from communique.entries import Reading
    from communique.files import Attachment
    from communique.memory import Memory
    from communique.preview.view import View
    from communique.render.recipes import Listing, Recipe
    from communique.site import Files


class Search:
    """
    Search what ``build`` would write; what it was searched for once is not looked for again.

    Args:
        site: The folder of the site, as it was built.
        memory: Of that build.
    """

    def __init__(self, site: Path, memory: Memory) -> None:
        self._site = site
        self._built = dict(memory.files)
        self._settings = memory.settings
        self._known = {path: kept.context for path, kept in memory.files.items()}
        self._searched = list(memory.searched)

    def find_refusals(self, view: View) -> tuple[tuple[str, str], ...]:
        """
        Find what is public already of an entry that is withheld.

        Returns:
            As ``View.refusals``.
        """
        if view.reading is None or not view.withheld:
            return ()
        try:
            self._search(view.reading, view.public)
        except CommuniqueError as error:
            return tuple(explain_error(error))
        return ()

    def _search(self, reading: Reading, files: Files) -> None:
        """Search every file; raises ``RefusedErrors`` of what it finds."""
        publication = reading.publication
        settings = publication.settings
        if settings != self._settings:
            self._built, self._known = {}, {}
        embargo = Embargo(publication, reading.withheld)
        rest = embargo.leave_out(self._searched)
        inputs = {
            path: file.inputs if callable(file) else file.sha256 for path, file in files.items()
        }
        found: list[Leak] = []
        for path, file in files.items():
            wanted = rest if self._known.get(path) == inputs[path] else embargo
            if wanted and not (callable(file) and repeats_entries(path, publication)):
                content = self._get(path, file, inputs[path])
                found.extend(wanted.search(path, content))
        refuse(found)
        self._settings, self._known, self._searched = settings, inputs, embargo.fingerprints

    def _get(self, path: str, file: Recipe | Listing | Attachment, inputs: str) -> bytes:
        """Give the bytes of a file, from the site if it was built from the same."""
        if not callable(file):
            return file.sha256.encode()
        kept, place = self._built.get(path), f"{self._site}/{path}"
        if kept and kept.context == inputs:
            with suppress(OSError):
                if confirm(kept, place, describe_file(place, follow=False)):
                    return Path(place).read_bytes()
        return file()
