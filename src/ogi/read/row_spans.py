"""Rows of a table in which no cell starts, and cells that reach below it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from ogi.read.document import RawCell


def close_rows(rows: Sequence[Sequence[RawCell]]) -> list[list[RawCell]]:
    """Return the rows in which a cell starts, each cell reaching over those of them that it covered.

    >>> rows = [[RawCell("一", 0, rowspan=9)], [], [RawCell("2", 1)]]
    >>> [[cell.rowspan for cell in row] for row in close_rows(rows)]
    [[2], [1]]
    """
    kept_before = [0, *accumulate(1 if row else 0 for row in rows)]
    closed: list[list[RawCell]] = []
    for i, row in enumerate(rows):
        if row:
            spans = (kept_before[min(i + cell.rowspan, len(rows))] - kept_before[i] for cell in row)
            closed.append(
                [
                    cell if cell.rowspan == span else cell._replace(rowspan=span)
                    for cell, span in zip(row, spans, strict=True)
                ]
            )
    return closed
