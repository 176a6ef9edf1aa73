"""Walk through a history with the real commands, in this process."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from communique.cli import main
from tests.desk import START, Desk

if TYPE_CHECKING:
    from pathlib import Path

    from tests.histories import Step

_REFUSAL = re.compile(r"^(?:entries/\S+: )?([a-z]+-[a-z]+|flood): ", re.MULTILINE)


class PowerFailure(BaseException):
    """What no program can catch."""


class Walk:
    """Walk through a history with the real commands."""

    def __init__(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.desk = Desk(path=path)
        self._monkeypatch = monkeypatch

    def run(self, command: str, step: Step) -> Result:
        """Run a command on the day of a step."""
        now = (START + timedelta(days=step.day)).isoformat()
        arguments = step.arguments.split() if command == "publish" else []
        return CliRunner().invoke(
            main, ["-C", str(self.desk.path), command, "--now", now, *arguments]
        )

    def publish(self, step: Step) -> tuple[int, str]:
        """Publish; give the exit status and the codes of the refusals."""
        if step.crash:
            with self._monkeypatch.context() as patch:
                patch.setattr(f"communique.cli.publishing.{step.crash}", fail)
                with pytest.raises(PowerFailure):
                    self.run("publish", step)
            return 1, ""
        result = self.run("publish", step)
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result.exit_code, " ".join(sorted(_REFUSAL.findall(result.stderr)))


def fail(*_: object) -> None:
    """Fail as the power does."""
    raise PowerFailure
