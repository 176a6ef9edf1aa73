"""Files that lie beside an entry: found, checked, measured."""

from __future__ import annotations

import os
import re
import stat
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from communique.errors import FieldError
from communique.files import Attachment
from communique.names import CLASH_HINT, compose_name

if TYPE_CHECKING:
    from pathlib import Path

    from communique.memory import Memory

# Only what an organisation attaches; Python's own table differs from system to system.
MEDIA_TYPES = {
    ".avif": "image/avif",
    ".csv": "text/csv",
    ".doc": "application/msword",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".epub": "application/epub+zip",
    ".gif": "image/gif",
    ".ics": "text/calendar",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".json": "application/json",
    ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".odp": "application/vnd.oasis.opendocument.presentation",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ogg": "audio/ogg",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".ppt": "application/vnd.ms-powerpoint",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".rtf": "application/rtf",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".wav": "audio/wav",
    ".webm": "video/webm",
    ".webp": "image/webp",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xml": "application/xml",
    ".zip": "application/zip",
}
_OURS = {"feed.yaml", "ledger.jsonl"}
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def read_attachment(
    name: str, folder: Path, root: Path, *, announced: bool, memory: Memory
) -> Attachment:
    """
    Find and measure a file that an entry names, in whatever form its accents are stored.

    Args:
        name: Relative to the entry, with forward slashes.
        folder: Where the entry lies.
        root: No file outside this folder is published.
        announced: As in ``model.Attachment``.
        memory: Knows the hashes of files that did not change.

    Raises:
        FieldError: Missing, outside the folder of the entry, a link that leads out of *root*, no
            regular file, or not readable; or one of two whose names differ only in that form.
    """
    path = _parse_name(name)
    file = folder / path if name.isascii() else _find_file(folder, path)
    try:
        return measure_file(file, str(path), root, announced=announced, memory=memory)
    except FileNotFoundError:
        problem = f"there is no file {name} beside the entry"
        raise FieldError(problem, "copy it there, or correct the name") from None


def measure_file(
    file: Path, name: str, root: Path, *, announced: bool, memory: Memory
) -> Attachment:
    """
    Measure a file that goes into the site.

    Args:
        file: Where it is.
        name: What it is called there.
        root: No file outside this folder is published.
        announced: As in ``model.Attachment``.
        memory: Knows the hashes of files that did not change.

    Raises:
        FieldError: A link that leads out of *root*, no regular file, or not readable.
        FileNotFoundError: There is none.
    """
    if "\\" in name or _CONTROL.search(name):
        raise FieldError(f"no site can hold the name {name!r}", "give the file another name")
    try:
        if _leads_out(file, root):
            problem = f"{name} is a link that leads out of {root.name}/"
            raise FieldError(problem, "copy the file itself to its place")
        status = file.stat()
        if not stat.S_ISREG(status.st_mode):
            problem = f"{name} is a folder or a device, not a file"
            raise FieldError(problem, "name a file; of several, one a line")
        sha256 = memory.hash_file(file)
    except FileNotFoundError:
        raise
    except (OSError, RuntimeError) as error:  # RuntimeError: links in a circle, before Python 3.13
        problem = f"{name} cannot be read: {getattr(error, 'strerror', None) or error}"
        raise FieldError(
            problem, "see that you may read it, and that it is no broken link"
        ) from None
    return Attachment(
        name=name,
        source=file,
        media_type=MEDIA_TYPES.get(file.suffix.lower(), "application/octet-stream"),
        length=status.st_size,
        sha256=sha256,
        announced=announced,
    )


def _leads_out(file: Path, root: Path) -> bool:
    """Tell whether a link on the way from *root* to a file below it leads out of it."""
    place, top = str(file), str(root)
    while len(place) > len(top):
        status = os.lstat(place)
        # Windows has links of more kinds, and a tag for each.
        if stat.S_ISLNK(status.st_mode) or getattr(status, "st_reparse_tag", False):
            return not file.resolve().is_relative_to(root.resolve())
        place = os.path.dirname(place)  # noqa: PTH120 - ten thousand of them
    return False


def _find_file(folder: Path, path: PurePosixPath) -> Path:
    """Find the file that has this name, its accents stored in whatever way."""
    for part in path.parts:
        try:
            names = [n.name for n in folder.iterdir() if compose_name(n.name) == compose_name(part)]
        except OSError:  # whoever opens the file says what is wrong
            names = []
        if len(names) > 1:
            problem = f"there are {len(names)} of the name {compose_name(part)}"
            raise FieldError(problem, CLASH_HINT)
        folder /= names[0] if names else part
    return folder


def _parse_name(name: str) -> PurePosixPath:
    """Read the name of a file that may stand beside an entry and in the folder of its page."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or _CONTROL.search(name):
        problem = f"expected a file beside the entry, got {name!r}"
        raise FieldError(problem, "copy the file into the folder of the entry")
    if not path.name:
        problem = f"expected the name of a file beside the entry, got {name!r}"
        raise FieldError(problem, "write the name of the file, or delete the line")
    if any(part.lower() == "index.html" for part in path.parts):
        problem = f"{name} would take the place of the page of the statement, index.html"
        raise FieldError(problem, "give the file another name")
    if path.suffix.lower() == ".md" or path.name in _OURS:
        # A draft must not reach the site as a file.
        problem = f"{name} is part of the publication and no file to hand out"
        raise FieldError(problem, "link to an entry in the text: [title](2023-10-03-our-title.md)")
    return path
