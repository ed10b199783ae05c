"""A table's rows as labels and values: which cells name, which count, and which heading each value is under.

A block is a run of rows under one set of headings. Nothing here knows a form: rows are told apart by what
their cells are, values find their headings by the grid, and by their order where the spans of heading and
row disagree but their numbers of cells agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple, TypeVar

from ogi.read.cells import Kind, kind_of, squeeze
from ogi.report import Cell, Span, Table

_T = TypeVar("_T")
_VALUES = frozenset(["number", "nil"])
_WORDS = frozenset(["text", "unit"])
_Path = tuple[Cell, ...]  # headings from the top down

# Headings over labels and units, as a pattern.
LABEL_HEADINGS = "指标名称|统计指标|信息内容|计量单位|单位|指标|项目|名称|内容"
_UNIT_HEADING = re.compile(r"计量单位|单位|计量")
_LABEL_HEADING = re.compile(rf"{LABEL_HEADINGS}|计量")
_ASIDE_HEADING = re.compile(r"备注|说明|代码|序号|编号|行次|栏次|序次|编码")
_ORDINAL_ROW = re.compile(r"[甲乙丙AB]|栏次")
_LEVELS = tuple(
    re.compile(p)
    for p in (
        r"[一二三四五六七八九十]{1,3}[、.]",
        r"[(（][一二三四五六七八九十]{1,3}[)）]",
        r"(?:其中[:：]?)?\d{1,2}[.、]|[①-⑳]",
        r"[(（]\d{1,2}[)）]|[⑴-⒇]",
    )
)


class Line(NamedTuple):
    """A row of values: its labels from the outermost in, its unit, its values, the headings over each.

    `headings` has for each value the cells above it from the top down, or nothing where that is not known.
    `ragged` marks a row with fewer cells than its block: which one is missing cannot be told. `above` is a
    label without values on the line before: it may be this label's first line.
    """

    labels: tuple[Cell, ...]
    unit: Cell | None
    values: tuple[Cell, ...]
    headings: tuple[tuple[Cell, ...], ...]
    ragged: bool = False
    above: Cell | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """Rows under one set of headings; `pieces` are all heading cells in printed order."""

    caption: str
    pieces: tuple[Cell, ...]
    lines: tuple[Line, ...]


class _Row(NamedTuple):
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


def _grid(table: Table) -> list[_Row]:
    rows: list[_Row] = []
    above: list[tuple[Cell, Kind, int]] = []  # cells from above and the rows they still reach over
    for printed in table.rows:
        own = tuple(sorted([(cell, kind_of(cell.text)) for cell in printed], key=_column))
        here = sorted([*((cell, kind) for cell, kind, _ in above), *own], key=_column) if above else own
        cells, kinds = tuple([cell for cell, _ in here]), tuple([kind for _, kind in here])
        end = max([cell.column + cell.colspan for cell in cells], default=0)
        values = [cell.column for cell, kind in own if kind in _VALUES]
        rows.append(_Row(cells, kinds, own, bool(values), end, _first_value(here, values)))
        above = [(cell, kind, left - 1) for cell, kind, left in above if left > 1]
        above += [(cell, kind, cell.rowspan - 1) for cell, kind in own if cell.rowspan > 1]
    return rows


def _column(pair: tuple[Cell, Kind]) -> int:
    return pair[0].column


def _end(cell: Cell) -> int:
    return cell.column + cell.colspan


def _first_value(here: Sequence[tuple[Cell, Kind]], values: Sequence[int]) -> int | None:
    """The first of the columns where values start that is behind the row's first words."""
    if not values:
        return None
    after = -1
    for cell, kind in here:
        if kind in _WORDS:
            after = cell.column
            break
    return next((column for column in values if column > after), None)


def _is_ordinal(row: _Row) -> bool:
    """Whether a row only numbers the columns: 甲 乙 1 2."""
    words = [cell.text for cell, kind in row.own if kind not in ("blank", "number")]
    if not words or not all(_ORDINAL_ROW.fullmatch(squeeze(text)) for text in words):
        return False
    numbers = [squeeze(cell.text) for cell, kind in row.own if kind == "number"]
    digits = [int(text) for text in numbers if text.isdigit()]
    return bool(digits) and digits == list(range(digits[0], digits[0] + len(digits)))


def _value_start(rows: Iterable[_Row]) -> int | None:
    """The first column that holds values: left of it are labels, units and ordinals."""
    return min([row.first_value for row in rows if row.first_value is not None], default=None)


