"""The elements of HTML: which of them are blocks, and how they are found."""

from __future__ import annotations

import re

from bs4 import Tag

BLOCKS = frozenset(
    """
    address article aside blockquote body caption center dd details div dl dt fieldset figcaption
    figure footer h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table
    tbody td tfoot th thead tr ul
    """.split()  # noqa: SIM905 - a list of words reads better
)
"""The elements that begin a new line."""

_DEEPEST = 400
"""Elements that stand within each other: whoever writes them needs some calls for each."""


def refuse_depth(root: Tag) -> None:
    """
    Refuse what nobody writes, and what takes the longer the deeper it is.

    Raises:
        RecursionError: Its elements are nested too deeply.
    """
    depths = {id(root): 0}
    for el in root.descendants:
        if isinstance(el, Tag):
            depths[id(el)] = depths[id(el.parent)] + 1
            if depths[id(el)] > _DEEPEST:
                raise RecursionError


def find_named(root: Tag, *names: str) -> list[Tag]:
    """Find the elements of some names below *root* in a tenth of the time of ``find_all``."""
    return [el for el in root.descendants if isinstance(el, Tag) and el.name in names]


def holds_block(el: Tag) -> bool:
    """Tell whether there is a block within *el*; ``find`` takes ten times as long."""
    return any(isinstance(node, Tag) and node.name in BLOCKS for node in el.descendants)


def get_start(ordered: Tag) -> int:
    """Read the number of the first item of a list; 1 where it says none that Markdown has."""
    start = str(ordered.get("start", "1"))
    return int(start) if re.fullmatch(r"[0-9]{1,9}", start) else 1
