"""`publish` and `build` are killed wherever they change the disk; the next run ends the same."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.killing import CASES
from tests.publication import ROOT
from tests.tools import leave_out_coverage, needs_fork

if TYPE_CHECKING:
    from pathlib import Path


FEWEST = (90, 80, 60, 70, 85, 130, 55)
"""Kills of each case, at least: 500 in all."""


@needs_fork
@pytest.mark.parametrize("number", range(len(CASES)), ids=[case.name for case in CASES])
def test_the_next_run_comes_to_the_same_end(tmp_path: Path, number: int) -> None:
    """
    Whenever a run dies, the next one leaves the bytes of an undisturbed one.

    Nobody is told twice on the way, no feed ever shows what is not recorded, and each file that a
    reader sees is the old one or the new one.
    """
    # Measuring the coverage of hundreds of processes that are killed takes minutes, for nothing.
    done = subprocess.run(
        [sys.executable, "-m", "tests.killing", str(tmp_path), str(number)],
        cwd=ROOT,
        env=leave_out_coverage(),
        check=True,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )
    outcome = json.loads(done.stdout)
    assert outcome["problems"] == []
    assert outcome["kills"] >= FEWEST[number]
    assert outcome["full"] > outcome["kills"] / 2
    if CASES[number].command == "publish":
        # Every kind of moment was there: before the record, in it and after it.
        assert outcome["kills"] > outcome["recorded"] > 0
        assert outcome["torn"] == 4
