"""Names of files that every file system can hold, and tell apart: some know no capital letters."""

from __future__ import annotations

import re
import unicodedata

CLASH_HINT = (
    "give one of them another name; some systems do not tell capital letters from small ones, or"
    " the ways in which an accent is stored"
)

# Source: Naming Files, Paths, and Namespaces (Microsoft): devices, whatever stands behind a dot.
_BARRED = re.compile(
    r"(?:con|prn|aux|nul|(?:com|lpt)[1-9\u00b9\u00b2\u00b3]) *(?:\..*)?"  # devices
    r"|.*[. ]"  # what it drops at an end
    r'|.*[<>:"|?*].*',
    re.IGNORECASE,
)


def find_barred(path: str) -> str:
    """Give the first part of *path* that Windows cannot hold as a name; empty for none."""
    return next((part for part in path.split("/") if _BARRED.fullmatch(part)), "")


def explain_barred(part: str) -> str:
    """Say what is wrong with a part of a path that ``find_barred`` found."""
    return f"Windows can hold no file or folder of the name {part!r}"


def compose_name(path: str) -> str:
    """Give *path* with every accent within its letter (NFC), as keyboards and the web write it."""
    return unicodedata.normalize("NFC", path)


def fold_name(path: str) -> str:
    """
    Give what two names have in common if any file system takes the one for the other.

    Source: Unicode §3.13, D145: canonical caseless matching, as APFS and ext4 do it.
    """
    if path.isascii():  # as nearly all of many thousands
        return path.lower()
    folded = unicodedata.normalize("NFD", path).casefold()
    return compose_name(folded)


def list_folders(path: str) -> list[str]:
    """List the folders above *path*, the outermost first."""
    parts = path.split("/")
    return ["/".join(parts[:count]) for count in range(1, len(parts))]


class Names:
    """Collect the paths of files below one folder, none of which may take another's place."""

    def __init__(self) -> None:
        self._files: dict[str, str] = {}
        self._folders: dict[str, str] = {}

    def add(self, path: str) -> str:
        """
        Add a path that is not there yet.

        Returns:
            The file or folder that some file systems would take for it, or for a folder above it;
            empty where there is none. A path that has one is not added.
        """
        folders = {fold_name(folder): folder for folder in list_folders(path)}
        name = fold_name(path)
        if clash := self._files.get(name) or self._folders.get(name, ""):
            return clash
        for folded, folder in folders.items():
            clash = self._files.get(folded) or self._folders.get(folded, folder)
            if clash != folder:
                return clash
        self._files[name] = path
        self._folders |= folders
        return ""
