"""Numbers that ran together in one cell: parted where sums decide how, and only there."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from ogi.forms import Column, Match, Row
from ogi.forms.spec import year_and_cumulative
from ogi.read.blocks import Block, Line
from ogi.read.cells import ONE_NUMBER, is_plain_number, kind_of, one_number, squeeze

_PART = re.compile(ONE_NUMBER)
_FAR_APART = 100
_MOST_READINGS = 20_000
PARTED_BY_SUMS = "numbers run together, parted by the form's sums"


@dataclass(frozen=True, slots=True)
class Joined:
    """A cell of several numbers: its place in the row and the column, value and unit of each.

    `parts` is empty when nothing decides how to part it; `why` says what decided, or that nothing did.
    `covers` are the blank cells beside it that its numbers belong in.
    """

    index: int
    parts: tuple[tuple[Column | None, Decimal, str | None], ...]
    why: str
    covers: frozenset[int] = frozenset()


def _readings(digits: str, count: int) -> Iterator[tuple[int, ...]]:
    """Every way to read a run of digits as so many numbers, none with a leading zero."""
    if count == 1:
        if digits and (len(digits) == 1 or digits[0] != "0"):
            yield (int(digits),)
        return
    longest = 1 if digits[:1] == "0" else len(digits) - count + 1
    for length in range(1, longest + 1):
        for rest in _readings(digits[length:], count - 1):
            yield (int(digits[:length]), *rest)


def _keeps(values: Sequence[int], columns: Sequence[Column]) -> bool:
    """Whether a reading keeps what the columns promise: totals are sums, a year is at most all years."""
    for i, column in enumerate(columns):
        if column.total:
            parts = [
                v
                for v, other in zip(values, columns, strict=True)
                if not other.total
                and (other.dimension, other.indicator) == (column.dimension, column.indicator)
            ]
            if values[i] != sum(parts):
                return False
    pair = year_and_cumulative(columns)
    return pair is None or values[pair[0]] <= values[pair[1]]


def possible(digits: str, columns: Sequence[Column]) -> list[tuple[int, ...]]:
    """Return the readings of a run of digits that keep what the columns promise; none if too many."""
    found: list[tuple[int, ...]] = []
    for tried, values in enumerate(_readings(digits, len(columns))):
        if tried >= _MOST_READINGS:
            return []
        if _keeps(values, columns):
            found.append(values)
    return found


def _run_of(line: Line, match: Match) -> str | None:
    """The digits of a line whose only value stands where the form has several, or None."""
    if len(match.table.columns) < 2:
        return None
    several = [cell for cell in line.values if cell.text]
    if len(several) != 1 or several[0] is not line.values[0]:
        return None
    digits = squeeze(several[0].text)
    return digits if digits.isdigit() and len(digits) >= len(match.table.columns) else None


def _plain_reading(line: Line, match: Match, columns: Sequence[Column | None]) -> tuple[int, ...] | None:
    """The values of a line that stand apart, in the order of the form's columns; a blank is nothing."""
    if len(line.values) != len(match.table.columns) or None in columns:
        return None
    texts = [squeeze(cell.text).replace(",", "") for cell in line.values]
    if not all(text.isdigit() or kind_of(text) in ("blank", "nil") for text in texts):
        return None
    return tuple(int(text) if text.isdigit() else 0 for text in texts)


def decide(block: Block, match: Match, before: Mapping[str, Decimal]) -> dict[str, tuple[int, ...]]:
    """Return the one reading, by row, of the runs of digits that the form's identities decide.

    A row's own columns, the parts that add up to it and what it is a part of, and the year before's
    cumulative number (`before`, by indicator) each rule readings out. A run that can be read in one way, but
    that no sum confirms, may be a single number whose neighbours are missing: it stays undecided.
    """
    read = [
        (line, row, columns)
        for line, row, columns in zip(block.lines, match.rows, match.columns, strict=True)
        if row is not None and row.relation != "header"
    ]
    runs = {row.key for line, row, _ in read if _run_of(line, match)}
    if not runs:
        return {}
    readings: dict[str, list[tuple[int, ...]]] = {}
    confirmed: set[str] = set()
    total = any(column.total for column in match.table.columns)
    for line, row, columns in read:
        if digits := _run_of(line, match):
            found = possible(digits, match.table.columns)
            fitting = _with_before(found, row, match, before)
            readings[row.key] = fitting or found
            # No number begins with two noughts.
            if total or fitting or digits == "0" * len(match.table.columns):
                confirmed.add(row.key)
        elif plain := _plain_reading(line, match, columns):
            readings[row.key] = [plain]
    for _ in range(3):  # what one sum decides may decide the next
        for parent, cuts in _sums(match, readings, "part").items():
            for parts in cuts:
                confirmed |= _rule_out(parent, parts, readings)
    # Channels need not add up to the total; where one reading alone makes them, that one is meant.
    for parent, cuts in _sums(match, readings, "of_which").items():
        for parts in cuts:
            if len(parts) > 1:
                confirmed |= _rule_out(parent, parts, readings, only=True)
    return {key: readings[key][0] for key in runs & confirmed if len(readings[key]) == 1}


