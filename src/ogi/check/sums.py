"""A sentence's number against the sum of the cells that it names together, or that make it up on the form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial

from ogi.check.explain import Explanation, cells_of_year, explain_sum
from ogi.check.words import Slot, names, side, slot_of, terms, total_of, two_places
from ogi.extract.taxonomy import classify
from ogi.forms import indicators
from ogi.report import Check, Fact, Severity, Side

_AND = re.compile(r"[及和与、]|以及")


def _named_together(fact: Fact, cells: Sequence[Fact]) -> list[Fact]:
    """The cells of the outcomes that an item names in one breath: 予以公开及部分公开."""
    if fact.rule != "prose.outcome" or fact.category is not None:
        return []
    parts = [classify(part, "replies").category for part in _AND.split(fact.category_label or "") if part]
    found = [
        cell
        for category in parts
        for cell in cells
        if (slot := slot_of(cell)) is not None and (slot.dimension, slot.category) == ("outcome", category)
    ]
    return found if len(parts) > 1 and len(found) == len(parts) else []


def _parts_on_form(fact: Fact, cells: Sequence[Fact]) -> list[Fact]:
    """The cells that make up a number of disputes for which the form has no cell of its own."""
    if fact.rule not in ("prose.total", "prose.none") or fact.indicator is None:
        return []
    if indicators()[fact.indicator].subject != "disputes":
        return []
    own = Slot(fact.indicator, None, None)
    if any(slot_of(cell) == own for cell in cells):
        return []
    found = [cell for cell in cells if cell.indicator and _is_kind_of(cell.indicator, fact.indicator)]
    return found if len(found) > 1 else []


def _is_kind_of(indicator: str, whole: str) -> bool:
    entry = indicators()[indicator]
    return entry.breakdown_of == whole and entry.dimension is None


def _parts_of_outcome(fact: Fact, cells: Sequence[Fact]) -> list[Fact]:
    """The cells that make up an outcome of which the form has the parts only: 不予公开, 无法提供 …"""
    own = slot_of(fact)
    if fact.rule != "prose.outcome" or own is None or own.category is None:
        return []
    if any(slot_of(cell) == own for cell in cells):
        return []
    found = [cell for cell in cells if cell.indicator and _is_part_of_outcome(cell.indicator, own)]
    return found if len(found) > 1 else []


def _is_part_of_outcome(indicator: str, outcome: Slot) -> bool:
    whole = indicators().get(indicators()[indicator].breakdown_of or "")
    return whole is not None and (whole.dimension, whole.category) == (outcome.dimension, outcome.category)


def _words(fact: Fact, added: Side, found: Explanation | None) -> dict[str, str]:
    parts = {
        "parts_zh": names(added.facts, "zh"),
        "parts_en": names(added.facts, "en"),
        "terms": terms(added),
    }
    return two_places(fact, added.facts[0]) | parts | (found.words if found else {})


def sum_checks(facts: tuple[Fact, ...]) -> Iterator[Check]:
    """Yield each number of the running text that a table gives as several cells, against their sum."""
    # Those of a year's column, or of the column of all applicants.
    cells = [cell for cell in cells_of_year(facts) if cell.dimension is None]
    for fact in facts:
        if fact.place != "prose" or fact.value is None or fact.qualifier != "exact" or fact.period != "year":
            continue
        parts = _named_together(fact, cells) or _parts_on_form(fact, cells) or _parts_of_outcome(fact, cells)
        added = total_of(parts)
        if added is None:
            continue
        holds = fact.value == added.value
        found = None if holds else explain_sum(fact, added, facts)
        severity: Severity = "warning" if found else "error"
        yield Check(
            "cells_differ",
            holds,
            severity,
            side(fact),
            added,
            explanation=found.id if found else None,
            words=partial(_words, fact, added, found),
        )
