"""
Every exception that communique raises on purpose.

    CommuniqueError
    ├ SourceError    one fault in what the press officer wrote
    ├ SourceErrors   all faults of a run, sorted by path and line
    ├ RefusedError   what would mislead subscribers, and is therefore not done
    ├ RefusedErrors  all refusals of a run
    ├ WriteError     a file or folder that could not be written
    ├ TargetError    a place to deliver the site to that did not take it
    └ NotifyError    a hub that did not take the news of a feed

    FieldError       a text that is not the value it has to be; its place is not known yet

An exception carries what it is about as attributes; its text is composed here, once. A user never
sees a traceback for one of these.
"""

from __future__ import annotations

from textwrap import indent
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def _one_line(text: str) -> str:
    """Escape what would break the line or the terminal: names of files may hold anything."""
    return "".join(
        char if char.isprintable() or char == "\u00a0" else ascii(char)[1:-1] for char in text
    )


class CommuniqueError(Exception):
    """Say what went wrong, for a person; the root of the tree."""

    hint: str = ""

    def __reduce__(self) -> tuple[object, ...]:
        """Let it pass from one process to another, whatever its class takes to be made."""
        return _restore, (type(self), self.args, self.__dict__)


def _restore(
    kind: type[CommuniqueError], args: tuple[object, ...], attributes: dict[str, object]
) -> CommuniqueError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(attributes)
    return error


class SourceError(CommuniqueError):
    """
    Point at one fault in a file that a person wrote.

    Args:
        path: The file, as the user would name it; forward slashes.
        line: 1 for the first line of the file; 0 where the fault is of the file as a whole.
        column: 1 for the first character of the line; 0 where it does not matter.
        field: The setting or front-matter key at fault; empty where there is none.
        problem: What was expected and what was found; no final full stop.
        hint: What to do about it; empty where nothing better than the problem can be said.
    """

    def __init__(
        self,
        path: str,
        problem: str,
        *,
        line: int = 0,
        column: int = 0,
        field: str = "",
        hint: str = "",
    ) -> None:
        super().__init__(path, line, column, field, problem, hint)
        self.path = path
        self.line = line
        self.column = column
        self.field = field
        self.problem = problem
        self.hint = hint

    def __str__(self) -> str:
        """Compose ``path:line:column: field: problem``, leaving out what is not known; one line."""
        place = ":".join([self.path, *(str(n) for n in (self.line, self.column) if n)])
        return _one_line(": ".join(part for part in (place, self.field, self.problem) if part))


class SourceErrors(CommuniqueError):  # noqa: N818 - the plural is the point
    """
    Carry every fault of one run, sorted by path, line and column.

    Args:
        faults: At least one.
    """

    def __init__(self, faults: Iterable[SourceError]) -> None:
        self.faults = sorted(faults, key=lambda f: (f.path, f.line, f.column, f.field, f.problem))
        super().__init__(*self.faults)

    def __str__(self) -> str:
        """Compose one line a fault."""
        return "\n".join(str(fault) for fault in self.faults)


class RefusedError(CommuniqueError):
    """
    Say what is not done because it would mislead subscribers, and what to do instead.

    Args:
        code: Names the refusal for a program: ``ledger-broken``.
        reason: What would happen; no final full stop.
        hint: The exact mend; may be empty.
        place: The file, or ``file:line``, that it is about; may be empty.
    """

    def __init__(self, code: str, reason: str, *, hint: str = "", place: str = "") -> None:
        super().__init__(code, reason, hint, place)
        self.code = code
        self.reason = reason
        self.hint = hint
        self.place = place

    def __str__(self) -> str:
        """Compose ``place: code: reason``, leaving out a place that is not known."""
        return ": ".join(part for part in (self.place, self.code, self.reason) if part)


class RefusedErrors(CommuniqueError):  # noqa: N818 - the plural is the point
    """
    Carry every refusal of one run.

    Args:
        refusals: At least one, in the order in which they are to be read.
    """

    def __init__(self, refusals: Iterable[RefusedError]) -> None:
        self.refusals = tuple(refusals)
        super().__init__(*self.refusals)

    def __str__(self) -> str:
        """Compose one line a refusal."""
        return "\n".join(str(refusal) for refusal in self.refusals)


class WriteError(CommuniqueError):
    """
    Name a file or folder that could not be written, and why.

    Args:
        path: The file or folder, as the user would name it.
        problem: The reason; no final full stop.
        hint: What to do about it; may be empty.
    """

    def __init__(self, path: str, problem: str, *, hint: str = "") -> None:
        super().__init__(path, problem, hint)
        self.path = path
        self.problem = problem
        self.hint = hint

    def __str__(self) -> str:
        """Compose ``path: problem``."""
        return _one_line(f"{self.path}: {self.problem}")


class TargetError(CommuniqueError):
    """
    Say what went wrong at a place to which the site is delivered.

    Args:
        target: Its name, without secrets.
        problem: No final full stop.
        hint: What to do about it; may be empty.
    """

    def __init__(self, target: str, problem: str, *, hint: str = "") -> None:
        super().__init__(target, problem, hint)
        self.target = target
        self.problem = problem
        self.hint = hint

    def __str__(self) -> str:
        """Compose ``target: problem``."""
        return _one_line(f"{self.target}: {self.problem}")


class NotifyError(CommuniqueError):
    """
    Say why a hub did not take the news of a feed.

    Args:
        hub: Its address, without secrets.
        topic_url: The address of the feed, its rel=self.
        problem: No final full stop.
        hint: What to do about it; may be empty.
    """

    def __init__(self, hub: str, topic_url: str, problem: str, *, hint: str = "") -> None:
        super().__init__(hub, topic_url, problem, hint)
        self.hub = hub
        self.topic_url = topic_url
        self.problem = problem
        self.hint = hint

    def __str__(self) -> str:
        """Compose ``hub: topic URL: problem``."""
        return _one_line(f"{self.hub}: {self.topic_url}: {self.problem}")


class FieldError(ValueError):
    """
    Say why a text is not the value it has to be; whoever knows its place makes it a SourceError.

    Args:
        problem: What was expected and what was found; no final full stop.
        hint: How to write it; may be empty.
    """

    def __init__(self, problem: str, hint: str = "") -> None:
        super().__init__(problem, hint)
        self.problem = problem
        self.hint = hint

    def __str__(self) -> str:
        """Give the problem alone."""
        return self.problem

    @property
    def sentence(self) -> str:
        """Give problem and hint on one line, for whoever shows no hints."""
        return "; ".join(filter(None, (self.problem, self.hint)))


def explain_error(error: CommuniqueError) -> Iterator[tuple[str, str]]:
    """
    Write *error* for a person.

    Returns:
        Each problem, one line, with its hint: empty, or lines that start with white space.
    """
    parts: Iterable[CommuniqueError] = [error]
    if isinstance(error, SourceErrors):
        parts = error.faults
    elif isinstance(error, RefusedErrors):
        parts = error.refusals
    for part in parts:
        yield str(part), indent(part.hint, "        ").replace("        ", "  hint: ", 1)
