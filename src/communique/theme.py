"""The look of a publication: accent, logo, and ``templates/`` and ``assets/`` of its own."""

from __future__ import annotations

import os
import re
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from communique.attachments import measure_file
from communique.errors import FieldError, SourceError
from communique.files import Attachment, Theme
from communique.memory import Memory
from communique.names import CLASH_HINT, Names, compose_name, explain_barred, find_barred
from communique.sources import read_source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.fields import Fields

_COLOUR = re.compile(r"#?([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})", re.ASCII)
_PICTURES = {".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp"}
# Hidden files that a static host or somebody else on the web looks for (RFC 8615).
_SHOWN = {".well-known", ".nojekyll"}


def read_theme(fields: Fields, folder: Path) -> Theme:
    """
    Read what a publication changes in the look of its pages.

    Args:
        fields: Of ``feed.yaml``; receives every fault, those of the two folders too.
        folder: Of the publication.

    Returns:
        Without whatever is faulty.
    """
    assets = tuple(_read_assets(folder, fields.faults))
    return Theme(
        accent=fields.parsed("accent", parse_colour) or "",
        logo=_read_logo(fields, [file.name for file in assets]),
        templates=_read_templates(folder, fields.faults),
        assets=assets,
    )


def parse_colour(text: str) -> str:
    """
    Read a colour.

    Returns:
        ``#rrggbb``

    Raises:
        FieldError: Anything else.

    Source: CSS Color Level 4, §5.2: three digits stand for six.
    """
    match = _COLOUR.fullmatch(text)
    if not match:
        problem = f"expected a colour like '#0b4f8a', got {text!r}"
        raise FieldError(problem, "six hexadecimal digits: red, green, blue")
    digits = match[1].lower()
    return "#" + (digits if len(digits) == 6 else "".join(2 * digit for digit in digits))


def _read_logo(fields: Fields, names: list[str]) -> str:
    def find(text: str) -> str:
        name = text.removeprefix("assets/")
        name = next((n for n in names if compose_name(n) == compose_name(name)), name)
        if name not in names:
            near = get_close_matches(name, names, n=1)
            hint = f"did you mean {near[0]}?" if near else "copy the picture into assets/"
            raise FieldError(f"there is no file assets/{name}", hint)
        if Path(name).suffix.lower() not in _PICTURES:
            problem = f"expected a picture, got {text!r}"
            raise FieldError(problem, "SVG is sharp at every size; PNG will do")
        return name

    return fields.parsed("logo", find) or ""


def _read_templates(folder: Path, faults: list[SourceError]) -> dict[str, str]:
    sources = {}
    for file, path in _walk(folder, "templates", faults):
        try:
            sources[path] = read_source(file, f"templates/{path}")
        except SourceError as fault:
            faults.append(fault)
    if not sources:
        return {}
    # Importing Jinja takes longer than all the rest, and few have templates of their own.
    templating = import_module("communique.templating")
    for path in [path for path in sources if path not in templating.VARIABLES]:
        del sources[path]
        near = get_close_matches(path, templating.VARIABLES, n=1)
        names = f"the templates are {', '.join(templating.VARIABLES)}"
        hint = f"did you mean {near[0]}?" if near else names
        faults.append(SourceError(f"templates/{path}", "there is no such template", hint=hint))
    faults.extend(templating.find_template_faults(sources))
    return sources


def _read_assets(folder: Path, faults: list[SourceError]) -> Iterator[Attachment]:
    root, memory, names = folder / "assets", Memory(), Names()
    for file, path in _walk(folder, "assets", faults):
        if clash := names.add(path):
            problem = f"it and assets/{clash} are one on some systems"
            faults.append(SourceError(f"assets/{path}", problem, hint=CLASH_HINT))
        if part := find_barred(path):
            hint = "give the file or its folder another name"
            faults.append(SourceError(f"assets/{path}", explain_barred(part), hint=hint))
        try:
            yield measure_file(file, path, root, announced=False, memory=memory)
        except FieldError as error:
            faults.append(SourceError(f"assets/{path}", error.problem, hint=error.hint))
        except FileNotFoundError:
            hint = "delete it, or put the file itself in its place"
            faults.append(SourceError(f"assets/{path}", "a link that leads nowhere", hint=hint))


def _walk(folder: Path, area: str, faults: list[SourceError]) -> Iterator[tuple[Path, str]]:
    """Walk through the files below a folder, in a fixed order, each with its path in it."""
    root = folder / area
    if root.exists() and not root.is_dir():
        faults.append(SourceError(area, "expected a folder, got a file", hint="rename it"))

    def refuse(path: Path, problem: str, hint: str) -> None:
        faults.append(SourceError(path.relative_to(folder).as_posix(), problem, hint=hint))

    def explain(error: OSError) -> None:
        problem = f"cannot be read: {error.strerror}"
        refuse(Path(error.filename), problem, "make the folder readable")

    for parent, folders, files in os.walk(root, onerror=explain if root.is_dir() else None):
        folders[:] = sorted(filter(_is_shown, folders))
        for link in filter(Path.is_symlink, (Path(parent, name) for name in folders)):
            refuse(
                link, "expected a folder, got a link to one", "put the folder itself in its place"
            )
        for file in sorted(filter(_is_shown, files)):
            yield Path(parent, file), Path(parent, file).relative_to(root).as_posix()


def _is_shown(name: str) -> bool:
    return not name.startswith(".") or name in _SHOWN
