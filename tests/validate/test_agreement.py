"""The W3C validator's own cases, judged where they lie."""

from __future__ import annotations

import os

import pytest

from communique.validate import validate_feed
from communique.validate.catalogue import read_catalogue
from tests.publication import SHARED
from tests.tools import REQUIRE
from tests.validate import agreement

CASES = SHARED / "feed-cases"
DISAGREEMENTS: dict[str, str] = {}
"""Cases on which we differ on purpose, each with the reason."""

MANIFEST = agreement.read_cases(CASES) if CASES.is_dir() else {}


def test_the_cases_are_here_where_every_test_has_to_run() -> None:
    """Where nothing may be skipped the cases of the W3C validator lie beside the repository."""
    assert MANIFEST or not os.environ.get(REQUIRE)


@pytest.mark.skipif(not MANIFEST, reason="the cases of the W3C validator are not beside the repo")
@pytest.mark.parametrize("path", MANIFEST)
def test_case_is_judged_as_the_w3c_validator_does(path: str) -> None:
    """Verdict, what has to be reported and what must not be are those of the W3C validator."""
    report = validate_feed((CASES / path).read_bytes(), now=agreement.NOW)
    outcome = agreement.judge_case(path, MANIFEST[path], report)
    agrees = outcome.verdict and outcome.positive is not False and outcome.negative is not False
    assert agrees is (path not in DISAGREEMENTS)


def test_severities_are_those_of_the_cases() -> None:
    """Where a case names one rule of ours, its severity is ours."""
    rules = read_catalogue()
    wrong = {
        code: case["severity"]
        for case in MANIFEST.values()
        if isinstance(case["expect"], str) and "|" not in case["expect"]
        for code in [agreement.kebab(case["expect"].removeprefix("!"))]
        if code in rules and rules[code].severity != case["severity"]
    }
    assert wrong == {}
