"""What was done with a publication, as the ledger records it: values only."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - msgspec reads the types of the fields
from datetime import datetime
from functools import cached_property
from typing import Annotated

from communique.values import Meta, Struct, field

Moment = Annotated[datetime, Meta(tz=True)]
Hash = Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]
OptionalHash = Annotated[str, Meta(pattern=r"\A([0-9a-f]{64})?\Z")]
Size = Annotated[int, Meta(ge=1)]


class Event(Struct, frozen=True, kw_only=True, rename={"kind": "event"}):
    """
    Record what was done with an entry.

    Args:
        at: When it was recorded; aware, whole seconds.
        kind: ``published``, ``moved``, ``minor``, ``correction``, ``withdrawal`` or ``removed``.
        id: Of the entry.
        file: Its source, relative to the publication; forward slashes.
        path: The folder of its page in the site.
        url: The address of its page, as the feeds announced it.
        title: As it then was.
        sha256: Of its canonical text, as ``hash_entry`` gives it.
        language: A language tag.
        published: Its date; aware.
        topics: Keys, in the order written.
        feed_size: Of the publication at that moment.
        words: The same of that text without its revisions; empty where there are none, and in an
            older line.
        because: Why it was removed; empty for every other kind.
        imported: Who published it before us, and so when it was recorded is not when it was
            published: the address of a feed or the name of a file; empty for every other.
        authority: Of the publication at that moment; empty where an older line does not say it.
        languages: Of the publication at that moment, where they were several.
        former_topics: Of the publication at that moment, by former key the present one.
        source: As the entry then said it, and so the next two; may be empty.
        reference: As there.
        translation: As there.
        attachments: By name, the SHA-256 of each file that came with it; None for an older line,
            which says nothing of these four.
    """

    at: Moment
    kind: str
    id: str
    file: str
    path: str
    url: str
    title: str
    sha256: Hash
    language: str
    published: Moment
    topics: tuple[str, ...]
    feed_size: Size
    words: OptionalHash = ""
    because: str = ""
    imported: str = ""
    authority: str = ""
    languages: tuple[str, ...] = ()
    former_topics: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    reference: str = ""
    translation: str = ""
    attachments: Mapping[str, Hash] | None = None

    @property
    def texts(self) -> tuple[str, ...]:
        """Give the hash of its text, and of that without its revisions where there are any."""
        return (self.sha256, self.words) if self.words else (self.sha256,)

    @property
    def folder(self) -> str:
        """Give the folder of its language in the site: empty for the one that then came first."""
        own = f"{self.language}/"
        return own if self.path.startswith(own) else ""

    @property
    def key(self) -> str:
        """Give the key of its statement: the file name up to the first dot."""
        return self.file.rpartition("/")[2].partition(".")[0]


class Delivery(Struct, frozen=True, kw_only=True):
    """
    Record that everything recorded before stands at a target, where readers get it.

    Whoever says that nobody is to wait for that, as `--wait 0` does, is taken at that word.

    Args:
        at: When; aware, whole seconds.
        target: Its name, as ``s3://statements``; without secrets. The address of the site where
            somebody else brought it there.
        feeds: One hash for all feeds that were seen there; empty for an older line, and they are
            taken for those that followed from what was recorded.
    """

    at: Moment
    target: str
    feeds: OptionalHash = ""


class Notice(Struct, frozen=True, kw_only=True):
    """
    Record that a hub accepted the news of feeds, which says nothing of whom it told.

    Args:
        at: When; aware, whole seconds.
        hub: Its address.
        topic_urls: The address of each feed (its rel=self) and the SHA-256 of its bytes.
    """

    at: Moment
    hub: str
    topic_urls: Mapping[str, Hash]


Record = Event | Delivery | Notice


class Ledger(Struct, frozen=True, kw_only=True, dict=True):
    """
    Hold the record of a publication.

    Args:
        records: In the order in which they were recorded.
        hashes: Of each line of the file, in order, without its line end.
        length: Bytes of the file that are sound.
        torn: What a crash left of a line behind them; empty as a rule.
        ended: False where the last sound line lacks its line end.
    """

    records: tuple[Record, ...] = ()
    hashes: tuple[str, ...] = ()
    length: int = 0
    torn: bytes = b""
    ended: bool = True

    @property
    def head(self) -> str:
        """Give the hash of the last line; empty for an empty ledger."""
        return self.hashes[-1] if self.hashes else ""

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """Give what was done with entries, in the order in which it was recorded."""
        return tuple(record for record in self.records if isinstance(record, Event))

    @cached_property
    def settings(self) -> Event | None:
        """Give the event whose settings followers know: the last one, but an import told nobody."""
        told = (event for event in reversed(self.events) if not event.imported)
        return next(told, self.events[-1] if self.events else None)

    def choose_moment(self, now: datetime) -> datetime:
        """Choose when to record something: *now*, or with the last if the clock went back."""
        return max([now, *(record.at for record in self.records[-1:])])

    def is_delivered(self, target: str, feeds: str = "") -> bool:
        """
        Tell whether everything that was done with entries was then delivered to *target*.

        Args:
            target: Its name.
            feeds: One hash for all of them, where these have to be what was seen there.
        """
        for record in reversed(self.records):
            if isinstance(record, Event):
                return False
            if isinstance(record, Delivery) and record.target == target:
                return "" in {feeds, record.feeds} or feeds == record.feeds
        return True

    @cached_property
    def accepted(self) -> Mapping[tuple[str, str], str]:
        """Give the hash under which each hub last accepted news of each topic URL."""
        return {
            (record.hub, topic_url): sha256
            for record in self.records
            if isinstance(record, Notice)
            for topic_url, sha256 in record.topic_urls.items()
        }

    @cached_property
    def first(self) -> Mapping[str, Event]:
        """Give the ``published`` event of each id, in the order of publication."""
        return {event.id: event for event in self.events if event.kind == "published"}

    @cached_property
    def latest(self) -> Mapping[str, Event]:
        """Give the last event of each id: its path, title and hash are the ones that count."""
        return {event.id: event for event in self.events}

    @cached_property
    def by_id(self) -> Mapping[str, tuple[Event, ...]]:
        """Give every event of each id, oldest first."""
        events: dict[str, list[Event]] = {}
        for event in self.events:
            events.setdefault(event.id, []).append(event)
        return {key: tuple(found) for key, found in events.items()}

    @cached_property
    def removed(self) -> frozenset[str]:
        """Give the ids whose entries were removed for good."""
        return frozenset(event.id for event in self.events if event.kind == "removed")
