"""Render a draft as an entry is rendered, and look at its structure."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyromark
import pytest
from bs4 import BeautifulSoup

Render = Callable[[str], BeautifulSoup]


@pytest.fixture
def render() -> Render:
    """Render CommonMark with tables and footnotes, and parse the result."""
    options = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_FOOTNOTES
    return lambda markdown: BeautifulSoup(pyromark.html(markdown, options=options), "html.parser")


@pytest.fixture
def here() -> Path:
    """Name the folder of the test data."""
    return Path(__file__).parent
