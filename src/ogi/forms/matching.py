"""A block read as a table of a form: its lines as the form's rows, its values in the form's columns."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ogi.forms.labels import clean_label
from ogi.forms.spec import Column, Form, FormTable, Row, year_and_cumulative
from ogi.read.blocks import LABEL_HEADINGS, Block, Line
from ogi.read.cells import one_number, squeeze
from ogi.report import Cell

_SHARE_OF_HEADINGS = 0.6
# A heading that says no more than that numbers stand below it.
_PLAIN_HEADING = re.compile(
    r"数量|数值|数据|统计数|统计数据|合计|总计|件数|条数|本年|本年度|当年|年度|年末|年末统计|数|\d{4}年?度?"
)

# Headings that say what the numbers below them are.
_OF_VALUES = re.compile(r"累计|本期|年度|\d{4}年|数量|金额|件数|统计数|合计|总计")
# Headings over labels, units and codes.
_LABEL_HEADING = re.compile(rf"{LABEL_HEADINGS}|序号|代码")


@dataclass(frozen=True, slots=True)
class Match:
    """A block read as a table of a form: for each line its row, and for each of its values the column.

    `matched` is how many lines are rows of the form, `cells` how many values have both their row and their
    column, `exact` how many lines bear the very label of their row and no variant of it, `of_table` the
    share of the form's table that is there.
    """

    block: Block
    form: Form
    table: FormTable
    rows: tuple[Row | None, ...]
    columns: tuple[tuple[Column | None, ...], ...]
    matched: int
    cells: int
    exact: int
    of_table: float


def _row_of(line: Line, table: FormTable, last: int) -> int | None:
    """The row of a form that a line is: by its label, among several by the heading over it and by order."""
    labels = [cell.text for cell in line.labels if cell.text]
    if not labels:
        return next((i for i, row in enumerate(table.rows) if not row.label), None)
    found = table.labels.find(labels[-1])
    if not found and len(labels) > 1:
        found = table.labels.find("".join(labels[-2:])) or table.labels.find(labels[-2])
    if not found and line.above is not None:
        found = table.labels.find(line.above.text + labels[-1])
    if len(found) > 1:
        over = {clean_label(text) for text in labels[:-1]}
        grouped = [i for i in found if clean_label(_group_label(table, table.rows[i])) in over]
        found = tuple(grouped) or found
    return next((i for i in found if i > last), found[0] if found else None)


def _group_label(table: FormTable, row: Row) -> str:
    over = row.group or row.parent
    return table.by_key[over].label if over else ""


def _column_of(path: Sequence[Cell], table: FormTable) -> int | None:
    """The column that a path of headings names: its last heading, under the group that the form has."""
    if not path:
        return None
    found = table.headings.find(path[-1].text) or table.headings.find("".join(cell.text for cell in path))
    if len(found) > 1:
        over = {clean_label(cell.text) for cell in path[:-1]}
        found = tuple(i for i in found if clean_label(table.columns[i].group or "") in over) or found
        found = found if len(found) == 1 else ()
    return found[0] if found else None


def _in_sequence(line: Line, table: FormTable) -> bool:
    """Whether the lowest headings are the form's, each in its place, and the headings over them as well.

    Where groups of columns repeat the same headings, a group's cell that is drawn too narrow or too wide
    would put a value into another group.
    """
    if len(line.headings) != len(table.columns) or not all(line.headings):
        return False
    lowest = all(i in table.headings.find(path[-1].text) for i, path in enumerate(line.headings))
    over = {clean_label(cell.text) for path in line.headings for cell in path[:-1]}
    return lowest and all(clean_label(c.group) in over for c in table.columns if c.group)


def _by_headings(line: Line, table: FormTable) -> list[int | None]:
    """The columns of a line's values by the headings over them; what is left by order, where that is sure."""
    if _in_sequence(line, table):
        return list(range(len(table.columns)))
    columns = [_column_of(path, table) for path in line.headings]
    named = [i for i in columns if i is not None]
    if len(set(named)) < len(named):  # one heading over two values: neither is known
        columns = [i if columns.count(i) == 1 else None for i in columns]
        named = [i for i in columns if i is not None]
    complete = len(columns) == len(table.columns)
    in_order = all(i is None or i == place for place, i in enumerate(columns))
    if complete and in_order and len(named) >= _SHARE_OF_HEADINGS * len(columns):
        return list(range(len(columns)))
    if len(columns) == 1 == len(table.columns) and columns[0] is None:
        path = line.headings[0]
        plain = path and _PLAIN_HEADING.fullmatch(squeeze(path[-1].text))
        return [0] if plain and table.columns[0].dimension is None else columns
    return columns


