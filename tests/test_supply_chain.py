"""What is installed is what the README says, and every distribution that CI takes has its hash."""

from __future__ import annotations

import re
from importlib.metadata import distribution

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.publication import ROOT

OLDEST = {
    "python_version": "3.11",
    "python_full_version": "3.11.0",
    "sys_platform": "linux",
    "platform_system": "Linux",
}
"""Where the most is installed, whatever this is run on."""

PIN = re.compile(
    r"^([A-Za-z0-9._-]+)(?:\[[a-z0-9,_-]+\])?==\S+(.*?)(?=^\S|\Z)", re.MULTILINE | re.DOTALL
)


def list_installed(name: str, extra: str = "") -> set[str]:
    """List everything that comes with a distribution, itself left out."""
    found: set[str] = set()
    waiting = [(name, extra)]
    while waiting:
        current, wanted = waiting.pop()
        for text in distribution(current).requires or []:
            requirement = Requirement(text)
            marker = requirement.marker
            if marker and not marker.evaluate({**OLDEST, "extra": wanted}):
                continue
            if canonicalize_name(requirement.name) not in found:
                found.add(canonicalize_name(requirement.name))
                waiting += [(requirement.name, each) for each in ("", *requirement.extras)]
    return found


def test_the_readme_names_everything_that_is_installed() -> None:
    """Nobody is surprised by what `pip install communique` brings along."""
    readme = (ROOT / "README.md").read_text("utf-8")
    section = readme.partition("## Security")[2].partition("\n## ")[0]
    listed = section.partition("brings along ")[2].partition(".\n")[0]
    assert set(re.findall(r"`([^`]+)`", listed)) == list_installed("communique")
    assert {"obstore"} <= list_installed("communique", "deploy") - list_installed("communique")


def test_every_distribution_of_ci_has_its_hash() -> None:
    """CI installs nothing in another version than the one that was looked at."""
    text = (ROOT / ".ci" / "requirements.txt").read_text("utf-8")
    pins = PIN.findall(text)
    assert len(pins) > 50
    assert [name for name, rest in pins if "--hash=sha256:" not in rest] == []
    assert "://" not in text
    pinned = {canonicalize_name(name) for name, _ in pins}
    assert list_installed("communique", "test") - pinned - {"communique"} == set()
