"""The files of a site, made: only what can have changed, by several processes if that is much."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from hashlib import sha256
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from communique.channels import repeats_entries
from communique.durable import explain_errors, refuse_outside
from communique.embargo import Embargo, refuse, search_folder
from communique.errors import RefusedErrors
from communique.files import Stored
from communique.held import make_folder
from communique.hosting import SUMS_FILE
from communique.lasting import keep, make_lasting
from communique.memory import Kept, State, confirm, describe_file
from communique.processes import count_processes, split, spread
from communique.proof import Judge, spread_due
from communique.render.recipes import Listing
from communique.site import list_files, list_sums
from communique.staging import write_file
from communique.values import Struct, field

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from communique.disk import Written
    from communique.errors import RefusedError
    from communique.memory import Memory
    from communique.model import Entry, Publication
    from communique.processes import Aside
    from communique.site import Files, Made

    Progress = Callable[[str], object]

_WORTH = 200
"""Files that are worth a process of their own."""
_MANY = 300
"""Files that are worth a place on the disk until they are written."""


class _Made(NamedTuple):
    """
    Hold a file that was made.

    Args:
        path: In the site.
        content: Its bytes, or where they lie; nothing where they stand in its place.
        sha256: Of its bytes.
        state: Of the very same file in its place; empty where there is another or none.
    """

    path: str
    content: bytes | Stored
    sha256: str
    state: State = ()


class _Part(Struct, kw_only=True):
    """What one process made, and what is to be refused of it."""

    made: list[_Made] = field(default_factory=list)
    leaks: list[tuple[int, RefusedError]] = field(default_factory=list)
    invalid: list[RefusedError] = field(default_factory=list)


class Maker:
    """
    Make the site of a publication.

    Args:
        publication: What it shows.
        withheld: Drafts and entries dated in the future: nothing of them may be in it.
        now: The clock, aware.
        target: The folder of the site.
        memory: Knows what the files there were made from.

    Attributes:
        tree: Where there is no site yet, the folder that holds what was made; see ``write_site``.

    Raises:
        SourceErrors: An asset of the publication does not fit.
    """

    def __init__(
        self,
        publication: Publication,
        withheld: tuple[Entry, ...],
        now: datetime,
        target: Path,
        memory: Memory,
    ) -> None:
        keep(self)  # with everything that it is made of
        self._publication = publication
        self._now = now
        self._target = target
        self._memory = memory
        self._known = memory.files if memory.settings == publication.settings else {}
        self._embargo = Embargo(publication, withheld)
        self._inputs: dict[str, str] = {}
        self._standing: dict[str, Kept[None]] = {}
        self._stage: Path | None = None
        self.tree: Path | None = None
        self._sums: dict[str, str] = {}
        with make_lasting():
            self._files: Files = list_files(publication)
            self._todo = list(self._list_changed())
        recipes = [path for path in self._todo if callable(self._files[path])]
        self._many = len(recipes) >= _MANY
        self._parts = self._share_out(recipes, count_processes(len(recipes), _WORTH))

    def _list_changed(self) -> Iterator[str]:
        """List every file in whose place may stand another than would be made."""
        unsure = self._memory.see_files()
        sure = frozenset() if unsure is None else self._known.keys() - unsure
        for path, file in self._files.items():
            inputs = file.inputs if callable(file) else file.sha256
            kept = self._known.get(path)
            if kept and kept.context == inputs:
                if path in sure:
                    self._standing[path] = kept
                    continue
                if self._confirm(path, kept):
                    continue
            self._inputs[path] = inputs
            yield path

    def _confirm(self, path: str, kept: Kept[None]) -> bool:
        place = f"{self._target}/{path}"
        if confirmed := confirm(kept, place, describe_file(place, follow=False)):
            self._standing[path] = confirmed
        return confirmed is not None

    def _share_out(self, paths: list[str], count: int) -> list[list[str]]:
        """Give each process a share of every kind, in one piece: neighbours share entries."""
        if count == 1:
            return [spread_due(paths, self._publication)]
        parts: list[list[str]] = [[] for _ in range(count)]
        for _, group in groupby(paths, key=lambda path: self._files[path].kind):  # type: ignore[union-attr] # no attachment
            for part, some in zip(parts, split(list(group), count), strict=True):
                part.extend(some)
        return parts

    @property
    def steps(self) -> int:
        """Count what this process is going to make."""
        return len(self._parts[0])

    @property
    def writes(self) -> int:
        """Count what is to be written, once everything is made."""
        return len(self._files) - len(self._standing) + 1

    def make(
        self,
        stage: Path,
        progress: Progress = lambda _: None,
        aside: Aside | None = None,
    ) -> Made:
        """
        Make every file that may be another than the one that stands in its place.

        Args:
            stage: An empty folder for what is made, if that is much or there is no site yet.
            progress: Called with each path that this process made.
            aside: Leads to a process that judges, while there is no other to share the work.

        Returns:
            As ``render_site``.

        Raises:
            SourceErrors: A template of the publication does not fit.
            RefusedErrors: Something of *withheld* would be public, or a feed invalid.
        """
        if not os.path.lexists(self._target):
            self.tree = stage / self._target.name
            with explain_errors(stage.parent.name):
                make_folder(str(self.tree))
        self._stage = stage if self._many or self.tree else None
        own = os.getpid()
        judge = Judge(self._publication, self._now, aside if len(self._parts) == 1 else None)

        def work(paths: Iterable[str]) -> _Part:
            # Another process draws no bar: this one does.
            show = progress if os.getpid() == own else lambda _: None
            return self._make_some(paths, judge, show)

        with make_lasting():
            parts = spread(work, self._parts)
        self._refuse(parts)
        return self._put_together({each.path: each for part in parts for each in part.made})

    def _put_together(self, made: Mapping[str, _Made]) -> Made:
        """Give all files in order: those that stand in their place, and those that were made."""
        site: Made = dict.fromkeys(self._files, b"")
        sums = {path: kept.sha256 for path, kept in self._standing.items()}
        for path in self._todo:
            file = self._files[path]
            if not callable(file):
                site[path], sums[path] = file, file.sha256
                continue
            _, site[path], sums[path], state = made[path]
            if state:
                inputs = self._inputs[path]
                self._standing[path] = Kept(state, time.time_ns(), sums[path], inputs, None)
        site.update(self._standing)
        site[SUMS_FILE] = list_sums(sums)
        self._sums = sums
        return site

    def _make_some(self, paths: Iterable[str], judge: Judge, progress: Progress) -> _Part:
        part = _Part()
        for path in paths:
            content = self._render(path)
            if not repeats_entries(path, self._publication):
                part.leaks.extend(self._embargo.search(path, content))
            digest = sha256(content).hexdigest()
            state = self._find_same(path, content)
            if state:
                part.made.append(_Made(path, b"", digest, state))
            else:
                part.invalid.extend(judge.judge(path, content))
                put = self._put(path, content, digest, len(part.made))
                part.made.append(_Made(path, put, digest))
            progress(path)
        part.invalid.extend(judge.conclude())
        return part

    def _render(self, path: str) -> bytes:
        file = self._files[path]
        if not isinstance(file, Listing):
            return file()  # type: ignore[operator] # no attachment
        kept, keys = self._known.get(path), self._memory.lines.get(path)
        if kept and keys and self._confirm(path, kept):
            del self._standing[path]
            with suppress(OSError):
                return file((self._target / path).read_bytes(), keys)
        return file()

    def _find_same(self, path: str, content: bytes) -> State:
        """Describe the file that stands in its place, if it has these bytes."""
        if self.tree:  # there is no site yet
            return ()
        place = f"{self._target}/{path}"
        state = describe_file(place, follow=False)
        if state and state[0] == len(content):
            with suppress(OSError), open(place, "rb") as stream:  # noqa: PTH123 - see describe_file
                return state if stream.read() == content else ()
        return ()

    def _put(self, path: str, content: bytes, digest: str, number: int) -> bytes | Stored:
        """Put what was made on the disk, if there is so much of it or no site yet."""
        if self._stage is None:
            return content
        if self.tree:
            refuse_outside(path)
        place = f"{self.tree}/{path}" if self.tree else f"{self._stage}/{os.getpid()}-{number}"
        with explain_errors(f"{self._target.name}/{path}"):
            write_file(place, content)
        return Stored(digest, place)

    def _refuse(self, parts: list[_Part]) -> None:
        """Raise ``RefusedErrors`` of what must not be written, in the order of the files."""
        leaks = [*(leak for part in parts for leak in part.leaks), *self._search_standing()]
        invalid = [refusal for part in parts for refusal in part.invalid]
        if not (leaks or invalid):
            return
        order = {f"site/{path}": place for place, path in enumerate(self._files)}
        refuse(sorted(leaks, key=lambda leak: order[leak[1].place]))
        raise RefusedErrors(sorted(invalid, key=lambda r: order[r.place.split(":")[0]]))

    def _search_standing(self) -> Iterator[tuple[int, RefusedError]]:
        """Search what is not made anew, pages where they were not searched for the same before."""
        if not self._embargo:
            return
        for path, file in self._files.items():
            if not callable(file):
                yield from self._embargo.search(path, file.sha256.encode())
        if rest := self._embargo.leave_out(self._memory.searched):
            made = [path for path in self._standing if callable(self._files[path])]
            own = [path for path in made if not repeats_entries(path, self._publication)]
            yield from search_folder(self._target, own, rest)

    def remember(self, written: Written) -> None:
        """Remember what each file was made from, once the site stands."""
        seen = time.time_ns()
        for path, state in written.states.items():
            if state and path in self._files:
                self._standing[path] = Kept(state, seen, self._sums[path], self._inputs[path], None)
        memory = self._memory
        memory.files = self._standing
        memory.lines = {p: f.joined_keys for p, f in self._files.items() if isinstance(f, Listing)}
        memory.settings = self._publication.settings
        memory.searched = self._embargo.fingerprints
