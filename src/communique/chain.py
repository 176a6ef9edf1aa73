"""
Lines of JSON that each vouch for the one before, as bytes.

The last two keys of a line are ``after``, the SHA-256 of the line before, and ``sum``, that of the
line's own bytes up to there: so a line that was changed, dropped, moved or inserted by hand is
found and named. What no such file can tell of itself is that its last lines were taken away.
"""

from __future__ import annotations

import json
import re
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from communique.values import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping

_SEAL = re.compile(rb', "sum": "([0-9a-f]{64})"\}')
_SEAL_LENGTH = 76
_START = b'{"at": "'


class ChainError(ValueError):
    """
    Name the first line that is not as it was written.

    Args:
        line: 1 for the first.
        problem: What is wrong with it; no final full stop.
    """

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(line, problem)
        self.line = line
        self.problem = problem


class Chain(Struct, frozen=True, kw_only=True):
    """
    Hold the lines of a file.

    Args:
        lines: Each of them, in order, without its line end: an object in JSON, if its writer was
            right; ``at`` is its first key.
        hashes: Of each line.
        length: Bytes of the file that are sound.
        torn: What a crash left of a line behind them; empty as a rule.
        ended: False where the last sound line lacks its line end.
    """

    lines: tuple[bytes, ...]
    hashes: tuple[str, ...]
    length: int
    torn: bytes
    ended: bool


def parse_chain(data: bytes) -> Chain:
    """
    Read and check every line.

    Raises:
        ChainError: A line was changed, dropped, inserted or moved.
    """
    lines = data.split(b"\n")
    last = lines.pop()
    torn = last if _is_torn(last) else b""
    if last and not torn:
        lines.append(last)
    # A checkout on Windows may have changed the line ends; they are no part of a line.
    bare = [line.removesuffix(b"\r") for line in lines]
    hashes = [""]
    for number, line in enumerate(bare, start=1):
        hashes.append(_check_line(line, number, hashes[-1]))
    return Chain(
        lines=tuple(bare),
        hashes=tuple(hashes[1:]),
        length=len(data) - len(torn),
        torn=torn,
        ended=not last or bool(torn),
    )


def _is_torn(last: bytes) -> bool:
    """
    Tell whether what stands behind the last line end is the beginning of a line of ours.

    A file system may have made room for the rest of it, and filled that with NUL.
    """
    if not last or _SEAL.fullmatch(last.removesuffix(b"\r")[-_SEAL_LENGTH:]):
        return False
    start = last.rstrip(b"\0")
    return start.startswith(_START) or _START.startswith(start)


def _check_line(line: bytes, number: int, after: str) -> str:
    """Check that a line is as it was written, behind the one that it was written after."""
    body, seal = line[:-_SEAL_LENGTH], line[-_SEAL_LENGTH:]
    written = _SEAL.fullmatch(seal)
    if not written:
        raise ChainError(number, "is not a line that communique wrote")
    hashed = sha256(body)
    if written[1].decode() != hashed.hexdigest():
        raise ChainError(number, "was changed after it was written")
    if not body.endswith(b', "after": "%b"' % after.encode()):
        problem = "does not follow the line before: lines were dropped, inserted or moved here"
        raise ChainError(number, problem)
    hashed.update(seal)
    return hashed.hexdigest()


def format_line(record: Mapping[str, Any], after: str) -> tuple[bytes, str]:
    """
    Write one line.

    Args:
        record: What it says; ``at`` is its first key.
        after: The hash of the line before; empty for the first.

    Returns:
        The line with its line end, and its hash.
    """
    body = json.dumps({**record, "after": after}, ensure_ascii=False).encode()[:-1]
    line = b'%s, "sum": "%s"}' % (body, sha256(body).hexdigest().encode())
    return line + b"\n", sha256(line).hexdigest()
