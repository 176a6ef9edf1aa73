"""The W3C validator's own cases, judged where they lie."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from communique.validate import validate_feed
from communique.validate.catalogue import read_catalogue

CASES = Path(__file__).parent.parent.parent.parent / "shared" / "feed-cases"
DISAGREEMENTS: dict[str, str] = {}
"""Cases on which we differ on purpose, each with the reason."""

spec = importlib.util.spec_from_file_location("agreement", Path(__file__).with_name("agreement.py"))
assert spec
assert spec.loader
agreement = importlib.util.module_from_spec(spec)
sys.modules["agreement"] = agreement  # dataclasses look their module up
spec.loader.exec_module(agreement)
MANIFEST = agreement.read_cases(CASES) if CASES.is_dir() else {}


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
