"""
Fetch a feed as a reader would: redirects one by one, then what readers ask again and again.

Every cost is bounded: time, redirects, bytes as sent and as unpacked. An address that came from
the network rather than from the user is resolved once, has to be public, and is connected to as it
was resolved, so that a name cannot point elsewhere a moment later.
"""

from __future__ import annotations

import asyncio
import socket
import zlib
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any, Final

import httpx

from communique.deliver.addresses import PORTS, is_public, read_peer
from communique.deliver.answers import (
    REDIRECTS,
    Answer,
    Fetched,
    Limits,
    Stop,
    show_address,
)
from communique.deliver.failures import FetchError, explain_failure, open_client
from communique.deliver.strays import read_stray
from communique.validate.inputs import Refusal, unpack
from communique.values import Struct, replace

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

OWN_AGENT: Final = "communique (feed validator)"
READER_AGENT: Final = "Mozilla/5.0 (compatible; Miniflux/2.2.14; +https://miniflux.app)"
ACCEPT: Final = (
    "application/atom+xml, application/rss+xml, application/feed+json, "
    "application/xml;q=0.9, text/xml;q=0.8, */*;q=0.5"
)
FIELDS: Final = {"User-Agent": OWN_AGENT, "Accept": ACCEPT, "Accept-Encoding": "gzip"}
PLAIN: Final = frozenset({"", "identity"})


def _inflate(data: bytes, limit: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, limit + 1)
    except zlib.error as error:
        raise ValueError(f"damaged deflate: {error}") from None


PACKED: Final = {"gzip": unpack, "x-gzip": unpack, "deflate": _inflate}


def fetch_feed(
    url: str, *, limits: Limits | None = None, allow_private: bool = False
) -> Fetched | Refusal:
    """
    Look at what is served at an address that the user named.

    Args:
        url: http or https; may hold credentials, which are sent and never shown.
        limits: What it may cost.
        allow_private: Follow redirects into private networks.

    Returns:
        What was seen, or why nothing was; never an exception for what a server does.
    """
    try:
        return asyncio.run(_fetch(url, limits or Limits(), allow_private=allow_private))
    except FetchError as error:
        return Refusal(path=show_address(url), problem=error.problem, hint=error.hint)


class Target(Struct, frozen=True, kw_only=True):
    """An address, and the number that its name stands for; empty to leave that to the system."""

    url: httpx.URL
    number: str = ""


async def _fetch(url: str, limits: Limits, *, allow_private: bool) -> Fetched:
    """Ask everything that is to be asked, one after the other."""
    start = parse_address(url)
    timeout = httpx.Timeout(limits.read, connect=limits.connect)
    async with open_client(lambda: httpx.AsyncClient(timeout=timeout)) as client:
        eyes = Eyes(client, limits, start, allow_private=allow_private)
        async with eyes.bounded():
            chain, target = await eyes.follow()
        if target is None:
            stop = Stop.MANY if len(chain) > limits.hops else Stop.LOOP
            return Fetched(chain=chain, stop=stop)
        last, served = chain[-1], chain[-1].status == 200
        etag, date = last.get("etag"), last.get("last-modified")
        return Fetched(
            chain=chain,
            by_etag=await eyes.revalidate(target, "If-None-Match", etag) if served else None,
            by_date=await eyes.revalidate(target, "If-Modified-Since", date) if served else None,
            head=await eyes.probe("HEAD", target, {}) if served else None,
            as_reader=await eyes.probe("GET", target, {"User-Agent": READER_AGENT}),
        )


def parse_address(text: str) -> httpx.URL:
    """Parse what the user named."""
    try:
        url = httpx.URL(text)
        host = url.host  # decoded: a ValueError where it is no Punycode
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError("this is not an address", "Write https://, a host and a path.") from error
    if not host:
        raise FetchError("this address names no host", "Write https://, a host and a path.")
    return url


