"""The manifest: what a target holds, written and read back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.deliver.manifest import (
    PATIENCE,
    Claim,
    Manifest,
    Sent,
    format_manifest,
    parse_manifest,
)

NOW = datetime(2024, 1, 1, tzinfo=UTC)

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=9)
SENT = st.builds(Sent, sha256=TEXTS, served=TEXTS, tag=TEXTS)
PATHS = TEXTS.map(lambda text: "a/b.." + text.replace("\\", "").replace("/", ""))
CLAIMS = st.builds(Claim, publisher=TEXTS, at=st.datetimes(timezones=st.just(UTC)))


def make_manifest(
    *, files: dict[str, Sent], claim: Claim | None, conditional: bool | None, head: str
) -> Manifest:
    """Make a manifest of values whose types Hypothesis need not know."""
    return Manifest(files=files, claim=claim, conditional=conditional, head=head)


@given(
    st.builds(
        make_manifest,
        files=st.dictionaries(PATHS, SENT, max_size=4),
        claim=st.none() | CLAIMS,
        conditional=st.none() | st.booleans(),
        head=TEXTS,
    )
)
def test_reads_back_what_it_wrote(manifest: Manifest) -> None:
    """Whatever the paths and tags, a manifest comes back as it was."""
    assert manifest == parse_manifest(format_manifest(manifest))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b"7",
        b"{}",
        b"\xff",
        b"[" * 100_000,
        b'{"x": ' + b"[" * 100_000,
        b'{"version": 2}',
        b'{"version": 1, "claim": null, "conditional": true, "files": []}',
        b'{"version": 1, "claim": null, "conditional": true, "files": {"a": ["", "", 7]}}',
        b'{"version": 1, "claim": null, "conditional": true, "files": {"../a": ["", "", ""]}}',
        b'{"version": 1, "claim": null, "conditional": true, "files": {"/a": ["", "", ""]}}',
        rb'{"version": 1, "claim": null, "conditional": true, "files": {"a\\..\\b": ["", "", ""]}}',
        b'{"version": 1, "claim": {"publisher": "x", "at": "?"}, "conditional": null, "files": {}}',
    ],
)
def test_refuses_what_is_no_manifest(data: bytes) -> None:
    """What was damaged, or leads out of the target, is not believed."""
    with pytest.raises(ValueError, match=r".+"):
        parse_manifest(data)


def test_names_the_version_of_a_newer_communique() -> None:
    """Whoever reads that knows what to update."""
    data = format_manifest(Manifest()).replace(b'"version": 1', b'"version": 2')
    with pytest.raises(ValueError, match="a manifest of version 2"):
        parse_manifest(data)


def test_a_time_without_zone_is_utc() -> None:
    """A claim that another program wrote without a zone can be compared all the same."""
    claim = b'{"publisher": "x", "at": "2024-01-01T00:00:00"}'
    data = b'{"version": 1, "claim": %s, "conditional": null, "files": {}}' % claim
    assert parse_manifest(data).claim == Claim(publisher="x", at=NOW)


def test_a_claim_holds_against_others_for_a_while() -> None:
    """Another publisher is at work until it has been silent for long; oneself is dead."""
    claim = Claim(publisher="one", at=NOW)
    assert claim.holds("two", NOW + PATIENCE - timedelta(seconds=1))
    assert not claim.holds("two", NOW + PATIENCE)
    assert not claim.holds("one", NOW)


def test_notes_what_was_sent_and_what_is_gone() -> None:
    """A note replaces what was known of a file."""
    manifest = Manifest(files={"a": Sent(tag="1"), "b": Sent(tag="1")})
    noted = manifest.note({"a": Sent(tag="2"), "c": Sent()}, frozenset("b"))
    assert noted.files == {"a": Sent(tag="2"), "c": Sent()}
