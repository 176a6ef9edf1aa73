"""Work is done once, in order, by however many processes."""

from __future__ import annotations

import errno
import io
import os
import threading
from typing import TYPE_CHECKING

import pytest

from communique import processes
from communique.errors import SourceError, SourceErrors
from communique.processes import count_processes, split, spread, start_aside
from tests.tools import needs_fork

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import BinaryIO, NoReturn


@pytest.mark.parametrize(
    ("count", "expected"), [(0, 1), (9, 1), (10, 1), (19, 1), (20, 2), (1000, 2)]
)
def test_few_things_are_worth_no_process(
    monkeypatch: pytest.MonkeyPatch, count: int, expected: int
) -> None:
    """As many as the machine has processors, and as the work is worth; one beside other threads."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1}, raising=False)
    monkeypatch.setattr("communique.processes.sys.platform", "linux")
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    assert expected == count_processes(count, 10)
    monkeypatch.setattr(threading, "active_count", lambda: 2)
    assert count_processes(count, 10) == 1
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    monkeypatch.setattr("communique.processes.sys.platform", "win32")
    assert count_processes(count, 10) == 1


@pytest.mark.parametrize(
    ("items", "parts"),
    [(0, [0, 0]), (1, [0, 1]), (7, [7]), (7, [2, 2, 3]), (1000, [534, 466]), (4000, [2139, 1861])],
)
def test_parts_are_even_but_for_the_first(items: int, parts: list[int]) -> None:
    """Every item is in one part, in order; that of this process is a little longer."""
    split_up = split(range(items), len(parts))
    assert [item for part in split_up for item in part] == [*range(items)]
    assert [*map(len, split_up)] == parts


@needs_fork
def test_each_part_has_a_process() -> None:
    """The first part is done here, the others elsewhere; what each gave comes in order."""

    def work(items: Iterable[int]) -> tuple[int, int]:
        return os.getpid(), sum(items)

    results = spread(work, [[1, 2], [3], [4, 5]])
    assert [total for _, total in results] == [3, 3, 9]
    assert results[0][0] == os.getpid()
    assert len({process for process, _ in results}) == 3


@needs_fork
def test_an_error_elsewhere_is_raised_here() -> None:
    """It comes as it was raised, with all that it says."""

    def work(items: Iterable[int]) -> int:
        if 2 in items:
            raise SourceErrors([SourceError("a.md", "wrong", line=3, hint="mend it")])
        return 1

    with pytest.raises(SourceErrors, match=r"a\.md:3: wrong") as caught:
        spread(work, [[1], [2]])
    assert caught.value.faults[0].hint == "mend it"


@needs_fork
def test_a_process_that_dies_is_replaced() -> None:
    """Its part is done again, in this process."""
    own = os.getpid()

    def work(items: Iterable[int]) -> int:
        if os.getpid() != own:
            os._exit(9)
        return sum(items)

    assert spread(work, [[1], [2, 3]]) == [1, 5]


@needs_fork
def test_a_process_that_the_system_refuses_is_done_without(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where there are too many processes already, this one does all of the work."""

    def refuse() -> NoReturn:
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", refuse)
    assert spread(sum, [[1], [2, 3]]) == [1, 5]


class _Pipe:
    """An end of a pipe, and what was sent through it."""

    def __init__(self, *, broken: bool = False) -> None:
        self.sent: list[object] = []
        self.closed = False
        self._broken = broken

    def send(self, answer: object) -> None:
        """Take an answer, if anybody listens."""
        if self._broken:
            raise BrokenPipeError
        self.sent.append(answer)

    def close(self) -> None:
        """Note that."""
        self.closed = True

    def __enter__(self) -> None:
        """Do nothing."""

    def __exit__(self, *_: object) -> None:
        """Close."""
        self.close()


