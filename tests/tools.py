"""Programs that some tests need: used where they are installed, and demanded in CI."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import pytest

REQUIRE = "COMMUNIQUE_REQUIRE_TOOLS"
"""An environment variable: when it is set, a missing program fails the test."""


needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork a process")


def say_missing() -> str:
    """Say what the system says of a file that is not there; Windows speaks many languages."""
    try:
        Path(__file__).with_name("missing").stat()
    except OSError as error:
        return f"{error.strerror}"
    raise AssertionError


def split_command(line: str) -> list[str]:
    """Split a command that was printed as the shell of this system does."""
    lexer = shlex.shlex(line, posix=True)
    lexer.whitespace_split = True
    lexer.commenters = ""
    if os.name == "nt":
        lexer.escape = ""
    return list(lexer)


def find_tool(name: str) -> str:
    """Find a program on PATH, or skip the test, or fail it where every test has to run."""
    beside = Path(sys.executable).parent  # programs that pip installs
    found = shutil.which(name) or shutil.which(name, path=beside)
    return found or _miss(f"{name} is not installed")


def find_package_file(path: str) -> Path:
    """
    Find a file of a Node package, as ``find_tool`` finds a program.

    Node's own variable NODE_PATH lists the folders of packages; else it is node_modules/ here.
    """
    folders = os.environ.get("NODE_PATH", "").split(os.pathsep)
    local = Path(__file__).parent.parent / "node_modules"
    files = [folder / path for folder in (*map(Path, filter(None, folders)), local)]
    package = path.partition("/")[0]
    found = next((file for file in files if file.is_file()), None)
    return found or _miss(f"the Node package {package} is not installed: npm install {package}")


def git(folder: Path, *arguments: str) -> str:
    """Run Git in a folder, as nobody in particular; give what it printed."""
    nobody = ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(
        [find_tool("git"), "-C", str(folder), *nobody, *arguments],
        check=True,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    return done.stdout


def _miss(reason: str) -> NoReturn:
    if os.environ.get(REQUIRE):
        pytest.fail(f"{reason}, and {REQUIRE} is set")
    pytest.skip(reason)


def leave_out_coverage() -> dict[str, str]:
    """Give the environment for a program that coverage would slow down, or fall over in."""
    return {k: v for k, v in os.environ.items() if not k.startswith("COVERAGE_")}
