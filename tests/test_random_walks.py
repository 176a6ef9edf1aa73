"""Publications lead random lives; hundreds more by hand, see README."""

from __future__ import annotations

import pytest

from tests.random_walks import live


@pytest.mark.parametrize("seed", range(1, 5))
def test_whatever_happens_each_statement_is_told_once(seed: int) -> None:
    """Nothing is told twice or missed, no feed is gone, and a second `publish` does nothing."""
    assert live(seed) == ""
