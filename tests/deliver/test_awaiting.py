"""Waiting until what readers get is what was delivered."""

from __future__ import annotations

import time
from hashlib import sha256
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from communique.deliver import awaiting
from communique.deliver.awaiting import await_live
from tests.e2e.servers import Asked, Reply, serve_script

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

BODY = b"<feed/>"
HASH = sha256(BODY).hexdigest()
PAGE = b"<!doctype html><title>Just a moment...</title><p>Checking your browser</p>"


def wait(
    respond: Callable[[Asked], Reply], *paths: str, patience: float = 0
) -> tuple[Mapping[str, str], list[int]]:
    """Wait for feeds of a scripted host; give what is wrong by path, and the steps counted."""
    steps: list[int] = []
    with serve_script(respond) as base:
        urls = {f"{base}{path}": HASH for path in paths or ("atom.xml",)}
        found = await_live(urls, patience, lambda: steps.append(1))
        return {url.removeprefix(base): problem for url, problem in found.items()}, steps


def test_what_is_live_is_seen_at_once() -> None:
    """The right bytes under a right status are enough."""
    assert wait(lambda _: Reply(body=BODY), "atom.xml", "rss.xml", patience=9) == ({}, [1, 1])


@pytest.mark.parametrize(
    ("proxy", "problem"),
    [
        ("http://:password", "the environment names a proxy that is none"),
        ("foo://x", "the environment names a proxy that is none"),
    ],
)
def test_a_proxy_that_is_none_is_named(
    monkeypatch: pytest.MonkeyPatch, proxy: str, problem: str
) -> None:
    """Those who are censored go through a proxy; which one, the environment says."""
    monkeypatch.setenv("ALL_PROXY", proxy)
    assert wait(lambda _: Reply(body=BODY)) == ({"atom.xml": problem}, [])


def test_follows_redirects() -> None:
    """A reader would, too."""

    def respond(asked: Asked) -> Reply:
        if asked.path == "/atom.xml":
            return Reply(status=301, headers={"Location": "/new.xml"})
        return Reply(body=BODY)

    assert wait(respond) == ({}, [1])


def test_waits_until_a_stale_copy_is_fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """It asks again, less and less often, until the new copy is there."""
    monkeypatch.setattr(awaiting, "LONGEST_PAUSE", 0.2)
    monkeypatch.setattr(awaiting, "FIRST_PAUSE", 0.1)
    asked: list[float] = []

    def respond(_: Asked) -> Reply:
        asked.append(time.monotonic())
        return Reply(body=BODY if len(asked) == 4 else b"<old/>")

    assert wait(respond, patience=30) == ({}, [1])
    pauses = [later - earlier for earlier, later in pairwise(asked)]
    assert all(pause > least for pause, least in zip(pauses, (0.09, 0.19, 0.19), strict=True))


def test_does_not_go_on_looking_when_patience_is_at_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a host is slow, what was looked at once is not until every other was again."""
    monkeypatch.setattr(awaiting, "AT_ONCE", 1)
    monkeypatch.setattr(awaiting, "FIRST_PAUSE", 0.1)
    paths = [f"{number}.xml" for number in range(20)]
    asked: list[str] = []

    def respond(request: Asked) -> Reply:
        asked.append(request.path)
        if len(asked) > len(paths):
            time.sleep(0.4)
        return Reply(body=b"<old/>")

    problem = "another copy is served, most likely an older one"
    assert wait(respond, *paths, patience=1) == (dict.fromkeys(paths, problem), [])
    assert len(asked) < 2 * len(paths) - 10


@pytest.mark.parametrize(
    ("reply", "problem"),
    [
        (Reply(body=b"<old/>"), "another copy is served, most likely an older one"),
        (Reply(body=b"<!doctype html><p>Log in"), "a web page is served in its place"),
        (Reply(status=302, headers={"Location": "http://xn--/"}), "the answer is not proper HTTP"),
        (Reply(status=404), "status 404: the server has no such document"),
        (Reply(status=403, body=PAGE), "a page that asks whether it has a person before it"),
        (Reply(status=503), "status 503: the server has a fault of its own"),
        (Reply(raw=b"?\r\n\r\n"), "the answer is not proper HTTP"),
        (Reply(status=302, headers={"Location": "/atom.xml"}), "status 302"),
        (Reply(status=302, headers={"Location": "http://10.0.0.1/"}), "it redirects to"),
    ],
)
def test_says_why_a_feed_is_not_live(reply: Reply, problem: str) -> None:
    """When the time is over each address has its reason."""
    found, steps = wait(lambda _: reply, patience=0.1)
    assert found["atom.xml"].startswith(problem)
    assert steps == []
