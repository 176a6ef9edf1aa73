"""Which entry an item became: found by where it stood on its page, or in its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.importing.addresses import name_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from communique.importing.items import Item
    from communique.model import Entry


class Places:
    """
    Know the file of every entry that was imported.

    Args:
        entries: What was imported before.
        items: All of the source, each with an id or a problem.
    """

    def __init__(self, entries: Sequence[Entry], items: Sequence[Item]) -> None:
        files = {entry.id: entry.file for entry in entries}
        self._by_address: dict[str, str] = {}
        for entry in entries:
            self._add_addresses(entry.imported_from, entry.file)
        self._addresses = {item.place: item.link for item in items}
        self._by_place = {item.place: files[item.id] for item in items if item.id in files}

    def add(self, item: Item, file: str) -> None:
        """Add an item that has become an entry; the first at an address stays."""
        self._by_place[item.place] = file
        self._add_addresses((item.link, *item.former), file)

    def _add_addresses(self, addresses: Sequence[str], file: str) -> None:
        for address in filter(None, addresses):
            self._by_address.setdefault(name_page(address), file)

    def find_page(self, address: str) -> str:
        """Find the entry whose page stood at an address; empty where there is none yet."""
        return self._by_address.get(name_page(address), "") if address else ""

    def find(self, place: str) -> str:
        """Find the entry that an item of the source became; empty where there is none yet."""
        return self._by_place.get(place) or self.find_page(self.get_address(place))

    def get_address(self, place: str) -> str:
        """Give the former address of an item of the source; may be empty."""
        return self._addresses.get(place, "")
