"""A report laid out as it was published: headings, paragraphs, tables and pages, every word in a segment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from ogi.evidence.segments import Marked, Segment
from ogi.read.cells import kind_of
from ogi.report import Cell, Report, Span, Table

BlockKind = Literal["title", "heading", "subheading", "paragraph", "table", "page"]
_LONGEST_HEADING = 60


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of a table on the page, or (`cell` is None) the gap before one; `values` and `labels` are the
    numbers of the facts whose value, and whose label, it is."""

    cell: Cell | None
    segments: list[Segment] = field(default_factory=list)
    colspan: int = 1
    rowspan: int = 1
    values: tuple[int, ...] = ()
    labels: tuple[int, ...] = ()

    @property
    def is_number(self) -> bool:
        """Whether it holds a number, a nil mark or nothing: it is set to the right."""
        return self.cell is not None and kind_of(self.cell.text) in ("number", "nil", "blank")


@dataclass(frozen=True, slots=True)
class Block:
    """Words in segments, a table in rows, or the number of the page that starts here."""

    kind: BlockKind
    segments: list[Segment] = field(default_factory=list)
    rows: list[list[Place]] = field(default_factory=list)
    page: int = 0
    caption: str = ""


@dataclass(frozen=True, slots=True)
class CellFacts:
    """The facts of a table's cells: by the span of the value's cell, and by that of the label's."""

    values: Mapping[Span, tuple[int, ...]]
    labels: Mapping[Span, tuple[int, ...]]


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    """The lines of a stretch that are not blank, without their ends."""
    at = start
    for line in text[start:end].split("\n"):
        if line.strip():
            yield Span(at, at + len(line))
        at += len(line) + 1


class _Layout:
    def __init__(self, report: Report, marked: Marked, cells: CellFacts) -> None:
        self._report = report
        self._marked = marked
        self._cells = cells
        self._titled = False
        self._heads = {s.span.start: " / " in s.title for s in report.sections}
        self._pages = list(enumerate(report.pages, start=1))[::-1]

    def _kind(self, line: Span) -> BlockKind:
        words = self._report.text[line.start : line.end].strip()
        if not self._titled and words == self._report.title:
            self._titled = True
            return "title"
        # A heading may run on into its paragraph: then it is shown as one.
        if line.start in self._heads and len(words) <= _LONGEST_HEADING:
            return "subheading" if self._heads[line.start] else "heading"
        return "paragraph"

    def _new_pages(self, end: int) -> Iterator[Block]:
        """The marks of the pages that start before a place."""
        while self._pages and self._pages[-1][1] < end:
            yield Block("page", page=self._pages.pop()[0])

    def _row(self, row: tuple[Cell, ...], taken: list[int], at: int, placed: bool) -> list[Place]:
        """A row's cells and the gaps between them; `taken` has for each column its first free row."""
        places: list[Place] = []
        column = 0
        for cell in row:
            while placed and column < cell.column:
                if column >= len(taken) or taken[column] <= at:
                    places.append(Place(None))
                column += 1
            end = cell.column + cell.colspan
            taken.extend([0] * (end - len(taken)))
            for i in range(cell.column, end):
                taken[i] = max(taken[i], at + cell.rowspan)
            column = max(column, end)
            places.append(
                Place(
                    cell,
                    self._marked.take(cell.span),
                    cell.colspan,
                    cell.rowspan,
                    self._cells.values.get(cell.span, ()),
                    self._cells.labels.get(cell.span, ()),
                )
            )
        return places

    def _table(self, table: Table) -> Iterator[Block]:
        taken: list[int] = []
        rows = [self._row(row, taken, i, table.placed) for i, row in enumerate(table.rows)]
        yield Block("table", rows=rows, caption=table.caption)

    def _prose(self, start: int, end: int) -> Iterator[Block]:
        for line in _lines(self._report.text, start, end):
            yield from self._new_pages(line.end)
            yield Block(self._kind(line), self._marked.take(line))

    def blocks(self) -> Iterator[Block]:
        """Yield what stands in the report, in order."""
        at = 0
        for table in sorted(self._report.tables, key=lambda table: table.span.start):
            yield from self._prose(at, table.span.start)
            yield from self._new_pages(table.span.start + 1)
            yield from self._table(table)
            at = max(at, table.span.end)
        yield from self._prose(at, len(self._report.text))


def lay_out(report: Report, marked: Marked, cells: CellFacts) -> list[Block]:
    """Return the blocks of a report in order: each line of its text that is not blank, each table."""
    return list(_Layout(report, marked, cells).blocks())