def test_a_helper_sends_what_it_made_or_what_went_wrong() -> None:
    """It closes the end that is not its own, and nobody who listens is no error."""
    receiver, sender = _Pipe(), _Pipe()
    processes._help(sum, [1, 2], receiver, sender, os.getppid())  # type: ignore[arg-type] # as one
    assert (sender.sent, receiver.closed, sender.closed) == ([(3, None)], True, True)
    processes._help(sum, ["x"], receiver, sender, os.getppid())  # type: ignore[arg-type] # as above
    assert "TypeError" in repr(sender.sent[1])
    processes._help(sum, [1], receiver, _Pipe(broken=True), os.getppid())  # type: ignore[arg-type] # as above


def test_a_helper_without_a_parent_ends() -> None:
    """A process whose parent was killed does not go on for nobody."""
    with pytest.raises(SystemExit):
        processes._help(sum, [1], _Pipe(), _Pipe(), -1)  # type: ignore[arg-type] # as above


@needs_fork
def test_a_process_beside_is_asked_and_answers() -> None:
    """It works while this one goes on, and the end of what it says shows."""

    def work(requests: BinaryIO, answers: BinaryIO) -> None:
        for line in requests:
            answers.write(b"%d %s" % (os.getpid(), line))
            answers.flush()

    with start_aside(work) as aside:
        aside.requests.write(b"one\ntwo\n")
        aside.requests.close()
        lines = aside.answers.read().split()
    assert lines[1::2] == [b"one", b"two"]
    assert int(lines[0]) != os.getpid()


@needs_fork
def test_what_fails_beside_says_no_more() -> None:
    """An error there is none here, though it be asked still."""

    def work(requests: BinaryIO, answers: BinaryIO) -> None:
        answers.write(requests.readline())
        raise OSError

    with start_aside(work) as aside:
        aside.requests.write(b"one\n")
        aside.requests.flush()
        assert aside.answers.read() in {b"", b"one\n"}
        aside.requests.write(b"two\n")


@needs_fork
def test_nobody_works_beside_for_nobody() -> None:
    """A process whose answer is not wanted any more is stopped, and leaves nothing behind."""

    def work(_: BinaryIO, answers: BinaryIO) -> None:
        answers.write(b"%d\n" % os.getpid())
        answers.flush()
        threading.Event().wait()

    with start_aside(work) as aside:
        other = int(aside.answers.readline())
    with pytest.raises(ProcessLookupError):
        os.kill(other, 0)


@needs_fork
def test_an_error_here_is_raised_here() -> None:
    """A broken pipe of this process's own is not taken for one of the two."""
    with (
        pytest.raises(BrokenPipeError),
        start_aside(lambda *_: None),
    ):
        raise BrokenPipeError


def test_who_works_beside_leaves_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """It runs nothing of what this process has to do at its end."""
    said: list[bytes] = []

    class Answers(io.BytesIO):
        def close(self) -> None:
            said.append(self.getvalue())
            super().close()

    def leave(status: int) -> NoReturn:
        raise SystemExit(status)

    def work(requests: BinaryIO, answers: BinaryIO) -> None:
        answers.write(b"seen " + requests.read())

    monkeypatch.setattr(os, "_exit", leave)
    monkeypatch.setattr("communique.processes.gc.disable", lambda: None)
    with pytest.raises(SystemExit) as left:
        processes._work_aside(work, io.BytesIO(b"it"), Answers())
    assert left.value.code == 0
    assert said == [b"seen it"]


@needs_fork
def test_a_child_closes_what_is_not_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else it would never see that nobody asks any more."""
    monkeypatch.setattr(os, "fork", lambda: 0)

    def work(_: object, requests: BinaryIO, answers: BinaryIO) -> NoReturn:
        assert requests.read() == b""
        answers.write(b"x")
        with pytest.raises(BrokenPipeError):
            answers.flush()
        raise SystemExit

    monkeypatch.setattr(processes, "_work_aside", work)
    with pytest.raises(SystemExit), start_aside(lambda *_: None):
        raise AssertionError
