"""A placed table's printed rows: every cell that covers one, and what each is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ogi.read.cells import Kind, kind_of, squeeze
from ogi.report import Cell, Table

_VALUES = frozenset(["number", "nil"])
WORDS = frozenset(["text", "unit"])
_ORDINAL_ROW = re.compile(r"[甲乙丙AB]|栏次")


class Row(NamedTuple):
    """A printed row: every cell that covers it, in grid order, and what each is; those that start in it.

    `end` is the column behind the last one that a cell reaches; `first_value` the first column of its values,
    None without any: a number before all words is an ordinal.
    """

    cells: tuple[Cell, ...]
    kinds: tuple[Kind, ...]
    own: tuple[tuple[Cell, Kind], ...]
    has_values: bool  # whether a number or a nil mark starts in it
    end: int
    first_value: int | None


def rows_of(table: Table) -> list[Row]:
    """Return the printed rows of a table, without those that only number the columns."""
    rows: list[Row] = []
    above: list[tuple[Cell, Kind, int]] = []  # cells from above and the rows they still reach over
    for printed in table.rows:
        own = tuple(sorted([(cell, kind_of(cell.text)) for cell in printed], key=_column))
        here = sorted([*((cell, kind) for cell, kind, _ in above), *own], key=_column) if above else own
        cells, kinds = tuple([cell for cell, _ in here]), tuple([kind for _, kind in here])
        end = max([cell.column + cell.colspan for cell in cells], default=0)
        values = [cell.column for cell, kind in own if kind in _VALUES]
        rows.append(Row(cells, kinds, own, bool(values), end, _first_value(here, values)))
        above = [(cell, kind, left - 1) for cell, kind, left in above if left > 1]
        above += [(cell, kind, cell.rowspan - 1) for cell, kind in own if cell.rowspan > 1]
    return [row for row in rows if not _is_ordinal(row)]


def _column(pair: tuple[Cell, Kind]) -> int:
    return pair[0].column


def end_of(cell: Cell) -> int:
    """Return the column behind the last that a cell reaches over."""
    return cell.column + cell.colspan


def _first_value(here: Sequence[tuple[Cell, Kind]], values: Sequence[int]) -> int | None:
    """The first of the columns where values start that is behind the row's first words."""
    if not values:
        return None
    after = -1
    for cell, kind in here:
        if kind in WORDS:
            after = cell.column
            break
    return next((column for column in values if column > after), None)


def _is_ordinal(row: Row) -> bool:
    """Whether a row only numbers the columns: 甲 乙 1 2."""
    words = [cell.text for cell, kind in row.own if kind not in ("blank", "number")]
    if not words or not all(_ORDINAL_ROW.fullmatch(squeeze(text)) for text in words):
        return False
    numbers = [squeeze(cell.text) for cell, kind in row.own if kind == "number"]
    digits = [int(text) for text in numbers if text.isdigit()]
    return bool(digits) and digits == list(range(digits[0], digits[0] + len(digits)))


def value_start(rows: Iterable[Row]) -> int | None:
    """The first column that holds values: left of it are labels, units and ordinals."""
    return min([row.first_value for row in rows if row.first_value is not None], default=None)


def is_caption(row: Row, width: int) -> bool:
    """Whether a row is one cell of words over the whole width, or alone in its row."""
    words = [cell for cell, kind in row.own if kind == "text"]
    return len(words) == 1 and len(row.cells) == 1 and end_of(words[0]) - words[0].column >= min(width, 2)


def is_heading(row: Row, first: int | None) -> bool:
    """Whether a row without numbers heads those below: it has words where values stand, and no blanks."""
    words = [cell for cell, kind in row.own if kind in ("text", "unit")]
    if first is None:
        return bool(words)
    # What reaches from the labels to the last column is the caption of a section and heads no values.
    wide = [cell for cell in words if cell.column < first and cell.colspan > 1 and end_of(cell) == row.end]
    over_values = [cell for cell in words if end_of(cell) > first and cell not in wide]
    blanks = [cell for cell, kind in row.own if kind == "blank" and cell.column >= first]
    named = any(kind == "text" and cell in over_values for cell, kind in row.own)
    return named and len(over_values) >= len(blanks)


def trimmed(rows: list[Row]) -> list[Row]:
    """Rows without the blanks that stand behind the last column with anything in it."""
    filled = [
        end_of(cell)
        for row in rows
        for cell, kind in zip(row.cells, row.kinds, strict=True)
        if kind != "blank"
    ]
    width = max(filled, default=0)
    if all(row.end <= width for row in rows):
        return rows
    return [_until(row, width) for row in rows if row.own]


def _until(row: Row, width: int) -> Row:
    kept = [(c, k) for c, k in zip(row.cells, row.kinds, strict=True) if c.column < width]
    own = tuple([(cell, kind) for cell, kind in row.own if cell.column < width])
    cells, kinds = tuple([cell for cell, _ in kept]), tuple([kind for _, kind in kept])
    return row._replace(cells=cells, kinds=kinds, own=own, end=min(row.end, width))
