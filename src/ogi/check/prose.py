"""A sentence's list against the total it announces."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ogi.check.words import name, side, terms, total_of
from ogi.report import Check, Fact


def lists(facts: tuple[Fact, ...]) -> Iterator[tuple[Fact, list[Fact]]]:
    """Yield each total of the running text with the items that break it down, in the order of the text."""
    total: Fact | None = None
    found: list[Fact] = []
    for fact in sorted((f for f in facts if f.place == "prose"), key=lambda f: f.char_start):
        if fact.rule == "prose.total" and fact.indicator:
            if total is not None and found:
                yield total, found
            total, found = fact, []
        elif fact.rule == "prose.list_item" and total is not None and fact.indicator == total.indicator:
            found.append(fact)
    if total is not None and found:
        yield total, found


def cuts(total: Fact, found: list[Fact]) -> Iterator[list[Fact]]:
    """Yield the lists that should each add up to the total.

    A list that answers two questions (by type, and again by channel) is two lists where the items of one
    dimension alone make up the total; otherwise its items belong together, whatever they answer.
    """
    groups: dict[str | None, list[Fact]] = defaultdict(list)
    for fact in found:
        groups[fact.dimension].append(fact)
    if any(sum(fact.number for fact in group) == total.number for group in groups.values()):
        yield from groups.values()
    else:
        yield found


def _is_whole(total: Fact, found: list[Fact]) -> bool:
    """Whether a list can be expected to add up: exact numbers, and more than one of them."""
    return len(found) > 1 and all(f.qualifier == "exact" for f in (total, *found))


def prose_checks(facts: tuple[Fact, ...]) -> Iterator[Check]:
    """Yield the sum of each list against its total."""
    found_cuts = [(total, cut) for total, whole in lists(facts) for cut in cuts(total, whole)]
    for total, found in found_cuts:
        if _is_whole(total, found):
            added, stated = total_of(found), side(total)
            if added is None:
                continue
            details = {
                "name_zh": name(total, "zh"),
                "name_en": name(total, "en"),
                "terms": terms(added),
                "items": str(len(added.facts)),
            }
            yield Check("list_sum", stated.value == added.value, "error", stated, added, details=details)
