"""
What was made of each file in earlier runs: ``.communique/cache.json``.

It may be deleted, damaged or of another version at any time: what it does not hold, or does not
hold soundly, is made anew, and what is made is the same. One file, as each run needs the whole of
it; msgspec reads and checks ten thousand entries in the time that a database takes to open, and
loads nothing but values.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, suppress
from copy import copy
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from zlib import crc32

import msgspec

import communique
from communique.cache.lookout import CACHE, HEAD
from communique.doubles import ReadFile  # noqa: TC001 - msgspec reads the types of the fields
from communique.lasting import make_lasting
from communique.memory import Kept, Memory, describe_file

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
        sources: As in ``Memory``, and so the rest.
    """

    code: str
    now: float
    sources: dict[str, Kept[ReadFile]]
    sums: dict[str, Kept[None]]
    files: dict[str, Kept[None]]
    settings: str
    lines: dict[str, str]
    searched: str


_VALUES: Final = _Content.__struct_fields__[2:]


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
    memory = _read(file, code, now.timestamp(), lookout)
    before = [copy(values) for values in _list_values(memory)]
    try:
        yield memory
    finally:
        if _list_values(memory) != before:
            _write(file, _Content(code, now.timestamp(), *_list_values(memory)))


def _list_values(memory: Memory) -> list[Any]:
    return [getattr(memory, name) for name in _VALUES]


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


def _read(file: Path, code: str, now: float, lookout: Lookout | None) -> Memory:
    with suppress(OSError, msgspec.DecodeError):
        data = memoryview(file.read_bytes())
        head, body = data[:HEAD], data[HEAD:]
        if head == _seal(body):
            with make_lasting():
                content = msgspec.json.decode(body, type=_Content)
            if content.code == code and content.now <= now:
                memory = Memory(**{name: getattr(content, name) for name in _VALUES})
                if lookout:
                    lookout.head = bytes(head)
                    memory.see_sources = lookout.see_sources
                    memory.see_files = lookout.see_files
                return memory
    return Memory()


def _seal(body: bytes | memoryview) -> bytes:
    """Give the line that shows that a file is whole."""
    return b"%08x\n" % crc32(body)


def _write(file: Path, content: _Content) -> None:
    body = msgspec.json.encode(content)
    new = file.with_suffix(".new")
    try:
        with new.open("wb") as stream:
            stream.writelines([_seal(body), body])
        new.replace(file)
    except OSError:
        with suppress(OSError):
            new.unlink()
