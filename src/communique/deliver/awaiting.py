"""Wait until what was delivered is what readers get."""

from __future__ import annotations

import asyncio
from hashlib import sha256
from typing import TYPE_CHECKING, Final

import httpx

from communique.deliver.answers import Limits
from communique.deliver.challenges import LOOKED_AT, find_obstacle
from communique.deliver.failures import FetchError, open_client
from communique.deliver.live import Eyes, parse_address
from communique.deliver.statuses import describe_status
from communique.validate.webpage import is_page

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from communique.deliver.answers import Answer

AT_ONCE: Final = 8
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 10.0
"""Seconds between two looks."""
LIMITS: Final = Limits(connect=5, read=10, total=20)


def await_live(
    expected: Mapping[str, str],
    patience: float,
    progress: Callable[[], object] = lambda: None,
) -> Mapping[str, str]:
    """
    Fetch addresses as a reader would, again and again, until each gives the right bytes.

    Args:
        expected: Each address with the SHA-256 of the bytes that it is to give.
        patience: Seconds; each address is asked at least once.
        progress: Called after each address that is right.

    Returns:
        The addresses that are not right by then, each with the reason, without a final full stop.
    """
    try:
        return asyncio.run(_await(expected, patience, progress))
    except FetchError as error:
        return dict.fromkeys(expected, error.problem)


async def _await(
    expected: Mapping[str, str], patience: float, progress: Callable[[], object]
) -> Mapping[str, str]:
    clock = asyncio.get_running_loop().time
    deadline, pause = clock() + patience, FIRST_PAUSE
    waiting = dict.fromkeys(expected, "")
    gate = asyncio.Semaphore(AT_ONCE)

    async def look(url: str) -> str:
        async with gate:
            if waiting[url] and clock() >= deadline:  # a host that is gone holds up every look
                return waiting[url]
            return await _look(client, url, expected[url])

    timeout = httpx.Timeout(LIMITS.read)
    async with open_client(lambda: httpx.AsyncClient(timeout=timeout)) as client:
        while True:
            found = zip(waiting, await asyncio.gather(*map(look, waiting)), strict=True)
            count = len(waiting)
            waiting = {url: problem for url, problem in found if problem}
            for _ in range(count - len(waiting)):
                progress()
            left = deadline - clock()
            if not waiting or left <= 0:
                return waiting
            await asyncio.sleep(min(pause, left))
            pause = min(2 * pause, LONGEST_PAUSE)


async def _look(client: httpx.AsyncClient, url: str, wanted: str) -> str:
    """Say what is wrong with what is served; nothing where it is right."""
    try:
        eyes = Eyes(client, LIMITS, parse_address(url), allow_private=False)
        async with eyes.bounded():
            chain, _ = await eyes.follow()
    except FetchError as error:
        return error.problem
    return _find_problem(chain[-1], wanted)


def _find_problem(answer: Answer, wanted: str) -> str:
    if answer.status == 200 and sha256(answer.body).hexdigest() == wanted:
        return ""
    obstacle = find_obstacle(answer)
    if obstacle:
        return f"{obstacle.name} stands in the way"
    if answer.status != 200:
        return describe_status(answer)
    if is_page(answer.body[:LOOKED_AT].decode("utf-8", "replace")):
        return "a web page is served in its place"
    return "another copy is served, most likely an older one"
