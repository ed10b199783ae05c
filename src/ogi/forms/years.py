"""Columns of other years: a table may print last year's numbers beside this year's (2012年, 2013年)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from ogi.read.blocks import Block, Line
from ogi.read.cells import squeeze
from ogi.report import Cell

_A_YEAR = re.compile(r"[(（]?(?P<year>(?:19|20)\d\d)(?:年度?|年全年|年数|年数据|年统计数)?[)）]?")
_THIS, _LAST = -1, -2
_THIS_YEAR = re.compile(r"(?:本|当|今)年度?(?:数|实际|数据)?")
_LAST_YEAR = re.compile(r"上一?年度?(?:数|同期|同期数|数据)?|去年(?:同期)?|上年实际")


def year_of(path: Sequence[Cell]) -> int | None:
    """Return the year that one of the headings over a value names, or None; a word for this or last year is
    one of the two constants."""
    return next((year for cell in path if (year := _named(cell.text)) is not None), None)


@lru_cache(maxsize=2_000)
def _named(heading: str) -> int | None:
    text = squeeze(heading)
    if found := _A_YEAR.fullmatch(text):
        return int(found["year"])
    if _THIS_YEAR.fullmatch(text):
        return _THIS
    return _LAST if _LAST_YEAR.fullmatch(text) else None


def part_years(block: Block, year: int) -> tuple[Block, Block | None]:
    """Return a block without the values of other years, and those in a block of their own.

    Only where the report's own year stands beside them: a lone column of another year is for the reader.
    """
    years = {year_of(path) for line in block.lines for path in line.headings}
    if not years - {None, _THIS, year} or not years & {_THIS, year}:
        return block, None
    own = tuple([_of_columns(line, year, own=True) for line in block.lines])
    others = tuple([_of_columns(line, year, own=False) for line in block.lines])
    return (
        Block(block.caption, block.pieces, own),
        Block(block.caption, block.pieces, tuple([line for line in others if line.values])),
    )


def _of_columns(line: Line, year: int, *, own: bool) -> Line:
    """A line with its values of the report's year alone, or with those of other years."""
    paths = [*line.headings, *[()] * (len(line.values) - len(line.headings))]
    kept = [i for i, path in enumerate(paths) if (year_of(path) in (None, _THIS, year)) == own]
    values = tuple([line.values[i] for i in kept])
    beside = tuple([cell for i, cell in enumerate(line.values) if i not in kept])
    return line._replace(values=values, headings=tuple([paths[i] for i in kept]), beside=beside)
