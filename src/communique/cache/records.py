"""A file that grows by records, each sealed: one that was not written to its end does not count."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, BinaryIO, Final
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD: Final = 22
"""Bytes of the line before each record."""
_LINE: Final = 13
"""Bytes of a line with a length, with which that line ends, too."""


def seal(body: bytes | memoryview) -> bytes:
    """Give the line that stands before a record: its CRC-32 and its length."""
    return b"%08x %012d\n" % (crc32(body), len(body))


def read_records(data: bytes) -> Iterator[tuple[bytes, memoryview]]:
    """
    Read the records of a file, as far as they are whole.

    Args:
        data: All of it.

    Yields:
        The line before each, and the record.
    """
    rest = memoryview(data)
    while rest:
        head = bytes(rest[:HEAD])
        end = HEAD + _read_length(head)
        body = rest[HEAD:end]
        if head != seal(body):
            return
        yield head, body
        rest = rest[end:]


def bind(first: bytes, rest: bytes) -> bytes:
    """Make a record of two parts, of which one can be read alone."""
    return b"%012d\n%b%b" % (len(first), first, rest)


def part(body: memoryview) -> tuple[memoryview, memoryview]:
    """Give the two parts of a record; empty ones where it has none."""
    end = _LINE + _read_length(bytes(body[:_LINE]))
    return body[_LINE:end], body[end:]


def skim(stream: BinaryIO, depth: int) -> Iterator[tuple[bytes, bytes]]:
    """
    Read nothing but the first part of each record, or of the rest of that.

    Args:
        stream: The file.
        depth: How often the rest is gone into before.

    Yields:
        As ``read_records``; whether a record is sound is only known to who reads the whole of it.
    """
    size, end = stream.seek(0, os.SEEK_END), 0
    while end < size:
        stream.seek(end)
        head = stream.read(HEAD)
        end += HEAD + _read_length(head)
        if end > size:
            return
        for _ in range(depth):
            stream.seek(_read_length(stream.read(_LINE)), os.SEEK_CUR)
        yield head, stream.read(min(_read_length(stream.read(_LINE)), size))


def _read_length(line: bytes) -> int:
    """Read the length with which a line ends; 0 where there is none."""
    length = line[-_LINE:-1]
    return int(length) if length.isdigit() else 0
