"""A file that grows by records, each sealed: one that was not written to its end does not count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD: Final = 22
"""Bytes of the line before each record."""


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
        length = head[-13:-1]
        end = HEAD + (int(length) if length.isdigit() else 0)
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
    length = bytes(body[:12])
    end = 13 + int(length) if length.isdigit() else len(body)
    return body[13:end], body[end:]
