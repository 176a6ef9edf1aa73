"""Follow which HTML elements are open, and say what is nested wrongly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.validate.vocabulary import (
    CLOSES_PARAGRAPH,
    DOCUMENT,
    HEADINGS,
    IMPLIED_END,
    MAY_STAY_OPEN,
    NEVER_NESTED,
    SCOPES,
    TABLE_PARENTS,
    TABLE_PARTS,
    VOID,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from communique.validate.html.tokens import Token

DEEPEST = 512
"""Browsers nest no deeper either."""
STARTS_ITEM = {
    "li": frozenset({"li"}),
    "dd": frozenset({"dd", "dt"}),
    "dt": frozenset({"dd", "dt"}),
}


class Nesting:
    """
    Hold the open elements; each method returns what is wrong, empty if nothing.

    Args:
        document: The text is a whole HTML document, so `html`, `head` and `body` may stand in it.
        opened: The elements that are open already.
    """

    def __init__(self, *, document: bool = False, opened: Iterable[str] = ()) -> None:
        self.open = list(opened)
        self.document = document

    def follow(self, token: Token) -> str:
        """Go on with the next token; what is wrong with it by itself is wrong here as well."""
        if token.kind == "start":
            return self.start(token.name, closing=token.closing)
        return self.end(token.name) if token.kind == "end" else token.name

    def start(self, name: str, *, closing: bool) -> str:
        """Open *name* (WHATWG HTML §13.2.6.4)."""
        if name in DOCUMENT:
            if self.document:
                return ""
            return f"<{name}> stands inside the text of an entry"
        if name == "image":
            return "<image> is no element; <img> is"
        if len(self.open) >= DEEPEST:
            return f"elements are nested deeper than {DEEPEST}"
        problem = self._make_room(name)
        if name in VOID:
            return problem
        self.open.append(name)
        return problem or (f"<{name}/> is not closed by its slash" if closing else "")

    def end(self, name: str) -> str:
        """Close *name*."""
        if name in DOCUMENT and self.document:
            return ""
        if name in VOID:
            return f"</{name}>: <{name}> has no end tag"
        problem = f"</{name}> closes nothing that is open"
        names = HEADINGS if name in HEADINGS else frozenset({name})
        place = self._find(names, stop=frozenset() if name in TABLE_PARTS | SCOPES else SCOPES)
        if place < 0:
            return problem
        left_open = [
            inner
            for inner in self.open[place + 1 :]
            if inner not in (MAY_STAY_OPEN if name in TABLE_PARTS | SCOPES else IMPLIED_END)
        ]
        opened = self.open[place]
        del self.open[place:]
        if left_open:
            return f"</{name}> comes while <{left_open[-1]}> is open"
        return "" if opened == name else f"</{name}> closes <{opened}>"

    def finish(self) -> str:
        """Reach the end of the text."""
        unclosed = [name for name in self.open if name not in MAY_STAY_OPEN]
        return f"<{unclosed[-1]}> is not closed" if unclosed else ""

    def _find(self, names: frozenset[str], *, stop: frozenset[str]) -> int:
        """Find the innermost open element of *names* that is not behind one of *stop*; or -1."""
        for place in range(len(self.open) - 1, -1, -1):
            if self.open[place] in names:
                return place
            if self.open[place] in stop:
                return -1
        return -1

    def _close(self, names: frozenset[str], *, stop: frozenset[str]) -> str:
        """Close an element that the next start tag ends by itself."""
        place = self._find(names, stop=stop)
        if place < 0:
            return ""
        opened = self.open[place]
        left_open = [inner for inner in self.open[place + 1 :] if inner not in MAY_STAY_OPEN]
        del self.open[place:]
        return f"<{left_open[-1]}> is not closed before <{opened}> ends" if left_open else ""

    def _make_room(self, name: str) -> str:
        """Close what a start tag closes, and judge whether it may stand here."""
        problem = ""
        if name in CLOSES_PARAGRAPH:
            problem = self._close(frozenset({"p"}), stop=SCOPES | {"button"})
        if name in STARTS_ITEM:
            stop = SCOPES | {"ul", "ol", "dl", "div", "blockquote", "section", "menu"}
            problem = self._close(STARTS_ITEM[name], stop=stop) or problem
        elif name in {"option", "optgroup"}:
            problem = self._close(frozenset({"option"}), stop=SCOPES | {"select"}) or problem
        elif name in TABLE_PARENTS:
            return self._start_table_part(name)
        elif self.open and self.open[-1] in {"table", "tbody", "thead", "tfoot", "tr"}:
            allowed = {"script", "style", "template", "input"}
            problem = "" if name in allowed else f"<{name}> stands in a table outside of its cells"
        if name in HEADINGS and self.open and self.open[-1] in HEADINGS:
            return f"<{name}> inside <{self.open[-1]}>"
        if name in NEVER_NESTED and self._find(frozenset({name}), stop=SCOPES) >= 0:
            return f"<{name}> inside another <{name}>"
        return problem

    def _start_table_part(self, name: str) -> str:
        """Judge a row, a cell and the like; close the one before it."""
        place = self._find(frozenset({"table"}), stop=frozenset({"template"}))
        if place < 0:
            return f"<{name}> outside of a table"
        parents = TABLE_PARENTS[name]
        while len(self.open) > place + 1 and self.open[-1] not in parents:
            inner = self.open.pop()
            if inner not in MAY_STAY_OPEN | {"colgroup"}:
                return f"<{inner}> is not closed before <{name}>"
        return "" if self.open[-1] in parents else f"<{name}> is not inside <{min(parents)}>"
