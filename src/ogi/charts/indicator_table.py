"""The form's table as bars: each total with the cuts printed under it."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from ogi.charts.spec import ChartSpec, Row
from ogi.charts.words import MARK, disputes, joined, labels, percent, say, source_line, statement
from ogi.check.findings import brief
from ogi.forms import Form, indicators
from ogi.language import count, day, items, unit_name
from ogi.report import Fact
from ogi.view import ReportView

NAME = "indicator-table"
# A cut of more rows than these is drawn without its rows of zero.
_MOST_ZEROS = 8


def _cells(view: ReportView) -> dict[str, Fact]:
    """The table's facts by indicator; of several columns, the first that is not cumulative."""
    cells: dict[str, Fact] = {}
    for fact in view.used:
        if (
            fact.rule == "table.cell"
            and fact.indicator
            and fact.dimension is None
            and fact.period != "cumulative"
        ):
            cells.setdefault(fact.indicator, fact)
    return cells


def _name(view: ReportView, fact: Fact) -> str:
    return labels(view, [fact])[0]


@dataclass(slots=True)
class _Bars:
    """The bars so far, the facts they show, how many zero rows are left out, and the name of the first total.

    `zeros` are the totals that are zero, `alone` those that no row breaks down.
    """

    rows: list[Row] = field(default_factory=list)
    shown: list[Fact] = field(default_factory=list)
    zeros: list[Fact] = field(default_factory=list)
    alone: list[Fact] = field(default_factory=list)
    hidden: int = 0
    first: str = ""

    def add_alone(self, view: ReportView) -> None:
        """Add the totals that have no rows of their own, as numbers: a bar shows nothing without another."""
        group = say(view, "table_alone") if self.rows else ""
        for fact in self.alone:
            text = items(fact.number, fact.unit, view.lang)
            disputed = any(True for _ in view.contradictions(fact))
            row = Row(
                _name(view, fact), fact.number, role="number", group=group, disputed=disputed, text=text
            )
            self.rows.append(row)
        self.first = self.first or (_name(view, self.alone[0]) if self.alone else "")
        self.shown.extend(self.alone)

    def add_total(self, view: ReportView, form: Form, top: Fact, cells: dict[str, Fact]) -> None:
        name = _name(view, top)
        if not _children(form, top, cells):
            self.alone.append(top)
            return
        self.first = self.first or name
        unit = unit_name(top.unit, view.lang)
        in_brackets = f"（{unit}）" if view.lang == "zh" else f" ({unit})"
        group = name if name.endswith(in_brackets) else name + in_brackets  # a label may print its unit
        disputed = any(True for _ in view.contradictions(top))
        self.rows.append(Row(say(view, "total"), top.number, role="end", group=group, disputed=disputed))
        self.shown.append(top)
        for cut, children in form.children(top.indicator or "").items():
            heading = "" if cut is None else form.cuts[cut].of(view.lang)
            prefix = heading and heading + ("：" if view.lang == "zh" else ": ")
            found = [cells[c.indicator] for c in children if c.indicator and c.indicator in cells]
            found = [cell for cell in found if cell.value is not None]
            drawn = found if len(found) <= _MOST_ZEROS else [cell for cell in found if cell.value]
            self.hidden += len(found) - len(drawn)
            for cell in drawn:
                entry = indicators()[cell.indicator or ""]
                doubtful = any(True for _ in view.contradictions(cell))
                key = entry.category or entry.id
                label = prefix + _name(view, cell)
                self.rows.append(Row(label, cell.number, key=key, group=group, disputed=doubtful))
            self.shown.extend(found)
            left = top.number - sum((cell.number for cell in found), Decimal(0))
            if cut == "channel" and found and left > 0:
                self.rows.append(Row(say(view, "table_unstated_row"), left, role="derived", group=group))


