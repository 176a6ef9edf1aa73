"""
Fetch many addresses, one after the other, as one polite reader.

The first is named by the user; the others come from the network, so that each has to be public or
of the same server. What was fetched before is asked for with the tags that it had (RFC 9110 §13).
"""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, Self

import httpx

from communique.deliver.addresses import PORTS
from communique.deliver.answers import Answer, Limits, show_address
from communique.deliver.failures import FetchError, open_client
from communique.deliver.live import Eyes, Target, parse_address
from communique.validate.inputs import Refusal

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

AGENT: Final = "communique (moving in; one request at a time)"
_BUSY: Final = frozenset({429, 503})
_PATIENCE: Final = 30
"""Seconds that a busy server may ask us to wait."""


class Collector:
    """
    Fetch what belongs to one source.

    Args:
        start: The address that the user named; empty where all come from a file.
        store: A folder for what was fetched; may be deleted at any time; None for none.
        limits: What each address may cost.
        allow_private: Follow addresses from the network into private networks.
    """

    def __init__(
        self,
        start: str,
        *,
        store: Path | None = None,
        limits: Limits | None = None,
        allow_private: bool = False,
    ) -> None:
        self._start = start
        self._store = store
        self._limits = limits or Limits()
        self._allow_private = allow_private
        self._peer = ""
        self._client: httpx.AsyncClient | None = None

    def __enter__(self) -> Self:
        """Open a loop of our own, which keeps connections from one address to the next."""
        self._runner = asyncio.Runner()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close every connection."""
        if self._client:
            self._runner.run(self._client.aclose())
        self._runner.close()

    def fetch(self, url: str, *, keep: bool = False) -> Answer | Refusal:
        """
        Fetch an address.

        Args:
            url: The start, or one that came from the network.
            keep: Keep it, and ask with its tags the next time.

        Returns:
            The last answer, with status 200; or why there is none.
        """
        known = self._read(url) if keep else None
        try:
            answer = self._runner.run(self._fetch(url, _list_conditions(known)))
        except FetchError as error:
            return Refusal(path=show_address(url), problem=error.problem, hint=error.hint)
        if answer.status == 304 and known:
            return known
        if answer.status != 200:
            problem = f"the server answers with status {answer.status}"
            return Refusal(path=show_address(url), problem=problem)
        if keep:
            self._write(url, answer)
        return answer

    async def _fetch(self, url: str, fields: dict[str, str]) -> Answer:
        start = parse_address(self._start) if self._start else httpx.URL("")
        wanted = parse_address(url)
        if wanted.scheme not in PORTS:
            raise FetchError(f"{wanted.scheme}: is no address of the web")
        timeout = httpx.Timeout(self._limits.read, connect=self._limits.connect)
        self._client = self._client or open_client(lambda: httpx.AsyncClient(timeout=timeout))
        eyes = Eyes(self._client, self._limits, start, allow_private=self._allow_private)
        eyes.peer = self._peer
        fields = {"User-Agent": AGENT, **fields}
        async with eyes.bounded():
            target = Target(url=wanted)
            if url != self._start and not self._allow_private:
                target = Target(url=wanted, number=await eyes.resolve(wanted, "leads"))
            answer = await _follow(eyes, target, fields)
        self._peer = self._peer or eyes.peer
        return answer

    def _name(self, url: str) -> Path | None:
        return self._store / sha256(url.encode()).hexdigest() if self._store else None

    def _read(self, url: str) -> Answer | None:
        """Read what was fetched before; None where that is not known any more."""
        if place := self._name(url):
            with suppress(OSError, ValueError, KeyError, TypeError):
                kept: dict[str, Any] = json.loads(place.with_suffix(".json").read_bytes())
                body = place.with_suffix(".body").read_bytes()
                headers = tuple((str(name), str(value)) for name, value in kept["headers"])
                if sha256(body).hexdigest() == kept["sha256"]:
                    return Answer(url=str(kept["url"]), status=200, headers=headers, body=body)
        return None

    def _write(self, url: str, answer: Answer) -> None:
        """Keep an answer; that it cannot be kept is no reason to stop."""
        if not (place := self._name(url)):
            return
        kept = {
            "url": answer.url,
            "sha256": sha256(answer.body).hexdigest(),
            "headers": [
                h for h in answer.headers if h[0] in {"content-type", "etag", "last-modified"}
            ],
        }
        with suppress(OSError):
            place.parent.mkdir(parents=True, exist_ok=True)
            place.with_suffix(".body").write_bytes(answer.body)
            place.with_suffix(".json").write_text(json.dumps(kept), encoding="utf-8")


async def _follow(eyes: Eyes, target: Target, fields: dict[str, str]) -> Answer:
    """Follow redirects to their end; wait once for a server that is busy and says how long."""
    chain, end = await eyes.follow(target, fields)
    wait = chain[-1].get("retry-after")
    if chain[-1].status in _BUSY and wait.isdigit() and int(wait) <= _PATIENCE:
        await asyncio.sleep(int(wait))
        chain, end = await eyes.follow(target, fields)
    if end is None:
        raise FetchError("it redirects in a circle, or too often")
    return chain[-1]


def _list_conditions(known: Answer | None) -> dict[str, str]:
    names = {"If-None-Match": "etag", "If-Modified-Since": "last-modified"}
    values = {name: known.get(header) for name, header in names.items()} if known else {}
    return {name: value for name, value in values.items() if value}
