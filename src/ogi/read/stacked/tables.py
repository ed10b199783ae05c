"""Tables in plain text: rows of cells that follow each other, found by what the cells are.

Copies of web pages and Word files leave tables as label, number, number, label, … one below the other, or
with tabs, wide gaps or bars between the cells of a row. Rows are found by what the cells are (a label, a
unit, numbers), not by counting lines, so that a missing cell cannot shift the rest.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from ogi.read.cells import squeeze
from ogi.read.document import caption_above
from ogi.read.stacked.cells import LONGEST_HEADER_WORD, TextCell, text_cells
from ogi.report import Cell, Span, Table

# Words that only the headings of a statistics table have: a table is one with them, however few its rows.
_TABLE_WORDS = re.compile(
    r"信息内容|指标名称|统计指标|计量单位|申请人情况|自然人|商业企业|结果维持|尚未审结|本年新(?:制作|公开)数量|本年制发件数|处理决定数量"
    r"|历年累计|本年收费金额|采购总金额|勾稽关系"
)
_HEADING_TO_TEXT = re.compile(r"[一二三四五六七八九十]{1,3}[、.]")
_CAPTION = re.compile(r"[计情况]表(?:[(（].*[)）])?$")
_NUMBERED = re.compile(r"[(（]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）、.]")
_FEWEST_ROWS = 3
_MANY_ROWS = 5  # what is blank in so many is no column
_MOST_HEADINGS = 30


def _row_at(cells: list[TextCell], i: int) -> list[TextCell] | None:
    """The row that starts at cell i: a label, a unit or none, and values or none; None if none does."""
    first = cells[i]
    if first.kind == "number" and first.in_row and (i == 0 or cells[i - 1].row != first.row):
        row = [cell for cell in cells[i : i + 40] if cell.row == first.row]
        return row if len(row) > 1 and all(cell.kind == "number" for cell in row) else None
    if first.kind != "label":
        return None
    row = [first]
    labels, unit = 1, False
    for j in range(i + 1, len(cells)):
        cell = cells[j]
        labelled = first.in_row and cell.kind == "label" and len(row) == labels
        if (first.in_row and cell.row != first.row) or not (labelled or cell.kind in ("unit", "number")):
            break
        if cell.kind == "unit":
            if unit or row[-1].kind != "label":
                break
            unit = True
        labels += labelled
        row.append(cell)
    return row if row[-1].kind != "label" else None


def _is_heading(cells: list[TextCell], i: int) -> bool:
    """Whether a label without values may stand inside a table, and is no heading of the report's text.

    三、本年度办理结果 stands in one: （一）予以公开 and numbers follow. A heading of the text does not.
    """
    cell = cells[i]
    if cell.kind not in ("label", "unit") or len(squeeze(cell.text)) > LONGEST_HEADER_WORD:
        return False
    if not _HEADING_TO_TEXT.match(squeeze(cell.text)):
        return True
    for j in range(i + 1, min(i + 4, len(cells))):
        if _row_at(cells, j):
            return True
        if cells[j].kind != "label" or not _NUMBERED.match(squeeze(cells[j].text)):
            return False
    return False


def _header_start(cells: list[TextCell], first: int) -> int:
    """Index of the first heading cell above the first row: short labels without a stop or a colon."""
    start = first
    while start > 0 and first - start < _MOST_HEADINGS:
        above = cells[start - 1]
        squeezed = squeeze(above.text)
        own_line = above.in_row or above.tabbed == cells[first].tabbed or cells[first].in_row
        if above.kind not in ("label", "unit") or len(squeezed) > LONGEST_HEADER_WORD or not own_line:
            break
        if re.search(r":(?!第一项)|[。；，](?!等于)", squeezed.replace("关系为:", "")) or squeezed.startswith(
            "附"
        ):
            break
        if _HEADING_TO_TEXT.match(squeezed) or _CAPTION.search(squeezed):
            break
        start -= 1
    return start


def _is_heading_behind(row: list[TextCell], before: list[TextCell]) -> bool:
    """Whether what may be a row is a heading of the text behind a table that has a row on each line.

    三、收到和处理政府信息公开申请情况, and 无 on the next line.
    """
    lines = before[0].in_row and not row[0].in_row
    return lines and _HEADING_TO_TEXT.match(squeeze(row[0].text)) is not None


def _rows_from(cells: list[TextCell], i: int) -> tuple[list[list[TextCell]], int]:
    """The rows of a table whose first row of values starts at i, and where they end.

    Labels without values between rows are headings inside the table; those behind the last row are not.
    """
    rows: list[list[TextCell]] = []
    j = i
    while j < len(cells):
        row = _row_at(cells, j)
        if row and not (rows and _is_heading_behind(row, rows[-1])):
            rows.append(row)
            j += len(row)
            continue
        k = j
        while k < len(cells) and k - j < _MOST_HEADINGS and not _row_at(cells, k) and _is_heading(cells, k):
            k += 1
        if k == j or k >= len(cells) or not _row_at(cells, k):
            break
        headings = cells[j:k]
        # A single label is the heading or the first line of the next row's; several are one row of headings.
        rows.append(headings)
        j = k
    return rows, j


def _is_row(row: list[TextCell]) -> bool:
    kinds = [cell.kind for cell in row]
    return "number" in kinds or "unit" in kinds[1:]


def _has_table_words(cells: Iterable[TextCell]) -> bool:
    return _TABLE_WORDS.search("".join([squeeze(cell.text) for cell in cells])) is not None


def find_stacked_tables(text: str, skipped: Iterable[Span] = ()) -> tuple[Table, ...]:
    """Return the tables of a text outside of the spans skipped, their cells in order, in no columns.

    A table has three rows of a label, a unit or tabs, and values, or headings that only statistics tables
    have. The rows are headings (labels alone) and rows of values; a row with a unit and no number has a blank
    cell behind it.
    """
    cells = text_cells(text, skipped)
    tables: list[Table] = []
    i = 0
    while i < len(cells):
        if not _row_at(cells, i):
            i += 1
            continue
        rows, j = _rows_from(cells, i)
        first = _header_start(cells, i)
        header = cells[first:i]
        sure = [row for row in rows if _is_row(row) and (row[0].in_row or any(c.kind == "unit" for c in row))]
        alone = [
            row for row in rows if _is_row(row) and not row[0].in_row
        ]  # their numbers on lines of their own
        if (
            len(sure) >= _FEWEST_ROWS
            or len(alone) >= _MANY_ROWS
            or _has_table_words([*header, *(c for row in rows for c in row)])
        ):
            above = text[: cells[first].span.start].splitlines()
            caption, found = caption_above([line for line in above[-12:] if line.strip()])
            rows = [_without_tab_stops(row) for row in rows]
            columns = _value_columns(rows, header)
            grid = tuple(_cells(row, columns) for row in ([header] if header else []) + rows)
            tables.append(
                Table(caption, Span(cells[first].span.start, cells[j - 1].span.end), found, grid, False)
            )
            i = j
        else:
            i += 1
    return tuple(tables)


def _gaps(row: Sequence[TextCell]) -> list[int]:
    return [b.column - a.column for a, b in itertools.pairwise(row)] if row[0].fields else []


def _without_tab_stops(row: list[TextCell]) -> list[TextCell]:
    """A row without columns where several tabs stand in each of its gaps: they line the cells up."""
    gaps = _gaps(row)
    return [cell._replace(fields=0) for cell in row] if len(gaps) > 1 and min(gaps) > 1 else row


def _value_columns(rows: Sequence[list[TextCell]], header: Iterable[TextCell]) -> dict[int, range]:
    """The columns of values of rows with so many cells, as tabs or bars part them.

    They begin behind the labels and units of such rows, and no number stands before them. They end where
    rows and headings with as many cells do.
    """
    if all(len(row) == row[0].fields for row in rows if row[0].fields):
        return {}  # none of them lacks a cell
    gaps = [gap for row in rows for gap in _gaps(row)]
    if gaps and min(gaps) > 1:
        return {}  # several tabs wherever cells part: they are there to line the cells up
    behind: dict[int, int] = {}
    numbers: dict[int, int] = {}
    headed: dict[int, int] = {}
    heading_cells = [*header, *(cell for row in rows if not _is_row(row) for cell in row)]
    for cell in heading_cells:
        headed[cell.fields] = max(headed.get(cell.fields, 0), cell.column + 1)
    filled = dict(headed)
    many = Counter(row[0].fields for row in rows if _is_row(row))

    def _ends(fields: int) -> bool:
        return fields in headed or many[fields] >= _MANY_ROWS

    for row in rows:
        fields = row[0].fields
        if fields and _is_row(row):
            words = [cell.column for cell in row if cell.kind != "number"]
            first = min([cell.column for cell in row if cell.kind == "number"], default=fields)
            behind[fields] = max(behind.get(fields, 0), max([c for c in words if c < first], default=-1) + 1)
            numbers[fields] = min(numbers.get(fields, fields), first)
            filled[fields] = max(filled.get(fields, 0), row[-1].column + 1)
    return {
        fields: range(min(first, numbers[fields]), filled[fields] if _ends(fields) else fields)
        for fields, first in behind.items()
    }


def _cells(row: list[TextCell], columns: Mapping[int, range]) -> tuple[Cell, ...]:
    """The cells of a row: a blank one where tabs or bars leave a column of values empty."""
    found = [Cell(cell.text, cell.span) for cell in row]
    if not _is_row(row):
        return tuple(found)
    values = columns.get(row[0].fields)
    if values:
        there = {cell.column: known for cell, known in zip(row, found, strict=True)}
        words = [known for cell, known in zip(row, found, strict=True) if cell.column < values.start]
        end = words[-1].span.end if words else found[0].span.start
        for column in values:
            end = there.setdefault(column, Cell("", Span(end, end))).span.end
        return (*words, *(there[column] for column in values))
    if not any(cell.kind == "number" for cell in row):
        end = row[-1].span.end
        found.append(Cell("", Span(end, end)))
    return tuple(found)