def _children(form: Form, top: Fact, cells: dict[str, Fact]) -> list[Fact]:
    """The rows with a number that break a total down."""
    rows = [child for children in form.children(top.indicator or "").values() for child in children]
    return [
        cell
        for row in rows
        if (cell := cells.get(row.indicator or "")) is not None and cell.value is not None
    ]


def _bars(view: ReportView, form: Form, cells: dict[str, Fact]) -> _Bars:
    bars = _Bars()
    for row in form.rows:
        top = cells.get(row.indicator or "")
        if row.parent is not None or top is None or top.value is None:
            continue
        if top.value:
            bars.add_total(view, form, top, cells)
        else:
            bars.zeros.append(top)
    bars.add_alone(view)
    return bars


def _words(view: ReportView, bars: _Bars) -> tuple[str, str]:
    """Title and takeaway, from the first total and the largest of its rows."""
    if not bars.rows:
        title = say(view, "table_zeros", totals=len(bars.zeros))
        return title, say(view, "table_plain")
    total, group, first = bars.rows[0].value or Decimal(0), bars.rows[0].group, bars.first
    children = [r for r in bars.rows[1:] if r.group == group and r.role == "value" and r.value]
    if not children:
        return say(view, "table_total", total=first, count=count(total)), say(view, "table_plain")
    top = max(children, key=lambda row: row.value or 0)
    part = top.value or Decimal(0)
    quoted = f"“{top.label}”" if view.lang == "zh" else f'"{top.label}"'
    named = first if view.lang == "zh" else f'"{first}"'
    title = say(
        view,
        "table_top",
        total=named,
        count=count(total),
        top=quoted,
        part=count(part),
        share=percent(part, total),
    )
    left = next((r.value for r in bars.rows if r.role == "derived" and r.group == group), None)
    if left is None:
        return title, say(view, "table_plain")
    return title, say(view, "table_unstated", left=items(left, "条", view.lang), share=percent(left, total))


# The checks of a table within itself.
_WITHIN = ("part_sum", "row_sum", "subset", "balance")


def indicator_table_chart(view: ReportView) -> ChartSpec:
    """Return the totals of the table that are not zero, each followed by its rows, cut by cut.

    What a channel cut leaves unstated is drawn as a derived bar; totals of zero are named in a note.
    """
    cells, form = _cells(view), view.form
    if form is None or not cells:
        return statement(view, NAME, say(view, "table_none"), say(view, "table_measure", date=""))
    bars = _bars(view, form, cells)
    title, takeaway = _words(view, bars)
    failed = [check for check in view.checks if check.code in _WITHIN and not check.holds]
    if failed:
        takeaway = say(view, "table_failed", failed=len(failed))
    notes = list(disputes(view, bars.shown))
    notes += [brief(check, view.lang) for check in view.checks if check.code == "mixed_children"]
    if bars.zeros and bars.rows:
        notes.append(say(view, "table_zero_note", names=joined(view, labels(view, bars.zeros))))
    if len({row.group for row in bars.rows if row.role != "number"}) > 1:
        notes.append(say(view, "table_scale_note"))
    if bars.hidden:
        notes.append(say(view, "table_hidden_note", rows=bars.hidden))
    if any(note.startswith(MARK) for note in notes):
        notes.sort(key=lambda note: not note.startswith(MARK))
    as_of = next((fact.as_of for fact in (*bars.shown, *bars.zeros) if fact.as_of), None)
    dated = say(view, "table_date", date=day(as_of)) if as_of else ""
    units = dict.fromkeys(unit_name(fact.unit, view.lang) for fact in bars.shown if fact.unit)
    return ChartSpec(
        name=NAME,
        kind="bars" if bars.rows else "statement",
        lang=view.lang,
        title=title,
        measure=say(view, "table_measure", date=dated),
        unit=("、" if view.lang == "zh" else ", ").join(units) if bars.rows else "",
        agency=view.name,
        year=view.year,
        rows=tuple(bars.rows),
        notes=tuple(notes),
        source=source_line(view, bars.shown or bars.zeros),
        takeaway=takeaway,
        own_scales=True,
    )
