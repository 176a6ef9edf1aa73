"""Say in plain words why nothing could be fetched."""

from __future__ import annotations

import socket
import ssl
from typing import TYPE_CHECKING, Final, TypeVar

import httpx

from communique.deliver.answers import show_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_Client = TypeVar("_Client", httpx.Client, httpx.AsyncClient)
_PROXIES: Final = "Look at HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY."


class FetchError(Exception):
    """
    Say why nothing was fetched.

    Args:
        problem: No final full stop.
        hint: What to do about it; may be empty.
    """

    def __init__(self, problem: str, hint: str = "") -> None:
        super().__init__(problem, hint)
        self.problem = problem
        self.hint = hint


def open_client(make: Callable[[], _Client]) -> _Client:
    """
    Make a client of the HTTP library, which looks for proxies in the environment.

    Raises:
        FetchError: One that is named there cannot be used.
    """
    try:
        return make()
    except ImportError as error:
        problem = "the environment names a SOCKS proxy, and the package for it is not installed"
        raise FetchError(problem, 'pip install "httpx[socks]"') from error
    except (ValueError, httpx.InvalidURL) as error:  # its text may hold a password
        raise FetchError("the environment names a proxy that is none", _PROXIES) from error


def explain_failure(error: Exception) -> FetchError:
    """Look behind an error of the HTTP library for what the user can do something about."""
    for cause in _list_causes(error):
        found = _explain_cause(cause)
        if found:
            return found
    if isinstance(error, httpx.TimeoutException):
        return FetchError(
            "the server did not answer in time",
            "Readers give up as well: ask the host why the server is this slow.",
        )
    detail = show_text(str(error)) or type(error).__name__
    if isinstance(error, (httpx.ProtocolError, httpx.InvalidURL, UnicodeError)):
        return FetchError(
            f"the answer is not proper HTTP: {detail}", "Look into the settings of the server."
        )
    return FetchError(f"the answer broke off: {detail}", "Look into the log of the server.")


def _explain_cause(cause: BaseException) -> FetchError | None:
    """Explain what went wrong below HTTP; None for anything else."""
    if isinstance(cause, ssl.SSLCertVerificationError):
        return FetchError(
            f"its certificate is not trusted: {cause.verify_message}",
            "Readers refuse it: renew the certificate for exactly this host, and send it with "
            "its whole chain.",
        )
    if isinstance(cause, ssl.SSLError):
        reason = (getattr(cause, "reason", None) or "no reason given").lower().replace("_", " ")
        return FetchError(
            f"no TLS connection could be made: {reason}",
            "Look whether the server speaks TLS 1.2 or 1.3 on this port.",
        )
    if isinstance(cause, socket.gaierror):
        return FetchError("there is no such host", "Look for a typing mistake; ask the DNS.")
    if isinstance(cause, ConnectionRefusedError):
        return FetchError("nothing listens at this address", "Look whether the server runs.")
    return None


def _list_causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and everything that led to it."""
    waiting: list[BaseException | None] = [error]
    while waiting:
        each = waiting.pop()
        if each is not None:
            yield each
            waiting += [each.__context__, each.__cause__]
            if isinstance(each, BaseExceptionGroup):
                waiting += each.exceptions
