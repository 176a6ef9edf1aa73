"""Plain text, as copied out of a browser, an e-mail or an editor, to Markdown."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from communique.intake.draft import LONGEST_TITLE, Draft, Line, shorten
from communique.intake.escape import escape_line, escape_text
from communique.intake.furniture import are_alike, drop_captions, drop_furniture
from communique.intake.lists import RULE, Item, Marker, find_markers, join_lone_markers, render_list

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_UNDERLINE = re.compile(r"\s*(?:={3,}|-{3,})\s*")
_LONGEST_WRAPPED = 120
_SHORTEST_WRAPPED = 50


def parse_plaintext(text: str) -> Draft:
    """
    Make a draft of *text*, in which only lines, their indents and their markers mean something.

    Every character that means something in Markdown alone is escaped; nothing else is.
    """
    numbered = [Line(n, line.rstrip(" ")) for n, line in enumerate(text.split("\n"), start=1)]
    lines, dropped = drop_furniture(numbered)
    title, lines, repeated = _take_title(lines)
    lines, captions = drop_captions(lines)
    notes = sorted([*dropped, *repeated, *captions])
    body = "\n\n".join(_render_blocks(join_lone_markers(lines)))
    return Draft(
        title=title,
        body=f"{body}\n" if body else "",
        dropped=tuple(f"line {number}: {what}" for number, what in notes),
    )


def _take_title(lines: list[Line]) -> tuple[str, list[Line], list[tuple[int, str]]]:
    """Take the first line with text off *lines*, its underline and its repetitions with it."""
    spoken = [n for n, line in enumerate(lines) if line.text.strip()]
    if not spoken or spoken[0] in find_markers(lines):
        return "", lines, []
    start = end = spoken[0]
    while end < len(lines) and lines[end].text.strip():
        end += 1
    block = [line.text.strip() for line in lines[start:end]]
    if len(block) > 1 and _is_wrapped(block):
        title = " ".join(block)
    else:
        title, end = block[0], start + 1
    if len(title) > LONGEST_TITLE or title.startswith(">") or "\t" in title:
        return "", lines, []
    if end < len(lines) and _UNDERLINE.fullmatch(lines[end].text):
        end += 1
    repeated: list[tuple[int, str]] = []
    for n in spoken:
        if n >= end:
            if not are_alike(lines[n].text, title):
                break
            repeated.append((lines[n].number, f"the title once more: {shorten(lines[n].text)}"))
            end = n + 1
    return title, lines[end:], repeated


def _render_blocks(lines: Sequence[Line]) -> Iterator[str]:
    """Yield each block of *lines* as Markdown, without the empty lines around it."""
    markers = find_markers(lines)
    at = 0
    while at < len(lines):
        start = at
        if not lines[at].text.strip():
            at += 1
        elif at in markers:
            items: list[Item] = []
            while at in markers:
                item, at = _take_item(lines, at, markers)
                items.append(item)
            yield render_list(items).rstrip("\n")
        else:
            while at < len(lines) and lines[at].text.strip() and at not in markers:
                at += 1
            yield from _render_block([line.text for line in lines[start:at]])


def _take_item(lines: Sequence[Line], at: int, markers: dict[int, Marker]) -> tuple[Item, int]:
    """
    Gather the item that begins at *at*: the lines that go on with it, and its further paragraphs.

    Returns:
        The item, and the index of the next line with text.
    """
    marker = markers[at]
    loose = at > 0 and not lines[at - 1].text.strip()
    paragraphs = [[marker.text.strip()]]
    at += 1
    gap = False
    while at < len(lines) and at not in markers:
        text = lines[at].text
        indent = len(text.expandtabs(4)) - len(text.expandtabs(4).lstrip())
        if not text.strip():
            gap = True
        elif gap and indent > marker.indent + 1:
            paragraphs.append([text.strip()])
            gap = False
        elif not gap and (indent > marker.indent or text.strip()[0].islower()):
            paragraphs[-1].append(text.strip())
        else:
            break
        at += 1
    joined = tuple(" ".join(paragraph).replace("\t", " ") for paragraph in paragraphs)
    return Item(marker=marker, paragraphs=joined, loose=loose), at


def _render_block(block: list[str]) -> Iterator[str]:
    """Yield the Markdown of lines that stand together: quotation, table, heading, rule or text."""
    if all(line.lstrip().startswith(">") for line in block):
        inner = [Line(0, line.lstrip()[1:].removeprefix(" ")) for line in block]
        quoted = "\n\n".join(_render_blocks(inner))
        yield "\n".join(f"> {line}".rstrip() for line in quoted.split("\n"))
    elif len(block) > 1 and len({line.count("\t") for line in block}) == 1 and "\t" in block[0]:
        yield _render_table(block)
    else:
        yield from _render_text(block)


def _render_text(block: Sequence[str]) -> Iterator[str]:
    """Yield the Markdown of lines among which there may be headings with a line under them."""
    text: list[str] = []
    at = 0
    while at < len(block):
        if RULE.fullmatch(block[at]):
            yield from _render_paragraphs(text)
            yield "---"
            text = []
        elif not text and at + 1 < len(block) and _UNDERLINE.fullmatch(block[at + 1]):
            yield f"## {escape_text(block[at].strip())}"
            at += 1
        else:
            text.append(" ".join(block[at].split("\t")).strip())
        at += 1
    yield from _render_paragraphs(text)


def _render_paragraphs(lines: list[str]) -> Iterator[str]:
    for paragraph in _find_paragraphs(lines) if lines else []:
        yield "\\\n".join(escape_line(line) for line in paragraph)


def _render_table(block: Sequence[str]) -> str:
    """Write lines of cells between tabs as a table with the first line as its head."""
    rows = [
        [escape_text(cell.strip()).replace("|", r"\|") for cell in line.split("\t")]
        for line in block
    ]
    rows.insert(1, ["---"] * len(rows[0]))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _find_paragraphs(lines: list[str]) -> list[list[str]]:
    """
    Tell what the line breaks of a block mean.

    Lines as long as the text would fill them are one paragraph that was wrapped. Otherwise a long
    line is a paragraph of its own, and a short one (an address, a signature) keeps its break.

    Returns:
        Paragraphs, each as the lines between which a break stays.
    """
    if _is_wrapped(lines):
        return [[" ".join(lines)]]
    paragraphs: list[list[str]] = [[lines[0]]]
    for before, line in pairwise(lines):
        if len(before) > _SHORTEST_WRAPPED or len(line) > _LONGEST_WRAPPED:
            paragraphs.append([line])
        else:
            paragraphs[-1].append(line)
    return paragraphs


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Tell whether each line ends where the next word would not have fitted any more."""
    width = max(map(len, lines))
    return _SHORTEST_WRAPPED <= width <= _LONGEST_WRAPPED and all(
        len(line) + 1 + len(following.split()[0]) > width for line, following in pairwise(lines)
    )
