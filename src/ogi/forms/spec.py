"""One YAML file a form: its tables with their columns and rows, and how the numbers hang together."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import cached_property
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from ogi.forms.labels import LabelIndex, clean_label
from ogi.report import Period
from ogi.texts import Named

Relation = Literal["top", "part", "of_which", "view", "header"]
Severity = Literal["error", "warning", "note"]
Evidence = Literal["seen", "seen in part", "from memory"]
Generation = Literal["local", "national-2014", "national-2019", "national-2021"]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Column(_Model):
    """A column of values: its printed heading, the heading over it (`group`), and what its numbers are.

    `period` is for whole columns of a year's or all years' numbers; `dimension` and `category` for a column
    that breaks its row down; `total` marks the column that the others of its dimension add up to; a column
    of a table whose rows name nothing carries its own `indicator`.
    """

    id: str
    label: str
    variants: tuple[str, ...] = ()
    group: str | None = None
    period: Period | None = None
    unit: str | None = None
    indicator: str | None = None
    dimension: str | None = None
    category: str | None = None
    total: bool = False

    @cached_property
    def heading(self) -> str:
        """Its heading as a path, for a table that prints none."""
        return " / ".join(part for part in (self.group, self.label.replace("{year}", "年")) if part)


def year_and_cumulative(columns: Sequence[Column]) -> tuple[int, int] | None:
    """The places of a year's column and of the cumulative one beside it, or None where they are not both."""
    periods = [column.period for column in columns]
    if "year" not in periods or "cumulative" not in periods:
        return None
    return periods.index("year"), periods.index("cumulative")


class Row(_Model):
    """A row of a form.

    `relation` to `parent`: part (the parts of one `cut` add up to the parent), of_which (a subset: at
    most the parent), view (another cut of the same items, which may repeat), header (no number), top.
    `cut` names the question a group of rows answers: by date, by channel, by method …; `group` is the id of
    the header row it is printed under. `cells` gives, where each column of a row is a quantity of its own,
    the indicator by column. `law` is the article that asks for it.
    """

    id: str = ""
    indicator: str | None = None
    label: str = ""
    variants: tuple[str, ...] = ()
    number: str = ""
    unit: str | None = None
    parent: str | None = None
    relation: Relation = "top"
    cut: str | None = None
    group: str | None = None
    cells: dict[str, str] = Field(default_factory=dict)
    law: str = ""
    evidence: Evidence | None = None
    note: str = ""

    @property
    def key(self) -> str:
        """Its id in the form: that of its indicator unless it has one of its own."""
        return self.id or self.indicator or self.label


class FormTable(_Model):
    """A table of a form: `caption` as printed above it or in its first row.

    `instead_of` is the table that some agencies print in this other shape.
    """

    id: str
    caption: str
    instead_of: str = ""
    columns: tuple[Column, ...] = Field(min_length=1)
    rows: tuple[Row, ...] = Field(min_length=1)

    @cached_property
    def labels(self) -> LabelIndex:
        """The rows by their labels."""
        return LabelIndex(
            (label, i) for i, row in enumerate(self.rows) for label in (row.label, *row.variants)
        )

    @cached_property
    def headings(self) -> LabelIndex:
        """The columns by their headings."""
        return LabelIndex((label, i) for i, c in enumerate(self.columns) for label in (c.label, *c.variants))

    @cached_property
    def readings(self) -> dict[Hashable, Any]:
        """What blocks were read as by this table, by what their reading rests on."""
        return {}

    @cached_property
    def by_key(self) -> dict[str, Row]:
        """The rows by id."""
        return {row.key: row for row in self.rows}

    def indicator_of(self, row: Row, column: Column) -> str | None:
        """Return the indicator that the cell of a row and a column states."""
        return row.cells.get(column.id) or row.indicator or column.indicator


class Bound(_Model):
    """A relation between two rows that must hold, or that usually does: `smaller` is at most `larger`."""

    smaller: str
    larger: str
    severity: Severity
    reason_zh: str
    reason_en: str


class Balance(_Model):
    """Rows that add up to the same as other rows, in every column: new and carried in = concluded and out."""

    left: tuple[str, ...]
    right: tuple[str, ...]
    severity: Severity
    zh: str
    en: str


class OverYears(_Model):
    """What ties one year's table to the next one's of the same agency.

    carry: `this` in a year is `next` in the following one. stock: `this` grows by `plus` less `minus`.
    cumulative: the column named `this` grows by the column named `plus`.
    """

    kind: Literal["carry", "stock", "cumulative"]
    this: str
    next: str = ""
    plus: tuple[str, ...] = ()
    minus: tuple[str, ...] = ()
    severity: Severity
    note: str = ""


class Cut(Named):
    """A question that rows answer; parts of a cut that may fail to add up for a good reason only warn."""

    severity: Severity = "error"
    reason_zh: str = ""
    reason_en: str = ""


class Form(Named):
    """A generation or local variant of the official form; `years` are those it was in use, if known."""

    id: str
    generation: Generation
    source: str
    years: tuple[int | None, int | None] = (None, None)
    evidence: Evidence
    cuts: dict[str, Cut] = Field(default_factory=dict)
    tables: tuple[FormTable, ...] = Field(min_length=1)
    bounds: tuple[Bound, ...] = ()
    balances: tuple[Balance, ...] = ()
    over_years: tuple[OverYears, ...] = ()

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The rows of all tables, in printed order."""
        return tuple(row for table in self.tables for row in table.rows)

    @cached_property
    def size(self) -> int:
        """How many rows of numbers it has, each table in one shape."""
        tables = [table for table in self.tables if not table.instead_of]
        return sum(row.relation != "header" for table in tables for row in table.rows)

    @cached_property
    def by_indicator(self) -> dict[str, Row]:
        """The rows that state one indicator, by its id."""
        return {row.indicator: row for row in self.rows if row.indicator}

    @cached_property
    def label_set(self) -> frozenset[str]:
        """The labels of its rows and their variants, as they are compared."""
        return frozenset(
            clean_label(label) for row in self.rows for label in (row.label, *row.variants) if label
        )

    @cached_property
    def stated(self) -> frozenset[str]:
        """The indicators that have a place on the form."""
        cells = (
            table.indicator_of(row, c) for table in self.tables for row in table.rows for c in table.columns
        )
        return frozenset(indicator for indicator in cells if indicator)

    @cached_property
    def _children(self) -> dict[str, dict[str | None, list[Row]]]:
        children: dict[str, dict[str | None, list[Row]]] = {}
        for row in self.rows:
            if row.parent is not None and row.relation != "header":
                children.setdefault(row.parent, {}).setdefault(row.cut, []).append(row)
        return children

    @cached_property
    def parents(self) -> tuple[tuple[Row, dict[str | None, list[Row]]], ...]:
        """The rows that others are under, in printed order, with those by the cut they belong to."""
        return tuple((row, self.children(row.key)) for row in self.rows if row.key in self._children)

    def children(self, parent: str) -> dict[str | None, list[Row]]:
        """Return the rows under a parent, by the cut they belong to, in printed order."""
        return self._children.get(parent, {})
