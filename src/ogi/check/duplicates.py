"""Two agencies that publish the same table for one year: adding them up would count everything twice."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from ogi.check.words import name, side
from ogi.report import Check, Fact

CODE = "same_figures"
# Fewer figures may agree by chance.
_FEWEST = 3


def _figures(facts: Iterable[Fact]) -> list[Fact]:
    """The cells of a report's tables that are more than nothing."""
    return [fact for fact in facts if fact.rule == "table.cell" and fact.indicator and fact.value]


def figures_of(facts: Iterable[Fact]) -> str:
    """Return a digest of what a report's tables say, the same for two reports that say the same.

    Empty where too few different numbers stand in them to tell two reports apart.
    """
    figures = _figures(facts)
    if len({fact.value for fact in figures}) < _FEWEST:
        return ""
    said = sorted(f"{f.indicator} {f.dimension} {f.category} {f.period} {f.number:f}" for f in figures)
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]


def _shown(facts: list[Fact]) -> Fact:
    """The year's total of disclosed items, or else the largest number."""
    totals = (f for f in facts if f.indicator == "proactive_items_total" and f.period != "cumulative")
    return next(totals, max(facts, key=lambda fact: fact.number))


def duplicate_check(own: Iterable[Fact], other: Iterable[Fact]) -> Check:
    """Return the finding that two reports with the same digest are the same, with a number of both."""
    mine, theirs = _figures(own), _figures(other)
    first, second = _shown(mine), _shown(theirs)

    def words() -> dict[str, str]:
        return {
            "other": second.agency,
            "figures": str(len(mine)),
            "name_zh": name(first, "zh"),
            "name_en": name(first, "en"),
        }

    return Check(CODE, False, "warning", side(first), side(second), words=words)
