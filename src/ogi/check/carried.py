"""Requests in running text: those carried in and received are those concluded and carried out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import partial

from ogi.check.words import terms, total_of
from ogi.report import Check, Fact, Side

_IN, _OUT, _RECEIVED = "requests_carried_in", "requests_carried_out", "requests_received"
# What was concluded; where the text does not say so, what was answered.
_DONE = ("requests_concluded", "replies_total")
_RULES = ("prose.total", "prose.none")


def _stated(facts: tuple[Fact, ...]) -> Iterator[dict[str, Fact]]:
    """Yield what each top-level section states of requests, where it states each thing once, and exactly."""
    sections: dict[str, dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for fact in facts:
        if fact.indicator in (_IN, _OUT, _RECEIVED, *_DONE) and fact.rule in _RULES and not fact.dimension:
            sections[fact.section.split(" / ")[0]][fact.indicator].append(fact)
    for found in sections.values():
        if all(
            len({fact.value for fact in same}) == 1
            and all(fact.qualifier == "exact" and fact.period == "year" for fact in same)
            for same in found.values()
        ):
            yield {indicator: same[0] for indicator, same in found.items()}


def carried_checks(facts: tuple[Fact, ...]) -> Iterator[Check]:
    """Yield for each section that states all four numbers whether they balance (form of 2019, table 3).

    The number received may hold those carried in, and then balances without them.
    """
    for stated in _stated(facts):
        done = next((stated[indicator] for indicator in _DONE if indicator in stated), None)
        if done is None or not {_IN, _OUT, _RECEIVED} <= set(stated):
            continue
        right = total_of((done, stated[_OUT]))
        both = total_of((stated[_RECEIVED], stated[_IN]))
        alone = total_of((stated[_RECEIVED],))
        if right is None or both is None or alone is None:
            continue
        left = alone if alone.value == right.value else both
        words = partial(_words, left, right)
        yield Check("carried", left.value == right.value, "warning", left, right, words=words)


def _words(left: Side, right: Side) -> dict[str, str]:
    return {"left_terms": terms(left), "right_terms": terms(right)}
