"""What one number of a clause counts: an item, a channel's, a total, something said of another, or none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from ogi.extract.asides import aside, share_of, takes_up_again
from ogi.extract.channels import carried
from ogi.extract.clauses import Clause
from ogi.extract.facts import VAGUE, When
from ogi.extract.items import item_of_list, named_behind
from ogi.extract.of_requests import outcome_of_requests
from ogi.extract.phrases import CountPhrase, is_carried
from ogi.extract.respectively import has_grown_to
from ogi.extract.state import Context, Counted, Reading
from ogi.extract.taxonomy import classify
from ogi.extract.times import (
    ends_in_base,
    is_base_of_change,
    is_change,
    is_last_year,
    is_part_of_year,
    is_plan,
)
from ogi.extract.totals import total_of_count
from ogi.report import Fact, Span

_OF_WHAT_FOLLOWS = re.compile(r"\s*(?:为|是|系|属于)")
# What one character may name: 函3份 is an item of a list, 有13个 is nothing by itself.
_DOCUMENTS = frozenset(["条", "件", "份"])
_COUNTED = frozenset(["条", "件", "份", "起", "则", "例", "次", "期", "篇", "宗", "个", "项", "批次"])
_CHINESE = re.compile(r"[一-鿿]")
_IDIOMS = 10  # 一批, 十条措施: so spelled, a number alone tells too little
GIVES_REASONS = re.compile(
    r"[\s　]*(?:在|其中)?[“\"]?(?:不予|不同意|否决|免予)公开[”\"]?(?:的)?(?:主要)?"
    r"(?:\d[\d,]*[件条宗起份])?(?:政府信息公开)?(?:申请|信息)?(?:当)?(?:中|里|原因|理由)"
)
_CAME_TO = re.compile(r"(?:增|减|升|降|回落|下滑|增长|上升|下降)\S{0,2}(?:至|到)\s*$")
_SHARE = re.compile(r"占|比例|比重")


def _same_unit(counted: Fact | None, phrase: CountPhrase) -> Fact | None:
    return counted if counted is not None and counted.unit == phrase.unit else None


def _is_part_of_other(reading: Reading, phrase: CountPhrase) -> bool:
    """Whether a number is part of one that counts something else: 解读5872篇，其中网站发布386篇."""
    last = reading.counted
    of_which = phrase.raw_label.lstrip(" ,、").startswith("其中")
    other = last is not None and last.indicator != "proactive_items_total" and last.unit == phrase.unit
    return of_which and other


def _channel(reading: Reading, counted: Counted) -> list[Fact]:
    """The phrase as what one channel carried: "在X上公开信息N条", "X公开信息N条", "X公开N条"."""
    found = carried(counted.phrase.words, reading.agency)
    if found is None or _is_part_of_other(reading, counted.phrase):
        return []
    fact = counted.make(
        span=counted.span(counted.phrase.words_at + found.at, counted.phrase.end),
        rule="prose.channel",
        label=found.noun,
        indicator="proactive_items_total",
        dimension="channel",
        category=found.category,
        category_label=found.channel,
    )
    reading.lists.open_under(fact, nested=True)
    return [fact]


def _said_of_another(
    reading: Reading, clause: Clause, phrase: CountPhrase, context: Context
) -> tuple[Fact, ...] | None:
    """What is said of a count made before, planned, or named again: None where it is one of its own."""
    if clause.opened_by in ("(", "（") and not phrase.raw_label.strip() and ends_in_base(context.before):
        return (aside(reading, clause, phrase, "prose.last_year", _same_unit(reading.counted, phrase)),)
    if is_plan(context.before, phrase.raw_label):
        return ()
    year = reading.year
    if is_base_of_change(phrase.raw_label, phrase.after_text):
        if not is_last_year(phrase.raw_label, year):
            return ()
        return (aside(reading, clause, phrase, "prose.last_year", _same_unit(reading.counted, phrase)),)
    counted = _same_unit(reading.counted, phrase)
    if counted and counted.value == phrase.number.value and has_grown_to(phrase.raw_label):
        return ()
    if is_change(phrase.raw_label) and not _CAME_TO.search(phrase.raw_label):
        return (aside(reading, clause, phrase, "prose.change", reading.counted),)
    if reading.lists.restates(clause.flat, phrase.number.value):
        reading.lists.begin_again()
        return ()
    row_of_shares = "分别" in phrase.raw_label
    if (
        phrase.unit == "%"
        and not row_of_shares
        and _SHARE.search(phrase.raw_label)
        and (whose := share_of(reading, phrase))
    ):
        return (aside(reading, clause, phrase, "prose.share", whose),)
    if takes_up_again(reading, clause, phrase) or (reading.reasons and _is_refused(reading, phrase)):
        return ()
    by_years = reading.counted is not None and reading.counted.period is None  # 2008年312条，2009年388条
    if (
        context.when is None
        and not by_years
        and not is_carried(phrase)
        and is_last_year(phrase.raw_label, year)
    ):
        return (aside(reading, clause, phrase, "prose.last_year", _same_unit(reading.counted, phrase)),)
    return None


def facts_of_count(reading: Reading, clause: Clause, phrase: CountPhrase, context: Context) -> Iterator[Fact]:
    """Yield what a number of a clause states: one fact mostly, several or none."""
    if phrase.raw_label.rstrip().endswith(":") and _OF_WHAT_FOLLOWS.match(phrase.after_text):
        phrase = named_behind(phrase)  # 均已答复:5份为同意公开
    of_another = _said_of_another(reading, clause, phrase, context)
    if of_another is not None:
        yield from of_another
        return
    when = context.when
    if is_carried(phrase):
        when = When("year")  # 结转下年度, 上年结转 name another year, and count this year's requests
    make = partial(
        reading.make.make, place="prose", number=phrase.number, unit=phrase.unit, when=when or When()
    )
    # Another year's number, a month's, or one of nothing sure is kept and never taken for this year's.
    foreign = when is None or phrase.vague or is_part_of_year(context.time + phrase.raw_label, reading.year)
    counted = not foreign and (phrase.unit is None or phrase.unit in _COUNTED)
    found: list[Fact] = []
    number = Counted(clause, phrase, context, make)
    if reading.reasons and _names_outcome(phrase):
        reading.reasons = False
    if not foreign and not reading.reasons:
        found = item_of_list(reading, number)
    if not found and counted:
        found = ([] if reading.reasons else outcome_of_requests(number)) or _channel(reading, number)
    if not found and counted:
        found = total_of_count(reading, number)
    if not phrase.label and phrase.unit in _COUNTED:
        phrase = named_behind(phrase)  # 1件因撤回申请终止
    if not found and _is_named(phrase) and not (phrase.spelled and phrase.number.value <= _IDIOMS):
        span = Span(clause.start + phrase.label_at, clause.start + phrase.end)
        found = [
            make(span=span, rule="prose.other", label=phrase.label, review=VAGUE if phrase.vague else None)
        ]
    yield from found


def _names_outcome(phrase: CountPhrase) -> bool:
    """Whether a number behind reasons of refusals is an outcome again: 同意公开100件."""
    if "“" in phrase.label or '"' in phrase.label or "范围" in phrase.label:
        return False
    if GIVES_REASONS.match(phrase.label):
        return False  # 不予公开的信息中涉密5件 is a reason still
    return classify(phrase.label, "replies").category in ("granted", "partial", "refused")


def _is_refused(reading: Reading, phrase: CountPhrase) -> bool:
    """Whether a number is that of the requests refused, stated before."""
    return any(
        fact.category == "refused" and fact.value == phrase.number.value and fact.unit == phrase.unit
        for fact in reading.facts
    )


def _is_named(phrase: CountPhrase) -> bool:
    """Whether the words before a number are enough to say what it counts, be it known or not."""
    if phrase.spelled and phrase.label.endswith("第"):
        return False  # 《条例》第三十一条
    named = len(_CHINESE.findall(phrase.label))
    return named >= 2 or (named == 1 and phrase.unit in _DOCUMENTS)


def under_shared_name(reading: Reading, clause: Clause, before: CountPhrase, phrase: CountPhrase) -> Fact:
    """A number in another unit under the name of the one before it: it counts nothing known."""
    return reading.make.make(
        span=Span(clause.start + before.label_at, clause.start + phrase.end),
        rule="prose.other",
        place="prose",
        label=before.label,
        number=phrase.number,
        unit=phrase.unit,
        when=When("year"),
    )
