"""Readers of every feed of a site, and what they announce."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.readers import Reader, make_readers, read_feeds

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path


class Subscribers:
    """Three readers of every feed of a site."""

    def __init__(self) -> None:
        self._readers: dict[str, dict[str, Reader]] = {}
        self._names: dict[str, str] = {}
        self._announced: dict[tuple[str, str], set[str]] = {}

    def poll(self, site: Path, now: datetime, feed: str) -> tuple[dict[str, str], list[str]]:
        """
        Fetch every feed.

        Returns:
            What each reader of *feed* announces, and everything that a reader of any feed announces
            for the second time.
        """
        told: dict[str, str] = {}
        again: list[str] = []
        for path, items in read_feeds(site).items():
            self._names.update({item.id: item.name for item in items if item.name})
            for kind, reader in self._readers.setdefault(path, make_readers()).items():
                names = [self._names.get(item.id, item.id) for item in reader.poll(items, now)]
                before = self._announced.setdefault((path, kind), set())
                again += [f"{path}: {kind}: {name}" for name in names if name in before]
                before.update(names)
                if path.rpartition("/")[0] == feed.rstrip("/"):
                    told[f"{kind} of {path}"] = " ".join(sorted(names))
        return told, again

    def was_told(self, folder: str, name: str) -> bool:
        """Tell whether whoever follows the Atom feed in *folder* for ever was told of *name*."""
        return name in self._announced.get((f"{folder}atom.xml", "forever"), set())