def _leaves(headings: Sequence[_Row], first: int) -> list[_Path]:
    """The headings over each value column, from the top down, without those over labels alone."""
    width = max([row.end for row in headings], default=0)
    paths: list[_Path] = []
    for column in range(first, width):
        path: list[Cell] = []
        for row in headings:
            for cell in row.cells:
                if cell.column <= column < _end(cell) and cell.text and cell not in path:
                    path.append(cell)
        if path and (not paths or paths[-1][-1] is not path[-1]):
            paths.append(tuple(path))
    return paths


def _is_aside(path: _Path) -> bool:
    return bool(_ASIDE_HEADING.fullmatch(squeeze(path[-1].text)))


def _is_unit(path: _Path) -> bool:
    return bool(_UNIT_HEADING.fullmatch(squeeze(path[-1].text)))


class _Headings:
    """The paths of headings over the values of a block; `known` are those over its numbers."""

    def __init__(self, rows: Sequence[_Row], first: int) -> None:
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
        end = _end(cell)
        over = [path for path in self._leaves if path[-1].column < end and cell.column < _end(path[-1])]
        path = over[0] if len(over) == 1 else ()
        return None if path and _is_aside(path) else path


def _split(row: _Row, first: int) -> Iterator[tuple[list[Cell], Cell | None, list[Cell]]]:
    """The parts of a row, each labels, unit and values: a form may stand in two columns side by side."""
    labels: list[Cell] = []
    unit: Cell | None = None
    values: list[Cell] = []
    for cell, kind in zip(row.cells, row.kinds, strict=True):
        if kind not in _WORDS and cell.column >= first:
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


def _lines(row: _Row, first: int, over: _Headings, width: int) -> Iterator[Line]:
    for labels, unit, found in _split(row, first):
        paths = over.over(found)
        values = tuple([cell for cell, path in zip(found, paths, strict=True) if path is not None])
        # Spans may disagree: as many cells as headings are theirs in order.
        known = len(over.known) == len(values)
        headings = over.known if known else tuple([path for path in paths if path is not None])
        ragged = len(values) < len(over.known) and _end(row.cells[-1]) < width
        yield Line(tuple(labels), unit, values, headings, ragged)


def _is_caption(row: _Row, width: int) -> bool:
    """Whether a row is one cell of words over the whole width, or alone in its row."""
    words = [cell for cell, kind in row.own if kind == "text"]
    return len(words) == 1 and len(row.cells) == 1 and _end(words[0]) - words[0].column >= min(width, 2)


def _is_heading(row: _Row, first: int | None) -> bool:
    """Whether a row without numbers heads those below: it has words where values stand, and no blanks."""
    words = [cell for cell, kind in row.own if kind in ("text", "unit")]
    if first is None:
        return bool(words)
    over_values = [cell for cell in words if _end(cell) > first]
    blanks = [cell for cell, kind in row.own if kind == "blank" and cell.column >= first]
    return bool(over_values) and len(over_values) >= len(blanks)


def _block(caption: str, headings: list[_Row], data: list[_Row], first: int) -> Block | None:
    # Each block has its own columns of labels: those of the whole table may be wide of the mark.
    own = _value_start([row for row in data if row.has_values])
    start = first if own is None else own
    over = _Headings(headings, start)
    width = max([row.end for row in (*headings, *data)], default=0)
    lines = [line for row in data for line in _lines(row, start, over, width)]
    pieces = tuple(cell for row in headings for cell, _ in row.own if cell.text)
    return Block(caption, pieces, tuple(lines)) if lines else None


def _placed_blocks(table: Table) -> Iterator[Block]:
    rows = [row for row in _grid(table) if not _is_ordinal(row)]
    width = max([row.end for row in rows], default=0)
    first = _value_start([row for row in rows if row.has_values])
    caption = ""
    headings: list[_Row] = []
    data: list[_Row] = []
    used = False  # whether the headings already have rows of values below them
    for row in rows:
        is_caption = not row.has_values and _is_caption(row, width)
        is_heading = not row.has_values and not is_caption and _is_heading(row, first)
        if (is_caption or is_heading) and data:
            if block := _block(caption, headings, data, first or 0):
                yield block
            data = []
        if is_caption:
            caption = next(cell.text for cell, kind in row.own if kind == "text")
        elif is_heading:
            headings = [] if used else headings
            headings.append(row)
            used = False
        elif any(kind != "blank" for kind in row.kinds):
            data.append(row)
            used = True
    if data and (block := _block(caption, headings, data, first or 0)):
        yield block


