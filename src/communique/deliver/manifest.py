"""
What a target holds, written down at the target itself: ``.communique/manifest.json``.

A hash that the server made up proves nothing; this one is ours. Beside it stands the tag under
which the target listed the file when it had been sent, so that a change by somebody else is seen.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from communique.values import Struct, field, read_json, replace, write_compact

if TYPE_CHECKING:
    from collections.abc import Mapping

    from communique.deliver.files import File

FOLDER: Final = ".communique/"
MANIFEST: Final = f"{FOLDER}manifest.json"
PATIENCE: Final = timedelta(minutes=2)
"""A run that has not been heard of for longer is taken for dead."""

_VERSION: Final = 1


class ConflictError(Exception):
    """Say that somebody else wrote the manifest since it was read."""


class Sent(Struct, frozen=True, kw_only=True, array_like=True):
    """
    Hold what is known of one file at a target; a list in the manifest.

    Args:
        sha256: Of its bytes; empty while it may or may not have been sent.
        served: The headers it was sent with.
        tag: Under which the target listed it then.
    """

    sha256: str = ""
    served: str = ""
    tag: str = ""

    def is_as(self, file: File, tag: str | None) -> bool:
        """Tell whether *file* need not be sent, as it stands there already under *tag*."""
        return self.sha256 == file.sha256 and self.served == file.served and self.tag == tag


class Claim(Struct, frozen=True, kw_only=True):
    """Say which publisher is at work: an opaque name, and when it was last heard of (aware)."""

    publisher: str
    at: datetime

    def holds(self, publisher: str, now: datetime) -> bool:
        """Tell whether another publisher is at work; one's own earlier run is dead."""
        return self.publisher != publisher and abs(now - self.at) < PATIENCE  # clocks differ


class Manifest(Struct, frozen=True, kw_only=True):
    """
    Hold what a target holds.

    Args:
        files: By path in the site.
        claim: Who is at work; None for nobody.
        conditional: Whether the target can refuse a writing that rests on an older state; None
            where nobody has tried yet.
        head: The hash of the last line of the ledger with which it was written; may be empty.
    """

    files: Mapping[str, Sent] = field(default_factory=dict)
    claim: Claim | None = None
    conditional: bool | None = None
    head: str = ""

    def note(self, sent: Mapping[str, Sent], gone: frozenset[str] = frozenset()) -> Manifest:
        """Note what was sent, or is about to be, and what is gone."""
        files = {path: known for path, known in self.files.items() if path not in gone}
        return replace(self, files={**files, **sent})


class _Document(Struct):
    """A manifest as it is written."""

    version: int
    conditional: bool | None
    claim: Claim | None
    files: dict[str, Sent]
    head: str = ""


def parse_manifest(data: bytes) -> Manifest:
    """
    Read a manifest.

    Raises:
        ValueError: It is none, or one of a newer communique.
    """
    try:
        document = read_json(data, _Document)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"no manifest of communique: {error}") from None
    if document.version != _VERSION:
        raise ValueError(f"a manifest of version {document.version}")
    for path in document.files:
        if path.startswith("/") or "\\" in path or (".." in path and ".." in path.split("/")):
            raise ValueError(f"the path {path!r} leads out of the target")
    claim = document.claim
    if claim and not claim.at.tzinfo:
        claim = replace(claim, at=claim.at.replace(tzinfo=UTC))
    return Manifest(
        files=document.files, claim=claim, conditional=document.conditional, head=document.head
    )


def format_manifest(manifest: Manifest) -> bytes:
    """Write a manifest as JSON: one line a file, so that a person can read it."""
    claim = manifest.claim
    document = {
        "version": _VERSION,
        "conditional": manifest.conditional,
        "head": manifest.head,
        "claim": claim and {"publisher": claim.publisher, "at": claim.at.isoformat()},
    }
    files = write_compact(dict(sorted(manifest.files.items())))
    # No text holds these three signs one after the other: JSON marks a quotation mark in it.
    rows = files[1:-1].replace(b'],"', b'],\n"')
    return b'%b, "files": {\n%b\n}}\n' % (json.dumps(document)[:-1].encode(), rows)
