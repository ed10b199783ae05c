"""Cells of a table become facts, by the labels of its form and never by position alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ogi.extract.dates import parse_date
from ogi.extract.facts import UNKNOWN, FactMaker, When
from ogi.forms import Form, printed_label
from ogi.forms.spec import Row, ValueColumn
from ogi.numerals import Number, flatten, parse_number
from ogi.read.stacked import NIL_MARKS
from ogi.report import Cell, Fact, Period, Span, State, Table, is_heading

_DATE_FIELDS = ("时间", "填报日期", "统计时间", "日期", "填报时间")


def _column_headings(table: Table, form: Form | None) -> tuple[str, ...]:
    """The printed headings of the value columns.

    A heading may be broken over lines and cells, so the heading cells are put end to end and the form's
    own headings are looked for in that string, in order.
    """
    pieces = [re.sub(r"\s", "", flatten(cell.text)) for cell in table.header]
    width = len(table.rows[0]) - 2
    if form is not None and len(form.columns.values) == width:
        joined = "".join(pieces)
        known = [form.columns.label, form.columns.unit, *(column.header for column in form.columns.values)]
        at = 0
        for heading in known:
            found = joined.find(heading, at)
            if found < 0:
                break
            at = found + len(heading)
        else:
            return tuple(column.header for column in form.columns.values)
    if len(pieces) == width + 2:
        return tuple(pieces[2:])
    return ("",) * width


# What a column's heading says of its period, where the form does not tell.
_HEADINGS: tuple[tuple[re.Pattern[str], Period], ...] = (
    (re.compile(r"累计|历年|总计"), "cumulative"),
    (re.compile(r"本年|当年|年度|\d{4}年"), "year"),
)


def _column_of(heading: str) -> ValueColumn | None:
    """The column that a printed heading describes, or None when it does not say which period it is for."""
    flat = flatten(heading)
    return next(
        (ValueColumn(header=heading, period=p) for pattern, p in _HEADINGS if pattern.search(flat)), None
    )


def _when(column: ValueColumn | None, as_of: date | None) -> When:
    """A column's period; one that is 'as of' a date nobody printed has no known period."""
    if column is None or (column.period == "as_of" and as_of is None):
        return UNKNOWN
    return When(column.period, as_of if column.period == "as_of" else None)


def _value(cell: Cell) -> tuple[State, Number | None]:
    text = re.sub(r"[^\d.,+\-/—―\\无]", "", flatten(cell.text))
    if not text:
        return "blank", None
    if text in NIL_MARKS:
        return "nil_mark", None
    return "reported", parse_number(text.removeprefix("+"))


def _rows(table: Table, form: Form | None, text: str) -> Iterator[tuple[tuple[Cell, ...], Row | None]]:
    """Yield the rows with the form's row that each is; a label printed on two lines is put together.

    A heading that is itself a label of the form is a row whose cells were left out.
    """
    above: Cell | None = None
    for row in table.rows:
        spec = form.row_for(row[0].text) if form else None
        if spec is None and form is not None and above is not None:
            span = Span(above.span.start, row[0].span.end)
            label = Cell(text[span.start : span.end], span)
            spec = form.row_for(label.text)
            row = (label, *row[1:]) if spec else row
        above = row[0] if is_heading(row) and spec is None else None
        if above is None:
            yield row, spec


def _row_facts(
    row: tuple[Cell, ...],
    spec: Row | None,
    table: Table,
    form: Form | None,
    headings: tuple[str, ...],
    make: FactMaker,
) -> list[Fact]:
    label, unit, *cells = row
    as_of = next((d for f in _DATE_FIELDS if (d := parse_date(table.fields.get(f, "")))), None)
    known = form.columns.values if form and len(form.columns.values) == len(cells) else (None,) * len(cells)
    columns = [_column_of(heading) or column for column, heading in zip(known, headings, strict=True)]
    rule = "table.cell" if spec else "table.unknown_label"
    incomplete = 0 < sum(bool(cell.text) for cell in cells) < len(cells)
    if incomplete:
        rule = "table.incomplete_row"
    last = max(cell.span.end for cell in row)
    facts = []
    for cell, column, heading in zip(cells, columns, headings, strict=True):
        state, number = ("blank", None) if incomplete else _value(cell)
        facts.append(
            make.make(
                span=Span(label.span.start, cell.span.end if cell.text and not incomplete else last),
                rule=rule,
                place="table",
                indicator=spec.indicator if spec else None,
                label=printed_label(label.text),
                number=number,
                unit=re.sub(r"\s", "", unit.text) or (spec.unit if spec else None),
                when=_when(column, as_of),
                state=state,
                table_caption=table.caption or None,
                row_label=re.sub(r"\s", "", label.text),
                column_label=heading or None,
            )
        )
    return facts


def table_facts(table: Table, form: Form | None, make: FactMaker) -> list[Fact]:
    """Return one fact a value cell.

    A label that the form does not have keeps its printed label and a null indicator. In a row that lacks
    some of its numbers, which column is missing cannot be told: its cells are kept without a value, under
    the rule `table.incomplete_row`, with the whole row as quote.
    """
    headings = _column_headings(table, form)
    facts: list[Fact] = []
    for row, spec in _rows(table, form, make.report.text):
        facts.extend(_row_facts(row, spec, table, form, headings, make))
    return facts
