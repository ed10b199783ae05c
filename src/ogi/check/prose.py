"""Running text held against itself: lists against their totals, shares against counts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal

from ogi.check.rounded import stands_for
from ogi.check.words import is_off, name, printed, shown_percent, side, terms, total_of
from ogi.language import count
from ogi.report import Check, Fact, Severity, Side

_NEAR = 80  # characters: a list in the sentence of its total, or right behind it
_WHOLES = ("prose.total", "prose.whole")
_ITEMS = ("prose.outcome", "prose.list_item", "prose.method")
# Lists of the outcomes of requests add up to what was concluded, not to what came in.
_CONCLUDED = ("replies_total", "requests_concluded")
# A few items that leave more than half of their total out are some of it, and do not pretend to be all.
_FEW = 6
_MANY = 5
_NEXT_TO_ALL = Decimal("0.95")
_MAY_OVERLAP, _OVERLAP = Decimal("1.02"), Decimal("1.1")
# Who got requests: 县政府办公室21件，乡镇34件，县直部门88件; 市州局收到18件.
_BODY = re.compile(r"收到$|受理$|^[^涉关]{0,6}(?:乡镇|街道|[省市县区]直(?:部门|单位|机关)|本级|机关|办公室)$")
# What was made or obtained in a year is disclosed, open on request, or withheld: there is no fourth.
_MADE = "information_made_total"
_KINDS = ("proactive_items_total", "information_on_request_total", "information_withheld_total")


def by_place(facts: tuple[Fact, ...]) -> dict[int, list[Fact]]:
    """Return the facts of the running text by where they start: two may share their words."""
    places: dict[int, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.place == "prose":
            places[fact.char_start].append(fact)
    return places


def _whole_of(item: Fact, places: dict[int, list[Fact]]) -> Fact | None:
    """The total that a list's item breaks down, or None where it breaks down something else."""
    wanted = _CONCLUDED if item.rule == "prose.outcome" else (item.indicator,)
    found = places.get(item.part_of, ()) if item.part_of is not None else ()
    return next((f for f in found if f.indicator in wanted and f.rule in _WHOLES), None)


def lists(facts: tuple[Fact, ...]) -> Iterator[tuple[Fact, list[Fact]]]:
    """Yield each total of the running text with each list of items that breaks it down, as they stand.

    Items that stand apart (a method in this sentence, another in the next) are one list where they answer
    one question, unless one of the lists alone makes up the total.
    """
    places = by_place(facts)
    wholes: dict[int, Fact] = {}
    found: dict[int, dict[int, list[Fact]]] = defaultdict(dict)
    for fact in sorted(facts, key=lambda f: f.char_start):
        if fact.rule in ("prose.list_item", "prose.outcome") and fact.list_start is not None:
            whole = _whole_of(fact, places)
            if whole is not None:
                wholes[whole.char_start] = whole
                found[whole.char_start].setdefault(fact.list_start, []).append(fact)
    for start in sorted(found):
        for joined in _joined(wholes[start], list(found[start].values())):
            yield wholes[start], joined


def _adds_up(total: Fact, items: list[Fact]) -> bool:
    return sum((fact.number for fact in items), Decimal(0)) == total.number


def _joined(total: Fact, parts: list[list[Fact]]) -> Iterator[list[Fact]]:
    """The lists of one total, those of one dimension put together where they only make it up so."""
    alike: dict[frozenset[str | None], list[list[Fact]]] = defaultdict(list)
    for part in parts:
        alike[frozenset(fact.dimension for fact in part)].append(part)
    for dimensions, same in alike.items():
        if len(dimensions) == 1 and None not in dimensions and not any(_adds_up(total, p) for p in same):
            yield [fact for part in same for fact in part]
        else:
            yield from same


def cuts(total: Fact, found: list[Fact]) -> Iterator[list[Fact]]:
    """Yield the lists that should each add up to the total.

    A list that answers two questions (by type, and again by channel) is two lists where the items of one
    dimension alone make up the total; otherwise its items belong together, whatever they answer.
    """
    groups: dict[str | None, list[Fact]] = defaultdict(list)
    for fact in found:
        groups[fact.dimension].append(fact)
    if any(_adds_up(total, group) for group in groups.values()):
        yield from groups.values()
    else:
        yield found


def _is_whole(total: Fact, found: list[Fact]) -> bool:
    """Whether a list can be expected to add up: exact numbers, and more than one of them."""
    return len(found) > 1 and all(f.qualifier == "exact" for f in (total, *found))


