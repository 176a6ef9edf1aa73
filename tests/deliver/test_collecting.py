"""Many addresses of one source, one after the other, as a polite reader asks for them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from communique.deliver.answers import Answer
from communique.deliver.collecting import AGENT, Collector
from communique.validate.inputs import Refusal
from tests.e2e.servers import Asked, Reply, serve_script

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_asks_again_only_for_what_changed(tmp_path: Path) -> None:
    """What is kept is asked for with its tags; 304 gives what was kept."""
    asked: list[Asked] = []

    def respond(request: Asked) -> Reply:
        asked.append(request)
        if request.headers.get("if-none-match") == '"1"':
            return Reply(status=304)
        return Reply(headers={"ETag": '"1"', "Last-Modified": "x"}, body=b"body")

    with serve_script(respond) as address:
        for _ in range(2):
            with Collector(address, store=tmp_path / "kept") as collector:
                answer = collector.fetch(address, keep=True)
                assert isinstance(answer, Answer)
                assert answer.body == b"body"
        for file in (tmp_path / "kept").glob("*.body"):
            file.write_bytes(b"damaged")
        with Collector(address, store=tmp_path / "kept") as collector:
            collector.fetch(address, keep=True)
        with Collector(address) as collector:
            collector.fetch(address, keep=True)
            collector.fetch(f"{address}other")
    conditions = [request.headers.get("if-none-match", "") for request in asked]
    assert conditions == ["", '"1"', "", "", ""]
    assert {request.headers["user-agent"] for request in asked} == {AGENT}


def test_a_store_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    """What was fetched counts, not that it can be kept."""
    (tmp_path / "kept").write_text("a file")
    with (
        serve_script(lambda _: Reply(body=b"x")) as address,
        Collector(address, store=tmp_path / "kept") as collector,
    ):
        assert isinstance(collector.fetch(address, keep=True), Answer)


def test_says_why_there_is_nothing() -> None:
    """Every status but 200, a circle, an address that is none: a reason, not an exception."""

    def respond(request: Asked) -> Reply:
        if request.path == "/circle":
            return Reply(status=302, headers={"Location": "/circle"})
        return Reply(status=404)

    with serve_script(respond) as address, Collector(address) as collector:
        urls = [address, f"{address}circle", "ftp://x.example/", "http://", "http://xn--/"]
        urls.append("http://127.0.0.1:1/")
        answers = [collector.fetch(url) for url in urls]
    assert [answer.problem for answer in answers if isinstance(answer, Refusal)] == [
        "the server answers with status 404",
        "it redirects in a circle, or too often",
        "ftp: is no address of the web",
        "this address names no host",
        "this is not an address",
        "it leads to http://127.0.0.1:1/, and 127.0.0.1 is no public address",
    ]


def test_waits_for_a_busy_server() -> None:
    """Retry-After is heeded once, if it is not too long."""
    replies = iter(
        [
            Reply(status=503, headers={"Retry-After": "0"}),
            Reply(body=b"x"),
            Reply(status=429, headers={"Retry-After": "3600"}),
        ]
    )
    with serve_script(lambda _: next(replies)) as address, Collector(address) as collector:
        first, second = collector.fetch(address), collector.fetch(address)
    assert isinstance(first, Answer)
    assert isinstance(second, Refusal)
    assert second.problem == "the server answers with status 429"


def test_a_proxy_without_its_package_is_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is found in the environment once something is fetched."""
    monkeypatch.setitem(sys.modules, "socksio", None)
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:9")
    with Collector("") as collector:
        answer = collector.fetch("http://x.example/")
    assert isinstance(answer, Refusal)
    assert answer.problem.startswith("the environment names a SOCKS proxy")
    assert answer.hint == 'pip install "httpx[socks]"'
