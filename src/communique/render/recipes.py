"""How a file of the site is made, and from what: as long as that is the same, so is the file."""

from __future__ import annotations

from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from communique.values import Struct

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


class Listing(Struct, frozen=True, dict=True):
    """
    Say how a file is made that has a line for each entry, and what stands around them.

    Args:
        keys: One a line, in order: the same key, the same line. All are of the same length.
        render_line: Gives the line of a place in ``keys``, without line end.
        opening: What stands right before the lines, and nowhere before that; ends a line.
        closing: What stands right behind the last one, and in no line; starts with a line end.
        separator: What ends each line but the last, before the line end.
        around: Differs once anything could that stands before or behind the lines.
        frame: Gives that, with ``opening`` and ``closing``; those alone where it is None.
        kind: As in ``Recipe``.
    """

    keys: Sequence[str]
    render_line: Callable[[int], bytes]
    opening: bytes
    closing: bytes
    separator: bytes = b""
    around: str = ""
    frame: Callable[[], tuple[bytes, bytes]] | None = None
    kind: str = ""

    @property
    def inputs(self) -> str:
        """Give what differs once the file could."""
        return mix(self.around, self.joined_keys)

    @cached_property
    def joined_keys(self) -> str:
        """Give the keys in one text."""
        return "".join(self.keys)

    def __call__(self, earlier: bytes = b"", joined_keys: str = "") -> bytes:
        """
        Make the file.

        Args:
            earlier: What was made before, whose lines are taken over.
            joined_keys: Of its lines.
        """
        lines = self._join_lines(earlier, joined_keys)
        head, tail = self.frame() if self.frame else (self.opening, self.closing)
        return b"".join([head, *lines, tail])

    def _join_lines(self, earlier: bytes, joined_keys: str) -> list[bytes | memoryview]:
        """Give the lines, in any number of pieces."""
        start = earlier.find(self.opening) + len(self.opening)
        end = earlier.find(self.closing, start) if start >= len(self.opening) else -1
        inner = memoryview(earlier)[start:end] if end > start else memoryview(b"")
        keys, separator = self.joined_keys, self.separator + b"\n"
        if inner and joined_keys and keys.endswith(joined_keys):  # as nearly always
            added = len(self.keys) - len(joined_keys) * len(self.keys) // len(keys)
            return [*(self.render_line(place) + separator for place in range(added)), inner]
        known = self._split(bytes(inner), joined_keys)
        lines = [known.get(key) or self.render_line(place) for place, key in enumerate(self.keys)]
        return [separator.join(lines)]

    def _split(self, inner: bytes, joined_keys: str) -> dict[str, bytes]:
        """Give earlier lines by their keys; nothing where there are other lines than those."""
        lines = inner.split(self.separator + b"\n")
        length = len(joined_keys) // len(lines)
        if not length or len(lines) * length != len(joined_keys):
            return {}
        starts = range(0, len(joined_keys), length)
        return {joined_keys[s : s + length]: line for s, line in zip(starts, lines, strict=True)}


def mix(*parts: object) -> str:
    """Give what differs once one of *parts* does: texts, numbers, and tuples and lists of them."""
    return blake2b(repr(parts).encode(), digest_size=16).hexdigest()
