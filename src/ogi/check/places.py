"""The same quantity in two places of one report: do they agree, and if not, does anything explain it?"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial

from ogi.check.explain import Explanation, explain
from ogi.check.rounded import stands_for
from ogi.check.words import Slot, name, side, slot_of, two_places
from ogi.language import count
from ogi.report import Check, Fact

VINTAGE = "another_vintage"
_COMPARED = ("prose.total", "prose.none", "prose.list_item", "prose.outcome", "prose.channel", "table.cell")


@dataclass(frozen=True, slots=True)
class _Pair:
    slot: Slot
    left: Fact
    right: Fact

    @property
    def gap(self) -> Decimal:
        return self.left.number - self.right.number


def _is_comparable(fact: Fact) -> bool:
    """Whether a fact is a number that another place's may be held against.

    Cumulative counts are another quantity than a year's, "截至…累计" may be either, and what is not exact
    is not held to a difference.
    """
    undecided = fact.period == "as_of" and fact.place == "prose" and "累计" in fact.quote
    stock = fact.period == "cumulative" or undecided
    # That all came from one applicant is a number of that column; all on one site is another check's.
    whole = fact.rule == "prose.whole" and fact.dimension != "channel"
    compared = fact.rule in _COMPARED or whole
    return compared and fact.value is not None and fact.qualifier == "exact" and not stock


def _same_thing(first: Fact, other: Fact) -> bool:
    """Whether two numbers of one category in one section are two statements and not two items.

    Two items of one list may fall into one category, and so may two sites; a list's item and a later
    sentence are two statements of one channel when the one's label holds the other's.
    """
    one, two = (re.sub("公开|发布|公布|信息|通过", "", f.category_label or f.label) for f in (first, other))
    return first.rule != other.rule and bool(one) and bool(two) and (one in two or two in one)


def _pairs(facts: tuple[Fact, ...]) -> Iterator[_Pair]:
    """Each quantity's first statement against each later one in another place."""
    slots: dict[Slot, list[Fact]] = defaultdict(list)
    of_all_years = {
        (slot_of(fact), fact.value) for fact in facts if fact.period == "cumulative" and fact.place == "table"
    }
    in_row = Counter((fact.char_start, fact.row_label) for fact in facts if fact.place == "table")
    for fact in sorted(facts, key=lambda f: f.char_start):
        if fact.period is None and in_row[fact.char_start, fact.row_label] > 1:
            continue  # one of several columns, and nothing says which period it is for
        slot = slot_of(fact)
        # 累计 alone may be this year or all years: it is all years where the table's column says so.
        stock = "累计" in fact.quote and fact.place == "prose" and (slot, fact.value) in of_all_years
        if slot is not None and _is_comparable(fact) and not stock:
            slots[slot].append(fact)
    for slot, stated in slots.items():
        first = stated[0]
        for other in stated[1:]:
            if slot.dimension is None or other.section != first.section or _same_thing(first, other):
                yield _Pair(slot, first, other)


def _date(fact: Fact) -> date | None:
    """The date up to which a number counts: at the latest the end of the report's year.

    A table is often dated in January, when it was filled in; it still counts the year before.
    """
    end = date(fact.year, 12, 31)
    if fact.as_of is not None:
        return min(fact.as_of, end)
    return end if fact.period == "year" else None


def _dates_explain(pair: _Pair) -> bool:
    """Whether the two numbers fit two dates of one growing ledger: the earlier one is the smaller."""
    left, right = _date(pair.left), _date(pair.right)
    if left is None or right is None or left == right:
        return False
    return pair.gap > 0 if right < left else pair.gap < 0


def _explained(pairs: list[_Pair]) -> dict[int, list[_Pair]]:
    """Pairs (by index) that another vintage explains, each with the pairs whose gaps support it.

    A pair with two dates explains itself. Pairs with an undated side are explained together, when their
    gaps add up to exactly the gap of a total that its dates explain: what the total gained in between is
    what its channels (or types) gained.
    """
    explained: dict[int, list[_Pair]] = {i: [] for i, pair in enumerate(pairs) if _dates_explain(pair)}
    for i in list(explained):
        total = pairs[i]
        if total.slot.dimension is not None:
            continue
        by_dimension: dict[str, list[int]] = defaultdict(list)
        for j, part in enumerate(pairs):
            undated = _date(part.left) is None or _date(part.right) is None
            if part.slot.indicator == total.slot.indicator and part.slot.dimension and undated and part.gap:
                by_dimension[part.slot.dimension].append(j)
        for indices in by_dimension.values():
            same_way = all((pairs[j].gap > 0) == (total.gap > 0) for j in indices)
            if same_way and sum(pairs[j].gap for j in indices) == total.gap:
                explained[i] = [pairs[j] for j in indices]
                explained |= {j: [total, *(pairs[k] for k in indices)] for j in indices}
    return explained


def _words(pair: _Pair) -> dict[str, str]:
    return two_places(pair.left, pair.right)


def _support_words(pair: _Pair, support: list[_Pair]) -> dict[str, str]:
    parts = [p for p in support if p.slot.dimension is not None]
    total = next((p for p in support if p.slot.dimension is None), pair)
    words = {"support": " + ".join(count(abs(p.gap)) for p in parts), "total_gap": count(abs(total.gap))}
    words |= {"support_zh": "、".join(name(p.left, "zh") for p in parts)}
    return _words(pair) | words | {"support_en": ", ".join(name(p.left, "en") for p in parts)}


def place_checks(facts: tuple[Fact, ...]) -> Iterator[Check]:
    """Yield each quantity that two places state: equal, or different with or without an explanation."""
    pairs = list(_pairs(facts))
    vintages = _explained(pairs)
    for i, pair in enumerate(pairs):
        if pair.gap and (
            stands_for(pair.left, pair.right.number) or stands_for(pair.right, pair.left.number)
        ):
            continue  # one of them is printed in round figures
        check = Check(
            "places_differ",
            not pair.gap,
            "error",
            side(pair.left),
            side(pair.right),
            words=partial(_words, pair),
        )
        if not pair.gap:
            yield check
        elif i in vintages and (support := vintages[i]):
            words = partial(_support_words, pair, support)
            code = "places_differ_vintage_supported"
            yield replace(check, code=code, severity="warning", explanation=VINTAGE, words=words)
        elif i in vintages:
            yield replace(check, code="places_differ_vintage", severity="warning", explanation=VINTAGE)
        elif found := explain(pair.left, pair.right, facts):
            yield replace(
                check,
                code="places_differ_explained",
                severity="warning",
                explanation=found.id,
                words=partial(_explained_words, pair, found),
            )
        else:
            yield check


def _explained_words(pair: _Pair, found: Explanation) -> dict[str, str]:
    return _words(pair) | found.words
