"""Programs that some tests need: used where they are installed, and demanded in CI."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

REQUIRE = "COMMUNIQUE_REQUIRE_TOOLS"
"""An environment variable: when it is set, a missing program fails the test."""


def find_tool(name: str) -> str:
    """Find a program on PATH, or skip the test, or fail it where every test has to run."""
    beside = Path(sys.executable).parent  # programs that pip installs
    path = shutil.which(name) or shutil.which(name, path=beside)
    if path:
        return path
    if os.environ.get(REQUIRE):
        pytest.fail(f"{name} is not installed, and {REQUIRE} is set")
    pytest.skip(f"{name} is not installed")