def _sum_check(total: Fact, found: list[Fact], facts: tuple[Fact, ...]) -> Check | None:
    added, stated = total_of(found), side(total)
    if added is None or (added.value < stated.value and _is_some(total, found, added)):
        return None
    if len(found) < _FEW and added.value * 2 < stated.value:
        return None

    def words() -> dict[str, str]:
        return {
            "name_zh": name(total, "zh"),
            "name_en": name(total, "en"),
            "terms": terms(added),
            "items": str(len(added.facts)),
        }

    if stated.value == added.value:
        return Check("list_sum", True, "error", stated, added, words=words)
    if stands_for(total, added.value):
        return None
    made_up = _made_up(total, added, facts)
    # The same total for another period: it is that one's list.
    if meant := next((fact for fact in made_up if fact.indicator == total.indicator), None):
        return Check("list_sum", True, "error", side(meant), added, words=words)
    if all(fact.dimension == "channel" for fact in found) and any(f.value == total.value for f in found):
        return None  # one channel has all of it: the others repeat what is there
    neighbour = _neighbour(total, added, found, facts)
    if neighbour is not None:
        return _explained("list_sum", "note", stated, added, "with_neighbour", words, neighbour)
    if not _is_complete(total, found, facts):
        return None
    # Another total: the list may be that one's, misplaced.
    if other := next((fact for fact in made_up if fact.indicator != total.indicator), None):
        return _explained("list_sum", "warning", stated, added, "another_total", words, other)
    if _overlap(total, found, added):
        # A little more may be a slip, too.
        certain = added.value > _OVERLAP * total.number
        severity: Severity = "note" if certain else "warning"
        return Check("list_sum", False, severity, stated, added, "channels_overlap", words=words)
    short = found[0].dimension == "outcome" and added.value < total.number
    severity = "warning" if short else "error"
    return Check("list_sum", False, severity, stated, added, words=words)


def _is_some(total: Fact, found: list[Fact], added: Side) -> bool:
    """Whether a list that stays below its total may name the main items only.

    So a sentence may do of outcomes, of requests or of cases, and of what most requests are about. Many
    outcomes that leave next to nothing out are meant to be all; so are those that got the requests.
    """
    if found[0].dimension == "case_outcome":
        return True
    if found[0].dimension == "outcome":
        nearly_all = added.value >= _NEXT_TO_ALL * total.number
        return len(found) < _MANY or not nearly_all or total.indicator not in _CONCLUDED
    about = total.indicator == "requests_received" and all(fact.dimension is None for fact in found)
    return about and not all(_BODY.search(fact.category_label or "") for fact in found)


def _overlap(total: Fact, found: list[Fact], added: Side) -> bool:
    """Whether channels hold so much more than the total that they must have published the same items."""
    channels = all(fact.dimension == "channel" and fact.number <= total.number for fact in found)
    return channels and added.value > _MAY_OVERLAP * total.number


def _explained(
    code: str,
    severity: Severity,
    left: Side,
    right: Side,
    explanation: str,
    words: Callable[[], dict[str, str]],
    other: Fact,
) -> Check:
    """A check that does not hold, and the other number that explains it."""
    more = {"other_zh": name(other, "zh"), "other_en": name(other, "en"), "by": count(other.number)}
    return Check(code, False, severity, left, right, explanation, words=lambda: words() | more)


def _made_up(total: Fact, added: Side, facts: tuple[Fact, ...]) -> list[Fact]:
    """The totals of the same section that a list makes up: those of new requests and those of all."""
    return [
        fact
        for fact in facts
        if (
            fact.rule == "prose.total" or (fact.rule, fact.indicator) == ("prose.scoped", "requests_received")
        )
        and fact.value == added.value
        and fact.section == total.section
    ]


def _is_complete(total: Fact, found: list[Fact], facts: tuple[Fact, ...]) -> bool:
    """Whether no other count stands among a list's items, so that they may be expected to add up.

    One that nothing was made of may be an item that was not understood.
    """
    first, last = found[0].char_start, found[-1].char_start
    start = total.char_end if 0 <= first - total.char_end < _NEAR else first
    alike = [fact for fact in facts if fact.place == "prose" and fact.unit == found[0].unit]
    again = [f.char_end for f in alike if f.value == total.value and start <= f.char_start < first]
    start = max([start, *again])  # 新增的300条按类别分列如下: what stood before it is no item
    before = [fact for fact in alike if fact.rule == "prose.other" and start <= fact.char_start < first]
    if before and _adds_up(total, before):
        start = first  # another list of the same total, of parts that no category knows
    return not any(
        start <= fact.char_start < last and fact.value and _may_be_item(fact, total) and fact not in found
        for fact in alike
    )


