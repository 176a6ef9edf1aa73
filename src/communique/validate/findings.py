"""The values of a judgement: how grave, what, where, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MOST_OF_A_KIND = 1000
"""How often one rule is reported in a document; a hostile one breaks it a million times."""


class Severity(StrEnum):
    """Say what a finding means for the document."""

    ERROR = "error"
    """The document breaks a rule of its format; it is invalid."""
    WARNING = "warning"
    """It is valid, but some feed reader will trip over it."""
    INFO = "info"
    """Worth knowing; nothing to mend."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """
    Describe one rule, as a row of the catalogue.

    Args:
        code: Kebab-case, as the W3C validator calls it; ``x-``, ``json-``, ``opml-`` are ours.
        title: One line, no final full stop.
        meaning: What the rule asks for.
        why: What a subscriber suffers when it is broken.
        mend: What to do about it; also the hint of a finding.
        reference: The section of the standard.
    """

    code: str
    severity: Severity
    title: str
    meaning: str
    why: str
    mend: str
    reference: str

    def describe(
        self, line: int, column: int, element: str, message: str, hint: str = ""
    ) -> Finding:
        """Make a finding of this rule; the hint is the rule's own unless one is given."""
        return Finding(
            severity=self.severity,
            code=self.code,
            line=line,
            column=column,
            element=element,
            message=message,
            hint=hint or self.mend,
            reference=self.reference,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """
    Say that one rule is broken at one place.

    Args:
        line: 1 for the first line of the document.
        column: 1 for the first character of the line.
        element: The element it is about, with its usual prefix; empty where there is none.
        message: What was found and what was expected; no final full stop.
        hint: What to do about it.
        reference: The section of the standard.
    """

    severity: Severity
    code: str
    line: int
    column: int
    element: str
    message: str
    hint: str
    reference: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """
    Hold everything that was found in one document.

    Args:
        format: What the document is, for a person: ``Atom 1.0 feed``.
        findings: In the order of the document.
    """

    format: str
    findings: tuple[Finding, ...]

    @property
    def valid(self) -> bool:
        """Tell whether no finding is an error."""
        return all(finding.severity is not Severity.ERROR for finding in self.findings)
