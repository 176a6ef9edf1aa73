"""
Kill `publish` or `build` at each step that changes the disk, or fill it, and go on from there.

A program of its own: it forks, and only a process without threads may do that safely. Of what a
process has not written nothing is on the disk: to die at a step is to leave the folder as it is
then, so that one run, copied at each step, shows what every kill would leave. A step that reads
leaves the disk as the step before it did: that shows nothing more.

    python -m tests.killing FOLDER NUMBER-OF-A-CASE
"""

from __future__ import annotations

import errno
import io
import json
import os
import shlex
import shutil
import sys
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from click.testing import CliRunner

from communique.cli import beside, main
from communique.ledger import read_ledger
from tests.desk import START, Desk, Edit, change, configure, delete, mint, rename, revise, write
from tests.readers import Item, Reader, make_readers, read_feeds

if TYPE_CHECKING:
    from collections.abc import Mapping

KILLED = 77
"""The exit status of a process that was killed at its step."""

LEDGER = "ledger.jsonl"

CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.utime", "os.truncate"}
"""Audit events of calls that change names or files; `open` is another where it writes."""

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """What was published, what is changed, and with which command that goes on."""

    name: str
    before: tuple[Edit, ...]
    edits: tuple[Edit, ...]
    arguments: str = ""
    command: str = "publish"


@dataclass(kw_only=True, slots=True)
class Outcome:
    """
    Account for a case.

    Args:
        name: Of the case.
        kills: How often it was killed.
        torn: How often in the middle of a line of the ledger.
        recorded: How often after what was new had been recorded.
        full: How often it ended because the disk was full.
        problems: What did not go as it should.
    """

    name: str
    kills: int = 0
    torn: int = 0
    recorded: int = 0
    full: int = 0
    problems: list[str] = field(default_factory=list)


THREE = tuple(write(name) for name in ("one", "two", "three"))

CASES = (
    Case(name="the first time", before=(), edits=THREE),
    Case(
        name="a new statement, a renamed one and a correction",
        before=(configure(feed_size="1"), *THREE),
        edits=(write("five", 2), rename("one", "uno"), revise("two", "correction", 2)),
    ),
    Case(
        name="a removal and a withdrawal",
        before=THREE,
        edits=(delete("three"), revise("one", "withdrawal", 2)),
        arguments=f"--removed {mint('three')} --because Law",
    ),
    Case(
        name="another domain",
        before=THREE,
        edits=(configure(base_url="https://example.com/", feed_size="2"),),
        arguments="--moved",
    ),
    Case(
        name="two languages and a topic",
        before=(configure(languages="[en, be]"), write("one"), write("one.be", language="be")),
        edits=(change("one", topics="[law]"),),
    ),
    Case(
        name="a delivery",
        before=(configure(deploy="www"), write("one"), write("two")),
        edits=(write("five", 2), revise("two", "withdrawal", 2)),
        arguments="--wait 0",
    ),
    Case(
        name="a build",
        before=THREE,
        edits=(write("five", 2), change("one", title="Another title")),
        command="build",
    ),
)


