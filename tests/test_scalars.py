"""The single values of the settings that no other test reads."""

from __future__ import annotations

import pytest

from communique.errors import FieldError
from communique.scalars import parse_target


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("s3://statements", "s3://statements"),
        ("s3://statements/a/b/", "s3://statements/a/b"),
        ("gs://statements", "gs://statements"),
        ("az://statements/x", "az://statements/x"),
        ("../public", "../public"),
        ("/srv/www", "/srv/www"),
        ("C:\\site", "C:\\site"),
    ],
)
def test_reads_a_target(text: str, target: str) -> None:
    """A target is the address of a store, or a folder."""
    assert parse_target(text) == target


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("ftp://host/x", "expected s3://"),
        ("https://bucket.example/", "expected s3://"),
        ("s3://", "expected s3://"),
        ("s3://key:secret@bucket", "must hold no name, password or key"),
        ("az://container?sig=secret", "must hold no name, password or key"),
    ],
)
def test_refuses_what_is_no_target(text: str, problem: str) -> None:
    """Another scheme is refused, and so is a secret, which the message does not repeat."""
    with pytest.raises(FieldError) as error:
        parse_target(text)
    assert problem in str(error.value)
    assert "secret" not in str(error.value)
