"""Clean HTML to Markdown; the only importer of markdownify."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bs4 import Tag
from markdownify import BACKSLASH, MarkdownConverter

from communique.intake.elements import BLOCKS, find_named, get_start
from communique.intake.escape import escape_start, escape_text
from communique.intake.inline import settle_inline, stands_apart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bs4.element import NavigableString, PageElement

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
        text = _escape_ends(text.replace("\n", " "), el)
        if tags & {"td", "th"}:
            return text.replace("|", r"\|")
        if not _begins_line(el):
            return text
        text = text.lstrip(" \t")
        words = text.lstrip()  # a no-break space stays in a paragraph, but not in an item of a list
        return f"{text[: len(text) - len(words)]}{escape_start(words)}"

    def convert_em(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Mark emphasis with asterisks, or as HTML where those would be seen."""
        if "_noformat" in parent_tags or stands_apart(el):
            return str(super().convert_em(el, text, parent_tags))  # type: ignore[misc]  # stub lacks it
        return f"<{el.name}>{text}</{el.name}>"

    def convert_strong(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Mark what is strong likewise."""
        if "_noformat" in parent_tags or stands_apart(el):
            return str(super().convert_strong(el, text, parent_tags))  # type: ignore[misc]  # stub lacks it
        return f"<{el.name}>{text}</{el.name}>"

    def convert_hN(self, n: int, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: N802 - markdownify's name
        """Keep the number signs at the end of a heading, which would only close it."""
        text = re.sub(r"(?<![^ \t])(#+)\s*$", r"\\\1", text)
        return str(super().convert_hN(n, el, text, parent_tags))  # type: ignore[misc]  # stub lacks it

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a picture, in a heading and in a cell of a table too."""
        return str(super().convert_img(el, text, parent_tags - {"_inline"}))  # type: ignore[misc]  # stub lacks it

    def convert_p(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a paragraph; one without text parts the words around it nevertheless."""
        return str(super().convert_p(el, text, parent_tags)) or "\n\n"  # type: ignore[misc]  # stub lacks it

    def convert_div(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write another block likewise."""
        return str(super().convert_div(el, text, parent_tags)) or "\n\n"  # type: ignore[misc]  # stub lacks it

    convert_article = convert_section = convert_div

    def convert_blockquote(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a quotation likewise."""
        written = str(super().convert_blockquote(el, text, parent_tags))  # type: ignore[misc]  # stub lacks it
        return written if written.strip() else "\n\n"

    def convert_hr(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a rule; the usual one, after the mark of a list item, would be one around that."""
        rule = str(super().convert_hr(el, text, parent_tags))  # type: ignore[misc]  # stub lacks it
        return rule.replace("---", "***") if "li" in parent_tags else rule

    def convert_li(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write an item; one without text among others keeps its number, which theirs follow."""
        if text.strip() or el.parent is None or el.parent.name != "ol":
            return str(super().convert_li(el, text, parent_tags))  # type: ignore[misc]  # stub lacks it
        before = len(el.find_previous_siblings("li"))
        return f"{get_start(el.parent) + before}.\n" if before else ""

    def convert_list(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Keep a list within an item apart from what stands before and after it there."""
        written = str(super().convert_list(el, text, parent_tags))  # type: ignore[misc]  # stub lacks it
        if "li" not in parent_tags:
            return written
        # CommonMark 0.31 §5.2: one that does not begin at 1 cannot interrupt a paragraph.
        interrupts = el.name == "ul" or get_start(el) == 1
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
    settle_inline(root)
    for ordered in find_named(root, "ol"):
        ordered["start"] = str(get_start(ordered))  # markdownify takes more for a number
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
    lines = (line.rstrip(" \t") for line in markdown.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def _escape_ends(text: str, el: NavigableString) -> str:
    """Escape the marks of *text* that mean something to what stands beside it, or around it."""
    before, after = el.previous_sibling, el.next_sibling
    is_within = el.parent is not None and el.parent.name not in BLOCKS
    if (after or is_within) and re.search(r"(?<!\\)[*_]$", text):
        text = f"{text[:-1]}\\{text[-1]}"
    elif isinstance(after, Tag) and after.name == "a" and text.endswith("!"):
        text = f"{text[:-1]}\\!"  # no picture
    return f"\\{text}" if (before or is_within) and text.startswith(("*", "_")) else text


def _begins_line(el: PageElement) -> bool:
    """Tell whether nothing stands before *el* on its line."""
    node: PageElement = el
    while True:
        for before in node.previous_siblings:
            if isinstance(before, Tag) and (before.name in BLOCKS or before.name == "br"):
                return True
            if before.get_text().strip():
                return False
            if isinstance(before, Tag) and (before.name == "img" or before.find("img")):
                return False
        if node.parent is None or node.parent.name in BLOCKS:
            return True
        node = node.parent
