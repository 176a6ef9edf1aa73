"""The values of a look at a served feed: what was asked, and every answer that came."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from communique.validate.inputs import LIMIT
from communique.values import Struct

REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
CREDENTIALS: Final = re.compile(r"(?<=://)[^/?#]*@")


class Limits(Struct, frozen=True, kw_only=True):
    """
    Bound what a server can cost.

    Args:
        connect: Seconds until a connection stands.
        read: Seconds between two pieces of an answer.
        total: Seconds for everything that is asked of one address.
        body: Bytes of a body, as sent and as unpacked.
        hops: How many redirects are followed.
        linger: Seconds to wait for a body where none may come.
    """

    connect: float = 10
    read: float = 20
    total: float = 60
    body: int = LIMIT
    hops: int = 10
    linger: float = 0.5


class Stop(StrEnum):
    """Say why redirects were not followed to their end."""

    LOOP = "loop"
    MANY = "many"


class Answer(Struct, frozen=True, kw_only=True):
    """
    Hold one answer of a server.

    Args:
        url: What was asked for, without credentials.
        status: 0 where no answer came.
        headers: Names in lower case and values, in order; a name may come twice.
        body: Unpacked.
        problem: Why no answer came; empty where one did. No final full stop.
    """

    url: str
    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    problem: str = ""

    def get(self, name: str) -> str:
        """Return the value of a header, several joined by commas; empty where there is none."""
        return ", ".join(value for key, value in self.headers if key == name).strip()

    @property
    def location(self) -> str:
        """Return where a redirect leads: HTTP knows bytes, and servers write UTF-8."""
        return self.get("location").encode("latin-1", "replace").decode("utf-8", "replace")

    @property
    def media_type(self) -> str:
        """Return the media type in lower case, without parameters."""
        return self.get("content-type").partition(";")[0].strip().lower()


class Fetched(Struct, frozen=True, kw_only=True):
    """
    Hold everything that was seen of a served feed.

    Args:
        chain: Each redirect and then the last answer; at least one.
        stop: Why the last answer is a redirect as well; None where it is not.
        by_etag: The answer to If-None-Match; None where there was no ETag to ask with.
        by_date: The answer to If-Modified-Since; None where there was no Last-Modified.
        head: The answer to HEAD; None where the feed itself was not served.
        as_reader: The answer to a User-Agent of a well-known reader.
    """

    chain: tuple[Answer, ...]
    stop: Stop | None = None
    by_etag: Answer | None = None
    by_date: Answer | None = None
    head: Answer | None = None
    as_reader: Answer | None = None

    @property
    def last(self) -> Answer:
        """Return the answer at the end of the redirects."""
        return self.chain[-1]


def show_address(url: str) -> str:
    """Write an address for a person: without user name, password and control characters."""
    return show_text(CREDENTIALS.sub("", url))


def show_text(text: str) -> str:
    """Make visible what a server could steer a terminal with."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)
