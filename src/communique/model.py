"""
What is published, as frozen values. A value that exists is valid.

    Publication
    ├ Publisher
    ├ Topic …
    ├ Theme
    ├ Entry …          newest first
    │ ├ Attachment …
    │ └ Revision …     oldest first
    └ Body …           of each entry

A statement is the entries that share a key: what the organisation says, once, whatever the
language.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from functools import cache, cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from communique.files import Attachment, Theme
from communique.past import History
from communique.values import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import tzinfo

    from communique.identity import Localized, Publisher, Topic

REVISION_KINDS = ("minor", "correction", "withdrawal")
TRANSLATION_KINDS = ("official", "provisional")
FEED_TYPE_KINDS = ("general", "exact")


class Revision(Struct, frozen=True, kw_only=True):
    """
    Record a change to a published entry.

    Args:
        date: Aware.
        kind: ``minor``, ``correction`` or ``withdrawal``.
        note: What changed, in the language of the entry; empty only for ``minor``.
    """

    date: datetime
    kind: str
    note: str


class Entry(NamedTuple):
    """
    Hold a statement in one language.

    A tuple, as there are very many; its fields are named wherever one is made.

    Args:
        id: An opaque URI, minted once; never an http URL. That of an imported entry is whatever
            its subscribers know it by: any text on one line.
        key: Of its statement: the file name up to the first dot.
        language: A language tag of the publication.
        file: Its source, relative to the publication; forward slashes.
        title: One line of plain text.
        published: Aware, with the offset that was written; fixed for good.
        path: The folder of its page in the site: ``be/2023/slug/``.
        summary: One line of plain text; may be empty.
        topics: Keys, in the order written.
        source: Where the authoritative text stands, if elsewhere; else empty.
        reference: The organisation's own number, if any; the same in every language.
        attachments: In the order written.
        translation: ``official``, ``provisional``, or empty for the authoritative language.
        revisions: Oldest first, none before ``published``.
        own_summary: True where the summary was written, False where it was taken from the text.
        authors: Names, where others than the publisher sign.
        imported_from: Where an imported entry stood before, then what else led to it there; empty
            for every other.
        sha256: Of its canonical text, in hexadecimal.
        digest: Differs from that of any other entry, and from its own once anything of it changed,
            its body included, as long as the settings are the same.
    """

    id: str
    key: str
    language: str
    file: str
    title: str
    published: datetime
    path: str
    summary: str = ""
    topics: tuple[str, ...] = ()
    source: str = ""
    reference: str = ""
    attachments: tuple[Attachment, ...] = ()
    translation: str = ""
    revisions: tuple[Revision, ...] = ()
    own_summary: bool = False
    authors: tuple[str, ...] = ()
    imported_from: tuple[str, ...] = ()
    sha256: str = ""
    digest: str = ""

    @property
    def updated(self) -> datetime:
        """Give the moment of the last change that a reader should notice (RFC 4287 §4.2.15)."""
        if not self.revisions:
            return self.published
        dates = [revision.date for revision in self.revisions if revision.kind != "minor"]
        return max(dates, default=self.published)

    @property
    def withdrawal(self) -> Revision | None:
        """Give the revision that withdrew the entry, if one did."""
        return next((r for r in self.revisions if r.kind == "withdrawal"), None)

    @property
    def corrections(self) -> tuple[Revision, ...]:
        """Give the corrections, newest first."""
        return tuple(r for r in reversed(self.revisions) if r.kind == "correction")

    @property
    def announced(self) -> tuple[Attachment, ...]:
        """Give the attachments that feeds offer for download; a withdrawn entry offers none."""
        return () if self.withdrawal else tuple(a for a in self.attachments if a.announced)

    @property
    def year(self) -> int:
        """Give the year under which the entry stands."""
        return int(self.key[:4])


@dataclass(frozen=True, kw_only=True, slots=True)
class Body:
    """
    Hold the text of an entry.

    Args:
        html: As its page shows it: sanitised, no h1, references relative to the page.
        html_absolute: The same with every reference absolute, as feeds need it.
        read_text: Reads ``text``.
    """

    html: str
    html_absolute: str
    read_text: Callable[[], str] = field(repr=False, compare=False)

    @property
    def text(self) -> str:
        """Give the Markdown that was written, as ``normalise_text`` gives it."""
        return self.read_text()


def newest_first(entry: Entry) -> tuple[float, str, str]:
    """Order entries: the newest first, then by key and language, so that the order is total."""
    return -entry.published.timestamp(), entry.key, entry.language


@dataclass(frozen=True, kw_only=True)
class Publication:
    """
    Hold the settings and every entry that is published.

    Args:
        base_url: Ends with a slash.
        authority: The tag authority of ids (RFC 4151): ``example.org,2023``.
        languages: The first is the authoritative one; at least one.
        topics: In the order written.
        former_topics: By a key that a topic had before, the key that it has now.
        feed_size: Entries in a feed, 1 to 100.
        flood_limit: More new statements than this at once want a word.
        feed_types: ``general`` or ``exact``: how feeds are called where they are served.
        hubs: WebSub hubs, absolute URLs.
        deploy: Where the site is delivered: ``s3://…``, ``gs://…``, ``az://…``, a folder; empty for
            nowhere.
        words: By language and key: what stands in the place of our words.
        theme: Of the pages.
        entries: Newest first; no draft, nothing dated in the future, no id and no path twice.
        bodies: Of each entry by its file; one may be read only when it is asked for.
        history: What was published before; empty where nothing was recorded.
    """

    title: Localized
    subtitle: Localized | None
    base_url: str
    authority: str
    publisher: Publisher
    languages: tuple[str, ...]
    timezone: tzinfo
    topics: tuple[Topic, ...]
    feed_size: int
    flood_limit: int
    feed_types: str
    hubs: tuple[str, ...]
    deploy: str
    email_signup: str
    rights: Localized | None
    words: Mapping[str, Mapping[str, str]]
    former_topics: Mapping[str, str] = field(default_factory=dict)
    theme: Theme = field(default_factory=Theme, repr=False)
    entries: tuple[Entry, ...] = field(repr=False)
    bodies: Mapping[str, Body] = field(default_factory=dict, repr=False, compare=False)
    history: History = field(default_factory=History, repr=False)

    @property
    def authoritative(self) -> str:
        """Give the language in which the organisation speaks first."""
        return self.languages[0]

    @property
    def founded(self) -> datetime:
        """Give the first day of the tag authority: the date of a channel that is still empty."""
        return datetime(int(self.authority.rpartition(",")[2][:4]), 1, 1, tzinfo=UTC)

    @property
    def settings(self) -> str:
        """Give what differs once a setting does."""
        apart = {"entries", "bodies", "history"}
        values = [getattr(self, each.name) for each in fields(self) if each.name not in apart]
        return blake2b(repr(values).encode(), digest_size=16).hexdigest()

    @cached_property
    def statements(self) -> Mapping[str, tuple[Entry, ...]]:
        """Give the entries of each statement by its key, in the order of the languages."""
        order = {language: rank for rank, language in enumerate(self.languages)}
        statements: dict[str, tuple[Entry, ...]] = {}
        for entry in self.entries:
            others = statements.get(entry.key, ())
            statements[entry.key] = (*others, entry)
            if others:
                statements[entry.key] = tuple(
                    sorted(statements[entry.key], key=lambda e: order[e.language])
                )
        return statements

    @cached_property
    def _digests(self) -> Mapping[str, str]:
        """Give by id the digest of an entry of which more is shown than the entry alone."""
        digests: dict[str, str] = {}
        statements, history = self.statements, self.history
        for entry in self.entries:
            versions = statements[entry.key]
            past = history.describe(entry.id, entry.path)
            if len(versions) > 1 or past:
                revised = any(version.revisions for version in versions)
                noticed = history.noticed.get(entry.id) if revised else None
                rest = repr((entry.digest, past, [e.digest for e in versions], noticed))
                digests[entry.id] = blake2b(rest.encode(), digest_size=16).hexdigest()
        return digests

    @cached_property
    def digests(self) -> list[str]:
        """Give the digest of each of ``entries``, as ``list_digests`` does."""
        return self.list_digests(self.entries)

    def list_digests(self, entries: Iterable[Entry]) -> list[str]:
        """
        List what differs once anything changes that is shown of an entry, for each of *entries*.

        That is more than the entry: its other languages, and what was published of it before.
        """
        digests = self._digests
        return [digests.get(entry.id) or entry.digest for entry in entries]

    @cached_property
    def topic_labels(self) -> Mapping[str, Localized]:
        """Give the label of each topic by its key."""
        return {topic.key: topic.label for topic in self.topics}

    def siblings(self, entry: Entry) -> tuple[Entry, ...]:
        """Give the same statement in the other languages."""
        versions = self.statements[entry.key]
        if len(versions) == 1:
            return ()
        return tuple(e for e in versions if e.language != entry.language)

    def announced_path(self, entry: Entry) -> str:
        """Give the folder that feeds name: it never changes, as some readers know entries by it."""
        return self.history.first_paths.get(entry.id, entry.path)

    def announced_url(self, entry: Entry) -> str:
        """Give the address under which feeds name an entry: the first one that subscribers saw."""
        return self.history.old_urls.get(entry.id) or self.url(self.announced_path(entry))

    def prefix(self, language: str) -> str:
        """Give the folder of a language in the site: empty for the authoritative one."""
        return "" if language == self.authoritative else f"{language}/"

    def url(self, path: str) -> str:
        """Give the public address of a file or folder of the site (RFC 3986 §2.1 encoding)."""
        return self.base_url + _quote(path)


_quote = cache(quote)
