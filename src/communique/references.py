"""What an entry refers to: files beside it, other entries, places in the site."""

from __future__ import annotations

import html
import posixpath
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from communique.attachments import read_attachment
from communique.errors import FieldError, SourceError
from communique.markup import relink
from communique.names import CLASH_HINT, Names, compose_name, explain_barred, find_barred
from communique.values import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from communique.files import Attachment
    from communique.memory import Memory


class Place(Struct, frozen=True, kw_only=True):
    """
    Say where an entry stands.

    Args:
        path: Of its file, relative to the publication.
        read: Reads its file, whole; tells the line of a reference.
        page: The folder of its page in the site.
        is_new: Tells of a file whether it was not published beside it yet.
    """

    path: str
    read: Callable[[], str]
    page: str
    is_new: Callable[[str], bool]


class References:
    """
    Collect the files that an entry needs, and turn its references into addresses.

    Args:
        place: The entry.
        folder: Of the publication.
        pages: The page of every entry that may be linked to, by the path of its file.
        faults: Receives every fault.
        memory: Knows the hashes of files that did not change.
    """

    def __init__(
        self,
        place: Place,
        folder: Path,
        pages: Mapping[str, str],
        faults: list[SourceError],
        memory: Memory,
    ) -> None:
        self._place = place
        self._folder = folder
        self._pages = pages
        self._faults = faults
        self._memory = memory
        self._files: dict[str, Attachment] = {}
        self._names = Names()
        self._targets: dict[str, str] = {}

    @property
    def files(self) -> tuple[Attachment, ...]:
        """Give the files found so far, in the order in which they were asked for."""
        return tuple(self._files.values())

    @property
    def targets(self) -> Mapping[str, str]:
        """Give where each reference of the text leads, as far as they were resolved."""
        return self._targets

    def attach(self, name: str, line: int) -> None:
        """Add an attachment of the front matter, named on *line*."""
        if _find_key(name) in self._files:
            self._fault(f"{name} stands here twice", "keep one of the two", line, "attachments")
            return
        try:
            self._add_file(name, announced=True)
        except FieldError as error:
            self._fault(error.problem, error.hint, line, "attachments")

    def resolve(self, references: tuple[str, ...]) -> None:
        """Find the target of each relative reference of the text."""
        for reference in references:
            try:
                self._targets[reference] = self._resolve(reference)
            except FieldError as error:
                line = self._find_line(reference)
                self._fault(f"the link {unquote(reference)!r}: {error.problem}", error.hint, line)
                self._targets[reference] = ""

    def relative(self, fragment: str) -> str:
        """Rewrite *fragment* for the entry's page: addresses relative to its folder."""
        page = self._place.page
        root = "../" * page.count("/")

        def shorten(reference: str) -> str:
            target = self._targets.get(reference, reference)
            if reference.startswith("#"):
                return reference
            return target.removeprefix(page) if target.startswith(page) else root + target

        return relink(fragment, shorten)

    def absolute(self, fragment: str, base_url: str) -> str:
        """Rewrite *fragment* for feeds: every address absolute."""

        def complete(reference: str) -> str:
            own = self._place.page + reference
            return base_url + self._targets.get(reference, own)

        return relink(fragment, complete)

    def _resolve(self, reference: str) -> str:
        """Turn a reference into a percent-encoded path of the site, fragment and all."""
        try:
            parts = urlsplit(reference)
        except ValueError:
            problem = "expected the name of a file or an address like https://example.org/"
            raise FieldError(problem, "write the address between the round brackets") from None
        rest = urlunsplit(("", "", "", parts.query, parts.fragment))
        path = unquote(parts.path)
        if path.startswith("/") and ".." not in path.split("/"):
            return quote(path.lstrip("/")) + rest
        if not path:
            problem = "it leads nowhere"
            raise FieldError(problem, "write the address between the round brackets")
        if path.endswith(".md"):
            return self._find_page(path) + rest
        name = self._add_file(path, announced=False)
        return quote(self._place.page + name) + rest

    def _find_page(self, path: str) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(self._place.path), path))
        if not target.isascii() and target not in self._pages:  # the same, stored another way
            key = _find_key(target)
            target = next((page for page in self._pages if _find_key(page) == key), target)
        if target not in self._pages:
            problem = f"there is no published entry {target}"
            raise FieldError(problem, "correct the name; drafts and later entries have no page")
        return self._pages[target]

    def _add_file(self, name: str, *, announced: bool) -> str:
        """Add a file unless it is there; give its path in the folder of the page."""
        key = _find_key(name)
        if key not in self._files:
            folder = self._folder / posixpath.dirname(self._place.path)
            root = self._folder / "entries"
            file = read_attachment(name, folder, root, announced=announced, memory=self._memory)
            if clash := self._names.add(file.name):
                raise FieldError(f"{name} and {clash} are one on some systems", CLASH_HINT)
            if (part := find_barred(file.name)) and self._place.is_new(file.name):
                raise FieldError(explain_barred(part), "give the file another name")
            self._files[key] = file
        return self._files[key].name

    def _find_line(self, reference: str) -> int:
        """Tell where the reference stands: in round brackets, in the end, or as it was typed."""
        text = self._place.read()
        typed = (reference, unquote(reference), html.escape(reference))
        starts = [text.find(f"({form}") for form in typed] + [text.rfind(form) for form in typed]
        start = next((start for start in starts if start >= 0), -1)
        return text.count("\n", 0, start) + 1 if start >= 0 else 0

    def _fault(self, problem: str, hint: str, line: int, field: str = "") -> None:
        self._faults.append(
            SourceError(self._place.path, problem, line=line, field=field, hint=hint)
        )


def _find_key(name: str) -> str:
    """Give what all ways to write the name of one file have in common."""
    return compose_name(posixpath.normpath(name))
