"""Web servers on loopback: one for readers and browsers, one that does whatever a test says."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager


class _Quiet(SimpleHTTPRequestHandler):
    extensions_map = {  # noqa: RUF012 - the type is that of the base class
        "": "application/octet-stream",
        ".html": "text/html; charset=utf-8",
        ".css": "text/css",
        ".xml": "application/xml; charset=utf-8",
        ".json": "application/json",
    }

    def log_message(self, *_: object) -> None:
        """Print nothing."""


def serve(
    folder: Path, handler: type[SimpleHTTPRequestHandler] = _Quiet
) -> AbstractContextManager[str]:
    """Serve *folder* on a free port; give its address, which ends with a slash."""
    return _run(partial(handler, directory=folder))


@contextmanager
def _run(handler: Callable[..., BaseHTTPRequestHandler]) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A request: header names in lower case."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes = b""


@dataclass(frozen=True, kw_only=True)
class Reply:
    """
    What a server sends, right or wrong.

    Args:
        stray: Bytes after the end of the answer.
        pause: Seconds before each byte of the body.
        raw: Sent instead of everything else, a byte a pause.
    """

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    stray: bytes = b""
    pause: float = 0
    raw: bytes = b""


class _Scripted(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    respond: Callable[[Asked], Reply]

    def log_message(self, *_: object) -> None:
        """Print nothing."""

    def do_GET(self) -> None:
        """Send what the script says."""
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(int(headers.get("content-length", 0)))
        asked = Asked(method=self.command, path=self.path, headers=headers, body=body)
        reply = type(self).respond(asked)
        with suppress(OSError):  # who asked has left: most likely the point of the test
            self.send(reply)

    def do_HEAD(self) -> None:
        """Send the same without body."""
        self.do_GET()

    def do_POST(self) -> None:
        """Send what the script says to what was sent."""
        self.do_GET()

    def send(self, reply: Reply) -> None:
        """Send an answer, in the pieces it asks for."""
        if reply.raw:
            self.close_connection = True
            self.drip(reply.raw, reply.pause)
            return
        self.send_response_only(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.status != 304 and "Transfer-Encoding" not in reply.headers:
            self.send_header("Content-Length", str(len(reply.body)))
        if self.headers.get("Connection") == "close":
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD" and reply.status != 304:
            self.drip(reply.body, reply.pause)
        self.wfile.write(reply.stray)

    def drip(self, data: bytes, pause: float) -> None:
        """Send bytes, one after each pause."""
        if not pause:
            self.wfile.write(data)
            return
        for number in range(len(data)):
            time.sleep(pause)
            self.wfile.write(data[number : number + 1])


def serve_script(respond: Callable[[Asked], Reply]) -> AbstractContextManager[str]:
    """Serve what *respond* says on a free port; give the address, which ends with a slash."""
    return _run(type("Scripted", (_Scripted,), {"respond": staticmethod(respond)}))


class _Host(_Quiet):
    """A static host that sends the links of the file ``_headers``, as several do."""

    def end_headers(self) -> None:
        """Add what the file says of this path."""
        headers = Path(self.directory) / "_headers"
        if headers.is_file():
            _, _, after = headers.read_text("utf-8").partition(f"\n{self.path}\n")
            for line in takewhile(lambda line: line.startswith("  "), after.splitlines()):
                name, _, value = line.strip().partition(": ")
                if name == "Link":
                    self.send_header(name, value)
        super().end_headers()


def serve_as_host(folder: Path) -> AbstractContextManager[str]:
    """Serve *folder* as a static host does; give its address, which ends with a slash."""
    return serve(folder, _Host)
