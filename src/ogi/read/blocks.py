"""A table's rows as labels and values: which cells name, which count, and which heading each value is under.

A block is a run of rows under one set of headings. Nothing here knows a form: rows are told apart by what
their cells are, values find their headings by the grid, and by their order where the spans of heading and
row disagree but their numbers of cells agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from ogi.read.cells import Kind, kind_of, squeeze
from ogi.report import Cell, Span, Table

_T = TypeVar("_T")

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


@dataclass(frozen=True, slots=True)
class Line:
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


@dataclass(frozen=True, slots=True)
class _Row:
    """A printed row with every cell that covers it, in grid order, and what each is."""

    cells: tuple[Cell, ...]
    kinds: tuple[Kind, ...]
    starts: frozenset[int]  # indices of the cells that start in this row

    def own(self) -> Iterator[tuple[Cell, Kind]]:
        for i, pair in enumerate(zip(self.cells, self.kinds, strict=True)):
            if i in self.starts:
                yield pair


def _grid(table: Table) -> list[_Row]:
    rows: list[_Row] = []
    above: list[tuple[Cell, int]] = []  # cells from above and the rows they still reach over
    kinds: dict[int, Kind] = {}
    for printed in table.rows:
        here = [(cell, False) for cell, _ in above] + [(cell, True) for cell in printed]
        here.sort(key=lambda pair: pair[0].column)
        cells = tuple(cell for cell, _ in here)
        for cell in printed:
            kinds[id(cell)] = kind_of(cell.text)
        starts = frozenset(i for i, (_, starts) in enumerate(here) if starts)
        rows.append(_Row(cells, tuple(kinds[id(cell)] for cell in cells), starts))
        above = [(cell, left - 1) for cell, left in above if left > 1]
        above += [(cell, cell.rowspan - 1) for cell in printed if cell.rowspan > 1]
    return rows


def _end(cell: Cell) -> int:
    return cell.column + cell.colspan


def _has_values(row: _Row) -> bool:
    return any(kind in ("number", "nil") for _, kind in row.own())


def _is_ordinal(row: _Row) -> bool:
    """Whether a row only numbers the columns: 甲 乙 1 2."""
    own = [(squeeze(cell.text), kind) for cell, kind in row.own() if kind != "blank"]
    digits = [int(text) for text, kind in own if kind == "number" and text.isdigit()]
    words = [text for text, kind in own if kind != "number"]
    return (
        bool(words and digits)
        and all(_ORDINAL_ROW.fullmatch(text) for text in words)
        and digits == list(range(digits[0], digits[0] + len(digits)))
    )


def _first_value(row: _Row) -> int | None:
    """The first column of a row's values; a number before all words is an ordinal."""
    words = [c.column for c, k in zip(row.cells, row.kinds, strict=True) if k in ("text", "unit")]
    numbers = [c.column for c, k in row.own() if k in ("number", "nil")]
    return min((n for n in numbers if not words or n > min(words)), default=None)


def _value_start(rows: Sequence[_Row]) -> int | None:
    """The first column that holds values: left of it are labels, units and ordinals."""
    return min((first for row in rows if (first := _first_value(row)) is not None), default=None)


def _leaves(headings: Sequence[_Row], first: int) -> list[tuple[Cell, ...]]:
    """The headings over each value column, from the top down, without those over labels alone."""
    width = max((_end(cell) for row in headings for cell in row.cells), default=0)
    paths: list[tuple[Cell, ...]] = []
    for column in range(first, width):
        path: list[Cell] = []
        for row in headings:
            for cell in row.cells:
                if cell.column <= column < _end(cell) and cell.text and cell not in path:
                    path.append(cell)
        if path and (not paths or paths[-1][-1] is not path[-1]):
            paths.append(tuple(path))
    return paths


def _over(cell: Cell, leaves: Sequence[tuple[Cell, ...]]) -> tuple[Cell, ...]:
    """The one path of headings over a cell, or nothing when there is none or more than one."""
    over = [path for path in leaves if path[-1].column < _end(cell) and cell.column < _end(path[-1])]
    return over[0] if len(over) == 1 else ()


def _is_aside(path: tuple[Cell, ...]) -> bool:
    return bool(path) and bool(_ASIDE_HEADING.fullmatch(squeeze(path[-1].text)))


def _split(row: _Row, first: int) -> Iterator[tuple[list[Cell], Cell | None, list[Cell]]]:
    """The parts of a row, each labels, unit and values: a form may stand in two columns side by side."""
    labels: list[Cell] = []
    unit: Cell | None = None
    values: list[Cell] = []
    for cell, kind in zip(row.cells, row.kinds, strict=True):
        if kind in ("number", "nil", "blank") and cell.column >= first:
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


