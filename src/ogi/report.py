"""The values that flow: Report with its sections and tables, Fact, Finding, RegisterEntry."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import Literal, NamedTuple

# How the correction of a fact begins that is not to be used.
IGNORED = "ignored"

Place = Literal["prose", "table"]
Qualifier = Literal["exact", "about", "at_least", "at_most"]
State = Literal["reported", "blank", "nil_mark"]
Period = Literal["year", "cumulative", "as_of"]
Severity = Literal["error", "warning", "note"]


class Span(NamedTuple):
    """A half-open range of characters of a report's text."""

    start: int
    end: int


class Cell(NamedTuple):
    """One cell of a table as printed; an empty cell has an empty text and an empty span.

    `column` is its first column in the table's grid, counted from 0; it reaches over `colspan` columns
    and `rowspan` rows.
    """

    text: str
    span: Span
    column: int = 0
    colspan: int = 1
    rowspan: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it stands in the report: for each printed row the cells that start in it, in order.

    `fields` are the heading fields above it, such as 单位 and 时间. In a `placed` table every cell knows its
    columns; in one that is not (plain text, a cell a line) only the order of the cells is known.
    """

    caption: str
    span: Span
    fields: dict[str, str]
    rows: tuple[tuple[Cell, ...], ...]
    placed: bool = True


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of the report under one heading; `annex` marks 附表, 附件 and 附一, 附二 …"""

    title: str
    span: Span
    annex: bool


class PageBox(NamedTuple):
    """Where a stretch of a report's text is printed: its page, counted from 1, and its rectangle there.

    The sides are in points (1/72 inch) from the page's top left corner, downwards.
    """

    span: Span
    page: int
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """Who published what and when: a row of `sources.csv`, or what the report says of itself."""

    file: str
    agency_id: str
    agency: str
    year: int
    agency_en: str = ""
    level: str = ""
    region: str = ""
    url: str = ""
    published: str = ""
    retrieved: str = ""
    note: str = ""
    identity: str = "register"

    @property
    def report_id(self) -> str:
        """`agency_id-year`, the key of every table."""
        return f"{self.agency_id}-{self.year}"


_start = attrgetter("span.start")


@dataclass(frozen=True, slots=True)
class Report:
    """One published file, read: its text, and what stands where in it.

    `text` is the decoded file with line ends as a single newline, or what a reader of its format wrote down;
    every offset counts its characters. Sections and tables are in the order of their starts. `reader` names
    the format, `pages` the offsets where pages start.
    A file with pages has in `boxes`, in the order of the text, where each line of a paragraph and the text
    of each cell is printed, and in `page_sizes` each page's width and height in points.
    """

    entry: RegisterEntry
    title: str
    text: str
    encoding: str
    sha256: str
    sections: tuple[Section, ...] = ()
    tables: tuple[Table, ...] = ()
    reader: str = "txt"
    pages: tuple[int, ...] = ()
    boxes: tuple[PageBox, ...] = ()
    page_sizes: tuple[tuple[float, float], ...] = ()

    def page_at(self, position: int) -> int | None:
        """The page, counted from 1, that holds a character position; None for a file without pages."""
        return bisect_right(self.pages, position) or None

    def section_at(self, position: int) -> Section | None:
        """The innermost section that holds a character position."""
        for i in range(bisect_right(self.sections, position, key=_start) - 1, -1, -1):
            if position < self.sections[i].span.end:
                return self.sections[i]
        return None


class Fact(NamedTuple):
    """One number that one report states in one place; the columns of the facts table, in order.

    `indicator` and `category` are canonical ids or None; `label` and `category_label` are as printed.
    `printed_value` is exact and None only when `state` is not 'reported'; `corrected` is what a person
    decided to use instead, `correction` why; `value` is the one to use. `char_start`/`char_end` are offsets
    into the report's text such that `text[char_start:char_end] == quote`. `review` says why a person should
    look at the number: it was read by OCR, or parted from others it ran together with. In running text
    `part_of` is the `char_start` of the fact that a part, a share or a restatement refers to; `list_start`
    is that of the first item of its list: the items of one list belong together.
    """

    report_id: str
    agency: str
    year: int
    form: str | None
    section: str
    indicator: str | None
    label: str
    dimension: str | None
    category: str | None
    category_label: str | None
    printed_value: Decimal | None
    unit: str | None
    qualifier: Qualifier
    period: Period | None
    as_of: date | None
    state: State
    place: Place
    table_caption: str | None
    row_label: str | None
    column_label: str | None
    page: int | None
    char_start: int
    char_end: int
    quote: str
    source_file: str
    source_sha256: str
    rule: str
    review: str | None = None
    part_of: int | None = None
    list_start: int | None = None
    corrected: Decimal | None = None
    correction: str | None = None

    @property
    def value(self) -> Decimal | None:
        """The number to use: the corrected one where there is one, else the printed one."""
        return self.printed_value if self.corrected is None else self.corrected

    @property
    def is_ignored(self) -> bool:
        """Whether a person decided that the number is not to be used."""
        return self.correction is not None and self.correction.startswith(f"{IGNORED}:")

    @property
    def number(self) -> Decimal:
        """The value of a fact that has one. Raises ValueError for a blank or a nil mark."""
        value = self.value
        if value is None:
            raise ValueError(f"{self.report_id}: “{self.quote}” states no number ({self.state})")
        return value


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: what was said, how much, and the facts that say it (several: added up)."""

    label: str
    value: Decimal
    facts: tuple[Fact, ...]

    @property
    def quote(self) -> str:
        """The words that say it, those of several facts one after the other."""
        return "；".join(fact.quote for fact in self.facts)


@dataclass(frozen=True, slots=True)
class Check:
    """One comparison that was made, whether or not it holds.

    `code` names the rule (see messages.yaml); `words` gives what fills its message templates, made only
    when it is shown; `difference` is left minus right. A check that does not hold becomes a Finding.
    """

    code: str
    holds: bool
    severity: Severity
    left: Side
    right: Side | None
    explanation: str | None = None
    words: Callable[[], dict[str, str]] = dict

    @property
    def details(self) -> dict[str, str]:
        """What fills the message templates of its code."""
        return self.words()

    @property
    def difference(self) -> Decimal | None:
        """Left minus right; None where there is nothing on the right."""
        return None if self.right is None else self.left.value - self.right.value


@dataclass(frozen=True, slots=True)
class Finding:
    """A check that does not hold, in words; the columns of the findings table, in order."""

    report_id: str
    agency: str
    year: int
    source_file: str
    code: str
    severity: Severity
    message_en: str
    message_zh: str
    left_label: str
    left_value: Decimal
    left_quote: str
    right_label: str | None
    right_value: Decimal | None
    right_quote: str | None
    difference: Decimal | None
    explanation: str | None
    status: str


# The table's column `value` is the printed one.
FACT_COLUMNS: tuple[str, ...] = tuple("value" if f == "printed_value" else f for f in Fact._fields)
FINDING_COLUMNS: tuple[str, ...] = tuple(f.name for f in fields(Finding))
