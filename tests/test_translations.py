"""When a translation is behind the text that it translates, and when not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from communique.past import History
from communique.translations import find_lag
from tests.test_model import make_entry, make_publication, revise


@pytest.mark.parametrize(
    ("source", "translation", "noticed", "lag"),
    [
        ((), (), 0, ""),
        ((9, "minor"), (), 0, ""),
        ((9, "correction"), (), 0, "behind"),
        ((9, "correction"), (10, "correction"), 0, ""),
        ((9, "correction"), (10, "minor"), 0, ""),
        ((9, "correction"), (8, "minor"), 0, "behind"),
        ((9, "correction"), (), 3, "behind"),
        ((9, "correction"), (), 10, ""),
        ((9, "withdrawal"), (), 0, "withdrawn_original"),
        ((9, "withdrawal"), (10, "correction"), 10, "withdrawn_original"),
        ((9, "withdrawal"), (10, "withdrawal"), 0, ""),
    ],
)
def test_a_translation_says_what_it_lacks(
    source: tuple[int, str] | tuple[()],
    translation: tuple[int, str] | tuple[()],
    noticed: int,
    lag: str,
) -> None:
    """What was corrected before it was revised, or published, it was made from."""
    original, other = (
        make_entry("2023-10-03-a", language, revisions=(revise(*kind),) if kind else ())
        for language, kind in (("en", source), ("be", translation))
    )
    moments = {other.id: datetime(2023, 10, noticed, tzinfo=UTC)} if noticed else {}
    publication = replace(make_publication(original, other), history=History(noticed=moments))
    assert find_lag(publication, other) == lag
    assert find_lag(publication, original) == ""


def test_a_new_translation_is_made_from_the_corrected_text() -> None:
    """What nobody has seen yet is no older than what it was copied from."""
    original = make_entry("2023-10-03-a", "en", revisions=(revise(9, "correction"),))
    translation = make_entry("2023-10-03-a", "be")
    history = History(noticed={original.id: datetime(2023, 10, 9, tzinfo=UTC)})
    publication = replace(make_publication(original, translation), history=history)
    assert find_lag(publication, translation) == ""