class Killer:
    """
    Count the steps of this process, and end it at one of them.

    Args:
        folder: Steps elsewhere do not count.
        cut: How much of the last line of the ledger is lost, 0 to 1, as it is brought to the disk;
            0 for no end there.
        full: The step at which the disk is full, 1 for the first; the process lives on. 0 for none.
        copies: Where to leave the folder as it is at each step, called by its number.
    """

    def __init__(
        self, folder: Path, *, cut: float = 0, full: int = 0, copies: Path | None = None
    ) -> None:
        self._folder = folder
        self._cut = cut
        self._full = full
        self._copies = copies
        self._step = 0
        self._turn = Lock()  # what is sent is sent by several threads
        self._opener: Any = open

    def start(self) -> None:
        """Begin to count; that cannot be undone in this process."""
        sys.addaudithook(self._hear)
        os.fsync = self._sync  # type: ignore[assignment] # only descriptors come here
        io.open = self._open  # as pathlib calls it

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        writes = event in CHANGES or (event == "open" and arguments[2] & _WRITING)
        if writes and self._is_ours(str(arguments[0])):
            self._count()

    def _is_ours(self, place: str) -> bool:
        """Tell whether it is in the folder; what has no path lies in a folder that is held."""
        return place.startswith(str(self._folder)) or not Path(place).is_absolute()

    def _open(self, file: Any, mode: str = "r", *arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - as it comes
        """Open a file; one that is to be written is there and empty from now on: another step."""
        stream = self._opener(file, mode, *arguments, **options)
        if not {*mode}.isdisjoint("wxa") and str(file).startswith(str(self._folder)):
            self._count()
        return stream

    def _sync(self, descriptor: int) -> None:
        self._count()
        ledger = self._folder / "entries" / LEDGER
        if self._cut and os.path.samestat(os.fstat(descriptor), ledger.stat()):
            data = ledger.read_bytes()
            line = data.splitlines(keepends=True)[-1]
            os.truncate(ledger, len(data) - max(1, int(len(line) * self._cut)))
            os._exit(KILLED)

    def _count(self) -> None:
        with self._turn:
            self._step += 1
            if self._copies:
                shutil.copytree(self._folder, self._copies / str(self._step))
            if self._step == self._full:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def run(folder: Path, day: int, case: Case) -> str:
    """Run the command of a case; give what was wrong."""
    now = (START + timedelta(days=day)).isoformat()
    line = ["-C", str(folder), case.command, "--now", now, *shlex.split(case.arguments)]
    result = CliRunner().invoke(main, line)
    return "" if result.exit_code == 0 else result.output or repr(result.exception)


def read_state(folder: Path) -> dict[str, bytes]:
    """Read every file that has to come out the same."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for place in ("entries", "site", "www", ".communique/texts")
        for file in sorted((folder / place).rglob("*"))
        if file.is_file() and ".communique" not in file.relative_to(folder / place).parts
    }


def find_torn(
    before: Mapping[str, bytes], now: Mapping[str, bytes], after: Mapping[str, bytes]
) -> str:
    """Find a file that readers see and that is neither the old one nor the new one."""
    for path, content in now.items():
        whole = content in (before.get(path), after.get(path))
        if path.startswith(("site/", "www/")) and "/.communique-new/" not in path and not whole:
            return path
    return ""


def run_killed(folder: Path, case: Case, cut: float) -> bool:
    """Publish in a process that dies in a line of the ledger; tell whether it came to that."""
    child = os.fork()
    if child == 0:
        try:
            Killer(folder, cut=cut).start()
            run(folder, 2, case)
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == KILLED


def run_watched(folder: Path, case: Case, *, full: int = 0, copies: Path | None = None) -> str:
    """Run the command in a process with a killer that lets it live; give what it said."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        Killer(folder, full=full, copies=copies).start()
        try:
            os.write(writing, run(folder, 2, case)[-4000:].encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read().decode()
    os.waitpid(child, 0)
    return said


class Scene:
    """One case, and the folders in which it takes place."""

    def __init__(self, base: Path, case: Case) -> None:
        self._case = case
        self._folder = base / "publication"
        self._start = base / "start"
        self._copies = base / "copies"
        self.outcome = Outcome(name=case.name)
        desk = Desk(path=self._folder)
        self._folder.mkdir(parents=True)
        for edits, day in ((case.before, 0), (case.edits, 2)):
            for edit in edits:
                edit(desk)
            if edits:
                desk.save()
            if edits and day == 0:
                self._note(
                    run(self._folder, 0, replace(case, arguments="--wait 0", command="publish"))
                )
        shutil.copytree(self._folder, self._start)
        self._first = read_feeds(self._folder / "site")
        self._begin = read_state(self._folder)
        self._note(run(self._folder, 2, case))
        self._end = read_state(self._folder)
        self._last = read_feeds(self._folder / "site")
        self._events = len(read_ledger(self._folder).events)

    def _note(self, *problems: str) -> None:
        self.outcome.problems += [problem for problem in problems if problem]

    def kill_everywhere(self) -> None:
        """Kill it at the first step, at the second, and so on; then in the middle of a line."""
        self._note(run_watched(self._bring(self._start), self._case, copies=self._copies))
        for step in range(1, len(list(self._copies.iterdir())) + 1):
            self._bring(self._copies / str(step))
            self._go_on(f"step {step}")
            self.outcome.kills += 1
        for cut in (0.001, 0.5, 0.999, 1) if self._case.command == "publish" else ():
            if run_killed(self._bring(self._start), self._case, cut):
                self._go_on(f"cut {cut}")
                self.outcome.torn += 1

    def _bring(self, copy: Path) -> Path:
        """Put a copy in the place of the publication, and give that."""
        shutil.rmtree(self._folder)
        shutil.copytree(copy, self._folder)
        return self._folder

    def _go_on(self, place: str) -> None:
        """Look at what a killed run left, then let another come to the end."""
        self._readers: dict[str, dict[str, Reader]] = {}
        self._told: set[tuple[str, str, str]] = set()
        self._poll(self._first, 0)
        torn = find_torn(self._begin, read_state(self._folder), self._end)
        self._note(torn and f"{place}: {torn} is neither old nor new")
        shown = self._poll(read_feeds(self._folder / "site"), 2)
        recorded = read_ledger(self._folder)
        self.outcome.recorded += len(recorded.events) == self._events
        if self._case.command == "publish" and not shown <= recorded.first.keys():
            self._note(f"{place}: a feed shows what is not recorded")
        self._note(run(self._folder, 2, self._case))
        if read_state(self._folder) != self._end:
            self._note(f"{place}: another end")
        self._poll(self._last, 4)

    def fill_everywhere(self) -> None:
        """Let the disk be full at each step: it is said, and the next run comes to the end."""
        for step in range(1, self.outcome.kills + 1):
            said = run_watched(self._bring(self._start), self._case, full=step)
            clear = "No space left on device" in said and "Traceback" not in said
            self.outcome.full += bool(said)
            self._note("" if clear or not said else f"step {step}, disk full: {said}")
            torn = find_torn(self._begin, read_state(self._folder), self._end)
            self._note(torn and f"step {step}, disk full: {torn} is neither old nor new")
            self._note(run(self._folder, 2, self._case))
            if read_state(self._folder) != self._end:
                self._note(f"step {step}, disk full: another end")

    def _poll(self, feeds: Mapping[str, list[Item]], day: int) -> set[str]:
        """Let every reader fetch its feed; give the ids that stand in any."""
        shown = set()
        for path, items in feeds.items():
            shown |= {item.id for item in items}
            for kind, reader in self._readers.setdefault(path, make_readers()).items():
                for item in reader.poll(items, START + timedelta(days=day)):
                    key = (path, kind, reader.key(item))
                    if key in self._told:
                        self._note(f"{kind} of {path} is told again of {item.id}")
                    self._told.add(key)
        return shown


if __name__ == "__main__":
    # What was written outlives a killed process, and disks are slow.
    os.fsync = lambda _: None  # type: ignore[assignment] # only descriptors come here
    # What works beside changes nothing, and would be one more process for each kill.
    beside.count_processes = lambda *_: 1  # type: ignore[attr-defined] # in that place alone
    scene = Scene(Path(sys.argv[1]).resolve(), CASES[int(sys.argv[2])])
    scene.kill_everywhere()
    scene.fill_everywhere()
    sys.stdout.write(json.dumps(asdict(scene.outcome)))
