"""The files of a site on disk: only what changed is touched, and nothing is ever half written."""

from __future__ import annotations

import hashlib
import re
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from communique.durable import (
    clear_temporary,
    explain_errors,
    move_file,
    place_file,
    refuse_outside,
    remove_file,
)
from communique.errors import WriteError
from communique.files import Stored
from communique.held import hold_folder, make_folder
from communique.hosting import SUMS_FILE
from communique.memory import Kept, describe_file, hash_file
from communique.staging import place_folder
from communique.values import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Mapping

    from communique.files import Attachment
    from communique.memory import State

STATE_FOLDER = ".communique"
"""Beside ``entries/``: what may be deleted at any time."""

_SUM = re.compile(r"([0-9a-f]{64})  (.+)")
_PATH = 66
"""Where the path begins in such a line."""


class Written(Struct, frozen=True, kw_only=True):
    """
    Account for one writing of the site.

    Args:
        written: Paths of new or changed files.
        unchanged: How many files were right already, and were not touched.
        removed: Paths of files that no longer belong to the site.
        kept: Paths that no longer belong to it, but that somebody else changed since.
        states: Of each new or changed file, as ``describe_file`` gives it; empty where that is not
            known.
    """

    written: tuple[str, ...]
    unchanged: int
    removed: tuple[str, ...]
    kept: tuple[str, ...]
    states: Mapping[str, State]


def write_site(
    site: Mapping[str, bytes | Stored | Kept[None] | Attachment],
    target: Path,
    progress: Callable[[str], object] = lambda _: None,
    *,
    tree: Path | None = None,
) -> Written:
    """
    Bring the folder *target* to hold exactly the files of *site*.

    A file is written beside its place and then moved there, in the order of *site*. A file whose
    bytes are right is not touched. What no longer belongs is removed last, and only if communique
    wrote it and nobody has changed it since.

    Args:
        site: As ``render_site`` gives it.
        target: Made if missing.
        progress: Called with each path that may have to be written, once it is done.
        tree: Where *target* is missing, a folder that has each file of *site* that is stored in its
            place. It becomes *target*, so that the site is there whole or not at all.

    Raises:
        WriteError: A path leads out of *target*; the disk is full or read-only; an attachment
            changed while it was copied. Files written until then are whole.
    """
    # What stands already was put there under the same rules.
    new = {path: content for path, content in site.items() if not isinstance(content, Kept)}
    for path in new:
        refuse_outside(path)
    with explain_errors(target.name):
        if target.is_symlink() or (target.exists() and not target.is_dir()):
            raise WriteError(target.name, "expected a folder, got a link or a file")
        if tree is None:
            make_folder(str(target))
        root = tree or target
        earlier = read_sums(root, but=site)
        clear_temporary(root)
    states: dict[str, State] = {}
    removed: list[str] = []
    kept: list[str] = []
    try:
        with _hold(root, {} if tree else new) as move:
            for path, content in new.items():
                with explain_errors(f"{target.name}/{path}"):
                    if path == SUMS_FILE:  # says what is there: everything else comes before
                        removed, kept = _remove_others(root, earlier)
                    if _write(root, path, content, move):
                        states[path] = describe_file(f"{root}/{path}", follow=False)
                progress(path)
    finally:
        clear_temporary(root)
    if tree:
        with explain_errors(target.name):
            if not place_folder(tree, target):
                states = dict.fromkeys(states, ())
    return Written(
        written=tuple(states),
        unchanged=len(site) - len(states),
        removed=tuple(removed),
        kept=tuple(kept),
        states=states,
    )


def write_new(file: Path, path: str, text: str) -> None:
    """
    Write a file that must not exist yet; a failure leaves nothing behind.

    Args:
        file: Where; its folder is made if missing.
        path: What to call it in an error.
        text: Written as UTF-8 with Unix line ends.

    Raises:
        WriteError: It exists already, or cannot be written.
    """
    with explain_errors(path):
        file.parent.mkdir(exist_ok=True, parents=True)
        try:
            with file.open("x", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
        except FileExistsError:
            raise WriteError(path, "there is such a file already") from None
        except OSError:
            file.unlink(missing_ok=True)
            raise


@contextmanager
def _hold(
    target: Path, new: Mapping[str, bytes | Stored | Attachment]
) -> Iterator[Callable[[str, str], None]]:
    """Hold the folder of the site, and that of the files that are moved to it, if there is one."""
    staged = next((c.source for c in new.values() if isinstance(c, Stored)), "")
    with explain_errors(target.name), hold_folder(target) as held:
        if not staged:
            yield lambda _, __: None
            return
        with hold_folder(Path(staged).parent) as stage:
            yield lambda path, new: move_file(held, path, stage, Path(new).name)


def _write(
    target: Path,
    path: str,
    content: bytes | Stored | Attachment,
    move: Callable[[str, str], None],
) -> bool:
    """Write a file unless it is there already; tell whether it had to be written."""
    if isinstance(content, Stored):
        move(path, content.source)
        return True
    if _is_same(target / path, content):
        return False
    with place_file(target, path) as new:
        if isinstance(content, bytes):
            new.write(content)
        else:
            with content.source.open("rb") as source:
                shutil.copyfileobj(source, new)
            new.seek(0)
            if hashlib.file_digest(new, "sha256").hexdigest() != content.sha256:
                problem = "the attachment changed while it was copied"
                raise WriteError(path, problem, hint="build again")
    return True


def _is_same(place: Path, content: bytes | Attachment) -> bool:
    if place.is_symlink() or not place.is_file():
        return False
    if isinstance(content, bytes):
        return place.read_bytes() == content
    return place.stat().st_size == content.length and hash_file(place) == content.sha256


def read_sums(target: Path, *, but: Container[str] = ()) -> Mapping[str, str]:
    """
    Read which files communique wrote last in a site folder, each with its SHA-256.

    Args:
        target: The folder.
        but: Paths that are left out.

    Returns:
        Without the list itself; empty if nothing is known.
    """
    try:
        text = (target / SUMS_FILE).read_text(encoding="utf-8")
    except (FileNotFoundError, UnicodeDecodeError):
        return {}
    lines = [line for line in text.splitlines() if line[_PATH:] not in but]
    return {m[2]: m[1] for line in lines if (m := _SUM.fullmatch(line))}


def _remove_others(target: Path, earlier: Mapping[str, str]) -> tuple[list[str], list[str]]:
    removed: list[str] = []
    kept: list[str] = []
    for path, sha256 in earlier.items():
        with explain_errors(f"{target.name}/{path}"):
            refuse_outside(path)
            place = target / path
            if not place.resolve().is_relative_to(target.resolve()) or not place.is_file():
                continue
            if hash_file(place) != sha256:
                kept.append(path)
                continue
            remove_file(target, path)
            removed.append(path)
    return removed, kept
