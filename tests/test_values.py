"""JSON is written as the standard library writes it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.values import write_json

if TYPE_CHECKING:
    from collections.abc import Callable

LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text(st.characters(exclude_categories=["Cs"]))
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text('a\\"\n\u2028é'), inner),
    max_leaves=8,
)
STANDARD: dict[int, Callable[[object], str]] = {
    0: json.JSONEncoder(ensure_ascii=False).encode,
    1: json.JSONEncoder(ensure_ascii=False, indent=1).encode,
}


@pytest.mark.parametrize("indent", STANDARD)
@given(value=VALUES)
def test_json_is_that_of_the_standard_library(indent: int, value: object) -> None:
    """Every character, space and line end is the same, for one line and for many."""
    assert write_json(value, indent=indent).decode() == STANDARD[indent](value)
