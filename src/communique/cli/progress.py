"""A progress bar for work that takes more than a second."""

from __future__ import annotations

import sys
from time import monotonic
from typing import TYPE_CHECKING, Any, Self

import click

if TYPE_CHECKING:
    from types import TracebackType

PATIENCE = 1.0
"""Seconds before a bar appears."""


def is_terminal() -> bool:
    """Tell whether somebody can be asked."""
    return sys.stdin.isatty()


class Progress:
    """
    Count steps, and draw them on standard error once that has taken more than a second.

    Args:
        label: What is going on.
        length: How many steps there are.
    """

    def __init__(self, label: str, length: int) -> None:
        self._label = label
        self._length = length
        self._started = monotonic()
        self._done = 0
        self._shown = sys.stderr.isatty()
        self._bar: Any = None  # Click does not export the type

    def __enter__(self) -> Self:
        """Start to count."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the line of the bar, if there is one."""
        if self._bar:
            self._bar.__exit__(kind, error, trace)

    def step(self, _: object = None) -> None:
        """Count one step."""
        self._done += 1
        if self._bar:
            self._bar.update(1)
        elif self._shown and monotonic() - self._started > PATIENCE:
            self.show()

    def show(self) -> None:
        """Draw the bar now; of itself it waits for a step, and the first may take minutes."""
        if self._shown:
            self._bar = click.progressbar(
                length=self._length, label=self._label, file=sys.stderr
            ).__enter__()
            self._bar.update(self._done)
