"""Cells of a table become facts, by the labels of its form and never by position alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from ogi.extract.dates import parse_date
from ogi.extract.facts import UNKNOWN, FactMaker, When
from ogi.extract.joined import Joined, decide, part_joined
from ogi.forms import Column, Match, Row, printed_label
from ogi.forms.labels import loose_label
from ogi.numerals import Number, flatten, parse_number
from ogi.read.blocks import Block, Line
from ogi.read.cells import kind_of, one_number, squeeze, unit_named
from ogi.report import Cell, Fact, Period, Span, State, Table

_DATE_FIELDS = ("时间", "填报日期", "统计时间", "日期", "填报时间")
# What a column's heading says of its period, where the form does not tell.
_HEADINGS: tuple[tuple[re.Pattern[str], Period], ...] = (
    (re.compile(r"(?:本年|年度|当年|今年)(?:度)?累计"), "year"),
    (re.compile(r"累计|历年|总累"), "cumulative"),
    (re.compile(r"本年|当年|年度|\d{4}年"), "year"),
)
# A monthly return's own column: which month it is for is not said.
_SOME_PERIOD = re.compile(r"本期|本月|当月")
_DIGIT = re.compile(r"[\d０-９]")
_LESS = frozenset("-减")


class _Head(NamedTuple):
    """What stands over a value: its column, and what that and the headings over it say of the value.

    `heading` are the headings as printed, else the form's; `unit` is the one that they name; `label` is what
    a value without a row label is.
    """

    column: Column | None
    heading: str | None
    unit: str | None
    when: When
    dimension: str | None
    category: str | None
    category_label: str | None
    label: str


@dataclass(slots=True)
class _Place:
    """Where a block's facts stand: its caption, the date its numbers are of, its reading by a form."""

    caption: str | None
    as_of: date | None
    match: Match | None
    make: FactMaker
    _columns: Sequence[Column | None] = ()
    _headings: Sequence[Sequence[Cell]] = ()
    _heads: tuple[_Head, ...] = ()

    def heads(self, line: Line, columns: Sequence[Column | None]) -> tuple[_Head, ...]:
        """Return what stands over each value of a line: most lines have the same over them as the last."""
        if line.headings != self._headings or columns != self._columns:
            self._headings, self._columns = line.headings, columns
            known = [*columns, *[None] * (len(line.headings) - len(columns))]
            self._heads = tuple(
                [_head(path, column, self) for path, column in zip(line.headings, known, strict=False)]
            )
        return self._heads


def _head(path: Sequence[Cell], column: Column | None, place: _Place) -> _Head:
    """Return what a path of headings and a column say of the values under them."""
    dimension = column.dimension if column and not column.total else None
    category_label = None
    if column and dimension:
        category_label = squeeze(path[-1].text) if path else column.label
    return _Head(
        column,
        _path(path) or (column.heading if column else None),
        unit_named(path[-1].text) if path else None,
        _when(column, path, place),
        dimension,
        column.category if column and dimension else None,
        category_label,
        _own_label(path, column),
    )


class _Value(NamedTuple):
    """What a value cell says: its state, its number and the unit printed with it."""

    state: State
    number: Number | None = None
    unit: str | None = None


@lru_cache(maxsize=2_000)
def _period(heading: str, of_column: Period | None, as_of: date | None, *, known: bool) -> When:
    """The period of the numbers under a heading; `known` is whether the form has a column for them."""
    if _SOME_PERIOD.search(heading):
        return UNKNOWN
    said = next((period for pattern, period in _HEADINGS if pattern.search(heading)), None)
    period = said if not known or of_column is not None else None
    period = period or of_column
    if period is None:
        return When("year") if known else UNKNOWN
    if period == "as_of":
        return When("as_of", as_of) if as_of else UNKNOWN
    return When(period)


