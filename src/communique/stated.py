"""What a site says that it holds: ``statements.json``, read."""

from __future__ import annotations

from contextlib import suppress

from communique.values import Struct, read_json

STATEMENTS = "statements.json"


class Stated(Struct, frozen=True):
    """
    Hold what a site says of a statement.

    Args:
        id: Of its entry.
        url: Of its page.
        sha256: Of what it says.
        updated: As ``format_rfc3339`` gives it.
    """

    id: str
    url: str
    sha256: str
    updated: str


class _Site(Struct, frozen=True):
    statements: tuple[Stated, ...]


def parse_stated(data: bytes) -> tuple[Stated, ...]:
    """Read what stands in ``statements.json``; nothing where an older site does not say it all."""
    with suppress(ValueError):
        return read_json(data, _Site).statements
    return ()
