"""
Tell hubs that feeds changed (W3C WebSub §6; how a publisher says so is left to the hub).

What they all take is the form of PubSubHubbub 0.4 §7.1: ``hub.mode=publish`` with the topic URL,
which some look for under ``hub.url`` and some under ``hub.topic``. A hub says that it accepted the
news, most often by 202 or 204; whether subscribers got it, it does not say. A page to log in, which
some networks put in the place of everything, answers 200 as well.
"""

from __future__ import annotations

import time
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import httpx

from communique.deliver.answers import show_address, show_text
from communique.deliver.failures import FetchError, explain_failure
from communique.errors import NotifyError
from communique.validate.webpage import is_page
from communique.values import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

AGENT: Final = "communique (publisher)"
BUSY: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Statuses after which it is worth asking again (RFC 9110 §15; RFC 6585)."""
NOBODY: Final = b"topic not found"
"""What Flask-WebSub, for one, answers with status 500 as long as a feed has no subscriber."""
_HEADERS: Final = {"User-Agent": AGENT, "Accept-Encoding": "identity"}
READ: Final = 10_000
"""Bytes of an answer that are looked at."""


class Patience(Struct, frozen=True, kw_only=True):
    """
    Bound what a hub can cost.

    Args:
        tries: How often a hub that is busy or silent is asked.
        pause: Seconds before the second try; twice as many before each further one.
        longest: Seconds that a hub may ask us to wait.
        connect: Seconds until a connection stands.
        read: Seconds until an answer comes.
    """

    tries: int = 3
    pause: float = 1
    longest: float = 30
    connect: float = 10
    read: float = 20


class Outcome(Struct, frozen=True, kw_only=True):
    """
    Hold what came of telling a hub of one feed.

    Args:
        topic_url: Of the feed.
        error: Why the hub did not take it; None where it accepted it.
        subscribed: False where the hub says that nobody subscribes to the feed there.
    """

    topic_url: str
    error: NotifyError | None = None
    subscribed: bool = True


def notify_hub(
    hub: str, topic_urls: Iterable[str], patience: Patience | None = None
) -> Iterator[Outcome]:
    """
    Tell a hub of feeds, one after the other.

    Args:
        hub: Its address.
        topic_urls: The rel=self of each feed.
        patience: What the hub may cost; one that gave no answer, or asks us to wait for longer, is
            not asked for the other feeds.

    Yields:
        One outcome a feed, in the order given.
    """
    patience = patience or Patience()
    silent: FetchError | None = None
    timeout = httpx.Timeout(patience.read, connect=patience.connect)
    with httpx.Client(timeout=timeout, headers=_HEADERS) as client:
        for topic_url in topic_urls:
            try:
                if silent:
                    raise silent
                subscribed = _tell(client, hub, topic_url, patience)
            except _SilentError as error:
                silent = error
                yield _fail(hub, topic_url, error)
            except FetchError as error:
                yield _fail(hub, topic_url, error)
            else:
                yield Outcome(topic_url=topic_url, subscribed=subscribed)


class _SilentError(FetchError):
    """Say that a hub gave no answer at all, or wants no further question for long."""


def _fail(hub: str, topic_url: str, error: FetchError) -> Outcome:
    failed = NotifyError(show_address(hub), topic_url, error.problem, hint=error.hint)
    return Outcome(topic_url=topic_url, error=failed)


def _tell(client: httpx.Client, hub: str, topic_url: str, patience: Patience) -> bool:
    """Tell of one feed, several times if need be; give whether anybody subscribes to it."""
    pause = patience.pause
    for left in reversed(range(patience.tries)):
        try:
            status, wait, body = _post(client, hub, topic_url, patience)
        except httpx.HTTPError as error:
            if not left:
                known = explain_failure(error)
                raise _SilentError(known.problem, known.hint) from None
        else:
            if status == 200 and is_page(body.decode("utf-8", "replace")):
                hint = "open it in a browser: this network may want a login, or it is no hub"
                raise FetchError("status 200: a web page answers in the place of the hub", hint)
            if 200 <= status < 300:
                return True
            if status == 500 and NOBODY in body.lower():
                return False
            if status not in BUSY or not left:
                raise _refusal(status, body)
            if wait > patience.longest:
                problem = f"status {status}: the hub asks to be left alone for {wait:g} seconds"
                raise _SilentError(problem, "try again then: communique notify --retry")
            pause = max(pause, wait)
        time.sleep(pause)
        pause *= 2
    raise AssertionError("the last try returns or raises")


def _post(
    client: httpx.Client, hub: str, topic_url: str, patience: Patience
) -> tuple[int, float, bytes]:
    """Send one ping; give the status, the seconds that it asks to wait, and what it says."""
    end = time.monotonic() + patience.read
    form = {"hub.mode": "publish", "hub.url": topic_url, "hub.topic": topic_url}
    with client.stream("POST", hub, data=form) as response:
        body = b""
        for chunk in response.iter_raw():
            body += chunk
            if len(body) > READ or time.monotonic() > end:
                break
    wait = response.headers.get("retry-after", "")
    return response.status_code, float(wait) if wait.isdecimal() else 0, body[:READ]


def _refusal(status: int, body: bytes) -> FetchError:
    said = show_text(" ".join(body[:200].decode("utf-8", "replace").split()))
    if 300 <= status < 400:
        hint = "write the address it has now under hubs: in entries/feed.yaml"
        return FetchError(f"status {status}: it redirects, which would lose the news", hint)
    if status in BUSY:
        return FetchError(f"status {status}: the hub has a fault or is too busy", "try again later")
    hint = "look whether it is the address of a hub, and whether the hub knows your site"
    return FetchError(f"status {status}: the hub refuses" + (f" ({said})" if said else ""), hint)


@cache
def _read_notes() -> dict[str, dict[str, str]]:
    text = Path(__file__).with_name("hubs.toml").read_text("utf-8")
    return tomllib.loads(text)


def find_note(hub: str) -> str:
    """Give what is known against a hub, with its date; empty for nothing."""
    note = _read_notes().get(urlsplit(hub).hostname or "")
    return f"{note['note']} (since {note['since']})" if note else ""