def _lines(row: _Row, first: int, leaves: list[tuple[Cell, ...]], width: int) -> Iterator[Line]:
    for labels, unit, found in _split(row, first):
        paths = [_over(cell, leaves) for cell in found]
        asides = [_is_aside(path) for path in paths]
        values = [cell for cell, aside in zip(found, asides, strict=True) if not aside]
        headings = [path for path, aside in zip(paths, asides, strict=True) if not aside]
        known = [path for path in leaves if not _is_aside(path) and not _is_unit(path)]
        if len(known) == len(values):
            headings = known  # spans that disagree: as many cells as headings are theirs in order
        ragged = len(values) < len(known) and _end(row.cells[-1]) < width
        yield Line(tuple(labels), unit, tuple(values), tuple(headings), ragged)


def _is_unit(path: tuple[Cell, ...]) -> bool:
    return bool(_UNIT_HEADING.fullmatch(squeeze(path[-1].text)))


def _is_caption(row: _Row, width: int) -> bool:
    """Whether a row is one cell of words over the whole width, or alone in its row."""
    words = [cell for cell, kind in row.own() if kind == "text"]
    return len(words) == 1 and len(row.cells) == 1 and _end(words[0]) - words[0].column >= min(width, 2)


def _is_heading(row: _Row, first: int | None) -> bool:
    """Whether a row without numbers heads those below: it has words where values stand, and no blanks."""
    words = [cell for cell, kind in row.own() if kind in ("text", "unit")]
    if first is None:
        return bool(words)
    over_values = [cell for cell in words if _end(cell) > first]
    blanks = [cell for cell, kind in row.own() if kind == "blank" and cell.column >= first]
    return bool(over_values) and len(over_values) >= len(blanks)


def _block(caption: str, headings: list[_Row], data: list[_Row], first: int) -> Block | None:
    # Each block has its own columns of labels: those of the whole table may be wide of the mark.
    own = _value_start([row for row in data if _has_values(row)])
    start = first if own is None else own
    leaves = _leaves(headings, start)
    width = max((_end(cell) for row in (*headings, *data) for cell in row.cells), default=0)
    lines = [line for row in data for line in _lines(row, start, leaves, width)]
    pieces = tuple(cell for row in headings for cell, _ in row.own() if cell.text)
    return Block(caption, pieces, tuple(lines)) if lines else None


def _placed_blocks(table: Table) -> Iterator[Block]:
    rows = [row for row in _grid(table) if not _is_ordinal(row)]
    width = max((_end(cell) for row in rows for cell in row.cells), default=0)
    first = _value_start([row for row in rows if _has_values(row)])
    caption = ""
    headings: list[_Row] = []
    data: list[_Row] = []
    used = False  # whether the headings already have rows of values below them
    for row in rows:
        is_caption = not _has_values(row) and _is_caption(row, width)
        is_heading = not _has_values(row) and not is_caption and _is_heading(row, first)
        if (is_caption or is_heading) and data:
            if block := _block(caption, headings, data, first or 0):
                yield block
            data = []
        if is_caption:
            caption = next(cell.text for cell, kind in row.own() if kind == "text")
        elif is_heading:
            headings = [] if used else headings
            headings.append(row)
            used = False
        elif any(kind != "blank" for kind in row.kinds):
            data.append(row)
            used = True
    if data and (block := _block(caption, headings, data, first or 0)):
        yield block


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
        kinds = [kind_of(cell.text) for cell in row]
        words = [cell for cell, kind in zip(row, kinds, strict=True) if kind == "text"]
        values = [cell for cell, kind in zip(row, kinds, strict=True) if kind in ("number", "nil", "blank")]
        unit = next((cell for cell, kind in zip(row, kinds, strict=True) if kind == "unit"), None)
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
        return replace(line, values=(Cell("", Span(end, end)),))
    return replace(line, values=_without(line.values, at), headings=_without(line.headings, at))


def _filled(line: Line, width: int) -> Line:
    """A line with as many values as its block: one with some of its numbers is ragged."""
    missing = width - len(line.values)
    if not missing:
        return line
    end = line.values[-1].span.end
    values = (*line.values, *(Cell("", Span(end, end)) for _ in range(missing)))
    blank = all(kind_of(cell.text) == "blank" for cell in line.values)
    return replace(line, values=values, headings=((),) * width, ragged=not blank)


def _without(items: tuple[_T, ...], at: int) -> tuple[_T, ...]:
    return (*items[:at], *items[at + 1 :])


def blocks_of(table: Table) -> tuple[Block, ...]:
    """Return the blocks of a table, each with at least one row of labels and values."""
    found = _placed_blocks(table) if table.placed else _flow_blocks(table)
    return tuple(replace(block, caption=block.caption or table.caption) for block in found)