def _value(cell: Cell) -> Decimal | None:
    match = one_number(cell.text)
    return Decimal(match["digits"].replace(",", "").replace("，", "")) if match else None


def adds_up(lines: Iterable[Line], columns: Sequence[Column]) -> bool:
    """Whether values, taken in the order of a form's columns, keep what those columns promise.

    The total column holds the others' sum; a year's number is at most the cumulative one. It takes two
    lines that say so and none in four that does not.
    """
    total = next((i for i, column in enumerate(columns) if column.total), None)
    pair = year_and_cumulative(columns)
    for_, against = 0, 0
    for line in lines:
        values = [_value(cell) for cell in line.values]
        if len(values) != len(columns):
            continue
        if total is not None:
            whole = values[total]
            parts = [v for i, v in enumerate(values) if i != total]
            if whole is None or (not whole and not any(parts)):
                continue
            holds = whole == sum((v or Decimal(0) for v in parts), Decimal(0))
        elif pair is not None:
            now, then = (values[i] for i in pair)
            if now is None or then is None or (not now and not then):
                continue
            holds = now <= then
        else:
            return False
        for_, against = for_ + holds, against + (not holds)
    return for_ >= 1 and for_ >= 3 * against


def _by_order(block: Block, table: FormTable) -> list[int | None] | None:
    """The columns of lines without headings of their own, by the form's order, where that is confirmed.

    The headings printed above must be the form's in the form's order; or all of them, in whatever order, and
    the numbers must add up as the form's columns do; or, with none printed, the numbers alone must.
    """
    count = len(table.columns)
    lines = [line for line in block.lines if len(line.values) == count]
    if not lines:
        return None
    cells = _heading_cells(block)
    printed = clean_label("".join(cell.text for cell in cells))
    known = list[int | None](range(count))
    if count == 1:
        return known if _heads_one(block.pieces, table) else None
    found = [set(table.headings.find(cell.text)) for cell in cells]
    places = [_first_at(i, column, found, printed) for i, column in enumerate(table.columns)]
    named = [place for place in places if place is not None]
    if len(named) == count and (_rises(named) or _in_groups(table, printed)):
        return known
    total = _single_total(table)
    confirmed = adds_up(lines, table.columns) or (len(named) == count and total and _all_zero(lines))
    return known if confirmed and (named or not printed) and len(named) in (0, count) else None


def _heads_one(cells: Sequence[Cell], table: FormTable) -> bool:
    """Whether headings without places are those of one column of values, and that column the form's.

    A word may be broken over cells (年末, 统计); another heading of values would be another column's.
    """
    headings = [squeeze(cell.text) for cell in cells]
    labels = next((i for i, text in enumerate(headings) if _LABEL_HEADING.fullmatch(text)), 0)
    headings = headings[labels:]  # what stands before them is the table's: （2016年度）
    while headings and _LABEL_HEADING.fullmatch(headings[0]):
        headings.pop(0)
    over_values = [text for text in headings if not _LABEL_HEADING.fullmatch(text)]
    if not over_values:
        return True
    joined = _LABEL_HEADING.sub("", "".join(headings))
    if _PLAIN_HEADING.fullmatch(joined) or table.headings.find("".join(headings)):
        return True
    last = over_values[-1]
    named = _PLAIN_HEADING.fullmatch(last) or table.headings.find(last)
    return bool(named) and not any(_OF_VALUES.search(text) for text in over_values[:-1])


