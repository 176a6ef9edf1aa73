"""What of a channel stands in its feeds: a window that only ever moves on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from communique.past import Slot

_MOST = 100
"""Entries in a feed; some readers take no more."""

_SEEN = timedelta(days=1)
"""In that time every reader looks at a feed once."""

_NEVER = datetime.min.replace(tzinfo=UTC)


class Window:
    """
    Follow what was recorded of a channel.

    Args:
        founded: When the channel was first there, without statements perhaps; None for the moment
            of its first ones. Nobody followed it before.

    Attributes:
        recorded: The ids of what was recorded and is not ``late``, in order.
        late: The ids of what was imported late; see ``Slot``.
        start: The first of ``recorded`` that is in the feeds.
        archive_size: Places in an archive document; 0 while nothing was recorded.
    """

    def __init__(self, founded: datetime | None = None) -> None:
        self.recorded: dict[str, datetime | None] = {}
        self.late: dict[str, datetime | None] = {}
        self.start = 0
        self.archive_size = 0
        self._founded = founded
        self._latest: datetime | None = None
        self._seen = 0

    def take(self, slot: Slot) -> None:
        """Give what was recorded its place, unless it has one."""
        (self.late if slot.late else self.recorded).setdefault(slot.id, slot.at)
        self._latest = slot.at or self._latest
        if not self.archive_size:
            self.archive_size = max(1, slot.feed_size // 2)

    def move(self, feed_size: int, at: datetime | None = None) -> None:
        """
        Move on: what fell out of the feeds stays out, though they be made larger later.

        Args:
            feed_size: Of the publication at that moment.
            at: That moment; None for that of what was taken last.
        """
        moments = [moment or _NEVER for moment in self.recorded.values()]
        latest = at or self._latest
        if moments:
            founded = self._founded or moments[0]
            long_ago = max(latest - _SEEN if latest else _NEVER, founded)
            while self._seen < len(moments) and moments[self._seen] <= long_ago:
                self._seen += 1
        self.start = max(self.start, _find_start(len(moments), feed_size, self._seen))

    def choose_archive_size(self, feed_size: int) -> int:
        """Choose how many places an archive document has: for good, as soon as one is taken."""
        return self.archive_size or max(1, feed_size // 2)

    def find_start(self, count: int, feed_size: int) -> int:
        """
        Find the first place that stands in the feeds.

        What no full archive document holds yet has to; there are two of those or none.

        Args:
            count: Of all places: the late ones, the recorded ones, and what is new.
            feed_size: As it is set now.
        """
        late = len(self.late)
        # Before anything was recorded, nobody followed.
        seen = late + self._seen if late or self.recorded else count
        start = max(late + self.start, _find_start(count, feed_size, seen))
        size = self.choose_archive_size(feed_size)
        archived = count // size * size
        return min(start, archived) if archived >= 2 * size else 0


def replay(
    slots: Iterable[Slot], find: Callable[[Slot], Sequence[Window]], every: Iterable[Window]
) -> None:
    """
    Give windows what was recorded.

    Args:
        slots: In the order in which they were recorded.
        find: Gives the windows of the channels in which the entry of a slot stands.
        every: All windows.
    """
    windows, touched, size = [*every], set[Window](), 0
    for slot in slots:
        own = find(slot)
        if slot.feed_size == size:
            touched.update(own)
        else:
            for window in touched:
                window.move(size)
            touched.clear()
        for window in own:
            window.take(slot)
        if slot.feed_size != size:
            size = slot.feed_size
            for window in windows:
                window.move(size, slot.at)
    # As long as the feeds have one size, the last move is the one that counts.
    for window in touched:
        window.move(size)


def _find_start(count: int, feed_size: int, seen: int) -> int:
    """
    Find the first of *count* places that stands in the feeds.

    Args:
        count: Of all places.
        feed_size: Places that a feed holds as a rule.
        seen: The first place that readers may not have seen yet: from there on everything stays,
            however much it is, as far as readers take it.
    """
    return max(min(count - feed_size, seen), count - _MOST)
