"""
What was made of each file in earlier runs: ``.communique/cache.json``.

It may be deleted, damaged or of another version at any time: what it does not hold, or does not
hold soundly, is made anew, and what is made is the same. One file, as each run needs the whole of
it; msgspec reads and checks ten thousand entries in the time that a database takes to open, and
loads nothing but values. To a large one a run appends what it changed, until that is a quarter.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, suppress
from copy import copy
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec

import communique
from communique.cache.lookout import CACHE, Ahead
from communique.cache.records import HEAD, bind, part, read_records, seal
from communique.entryfile import ReadFile  # noqa: TC001 - msgspec reads the types of the fields
from communique.lasting import make_lasting
from communique.memory import Kept, Memory, describe_file, settle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from communique.cache.lookout import Lookout


class _Content(msgspec.Struct, array_like=True):
    """
    Hold everything that is kept.

    Args:
        code: What made it.
        now: The moment for which it was made, in seconds of POSIX: what was right for a moment is
            right for a later one.
        sources: As in ``Memory``, and so the rest; in a later record only what changed.
        gone: What is no longer there, by the name of its table.
        longer: The keys of ``lines`` that came before all that were there.
    """

    code: str
    now: float
    sources: dict[str, Kept[ReadFile]]
    sums: dict[str, Kept[None]]
    files: dict[str, Kept[None]]
    settings: str
    lines: dict[str, str]
    searched: list[str]
    texts: dict[str, tuple[str, str]]
    gone: dict[str, list[str]] = {}
    longer: dict[str, str] = {}


_VALUES: Final = _Content.__struct_fields__[2:-2]
_TABLES: Final = ("sources", "sums", "files", "lines", "texts")
_LARGE: Final = 2**20
"""Bytes of a cache that is not written anew each time."""
_LATEST: Final = 250
"""Texts that are kept, by the names of their files, which begin with a date: feeds show those."""
_SHARE: Final = 4
"""What is appended is at most one in so many bytes."""


class _Log(NamedTuple):
    """
    Say what a cache file holds.

    Args:
        memory: All of it.
        first: Bytes of its first record, which has everything; 0 for none.
        end: Where the last record ends.
    """

    memory: Memory
    first: int = 0
    end: int = 0


@contextmanager
def open_cache(
    state_folder: Path, now: datetime, lookout: Lookout | None = None
) -> Iterator[Memory]:
    """
    Give a memory that outlives this run.

    Whoever calls holds the publication's lock. No fault of the cache ever fails a run.

    Args:
        state_folder: Where the cache lies; without it nothing is kept.
        now: The moment for which everything is made.
        lookout: Knows which files changed since, if anybody does.
    """
    file, code = state_folder / CACHE, _describe_code()
    log = _read(file, code, now.timestamp(), lookout)
    memory = log.memory
    before = _copy_values(memory)
    try:
        yield memory
    finally:
        latest = sorted(memory.texts.keys() & memory.sources.keys())[-_LATEST:]
        memory.texts = {path: memory.texts[path] for path in latest}
        after = _copy_values(memory)
        if after != before:
            change = _find_changes(before, after) if log.first > _LARGE else None
            if not change or not _append(file, log, _Content(code, now.timestamp(), **change)):
                _write(file, _Content(code, now.timestamp(), **after))


def recall(state_folder: Path, now: datetime) -> Memory:
    """
    Give what earlier runs kept, to one that changes nothing; arguments as for ``open_cache``.

    No lock is needed: what another run is writing meanwhile does not count yet.
    """
    return _read(state_folder / CACHE, _describe_code(), now.timestamp(), None).memory


def _copy_values(memory: Memory) -> dict[str, Any]:
    return {name: copy(getattr(memory, name)) for name in _VALUES}


def _find_changes(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any] | None:
    """Find what changed; None where that cannot be appended, as sources have an order."""
    change: dict[str, Any] = {**after, "gone": {}, "longer": {}}
    for name in _TABLES:
        old, new = before[name], after[name]
        others = [key for key, value in new.items() if old.get(key) is not value]
        change[name] = {key: new[key] for key in others if old.get(key) != new[key]}
        if len(new) < len(old) + sum(key not in old for key in change[name]):
            change["gone"][name] = sorted(old.keys() - new.keys())
    for path, keys in list(change["lines"].items()):
        if (earlier := before["lines"].get(path)) and keys.endswith(earlier):
            change["longer"][path] = keys[: -len(earlier)]
            del change["lines"][path]
    added = [path for path in change["sources"] if path not in before["sources"]]
    last = list(after["sources"])[len(after["sources"]) - len(added) :]
    return change if last == added else None


def _describe_code() -> str:
    """Describe what makes what is kept: modules change without a new version, too."""
    package = Path(communique.__file__).parent
    parts: list[object] = [sys.version]
    for folder, folders, names in os.walk(package):
        # Python compiles modules into such a folder as they are first needed.
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        parts += [(name, describe_file(f"{folder}/{name}")) for name in sorted(names)]
    for folder in sys.path:
        with suppress(OSError):
            # The name of such a folder is that of a library and its version (PEP 376).
            names = os.listdir(folder)  # noqa: PTH208 - only the names
            parts += sorted(name for name in names if name.endswith(".dist-info"))
    return sha256(repr(parts).encode()).hexdigest()


def _read(file: Path, code: str, now: float, lookout: Lookout | None) -> _Log:
    content, first, end, last = None, 0, 0, b""
    with suppress(OSError, msgspec.DecodeError), make_lasting():
        for head, body in read_records(file.read_bytes()):
            _, rest = part(part(body)[1])  # behind the states of entries and of files
            change = msgspec.json.decode(rest, type=_Content)
            if change.code != code or change.now > now:
                return _Log(Memory())
            first, end, last = first or len(body), end + HEAD + len(body), head
            content = _apply(content, change) if content else change
    if not content:
        return _Log(Memory())
    memory = Memory(**{name: getattr(content, name) for name in _VALUES})
    if lookout:
        lookout.head = last
        memory.see_sources, memory.see_files = lookout.see_sources, lookout.see_files
    return _Log(memory, first, end)


def _apply(content: _Content, change: _Content) -> _Content:
    """Bring what is kept to where a later record says that it is."""
    for name in _TABLES:
        table = getattr(content, name)
        for key in change.gone.get(name, ()):
            table.pop(key, None)
        table.update(getattr(change, name))
        setattr(change, name, table)
    for path, keys in change.longer.items():
        change.lines[path] = keys + change.lines[path]
    return change


def _encode(content: _Content) -> bytes:
    """Make a record, the states of files first: who looks ahead needs nothing else."""
    sources, files = (
        msgspec.json.encode(Ahead(settle(table), content.gone.get(name, [])))
        for name, table in (("sources", content.sources), ("files", content.files))
    )
    return bind(sources, bind(files, msgspec.json.encode(content)))


def _append(file: Path, log: _Log, change: _Content) -> bool:
    """Append what changed; tell whether that is worth it and all before it is sound."""
    body = _encode(change)
    grown = log.end + len(body) - log.first
    with suppress(OSError):
        if grown * _SHARE <= log.first and file.stat().st_size == log.end:
            with file.open("ab") as stream:
                stream.writelines([seal(body), body])
            return True
    return False


def _write(file: Path, content: _Content) -> None:
    body = _encode(content)
    new = file.with_suffix(".new")
    try:
        with new.open("wb") as stream:
            stream.writelines([seal(body), body])
        new.replace(file)
    except OSError:
        with suppress(OSError):
            new.unlink()
