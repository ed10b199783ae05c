"""The blocks of a table whose cells know their columns: values find their headings by the grid.

Where the spans of heading and row disagree but their numbers of cells agree, by their order.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ogi.read.blocks.grid import WORDS, Row, end_of, is_caption, is_heading, rows_of, trimmed, value_start
from ogi.read.blocks.line import ASIDE_HEADINGS, LABEL_HEADINGS, Block, Line
from ogi.read.cells import kind_of, squeeze
from ogi.report import Cell, Table

_Path = tuple[Cell, ...]  # headings from the top down

_MOST_ROWS = 0.6
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

    def heads_labels(self, column: int) -> bool:
        """Whether a column's heading is one of labels."""
        return any(
            path[-1].column <= column < end_of(path[-1]) and _LABEL_HEADING.fullmatch(squeeze(path[-1].text))
            for path in self._leaves
        )

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


def _label_columns(rows: Sequence[Row], first: int, over: _Headings) -> frozenset[int]:
    """The columns behind the first values in which labels stand: a form may be printed side by side.

    They have words in half of the rows, or a heading of labels; other words stand in place of a number.
    """
    words: Counter[int] = Counter()
    for row in rows:
        words.update({cell.column for cell, kind in row.own if kind == "text" and cell.column > first})
    return frozenset(
        [c for c, n in words.items() if (len(rows) > 1 and 2 * n >= len(rows)) or over.heads_labels(c)]
    )


def _split(
    row: Row, first: int, labelled: frozenset[int]
) -> Iterator[tuple[list[Cell], Cell | None, list[Cell]]]:
    """The parts of a row, each labels, unit and values: a form may stand in two columns side by side."""
    labels: list[Cell] = []
    unit: Cell | None = None
    values: list[Cell] = []
    empty = False  # whether the side at hand has no label in this row
    for cell, kind in zip(row.cells, row.kinds, strict=True):
        if kind == "blank" and cell.column in labelled and values:
            yield labels, unit, values
            labels, unit, values, empty = [], None, [], True
        elif kind not in WORDS and cell.column >= first:
            values += [] if empty else [cell]
        elif kind == "unit":
            unit = cell
        elif kind == "text" and cell.column > first and values and cell.column not in labelled:
            values.append(cell)  # words where a number should be
        elif kind == "text":
            if any(kind_of(value.text) != "blank" for value in values):
                yield labels, unit, values
                labels, unit, values = [], None, []
            elif values:
                values = []
            labels.append(cell)
            empty = False
    if values:  # words behind the last value are a remark
        yield labels, unit, values


def _moved(row: Row, found: list[Cell], wanted: int) -> list[Cell]:
    """The values of a row whose labels reach over too few columns: the cells behind them, if all are."""
    if len(found) >= wanted:
        return found
    last = max((i for i, kind in enumerate(row.kinds) if kind in WORDS), default=-1)
    behind = list(row.cells[last + 1 :])
    return behind if last >= 0 and len(behind) == wanted else found


def _lines(row: Row, first: int, over: _Headings, width: int, labelled: frozenset[int]) -> Iterator[Line]:
    parts = list(_split(row, first, labelled))
    for labels, unit, found in parts:
        cells = _moved(row, found, len(over.known)) if len(parts) == 1 else found
        paths = over.over(cells)
        if over.known and paths and paths[-1] == () and kind_of(cells[-1].text) == "blank":
            cells, paths = _headed(cells, paths)
        values = tuple([cell for cell, path in zip(cells, paths, strict=True) if path is not None])
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


def _behind_labels(rows: Sequence[Row]) -> int:
    """The column behind the labels of most rows, or 0: the labels of some may reach over too few columns."""
    ends: list[int] = []
    for row in rows:
        before = row.end if row.first_value is None else row.first_value
        words = [
            end_of(cell)
            for cell, kind in zip(row.cells, row.kinds, strict=True)
            if kind in WORDS and cell.column < before
        ]
        ends.append(max(words, default=0))
    column, count = Counter(ends).most_common(1)[0] if ends else (0, 0)
    return column if count >= _MOST_ROWS * len(ends) else 0


def _block(caption: str, headings: list[Row], data: list[Row], first: int) -> Block | None:
    # Each block has its own columns of labels: those of the whole table may be wide of the mark.
    own = value_start([row for row in data if row.has_values])
    start = first if own is None else max(own, _behind_labels(data))
    if not any(kind in WORDS for row in data for kind in row.kinds):
        start = min(start, _unlabelled(headings))
    over = _Headings(headings, start)
    width = max([row.end for row in (*headings, *data)], default=0)
    labelled = _label_columns(data, start, over)
    # Of a form that is printed side by side, one side is read after the other.
    sides: dict[int, list[Line]] = {}
    for row in data:
        for side, line in enumerate(_lines(row, start, over, width, labelled)):
            sides.setdefault(side, []).append(line)
    lines = [line for side in sorted(sides) for line in sides[side]]
    pieces = tuple(cell for row in headings for cell, _ in row.own if cell.text)
    return Block(caption, pieces, tuple(lines)) if lines else None


class _Part(NamedTuple):
    """The rows of a table from one caption to the next, and the first column of their values."""

    caption: str | None
    rows: list[Row]
    first: int | None


def _is_caption(rows: Sequence[Row], i: int, width: int) -> bool:
    """Whether a row is the caption of those below: words over the whole width, or alone above headings.

    Where no cell is merged, the words stand in the first column, and blanks behind them.
    """
    row = rows[i]
    if row.has_values:
        return False
    if is_caption(row, width):
        return True
    kinds = [kind for _, kind in row.own]
    alone = kinds[:1] == ["text"] and kinds.count("blank") == len(kinds) - 1 and len(row.cells) == len(kinds)
    if not alone or len(kinds) < 2 or i + 1 == len(rows):
        return False
    below = [kind for _, kind in rows[i + 1].own]
    return below.count("text") > 1 and not rows[i + 1].has_values and "unit" not in below


def _parts(table: Table) -> Iterator[_Part]:
    """The parts of a table, each without the columns that only others reach into.

    A narrow part may stand over a wide one, its rows filled up with blanks to the width of the sheet.
    """
    rows = rows_of(table)
    width = max([row.end for row in rows], default=0)
    first = value_start([row for row in rows if row.has_values])
    starts = [i for i in range(len(rows)) if _is_caption(rows, i, width)]
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
    return "text" in over and not below.has_values and _heads(part, i + 1, below_data=False)


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
