"""
Bring a target to the state of a site, so that a reader never follows a link to a missing page.

    survey = survey_target(target, files)    what is there, and what is to be done
    carry_out(survey, publisher)             doing it

It may be killed at any moment: the manifest says before each step what may have been sent, and the
next run goes on from there. Publishers that meet do not mix their sites: whoever comes second stops
before anything is sent, as far as the target can refuse a writing that rests on an older state.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from communique.deliver.manifest import (
    MANIFEST,
    Claim,
    ConflictError,
    Manifest,
    Sent,
    format_manifest,
    parse_manifest,
)
from communique.deliver.planning import make_plan
from communique.errors import CommuniqueError, TargetError
from communique.values import Struct, replace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from communique.deliver.files import File
    from communique.deliver.planning import Plan
    from communique.deliver.targets import Target

OFTEN: Final = timedelta(seconds=20)
MANY: Final = 4096
"""After so long, or so many files, the manifest is written: that much is sent again at most."""


class Survey(Struct, frozen=True, kw_only=True):
    """
    Hold what is at a target, and what is to be done there.

    Args:
        target: Where.
        manifest: As it was read.
        plan: What brings the target to the state of the site.
        foreign: Paths that the plan would overwrite although we never delivered them; sorted.
        bare: True where nothing stands there of the site.
    """

    target: Target
    manifest: Manifest
    plan: Plan
    foreign: tuple[str, ...]
    bare: bool


def survey_target(target: Target, files: Iterable[File]) -> Survey:
    """
    Look at a target, and change nothing there.

    Raises:
        TargetError: It cannot be reached or read.
    """
    data = target.read_manifest()
    try:
        manifest = parse_manifest(data) if data else Manifest()
    except ValueError as error:
        hint = "update communique; or, if it was damaged, delete that file: all is sent again then"
        raise TargetError(target.name, f"{MANIFEST}: {error}", hint=hint) from None
    wanted = list(files)
    listed = target.list_files(file.path for file in wanted)
    plan = make_plan(wanted, manifest, listed)
    planned = {file.path for file in plan.files}
    foreign = tuple(sorted((planned & listed.keys()) - manifest.files.keys()))
    bare = not (data or listed)
    return Survey(target=target, manifest=manifest, plan=plan, foreign=foreign, bare=bare)


def read_clock() -> datetime:
    """Tell the time, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


def carry_out(
    survey: Survey,
    publisher: str,
    progress: Callable[[], object] = lambda: None,
    clock: Callable[[], datetime] = read_clock,
    head: str = "",
) -> bool:
    """
    Do what the survey found is to be done.

    Args:
        survey: Of a moment ago.
        publisher: An opaque name of whoever delivers: the same after a crash, another elsewhere.
        progress: Called after each file that was sent or deleted.
        clock: Tells how long ago other publishers were heard of.
        head: The hash of the last line of the ledger that records what is sent.

    Returns:
        False where two publishers at once could mix their sites, as the target takes any writing.

    Raises:
        TargetError: Another publisher is at work, or the target does not take something.
        WriteError: The site changed on the way. What was sent stays, in an order in which no file
            names a missing one.
    """
    plan, manifest = survey.plan, survey.manifest
    if manifest.claim and manifest.claim.holds(publisher, clock()):
        hint = "run the command again in two minutes: by then it is done, or was broken off"
        raise TargetError(survey.target.name, "another publisher is delivering here", hint=hint)
    if plan.is_empty and manifest.claim is None:
        return True
    return _Run(survey, publisher, progress, clock).run(head)


class _Run:
    """One delivery, as far as it has come."""

    def __init__(
        self,
        survey: Survey,
        publisher: str,
        progress: Callable[[], object],
        clock: Callable[[], datetime],
    ) -> None:
        self._target = survey.target
        self._plan = survey.plan
        self._publisher = publisher
        self._progress = progress
        self._clock = clock
        self._manifest = survey.manifest
        self._sent: dict[str, Sent] = {}
        self._written = clock()

    def run(self, head: str) -> bool:
        """Claim the target, send, delete, and let go of it."""
        if self._manifest.conditional is None:
            self._manifest = replace(self._manifest, conditional=self._target.probe())
        planned = {file.path for file in self._plan.files}
        ours = self._plan.new | (planned - self._manifest.files.keys())
        noted = self._manifest.note(dict.fromkeys(ours, Sent()))
        self._manifest = replace(noted, head=head)
        self._write()
        try:
            with ThreadPoolExecutor(self._target.workers) as pool:
                for batch in self._plan.batches:
                    for start in range(0, len(batch), MANY):
                        self._send(pool, batch[start : start + MANY])
            self._target.delete(self._plan.gone)
        except BaseException:
            with suppress(CommuniqueError):  # the first error is the one that counts
                self._write()
            raise
        for _ in self._plan.gone:
            self._progress()
        self._manifest = self._manifest.note(self._sent, frozenset(self._plan.gone))
        self._write(done=True)
        return bool(self._manifest.conditional)

    def _send(self, pool: ThreadPoolExecutor, files: tuple[File, ...]) -> None:
        waiting = {pool.submit(self._put, file): file for file in files}
        try:
            for future in as_completed(waiting):
                self._note(waiting[future], future.result())
                if self._clock() - self._written >= OFTEN or len(self._sent) >= MANY:
                    self._write()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            for future, file in waiting.items():
                if not future.cancelled() and not future.exception():
                    self._note(file, future.result())
            raise

    def _note(self, file: File, tag: str) -> None:
        if file.path not in self._sent:
            self._sent[file.path] = Sent(sha256=file.sha256, served=file.served, tag=tag)
            self._progress()

    def _put(self, file: File) -> str:
        with file.open() as stream:
            return self._target.put(file, stream)

    def _write(self, *, done: bool = False) -> None:
        """Write down how far it has come, and that somebody is at work."""
        self._written = self._clock()
        claim = None if done else Claim(publisher=self._publisher, at=self._written)
        self._manifest = replace(self._manifest.note(self._sent), claim=claim)
        self._sent = {}
        try:
            self._target.write_manifest(
                format_manifest(self._manifest), conditional=bool(self._manifest.conditional)
            )
        except ConflictError:
            hint = "run the command again: it delivers what is missing"
            problem = "another publisher delivered here meanwhile"
            raise TargetError(self._target.name, problem, hint=hint) from None
