"""The cells of a ruled table: their text, what kind of text it is, and the rows and columns they make."""

from __future__ import annotations

import re
from dataclasses import replace

from ogi.numerals import flatten
from ogi.read.document import RawCell
from ogi.read.page.layout import Box, Line, Ruled, close, cluster, nearest, without

EDGE = 6.0  # points: edges of columns closer than this are one
ROW = 6.0  # points: edges of rows closer than this are one
UNITS = frozenset("条件份次人元个篇起批期项例名宗家则") | {"万元", "人次", "批次"}
NUMBERS = re.compile(r"[+-]?[\d,.]+")
_VALUE = re.compile(rf"[+-]?\d[\d,]*(?:\.\d+)?(?:%|{'|'.join(sorted(UNITS))})?|[-/—–―无]+")
_PADDING = 5.8  # points at most, between a cell's side and its text
_FEWEST_FILLED = 8  # one cell in so many: a form that is left blank still has its labels
_MOSTLY_PROSE, _HALF_PROSE = 0.85, 0.5  # of a table's characters, with numbers in it and without
_SHORTEST_PROSE = 60  # characters


def cell_text(box: Box) -> str:
    """Return a cell's text, line by line; a number that its column broke is one again."""
    text = ""
    last: Line | None = None
    for line in box.lines:
        broken = last is not None and _number_goes_on(box, last, line)
        text += ("" if broken or last is None else "\n") + line.text
        last = line
    return text


def _number_goes_on(box: Box, line: Line, following: Line) -> bool:
    """Whether a number fills its line so that the rest of it had to go on the next."""
    first, rest = flatten(line.text).strip(), flatten(following.text).strip()
    if not (NUMBERS.fullmatch(first) and NUMBERS.fullmatch(rest)) or len(first) < 2:
        return False
    return filled(box, line) and (len(rest) < len(first) or "." in first) and rest[0] not in "+-"


def filled(box: Box, line: Line) -> bool:
    """Return whether a line had no room for one more character in its cell."""
    more = 0.5 if line.text[-1:].isascii() else 1.0
    return box.x1 - box.x0 - (line.x1 - line.x0) < 2 * _PADDING + more * line.size


def squeezed(box: Box) -> str:
    """Return a cell's text without blanks and line ends, full-width signs made ASCII."""
    return re.sub(r"\s", "", flatten("".join(line.text for line in box.lines)))


def is_value(text: str) -> bool:
    """Return whether a cell's text is a number, with or without a unit, or a mark for none."""
    return _VALUE.fullmatch(text) is not None


def row_tops(table: Ruled) -> list[float]:
    """Return the upper edges of a table's rows: where cells start."""
    return cluster([box.top for box in table.boxes], ROW)


def rows_by_start(table: Ruled) -> list[list[Box]]:
    """Return the cells by the row they start in, from the top, each row from left to right."""
    tops = row_tops(table)
    rows: list[list[Box]] = [[] for _ in tops]
    for box in sorted(table.boxes, key=lambda b: b.x0):
        rows[nearest(tops, box.top)].append(box)
    return rows


def _same_columns(one: Box, other: Box) -> bool:
    return close(one.x0, other.x0, EDGE) and close(one.x1, other.x1, EDGE)


def without_lone_edges(boxes: list[Box]) -> list[Box]:
    """Return the cells, a blank one joined to the one above or below it when their edge is no other cell's.

    At a page's end printers may close a cell's frame elsewhere than its row's.
    """
    ys = cluster([y for box in boxes for y in (box.top, box.bottom)], ROW)
    users: list[list[Box]] = [[] for _ in ys]
    for box in boxes:
        users[nearest(ys, box.top)].append(box)
        users[nearest(ys, box.bottom)].append(box)
    gone: list[Box] = []
    for pair in users[1:-1]:
        if len(pair) != 2:
            continue
        above, below = sorted(pair, key=lambda b: b.top)
        same = _same_columns(above, below) and close(above.bottom, below.top, ROW)
        if same and (above.blank or below.blank):
            below.top = above.top
            below.lines = above.lines or below.lines
            gone.append(above)
    return without(boxes, gone)