def _may_be_item(fact: Fact, total: Fact) -> bool:
    """Whether a count in no list may be an item of a total's: it is less than that, and of no other."""
    if fact.number >= total.number:
        return False
    in_no_list = fact.rule == "prose.other" or (fact.rule in _ITEMS and fact.list_start is None)
    return in_no_list and fact.part_of in (None, total.char_start)


def _neighbour(total: Fact, added: Side, found: list[Fact], facts: tuple[Fact, ...]) -> Fact | None:
    """A count between a total and its list that the list holds as well: 公开35条,更新1条,其中…"""
    gap = added.value - total.number
    return next(
        (
            fact
            for fact in facts
            if gap > 0
            and fact.place == "prose"
            and fact.value == gap
            and total.char_end <= fact.char_start < found[0].char_start
            and fact.rule in ("prose.other", "prose.total", "prose.change")
        ),
        None,
    )


def _made_checks(facts: tuple[Fact, ...]) -> Iterator[Check]:
    """What was made or obtained against its three kinds, where one section states all of them."""
    sections: dict[str, dict[str, Fact]] = defaultdict(dict)
    for fact in facts:
        if fact.rule == "prose.total" and fact.indicator in (_MADE, *_KINDS) and fact.value is not None:
            sections[fact.section].setdefault(fact.indicator, fact)
    for stated in sections.values():
        parts = [stated[kind] for kind in _KINDS if kind in stated]
        made = stated.get(_MADE)
        if made is None or len(parts) < len(_KINDS) or not _is_whole(made, parts):
            continue
        if check := _sum_check(made, parts, ()):
            yield check


def _share_checks(facts: tuple[Fact, ...]) -> Iterator[Check]:
    """Printed shares against the counts that they are shares of: off by one of the last digit or more."""
    places = by_place(facts)
    for share in facts:
        if share.rule != "prose.share" or share.part_of is None or share.value is None:
            continue
        part = next((f for f in places.get(share.part_of, ()) if f.part_of is not None and f.value), None)
        whole = _denominator(part, places) if part is not None else None
        if part is None or whole is None or {part.qualifier, whole.qualifier, share.qualifier} != {"exact"}:
            continue
        yield _share_check(share, part, whole, facts)


def _denominator(part: Fact, places: dict[int, list[Fact]]) -> Fact | None:
    """What an item is a share of: the total of its list."""
    found = places.get(part.part_of, ()) if part.part_of is not None else ()
    return next((fact for fact in found if fact.rule in _WHOLES and fact.value), None)


def _percent(part: Fact, whole: Fact) -> Decimal:
    return 100 * part.number / whole.number


def _may_be_whole(fact: Fact, whole: Fact) -> bool:
    """Whether a share may have been meant of a fact: another total of the section, or one of the table's."""
    if not fact.value or fact is whole or fact.dimension is not None:
        return False
    in_text = fact.rule == "prose.total" and fact.section == whole.section
    in_table = fact.rule == "table.cell" and fact.indicator in (*_CONCLUDED, "requests_received")
    return in_text or (in_table and fact.period in ("year", None))


def _share_check(share: Fact, part: Fact, whole: Fact, facts: tuple[Fact, ...]) -> Check:
    exact = _percent(part, whole)
    left = Side(f"{printed(part)}（{share.label}）", share.number, (part, share))
    right = Side(f"{printed(part)} ÷ {printed(whole)}", shown_percent(exact), (part, whole))

    def words() -> dict[str, str]:
        return {
            "name_zh": name(part, "zh"),
            "name_en": name(part, "en"),
            "whole_zh": name(whole, "zh"),
            "whole_en": name(whole, "en"),
            "part": count(part.number),
            "whole": count(whole.number),
        }

    if not is_off(share.number, exact):
        return Check("share", True, "warning", left, right, words=words)
    other = next(
        (
            fact
            for fact in facts
            if _may_be_whole(fact, whole) and not is_off(share.number, _percent(part, fact))
        ),
        None,
    )
    if other is None:
        return Check("share", False, "warning", left, right, words=words)
    return _explained("share", "note", left, right, "share_of_another", words, other)


def prose_checks(facts: tuple[Fact, ...]) -> Iterator[Check]:
    """Yield each list against its total, and each printed share against the counts."""
    for total, whole in lists(facts):
        for found in cuts(total, whole):
            if _is_whole(total, found) and (check := _sum_check(total, found, facts)):
                yield check
    yield from _made_checks(facts)
    yield from _share_checks(facts)
