"""A statement as another program published it: values, and what they have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.values import Struct, field, replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from pathlib import Path


class Item(Struct, frozen=True, kw_only=True):
    """
    Hold one item of a source.

    Args:
        place: Where it stands, for a person: ``feed.xml: item 3`` or ``_posts/2020-01-02-a.md``.
        id: By which its subscribers know it, exactly; empty where the source has none.
        link: The absolute address of its page; may be empty.
        former: Absolute addresses that led to that, each once, in order.
        title: Plain text; may be empty.
        text: HTML, or Markdown where ``markdown`` is set; may be empty.
        base: Against which addresses in the text are read; may be empty.
        markdown: True for text that is Markdown already.
        summary: Plain text; may be empty.
        published: None where it has no date that can be read.
        date: That date as it was written.
        until: When it ceased, or will cease, to be public; None for never.
        updated: When it last changed; None where nobody says so.
        language: A language tag, as the source says; may be empty.
        categories: Names, each once, in order.
        authors: Names, each once, in order.
        files: Addresses of files that it offers for download.
        linked: The places of other items to which the text refers, by the reference.
        found: Files on this computer to which the text refers, by the reference.
        strange: Parts of the text that only its program understands; they stay as they are.
        slug: The name that its page had; may be empty.
        work: The same for all languages in which something is said; may be empty.
        versions: The places of the items that say the same in other languages.
        ours: True if communique made it.
        held_back: Why it was not public; empty where it was.
        problem: Why it cannot be imported; empty where it can.
        notes: What was lost on the way, one sentence each.
    """

    place: str
    id: str = ""
    link: str = ""
    former: tuple[str, ...] = ()
    title: str = ""
    text: str = ""
    base: str = ""
    markdown: bool = False
    summary: str = ""
    published: datetime | None = None
    date: str = ""
    until: datetime | None = None
    updated: datetime | None = None
    language: str = ""
    categories: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    linked: Mapping[str, str] = field(default_factory=dict)
    found: Mapping[str, Path] = field(default_factory=dict)
    strange: tuple[str, ...] = ()
    slug: str = ""
    work: str = ""
    versions: tuple[str, ...] = ()
    ours: bool = False
    held_back: str = ""
    problem: str = ""
    notes: tuple[str, ...] = ()


def list_names(names: Iterable[str]) -> tuple[str, ...]:
    """List names, each once and on one line, in order; a blank one is none."""
    return tuple(dict.fromkeys(" ".join(name.split()) for name in names if name.strip()))


def join_versions(items: Iterable[Item]) -> list[Item]:
    """Let every item know the other languages of what it says."""
    items = list(items)
    places: dict[str, list[str]] = {}
    for item in items:
        places.setdefault(item.work, []).append(item.place)
    return [
        replace(item, versions=tuple(p for p in places[item.work] if p != item.place))
        if item.work
        else item
        for item in items
    ]


class Page(Struct, frozen=True, kw_only=True):
    """
    Hold one document of a source: a feed, a page of it, or an archive document.

    Args:
        items: In the order of the document.
        older: Where the next older items may be, the surest address first; absolute.
        guessed: True where nothing but the habits of its program says that there is more.
        own: The address that it gives itself; may be empty.
        notes: What is wrong with the document as a whole.
    """

    items: tuple[Item, ...]
    older: tuple[str, ...] = ()
    guessed: bool = False
    own: str = ""
    notes: tuple[str, ...] = ()


class Choices(Struct, frozen=True, kw_only=True):
    """
    Hold what the press officer chose.

    Args:
        language: Of everything; empty to take that of each item.
        since: Nothing older is imported; None for everything.
        limit: At most so many, the newest; None for all.
        media: False to keep the addresses of pictures and files.
        record: False to leave the ledger for a later import, after the entries have been mended.
        types: What counts as a statement in an export of WordPress, beside posts and pages.
        topics: The topic of each category, by its name in lower case; empty for none.
    """

    language: str = ""
    since: datetime | None = None
    limit: int | None = None
    media: bool = True
    record: bool = True
    types: frozenset[str] = frozenset()
    topics: Mapping[str, str] = field(default_factory=dict)
