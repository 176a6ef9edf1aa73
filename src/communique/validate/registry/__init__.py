"""
Registries that grow: language subtags, regions, URI schemes, link relations.

Each is a text file beside this one that names its origin and date; `.ci/refresh_registries.py`
writes them. They are read when first asked for.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def read_registry(name: str) -> frozenset[str]:
    """Read the names of the registry *name*: languages, regions, schemes or link-relations."""
    text = Path(__file__).with_name(f"{name}.txt").read_text("utf-8")
    return frozenset(
        word for line in text.splitlines() if not line.startswith("#") for word in line.split()
    )


def words(text: str) -> frozenset[str]:
    """Split a list of names, which reads better than as many quoted strings."""
    return frozenset(text.split())
