"""Where a site can be delivered to: a folder here, an object store (``stores.py``)."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import copyfileobj
from stat import S_ISDIR
from threading import Lock
from typing import TYPE_CHECKING, BinaryIO, Protocol

from communique.deliver.manifest import MANIFEST, ConflictError
from communique.durable import clear_temporary, explain_errors, place_file, remove_file
from communique.errors import TargetError, WriteError
from communique.held import make_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from communique.deliver.files import File


class Target(Protocol):
    """
    A place that holds files by their paths; each method raises TargetError.

    ``name`` is what the user calls it, ``place`` the folder that it is here, empty for a store;
    ``workers`` how many files it takes at once.
    """

    name: str
    place: str
    workers: int

    def list_files(self, paths: Iterable[str]) -> Mapping[str, str]:
        """List those that are there, perhaps with others, and a tag that changes with the file."""

    def read(self, path: str) -> bytes:
        """Read a file; nothing where there is none."""

    def read_manifest(self) -> bytes:
        """Read the manifest; nothing where there is none."""

    def write_manifest(self, data: bytes, *, conditional: bool) -> None:
        """
        Replace the manifest that was read or written last.

        Raises:
            ConflictError: If *conditional*: it is another one by now.
        """

    def probe(self) -> bool:
        """Tell whether it refuses to write on an older state: some take the wish and ignore it."""

    def put(self, file: File, stream: BinaryIO) -> str:
        """Put a file there, whose bytes *stream* gives, at once and as a whole; give its tag."""

    def delete(self, paths: Iterable[str]) -> None:
        """Delete files; one that is gone already is no fault."""


@contextmanager
def _explain(name: str, done: str = "written") -> Iterator[None]:
    """Turn an error of the system, or of what stands in the way, into one of the target."""
    try:
        with explain_errors(name, done):
            yield
    except WriteError as error:
        raise TargetError(name, error.problem, hint=error.hint) from None


class FolderTarget:
    """
    Deliver to a folder: each file is written beside its place and then moved there.

    Args:
        name: What the user calls it.
        folder: Made if missing.
    """

    workers = 1  # a disk gains nothing by more

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.place = str(folder)
        self._folder = folder
        self._seen = b""
        self._turn = Lock()  # what is not whole yet has one place there, whoever writes it

    def list_files(self, paths: Iterable[str]) -> Mapping[str, str]:
        """List those that are there with their size and time; what else is there is nobody's."""
        found: dict[str, str] = {}
        with _explain(self.name, "read"):
            for path in paths:
                try:
                    status = os.lstat(f"{self._folder}/{path}")
                except (FileNotFoundError, NotADirectoryError):
                    continue
                if not S_ISDIR(status.st_mode):
                    found[path] = _make_tag(status)
        return found

    def read_manifest(self) -> bytes:
        """Read the manifest, and remember it."""
        self._seen = self.read(MANIFEST)
        return self._seen

    def read(self, path: str) -> bytes:
        """Read a file."""
        if self._folder.exists() and not self._folder.is_dir():
            raise TargetError(self.name, "expected a folder, got a file")
        with _explain(self.name, "read"):
            try:
                return (self._folder / path).read_bytes()
            except FileNotFoundError:
                return b""

    def write_manifest(self, data: bytes, *, conditional: bool) -> None:
        """Replace the manifest, if it is still the one that was seen last."""
        if conditional and self.read(MANIFEST) != self._seen:
            raise ConflictError
        with self._turn, _explain(self.name):
            make_folder(str(self._folder))
            with place_file(self._folder, MANIFEST) as new:
                new.write(data)
            clear_temporary(self._folder)
        self._seen = data

    def probe(self) -> bool:
        """Say yes: a folder is read again before each writing."""
        return True

    def put(self, file: File, stream: BinaryIO) -> str:
        """Put a file there."""
        with self._turn, _explain(f"{self.name}/{file.path}"):
            with place_file(self._folder, file.path) as new:
                copyfileobj(stream, new)
            return _make_tag((self._folder / file.path).stat())

    def delete(self, paths: Iterable[str]) -> None:
        """Delete files, and folders that are empty then."""
        for path in paths:
            with _explain(f"{self.name}/{path}"), suppress(FileNotFoundError):
                remove_file(self._folder, path)


def _make_tag(stat: os.stat_result) -> str:
    return f"{stat.st_size}-{stat.st_mtime_ns}"


def open_target(name: str, publication: Path) -> Target:
    """
    Open the target of this name; nothing is read or written yet.

    Args:
        name: As ``parse_target`` lets it pass.
        publication: A folder that is no absolute path lies in it.

    Raises:
        TargetError: A folder that would swallow the publication, or a store that cannot be used.
    """
    if "://" in name:
        # Imported here: most publications need no object store, and need not install it.
        from communique.deliver.stores import open_store  # noqa: PLC0415 - see above

        return open_store(name)
    try:
        folder = (publication / Path(name).expanduser()).resolve()
    except RuntimeError:
        problem = "nobody of this name has a folder here"
        raise TargetError(name, problem, hint="write the folder in full, without ~") from None
    home = publication.resolve()
    own = (home / "entries", home / "site", home / ".communique")
    if home.is_relative_to(folder) or any(folder.is_relative_to(place) for place in own):
        hint = "name a folder outside of entries/ and site/: the one that the web server serves"
        raise TargetError(name, "this folder belongs to the publication", hint=hint)
    return FolderTarget(name, folder)
