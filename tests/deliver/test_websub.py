"""Hubs: what they are told, and what they may answer."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import pytest

from communique.deliver import websub
from communique.deliver.websub import Patience, find_note, notify_hub
from tests.e2e.servers import Asked, Reply, serve_script

if TYPE_CHECKING:
    from collections.abc import Callable

QUICK = Patience(tries=3, pause=0.001, longest=0.01, connect=1, read=0.2)
URLS = ["https://example.org/atom.xml", "https://example.org/rss.xml"]


def tell(respond: Callable[[Asked], Reply]) -> tuple[list[str], list[Asked]]:
    """Tell a scripted hub of two feeds; give what came of each, and every request."""
    asked: list[Asked] = []

    def listen(request: Asked) -> Reply:
        asked.append(request)
        return respond(request)

    with serve_script(listen) as base:
        outcomes = list(notify_hub(f"{base}hub", URLS, QUICK))
    assert [o.topic_url for o in outcomes] == URLS
    said = [o.error.problem if o.error else "" if o.subscribed else "nobody" for o in outcomes]
    return said, asked


def test_a_page_beside_a_status_of_hubs_is_acceptance() -> None:
    """A network that wants a login says 200; who says 202 has understood what was asked."""
    said, asked = tell(lambda _: Reply(status=202, body=b"<!DOCTYPE html><p>Accepted"))
    assert said == ["", ""]
    assert asked[0].headers["accept-encoding"] == "identity"


@pytest.mark.parametrize("status", [200, 202, 204])
def test_says_which_feed_changed_in_both_dialects(status: int) -> None:
    """Any 2xx is acceptance; the address stands under both names that hubs look for."""
    said, asked = tell(lambda _: Reply(status=status))
    assert said == ["", ""]
    assert [(request.method, parse_qs(request.body.decode())) for request in asked] == [
        ("POST", {"hub.mode": ["publish"], "hub.url": [url], "hub.topic": [url]}) for url in URLS
    ]


def test_a_feed_without_subscribers_is_no_failure() -> None:
    """A hub that knows no subscriber has nobody to tell."""
    said, asked = tell(lambda _: Reply(status=500, body=b"<p>Topic not found</p>"))
    assert said == ["nobody", "nobody"]
    assert len(asked) == 2


def test_tries_again_while_a_hub_is_busy() -> None:
    """A busy hub is asked again, later, as it wishes."""
    counts: Counter[bytes] = Counter()

    def respond(request: Asked) -> Reply:
        counts[request.body] += 1
        busy = Reply(status=503, headers={"Retry-After": "0"})
        return busy if counts[request.body] < 3 else Reply(status=204)

    said, asked = tell(respond)
    assert said == ["", ""]
    assert len(asked) == 6


def test_a_hub_that_asks_for_a_long_rest_is_left_alone() -> None:
    """Nobody waits half a minute a feed for a hub that says that it will not answer by then."""
    said, asked = tell(lambda _: Reply(status=429, headers={"Retry-After": "3600"}))
    assert said == ["status 429: the hub asks to be left alone for 3600 seconds"] * 2
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("reply", "problem", "requests"),
    [
        (Reply(status=503), "status 503: the hub has a fault or is too busy", 6),
        (Reply(status=500, body=b"Oops"), "status 500: the hub has a fault or is too busy", 6),
        (
            Reply(status=400, body=b"no\n\x1b such feed"),
            "status 400: the hub refuses (no \N{REPLACEMENT CHARACTER} such feed)",
            2,
        ),
        (Reply(status=404), "status 404: the hub refuses", 2),
        (
            Reply(status=200, body=b"<!DOCTYPE html><title>Log in</title>"),
            "status 200: a web page answers in the place of the hub",
            2,
        ),
        (
            Reply(status=307, headers={"Location": "/elsewhere"}),
            "status 307: it redirects, which would lose the news",
            2,
        ),
    ],
)
def test_what_a_hub_refuses_is_told(reply: Reply, problem: str, requests: int) -> None:
    """Each refusal has its words; only what may pass is tried again."""
    said, asked = tell(lambda _: reply)
    assert said == [problem, problem]
    assert len(asked) == requests


def test_a_silent_hub_is_not_asked_for_every_feed() -> None:
    """Who closes the connection each time is given up after the first feed."""
    said, asked = tell(lambda _: Reply(raw=b"\n"))
    assert said[0] == said[1]
    assert said[0].startswith("the answer is not proper HTTP")
    assert len(asked) == 3


def test_a_slow_hub_is_given_up() -> None:
    """A hub that does not answer in time costs a bounded time."""
    said, _ = tell(lambda _: Reply(raw=b"HTTP/1.1 200 OK\r\n", pause=0.3))
    assert said == ["the server did not answer in time"] * 2


def test_a_dripping_body_does_not_hold_us() -> None:
    """The status is all that counts; a body without end is left."""
    said, _ = tell(lambda _: Reply(body=b"x" * 20, pause=0.05))
    assert said == ["", ""]


def test_a_huge_body_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """No more is read than is looked at."""
    monkeypatch.setattr(websub, "READ", 10)
    assert tell(lambda _: Reply(body=b"x" * 100_000))[0] == ["", ""]


def test_a_hub_that_is_down_is_named() -> None:
    """Nothing listens: the error carries hub, topic URL and what to do."""
    with serve_script(lambda _: Reply()) as base:
        pass
    outcome = next(iter(notify_hub(base, URLS, QUICK)))
    assert outcome.error
    assert str(outcome.error) == f"{base}: {URLS[0]}: nothing listens at this address"
    assert outcome.error.hint


def test_warns_of_hubs_that_are_known_to_fail() -> None:
    """The table of notes is by host, with a date."""
    assert find_note("https://pubsubhubbub.appspot.com/") == (
        "it is reported to refuse subscriptions (since 2026-09)"
    )
    assert find_note("https://hub.example.org/") == ""
