"""One total of an agency over its years, broken where the forms do not ask for the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from ogi.charts.scale import beyond
from ogi.charts.spec import ChartSpec, Row
from ogi.charts.words import MARK, indicator_name, joined, say
from ogi.errors import InputError
from ogi.forms.crosswalk import crosswalk, steps_between
from ogi.forms.spec import Generation
from ogi.language import count
from ogi.view import AgencyView, ReportView

# Series of the crosswalk whose name is that of an indicator: totals that one would follow over the years.
TRENDS = ("proactive_items_total", "requests_received", "reconsiderations_total", "litigation_total")


@dataclass(frozen=True, slots=True)
class _Year:
    """A year of a series: its value, or the values that its report gives and does not explain.

    `asked` says whether the form has a place for it: where it has none, the value is the text's and joined to
    no other; `others` are values that the report explains.
    """

    year: int
    generation: Generation | None
    values: tuple[Decimal, ...]
    disputed: bool
    asked: bool
    sign: str = ""
    others: tuple[Decimal, ...] = ()

    @property
    def value(self) -> Decimal | None:
        """The value that may be joined to those of other years."""
        return self.values[0] if len(self.values) == 1 and self.asked else None


def _read(report: ReportView, series: str) -> _Year:
    """A series in one report: its members added up, none of them missing."""
    generation = report.form.generation if report.form else None
    members = crosswalk()[series].members.get(generation) if generation else (series,)
    asked = members is not None
    members = (series,) if members is None else members
    if not all(report.statements(member) for member in members):
        return _Year(report.year, generation, (), disputed=False, asked=asked)
    read = [report.reading(member) for member in members]
    known = [fact for fact in read if fact is not None and fact.value is not None]
    if len(known) < len(members):
        values = sorted(report.values(members[0])) if len(members) == 1 else []
        return _Year(report.year, generation, tuple(values), disputed=True, asked=asked)
    disputed = any(True for fact in known for _ in report.contradictions(fact))
    total = sum((fact.value for fact in known if fact.value is not None), Decimal(0))
    signs = {"about": "≈", "at_least": "≥", "at_most": "≤"}
    sign = next((signs[fact.qualifier] for fact in known if fact.qualifier in signs), "")
    others = tuple(sorted(report.values(members[0]) - {total})) if len(members) == 1 else ()
    return _Year(report.year, generation, (total,), disputed=disputed, asked=asked, sign=sign, others=others)


@dataclass(frozen=True, slots=True)
class _Link:
    """Two years that follow one another in a series, and how far they may be compared."""

    first: _Year
    last: _Year
    joined: bool
    breaks: bool
    why: str


def _links(view: AgencyView, series: str, years: Sequence[_Year]) -> Iterator[_Link]:
    for first, last in pairwise(years):
        if first.generation is None or last.generation is None:
            yield _Link(first, last, joined=False, breaks=True, why=say(view, "trend_no_form"))
            continue
        degree, steps = steps_between(series, first.generation, last.generation)
        told = [step.zh if view.lang == "zh" else step.en for step in steps]
        why = joined(view, [text for text in told if text], clauses=True)
        if degree == "weak":
            why = joined(view, [say(view, "trend_weak"), *([why] if why else [])], clauses=True)
        breaks = degree in ("none", "weak")
        near = last.year - first.year == 1  # a year between them has no number: nothing says what it was
        yield _Link(first, last, near and not breaks, breaks, why or say(view, "trend_unlisted") * breaks)


def _rows(view: AgencyView, years: Sequence[_Year], links: Sequence[_Link]) -> tuple[Row, ...]:
    """A row a year, and one more for each further value of a year whose report gives several."""
    group = 0
    groups: dict[int, str] = {}
    starts = {link.last.year for link in links if not link.joined}
    for year in years:
        if year.value is not None:
            group += year.year in starts
            groups[year.year] = str(group)
    rows = []
    for year in years:
        form = say(view, f"trend_form_{year.generation}") if year.generation else say(view, "trend_no_form")
        row = Row(
            str(year.year), key=year.generation or "", text=form, sign=year.sign, disputed=year.disputed
        )
        if not year.asked:
            row = replace(row, role="derived")
        if not year.values:
            rows.append(replace(row, disputed=False))
        rows += [replace(row, value=value, group=groups.get(year.year, "")) for value in year.values]
    return tuple(rows)


def _spans(years: Sequence[int]) -> str:
    """Years in short: 2019–2025, 2027."""
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def _notes(view: AgencyView, years: Sequence[_Year], links: Sequence[_Link]) -> tuple[str, ...]:
    notes = [
        say(
            view,
            "trend_disputed",
            mark=MARK,
            year=year.year,
            values=joined(view, [count(value) for value in year.values]),
        )
        for year in years
        if len(year.values) > 1
    ]
    if doubtful := [year.year for year in years if len(year.values) == 1 and year.disputed]:
        notes.append(say(view, "trend_doubtful", mark=MARK, years=_spans(doubtful)))
    for year in years:
        if year.others:
            others = joined(view, [count(value) for value in year.others])
            notes.append(say(view, "trend_others", year=year.year, others=others))
    for link in links:
        if link.why:
            key = "trend_break" if link.breaks else "trend_note"
            notes.append(say(view, key, first=link.first.year, last=link.last.year, why=link.why))
    left_out: dict[Generation, list[int]] = {}
    for year in years:
        if not year.asked and year.generation is not None:
            left_out.setdefault(year.generation, []).append(year.year)
    for generation, own in left_out.items():
        form = say(view, f"trend_form_{generation}")
        notes.append(say(view, "trend_not_on_form", form=form, years=_spans(own)))
    if of_text := [year.year for year in years if not year.asked and year.values]:
        notes.append(say(view, "trend_of_text", years=_spans(of_text)))
    if silent := [year.year for year in years if year.asked and not year.values]:
        notes.append(say(view, "trend_not_stated", years=_spans(silent)))
    return tuple(notes)


def _off_scale(view: AgencyView, rows: Sequence[Row]) -> Iterator[str]:
    """The note on numbers that are drawn at the edge of the scale, where there are any."""
    if far := beyond(rows):
        yield say(view, "trend_beyond", years=_spans([int(label) for label in far]))


def trend_chart(view: AgencyView, series: str) -> ChartSpec:
    """Return a total of an agency over its years as a line, broken where years may not be compared.

    Numbers are joined only between neighbouring years whose forms the crosswalk calls comparable, with a
    note on what changed. Raises InputError for a name that is none of TRENDS.
    """
    if series not in TRENDS:
        raise InputError("trend", "", f"“{series}”", f"one of: {', '.join(TRENDS)}", "Correct the name.")
    years = [_read(report, series) for report in view.reports]
    known = [year for year in years if year.value is not None]
    links = list(_links(view, series, known))
    rows = _rows(view, years, links)
    name = indicator_name(view, series)
    several = len(years) > 1 and any(year.values for year in years)
    return ChartSpec(
        name=f"trend-{series.replace('_', '-')}",
        kind="line" if several else "statement",
        lang=view.lang,
        title=_title(view, name, years, links),
        measure=say(view, "trend_measure", name=name),
        unit="",
        agency=view.name,
        year=view.span,
        rows=rows if several else (),
        notes=(*_notes(view, years, links), *_off_scale(view, rows)),
        source=say(view, "trend_source", agency=view.name, span=view.span),
        takeaway=_takeaway(view, name, years, links),
    )


def _title(view: AgencyView, name: str, years: Sequence[_Year], links: Sequence[_Link]) -> str:
    known = [year for year in years if year.value is not None]
    if not known:
        stated = any(year.values for year in years)
        return say(view, "trend_unclear" if stated else "trend_none", name=name)
    values = {
        "name": name,
        "first_year": known[0].year,
        "first": _shown(known[0]),
        "last_year": known[-1].year,
        "last": _shown(known[-1]),
    }
    if len(known) == 1:
        return say(view, "trend_title_one", **values)
    broken = say(view, "trend_title_breaks") if any(link.breaks for link in links) else ""
    return say(view, "trend_title", **values) + broken


def _shown(year: _Year) -> str:
    return year.sign + count(year.value or Decimal(0))


def _takeaway(view: AgencyView, name: str, years: Sequence[_Year], links: Sequence[_Link]) -> str:
    known = [year for year in years if year.value is not None]
    if not known:
        return _title(view, name, years, links)
    stop = "。" if view.lang == "zh" else ". "
    most = max(known, key=lambda year: year.value or Decimal(0))
    differ = len({year.value for year in known}) > 1
    told = say(view, "trend_most", year=most.year, value=_shown(most)) if differ else ""
    return _title(view, name, years, links) + stop + told + say(view, "trend_years", years=len(known))