@lru_cache(maxsize=20_000)
def _level(text: str) -> int:
    """How deep a label's numbering stands: 一、 above （一） above 1. above （1）; without any, deepest."""
    flat = squeeze(text)
    return next((i for i, pattern in enumerate(_LEVELS) if pattern.match(flat)), len(_LEVELS))


def _flow_blocks(table: Table) -> Iterator[Block]:
    """The blocks of a table whose cells have no columns: headings, then rows of a label and its values."""
    pieces: list[Cell] = []
    lines: list[Line] = []
    over: list[Cell] = []  # labels without values, each deeper than the one before
    above: Cell | None = None
    for row in table.rows:
        words: list[Cell] = []
        values: list[Cell] = []
        unit: Cell | None = None
        for cell in row:
            kind = kind_of(cell.text)
            if kind == "text":
                words.append(cell)
            elif kind != "unit":
                values.append(cell)
            elif unit is None:
                unit = cell
        if values:
            level = _level(words[0].text) if words else 0
            over = [cell for cell in over if _level(cell.text) < level]
            lines.append(Line((*over, *words), unit, tuple(values), ((),) * len(values), above=above))
            # 三、本年度办理结果 （一）予以公开 12: the first label is over the next rows, too.
            over += words[:-1]
            above = None
        elif lines and len(words) == len(row) and all(_level(c.text) < len(_LEVELS) for c in words):
            for word in words:
                over = [*(cell for cell in over if _level(cell.text) < _level(word.text)), word]
            above = words[-1]
        elif lines and len(row) == 1:
            above = row[0]
        else:
            if lines:
                yield _flow_block(pieces, lines)
                pieces, lines, over = [], [], []
            pieces.extend(row)
            above = row[-1]
    if lines:
        yield _flow_block(pieces, lines)


def _flow_block(pieces: list[Cell], lines: list[Line]) -> Block:
    """A block without its columns of codes or row numbers, where the headings say there is one."""
    headings = [squeeze(cell.text) for cell in pieces]
    valued = [text for text in headings if not _LABEL_HEADING.fullmatch(text)]
    at = next((i for i, text in enumerate(valued) if _ASIDE_HEADING.fullmatch(text)), None)
    if at is not None and (
        all(len(line.values) == len(valued) for line in lines) or _counts_up(lines, at, len(valued))
    ):
        lines = [_without_code(line, at) for line in lines]
        pieces = [cell for cell in pieces if not _ASIDE_HEADING.fullmatch(squeeze(cell.text))]
    width = max(len(line.values) for line in lines)
    return Block("", tuple(pieces), tuple(_filled(line, width) for line in lines))


def _counts_up(lines: Sequence[Line], at: int, most: int) -> bool:
    """Whether the values at a place number the lines: each is one more than the line before's."""
    if any(not at < len(line.values) <= most for line in lines):
        return False
    codes = [squeeze(line.values[at].text) for line in lines]
    return (
        len(codes) > 1
        and all(code.isdigit() for code in codes)
        and [int(code) for code in codes] == list(range(int(codes[0]), int(codes[0]) + len(codes)))
    )


def _without_code(line: Line, at: int) -> Line:
    """A line without its code; where it has nothing else, with a blank."""
    if len(line.values) == 1:
        end = line.values[0].span.end
        return line._replace(values=(Cell("", Span(end, end)),))
    return line._replace(values=_without(line.values, at), headings=_without(line.headings, at))


def _filled(line: Line, width: int) -> Line:
    """A line with as many values as its block: one with some of its numbers is ragged."""
    missing = width - len(line.values)
    if not missing:
        return line
    end = line.values[-1].span.end
    values = (*line.values, *(Cell("", Span(end, end)) for _ in range(missing)))
    blank = all(kind_of(cell.text) == "blank" for cell in line.values)
    return line._replace(values=values, headings=((),) * width, ragged=not blank)


def _without(items: tuple[_T, ...], at: int) -> tuple[_T, ...]:
    return (*items[:at], *items[at + 1 :])


def blocks_of(table: Table) -> tuple[Block, ...]:
    """Return the blocks of a table, each with at least one row of labels and values."""
    found = _placed_blocks(table) if table.placed else _flow_blocks(table)
    return tuple(replace(block, caption=block.caption or table.caption) for block in found)
