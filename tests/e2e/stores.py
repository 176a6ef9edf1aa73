"""Object stores on loopback, started by the tests that need them."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx

from tests.tools import find_tool, leave_out_coverage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

BUCKET = "statements"
SECRET = "S3RVER"  # noqa: S105 - the one that one of the servers knows
SERVERS: Mapping[str, Any] = {
    "moto": {"guarded": True, "statements": 980, "kills": 50},
    "s3rver": {"guarded": False, "statements": 300, "kills": 10},
}
PUBLIC = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": "*",
            "Action": "s3:GetObject",
            "Resource": f"arn:aws:s3:::{BUCKET}/*",
        }
    ],
}
"""Anybody may read."""

ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": SECRET,
    "AWS_SECRET_ACCESS_KEY": SECRET,
    "AWS_REGION": "us-east-1",
    "NO_PROXY": "*",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Store:
    """
    A running server.

    Args:
        url: Its address.
        guarded: Whether it can refuse a writing on an older state, and keeps every header.
        statements: How many it is to hold: one of the servers cannot list more than a page.
        kills: How often a delivery to it is killed: one of them hardly survives that.
    """

    url: str
    guarded: bool
    statements: int
    kills: int

    def get(self, path: str) -> httpx.Response:
        """Fetch an object as a reader would."""
        return httpx.get(f"{self.url}/{BUCKET}/site/{path}")

    def get_all(self, paths: Iterable[str]) -> Iterator[tuple[str, httpx.Response]]:
        """Fetch many objects over one connection."""
        with httpx.Client() as client:
            for path in paths:
                yield path, client.get(f"{self.url}/{BUCKET}/site/{path}")


def choose_port() -> int:
    """Choose a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def run_server(command: list[str], url: str) -> Iterator[None]:
    """Run a server until the test is over."""
    with subprocess.Popen(
        command,
        env=leave_out_coverage(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            for _ in range(300):
                try:
                    httpx.get(url)
                    break
                except httpx.TransportError:
                    time.sleep(0.1)
            yield
        finally:
            process.terminate()


@contextmanager
def run_store(name: str, data: Path) -> Iterator[Store]:
    """Run a server with an empty bucket that anybody may read."""
    port = choose_port()
    url = f"http://127.0.0.1:{port}"
    if name == "moto":
        command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    else:
        command = [find_tool("s3rver"), "-d", str(data), "-a", "127.0.0.1", "-p", str(port)]
        command += ["--configure-bucket", BUCKET]
    with run_server(command, url):
        if name == "moto":
            httpx.put(f"{url}/{BUCKET}").raise_for_status()
            httpx.put(f"{url}/{BUCKET}?policy", json=PUBLIC).raise_for_status()
        yield Store(url=url, **SERVERS[name])
