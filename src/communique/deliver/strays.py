"""
Look for bytes after the end of an answer.

Every HTTP library hides them, and the next answer on that connection then begins with them; so one
request is written by hand.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from collections.abc import Mapping


async def read_stray(
    url: httpx.URL, number: str, fields: Mapping[str, str], *, linger: float
) -> bytes:
    """
    Ask once, and read what follows the head of a 304, where no body may come.

    Args:
        url: http or https.
        number: The address to connect to; empty to resolve the host.
        fields: What makes the server answer 304; with ``Connection: close``.
        linger: Seconds to wait for more.

    Returns:
        The first of such bytes; empty where there are none, or where it could not be seen.

    Source: RFC 9110 §15.4.5; RFC 9112 §6.3.
    """
    secure = url.scheme == "https"
    try:
        reader, writer = await asyncio.open_connection(
            number or url.raw_host.decode("ascii"),
            url.port or (443 if secure else 80),
            ssl=httpx.create_ssl_context() if secure else None,
            server_hostname=url.raw_host.decode("ascii") if secure else None,
        )
    except OSError:
        return b""
    target = url.raw_path.decode("ascii")
    head = [f"GET {target} HTTP/1.1", f"Host: {url.netloc.decode('ascii')}"]
    head += [f"{name}: {value}" for name, value in fields.items()]
    try:
        writer.write("\r\n".join([*head, "", ""]).encode("latin-1"))
        status = (await reader.readuntil(b"\r\n\r\n")).partition(b"\r\n")[0]
        if b" 304" not in status:
            return b""
        async with asyncio.timeout(linger):
            return await reader.read(1)
    except (OSError, EOFError, asyncio.LimitOverrunError):  # a TimeoutError is an OSError
        return b""
    finally:
        writer.close()
