"""Requests: lists of what they are about and of what there was none, and what became of them."""

from __future__ import annotations

import re

from ogi.extract.facts import ZERO, When
from ogi.extract.items import (
    AN_OUTCOME,
    ASKED,
    BY_METHOD,
    OF_PAPERS,
    last_received,
    named_behind,
    slot_of_item,
)
from ogi.extract.state import Counted, Reading, own_heading
from ogi.extract.taxonomy import Slot, classify
from ogi.extract.zeros import NoneOf, none_of
from ogi.report import Fact, Span

_BY_REQUESTS = re.compile(
    r"\s*(?:从|按|就)(?:所)?(?:受理|收到|提出)?(?:的)?申请(?:的)?(?:信息)?(?:事项|内容|人|主体|方式|渠道|途径|类别|领域)"
)
_SOME_OF_THEM = re.compile(r"撤回|重复|补正|逾期|超期|答复|办结|结转")
_AND = re.compile(r"[、和及与或]|以及")
_ON_REASONS = re.compile(r"(?:不予|不同意|否决|免予)公开")


def begin_cut(reading: Reading, flat: str) -> None:
    """Have a list of what requests are about break down those that came in, not those concluded before it."""
    total = reading.lists.total
    if total is None or total.indicator not in ("requests_concluded", "replies_total"):
        return
    if not _BY_REQUESTS.match(flat):
        return
    if (received := last_received(reading, total.section)) is not None:
        reading.lists.reopen(received)


def zero_item(reading: Reading, flat: str, at: int, when: When) -> list[Fact]:
    """Return what words without a number say there was none of, as an item of the requests' list, or nothing.

    `at` is where the words start in the report's text: 当面7件、传真为零.
    """
    total, none = reading.lists.total, none_of(flat)
    if total is None or total.indicator != "requests_received" or none is None:
        return []
    if _SOME_OF_THEM.search(none.label):
        return []  # 没有公民撤回的申请: none of some
    label = ASKED.sub("", BY_METHOD.sub("", none.label))
    slots = [slot_of_item(name, "requests", reading.agency) for name in _AND.split(label) if name]
    if not slots or any(slot.category is None or slot.dimension != slots[0].dimension for slot in slots):
        return []
    return [_zero_of(reading, none, slot, at, when, total) for slot in slots]


def _zero_of(reading: Reading, none: NoneOf, slot: Slot, at: int, when: When, total: Fact) -> Fact:
    """There was none of a slot of the requests' list: of one of several that the words name."""
    start = at + none.start
    part_of, list_start = reading.lists.whole_of_next(start, slot, nested=False)
    fact = reading.make.make(
        span=Span(start, at + none.end),
        rule="prose.outcome" if slot.dimension == "outcome" else "prose.list_item",
        place="prose",
        label=total.label,
        number=ZERO,
        unit=total.unit,
        when=when,
        indicator="replies_total" if slot.dimension == "outcome" else total.indicator,
        dimension=slot.dimension,
        category=slot.category,
        category_label=none.label,
        part_of=part_of,
        list_start=list_start,
    )
    reading.lists.add(fact)
    return fact


def outcome_of_requests(counted: Counted) -> list[Fact]:
    """Return a count as the outcome of requests, where the section is about requests."""
    heading = own_heading(counted.context.section)
    if not counted.context.about_requests or "主动公开" in heading:
        return []
    if OF_PAPERS.search(counted.context.before):
        return []  # 对212件公文逐件标注，其中不予公开37件
    phrase = counted.phrase if counted.phrase.label else named_behind(counted.phrase)
    slot = classify(phrase.label, "replies")
    if slot.category == "refused" and _ON_REASONS.search(heading):
        return []  # one of the reasons
    if slot.category is None or (
        slot.category == "already_public" and not AN_OUTCOME.fullmatch(phrase.label)
    ):
        return []
    return [
        counted.make(
            span=counted.span(phrase.label_at, phrase.end),
            rule="prose.outcome",
            label=phrase.label,
            indicator="replies_total",
            dimension=slot.dimension,
            category=slot.category,
            category_label=phrase.label,
        )
    ]