def _with_before(
    readings: list[tuple[int, ...]], row: Row, match: Match, before: Mapping[str, Decimal]
) -> list[tuple[int, ...]]:
    """The readings whose cumulative number is the year before's and this year's."""
    pair = year_and_cumulative(match.table.columns)
    earlier = before.get(row.indicator or "")
    if pair is None or earlier is None:
        return []
    year, ever = pair
    return [r for r in readings if r[ever] == earlier + r[year]]


def _sums(match: Match, readings: Mapping[str, object], relation: str) -> dict[str, list[list[str]]]:
    """Rows with the complete lists of parts that add up to them, all of them read."""
    sums: dict[str, list[list[str]]] = {}
    for row in match.table.rows:
        cuts: dict[str | None, list[Row]] = {}
        for part in match.table.rows:
            if part.parent == row.key and part.relation == relation:
                cuts.setdefault(part.cut, []).append(part)
        lists = [[part.key for part in parts] for parts in cuts.values()]
        whole = [keys for keys in lists if all(key in readings for key in keys)]
        if row.key in readings and whole:
            sums[row.key] = whole
    return sums


def _rule_out(
    parent: str, parts: Sequence[str], readings: dict[str, list[tuple[int, ...]]], *, only: bool = False
) -> frozenset[str]:
    """Keep of each row the readings that some sum of the parts to the parent uses; `only` one such sum.

    Returns the rows that some sum holds for.
    """
    lists = [readings[key] for key in (parent, *parts)]
    if math.prod(len(options) for options in lists) > _MOST_READINGS:
        return frozenset()
    kept = [
        combination
        for combination in itertools.product(*lists)
        if all(whole == sum(column) for whole, *column in zip(*combination, strict=True))
    ]
    if len(kept) > 1 and only:
        return frozenset()
    if kept:  # none: the report contradicts itself, and nothing is decided by it
        for i, key in enumerate((parent, *parts)):
            readings[key] = list(dict.fromkeys(combination[i] for combination in kept))
    return frozenset([parent, *parts]) if kept else frozenset()


def part_joined(
    line: Line,
    row: Row | None,
    columns: Sequence[Column | None],
    match: Match | None,
    decided: Mapping[str, tuple[int, ...]],
) -> Iterator[Joined]:
    """Yield the cells of a line that hold more than one number.

    A run of digits in the place of all values of a row is parted as `decide` says; two numbers with a unit
    each (1个246900元) by their units, when as many columns of such units lack a value. In a row that lacks
    no value, blanks part a number's thousands (1 066).
    """
    if match is None or row is None:
        several = [i for i, cell in enumerate(line.values) if _holds_several(cell.text, line)]
        yield from (Joined(i, (), "numbers run together; no form tells how to part them") for i in several)
    elif _run_of(line, match) and columns[0] is None:
        yield _part_run(row, match, decided)
    else:
        for i, cell in enumerate(line.values):
            if _holds_several(cell.text, line):
                yield _part_units(i, cell.text, line, columns, match.table.columns)
        yield from _part_beside(line, [column for column in columns if column is not None])


def _holds_several(text: str, line: Line) -> bool:
    """Whether a cell of a line holds several numbers."""
    parts = _several(text)
    return len(parts) > 1 and not (one_number(text) and _is_grouped(parts, line))


@lru_cache(maxsize=20_000)
def _several(text: str) -> tuple[str, ...]:
    """The numbers that a cell may hold: its parts between blanks; all of it twice where none parts them."""
    if is_plain_number(text) or kind_of(text) != "number":
        return ()
    if one_number(text) is None:
        return (text, text)
    parts = tuple(text.split())
    return parts if all(part[:1].isdigit() for part in parts) else ()


