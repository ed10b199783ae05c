"""The blocks of a table of which only the order of its cells is known: plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TypeVar

from ogi.read.blocks.line import ASIDE_HEADINGS, LABEL_HEADINGS, Block, Line
from ogi.read.cells import kind_of, squeeze
from ogi.report import Cell, Span, Table

_T = TypeVar("_T")

_LABEL_HEADING = re.compile(rf"{LABEL_HEADINGS}|计量")
_ASIDE_HEADING = re.compile(ASIDE_HEADINGS)
_REMARKS = re.compile(r"备注|说明")
_LEVELS = tuple(
    re.compile(p)
    for p in (
        r"[一二三四五六七八九十]{1,3}[、.]",
        r"[(（][一二三四五六七八九十]{1,3}[)）]",
        r"(?:其中[:：]?)?\d{1,2}[.、]|[①-⑳]",
        r"[(（]\d{1,2}[)）]|[⑴-⒇]",
    )
)


@lru_cache(maxsize=20_000)
def _level(text: str) -> int:
    """How deep a label's numbering stands: 一、 above （一） above 1. above （1）; without any, deepest."""
    flat = squeeze(text)
    return next((i for i, pattern in enumerate(_LEVELS) if pattern.match(flat)), len(_LEVELS))


def flow_blocks(table: Table) -> Iterator[Block]:
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
    if at is not None:
        own = all(len(line.values) == len(valued) for line in lines) or _counts_up(lines, at, len(valued))
        if own and not _before_labels(headings):
            lines = [_without_code(line, at) for line in lines]
        elif any(map(_REMARKS.fullmatch, headings)) and _are_blank_at_end(lines):
            lines = [_without_code(line, len(line.values) - 1) for line in lines]
        pieces = [cell for cell in pieces if not _ASIDE_HEADING.fullmatch(squeeze(cell.text))]
    lines = _without_nil_units(lines)
    width = max(len(line.values) for line in lines)
    return Block("", tuple(pieces), tuple(_filled(line, width) for line in lines))


def _without_nil_units(lines: list[Line]) -> list[Line]:
    """Lines without the nil mark that headings print for a unit: 一、主动公开情况 —— ——."""
    width = max((len(line.values) for line in lines if line.unit), default=0)
    return [
        line._replace(values=line.values[1:], headings=line.headings[1:])
        if width and not line.unit and len(line.values) == width + 1 and _are_nil(line.values)
        else line
        for line in lines
    ]


def _are_nil(cells: Sequence[Cell]) -> bool:
    return all(kind_of(cell.text) == "nil" for cell in cells)


def _before_labels(headings: Sequence[str]) -> bool:
    """Whether a heading of row numbers stands before that of the labels: its numbers head their rows."""
    at = next(i for i, text in enumerate(headings) if _ASIDE_HEADING.fullmatch(text))
    return any(_LABEL_HEADING.fullmatch(text) and text != "计量" for text in headings[at + 1 :])


def _are_blank_at_end(lines: Sequence[Line]) -> bool:
    return all(len(line.values) > 1 and kind_of(line.values[-1].text) == "blank" for line in lines)


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