def _when(column: Column | None, path: Sequence[Cell], place: _Place) -> When:
    """A value's period: its heading's, its column's, else the year's; 'as of' no printed date is unknown."""
    heading = flatten(path[-1].text) if path else column.label if column else ""
    return _period(heading, column.period if column else None, place.as_of, known=column is not None)


@lru_cache(maxsize=20_000)
def _read_value(text: str) -> _Value:
    """Return what the text of a value cell says.

    Blank, a nil mark and 0 are three things; words that are no number are a nil mark's like: no value.
    """
    if kind_of(text) == "blank":
        return _Value("blank")
    match = one_number(text)
    if match is None:
        return _Value("nil_mark")
    number = parse_number(match["digits"].replace("，", ","), "", "", match["near"] or "")
    if match["sign"] and match["sign"][0] in _LESS:
        number = Number(-number.value, number.qualifier)
    return _Value("reported", number, match["unit"])


def _path(cells: Sequence[Cell]) -> str | None:
    """Labels or headings from the outermost in, as printed, parted by strokes."""
    return " / ".join(["".join(cell.text.split()) for cell in cells if cell.text]) or None if cells else None


def _span(line: Line, cell: Cell) -> Span:
    """The words of the report that state a value: from the label of its row to the value.

    In a row without a label they are the value alone: its headings say what it is.
    """
    if not line.labels:
        return cell.span
    first = line.labels[-1]
    start = min(first.span.start, cell.span.start)
    if line.ragged:
        return Span(start, max(value.span.end for value in line.values))
    return Span(start, max(cell.span.end, first.span.end))


class _Words(NamedTuple):
    """What the words of a line say of all its values: the label without numbering, all labels, a unit."""

    label: str | None
    row_label: str | None
    printed_unit: str | None
    labelled_unit: str | None


def _words(line: Line) -> _Words:
    last = line.labels[-1].text if line.labels else None
    return _Words(
        printed_label(last) if last is not None else None,
        _path(line.labels),
        squeeze(line.unit.text) if line.unit else None,
        unit_named(last) if last is not None else None,
    )


def _line_facts(
    line: Line,
    row: Row | None,
    columns: Sequence[Column | None],
    place: _Place,
    decided: Mapping[str, tuple[int, ...]],
) -> Iterator[Fact]:
    match = place.match
    if row is not None and row.relation == "header" and all(kind_of(c.text) != "number" for c in line.values):
        return
    if row is not None and line.above and line.labels and not _is_named(row, line.labels[-1].text):
        whole = Span(line.above.span.start, line.labels[-1].span.end)
        text = place.make.report.text[whole.start : whole.end]
        line = line._replace(labels=(*line.labels[:-1], Cell(text, whole)))
    if row is not None and not row.label:
        line = line._replace(labels=())  # such a row has no label; in plain text it took the last heading's
    joined = {part.index: part for part in part_joined(line, row, columns, match, decided)}
    words, heads = _words(line), place.heads(line, columns)
    for i, cell in enumerate(line.values):
        column = heads[i].column
        if i in joined:
            yield from _joined_facts(line, words, row, joined[i], place)
        if joined and (i in joined or any(i in part.covers for part in joined.values())):
            continue
        value = _read_value(cell.text)
        words_for_number = value.state == "nil_mark" and _DIGIT.search(cell.text) is not None
        if line.ragged:
            value, rule = _Value("blank", None, value.unit), "table.incomplete_row"
            indicator = row.indicator if row else None
        else:
            indicator = match.table.indicator_of(row, column) if match and row and column else None
            unknown = "table.unknown_label" if row is None else "table.unknown_column"
            rule = "table.cell" if indicator else unknown
            if words_for_number:  # 12件（其中网络3件）: which number is meant is for a person to say
                value, rule = _Value("blank", None, value.unit), "table.undecided"
        yield _fact(line, words, row, heads[i], cell, place, value, rule, indicator)


def _is_named(row: Row, label: str) -> bool:
    """Whether a label alone names a row, without the line above it."""
    names = (row.label, *row.variants)
    return any(loose_label(label) == loose_label(name) for name in names)


