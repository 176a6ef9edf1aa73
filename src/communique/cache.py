"""
What was made of each file in earlier runs: ``.communique/cache.sqlite3``.

It may be deleted, damaged or of another version at any time: what it does not hold, or does not
hold soundly, is made anew, and what is made is the same. SQLite, as a run then writes what changed
and no more, and half a writing is none.
"""

from __future__ import annotations

import io
import pickle
import sqlite3
import time
from contextlib import closing, contextmanager, suppress
from functools import partial
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

import communique
from communique.memory import Memory, describe_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

T = TypeVar("T")

CACHE: Final = "cache.sqlite3"
TICK: Final = 2 * 10**9
"""Nanoseconds within which two changes of a file may have the same time, on the worst of disks."""

MAKERS: Final = ("markdownify", "nh3", "pyromark", "pyyaml")
"""Libraries on whose version the result depends."""

_TABLE: Final = (
    "CREATE TABLE IF NOT EXISTS made (file TEXT PRIMARY KEY, state TEXT, context TEXT, "
    "hash BLOB, seen INTEGER, now INTEGER, made BLOB, sum BLOB) WITHOUT ROWID"
)
_COLUMNS: Final = "file, state, context, hash, seen, now, made, sum"


class _Row(NamedTuple):
    """
    What was made of one file.

    Args:
        file: Relative to the publication.
        state: Its size, place and times before it was read.
        context: The fingerprint of what the result depends on beside it.
        hash: Of its bytes.
        seen: When that was, in nanoseconds.
        now: The moment for which it was made, in seconds of POSIX.
        made: The result.
        sum: Of all of this: a damaged row is none.
    """

    file: str
    state: str
    context: str
    hash: bytes
    seen: int
    now: int
    made: bytes
    sum: bytes

    @property
    def is_sound(self) -> bool:
        """Tell whether it adds up; a damaged database gives values of any type."""
        try:
            return self.sum == self.add_up()
        except TypeError:
            return False

    def add_up(self) -> bytes:
        """Compute what ``sum`` has to be."""
        rest = repr((self.file, self.state, self.context, self.hash, self.seen, self.now))
        return sha256(self.made + rest.encode()).digest()


@contextmanager
def open_cache(folder: Path, state_folder: Path, now: datetime) -> Iterator[Memory]:
    """
    Give a memory that outlives this run.

    Whoever calls holds the publication's lock. No fault of the cache ever fails a run.

    Args:
        folder: Of the publication.
        state_folder: Where the cache lies; without it nothing is kept.
        now: What is made depends on it only in this way: what was right for a moment is right for a
            later one.
    """
    file = state_folder / CACHE
    cache = _Cache(folder, _read_rows(file), now)
    yield cache
    _write_rows(file, cache)


def _describe_code() -> Iterator[object]:
    """Describe the modules that make what is kept: they change without a new version, too."""
    yield communique.__version__
    for file in sorted(Path(communique.__file__).parent.glob("*.py")):
        yield file.name, describe_file(file)


def _read_rows(file: Path) -> dict[str, _Row]:
    if not file.is_file():
        return {}
    try:
        with closing(sqlite3.connect(file)) as connection:
            rows = connection.execute(f"SELECT {_COLUMNS} FROM made")  # noqa: S608 - constants
            return {row[0]: _Row(*row) for row in rows}
    except (sqlite3.Error, TypeError, ValueError):
        with suppress(OSError):
            file.unlink()
        return {}


def _write_rows(file: Path, cache: _Cache) -> None:
    if not cache.added and not cache.gone:
        return
    with suppress(sqlite3.Error, OSError, ValueError), closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA synchronous = OFF")  # what a crash loses is made again
        connection.execute(_TABLE)
        with connection:
            connection.executemany("DELETE FROM made WHERE file = ?", [(f,) for f in cache.gone])
            connection.executemany(
                f"INSERT OR REPLACE INTO made ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - constants
                cache.added,
            )


