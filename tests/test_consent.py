"""The command that says yes to more than what was said yes to already."""

from __future__ import annotations

import pytest

from communique.consent import Consent

TYPED = "communique publish --to /srv/www"


@pytest.mark.parametrize(
    ("given", "asked", "expected"),
    [
        (Consent(), {"announce": 7}, "communique publish --announce 7"),
        (Consent(command=TYPED), {"announce": 0}, f"{TYPED} --announce 0"),
        (Consent(announce=3), {"announce": 7}, "communique publish --announce 7"),
        (Consent(announce=3), {"moved": True}, "communique publish --moved --announce 3"),
        (Consent(moved=True), {"announce": 7}, "communique publish --moved --announce 7"),
        (
            Consent(),
            {"removed": ["b", "a"]},
            "communique publish --removed a --removed b --because TEXT",
        ),
        (
            Consent(removed={"b c": "A judge's word"}),
            {"removed": ["a"]},
            "communique publish --removed a --removed 'b c' --because 'A judge'\"'\"'s word'",
        ),
        (
            Consent(removed={"a": "Law"}),
            {"moved": True},
            "communique publish --removed a --because Law --moved",
        ),
    ],
)
def test_the_command_keeps_what_was_said(
    given: Consent, asked: dict[str, object], expected: str
) -> None:
    """What was typed stays; what is asked for is added, or takes the place of another number."""
    assert given.ask(**asked) == expected  # type: ignore[arg-type]  # as each case has it