def _joined_facts(
    line: Line, words: _Words, row: Row | None, joined: Joined, place: _Place
) -> Iterator[Fact]:
    cell, match, why = line.values[joined.index], place.match, joined.why
    for column, number, unit in joined.parts:
        value = _Value("reported", Number(number, "exact"), unit)
        indicator = match.table.indicator_of(row, column) if match and row and column else None
        head = _head((), column, place)
        yield _fact(line, words, row, head, cell, place, value, "table.cell", indicator, why)
    if not joined.parts:
        indicator, head = row.indicator if row else None, _head((), None, place)
        yield _fact(line, words, row, head, cell, place, _Value("blank"), "table.undecided", indicator, why)


def _fact(
    line: Line,
    words: _Words,
    row: Row | None,
    head: _Head,
    cell: Cell,
    place: _Place,
    value: _Value,
    rule: str,
    indicator: str | None,
    review: str | None = None,
) -> Fact:
    # A value's unit is printed in its cell, its row, its heading or its label; else it is the form's.
    of_form = (head.column.unit if head.column else None) or (row.unit if row else None)
    return place.make.make(
        span=_span(line, cell),
        rule=rule,
        place="table",
        indicator=indicator,
        label=words.label or head.label,
        dimension=head.dimension,
        category=head.category,
        category_label=head.category_label,
        number=value.number,
        unit=value.unit or words.printed_unit or head.unit or words.labelled_unit or of_form,
        when=head.when,
        state=value.state,
        table_caption=place.caption,
        row_label=words.row_label,
        column_label=head.heading,
        review=review,
    )


def _own_label(path: Sequence[Cell], column: Column | None) -> str:
    """What a value without a row label is: the heading over its own."""
    if len(path) > 1:
        return printed_label(path[-2].text)
    return (column.group or column.label) if column else ""


def _is_heading(line: Line) -> bool:
    """Whether a line that no form knows is a heading, and not a row whose numbers are missing."""
    return not line.unit and all(kind_of(cell.text) == "blank" for cell in line.values)


def _date_of(table: Table) -> date | None:
    """The date that a table says its numbers are of, or None."""
    return next((d for f in _DATE_FIELDS if (d := parse_date(table.fields.get(f, "")))), None)


def _caption(block: Block) -> str | None:
    return re.sub(r"\s", "", block.caption) or None


def table_facts(
    table: Table, read: Sequence[tuple[Block, Match | None]], make: FactMaker, before: Mapping[str, Decimal]
) -> list[Fact]:
    """Return one fact a value cell of a table's blocks, each read by its form or by none.

    A label that the form does not have keeps its printed label and a null indicator. In a row that lacks
    some of its cells, which one is missing cannot be told: its cells are kept without a value, under
    the rule `table.incomplete_row`. Numbers run together in one cell that nothing decides are kept under
    `table.undecided`, without a value.
    """
    as_of = _date_of(table)
    facts: list[Fact] = []
    for block, match in read:
        form = FactMaker(make.report, match.form.id if match else None)
        place = _Place(_caption(block), as_of, match, form)
        decided = decide(block, match, before) if match else {}
        for i, line in enumerate(block.lines):
            row = match.rows[i] if match else None
            columns = match.columns[i] if match else (None,) * len(line.values)
            if row is None and _is_heading(line):
                continue
            facts.extend(_line_facts(line, row, columns, place, decided))
    return facts


def other_years(table: Table, blocks: Sequence[Block], make: FactMaker) -> Iterator[Fact]:
    """Yield the values that a table prints for other years than the report's: they count nothing of it."""
    for block in blocks:
        place = _Place(_caption(block), _date_of(table), None, make)
        for line in block.lines:
            if _is_heading(line):
                continue
            for fact in _line_facts(line, None, (None,) * len(line.values), place, {}):
                yield fact._replace(rule="table.other_year", period=None, as_of=None)
