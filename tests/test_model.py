"""What follows from the values alone."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from communique.files import Attachment
from communique.identity import Localized, Publisher, Topic
from communique.model import Entry, Publication, Revision, newest_first


def make_entry(key: str = "2023-10-03-a", language: str = "en", **values: object) -> Entry:
    """Make an entry published at the first second of its day."""
    defaults: dict[str, object] = {
        "id": f"tag:a.example,2023:{key}:{language}",
        "key": key,
        "language": language,
        "file": f"entries/{key}.md",
        "title": "A",
        "published": datetime.fromisoformat(f"{key[:10]}T00:00Z"),
        "path": "2023/a/",
    }
    return Entry(**{**defaults, **values})  # type: ignore[arg-type]  # as the fields are


def revise(day: int, kind: str) -> Revision:
    """Make a revision of October 2023."""
    return Revision(date=datetime(2023, 10, day, tzinfo=UTC), kind=kind, note=kind)


def make_publication(*entries: Entry) -> Publication:
    """Make a publication in three languages."""
    name = Localized(texts={"be": "Б", "en": "B"})
    return Publication(
        title=name,
        subtitle=None,
        base_url="https://a.example/",
        authority="a.example,2019-05",
        publisher=Publisher(name=name, url="", email="", kind="NGO"),
        languages=("en", "be", "uk"),
        timezone=ZoneInfo("UTC"),
        topics=(Topic(key="icc", label=name),),
        feed_size=20,
        flood_limit=5,
        feed_types="general",
        hubs=(),
        deploy="",
        email_signup="",
        rights=None,
        words={},
        entries=entries,
    )


@pytest.mark.parametrize(("language", "expected"), [("en", "B"), ("be", "Б"), ("uk", "Б")])
def test_a_text_is_given_in_its_language_or_the_first(language: str, expected: str) -> None:
    """A reader sees something rather than nothing."""
    assert expected == Localized(texts={"be": "Б", "en": "B"}).get(language)


@pytest.mark.parametrize(
    ("kinds", "day"),
    [([], 3), (["minor"], 3), (["correction"], 4), (["correction", "minor"], 4)],
)
def test_only_what_readers_should_notice_is_an_update(kinds: list[str], day: int) -> None:
    """A minor revision moves nothing (RFC 4287 §4.2.15)."""
    revisions = tuple(revise(4 + place, kind) for place, kind in enumerate(kinds))
    expected = datetime(2023, 10, day, tzinfo=UTC)
    assert expected == make_entry(revisions=revisions).updated


def test_a_withdrawn_entry_offers_no_file() -> None:
    """Only what the front matter announces is offered, and only while the entry stands."""
    files = tuple(
        Attachment(
            name=name,
            source=None,  # type: ignore[arg-type]  # nobody reads it here
            media_type="text/plain",
            length=1,
            sha256="",
            announced=name == "a",
        )
        for name in ("a", "b")
    )
    standing = make_entry(attachments=files, revisions=(revise(4, "correction"),))
    assert ([file.name for file in standing.announced], standing.withdrawal) == (["a"], None)
    withdrawn = make_entry(attachments=files, revisions=(revise(4, "withdrawal"),))
    assert ((), revise(4, "withdrawal")) == (withdrawn.announced, withdrawn.withdrawal)


def test_corrections_stand_newest_first() -> None:
    """And nothing else among them."""
    entry = make_entry(
        revisions=(revise(4, "correction"), revise(5, "minor"), revise(6, "correction"))
    )
    expected = (revise(6, "correction"), revise(4, "correction"))
    assert expected == entry.corrections
    assert entry.year == 2023


def test_the_order_of_entries_is_total() -> None:
    """Newest first; then key and language decide."""
    entries = [
        make_entry("2023-10-04-a"),
        make_entry("2023-10-03-a", "be"),
        make_entry("2023-10-03-a", "en"),
        make_entry("2023-10-03-b"),
    ]
    assert entries == sorted(entries, key=newest_first)


def test_a_publication_knows_its_statements() -> None:
    """The languages of a statement stand in the order of the publication."""
    be, en = make_entry("2023-10-03-a", "be"), make_entry("2023-10-03-a", "en")
    publication = make_publication(be, en, make_entry("2023-10-02-b"))
    expected = {"2023-10-03-a": (en, be), "2023-10-02-b": (make_entry("2023-10-02-b"),)}
    assert expected == publication.statements
    assert (be,) == publication.siblings(en)
    assert (publication.prefix("en"), publication.prefix("be")) == ("", "be/")
    assert publication.authoritative == "en"
    assert publication.founded == datetime(2019, 1, 1, tzinfo=UTC)
    assert publication.topic_labels["icc"].get("en") == "B"
    assert publication.url("2023/а/") == "https://a.example/2023/%D0%B0/"
