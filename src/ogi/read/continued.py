"""Tables that a page parts into several: the rows behind the break go on under the headings before it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ogi.numerals import flatten
from ogi.read.cells import kind_of
from ogi.report import Cell, Span, Table

# What may stand between the parts of one table: 续表, a page's number.
_BETWEEN = re.compile(
    r"(?:\(?续表?\)?:?)?(?:[-—–/]{0,3}第?\d{1,3}页?[-—–/]{0,3})?(?:共?\d{1,3}页)?(?:\(?续表?\)?:?)?"
)

_VALUES = frozenset(["number", "nil"])


def _width(table: Table) -> int:
    return max((cell.column + cell.colspan for row in table.rows for cell in row), default=0)


def _begins_with_values(table: Table) -> bool:
    """Whether the first rows are labels and their numbers, some of them missing: no heading is over them."""
    for row in table.rows:
        kinds = [kind_of(cell.text) for cell in row]
        if not _VALUES.isdisjoint(kinds):
            return "text" in kinds and not _VALUES.isdisjoint(kinds[kinds.index("text") :])
        if kinds.count("text") > 1 or ("text" in kinds and "blank" not in kinds):
            return False
    return False


def _goes_on(before: Table, table: Table, text: str) -> bool:
    between = re.sub(r"\s", "", flatten(text[before.span.end : table.span.start]))
    return (
        before.placed
        and table.placed
        and _BETWEEN.fullmatch(between) is not None
        and _width(before) == _width(table)
        and _begins_with_values(table)
    )


def _joined(before: Table, table: Table) -> Table:
    last = len(before.rows)
    rows: list[tuple[Cell, ...]] = [
        tuple([cell._replace(rowspan=min(cell.rowspan, last - i)) for cell in row])
        for i, row in enumerate(before.rows)
    ]
    span = Span(before.span.start, table.span.end)
    return Table(before.caption, span, before.fields, (*rows, *table.rows))


def whole_tables(tables: Sequence[Table], text: str) -> tuple[Table, ...]:
    """Return the tables of a text, one that is continued behind a break put together again.

    A table is the next part of the one before it where nothing but 续表 or a page's number stands between,
    both have as many columns, and it begins with a row of values and not with headings.
    """
    whole: list[Table] = []
    for table in tables:
        if whole and _goes_on(whole[-1], table, text):
            whole[-1] = _joined(whole[-1], table)
        else:
            whole.append(table)
    return tuple(whole)
