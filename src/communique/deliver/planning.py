"""What brings a target to the state of a site, and in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.values import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from communique.deliver.files import File
    from communique.deliver.manifest import Manifest


class Plan(Struct, frozen=True, kw_only=True):
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