def _first_at(index: int, column: Column, named: Sequence[set[int]], printed: str) -> int | None:
    """Where a column's heading is printed: its place among the heading cells, or in them put end to end."""
    for place, columns in enumerate(named):
        if index in columns:
            return 1000 * place
    joined = [clean_label(label) for label in (column.label, *column.variants) if "{" not in label]
    return next((printed.find(label) for label in joined if label in printed), None)


def _rises(places: Sequence[int]) -> bool:
    return all(a < b for a, b in itertools.pairwise(places))


def _in_groups(table: FormTable, printed: str) -> bool:
    """Whether headings repeated for each group of columns are all there, as often as the form has them.

    `printed` are the cleaned headings end to end: a line of them may be one cell.
    """
    wanted = Counter(clean_label(column.label) for column in table.columns)
    groups = {clean_label(column.group) for column in table.columns if column.group}
    repeated = any(count > 1 for count in wanted.values())
    there = all(printed.count(label) >= n for label, n in wanted.items())
    return repeated and there and all(group in printed for group in groups)


def _heading_cells(block: Block) -> list[Cell]:
    """The heading cells of a block, with the label that its first row of values has taken from them."""
    first = block.lines[0].labels[-1:]
    return [*block.pieces, *(first if len(block.lines) == 1 else ())]


def _single_total(table: FormTable) -> bool:
    return sum(column.total for column in table.columns) == 1


def _all_zero(lines: Sequence[Line]) -> bool:
    return all(not _value(cell) for line in lines for cell in line.values)


# What of a block its reading rests on: for each line its labels, how many values it has, and what heads them.
Shape = tuple[tuple[object, ...], ...]
_MOST_READINGS = 2_000


def shape_of(block: Block) -> Shape:
    """Return what of a block its reading rests on."""
    return tuple(
        [
            (
                tuple([cell.text for cell in line.labels]),
                line.above.text if line.above else None,
                len(line.values),
                tuple([tuple([cell.text for cell in path]) for path in line.headings]),
            )
            for line in block.lines
        ]
    )


def match_block(block: Block, form: Form, table: FormTable, shape: Shape) -> Match:
    """Return a block of a shape read as a table of a form, whatever share of it fits.

    Reports of one form have their labels in common: what was read as the table before is not read again.
    """
    headed = any(path for line in block.lines for path in line.headings)
    ordered = None if headed else _by_order(block, table)
    key = (shape, ordered and tuple(ordered))
    found = table.readings.get(key)
    if found is None:
        if len(table.readings) >= _MOST_READINGS:
            table.readings.clear()
        found = table.readings[key] = _reading(block, table, ordered)
    return Match(block, form, table, *found)


def _reading(
    block: Block, table: FormTable, ordered: list[int | None] | None
) -> tuple[tuple[Row | None, ...], tuple[tuple[Column | None, ...], ...], int, int, int, float]:
    """The rows and columns of a block's lines, and the counts that a match has of them."""
    rows: list[Row | None] = []
    columns: list[tuple[Column | None, ...]] = []
    nameless = len(table.rows) == 1 and not table.rows[0].label
    last = -1
    for line in block.lines:
        if nameless:
            index = 0 if len(line.values) == len(table.columns) else None
        else:
            index = _row_of(line, table, last)
        last = last if index is None else index
        rows.append(None if index is None else table.rows[index])
        if ordered is not None:
            known = ordered if len(line.values) == len(ordered) else [None] * len(line.values)
        else:
            known = _by_headings(line, table)
        columns.append(tuple(None if i is None else table.columns[i] for i in known))
    if nameless and not any(None not in found for found in columns):
        rows = [None] * len(rows)  # such a table is known by its headings alone
    numbered = sum(row.relation != "header" for row in table.rows)
    return (
        tuple(rows),
        tuple(columns),
        sum(row is not None for row in rows),
        sum(
            sum(column is not None for column in found)
            for row, found in zip(rows, columns, strict=True)
            if row is not None and row.relation != "header"
        ),
        sum(
            row is not None
            and bool(line.labels)
            and clean_label(line.labels[-1].text) == clean_label(row.label)
            for row, line in zip(rows, block.lines, strict=True)
        ),
        len({row.key for row in rows if row and row.relation != "header"}) / numbered,
    )
