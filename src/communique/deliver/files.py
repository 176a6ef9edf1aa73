"""The files that are to be at a target, and the order in which they come there."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from communique.durable import explain_errors
from communique.errors import WriteError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from communique.deliver.manifest import Manifest


@dataclass(frozen=True, kw_only=True, slots=True)
class File:
    """
    Name a file that is to be at a target.

    Args:
        path: In the site; forward slashes.
        source: Where its bytes are read.
        sha256: What they have to be.
        media_type: As in a Content-Type header.
        cache_control: As in a Cache-Control header.
        stage: A file names only files of its own and of lower stages.
    """

    path: str
    source: Path
    sha256: str
    media_type: str
    cache_control: str
    stage: int

    @property
    def served(self) -> str:
        """Give the headers in one text: a file whose headers changed has to be sent again."""
        return f"{self.media_type} | {self.cache_control}"

    def read(self) -> bytes:
        """
        Read the bytes.

        Raises:
            WriteError: They cannot be read, or are not what was built.
        """
        with explain_errors(self.path):
            data = self.source.read_bytes()
        if sha256(data).hexdigest() != self.sha256:
            problem = "it changed while the site was delivered"
            raise WriteError(self.path, problem, hint="run the command again")
        return data


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """
    Hold what brings a target to the state of a site.

    Args:
        batches: Files to send; a batch is done before the next begins, none is empty.
        new: Paths in the batches that the target does not hold yet.
        gone: Paths to delete, after everything else.
        unchanged: How many files are right already.
    """

    batches: tuple[tuple[File, ...], ...]
    new: frozenset[str]
    gone: tuple[str, ...]
    unchanged: int

    @property
    def files(self) -> tuple[File, ...]:
        """Give every file to send, in order."""
        return tuple(file for batch in self.batches for file in batch)

    @property
    def is_empty(self) -> bool:
        """Tell whether the target holds the site already."""
        return not self.batches and not self.gone


def make_plan(files: Iterable[File], manifest: Manifest, listed: Mapping[str, str]) -> Plan:
    """
    Compare a site with what a target holds.

    Within a stage what is new comes before what changes: a page that moved is there before the old
    one leads to it.

    Args:
        files: Of the site.
        manifest: What was written down.
        listed: What is there: each path with its tag.
    """
    wanted = {file.path: file for file in files}
    batches: dict[tuple[int, bool], list[File]] = {}
    for path, file in wanted.items():
        known = manifest.files.get(path)
        if not known or not known.is_as(file, listed.get(path)):
            batches.setdefault((file.stage, path in listed), []).append(file)
    sent = tuple(tuple(batches[key]) for key in sorted(batches))
    count = sum(map(len, sent))
    return Plan(
        batches=sent,
        new=frozenset(file.path for batch in sent for file in batch if file.path not in listed),
        gone=tuple(sorted(path for path in manifest.files if path not in wanted)),
        unchanged=len(wanted) - count,
    )
