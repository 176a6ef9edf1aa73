"""Values that live until the run ends."""

from __future__ import annotations

import gc
import subprocess
import sys
import weakref
from typing import TYPE_CHECKING

import pytest

from communique.lasting import keep, make_lasting

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    yield
    gc.unfreeze()
    gc.enable()


def test_what_is_made_is_not_searched_again() -> None:
    """Python searches for no cycles while the values are made, and later not in them."""
    before = gc.get_freeze_count()
    with make_lasting():
        assert not gc.isenabled()
        values = [[number] for number in range(1000)]
    assert gc.isenabled()
    assert gc.get_freeze_count() >= before + len(values)


def test_searching_goes_on_after_an_error() -> None:
    """Whatever happens, Python searches for cycles again."""
    with pytest.raises(ValueError, match="no value"), make_lasting():
        raise ValueError("no value")
    assert gc.isenabled()


def test_who_searches_for_none_is_left_alone() -> None:
    """Where nobody searched before nobody does afterwards."""
    gc.disable()
    with make_lasting():
        pass
    assert not gc.isenabled()


class _Value:
    """Say so when it is taken apart."""

    def __del__(self) -> None:
        """Print."""
        sys.stdout.write("gone")


def test_what_is_kept_is_kept_until_another_is() -> None:
    """One run may follow another in one process."""
    first, second = _Value(), _Value()
    left, kept = weakref.ref(first), weakref.ref(second)
    keep(first)
    del first
    assert left()
    keep(second)
    del second
    assert left() is None
    assert kept()
    keep()


@pytest.mark.parametrize(("call", "said"), [("keep", ""), ("repr", "gone")])
def test_nobody_takes_apart_what_is_kept(call: str, said: str) -> None:
    """When the run ends it is left to the system."""
    program = (
        "import atexit, gc\nfrom communique.lasting import keep\n"
        "from tests.test_lasting import _Value\n"
        f"atexit.register(gc.freeze)\nvalue = _Value()\n{call}(value)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.decode() == said
