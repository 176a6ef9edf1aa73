"""The text of every error, composed once."""

from __future__ import annotations

import pickle

import pytest

from communique.errors import (
    CommuniqueError,
    FieldError,
    SourceError,
    SourceErrors,
    WriteError,
)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (SourceError("a.md", "is wrong"), "a.md: is wrong"),
        (SourceError("a.md", "is wrong", line=3), "a.md:3: is wrong"),
        (SourceError("a.md", "is wrong", line=3, column=7), "a.md:3:7: is wrong"),
        (SourceError("a.md", "is wrong", line=3, field="date"), "a.md:3: date: is wrong"),
        (SourceError("a.md", "is wrong", field="date", hint="mend it"), "a.md: date: is wrong"),
        (SourceError("a\n\x1b\udcff.md", "\u00a0"), "a\\n\\x1b\\udcff.md: \u00a0"),
        (WriteError("site", "is full", hint="make room"), "site: is full"),
        (FieldError("is wrong", "mend it"), "is wrong"),
    ],
)
def test_an_error_is_one_line(error: Exception, expected: str) -> None:
    """What is not known is left out, and what would break the line or terminal is escaped."""
    assert expected == str(error)


def test_faults_are_sorted_by_place() -> None:
    """Path, then line as a number, then column, field and problem."""
    places = [("b", 1, 1), ("a", 10, 1), ("a", 9, 2), ("a", 9, 1), ("a", 0, 0)]
    faults = SourceErrors(SourceError(p, "x", line=n, column=c) for p, n, c in places)
    expected = "a: x\na:9:1: x\na:9:2: x\na:10:1: x\nb:1:1: x"
    assert expected == str(faults)


@pytest.mark.parametrize("error", [SourceError("a", "b"), SourceErrors([]), WriteError("a", "b")])
def test_every_error_of_ours_is_reported_by_one_root(error: Exception) -> None:
    """The command line catches the root; each has a hint, if only an empty one."""
    assert isinstance(error, CommuniqueError)
    assert not error.hint


def test_an_error_passes_from_process_to_process() -> None:
    """It arrives with all that it says, whatever it takes to make one."""
    fault = SourceError("a.md", "wrong", line=3, column=2, field="title", hint="mend it")
    for error in (fault, SourceErrors([fault]), WriteError("site", "full", hint="make room")):
        again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
        assert (type(again), str(again), again.hint) == (type(error), str(error), error.hint)
