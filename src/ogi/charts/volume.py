"""Disclosure volume by channel and by type of information."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from ogi.charts.spec import ChartSpec, Row
from ogi.charts.words import disputes, labels, percent, say, sign, source_line, statement
from ogi.check.prose import cuts, lists
from ogi.check.words import slot_of
from ogi.extract.taxonomy import taxonomy
from ogi.language import count, items
from ogi.report import Check, Fact
from ogi.view import ReportView

_TOTAL = "proactive_items_total"


@dataclass(frozen=True, slots=True)
class _Breakdown:
    """A total (if stated), the facts that break it down by one dimension, and its list's other items."""

    total: Fact | None
    facts: list[Fact]
    others: list[Fact]

    @property
    def added(self) -> Decimal:
        return sum((fact.number for fact in self.facts), Decimal(0))


def _fills(fact: Fact, dimension: str) -> bool:
    """Whether a fact is a year's number of items in a slot of the dimension."""
    slot = slot_of(fact)
    asked = fact.dimension == dimension or (slot is not None and slot.dimension == dimension)
    disclosed = fact.indicator == _TOTAL or (slot is not None and slot.indicator == _TOTAL)
    return asked and disclosed and fact.value is not None and fact.period != "cumulative"


def _breakdown(view: ReportView, dimension: str) -> _Breakdown:
    """What the report says by a dimension: its main list, else sentences of one channel each, else its table.

    They are never mixed: an item counted in one may be counted in another.
    """
    found = [
        (total, parts)
        for total, parts in lists(view.used)
        if total.indicator == _TOTAL and any(_fills(fact, dimension) for fact in parts)
    ]
    total, parts = max(found, key=lambda pair: len(pair[1]), default=(None, []))
    chosen = [fact for fact in parts if _fills(fact, dimension)]
    if total is not None and chosen:
        # What a list of another question holds is no part of this one.
        own = next(cut for cut in cuts(total, parts) if chosen[0] in cut)
        return _Breakdown(total, chosen, [fact for fact in own if fact not in chosen])
    totals = view.statements(_TOTAL)
    for rule in ("prose.channel", "table.cell"):
        chosen = [fact for fact in view.used if fact.rule == rule and _fills(fact, dimension)]
        if chosen:
            same_place = [fact for fact in totals if fact.place == chosen[0].place]
            return _Breakdown(next(iter(same_place or totals), None), chosen, [])
    return _Breakdown(next(iter(totals), None), [], [])


def _list_sum(view: ReportView, found: _Breakdown) -> Check | None:
    """The check that the list of these facts does not add up to its total, if there is one."""
    checks = view.contradictions(found.total) if found.total else ()
    return next((check for check in checks if not _of_another_list(check, found)), None)


def _of_another_list(check: Check, found: _Breakdown) -> bool:
    """Whether a check is no sum of a list, or of a list that holds none of these facts."""
    return check.code != "list_sum" or check.right is None or found.facts[0] not in check.right.facts


def _rows(view: ReportView, facts: list[Fact]) -> tuple[Row, ...]:
    rows = []
    for fact, text in sorted(zip(facts, labels(view, facts), strict=True), key=lambda pair: -pair[0].number):
        slot = slot_of(fact)
        disputed = any(check.code != "list_sum" for check in view.contradictions(fact))
        key = (slot.category if slot else None) or ""
        rows.append(Row(text, fact.number, key=key, disputed=disputed, sign=sign(fact)))
    return tuple(rows)


def _follows(view: ReportView, found: _Breakdown, dimension: str, unit: str | None) -> str:
    """What follows from the chart: how much of the stated total it accounts for."""
    if found.total is None or not found.total.value:
        return say(view, "volume_no_total")
    added, total = found.added, found.total.number
    if added < total and not found.others and len(found.facts) > 1 and _list_sum(view, found):
        gap, shown = items(total - added, unit, view.lang), items(added, unit, view.lang)
        return say(view, "volume_short", dimension=dimension, added=shown, total=count(total), left=gap)
    key = "volume_covers" if added < total else "volume_whole" if added == total else "volume_beyond"
    return say(
        view,
        key,
        dimension=dimension,
        added=items(added, unit, view.lang),
        **({"total": count(total)} if added != total else {}),
        **({"share": percent(added, total)} if added < total else {}),
    )


def volume_chart(view: ReportView, dimension: str, chart: str) -> ChartSpec:
    """Return the bars of one dimension: what the report lists, no more; the rest is said in the notes."""
    asked = taxonomy().dimensions[dimension]
    called = asked.of(view.lang).lower()
    found = _breakdown(view, dimension)
    if not found.facts:
        return _nothing(view, called, chart)
    rows, added, unit = _rows(view, found.facts), found.added, found.facts[0].unit
    top = items(rows[0].value or Decimal(0), unit, view.lang)
    if len(rows) > 1 and added:
        shown = {"added": items(added, unit, view.lang), "share": percent(rows[0].value or Decimal(0), added)}
        top = top if view.lang == "zh" else count(rows[0].value or Decimal(0))
        title = say(view, "volume_top", label=rows[0].label, top=top, dimension=called, **shown)
    else:
        title = say(view, "volume_one", label=rows[0].label, top=top, dimension=called)
    if broken := _list_sum(view, found):
        listed = count(broken.right.value if broken.right else Decimal(0))
        title += say(view, "volume_disputed", stated=count(broken.left.value), listed=listed)
    touched = [*([found.total] if found.total else []), *found.facts]
    notes = list(disputes(view, touched, but=lambda c: c.code == "list_sum" and _of_another_list(c, found)))
    if found.others:
        rest = items(sum((fact.number for fact in found.others), Decimal(0)), unit, view.lang)
        notes.append(say(view, "volume_rest", others=len(found.others), rest=rest, dimension=called))
    return ChartSpec(
        name=chart,
        kind="bars",
        lang=view.lang,
        title=title,
        measure=say(view, "volume_measure", dimension=called),
        unit=(unit or "条") if view.lang == "zh" else "items",
        agency=view.name,
        year=view.year,
        rows=rows,
        notes=tuple(notes),
        source=source_line(view, found.facts),
        takeaway=_follows(view, found, called, unit),
    )


def _nothing(view: ReportView, called: str, chart: str) -> ChartSpec:
    """The statement that there is no such breakdown, with the total that there is."""
    totals = view.statements(_TOTAL)
    said = items(totals[0].number, totals[0].unit, view.lang) if totals else ""
    only = say(view, "volume_only_total", total=said) if totals else ""
    return statement(
        view,
        chart,
        say(view, "volume_none", dimension=called),
        say(view, "volume_measure", dimension=called),
        totals,
        only,
        only or say(view, "volume_no_total"),
    )
