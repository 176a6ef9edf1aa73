"""
Every rule: how grave, what it means, why it matters, how to mend it.

The prose stands in the TOML files beside this one, filed by section; they are read when the first
rule is asked for.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from communique.validate.findings import Rule, Severity

SECTIONS = ("xml", "values", "structure", "atom", "rss", "html", "modules", "json", "opml", "own")


@cache
def read_catalogue() -> dict[str, Rule]:
    """Read every rule, by code, in the order of the sections."""
    return {
        code: Rule(code=code, severity=Severity(row.pop("severity")), **row)
        for section in SECTIONS
        for code, row in read_section(section).items()
    }


def read_section(section: str) -> dict[str, dict[str, str]]:
    """Read the rows of one section."""
    text = Path(__file__).with_name(f"{section}.toml").read_text("utf-8")
    return tomllib.loads(text)


def find_rule(code: str) -> Rule:
    """Return the rule *code*, which has to exist."""
    return read_catalogue()[code]
