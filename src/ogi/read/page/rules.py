"""Ruling lines become cells: a true grid in which a cell may reach over several columns and rows.

The lines need not meet exactly, a table may be open at its sides, and a missing corner costs nothing:
two neighbouring squares of the grid are one cell when no line runs between them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from ogi.read.page.layout import Box, Ruled, cluster, nearest

SNAP = 6.0  # points: edges closer than this are one, as are double lines; no row or column is as narrow
_COVERED = 0.6  # of a cell's side, to count as drawn
_MOST_RULES = 1_000  # in one direction; a page with more is a drawing
_MOST_OF_PAGE = 0.5
_MOST_SQUARES = 10_000  # of one table's grid


@dataclass(frozen=True, slots=True)
class Rule:
    """A line along one axis: where it stands across that axis, and from where to where it runs."""

    at: float
    start: float
    end: float


def merge(rules: Sequence[Rule], gap: float = SNAP) -> list[Rule]:
    """Return the rules with those that lie on one another, or follow at a small gap, made one."""
    merged: list[Rule] = []
    ordered = sorted(rules, key=lambda rule: rule.at)
    i = 0
    while i < len(ordered):
        j = i
        while j < len(ordered) and ordered[j].at - ordered[i].at <= gap:
            j += 1
        level = sorted(ordered[i:j], key=lambda rule: rule.start)
        at = sum(rule.at for rule in level) / len(level)
        start, end = level[0].start, level[0].end
        for rule in level[1:]:
            if rule.start - end > gap:
                merged.append(Rule(at, start, end))
                start, end = rule.start, rule.end
            end = max(end, rule.end)
        merged.append(Rule(at, start, end))
        i = j
    return merged


def group(across: Sequence[Rule], down: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Return the rules that touch one another, directly or through others: each group may be a table."""
    parent = list(range(len(across) + len(down)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, horizontal in enumerate(across):
        for k, vertical in enumerate(down):
            touches = (
                horizontal.start - SNAP <= vertical.at <= horizontal.end + SNAP
                and vertical.start - SNAP <= horizontal.at <= vertical.end + SNAP
            )
            if touches:
                parent[root(i)] = root(len(across) + k)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i in range(len(parent)):
        pair = groups.setdefault(root(i), ([], []))
        if i < len(across):
            pair[0].append(across[i])
        else:
            pair[1].append(down[i - len(across)])
    crossed = [pair for pair in groups.values() if pair[0]]
    return _with_lone_sides(crossed, [down for across, down in groups.values() if not across])


def _with_lone_sides(
    groups: list[tuple[list[Rule], list[Rule]]], lone: list[list[Rule]]
) -> list[tuple[list[Rule], list[Rule]]]:
    """Add upright rules that nothing touches to the group of their height: the side of a cell that is higher
    than the page."""
    for rule in (rule for rules in lone for rule in rules):
        for _, down in groups:
            if not down:
                continue
            top, bottom = min(r.start for r in down), max(r.end for r in down)
            if abs(rule.start - top) <= SNAP and abs(rule.end - bottom) <= SNAP:
                down.append(rule)
                break
    return groups


class _Grid:
    """The squares between a group's edges, and which of their sides are drawn."""

    def __init__(self, across: list[Rule], down: list[Rule]) -> None:
        left, right = min(rule.start for rule in across), max(rule.end for rule in across)
        top, bottom = min(rule.start for rule in down), max(rule.end for rule in down)
        self.xs = cluster([*(rule.at for rule in down), left, right], SNAP)
        self.ys = cluster([*(rule.at for rule in across), top, bottom], SNAP)
        self._across: list[list[Rule]] = [[] for _ in self.ys]
        self._down: list[list[Rule]] = [[] for _ in self.xs]
        for rule in across:
            self._across[nearest(self.ys, rule.at)].append(rule)
        for rule in down:
            self._down[nearest(self.xs, rule.at)].append(rule)

    @staticmethod
    def _share(rules: list[Rule], start: float, end: float) -> float:
        drawn = sum(max(0.0, min(end, rule.end) - max(start, rule.start)) for rule in rules)
        return drawn / (end - start)

    def wall_above(self, row: int, first: int, last: int) -> bool:
        """Whether a line runs along the top of a row's squares, from the first column to the last."""
        return self._share(self._across[row], self.xs[first], self.xs[last + 1]) >= _COVERED

    def wall_left(self, column: int, first: int, last: int) -> bool:
        """Whether a line runs along the left side of a column's squares, from the first row to the last."""
        return self._share(self._down[column], self.ys[first], self.ys[last + 1]) >= _COVERED

    def _runs(self, row: int) -> list[tuple[int, int]]:
        """The squares of a row with no line between them, as (first column, last column)."""
        starts = [c for c in range(len(self.xs) - 1) if c == 0 or self.wall_left(c, row, row)]
        return list(zip(starts, [*(s - 1 for s in starts[1:]), len(self.xs) - 2], strict=True))

    def cells(self) -> list[tuple[int, int, int, int]]:
        """(first row, last row, first column, last column) of every cell, from top to bottom."""
        done: list[tuple[int, int, int, int]] = []
        open_cells: dict[tuple[int, int], int] = {}  # (first, last column): first row
        for row in range(len(self.ys) - 1):
            kept: dict[tuple[int, int], int] = {}
            for run in self._runs(row):
                goes_on = run in open_cells and not self.wall_above(row, *run)
                kept[run] = open_cells[run] if goes_on else row
            done.extend((first, row - 1, *run) for run, first in open_cells.items() if kept.get(run) != first)
            open_cells = kept
        last = len(self.ys) - 2
        done.extend((first, last, *run) for run, first in open_cells.items())
        return sorted(done)

    def closed(self, cell: tuple[int, int, int, int]) -> bool:
        """Whether enough of a cell's sides are drawn: above and below, three of the four, or a page's end.

        Where a page's end cuts a table, no line may be drawn: both sides are enough for a cell there.
        """
        row0, row1, column0, column1 = cell
        above = self.wall_above(row0, column0, column1)
        below = self.wall_above(row1 + 1, column0, column1)
        left = self.wall_left(column0, row0, row1)
        right = self.wall_left(column1 + 1, row0, row1)
        cut = row0 == 0 or row1 == len(self.ys) - 2
        return (above and below) or above + below + left + right >= 3 or (left and right and cut)


def find_ruled(across: Sequence[Rule], down: Sequence[Rule], page_area: float) -> list[Ruled]:
    """Return the tables that horizontal and vertical rules draw, each with its (still empty) cells.

    A single frame is a table of one cell here (whether it is one for the reader is decided later), unless it
    runs round the page. A page with thousands of rules in one direction is a drawing: it has no tables.
    """
    level, upright = merge(across), merge(down)
    if max(len(level), len(upright)) > _MOST_RULES:
        return []
    found: list[Ruled] = []
    for rows, columns in group(level, upright):
        if len(rows) < 2 or not columns:
            continue
        grid = _Grid(rows, columns)
        if len(grid.xs) < 2 or len(grid.ys) < 2 or len(grid.xs) * len(grid.ys) > _MOST_SQUARES:
            continue
        boxes = [
            Box(grid.xs[c0], grid.ys[r0], grid.xs[c1 + 1], grid.ys[r1 + 1])
            for r0, r1, c0, c1 in (cell for cell in grid.cells() if grid.closed(cell))
        ]
        if boxes:
            found.append(Ruled(boxes))
    return sorted((t for t in found if not _is_border(t, found, page_area)), key=lambda table: table.top)


def _holds(outer: Ruled, inner: Ruled) -> bool:
    return (
        outer.x0 <= inner.x0
        and inner.x1 <= outer.x1
        and outer.top <= inner.top
        and inner.bottom <= outer.bottom
    )


def _is_border(table: Ruled, others: Sequence[Ruled], page_area: float) -> bool:
    """Whether a table is a mere frame: round the page, round another table, or in one (a box to tick)."""
    if len(table.boxes) > 1:
        return False
    round_page = (table.x1 - table.x0) * (table.bottom - table.top) > _MOST_OF_PAGE * page_area
    return round_page or any(
        other is not table and (_holds(table, other) or _holds(other, table)) for other in others
    )


class BoxIndex:
    """Finds the cell that a point lies in; where tables lie in one another, the innermost."""

    def __init__(self, tables: Sequence[Ruled]) -> None:
        by_area = sorted(tables, key=lambda t: (t.x1 - t.x0) * (t.bottom - t.top))
        self._tables = [(t.x0, t.top, t.x1, t.bottom, _Lookup(t.boxes)) for t in by_area]

    def at(self, x: float, y: float) -> Box | None:
        """The cell at a point, if any."""
        for x0, top, x1, bottom, lookup in self._tables:
            if x0 <= x <= x1 and top <= y <= bottom:
                box = lookup.at(x, y)
                if box is not None:
                    return box
        return None


class _Lookup:
    """The cells of one table by the square of the grid that a point falls in."""

    def __init__(self, boxes: Sequence[Box]) -> None:
        self._xs = sorted({x for box in boxes for x in (box.x0, box.x1)})
        self._ys = sorted({y for box in boxes for y in (box.top, box.bottom)})
        self._cells: dict[tuple[int, int], Box] = {}
        for box in boxes:
            for i in range(bisect_left(self._xs, box.x0), bisect_left(self._xs, box.x1)):
                for k in range(bisect_left(self._ys, box.top), bisect_left(self._ys, box.bottom)):
                    self._cells[i, k] = box

    def at(self, x: float, y: float) -> Box | None:
        return self._cells.get((bisect_right(self._xs, x) - 1, bisect_right(self._ys, y) - 1))
