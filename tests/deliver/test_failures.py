"""Why nothing could be fetched, in plain words."""

from __future__ import annotations

import socket
import ssl
from itertools import pairwise

import httpx
import pytest

from communique.deliver.failures import explain_failure


def chain(*causes: Exception) -> Exception:
    """Make the first error be caused by the next, and so on."""
    for error, cause in pairwise(causes):
        error.__cause__ = cause
    return causes[0]


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        (
            chain(httpx.ConnectError("x"), ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER] x")),
            "no TLS connection could be made: no reason given",
        ),
        (
            chain(httpx.ConnectError("x"), OSError("all failed"), socket.gaierror(-2, "x")),
            "there is no such host",
        ),
        (
            chain(httpx.ConnectError("x"), ExceptionGroup("two", [ConnectionRefusedError()])),
            "nothing listens at this address",
        ),
        (httpx.ReadTimeout(""), "the server did not answer in time"),
        (httpx.RemoteProtocolError("bad"), "the answer is not proper HTTP: bad"),
        (httpx.InvalidURL("bad"), "the answer is not proper HTTP: bad"),
        (httpx.ReadError(""), "the answer broke off: ReadError"),
    ],
)
def test_failure_is_explained(error: Exception, problem: str) -> None:
    """What lies behind the error decides, then its kind; there is always something to do."""
    explained = explain_failure(error)
    assert (explained.problem, bool(explained.hint)) == (problem, True)
