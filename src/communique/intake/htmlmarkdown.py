"""Clean HTML to Markdown; the only importer of markdownify."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdownify import BACKSLASH, MarkdownConverter

from communique.intake.elements import BLOCKS
from communique.intake.escape import escape_start, escape_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bs4.element import NavigableString, PageElement, Tag

SEPARATOR = "\x00"
"""A paragraph of this, which no text can hold, keeps two neighbouring lists apart."""

FOOTNOTE_CALL = "\x01{}\x02"
"""The call of a footnote by its number, safe from escaping."""


class _Converter(MarkdownConverter):
    """Escape as plain text is escaped: what would change the meaning, and nothing else."""

    def process_text(self, el: NavigableString, parent_tags: set[str] | None = None) -> str:
        """Write a piece of text, whose line breaks mean nothing in HTML."""
        text: str = super().process_text(el, parent_tags)  # type: ignore[misc]  # stub lacks it
        tags = parent_tags or set()
        if "pre" in tags or "_noformat" in tags:
            return text
        text = text.replace("\n", " ")
        if tags & {"td", "th"}:
            return text.replace("|", r"\|")
        return escape_start(text) if _begins_line(el) else text

    def convert_br(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a line break, unless no text of its block stands before it."""
        before = (node.get_text().strip() for node in el.previous_siblings)
        if el.parent is not None and el.parent.name in BLOCKS and not any(before):
            return ""
        return str(super().convert_br(el, text, parent_tags))  # type: ignore[misc]  # stub lacks it

    def convert_list(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Keep a list within an item apart from what stands before and after it there."""
        written = str(super().convert_list(el, text, parent_tags))  # type: ignore[misc]  # stub lacks it
        if "li" not in parent_tags:
            return written
        # CommonMark 0.31 §5.2: one that does not begin at 1 cannot interrupt a paragraph.
        interrupts = el.name == "ul" or el.get("start", "1") == "1"
        return f"{written}\n\n" if interrupts else f"\n{written}\n\n"

    convert_ul = convert_ol = convert_list

    def escape(self, text: str, parent_tags: set[str]) -> str:
        """Escape the marks within a line."""
        return escape_text(text, alone=False, linked="a" in parent_tags)


def render_text(root: Tag, footnotes: Sequence[Tag]) -> str:
    """
    Write a text and the footnotes that it calls as Markdown.

    Returns:
        Blocks with one empty line between them; no line break at either end.
    """
    notes = (_render_footnote(note, number) for number, note in enumerate(footnotes, start=1))
    return "\n\n".join(filter(None, (_render(root), *notes)))


def _render_footnote(note: Tag, number: int) -> str:
    """Write *note* as the footnote *number*; its further paragraphs hang below the first."""
    text = _render(note).replace("\n", "\n    ")
    return re.sub(r"[ ]+$", "", f"[^{number}]: {text}", flags=re.MULTILINE)


def _render(root: Tag) -> str:
    converter = _Converter(
        heading_style="ATX",
        bullets="-",
        newline_style=BACKSLASH,
        table_infer_header=True,
        sub_symbol="<sub>",  # Markdown has none, and 10<sup>6</sup> is not 106
        sup_symbol="<sup>",
    )
    markdown = converter.convert_soup(root).replace(SEPARATOR, "<!-- -->")
    markdown = re.sub("(?:<sup>)?\x01(\\d+)\x02(?:</sup>)?", r"[^\1]", markdown)
    # markdownify ends a block with a break where the HTML has an empty line within it.
    markdown = re.sub(r"\\\n(?=\s*(?:\n|\Z))", "\n", markdown)
    lines = (line.rstrip(" \t") for line in markdown.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def _begins_line(el: PageElement) -> bool:
    """Tell whether nothing stands before *el* on its line."""
    node: PageElement = el
    while True:
        for before in node.previous_siblings:
            name = getattr(before, "name", None)
            if name in BLOCKS or name == "br":
                return True
            if before.get_text().strip():
                return False
        if node.parent is None or node.parent.name in BLOCKS:
            return True
        node = node.parent
