"""Paragraphs and tables of a Word file written out; tables that only lay out the page are taken apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from ogi.numerals import flatten
from ogi.read.document import Composer, RawCell
from ogi.read.row_spans import close_rows

# A table inside a cell is data of its own from this size on; a smaller one is part of the cell's text.
_LEAST_DATA_CELLS = 6
# A table of few cells that hold whole paragraphs is a frame around them.
_MOST_FRAME_CELLS = 4
_FRAMED_BLOCKS = 3
# From this length on a cell with a sentence in it is prose, unless a number stands beside it.
_PROSE = 160
_NUMBER = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?%?")


@dataclass(slots=True)
class GridCell:
    """A cell with what is in it, its first column, and how far it reaches."""

    blocks: list[Block]
    column: int
    colspan: int = 1
    rowspan: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: for each row the cells that start in it."""

    rows: list[list[GridCell]]

    def cells(self) -> Iterator[GridCell]:
        """All cells, row by row."""
        for row in self.rows:
            yield from row


Block: TypeAlias = str | Grid


def _texts(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, str):
            yield block
        else:
            for row in block.rows:
                yield " ".join(text for cell in row for text in _texts(cell.blocks))


def _text(cell: GridCell) -> str:
    return "\n".join(_texts(cell.blocks))


def _holds_data(cell: GridCell) -> bool:
    """Whether a table of data stands in a cell, at any depth."""
    return any(
        _is_data(block) or any(_holds_data(inner) for inner in block.cells())
        for block in cell.blocks
        if isinstance(block, Grid)
    )


def _is_data(grid: Grid) -> bool:
    size = sum(len(row) for row in grid.rows)
    return sum(len(row) > 1 for row in grid.rows) > 1 and size >= _LEAST_DATA_CELLS


def _is_prose(cell: GridCell) -> bool:
    text = _text(cell)
    return len(text) >= _PROSE and "。" in text


def _is_laid_out(row: Sequence[GridCell]) -> bool:
    """Whether a row holds a table of data, or prose with no number beside it."""
    if any(_holds_data(cell) for cell in row):
        return True
    return any(_is_prose(cell) for cell in row) and not any(
        _NUMBER.fullmatch(flatten(_text(cell)).strip()) for cell in row
    )


def _is_frame(grid: Grid) -> bool:
    """Whether a table has one column, or few cells with whole paragraphs in them."""
    if all(len(row) <= 1 for row in grid.rows):
        return True
    cells = list(grid.cells())
    return len(cells) <= _MOST_FRAME_CELLS and any(len(cell.blocks) >= _FRAMED_BLOCKS for cell in cells)


def _write_table(rows: Sequence[Sequence[GridCell]], composer: Composer) -> None:
    raw = [[RawCell(_text(cell), cell.column, cell.colspan, cell.rowspan) for cell in row] for row in rows]
    composer.table(close_rows(raw))


def _write_run(rows: Sequence[Sequence[GridCell]], composer: Composer) -> None:
    """Write rows of a taken-apart table between those that hold tables of their own."""
    if all(len(row) <= 1 for row in rows):
        _write_cells(rows, composer)
    else:
        _write_table(rows, composer)


def _write_cells(rows: Iterable[Iterable[GridCell]], composer: Composer) -> None:
    for row in rows:
        for cell in row:
            write_blocks(cell.blocks, composer)


def _write_grid(grid: Grid, composer: Composer) -> None:
    if _is_frame(grid):
        _write_cells(grid.rows, composer)
        return
    run: list[list[GridCell]] = []
    for row in grid.rows:
        if _is_laid_out(row):
            _write_run(run, composer)
            run = []
            _write_cells([row], composer)
        else:
            run.append(row)
    _write_run(run, composer)


def write_blocks(blocks: Iterable[Block], composer: Composer) -> None:
    """Write paragraphs and tables in order.

    A table of one column, or of a few cells holding paragraphs, is written as what is in it; so is a row
    that holds a table of data or long prose, with the rows above and below it as tables of their own.
    """
    for block in blocks:
        if isinstance(block, str):
            composer.paragraph(block)
        else:
            _write_grid(block, composer)
