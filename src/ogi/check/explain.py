"""What may explain that a sentence and a table give one quantity differently. Always an inference."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from ogi.check.words import name, slot_of
from ogi.extract.taxonomy import taxonomy
from ogi.forms import indicators
from ogi.language import count
from ogi.report import Fact, Side

_TEN_THOUSAND = 10_000
# A gap of one is the size of many cells.
_SMALLEST_GAP = 2


@dataclass(frozen=True, slots=True)
class Explanation:
    """Which explanation fits (an id of messages.yaml), and what fills its sentence."""

    id: str
    words: dict[str, str] = field(default_factory=dict)


def cells_of_year(facts: Iterable[Fact]) -> list[Fact]:
    """Return the cells of the year in tables of a form, each with a value."""
    return [
        fact
        for fact in facts
        if fact.rule == "table.cell" and fact.value is not None and fact.period in ("year", None)
    ]


def _same_column(cell: Fact, other: Fact) -> bool:
    """Whether two cells stand in one column: of one applicant, of all, of one year."""
    return (
        cell.section == other.section
        and cell.table_caption == other.table_caption
        and (cell.dimension, cell.category, cell.column_label)
        == (other.dimension, other.category, other.column_label)
    )


def _carried(prose: Fact, cell: Fact, facts: tuple[Fact, ...]) -> Explanation | None:
    """Requests counted with those carried in from the year before, or without those carried out."""
    if indicators()[cell.indicator or ""].subject not in ("requests", "replies"):
        return None
    gap = prose.number - cell.number
    stated = [f for f in facts if f.rule == "prose.total" and f.value and prose.dimension is None]
    for other in (*cells_of_year(facts), *stated):
        if other.value and (other.place == "prose" or _same_column(cell, other)):
            if other.indicator == "requests_carried_in" and abs(gap) == other.number:
                return Explanation("with_carried_in", {"by": count(other.number)})
            if other.indicator == "requests_carried_out" and abs(gap) == other.number:
                return Explanation("without_pending", {"by": count(other.number)})
    return None


def _one_applicant(prose: Fact, cell: Fact, facts: tuple[Fact, ...]) -> Explanation | None:
    """One applicant's column quoted as if it were the total."""
    if prose.dimension is not None or not prose.value:
        return None
    found = [
        other
        for other in cells_of_year(facts)
        if other.indicator == cell.indicator
        and other.dimension == "applicant"
        and other.value == prose.value
        and other.table_caption == cell.table_caption
    ]
    if len(found) != 1:
        return None
    return _column(found[0])


def _ten_thousand(prose: Fact, cell: Fact, facts: tuple[Fact, ...]) -> Explanation | None:
    """A number in 万 taken for single ones, or the other way round."""
    del facts
    small, large = sorted((prose.number, cell.number))
    return Explanation("unit_slip") if small and large == small * _TEN_THOUSAND else None


def _rows(cell: Fact, facts: tuple[Fact, ...]) -> list[Fact]:
    """The cell's column with the rows that answer its question, in printed order."""
    slot = slot_of(cell)
    return [
        other
        for other in sorted(cells_of_year(facts), key=lambda fact: fact.char_start)
        if _same_column(cell, other)
        and (own := slot_of(other)) is not None
        and slot is not None
        and (own.indicator, own.dimension) == (slot.indicator, slot.dimension)
    ]


def _row_shifted(prose: Fact, cell: Fact, facts: tuple[Fact, ...]) -> Explanation | None:
    """A table filled in one row too high or too low: every number of the sentence's list stands there."""
    listed = [f for f in facts if prose.list_start is not None and f.list_start == prose.list_start]
    rows = _rows(cell, facts)
    places = {slot.category: i for i, row in enumerate(rows) if (slot := slot_of(row)) is not None}
    if len(listed) < 2 or not all(f.value and f.category in places for f in listed):
        return None
    for step in (-1, 1):
        at = [places[f.category] + step for f in listed]
        if all(0 <= i < len(rows) and rows[i].value == f.value for i, f in zip(at, listed, strict=True)):
            return Explanation("row_shifted")
    return None


def _with_another_cell(prose: Fact, cell: Fact, facts: tuple[Fact, ...]) -> Explanation | None:
    """The two differ by one other cell of the same kind and column: one of them counts it as well."""
    gap = abs(prose.number - cell.number)
    if gap < _SMALLEST_GAP or not cell.value or not prose.value:
        return None
    subject = indicators()[cell.indicator or ""].subject
    parts = {own.indicator for row in _rows(cell, facts) if (own := slot_of(row)) is not None}
    found = [
        other
        for other in cells_of_year(facts)
        if other.value == gap
        and other.indicator is not None
        and other.indicator not in parts
        and indicators()[other.indicator].subject == subject
        and _same_column(cell, other)
    ]
    if len(found) != 1:
        return None
    words = {"other_zh": name(found[0], "zh"), "other_en": name(found[0], "en"), "by": count(gap)}
    return Explanation("with_another_cell", words)


_TRIED: tuple[Callable[[Fact, Fact, tuple[Fact, ...]], Explanation | None], ...] = (
    _carried,
    _one_applicant,
    _ten_thousand,
    _row_shifted,
    _with_another_cell,
)


def _prose_and_cell(left: Fact, right: Fact) -> Iterator[tuple[Fact, Fact]]:
    if left.place == "prose" and right.rule == "table.cell":
        yield left, right
    elif right.place == "prose" and left.rule == "table.cell":
        yield right, left


def explain(left: Fact, right: Fact, facts: tuple[Fact, ...]) -> Explanation | None:
    """Return what may explain that a sentence and a cell differ, the likeliest first, or None."""
    for prose, cell in _prose_and_cell(left, right):
        for attempt in _TRIED:
            if found := attempt(prose, cell, facts):
                return found
    return None


def explain_sum(prose: Fact, added: Side, facts: tuple[Fact, ...]) -> Explanation | None:
    """Return what may explain that a sentence differs from a sum of cells: one applicant's cells, or None."""
    rows = {cell.row_label for cell in added.facts}
    columns: dict[str, list[Fact]] = {}
    for cell in cells_of_year(facts):
        if cell.dimension == "applicant" and cell.category and cell.row_label in rows:
            columns.setdefault(cell.category, []).append(cell)
    found = [
        cells
        for cells in columns.values()
        if len(cells) == len(rows) and sum(cell.number for cell in cells) == prose.value
    ]
    if len(found) != 1 or not prose.value:
        return None
    return _column(found[0][0])


def _column(cell: Fact) -> Explanation:
    """The explanation that a number is that of one applicant's column."""
    known = taxonomy().dimensions["applicant"].name(cell.category, "en")
    words = {"column_zh": cell.category_label or "", "column_en": known or str(cell.category)}
    return Explanation("one_applicant", words)
