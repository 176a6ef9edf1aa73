"""Bring the tables of HTML into the one shape that Markdown has: rows of as many cells each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from communique.intake.elements import BLOCKS

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

_CELLS = ("td", "th")
_ROWS = ("thead", "tbody", "tfoot", "tr")
_WIDEST = 100
"""In columns; a cell that claims more is no table's."""


def settle_tables(soup: BeautifulSoup, root: Tag) -> None:
    """Open the tables that only frame text, those within cells too, and fill the gaps of others."""
    for table in root.find_all("table"):
        if _is_frame(table):
            for part in table.find_all([*_ROWS, *_CELLS]):
                if part.find_parent("table") is table:
                    part.name = "div"
            table.name = "div"
    for table in reversed(root.select("table table")):
        for row in table.find_all("tr"):
            _join_cells(row)
        for part in [table, *table.find_all(_ROWS)]:
            part.name = "div"
    for table in root.find_all("table"):
        _fill(soup, table)


def _is_frame(table: Tag) -> bool:
    """Tell a table with one column, and more in a cell of it than a paragraph."""
    rows = [row for row in table.find_all("tr") if row.find_parent("table") is table]
    cells = [row.find_all(_CELLS, recursive=False) for row in rows]
    blocks = sorted(BLOCKS - {"p", "div"})
    return all(len(row) == 1 for row in cells) and any(
        len(row[0].find_all("p")) > 1 or row[0].find(blocks) for row in cells
    )


def _join_cells(row: Tag) -> None:
    """Write the cells of a row within a cell one after the other, with a semicolon between."""
    cells = row.find_all(_CELLS, recursive=False)
    for cell in cells[:-1]:
        (cell.find_all("p") or [cell])[-1].append("; ")
    for cell in cells:
        for paragraph in cell.find_all("p"):
            paragraph.append(" ")
            paragraph.unwrap()
        cell.unwrap()


def _fill(soup: BeautifulSoup, table: Tag) -> None:
    """Put an empty cell wherever one from a row above reaches down."""
    reaching: dict[int, int] = {}  # for how many more rows, by column
    for row in table.find_all("tr"):
        column = 0
        for cell in row.find_all(_CELLS, recursive=False):
            while reaching.get(column):
                cell.insert_before(soup.new_tag("td"))
                reaching[column] -= 1
                column += 1
            down = _read_span(cell, "rowspan") - 1  # 0 is "to the end", and never gets there
            for _ in range(max(_read_span(cell, "colspan"), 1)):
                reaching[column] = down
                column += 1
        for rest in sorted(reaching):
            if rest >= column and reaching[rest]:
                row.append(soup.new_tag("td"))
                reaching[rest] -= 1


def _read_span(cell: Tag, name: str) -> int:
    span = str(cell.get(name, "1")).strip()
    return min(int(span), _WIDEST) if re.fullmatch(r"[0-9]{1,4}", span) else 1
