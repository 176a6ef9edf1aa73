"""
Bring what stands within a line of HTML into a shape that Markdown has.

HTML may begin and end emphasis anywhere; Markdown finds it by the characters at its ends.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby
from string import punctuation
from typing import TYPE_CHECKING

from bs4 import Tag
from bs4.element import NavigableString

from communique.intake.elements import BLOCKS, find_named, holds_block

if TYPE_CHECKING:
    from bs4.element import PageElement

EMPHASIS = frozenset({"em", "strong"})
"""What Markdown marks with asterisks; ``b`` and ``i`` become those."""

_ALIKE = {
    "a": ("a",),
    "code": ("code",),
    "em": ("em", "i"),
    "pre": ("pre",),
    "strong": ("strong", "b"),
}
_WRITTEN = frozenset("a br code del em img kbd q s samp strong sub sup".split())  # noqa: SIM905 - a list of words reads better
_PLAIN = re.compile(r"font-weight:(?:normal|[1-4]00)|font-style:normal")


def settle_inline(root: Tag) -> None:
    """
    Bring the emphasis, links and code below *root* into a shape that Markdown has.

    None holds another of its kind, a block, or white space at an end, and none but a link follows
    at once another of its kind. What means nothing is gone; the text around it is in one piece.
    """
    for name, names in _ALIKE.items():
        _unite(root, name, names)
    for el in reversed([el for el in root.descendants if isinstance(el, Tag)]):
        if el.name not in BLOCKS and not _means_something(el):
            _unwrap(el)
    for el in reversed(_find_outside_code(root, "a", "code", *EMPHASIS)):  # the inner ones first
        if holds_block(el):
            _push_down(el)
    for el in reversed(_find_outside_code(root, *_WRITTEN - {"br", "img"})):
        _trim(el)
    for el in _find_outside_code(root, "code", *EMPHASIS):
        if el.parent is not None:
            _join(el)
    _drop_breaks(root)
    for el in [root, *(el for el in root.descendants if isinstance(el, Tag))]:
        _join_texts(el)


def stands_apart(el: Tag) -> bool:
    """
    Tell whether asterisks around *el* are read as emphasis, with what stands beside them.

    Source: CommonMark 0.31 §6.2 (left-flanking and right-flanking delimiter runs).
    """
    beside = el.previous_sibling
    if isinstance(beside, Tag) and beside.name in EMPHASIS:
        return False  # which asterisks end the one, and which begin the other?
    is_within = el.parent is not None and el.parent.name in EMPHASIS
    for forward in (True, False):
        end, outside = _find_end(el, forward=forward), _look(el, forward=not forward)
        if _is_letter(outside) and (is_within or _is_sign(end)):
            return False
        if is_within and not outside.isspace() and _is_sign(end):
            return False  # within others, what could both begin and end is taken for an end
    return True


def _unwrap(el: Tag) -> None:
    """Put its children in the place of *el*, one after the other: of thousands the last first."""
    children = list(el.contents)
    el.clear()
    el.replace_with(*children)


def _means_something(el: Tag) -> bool:
    if el.name in {"br", "img"}:
        return True
    return el.name in _WRITTEN and any(isinstance(n, Tag) or n.get_text().strip() for n in el)


def _unite(root: Tag, name: str, names: tuple[str, ...]) -> None:
    """Give elements that mean the same one *name*, and leave none within another."""
    for el in find_named(root, *names):
        if el.parent is None:
            continue  # it stood within another
        if name in EMPHASIS and _PLAIN.search(re.sub(r"\s", "", str(el.get("style", "")))):
            _unwrap(el)
            continue
        el.name = name
        for inner in reversed(find_named(el, *names)):
            _unwrap(inner)


def _find_outside_code(root: Tag, *names: str) -> list[Tag]:
    """Find the elements of some names, but for those in a block of code."""
    coded = {id(node) for pre in find_named(root, "pre") for node in pre.descendants}
    return [el for el in find_named(root, *names) if id(el) not in coded]


def _push_down(el: Tag) -> None:
    """Put *el* around what stands in the lines of its blocks, instead of around those."""
    blocks = [block for block in find_named(el, *BLOCKS) if block.name != "pre"]
    for holder in (el, *blocks):
        for is_inline, nodes in groupby(list(holder.children), _is_inline):
            run = list(nodes)
            if is_inline and "".join(str(node) for node in run).strip():
                wrapper = el.copy_self()
                run[0].insert_before(wrapper)
                wrapper.extend(run)
    _unwrap(el)


def _is_inline(node: PageElement) -> bool:
    return not isinstance(node, Tag) or not (node.name in BLOCKS or holds_block(node))


def _trim(el: Tag) -> None:
    """Put the white space and line breaks at the ends of *el* before and behind it."""
    for place, put in ((0, el.insert_before), (-1, el.insert_after)):
        while el.contents:
            node = el.contents[place]
            if isinstance(node, Tag):
                if node.name != "br":
                    break
                put(node)
                continue
            text = str(node)
            words = text.lstrip() if place == 0 else text.rstrip()
            if words == text and words:
                break
            put(text[: len(text) - len(words)] if place == 0 else text[len(words) :])
            if words:
                node.replace_with(words)
            else:
                node.extract()
    if not el.contents:
        el.decompose()


def _join(el: Tag) -> None:
    """Take in what follows *el* at once and is of its kind."""
    while isinstance(after := el.next_sibling, Tag) and after.name == el.name:
        el.extend(list(after.contents))
        after.extract()


def _join_texts(el: Tag) -> None:
    """Make one text of those in *el* that follow each other: thousands do where tags are gone."""
    runs = [(kind, list(nodes)) for kind, nodes in groupby(el.contents, type)]
    if any(kind is NavigableString and len(run) > 1 for kind, run in runs):
        el.clear()
        for kind, run in runs:
            el.extend(["".join(str(node) for node in run)] if kind is NavigableString else run)


def _drop_breaks(root: Tag) -> None:
    """Drop the line breaks at the ends of a block, where no line ends and another begins."""
    breaks = find_named(root, "br")
    for el in breaks:
        if _is_at_end(el, "previous_sibling"):
            el.extract()
    for el in reversed(breaks):
        if el.parent is not None and _is_at_end(el, "next_sibling"):
            el.extract()


def _is_at_end(el: Tag, side: str) -> bool:
    node = getattr(el, side)
    while node is not None and not isinstance(node, Tag) and not node.strip():
        node = getattr(node, side)
    if node is None:
        return el.parent is None or el.parent.name not in _WRITTEN
    return isinstance(node, Tag) and node.name in BLOCKS


def _find_end(el: Tag, *, forward: bool) -> str:
    """Give the first character that is written within *el*, or the last one."""
    node: PageElement = el
    while isinstance(node, Tag):
        if node is not el and (node.name not in EMPHASIS or not stands_apart(node)):
            return "<"
        node = node.contents[0 if forward else -1]
    word = re.split(r"\s", str(node))[0 if forward else -1]
    return "<" if "://" in word or "@" in word else word[0 if forward else -1]  # it becomes a link


def _look(el: Tag, *, forward: bool) -> str:
    """Give the character that is written just behind *el*, or just before it."""
    node: Tag = el
    while True:
        beside = node.next_sibling if forward else node.previous_sibling
        if isinstance(beside, Tag):
            return " " if beside.name in BLOCKS or beside.name == "br" else "<"
        if beside is not None:
            return str(beside)[0 if forward else -1]
        if node.parent is None or node.parent.name not in _WRITTEN:
            return " "
        if node.parent.name not in EMPHASIS:
            return "<"
        node = node.parent


def _is_sign(character: str) -> bool:
    """Tell a punctuation mark, a symbol, or a mark that something else will take the place of."""
    return character < " " or unicodedata.category(character)[0] in "PS"


def _is_letter(character: str) -> bool:
    """Tell what is no white space and no punctuation mark, in doubt too."""
    if character.isspace() or character < " " or character in punctuation:
        return False
    return not unicodedata.category(character).startswith("P")
