"""
Find feeds and read them, whatever is in their place: a FIFO, an archive, 200 MB.

What cannot be read is a value that says why, so that the other files are still judged.
"""

from __future__ import annotations

import os
import re
import stat
import zlib
from dataclasses import dataclass
from gzip import GzipFile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMIT: Final = 64 * 1024 * 1024
"""The largest document that is judged, in bytes, unpacked."""
HEAD: Final = 64 * 1024
"""How much of a file is looked at for what it is."""
SUFFIXES: Final = frozenset({".xml", ".atom", ".rss", ".rdf", ".json", ".opml"})
ALWAYS: Final = frozenset({".atom", ".rss"})
NAMES: Final = frozenset({"atom.xml", "feed.json", "feed.xml", "rss.xml"})
"""What feeds are called: one that was emptied or overwritten must not go unseen."""
ROOT: Final = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?(?:feed|entry|rss|RDF|opml)[\s>]")
JSON_FEED: Final = re.compile(rb'"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org\\?/version')
GZIP: Final = b"\x1f\x8b"
ZIP: Final = b"PK\x03\x04"


@dataclass(frozen=True, kw_only=True, slots=True)
class Refusal:
    """Say why a file is not judged; no final full stop."""

    path: str
    problem: str
    hint: str = ""


def find_feeds(folder: Path) -> list[Path]:
    """
    List every feed in a folder and below, sorted; links to folders are not followed.

    A folder that cannot be looked into is listed as well: there may be feeds in it.
    """
    return sorted(_walk(folder))


def _walk(folder: Path) -> Iterator[Path]:
    lost: list[OSError] = []
    for parent, _, names in os.walk(folder, onerror=lost.append, followlinks=False):
        for name in names:
            path = Path(parent, name)
            if path.suffix.lower() in SUFFIXES and _looks_like_feed(path):
                yield path
    for error in lost:
        yield Path(error.filename)


def _looks_like_feed(path: Path) -> bool:
    """Tell by its name or its first bytes whether a file is a feed, or was one."""
    if path.suffix.lower() in ALWAYS or path.name.lower() in NAMES:
        return True
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return False
        with path.open("rb") as file:
            head = file.read(HEAD).replace(b"\x00", b"")  # so that UTF-16 is seen as well
    except FileNotFoundError:
        return False
    except OSError:
        return True  # whoever reads it says why that cannot be done
    if path.suffix.lower() == ".json":
        return bool(JSON_FEED.search(head))
    return not head.strip() or bool(ROOT.search(head))


def read_input(path: Path) -> bytes | Refusal:
    """
    Read a file; gzip is unpacked.

    Returns:
        The document, or why it is not judged: not there, no plain file, an archive, too large.
    """
    name = path.as_posix()
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            return Refusal(path=name, problem="this folder cannot be read")
        if not stat.S_ISREG(status.st_mode):
            return Refusal(path=name, problem="this is not a plain file")
        if status.st_size > LIMIT:
            return _too_large(name)
        with path.open("rb") as file:
            return read_stream(file, name)
    except OSError as error:
        problem = error.strerror or type(error).__name__
        return Refusal(path=name, problem=problem[:1].lower() + problem[1:])


def read_stream(stream: BinaryIO, name: str) -> bytes | Refusal:
    """Read a stream to its end or to the limit; gzip is unpacked."""
    data = stream.read(LIMIT + 1)
    if len(data) > LIMIT:
        return _too_large(name)
    if data.startswith(ZIP):
        return Refusal(path=name, problem="this is a zip archive", hint="Unpack it first.")
    return _unpack(data, name) if data.startswith(GZIP) else data


def unpack(data: bytes, limit: int) -> bytes:
    """
    Unpack gzip, which may have several members (RFC 1952 §2.2).

    Returns:
        The document; of one that is larger, a byte more than *limit*.

    Raises:
        ValueError: It is damaged, or ends too early; the message says which.
    """
    try:
        with GzipFile(fileobj=BytesIO(data)) as packed:
            return packed.read(limit + 1)
    except EOFError:
        raise ValueError("gzip that ends too early") from None
    except (OSError, zlib.error) as error:
        raise ValueError(f"damaged gzip: {error}") from None


def _unpack(data: bytes, name: str) -> bytes | Refusal:
    try:
        document = unpack(data, LIMIT)
    except ValueError as error:
        return Refusal(path=name, problem=f"this is {error}")
    return document if len(document) <= LIMIT else _too_large(name)


def _too_large(name: str) -> Refusal:
    return Refusal(
        path=name,
        problem=f"this is larger than {LIMIT // 1024 // 1024} MB",
        hint="No reader takes such a feed; put older entries into archive documents (RFC 5005).",
    )