class _Cache(Memory):
    """
    Remember from run to run.

    Args:
        folder: Of the publication.
        rows: What was made in earlier runs.
        now: The moment for which everything is made.
    """

    def __init__(self, folder: Path, rows: dict[str, _Row], now: datetime) -> None:
        super().__init__()
        self._folder = folder
        self._rows = rows
        self._now = int(now.timestamp())
        self._asked: set[str] = set()
        self._contexts: dict[int, tuple[object, str]] = {}
        self._versions = (*_describe_code(), *map(version, MAKERS))
        self.added: list[_Row] = []

    @property
    def gone(self) -> list[str]:
        """Give the files that nobody asked for."""
        return sorted(self._rows.keys() - self._asked)

    def recall(self, file: Path, context: object, make: Callable[[], T]) -> T:
        """Give what *make* gave in an earlier run, if it would give the same now; else call it."""
        return super().recall(file, context, partial(self._recall, file, context, make))

    def _recall(self, file: Path, context: object, make: Callable[[], T]) -> T:
        state = describe_file(file)
        if not state:
            return make()
        name = file.relative_to(self._folder).as_posix()
        self._asked.add(name)
        row = self._rows.get(name)
        fingerprint = self._fingerprint(context)
        if row and (row.state, row.context) == (repr(state), fingerprint):
            with suppress(_DamagedError):
                return self._unpack(row, file, state)  # type: ignore[no-any-return] # as it was made
        seen = time.time_ns()
        try:
            found = sha256(file.read_bytes()).digest()
        except OSError:  # whoever reads it says what is wrong
            return make()
        made = make()
        new = _Row(name, repr(state), fingerprint, found, seen, self._now, _pack(made), b"")
        self.added.append(new._replace(sum=new.add_up()))
        return made

    def _fingerprint(self, context: object) -> str:
        known = self._contexts.get(id(context))
        if known is None:
            text = repr((self._versions, context))
            known = context, sha256(text.encode()).hexdigest()  # the object lives as long as its id
            self._contexts[id(context)] = known
        return known[1]

    def _unpack(self, row: _Row, file: Path, state: tuple[int, ...]) -> Any:  # noqa: ANN401 - as it was made
        if not row.is_sound or row.now > self._now:
            raise _DamagedError
        *_, changed, moved = state
        in_doubt = max(changed, moved) > row.seen - TICK
        if in_doubt and sha256(file.read_bytes()).digest() != row.hash:
            raise _DamagedError
        try:
            return _Unpickler(io.BytesIO(row.made)).load()
        except Exception as error:  # a pickle of another version may raise anything
            raise _DamagedError from error


def _pack(made: object) -> bytes:
    with io.BytesIO() as stream:
        _Pickler(stream, pickle.HIGHEST_PROTOCOL).dump(made)
        return stream.getvalue()


class _Pickler(pickle.Pickler):
    """Write a time zone by its name: its own way needs a function that could do anything."""

    def persistent_id(self, obj: object) -> str | None:
        """Name a time zone."""
        return obj.key if isinstance(obj, ZoneInfo) else None


class _DamagedError(Exception):
    """Say that a row cannot be used."""


class _Unpickler(pickle.Unpickler):
    """Load values of ours and of the standard library, and nothing that could do anything."""

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 - as the original
        """Find one of the few classes of which a result consists."""
        if (module, name) not in _CLASSES:
            raise _DamagedError
        return super().find_class(module, name)

    def persistent_load(self, pid: str) -> ZoneInfo:
        """Find a time zone by its name."""
        return ZoneInfo(pid)


_CLASSES: Final = {
    ("communique.doubles", "ReadFile"),
    ("communique.frontmatter", "Front"),
    ("communique.model", "Revision"),
    ("datetime", "datetime"),
    ("datetime", "timedelta"),
    ("datetime", "timezone"),
    ("pathlib", "PosixPath"),
    ("pathlib", "WindowsPath"),
}