def _is_grouped(parts: Sequence[str], line: Line) -> bool:
    """Whether blanks part a number's thousands: before a nought (1 066), or in a row of such numbers.

    The row has several values and lacks none, and as one number it is not far from the others: 1 877, 2 036.
    """
    if len(parts[0]) > 3 or not all(len(part) == 3 and part.isdigit() for part in parts[1:]):
        return False
    if any(part.startswith("0") for part in parts[1:]):
        return True
    found = [one_number(cell.text) for cell in (*line.values, *line.beside)]
    if line.ragged or len(found) < 2 or not all(found):
        return False
    values = [int(re.sub(r"\D", "", match["digits"])) for match in found if match]
    return max(values) < _FAR_APART * max(min(values), 1)


def _part_run(row: Row, match: Match, decided: Mapping[str, tuple[int, ...]]) -> Joined:
    if row.key not in decided:
        return Joined(0, (), "numbers run together, and no sum decides how to part them")
    columns = match.table.columns
    values = tuple((c, Decimal(v), None) for c, v in zip(columns, decided[row.key], strict=True))
    return Joined(0, values, PARTED_BY_SUMS, frozenset(range(1, len(columns))))


def _part_beside(line: Line, columns: Sequence[Column]) -> Iterator[Joined]:
    """The cell whose digits belong in the blank cells beside it as well, where the row's total says so.

    Only in a row that does not add up as it is printed: 51, blank, 0, 0, 0, 0 with a total of 6 is 5 and 1.
    """
    texts = [squeeze(cell.text).replace(",", "") for cell in line.values]
    if "" not in texts:
        return
    plain = all(text.isdigit() or not text for text in texts)
    if len(columns) != len(texts) or not plain or not any(column.total for column in columns):
        return
    printed = [int(text or 0) for text in texts]
    if _keeps(printed, columns):
        return
    found: list[tuple[int, tuple[int, ...], tuple[int, ...]]] = []
    for i, text in enumerate(texts):
        for run in _blank_runs(texts, i) if len(text) > 1 else ():
            for values in _readings(text, len(run)):
                tried = list(printed)
                for place, value in zip(run, values, strict=True):
                    tried[place] = value
                if _keeps(tried, columns):
                    found.append((i, run, values))
    if len(found) == 1:
        i, run, values = found[0]
        parts = tuple((columns[place], Decimal(v), None) for place, v in zip(run, values, strict=True))
        yield Joined(i, parts, PARTED_BY_SUMS, frozenset(run) - {i})
    elif found:
        several = sorted({i for i, _, _ in found})
        yield from (Joined(i, (), "numbers run together; sums allow more than one reading") for i in several)


def _blank_runs(texts: Sequence[str], at: int) -> Iterator[tuple[int, ...]]:
    """The cell with the blank ones right behind it, and with those right before it."""
    for step in (1, -1):
        end = at + step
        while 0 <= end < len(texts) and not texts[end]:
            end += step
            yield tuple(range(min(at, end - step), max(at, end - step) + 1))


def _part_units(
    index: int, text: str, line: Line, columns: Sequence[Column | None], wanted: Sequence[Column]
) -> Joined:
    """Two numbers with units of their own, where the next columns' cells are blank or missing."""
    parts = [(Decimal(m["digits"].replace(",", "")), m["unit"]) for m in _PART.finditer(squeeze(text))]
    free = [c for c in wanted if c not in columns or c is columns[index] or _is_blank(line, columns, c)]
    units = [unit for _, unit in parts]
    if len(parts) == len(free) and all(units) and len(set(units)) == len(units):
        by_unit = [next((p for p in parts if p[1] in (c.unit, _root(c.unit))), None) for c in free]
        if all(by_unit) and len({id(p) for p in by_unit}) == len(parts):
            found = tuple((c, p[0], p[1]) for c, p in zip(free, by_unit, strict=True) if p)
            return Joined(index, found, "numbers run together, parted by their units")
    return Joined(index, (), "numbers run together, and nothing decides how to part them")


def _root(unit: str | None) -> str | None:
    return unit.removeprefix("万") if unit else None


def _is_blank(line: Line, columns: Sequence[Column | None], column: Column) -> bool:
    return any(
        c is column and kind_of(cell.text) == "blank" for c, cell in zip(columns, line.values, strict=True)
    )
