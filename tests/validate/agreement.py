"""
Print how far the validator agrees with the W3C feed validator on its own cases.

    python tests/validate/agreement.py ../shared/feed-cases [--disagreements]
"""

from __future__ import annotations

import argparse
import json
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from communique.validate import Report, Severity, validate_feed

NOW = datetime(2026, 1, 1, tzinfo=UTC)
"""The clock by which dates are in the future."""
FAMILIES = {"opensearch": "ext", "rss": "rss20"}
"""Folders that are counted with another."""
# The W3C's classes: one that is named in a case stands for all below it.
CHILDREN = {
    "invalid-link": (
        "invalid-uri-char invalid-full-link invalid-iri uri-not-iri invalid-uri-attribute "
        "invalid-url-attribute"
    ),
    "invalid-integer": "invalid-non-negative-integer invalid-positive-integer use-zero-for-unknown",
    "invalid-non-negative-integer": "use-zero-for-unknown",
    "contains-html": "contains-undeclared-html contains-rel-ref",
    "duplicate-semantics": "duplicate-item-semantics duplicate-description-semantics",
    "security-risk": "security-risk-attr dangerous-style-attr",
    "email-format": "missing-real-name",
    "missing-attribute": "missing-href",
    "missing-self": "missing-atom-self-link",
    "invalid-contact": "invalid-addr-spec",
    "invalid-iso8601-date": "invalid-w3-cdtf-date",
    "invalid-iso8601-date-time": "invalid-w3-cdtf-date invalid-rfc3339-date",
    "invalid-value": (
        "invalid-link invalid-uri-char invalid-full-link invalid-iri uri-not-iri invalid-tag "
        "invalid-urn invalid-uuid invalid-mime-type invalid-language"
    ),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """
    Say how one case went.

    Args:
        verdict: Valid or not: as the W3C validator.
        positive: What must be reported is; None where the case asks for nothing.
        negative: What must not be reported is not; None where the case forbids nothing.
        decisive: The verdict depends on the code that the case is about.
    """

    path: str
    family: str
    verdict: bool
    positive: bool | None
    negative: bool | None
    decisive: bool
    reported: tuple[str, ...]


def kebab(name: str) -> str:
    """Write the name of a W3C class as a code: MissingDCLanguage, missing-dc-language."""
    name = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1-\2", name)
    return re.sub(r"([a-z0-9])([A-Z])", r"\1-\2", name).lower()


def expected_codes(expect: str) -> frozenset[str]:
    """Return every code that the expectation of a case stands for."""
    codes = {kebab(name) for name in expect.removeprefix("!").split("|")}
    for code in tuple(codes):
        codes.update(CHILDREN.get(code, "").split())
    return frozenset(codes)


def judge_case(path: str, case: dict[str, object], report: Report) -> Outcome:
    """Compare a report with what the W3C validator says."""
    expect = case["expect"]
    positive = negative = None
    decisive = False
    errors = {f.code for f in report.findings if f.severity is Severity.ERROR}
    if isinstance(expect, str):
        found = _is_reported(expect, report)
        codes = expected_codes(expect)
        if expect.startswith("!"):
            negative = not found
            decisive = bool(case["valid"]) and case["severity"] == "error"
        else:
            positive = found
            decisive = not case["valid"] and case["severity"] == "error" and errors <= codes
    top = path.partition("/")[0]
    return Outcome(
        path=path,
        family=Path(path).parts[1] if top == "gen" else FAMILIES.get(top, top),
        verdict=report.valid is case["valid"],
        positive=positive,
        negative=negative,
        decisive=decisive,
        reported=tuple(sorted({f.code for f in report.findings})),
    )


def _is_reported(expect: str, report: Report) -> bool:
    """Tell whether a report has what an expectation names."""
    name = expect.removeprefix("!")
    if name in {"Error", "Warning"}:
        return any(f.severity == name.lower() for f in report.findings)
    return bool(expected_codes(expect) & {f.code for f in report.findings})


def read_cases(folder: Path) -> dict[str, dict[str, object]]:
    """Read the manifest of the cases."""
    cases: dict[str, dict[str, object]] = json.loads((folder / "MANIFEST.json").read_text("utf-8"))
    return cases


def _share(outcomes: list[bool]) -> str:
    if not outcomes:
        return f"{'–':>18}"
    good = sum(outcomes)
    return f"{good:>5}/{len(outcomes):<4}{100 * good / len(outcomes):>7.2f} %"


def _print_row(name: str, outcomes: list[Outcome]) -> None:
    columns = (
        [o.verdict for o in outcomes],
        [o.positive for o in outcomes if o.positive is not None],
        [o.negative for o in outcomes if o.negative is not None],
    )
    print(f"{name:<10}", *(_share(list(column)) for column in columns))


def main() -> None:
    """Print the figures, by family and for decisive cases."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--disagreements", action="store_true", help="list every one")
    arguments = parser.parse_args()
    families: dict[str, list[Outcome]] = defaultdict(list)
    for path, case in read_cases(arguments.folder).items():
        outcome = judge_case(
            path, case, validate_feed((arguments.folder / path).read_bytes(), now=NOW)
        )
        families[outcome.family].append(outcome)
        agrees = outcome.verdict and outcome.positive is not False and outcome.negative is not False
        if arguments.disagreements and not agrees:
            print(path, "valid" if case["valid"] else "invalid", case["expect"], *outcome.reported)
    everything = [outcome for outcomes in families.values() for outcome in outcomes]
    print(f"{'':<10} {'verdict':>18} {'reported':>18} {'not reported':>18}")
    for family in sorted(families):
        _print_row(family, families[family])
    _print_row("all", everything)
    _print_row("decisive", [outcome for outcome in everything if outcome.decisive])


if __name__ == "__main__":
    main()
