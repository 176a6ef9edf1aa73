"""How a file of the site is made, and from what: as long as that is the same, so is the file."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class Recipe(NamedTuple):
    """
    Say how a file is made.

    Args:
        inputs: Differs once the file could, as long as the settings are the same.
        render: Gives its bytes.
        kind: The same for files that have much in common.
    """

    inputs: str
    render: Callable[[], bytes]
    kind: str = ""

    def __call__(self) -> bytes:
        """Make the file."""
        return self.render()


class Listing(NamedTuple):
    """
    Say how a file is made that has a line for each entry, and what stands around them.

    Args:
        keys: One a line, in order: the same key, the same line.
        head: What stands before the lines, its line end included.
        tail: What stands behind the last one, a line end first.
        separator: What ends each line but the last, before the line end.
        render_line: Gives the line of a place in ``keys``, without line end.
        kind: As in ``Recipe``.
    """

    keys: Sequence[str]
    head: bytes
    tail: bytes
    separator: bytes
    render_line: Callable[[int], bytes]
    kind: str = ""

    @property
    def inputs(self) -> str:
        """Give what differs once the file could."""
        return mix(self.head, self.tail, "".join(self.keys))

    def __call__(self, known: dict[str, bytes] | None = None) -> bytes:
        """
        Make the file.

        Args:
            known: Lines of an earlier one by their keys.
        """
        kept = known or {}
        lines = [kept.get(key) or self.render_line(place) for place, key in enumerate(self.keys)]
        return b"".join([self.head, (self.separator + b"\n").join(lines), self.tail])

    def read_lines(self, content: bytes, keys: Sequence[str]) -> dict[str, bytes]:
        """
        Take apart what was made before.

        Args:
            content: The file.
            keys: Of its lines.
        """
        if not keys:
            return {}
        inner = content[len(self.head) : len(content) - len(self.tail)]
        lines = inner.split(self.separator + b"\n")
        return dict(zip(keys, lines, strict=True)) if len(lines) == len(keys) else {}


def mix(*parts: object) -> str:
    """Give what differs once one of *parts* does: texts, numbers, and tuples and lists of them."""
    return blake2b(repr(parts).encode(), digest_size=16).hexdigest()
