"""What the text says of changes against its own numbers: 由20件增至36件，增长65%."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from ogi.check.prose import by_place
from ogi.check.words import is_off, name, shown_percent
from ogi.extract.asides import ASIDES
from ogi.language import count
from ogi.report import Check, Fact, Side

_LESS = re.compile(r"减|降|少|回落|下滑")


def _words(change: Fact, now: Fact, last: Fact) -> dict[str, str]:
    words = {"name_zh": name(now, "zh"), "name_en": name(now, "en"), "unit": change.unit or ""}
    return words | {"now": count(now.number), "last": count(last.number)}


def _check(change: Fact, now: Fact, last: Fact) -> Check | None:
    sign = -1 if _LESS.search(change.label) else 1
    said = sign * change.number
    if change.unit == "%":
        exact = 100 * (now.number - last.number) / last.number if last.number else None
        if exact is None:
            return None
        holds = not is_off(said, exact)
    elif change.unit == now.unit:
        exact = now.number - last.number
        holds = said == exact
    else:
        return None
    left = Side(change.label, said, (change,))
    shown = shown_percent(exact) if change.unit == "%" else exact
    right = Side(f"{now.label} − {last.label}", shown, (now, last))
    return Check("change", holds, "warning", left, right, words=partial(_words, change, now, last))


def _is_count(fact: Fact) -> bool:
    """Whether a fact counts something, and does not only say how a count changed or what its share is."""
    return fact.value is not None and fact.unit != "%" and fact.rule not in ASIDES


def change_checks(facts: tuple[Fact, ...]) -> Iterator[Check]:
    """Yield each change that the text states where it gives both years' numbers as well."""
    lasts = [f for f in facts if f.rule == "prose.last_year" and f.value is not None]
    if not lasts:
        return
    places = by_place(facts)
    for change in facts:
        if change.rule != "prose.change" or change.part_of is None or change.qualifier != "exact":
            continue
        now = next((f for f in places.get(change.part_of, ()) if _is_count(f)), None)
        last = [f for f in lasts if f.part_of == change.part_of]
        if now is None or len(last) != 1 or {now.qualifier, last[0].qualifier} != {"exact"}:
            continue
        check = _check(change, now, last[0])
        if check is not None:
            yield check
