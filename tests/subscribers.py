"""Readers of every feed of a site, and what they announce."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.readers import Reader, make_readers, read_feeds

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet
    from datetime import datetime
    from pathlib import Path

    from tests.readers import Item


class Subscribers:
    """Three readers of every feed of a site."""

    def __init__(self) -> None:
        self._readers: dict[str, dict[str, Reader]] = {}
        self._names: dict[str, str] = {}
        self._said: dict[str, set[tuple[str, str]]] = {}
        self._announced: dict[tuple[str, str], set[str]] = {}

    def poll(
        self, site: Path, now: datetime, feed: str, removed: AbstractSet[str] = frozenset()
    ) -> tuple[dict[str, str], list[str]]:
        """
        Fetch every feed.

        Args:
            site: Where the feeds are.
            now: The clock.
            feed: The folder of the one that matters most.
            removed: Ids of statements that are gone for good.

        Returns:
            What each reader of *feed* announces, and everything that a reader of any feed announces
            for the second time.
        """
        told: dict[str, str] = {}
        again: list[str] = []
        for path, items in read_feeds(site).items():
            for item in items:
                self._learn(item, removed)
            for kind, reader in self._readers.setdefault(path, make_readers()).items():
                names = [self._names.get(item.id, item.id) for item in reader.poll(items, now)]
                before = self._announced.setdefault((path, kind), set())
                again += [f"{path}: {kind}: {name}" for name in names if name in before]
                before.update(names)
                if path.rpartition("/")[0] == feed.rstrip("/"):
                    told[f"{kind} of {path}"] = " ".join(sorted(names))
        return told, again

    def _learn(self, item: Item, removed: AbstractSet[str]) -> None:
        """Learn of which statement an entry is; a notice of withdrawal does not say it."""
        before = self._names.get(item.id, "")
        if not item.name or before == self._call_anew(item):
            return
        owners = {key for key, name in self._names.items() if name == item.name}
        said = self._said.setdefault(item.name, set())
        # Other words in the place of what was removed for good are another statement.
        anew = not before and owners and owners <= removed and item.said not in said
        self._names[item.id] = self._call_anew(item) if anew else item.name
        said.add(item.said)

    @staticmethod
    def _call_anew(item: Item) -> str:
        return f"{item.name} under {item.id}"

    def was_told(self, folder: str, name: str, key: str) -> bool:
        """
        Tell whether whoever follows an Atom feed for ever was told of a statement.

        Args:
            folder: Of the feed.
            name: Of the statement, where no feed ever held it.
            key: Its id.
        """
        told = self._announced.get((f"{folder}atom.xml", "forever"), set())
        return self._names.get(key, name) in told
