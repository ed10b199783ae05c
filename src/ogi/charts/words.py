"""The words that several charts use: texts in the chart's language, sources, disputes, shares."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from itertools import filterfalse
from pathlib import Path
from typing import Protocol

from ogi.charts.spec import ChartSpec, Row
from ogi.check.findings import brief
from ogi.check.words import name, section_name
from ogi.forms import indicators
from ogi.language import Lang, count
from ogi.report import Check, Fact
from ogi.texts import Texts
from ogi.view import ReportView

MARK = "▲"
_SIGNS = {"exact": "", "about": "≈", "at_least": "≥", "at_most": "≤"}


class Spoken(Protocol):
    """Anything that speaks one language."""

    @property
    def lang(self) -> Lang:
        """The language."""


texts = Texts(Path(__file__).with_name("texts.yaml"))


def say(view: Spoken, key: str, **values: object) -> str:
    """Return one of the charts' texts in the view's language."""
    return texts.say(view.lang, key, **values)


def joined(view: Spoken, parts: Iterable[str], *, clauses: bool = False) -> str:
    """Return parts as a list: names with 、 or commas, clauses with semicolons."""
    separators = ("；", "; ") if clauses else ("、", ", ")
    return separators[view.lang == "en"].join(parts)


def _place(view: ReportView, fact: Fact) -> str:
    if fact.place == "table":
        return fact.table_caption or fact.section
    return fact.section.split(" / ")[-1] if view.lang == "zh" else section_name(fact.section, "en")


def source_line(view: ReportView, facts: Iterable[Fact]) -> str:
    """Return where the numbers are from: the report's title and the places in it."""
    places = [p for p in dict.fromkeys(_place(view, fact) for fact in facts) if p]
    shown = "".join(f"{'，' if view.lang == 'zh' else ', '}{place}" for place in places)
    return say(view, "source", title=view.title, places=shown)


def disputes(
    view: ReportView, facts: Iterable[Fact], but: Callable[[Check], bool] = lambda _: False
) -> tuple[str, ...]:
    """Return a marked sentence for each contradiction that touches one of the facts, `but` some.

    What a person corrected among them is said as well.
    """
    found: dict[int, Check] = {}
    facts = list(facts)
    for fact in facts:
        for check in filterfalse(but, view.contradictions(fact)):
            found.setdefault(id(check), check)
    corrected = tuple(_correction(view, fact) for fact in facts if fact.corrected is not None)
    return (*(f"{MARK} {brief(check, view.lang)}" for check in found.values()), *corrected)


def _correction(view: ReportView, fact: Fact) -> str:
    """What a person put in the place of a printed number, and why."""
    printed = "–" if fact.printed_value is None else count(fact.printed_value)
    values = {"printed": printed, "used": count(fact.number), "why": fact.correction}
    return say(view, "corrected", name=name(fact, view.lang), **values)


def labels(view: ReportView, facts: Iterable[Fact]) -> list[str]:
    """Return the facts' names on a chart: as printed in Chinese, the categories' names in English.

    Where two facts fall into one category, the printed label tells them apart in English too.
    """
    facts = list(facts)
    named = [name(fact, view.lang) for fact in facts]
    return [
        f"{text} ({fact.category_label or fact.label})"
        if named.count(text) > 1 and view.lang == "en"
        else text
        for text, fact in zip(named, facts, strict=True)
    ]


def indicator_name(view: Spoken, indicator: str) -> str:
    """Return an indicator's canonical name."""
    return indicators()[indicator].of(view.lang)


def sign(fact: Fact) -> str:
    """Return the sign before a number that is not exact."""
    return _SIGNS[fact.qualifier]


def statement(
    view: ReportView,
    name: str,
    title: str,
    measure: str,
    facts: Iterable[Fact] = (),
    line: str = "",
    follows: str = "",
) -> ChartSpec:
    """Return the chart that says there is nothing to draw, with a line of what there is instead."""
    facts = list(facts)
    return ChartSpec(
        name=name,
        kind="statement",
        lang=view.lang,
        title=title,
        measure=measure,
        unit="",
        agency=view.name,
        year=view.year,
        rows=(Row(line, role="line"),) if line else (),
        notes=disputes(view, facts),
        source=source_line(view, facts),
        takeaway=follows or title,
    )


def percent(part: Decimal, whole: Decimal) -> str:
    """Return a share in whole percent.

    >>> percent(Decimal(550), Decimal(878))
    '63%'
    """
    return f"{part / whole:.0%}"
