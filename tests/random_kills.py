"""
Kill `build` and `publish` at random moments, as the power does, while somebody reads the site.

Every run is a process of its own and ends by SIGKILL: alone, or with all that it started. Kills
come upon kills; now and then a run may go to its end, and that is the one that an undisturbed run
comes to. All the while a reader polls the feeds and indexes, and follows their links.

    python -m tests.random_kills --seed 1 --times 500

A seed gives the same cases, caches and fractions of a run again; the clock of the machine decides
where exactly those fall.
"""

from __future__ import annotations

import argparse
import os
import posixpath
import random
import re
import shlex
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from tests.desk import START, Desk, change, configure, delete, rename, revise, write
from tests.killing import CASES, LEDGER, Case, find_torn, read_state, run
from tests.readers import PARSERS, read_feeds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tests.desk import Edit

MANY: Final = 420
"""Statements of a large publication."""

ACT: Final = 10
"""Kills in one case before the next one's turn."""

PATIENCE: Final = 15.0
"""Seconds that what a killed process had started may live on."""

_CROWD = (
    configure(flood_limit="10000", feed_size="30"),
    *(write(f"no-{number}", -number, topics="[icc]") for number in range(MANY)),
)
_STIR = (
    configure(title="Statements of the Council"),  # every page changes
    write("new", 2, topics="[law]"),
    rename("no-7", "seven"),
)
LARGE: Final = (
    Case(
        name="a large build",
        before=_CROWD,
        edits=(*_STIR, change("no-1", title="Other"), delete("no-2", "no-400")),
        command="build",
    ),
    Case(
        name="a large publication",
        before=_CROWD,
        edits=(*_STIR, revise("no-1", "correction", 2), revise("no-400", "withdrawal", 2)),
    ),
)

_STATEMENT = re.compile(r"(?:\w+/)?\d{4}/[^/]+/")
_HREF = re.compile(r'href="([^":#?]*/)"')


