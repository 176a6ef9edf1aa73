"""Chromium, as it is installed, driven by Playwright."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright

from tests.tools import find_tool

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

_OPTIONS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]


@dataclass
class Watch:
    """
    Hold what a page did that it should not.

    Args:
        host: Where it comes from.
        strays: Addresses elsewhere that it asked for.
        messages: What it wrote to the console.
    """

    host: str
    strays: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)

    def follow(self, page: Page) -> None:
        """Keep an eye on a page."""
        page.on("console", lambda message: self.messages.append(message.text))
        page.on("pageerror", lambda error: self.messages.append(str(error)))
        page.on("request", lambda request: self._note(request.url))

    def _note(self, url: str) -> None:
        if urlsplit(url).netloc != self.host:
            self.strays.append(url)


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Start Chromium with a new profile, and close it."""
    program = find_tool("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=_OPTIONS, headless=True)
        try:
            yield browser
        finally:
            browser.close()
