"""Which numbers of a report facts were made of, and which were left out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from ogi.evidence.numbers import Printed, printed_numbers
from ogi.report import Cell, Fact, Place, Report, Span


@dataclass(frozen=True, slots=True)
class Share:
    """How many numbers there are, and of how many a fact was made."""

    numbers: int = 0
    read: int = 0

    @property
    def share(self) -> float | None:
        """The part that was read; None where there are no numbers."""
        return self.read / self.numbers if self.numbers else None

    def __add__(self, other: Share) -> Share:
        return Share(self.numbers + other.numbers, self.read + other.read)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The numbers of a report that could be counts, in order: those read and those unread."""

    read: tuple[Printed, ...]
    unread: tuple[Printed, ...]

    def of(self, place: Place) -> Share:
        """How many numbers there are in the running text, or in the tables, and how many were read."""
        read = sum(number.place == place for number in self.read)
        return Share(read + sum(number.place == place for number in self.unread), read)

    @property
    def all(self) -> Share:
        """How many numbers there are, and how many were read."""
        return Share(len(self.read) + len(self.unread), len(self.read))


def value_cells(report: Report, facts: Iterable[Fact]) -> dict[int, tuple[Cell, Cell | None]]:
    """Return for each fact of a table (by its place in `facts`) its value's cell and its label's, if known.

    A cell's quote runs from the label of its row to the value: the value's cell is where it ends, the
    label's where it starts. A fact that was made of a whole row (`table.incomplete_row`) has no one cell.
    """
    ends = {cell.span.end: cell for table in report.tables for row in table.rows for cell in row}
    starts = {
        cell.span.start: cell for table in report.tables for row in table.rows for cell in row if cell.text
    }
    found: dict[int, tuple[Cell, Cell | None]] = {}
    for i, fact in enumerate(facts):
        if fact.place != "table" or fact.rule == "table.incomplete_row":
            continue
        value, label = ends.get(fact.char_end), starts.get(fact.char_start)
        if value is not None:
            found[i] = (value, None if label is value else label)
    return found


class _Spans:
    """Spans in the order of their starts, asked which of them hold a place, without going through all."""

    def __init__(self, facts: Sequence[tuple[Span, Fact]]) -> None:
        self._facts = sorted(facts, key=lambda pair: pair[0])
        self._starts = [span.start for span, _ in self._facts]
        # The farthest end of all spans up to each: looking back stops where none can reach any more.
        self._reach = list(accumulate((span.end for span, _ in self._facts), max))

    def over(self, span: Span) -> Iterable[Fact]:
        """Yield the facts whose spans hold a span, the nearest start first."""
        i = bisect_right(self._starts, span.start) - 1
        while i >= 0 and self._reach[i] >= span.end:
            if self._facts[i][0].end >= span.end:
                yield self._facts[i][1]
            i -= 1


def _says(fact: Fact, number: Printed) -> bool:
    """Whether a fact is what was made of a number: it has its value, or says that there was none of it."""
    if fact.printed_value is None:
        return False
    return number.value is None or fact.printed_value == number.value or fact.rule == "prose.none"


def coverage(report: Report, facts: Sequence[Fact]) -> Coverage:
    """Return the numbers of a report that could be counts, parted into those read and those unread.

    A number in the running text is read when a fact's words hold it and the fact has its value (or, like
    未收到一件申请, says that there was none); one in a table, when a fact with a value was made of its cell.
    Facts kept without a value, such as those of numbers that ran together, read nothing.
    """
    cells = value_cells(report, facts)
    in_cells = {
        cell.span: True for i, (cell, _) in cells.items() if facts[i].printed_value is not None and cell.text
    }
    others = _Spans([(Span(f.char_start, f.char_end), f) for i, f in enumerate(facts) if i not in cells])
    read: list[Printed] = []
    unread: list[Printed] = []
    for number in printed_numbers(report):
        known = number.span in in_cells or any(_says(fact, number) for fact in others.over(number.span))
        (read if known else unread).append(number)
    return Coverage(tuple(read), tuple(unread))