def rows_of(table: Ruled) -> list[list[tuple[RawCell, Box]]]:
    """Return a table's rows: for each the cells that start in it, with their columns and spans, as drawn."""
    xs = cluster([x for box in table.boxes for x in (box.x0, box.x1)], EDGE)
    ys = row_tops(table)
    rows: list[list[tuple[RawCell, Box]]] = [[] for _ in ys]
    for box in sorted(table.boxes, key=lambda b: (b.top, b.x0)):
        row, column = nearest(ys, box.top), nearest(xs, box.x0)
        across = nearest(xs, box.x1) - column
        down = sum(y < box.bottom - ROW for y in ys[row:])
        rows[row].append((RawCell(cell_text(box), column, max(1, across), max(1, down)), box))
    return [sorted(row, key=lambda cell: cell[0].column) for row in rows]


def row_at(table: Ruled, y: float) -> int:
    """Return the index of the row that starts at a height."""
    return nearest(row_tops(table), y)


def is_table(table: Ruled) -> bool:
    """Whether ruled cells are a table: two columns and two rows at least, and no mere frames for prose."""
    columns = len(cluster([x for box in table.boxes for x in (box.x0, box.x1)], EDGE)) - 1
    texts = [text for text in map(squeezed, table.boxes) if text]
    if columns < 2 or len(row_tops(table)) < 2 or len(texts) < 2:
        return False
    if len(texts) * _FEWEST_FILLED < len(table.boxes):
        return False  # the lines of a chart
    values = sum(_VALUE.fullmatch(text) is not None for text in texts)
    prose = sum(len(text) for text in texts if "。" in text) / sum(len(text) for text in texts)
    return prose <= (_MOSTLY_PROSE if values * 5 >= len(texts) else _HALF_PROSE)


def _without_blank_sides(boxes: list[Box]) -> list[Box]:
    """The cells without blank columns at the left and the right: what a frame leaves beside a table in it."""
    for left in (True, False):
        while len(boxes) > 1:
            outer = min(box.x0 for box in boxes) if left else max(box.x1 for box in boxes)
            side = [box for box in boxes if close(box.x0 if left else box.x1, outer, EDGE)]
            if len(side) == len(boxes) or not all(box.blank for box in side):
                break
            boxes = without(boxes, side)
    return boxes


def _is_prose(box: Box) -> bool:
    text = squeezed(box)
    return "。" in text and len(text) > _SHORTEST_PROSE


def split_prose(table: Ruled) -> tuple[list[Box], Ruled, list[Box]]:
    """Return the table without the prose framed with it, and the cells that hold the prose above and below.

    Prose is a row of one cell with sentences, and the rows of one cell between that and the table's end.
    Where the table has blank columns at its sides, it stands in a frame, whose rows of one cell are no part
    of it.
    """
    rows, left, right = rows_by_start(table), table.x0, table.x1
    alone = [len(row) == 1 and close(row[0].x0, left, EDGE) and close(row[0].x1, right, EDGE) for row in rows]
    first = next((i for i, single in enumerate(alone) if not single), len(rows))
    last = next((i for i in range(len(rows), first, -1) if not alone[i - 1]), first)
    inner = [box for row in rows[first:last] for box in row]
    if len(_without_blank_sides(inner)) < len(inner):
        start, end = first, last
    else:
        start = max((i + 1 for i in range(first) if _is_prose(rows[i][0])), default=0)
        end = min((i for i in range(last, len(rows)) if _is_prose(rows[i][0])), default=len(rows))
    above, below = [box for row in rows[:start] for box in row], [box for row in rows[end:] for box in row]
    core = _without_blank_sides([box for row in rows[start:end] for box in row])
    top = min((box.top for box in core), default=table.bottom)
    page = max((page for page, y in table.breaks if y <= top + ROW), default=table.page)
    breaks = [(number, y) for number, y in table.breaks if number > page]
    return above, replace(table, boxes=core, page=page, breaks=breaks), below
