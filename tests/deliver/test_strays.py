"""Bytes after the end of an answer."""

from __future__ import annotations

import asyncio
import socket

import httpx
import pytest

from communique.deliver.strays import read_stray
from tests.e2e.servers import Reply, serve_script


def look(url: str) -> bytes:
    """Look for strays, asking the server to close."""
    fields = {"Connection": "close"}
    return asyncio.run(read_stray(httpx.URL(url), "", fields, linger=0.1))


@pytest.mark.parametrize(
    ("reply", "stray"),
    [
        (Reply(status=304), b""),
        (Reply(status=304, stray=b"x"), b"x"),
        (Reply(status=200, body=b"x"), b""),
        (Reply(raw=b"HTTP/1.1 304 Not"), b""),
        (Reply(raw=b"HTTP/1.1 304 Not Modified\r\n" + b"x" * 100_000), b""),
        (Reply(raw=b"HTTP/1.1 304 Not Modified\r\n\r\nx"), b"x"),
    ],
)
def test_stray_bytes_are_seen(reply: Reply, stray: bytes) -> None:
    """Only what follows the head of a 304 is one; a broken answer has none."""
    with serve_script(lambda _: reply) as base:
        assert look(base) == stray


def test_server_that_stays_is_left() -> None:
    """A connection that is kept open in silence is waited for a moment only."""

    async def run() -> bytes:
        left = asyncio.Event()

        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(b"HTTP/1.1 304 Not Modified\r\n\r\n")
            await reader.read()
            writer.close()
            await writer.wait_closed()
            left.set()

        async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            url = httpx.URL(f"http://127.0.0.1:{port}/")
            stray = await read_stray(url, "", {}, linger=0.05)
            await left.wait()
            return stray

    assert asyncio.run(run()) == b""


def test_server_that_is_gone_has_none() -> None:
    """What cannot be seen is not reported."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert look(f"http://127.0.0.1:{port}/") == b""
