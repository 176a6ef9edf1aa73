"""Chromium, where it is installed: a new, empty profile, and nothing that it asks by itself."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from tests.tools import find_tool

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import BrowserContext

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""Nothing but what a page asks for goes out."""


@contextmanager
def open_browser(profile: Path) -> Iterator[BrowserContext]:
    """
    Start Chromium without a window; skip the test where it is not installed.

    Args:
        profile: An empty or missing folder; what the browser keeps is there.
    """
    program = find_tool("chromium")
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            profile, executable_path=program, headless=True, args=list(QUIET)
        )
        try:
            yield context
        finally:
            context.close()
