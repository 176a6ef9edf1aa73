"""Every rule of delivery: how grave, what it means, why it matters, how to mend it."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from communique.validate import Finding, Rule, Severity


@cache
def read_rules() -> dict[str, Rule]:
    """Read every rule of ``live.toml``, by code, in its order."""
    text = Path(__file__).with_name("live.toml").read_text("utf-8")
    return {
        code: Rule(code=code, severity=Severity(row.pop("severity")), **row)
        for code, row in tomllib.loads(text).items()
    }


def make_finding(code: str, message: str, hint: str = "") -> Finding:
    """Make a finding of the document as a whole; the hint is the rule's own unless one is given."""
    return read_rules()[code].describe(1, 1, "", message, hint)
