"""The pictures and files of an entry: fetched, named and put beside it."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

from communique.attachments import MEDIA_TYPES
from communique.durable import create_file
from communique.names import find_barred
from communique.slugs import slugify_title
from communique.values import Struct, field

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    Fetch = Callable[[str], "Fetched | str"]

TOTAL = 2_000_000_000
"""In bytes, for one import."""

# What a browser would run as a page of ours stays where it is.
_LEFT = {".svg", ".xml", ".json"}
_SUFFIXES = {kind: suffix for suffix, kind in MEDIA_TYPES.items() if suffix not in _LEFT}
_SUFFIXES |= {"image/jpeg": ".jpg", "image/jpg": ".jpg", "audio/mp3": ".mp3"}
_NOT_FETCHED = "its address is kept"


class Fetched(Struct, frozen=True, kw_only=True):
    """Hold a file that was fetched: its media type, as its server says, and its bytes."""

    media_type: str
    data: bytes


class Media(Struct, kw_only=True):
    """
    Put the files of entries beside them.

    Args:
        folder: Of the publication.
        fetch: Gives a file, or why it cannot be had.
    """

    folder: Path
    fetch: Fetch
    count: int = 0
    _size: int = 0
    _places: dict[str, str] = field(default_factory=dict)
    _missing: dict[str, str] = field(default_factory=dict)

    def place(
        self,
        entry: PurePosixPath,
        addresses: Iterable[str],
        data: dict[str, tuple[str, bytes]],
        notes: list[str],
    ) -> dict[str, str]:
        """
        Put files beside an entry.

        Args:
            entry: Its file, relative to the publication.
            addresses: Of the files, and made-up ones of pictures that stood in its text.
            data: Media type and bytes of those, by their address.
            notes: Receives what could not be had.

        Returns:
            The place of each file, relative to the entry, by its address.
        """
        places: dict[str, str] = {}
        for address in dict.fromkeys(addresses):
            got = self._get(address, data)
            if isinstance(got, str):
                notes.append(f"{address}: {got}; {_NOT_FETCHED}")
                continue
            suffix = find_suffix(address, got.media_type)
            if not suffix:
                notes.append(f"{address}: {got.media_type or 'unknown'}; {_NOT_FETCHED}")
                continue
            places[address] = self._write(entry, address, suffix, got.data)
        return places

    def copy(
        self, entry: PurePosixPath, found: Mapping[str, Path], notes: list[str]
    ) -> dict[str, str]:
        """Put files of this computer beside an entry; as ``place``, by their references."""
        places: dict[str, str] = {}
        for reference, file in found.items():
            suffix = find_suffix(file.name, "")
            if not suffix:
                notes.append(f"{reference}: a file of no kind that we hand out; left where it is")
                continue
            places[reference] = self._write(entry, quote(file.name), suffix, file.read_bytes())
        return places

    def _get(self, address: str, data: dict[str, tuple[str, bytes]]) -> Fetched | str:
        if address in data:
            media_type, content = data[address]
            return Fetched(media_type=media_type, data=content)
        if address in self._missing:
            return self._missing[address]
        got = self.fetch(address)
        if not isinstance(got, str):
            self._size += len(got.data)
            if self._size > TOTAL:
                got = f"all files together are larger than {TOTAL // 1_000_000_000} GB"
        if isinstance(got, str):
            self._missing[address] = got
        return got

    def _write(self, entry: PurePosixPath, address: str, suffix: str, data: bytes) -> str:
        """Write a file under a name that no other has; one that is there already is that one."""
        name = unquote(urlsplit(address).path.rpartition("/")[2])
        stem = slugify_title(re.sub(r"\.\w{2,5}$", "", name) or "picture", longest=50)
        if address.startswith("data:"):
            stem = "picture"
        # The day stands in the name of the entry; its languages share what is the same.
        beside = entry.name[len("2023-10-03-") :].partition(".")[0]
        number = 2 if find_barred(stem) else 1
        while True:
            shown = f"{beside}/{stem}{f'-{number}' if number > 1 else ''}{suffix}"
            file = self.folder / entry.parent / shown
            if not file.exists():
                break
            if file.is_file() and file.read_bytes() == data:
                self.count += 1
                return shown
            number += 1
        self.count += 1
        create_file(file, (entry.parent / shown).as_posix(), data)
        return shown


def find_suffix(address: str, media_type: str) -> str:
    """Find the ending of the name of a file; empty where it is of no kind that we hand out."""
    suffix = PurePosixPath(unquote(urlsplit(address).path)).suffix.lower()
    kind = media_type.partition(";")[0].strip().lower()
    if kind in _SUFFIXES and MEDIA_TYPES.get(suffix) != kind:
        return _SUFFIXES[kind]
    generic = kind in {
        "",
        "application/octet-stream",
        "binary/octet-stream",
        MEDIA_TYPES.get(suffix),
    }
    return suffix if generic and suffix in MEDIA_TYPES and suffix not in _LEFT else ""


def is_file_address(address: str, host: str) -> bool:
    """Tell whether a link leads to a file on *host*, which may be gone once the old site is."""
    parts = urlsplit(address)
    suffix = PurePosixPath(unquote(parts.path)).suffix.lower()
    return parts.hostname == host and suffix in MEDIA_TYPES and suffix not in _LEFT


def is_picture(name: str) -> bool:
    """Tell by its ending whether a file that we hand out is a picture."""
    return MEDIA_TYPES[PurePosixPath(name).suffix].startswith("image/")
