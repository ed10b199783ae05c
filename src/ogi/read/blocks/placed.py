"""The blocks of a table whose cells know their columns: values find their headings by the grid.

Where the spans of heading and row disagree but their numbers of cells agree, by their order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ogi.read.blocks.grid import WORDS, Row, end_of, is_caption, is_heading, rows_of, trimmed, value_start
from ogi.read.blocks.line import ASIDE_HEADINGS, LABEL_HEADINGS, Block, Line
from ogi.read.cells import kind_of, squeeze
from ogi.report import Cell, Table

_Path = tuple[Cell, ...]  # headings from the top down

_UNIT_HEADING = re.compile(r"计量单位|单位|计量")
_LABEL_HEADING = re.compile(rf"{LABEL_HEADINGS}|计量")
_ASIDE_HEADING = re.compile(ASIDE_HEADINGS)


def _leaves(headings: Sequence[Row], first: int) -> list[_Path]:
    """The headings over each value column, from the top down, without those over labels alone."""
    width = max([row.end for row in headings], default=0)
    headings = _widened(headings)
    paths: list[_Path] = []
    for column in range(first, width):
        path: list[Cell] = []
        for row in headings:
            for cell in row.cells:
                if cell.column <= column < end_of(cell) and cell.text and cell not in path:
                    path.append(cell)
        if path and (not paths or paths[-1][-1] is not path[-1]):
            paths.append(tuple(path))
    return paths


def _widened(headings: Sequence[Row]) -> Sequence[Row]:
    """Rows of headings where no cell is merged: one over several stands in the first of its columns.

    The blanks behind it are its own where a heading stands below them.
    """
    if len(headings) < 2 or any(
        cell.colspan > 1 or cell.rowspan > 1 for row in headings for cell in row.cells
    ):
        return headings
    rows: list[Row] = [headings[-1]]
    for row in reversed(headings[:-1]):
        below = {cell.column for lower in rows for cell in lower.cells if cell.text}
        cells: list[Cell] = []
        for cell in row.cells:
            if cell.text or not cells or not cells[-1].text or cell.column not in below:
                cells.append(cell)
            elif end_of(cells[-1]) == cell.column:
                cells[-1] = cells[-1]._replace(colspan=cells[-1].colspan + 1)
        rows.insert(0, row._replace(cells=tuple(cells)))
    return rows


def _is_aside(path: _Path) -> bool:
    return bool(_ASIDE_HEADING.fullmatch(squeeze(path[-1].text)))


def _is_unit(path: _Path) -> bool:
    return bool(_UNIT_HEADING.fullmatch(squeeze(path[-1].text)))


class _Headings:
    """The paths of headings over the values of a block; `known` are those over its numbers."""

    def __init__(self, rows: Sequence[Row], first: int) -> None:
        self._leaves = _leaves(rows, first)
        self.known = tuple(path for path in self._leaves if not _is_aside(path) and not _is_unit(path))
        self._found: dict[tuple[tuple[int, int], ...], tuple[_Path | None, ...]] = {}

    def over(self, cells: Sequence[Cell]) -> tuple[_Path | None, ...]:
        """The one path over each cell of a row, nothing where there is none or several, None for an aside's.

        Rows below the same headings mostly have their cells in the same columns.
        """
        places = tuple([(cell.column, cell.colspan) for cell in cells])
        found = self._found.get(places)
        if found is None:
            found = self._found[places] = tuple([self._over(cell) for cell in cells])
        return found

    def _over(self, cell: Cell) -> _Path | None:
        end = end_of(cell)
        over = [path for path in self._leaves if path[-1].column < end and cell.column < end_of(path[-1])]
        path = over[0] if len(over) == 1 else ()
        return None if path and _is_aside(path) else path


def _split(row: Row, first: int) -> Iterator[tuple[list[Cell], Cell | None, list[Cell]]]:
    """The parts of a row, each labels, unit and values: a form may stand in two columns side by side."""
    labels: list[Cell] = []
    unit: Cell | None = None
    values: list[Cell] = []
    for cell, kind in zip(row.cells, row.kinds, strict=True):
        if kind not in WORDS and cell.column >= first:
            values.append(cell)
        elif kind == "unit":
            unit = cell
        elif kind == "text":
            if any(kind_of(value.text) != "blank" for value in values):
                yield labels, unit, values
                labels, unit, values = [], None, []
            elif values:
                values = []
            labels.append(cell)
    if values:  # words behind the last value are a remark
        yield labels, unit, values


def _lines(row: Row, first: int, over: _Headings, width: int) -> Iterator[Line]:
    for labels, unit, found in _split(row, first):
        paths = over.over(found)
        if over.known and paths and paths[-1] == () and kind_of(found[-1].text) == "blank":
            found, paths = _headed(found, paths)
        values = tuple([cell for cell, path in zip(found, paths, strict=True) if path is not None])
        # Spans may disagree: as many cells as headings are theirs in order.
        known = len(over.known) == len(values)
        headings = over.known if known else tuple([path for path in paths if path is not None])
        ragged = len(values) < len(over.known) and end_of(row.cells[-1]) < width
        yield Line(tuple(labels), unit, values, headings, ragged)


def _headed(
    values: Sequence[Cell], paths: Sequence[_Path | None]
) -> tuple[list[Cell], tuple[_Path | None, ...]]:
    """Values and their headings without the blanks at the end that nothing heads: a margin of the page."""
    last = max((i for i, path in enumerate(paths) if path != ()), default=-1)
    last = max(last, max((i for i, cell in enumerate(values) if kind_of(cell.text) != "blank"), default=-1))
    return list(values[: last + 1]), tuple(paths[: last + 1])


def _unlabelled(headings: Sequence[Row]) -> int:
    """The first column headed by something other than labels: rows without a label may begin blank."""
    over = _leaves(headings, 0)
    of_values = [path for path in over if not _LABEL_HEADING.fullmatch(squeeze(path[-1].text))]
    return min([path[-1].column for path in of_values], default=10**6)


def _block(caption: str, headings: list[Row], data: list[Row], first: int) -> Block | None:
    # Each block has its own columns of labels: those of the whole table may be wide of the mark.
    own = value_start([row for row in data if row.has_values])
    start = first if own is None else own
    if not any(kind in WORDS for row in data for kind in row.kinds):
        start = min(start, _unlabelled(headings))
    over = _Headings(headings, start)
    width = max([row.end for row in (*headings, *data)], default=0)
    lines = [line for row in data for line in _lines(row, start, over, width)]
    pieces = tuple(cell for row in headings for cell, _ in row.own if cell.text)
    return Block(caption, pieces, tuple(lines)) if lines else None


class _Part(NamedTuple):
    """The rows of a table from one caption to the next, and the first column of their values."""

    caption: str | None
    rows: list[Row]
    first: int | None


def _parts(table: Table) -> Iterator[_Part]:
    """The parts of a table, each without the columns that only others reach into.

    A narrow part may stand over a wide one, its rows filled up with blanks to the width of the sheet.
    """
    rows = rows_of(table)
    width = max([row.end for row in rows], default=0)
    first = value_start([row for row in rows if row.has_values])
    starts = [i for i, row in enumerate(rows) if not row.has_values and is_caption(row, width)]
    if not starts:
        yield _Part(None, rows, first)
        return
    for start, end in zip([None, *starts], [*starts, len(rows)], strict=True):
        above = None if start is None else rows[start]
        part = rows[0 if start is None else start + 1 : end]
        own = value_start([row for row in part if row.has_values])
        narrow = trimmed(part)
        # A part that goes on under the headings of the one before has their width.
        caption = None if above is None else next(cell.text for cell, kind in above.own if kind == "text")
        found = _Part(caption, narrow, own)
        headed = own is not None and narrow and _heads(found, 0, below_data=False)
        yield found if headed else _Part(caption, part, first)


def _heads(part: _Part, i: int, *, below_data: bool) -> bool:
    """Whether a row of a part heads those below it.

    A row over other headings, whose merged cells nothing tells of, has more blanks than words.
    """
    row = part.rows[i]
    if row.has_values:
        return False
    if is_heading(row, part.first):
        return True
    if below_data or i + 1 == len(part.rows) or part.first is None:
        return False
    over = [kind for cell, kind in row.own if cell.text and end_of(cell) > part.first]
    below = part.rows[i + 1]
    return "text" in over and not below.has_values and is_heading(below, part.first)


def placed_blocks(table: Table) -> Iterator[Block]:
    """Yield the blocks of a placed table."""
    caption = ""
    headings: list[Row] = []
    data: list[Row] = []
    used = False  # whether the headings already have rows of values below them
    for part in _parts(table):
        if part.caption is not None:
            caption = part.caption
        for i, row in enumerate(part.rows):
            if _heads(part, i, below_data=bool(data)):
                if data and (block := _block(caption, headings, data, part.first or 0)):
                    yield block
                data = []
                headings = [] if used else headings
                headings.append(row)
                used = False
            elif any(kind != "blank" for kind in row.kinds):
                data.append(row)
                used = True
        if data and (block := _block(caption, headings, data, part.first or 0)):
            yield block
        data = []
