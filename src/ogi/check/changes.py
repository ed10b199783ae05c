"""What the text says of changes against its own numbers: 由20件增至36件，增长65%."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from functools import partial

from ogi.check.words import is_off, name
from ogi.language import count
from ogi.report import Check, Fact, Side

_LESS = re.compile(r"减|降|少|回落|下滑")
_DIGITS = Decimal("0.01")


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
    shown = exact.quantize(_DIGITS, ROUND_HALF_UP) if change.unit == "%" else exact
    right = Side(f"{now.label} − {last.label}", shown, (now, last))
    return Check("change", holds, "warning", left, right, words=partial(_words, change, now, last))


def change_checks(facts: tuple[Fact, ...]) -> Iterator[Check]:
    """Yield each change that the text states where it gives both years' numbers as well."""
    lasts: dict[int, list[Fact]] = {}
    for fact in facts:
        if fact.rule == "prose.last_year" and fact.part_of is not None and fact.value is not None:
            lasts.setdefault(fact.part_of, []).append(fact)
    for change in facts:
        if change.rule != "prose.change" or change.part_of is None or change.qualifier != "exact":
            continue
        found = lasts.get(change.part_of, [])
        now = next(
            (
                f
                for f in facts
                if f.place == "prose"
                and f.char_start == change.part_of
                and f.value is not None
                and f.unit != "%"
                and f.rule not in ("prose.change", "prose.last_year", "prose.share")
            ),
            None,
        )
        if now is None or len(found) != 1 or {now.qualifier, found[0].qualifier} != {"exact"}:
            continue
        check = _check(change, now, found[0])
        if check is not None:
            yield check