class Eyes:
    """
    Ask one server, within limits.

    Args:
        client: Follows no redirect by itself.
        start: The address that the user named.
    """

    def __init__(
        self, client: httpx.AsyncClient, limits: Limits, start: httpx.URL, *, allow_private: bool
    ) -> None:
        self.client = client
        self.limits = limits
        self.start = start
        self.allow_private = allow_private
        self.deadline = asyncio.get_running_loop().time() + limits.total
        self.peer = ""

    @asynccontextmanager
    async def bounded(self) -> AsyncIterator[None]:
        """End in time, and turn whatever goes wrong into a FetchError."""
        try:
            async with asyncio.timeout_at(self.deadline):
                yield
        except TimeoutError as error:
            seconds = f"{self.limits.total:g} seconds"
            hint = "Readers give up as well: ask the host why the server is this slow."
            raise FetchError(f"it was not there after {seconds}", hint) from error
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            raise explain_failure(error) from error

    async def follow(
        self, target: Target | None = None, fields: dict[str, str] | None = None
    ) -> tuple[tuple[Answer, ...], Target | None]:
        """
        Follow redirects to their end.

        Args:
            target: Where to begin; else at the start.
            fields: Sent each time.

        Returns:
            Every answer, and where the last one came from; None for a loop or too many.
        """
        target = target or Target(url=self.start)
        chain: list[Answer] = []
        seen: set[str] = set()
        while True:
            seen.add(str(target.url))
            answer = await self.ask("GET", target, fields or {})
            chain.append(answer)
            if answer.status not in REDIRECTS or not answer.location:
                return tuple(chain), target
            if len(chain) > self.limits.hops:
                return tuple(chain), None
            target = await self.turn(target, answer.location)
            if str(target.url) in seen:
                return tuple(chain), None

    async def turn(self, target: Target, location: str) -> Target:
        """Find where a redirect leads; refuse what no reader should be sent to."""
        url = target.url.join(location)
        if url.scheme not in PORTS or not url.host:
            raise FetchError(f"it redirects to {url.scheme}:, which no feed reader follows")
        if self.allow_private:
            return Target(url=url)
        return Target(url=url, number=await self.resolve(url))

    async def resolve(self, url: httpx.URL, how: str = "redirects") -> str:
        """
        Resolve the host of an address that came from the network; it has to be public.

        Args:
            url: Which may lead anywhere.
            how: What brought us there, for a message.
        """
        port = url.port or PORTS[url.scheme]
        loop = asyncio.get_running_loop()
        try:
            rows = await loop.getaddrinfo(url.raw_host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise FetchError(f"it {how} to {url.host}, and there is no such host") from error
        numbers = [str(row[4][0]) for row in rows]
        typed = (url.host, url.scheme, url.port) == (
            self.start.host,
            self.start.scheme,
            self.start.port,
        )
        for number in numbers:
            if not is_public(number) and not (typed and number == self.peer):
                shown = show_address(str(url))
                raise FetchError(
                    f"it {how} to {shown}, and {number} is no public address",
                    "Subscribers cannot follow it there. To look at it all the same, allow it with "
                    "--allow-private.",
                )
        return numbers[0]

    async def probe(self, method: str, target: Target, fields: dict[str, str]) -> Answer:
        """Ask once more; an answer that does not come is a value as well."""
        try:
            async with self.bounded():
                return await self.ask(method, target, fields)
        except FetchError as error:
            url = show_address(str(target.url))
            return Answer(url=url, status=0, problem=error.problem)

    async def revalidate(self, target: Target, name: str, value: str) -> Answer | None:
        """Ask whether something has changed; None where there is nothing to ask with."""
        if not value:
            return None
        answer = await self.probe("GET", target, {name: value})
        if answer.status != 304:
            return answer
        fields = FIELDS | {name: value, "Connection": "close"}
        stray = b""
        with suppress(FetchError):
            async with self.bounded():
                stray = await read_stray(
                    target.url, target.number, fields, linger=self.limits.linger
                )
        return replace(answer, body=stray)

    async def ask(self, method: str, target: Target, fields: dict[str, str]) -> Answer:
        """Send one request and read its answer to the end, or to a limit."""
        url = target.url
        wanted = FIELDS | fields
        extensions: dict[str, Any] = {}
        if target.number:
            wanted["Host"] = url.netloc.decode("ascii")
            extensions["sni_hostname"] = url.raw_host.decode("ascii")
            url = url.copy_with(host=target.number)
        headers = [(name.encode(), value.encode("latin-1")) for name, value in wanted.items()]
        request = self.client.build_request(method, url, headers=headers, extensions=extensions)
        self.client.cookies.clear()  # no reader keeps them
        response = await self.client.send(request, stream=True)
        try:
            stream = response.extensions["network_stream"]
            self.peer = self.peer or read_peer(stream)
            body = await self.read(response)
        finally:
            await response.aclose()
        return Answer(
            url=show_address(str(target.url)),
            status=response.status_code,
            headers=tuple(
                (name.decode("latin-1").lower(), value.decode("latin-1"))
                for name, value in response.headers.raw
            ),
            body=body,
        )

    async def read(self, response: httpx.Response) -> bytes:
        """Read a body and unpack it; neither form may be larger than the limit."""
        coding = response.headers.get("content-encoding", "").strip().lower()
        limit, body = self.limits.body, bytearray()
        async for chunk in response.aiter_raw():
            if coding not in PLAIN | PACKED.keys():
                hint = "A server may send only what was asked for; this was gzip."
                raise FetchError(f"it is sent in the coding “{coding}”", hint)
            body += chunk
            if len(body) > limit:
                raise _too_large(limit)
        unpacked = bytes(body)
        if body and coding in PACKED:
            try:
                unpacked = PACKED[coding](unpacked, limit)
            except ValueError as error:
                raise FetchError(f"it is sent as {error}") from error
        if len(unpacked) > limit:
            raise _too_large(limit)
        return unpacked


def _too_large(limit: int) -> FetchError:
    return FetchError(
        f"it is larger than {limit / 1024 / 1024:.3g} MB",
        "No reader takes such a feed; put older entries into archive documents (RFC 5005).",
    )
