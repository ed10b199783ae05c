"""Requests, replies and disputes: bars where there are numbers, a sentence where there are none."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ogi.charts.spec import ChartSpec, Row
from ogi.charts.words import MARK, disputes, indicator_name, joined, labels, say, sign, source_line
from ogi.check.words import where
from ogi.extract.taxonomy import taxonomy
from ogi.forms import indicators
from ogi.language import count, items
from ogi.report import Fact
from ogi.view import ReportView

NAME = "requests-disputes"
_LAWSUITS = ("litigation_direct", "litigation_after_reconsideration")


def _stated(view: ReportView) -> list[str]:
    """The totals of requests, replies and disputes that the report states, in that order.

    Where a form has no total of lawsuits, the kinds of lawsuits stand in its place.
    """
    order = ("requests", "replies", "disputes")
    known = [i for i in indicators().values() if i.subject in order]
    known.sort(key=lambda i: order.index(i.subject))
    tops = [
        i
        for i in known
        if i.breakdown_of is None or (i.id in _LAWSUITS and not view.statements(i.breakdown_of))
    ]
    return [i.id for i in tops if view.statements(i.id)]


def _disputed_row(view: ReportView, indicator: str) -> Row:
    """One line for a total that two places state differently, with each place and its number."""
    places = [
        say(view, "requests_place", place=where(f, view.lang), count=items(f.number, f.unit, view.lang))
        for f in view.statements(indicator)
    ]
    shown = joined(view, places, clauses=True)
    text = say(view, "requests_place_line", name=indicator_name(view, indicator), places=shown)
    return Row(f"{MARK} {text}", role="disputed", disputed=True)


def _on_form(view: ReportView, main: Fact) -> set[str]:
    """The indicators that the report's form prints as parts of a total."""
    if main.place != "table" or view.form is None or not main.indicator:
        return set()
    rows = [row for cut in view.form.children(main.indicator).values() for row in cut]
    return {row.indicator for row in rows if row.indicator}


def _bars(view: ReportView, indicator: str, main: Fact) -> tuple[list[Row], list[Fact]]:
    """A total and what the report says it is made of, zeros left out; and the facts that are drawn."""
    group = indicator_name(view, indicator)
    disputed = len(view.values(indicator)) > 1 or _is_disputed(view, main)
    rows = [Row(say(view, "total"), main.value, role="end", group=group, sign=sign(main), disputed=disputed)]
    parts: list[tuple[Fact, str]] = []
    on_form = _on_form(view, main)
    for fact in view.used:
        entry = indicators().get(fact.indicator or "")
        named_part = entry is not None and entry.breakdown_of == indicator and not on_form
        row = fact.place == main.place and (
            (named_part and fact.dimension is None)
            or (fact.place == "table" and fact.dimension is not None and fact.indicator == indicator)
            or (fact.place == "table" and fact.dimension is None and fact.indicator in on_form)
        )
        item = fact.rule == "prose.list_item" and fact.indicator == indicator and main.place == "prose"
        if fact.value and fact.period != "cumulative" and (row or item):
            parts.append((fact, fact.category or (entry.category if entry else None) or ""))
    named = labels(view, [fact for fact, _ in parts])
    rows += [
        Row(text, fact.value, key=key, group=group, sign=sign(fact), disputed=_is_disputed(view, fact))
        for (fact, key), text in zip(parts, _short(view, indicator, parts, named), strict=True)
    ]
    return rows, [main, *(fact for fact, _ in parts)]


def _short(
    view: ReportView, indicator: str, parts: list[tuple[Fact, str]], named: list[str]
) -> Iterator[str]:
    """The labels of a total's rows: of a column of its own row what the column is, and not the row again."""
    for (fact, _), text in zip(parts, named, strict=True):
        dimension = taxonomy().dimensions.get(fact.dimension or "")
        known = dimension.name(fact.category, view.lang) if dimension else None
        if dimension is None or known is None or fact.place != "table" or fact.indicator != indicator:
            yield text
        else:
            yield f"{dimension.of(view.lang)}{'：' if view.lang == 'zh' else ': '}{known}"


def _is_disputed(view: ReportView, fact: Fact) -> bool:
    return any(check.code != "list_sum" for check in view.contradictions(fact))


def _clause(view: ReportView, indicator: str, main: Fact) -> str:
    """A total in words, with the other numbers that the report gives for it."""
    shown = {"name": indicator_name(view, indicator), "count": count(main.number)}
    others = [count(v) for v in sorted(view.values(indicator)) if v != main.value]
    if not others:
        return say(view, "requests_value", **shown)
    return say(view, "requests_read", **shown, others=joined(view, others))


def _title(view: ReportView, drawn: dict[str, Fact], zero: list[str], disputed: list[str]) -> str:
    positive = list(drawn)
    clauses = [_clause(view, i, main) for i, main in drawn.items()]
    if not positive and "requests_received" in zero:
        clauses.append(say(view, "requests_none"))
    elif not positive and zero:
        clauses.append(
            say(view, "requests_zero", names=joined(view, [indicator_name(view, i) for i in zero]))
        )
    for i in disputed:
        values = joined(view, [count(v) for v in sorted(view.values(i))])
        clauses.append(say(view, "requests_clash", name=indicator_name(view, i), values=values))
    return joined(view, clauses, clauses=True) or say(view, "requests_unstated")


def _follows(view: ReportView, indicators_told: list[str], marked: list[Row]) -> str:
    """What follows: which numbers differ from place to place, or that none does."""
    names = [indicator_name(view, i) for i in indicators_told] or list(dict.fromkeys(r.group for r in marked))
    if not names:
        return say(view, "requests_follows")
    return say(view, "requests_follows_clash", names=joined(view, names))


def requests_chart(view: ReportView) -> ChartSpec:
    """Return requests, replies and disputes: zeros in words, what nothing explains on lines of its own."""
    stated = _stated(view)
    zero = [i for i in stated if view.values(i) == {Decimal(0)}]
    readings = {i: view.reading(i) for i in stated if i not in zero}
    drawn = {i: main for i, main in readings.items() if main is not None}
    disputed = [i for i, main in readings.items() if main is None]
    told = [i for i in drawn if len(view.values(i)) > 1]
    groups = [_bars(view, i, main) for i, main in drawn.items()]
    bars = [row for rows, _ in groups for row in rows]
    shown = [fact for _, facts in groups for fact in facts]
    names = joined(view, [indicator_name(view, i) for i in zero])
    lines = [Row(say(view, "requests_zero_line", names=names), role="line")] if zero else []
    lines += [_disputed_row(view, i) for i in (*told, *disputed)]
    lines += [Row(say(view, "requests_rule"), role="line")] if told else []
    # What two places differ in is on a line of its own; sums that fail are notes.
    within = disputes(view, shown, but=lambda check: check.code.startswith("places_differ"))
    follows = _follows(view, [*told, *disputed], [row for row in bars if row.disputed])
    cases = "件" if view.lang == "zh" else "cases"
    return ChartSpec(
        name=NAME,
        kind="bars" if bars else "statement",
        lang=view.lang,
        title=_title(view, drawn, zero, disputed),
        measure=say(view, "requests_measure"),
        unit=cases if bars else "",
        agency=view.name,
        year=view.year,
        rows=tuple(bars or lines),
        notes=(*(row.label for row in lines), *within) if bars else (),
        source=source_line(view, [f for i in stated for f in view.statements(i)]),
        takeaway=follows if stated else say(view, "requests_unstated"),
    )
