"""Tables of a web page: which hold data, and where in the grid each cell stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from ogi.errors import InputError
from ogi.read.document import RawCell
from ogi.read.html.seen import says_nothing

# A table beyond these is no form: a page that claims more is stopped before its grid is laid out.
MOST_COLUMNS = 200
MOST_ROWS = 3000
_LONGEST_CELL = 160
_PARTS = frozenset(["thead", "tbody", "tfoot"])
_ON_NEW_LINE = frozenset(["p", "div", "br", "li"])
_NUMBER = re.compile(r"\s*(\d{1,9})")


def _rows_of(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in _PARTS:
            yield from (row for row in child if row.tag == "tr")


def _text(cell: etree._Element) -> str:
    """A cell's text, its paragraphs and line breaks as newlines."""
    pieces: list[str] = []
    _collect(cell, cell.tag, pieces)
    return "".join(pieces)


def _collect(element: etree._Element, tag: str, pieces: list[str]) -> None:
    """Add what an element with a tag says; the depth of a page is bounded by its parser."""
    text = element.text
    if text:
        pieces.append(text.replace("\n", " "))
    if tag == "input" and (element.get("type") or "text").lower() == "text":
        pieces.append(element.get("value") or "")
    for child in element:
        inner = child.tag
        if says_nothing(child, inner):
            pass
        elif inner in _ON_NEW_LINE:
            pieces.append("\n")
            _collect(child, inner, pieces)
            if inner != "br":
                pieces.append("\n")
        else:
            _collect(child, inner, pieces)
        tail = child.tail
        if tail:
            pieces.append(tail.replace("\n", " "))


def _span(cell: etree._Element, name: str, most: int, file: str) -> int:
    printed = cell.get(name)
    if printed is None or printed == "1":
        return 1
    found = _NUMBER.match(printed)
    span = int(found[1]) if found else 1
    if span > most:
        raise InputError(
            file,
            "table",
            f"a cell with {name}={span}",
            f"a table of at most {MOST_ROWS} rows and {MOST_COLUMNS} columns",
            "Open the page in a browser, save the report's text as .txt, and read that.",
        )
    return max(span, 1)


def is_data(rows: list[list[str]]) -> bool:
    """Whether a table's texts are data: no cell holds sentences, and there is more than one cell a table."""
    cells = [text.strip() for row in rows for text in row]
    if len(cells) < 4 or max(len(row) for row in rows) < 2:
        return False
    if any(len(text) > _LONGEST_CELL and "。" in text for text in cells):
        return False
    sentences = sum("。" in text and len(text) > 40 for text in cells)
    return sentences * 4 <= len(cells)


def data_rows(table: etree._Element, file: str) -> list[list[RawCell]] | None:
    """Return the cells of a table of data by row, or None for a table that only lays the page out.

    Raises InputError for a table whose spans go beyond bounds.
    """
    if next(table.iterdescendants("table"), None) is not None:
        return None
    rows: list[list[RawCell]] = []
    taken: dict[int, int] = {}  # column -> rows it is still covered by a cell from above
    elements = [[c for c in row if c.tag in ("td", "th")] for row in _rows_of(table)]
    texts = [[_text(cell) for cell in row] for row in elements]
    if not texts or not is_data(texts):
        return None
    for row, row_texts in zip(elements[:MOST_ROWS], texts, strict=False):
        cells: list[RawCell] = []
        column = 0
        started: dict[int, int] = {}
        for cell, text in zip(row, row_texts, strict=True):
            while taken.get(column):
                column += 1
            colspan = _span(cell, "colspan", MOST_COLUMNS, file)
            rowspan = _span(cell, "rowspan", MOST_ROWS, file)
            cells.append(RawCell(text, column, colspan, rowspan))
            if rowspan > 1:
                started |= dict.fromkeys(range(column, column + colspan), rowspan)
            column += colspan
        taken = {c: left - 1 for c, left in taken.items() if left > 1}
        taken |= {c: left - 1 for c, left in started.items()}
        rows.append(cells)
    return rows
