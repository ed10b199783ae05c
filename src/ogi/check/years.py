"""One year's table against that of the year before: what is carried over, stocks, numbers for all years."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import partial

from ogi.check.words import name, printed, side
from ogi.forms import Form
from ogi.forms.spec import OverYears
from ogi.language import count
from ogi.report import Check, Fact, Severity, Side

Cells = Mapping[tuple[str, str], Fact]
CODES = frozenset(["carried_over", "stock", "all_years", "all_years_fell", "quoted_last_year"])


def needed_indicators(forms: Mapping[str, Form]) -> frozenset[str]:
    """Return the indicators that tie one year to the next on any of the forms."""
    found: set[str] = set()
    for form in forms.values():
        for tie in form.over_years:
            if tie.kind == "cumulative":
                found |= form.stated
            else:
                found |= {tie.this, tie.next, *tie.plus, *tie.minus} - {""}
    # What sentences quote of the year before.
    return frozenset(
        found | {"proactive_items_total", "requests_received", "replies_total", "requests_concluded"}
    )


def _cells(facts: tuple[Fact, ...]) -> dict[tuple[str, str], Fact]:
    """The cells of whole columns (no one applicant's) that have a number, by indicator and period."""
    found: dict[tuple[str, str], Fact] = {}
    for fact in facts:
        if fact.rule == "table.cell" and fact.indicator and fact.dimension is None and fact.value is not None:
            found.setdefault((fact.indicator, fact.period or ""), fact)
    return found


def _words(fact: Fact, terms: str, before: int) -> dict[str, str]:
    return {
        "name_zh": name(fact, "zh"),
        "name_en": name(fact, "en"),
        "terms": terms,
        "before": str(before),
        "year": str(fact.year),
    }


def _added(parts: list[tuple[int, Fact]]) -> tuple[Side, str]:
    """Signed facts added up as one side, and the sum in words."""
    total = sum((sign * fact.number for sign, fact in parts), Decimal(0))
    label = "".join(
        f"{' + ' if sign > 0 else ' − '}{printed(fact)}（{fact.year}）" for sign, fact in parts
    ).removeprefix(" + ")
    terms = "".join(f"{' + ' if sign > 0 else ' − '}{count(fact.number)}" for sign, fact in parts)
    return Side(label, total, tuple(fact for _, fact in parts)), terms.removeprefix(" + ")


def _check(code: str, severity: Severity, parts: list[tuple[int, Fact]], now: Fact, before: int) -> Check:
    left, terms = _added(parts)
    words = partial(_words, now, terms, before)
    return Check(code, left.value == now.value, severity, left, side(now), words=words)


def _tie(tie: OverYears, before: Cells, now: Cells, year: int) -> Iterator[Check]:
    if tie.kind == "carry":
        out, taken = before.get((tie.this, "year")), now.get((tie.next, "year"))
        if out is not None and taken is not None:
            yield _check("carried_over", tie.severity, [(1, out)], taken, year)
    elif tie.kind == "stock":
        held, left = before.get((tie.this, "year")), now.get((tie.this, "year"))
        plus = [now.get((indicator, "year")) for indicator in tie.plus]
        minus = [now.get((indicator, "year")) for indicator in tie.minus]
        parts = [(1, held), *((1, fact) for fact in plus), *((-1, fact) for fact in minus)]
        known = [(sign, fact) for sign, fact in parts if fact is not None]
        if left is not None and len(known) == len(parts):
            yield _check("stock", tie.severity, known, left, year)
    else:
        for (indicator, period), ever in now.items():
            earlier, this_year = before.get((indicator, "cumulative")), now.get((indicator, "year"))
            if period == "cumulative" and earlier is not None and this_year is not None:
                fell = ever.number < earlier.number
                code = "all_years_fell" if fell else "all_years"
                yield _check(code, tie.severity, [(1, earlier), (1, this_year)], ever, year)


def _quoted(before: tuple[Fact, ...], now: tuple[Fact, ...]) -> Iterator[Check]:
    """What the text gives for the year before, against that year's own report: its table, or its text."""
    counts = {f.char_start: f for f in now if f.rule == "prose.total" and f.indicator}
    for quoted in now:
        count_of = counts.get(quoted.part_of) if quoted.rule == "prose.last_year" and quoted.part_of else None
        if count_of is None or quoted.value is None or quoted.qualifier != "exact":
            continue
        own = [
            f
            for f in before
            if f.indicator == count_of.indicator
            and f.dimension is None
            and f.value is not None
            and f.qualifier == "exact"
            and f.period in ("year", None)
        ]
        if own and all(f.value != quoted.value for f in own):
            stated = min(own, key=lambda f: f.place != "table")
            words = partial(_words, count_of, count(quoted.number), stated.year)
            yield Check("quoted_last_year", False, "warning", side(quoted), side(stated), words=words)


def year_checks(
    before: tuple[Fact, ...], now: tuple[Fact, ...], forms: Mapping[str, Form]
) -> Iterator[Check]:
    """Yield what ties a year's table to that of the year before, held or not, as the year's form says.

    Indicators are compared under their ids: where a new form counts another thing under another id, nothing
    is compared.
    """
    yield from _quoted(before, now)
    form = forms.get(next((f.form for f in now if f.place == "table" and f.form), None) or "")
    if form is None or not before:
        return
    earlier, cells = _cells(before), _cells(now)
    for tie in form.over_years:
        yield from _tie(tie, earlier, cells, before[0].year)