class Process:
    """A run of a case in a process of its own, the first of a group of its own."""

    def __init__(self, folder: Path, case: Case, day: int) -> None:
        now = (START + timedelta(days=day)).isoformat()
        line = [sys.executable, "-m", "communique", "-C", str(folder), case.command, "--now", now]
        self._process = subprocess.Popen(
            [*line, *shlex.split(case.arguments)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def finish(self) -> str:
        """Wait for its end; give what was wrong."""
        said = self._process.communicate()[1]
        return "" if self._process.returncode == 0 else said or f"{self._process.returncode}"

    @property
    def lives(self) -> bool:
        """Tell whether it has not come to its end."""
        return self._process.poll() is None

    def kill(self, *, group: bool) -> bool:
        """Kill it, or all that it started as well; tell whether that was before its end."""
        with suppress(ProcessLookupError):
            if group:
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                self._process.kill()
        self._process.communicate()
        return self._process.returncode == -signal.SIGKILL

    def outlives(self) -> bool:
        """Tell whether anything that it started does not end by itself."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                os.killpg(self._process.pid, 0)
            except ProcessLookupError:
                return False
            time.sleep(0.01)
        return True


@lru_cache(maxsize=4096)
def list_pages(path: str, content: bytes) -> frozenset[str]:
    """List the pages of statements that a feed or an index names; what is torn raises an error."""
    name = posixpath.basename(path)
    if name in PARSERS:
        found = {urlsplit(item.link).path.lstrip("/") for item in PARSERS[name](content)}
    else:
        text = content.decode()
        if not text.endswith("</html>\n"):
            raise ValueError("the page does not end")
        folder = posixpath.dirname(path)
        joined = (posixpath.normpath(posixpath.join(folder, h)) for h in _HREF.findall(text))
        found = {f"{target}/" for target in joined if _STATEMENT.fullmatch(f"{target}/")}
    return frozenset(target + "index.html" for target in found)


class Watcher(threading.Thread):
    """
    Read a site again and again, as subscribers and visitors do.

    Args:
        root: Of the site.
        before: Every file of it before the run.
        after: Every file of it after the run.
    """

    def __init__(self, root: Path, before: Mapping[str, bytes], after: Mapping[str, bytes]) -> None:
        super().__init__(daemon=True)
        self._root = root
        self._states = before, after
        names = (*PARSERS, "index.html")
        self._read = sorted(
            path
            for path in before.keys() | after.keys()
            if posixpath.basename(path) in names and not _STATEMENT.search(path)
        )
        self._stopped = threading.Event()
        self.problems: list[str] = []
        self.rounds = 0

    def run(self) -> None:
        """Read until it is enough."""
        while not self._stopped.is_set() and not self.problems:
            for path in self._read:
                self.problems += self._follow(path)
            self.rounds += 1
            time.sleep(0.005)

    def stop(self) -> list[str]:
        """Stop; give what was wrong."""
        self._stopped.set()
        self.join()
        return self.problems

    def _follow(self, path: str) -> Iterator[str]:
        content = self._fetch(path)
        if content is None:
            if all(path in state for state in self._states):
                yield f"{path} was missing"
            return
        if not self._is_whole(path, content):
            yield f"{path} was neither old nor new"
        try:
            pages = list_pages(path, content)
        except (ValueError, SyntaxError) as error:
            yield f"{path} could not be read: {error}"
            return
        for page in pages:
            found = self._fetch(page)
            if found is None and self._fetch(path) == content:
                yield f"{path} named {page}, which was not there"
            if found is not None and not self._is_whole(page, found):
                yield f"{page} was neither old nor new"

    def _fetch(self, path: str) -> bytes | None:
        try:
            return (self._root / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def _is_whole(self, path: str, content: bytes) -> bool:
        return any(content == state.get(path) for state in self._states)


class Stage:
    """
    The folder in which a case takes place, and what it holds before and after.

    Args:
        base: An empty folder.
        case: What is published and how.
    """

    def __init__(self, base: Path, case: Case) -> None:
        self.folder = base / "publication"
        self.case = case
        self._kept = base / "kept"
        self.folder.mkdir(parents=True)
        desk = Desk(path=self.folder)
        if case.before:
            self._save(desk, case.before)
            self.must(run(self.folder, 0, replace(case, arguments="--wait 0", command="publish")))
        self._save(desk, case.edits)
        shutil.copytree(self.folder, self._kept)
        self.before = read_state(self.folder)
        self.duration, self.writing = self._measure()
        self.after = read_state(self.folder)
        # Copies would have other times; the entries stay where they are, so that it stays true.
        shutil.copy(self.folder / ".communique/cache.json", base / "warm")
        self._warm = base / "warm"

    @staticmethod
    def must(problem: str) -> None:
        """Stop where even an undisturbed run fails."""
        if problem:
            raise RuntimeError(problem)

    @staticmethod
    def _save(desk: Desk, edits: tuple[Edit, ...]) -> None:
        for edit in edits:
            edit(desk)
        desk.save()

    def _measure(self) -> tuple[float, float]:
        """Run it undisturbed; give how many seconds it took, and for how many it wrote."""
        start = time.monotonic()
        process = Process(self.folder, self.case, 2)
        began = start
        while process.lives:
            if began == start and self.is_writing():
                began = time.monotonic()
            time.sleep(0.001)
        self.must(process.finish())
        return time.monotonic() - start, time.monotonic() - began

    def is_writing(self) -> bool:
        """Tell whether the run has begun to change files."""
        return (self.folder / "site/.communique-new").exists()

    def restore(self, *, warm: bool) -> None:
        """Bring everything but the entries to where it was before the run."""
        for place in ("site", "www", ".communique"):
            shutil.rmtree(self.folder / place, ignore_errors=True)
            if (self._kept / place).exists():
                shutil.copytree(self._kept / place, self.folder / place)
        ledger = self.folder / "entries" / LEDGER
        ledger.unlink(missing_ok=True)
        if (self._kept / "entries" / LEDGER).exists():
            shutil.copy(self._kept / "entries" / LEDGER, ledger)
        cache = self.folder / ".communique/cache.json"
        cache.unlink(missing_ok=True)
        if warm:
            cache.parent.mkdir(exist_ok=True)
            shutil.copy(self._warm, cache)

    def watch(self) -> list[Watcher]:
        """Let somebody read the site, and the folder to which it is delivered."""
        watchers = [
            Watcher(self.folder / root, *(self._list(state, root) for state in self._states))
            for root in ("site", "www")
            if self._list(self.after, root)
        ]
        for watcher in watchers:
            watcher.start()
        return watchers

    @property
    def _states(self) -> tuple[dict[str, bytes], dict[str, bytes]]:
        return self.before, self.after

    @staticmethod
    def _list(state: Mapping[str, bytes], root: str) -> dict[str, bytes]:
        return {p.removeprefix(f"{root}/"): c for p, c in state.items() if p.startswith(f"{root}/")}

    def check(self) -> Iterator[str]:
        """Say what is lost, torn or told too early."""
        now = read_state(self.folder)
        if torn := find_torn(self.before, now, self.after):
            yield f"{torn} is neither old nor new"
        ledger = f"entries/{LEDGER}"
        for path, content in self.before.items():
            if path.startswith("entries/") and path != ledger and now.get(path) != content:
                yield f"{path} is not as it was written"
        recorded, whole = now.get(ledger, b""), self.after.get(ledger, b"")
        if not recorded.startswith(self.before.get(ledger, b"")) or not whole.startswith(recorded):
            yield "the ledger lost something"
        if self.case.command == "publish":
            feeds = read_feeds(self.folder / "site")
            if not all(item.id.encode() in recorded for items in feeds.values() for item in items):
                yield "a feed shows what is not recorded"

    def tell(self) -> str:
        """Tell how far the run came."""
        now = {p: c for p, c in read_state(self.folder).items() if not p.endswith(LEDGER)}
        past, end = (
            {p: c for p, c in state.items() if not p.endswith(LEDGER)} for state in self._states
        )
        return "old" if now == past else "new" if now == end else "between"


class Play:
    """
    Kill and kill again.

    Args:
        base: An empty folder.
        seed: Of all that is left to chance.
    """

    def __init__(self, base: Path, seed: int) -> None:
        self._base = base
        self._chance = random.Random(seed)  # noqa: S311 - repeatable on purpose
        self._stages: dict[str, Stage] = {}
        self.problems: list[str] = []
        self.kills = 0
        self.counts = dict.fromkeys(("old", "between", "new", "large", "group", "cold"), 0)
        self.rounds = 0

    def go_on(self, times: int, cases: Sequence[Case]) -> None:
        """Kill so many times, in one case after the other."""
        while self.kills < times and not self.problems:
            order = self._chance.sample(cases, len(cases))
            for case in order:
                stage = self._find_stage(case)
                end = min(self.kills + ACT, times)
                while self.kills < end and not self.problems:
                    self._play_chain(stage, end)

    def _find_stage(self, case: Case) -> Stage:
        if case.name not in self._stages:
            self._stages[case.name] = Stage(self._base / str(len(self._stages)), case)
        return self._stages[case.name]

    def _play_chain(self, stage: Stage, times: int) -> None:
        """Kill one run after the other, then let one come to its end."""
        warm = self._chance.random() < 0.5
        stage.restore(warm=warm)
        watchers = stage.watch()
        length = self._chance.choice((1, 2, 3, 5, 8))
        for _ in range(min(length, times - self.kills)):
            if not self._kill(stage):
                break
            self.counts["cold"] += not warm
            self.counts["large"] += stage.case in LARGE
        self._note(stage, Process(stage.folder, stage.case, 2).finish())
        for watcher in watchers:
            self._note(stage, *watcher.stop())
            self.rounds += watcher.rounds
        if read_state(stage.folder) != stage.after:
            self._note(stage, "another end")

    def _kill(self, stage: Stage) -> bool:
        """Kill one run; tell whether that was before its end."""
        group, fraction = self._chance.random() < 0.5, self._chance.random()
        waits = self._chance.random() < 0.6
        process = Process(stage.folder, stage.case, 2)
        if waits:
            while process.lives and not stage.is_writing():
                time.sleep(0.0005)
            time.sleep(fraction * stage.writing)
        else:
            time.sleep(fraction * stage.duration)
        killed = process.kill(group=group)
        if process.outlives():
            self._note(stage, "something that it started lives on")
        self._note(stage, *stage.check())
        if killed:
            self.kills += 1
            self.counts["group"] += group
            self.counts[stage.tell()] += 1
        return killed

    def _note(self, stage: Stage, *problems: str) -> None:
        place = f"kill {self.kills + 1}, {stage.case.name}"
        self.problems += [f"{place}: {problem}" for problem in problems if problem]

    def describe(self) -> str:
        """Account for all of it in a line."""
        counts = ", ".join(f"{name} {count}" for name, count in self.counts.items())
        return f"{self.kills} kills ({counts}), {self.rounds} rounds of reading"


def main() -> int:
    """Kill as often as was asked for; say what went wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.random_kills", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--times", type=int, default=500)
    every = (*CASES, *LARGE)
    numbers = range(len(every))
    parser.add_argument("--case", type=int, choices=numbers, action="append", help="only these")
    asked = parser.parse_args()
    cases = [every[number] for number in asked.case or numbers]
    with TemporaryDirectory() as base:
        play = Play(Path(base).resolve(), asked.seed)
        play.go_on(asked.times, cases)
    sys.stdout.write(f"seed {asked.seed}: {play.describe()}\n")
    sys.stdout.writelines(f"seed {asked.seed}: {problem}\n" for problem in play.problems)
    return 1 if play.problems else 0


if __name__ == "__main__":
    sys.exit(main())
