"""What sentences say of counts made before (shares, changes, all of them), and of what there was none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ogi.extract.clauses import Clause, Sentence, is_just_none, line_above
from ogi.extract.facts import ZERO, When
from ogi.extract.items import last_received
from ogi.extract.phrases import CARRIED, CountPhrase
from ogi.extract.restated import names_again, place_of, total_named
from ogi.extract.state import REQUESTS, Context, Reading
from ogi.extract.taxonomy import classify
from ogi.extract.times import is_part_of_year, is_plan
from ogi.extract.wholes import whole_of
from ogi.extract.whose import own_names
from ogi.extract.zeros import none_under, zero_phrase
from ogi.forms.labels import printed_label
from ogi.numerals import Number
from ogi.report import Fact, Section, Span

# What is said of a count made before, and counts nothing itself.
ASIDES = ("prose.share", "prose.change", "prose.last_year")
_THOSE_BEFORE = re.compile(r"\s*(?:以上|上述|所收|收到的|受理的)(?:政府)?(?:信息公开)?申请")
_LONGEST_BACK = 200  # what a row of changes is said of stands in the same sentence
_IN_THOSE = re.compile(r"\s*(?:政府|政务)?(?:信息)?(?:当中|之中|中|里)")
_OF_A_PLACE = re.compile(r".{2,}(?:公开|发布|公布|刊登|更新)的$")
_OF_TOPIC = {"": "", REQUESTS: " / 依申请公开"}
_SHARED = re.compile(
    r"^(?:其中)?(?:占比|比例|比重)?(?:最[高低大小多少])?的?(?P<who>.{2,}?)(?:仅|约|所|分别)?(?:占|比例|比重|达)"
)


def share_of(reading: Reading, phrase: CountPhrase) -> Fact | None:
    """Return the count whose share a percentage is: the one that is named, else the one before it."""
    named = _SHARED.match(phrase.label)
    if named is None:
        return reading.counted
    who = named["who"]
    return next(
        (
            fact
            for fact in reversed(reading.facts)
            if who in (fact.category_label, fact.label) and fact.unit != "%" and fact.value
        ),
        None,
    )


def aside(reading: Reading, clause: Clause, phrase: CountPhrase, rule: str, counted: Fact | None) -> Fact:
    """Return what is said of a count: its share of a total, how it changed, what it was the year before.

    It counts nothing itself.
    """
    words = phrase.raw_label.strip("，, (（;；、")
    if not words and counted is not None:
        words = counted.label  # a number in a row, or alone in brackets
    return reading.make.make(
        span=Span(clause.start + phrase.label_at, clause.start + phrase.end),
        rule=rule,
        place="prose",
        label=phrase.label.strip("、 ") or words,
        number=phrase.number,
        unit=phrase.unit,
        when=When(counted.period, counted.as_of) if counted else When("year"),
        part_of=counted.char_start if counted else None,
    )


_ROW_OF_LAST_YEAR = re.compile(
    r"\s*(?:去年|上一?年|(?P<year>\d{4})年)度?(?:同期)?(?:则?分别|依次)(?:为|是|有)?\s*"
)
_ROW_OF_CHANGES = re.compile(
    r"(?=.*(?:分别|依次)).*(?:同比|[较比](?:去年|上一?年|\d{4}年)(?:同期)?).*(?:增加|减少|增长|下降|上升|提高)(?:了)?\s*"
)
_NEXT_IN_ROW = re.compile(r"\s*(?:、|和|及|以及|与)?\s*(?:增加|减少|增长|下降|上升|提高|回落)?(?:了)?\s*")


def row_of_asides(reading: Reading, clause: Clause, phrases: Sequence[CountPhrase]) -> list[Fact]:
    """Return what a clause says in a row of as many counts just before it, each of its own; or nothing.

    （2016年分别为9件、5件）, 同比分别增加1条、减少4条: where there are not as many of such units, of which
    each number says something is not known, and none is tied to any.
    """
    first = phrases[0].raw_label if len(phrases) > 1 and len(phrases[0].raw_label) <= _LONGEST_BACK else ""
    before = _ROW_OF_LAST_YEAR.fullmatch(first)
    if before is None and not _ROW_OF_CHANGES.fullmatch(first):
        return []
    if not all(_NEXT_IN_ROW.fullmatch(phrase.raw_label) for phrase in phrases[1:]):
        return []
    if before and before["year"] and int(before["year"]) != reading.year - 1:
        return []
    start = clause.start - _LONGEST_BACK
    counted = [
        fact
        for fact in reading.facts
        if fact.char_start > start and fact.rule not in ASIDES and fact.unit != "%"
    ]
    of = counted[-len(phrases) :]
    alike = len(of) == len(phrases) and all(
        phrase.unit in (fact.unit, "%") for phrase, fact in zip(phrases, of, strict=True)
    )
    rule = "prose.last_year" if before else "prose.change"
    return [
        aside(reading, clause, phrase, rule, fact)
        for phrase, fact in zip(phrases, of if alike else [None] * len(phrases), strict=True)
    ]


def takes_up_again(reading: Reading, clause: Clause, phrase: CountPhrase) -> bool:
    """Return whether the phrase names a total of an earlier sentence again: its list may follow.

    Where it says that all of it was published in one place, that is a number of that channel.
    """
    if part := _channel_named_again(reading, clause, phrase):
        reading.lists.open_under(part, nested=True)
        return True
    total = reading.totals.of_value(phrase.number.value, phrase.unit)
    if total is None or total.char_start >= clause.start or not total.value:
        return _named_otherwise(reading, clause, phrase)
    if not names_again(phrase.words, phrase.after_text):
        return False
    if place := place_of(phrase.words, phrase.after_text):
        reading.facts.extend(_all_on(reading, place, total, clause, phrase))
    reading.lists.reopen(total)
    return True


def _channel_named_again(reading: Reading, clause: Clause, phrase: CountPhrase) -> Fact | None:
    """The channel's or office's number that a phrase names again to break down: 在网站公开的1862条信息里."""
    if not _IN_THOSE.match(phrase.after_text) or not _OF_A_PLACE.search(phrase.words):
        return None
    return next(
        (
            fact
            for fact in reversed(reading.facts)
            if (fact.dimension == "channel" or fact.rule in ("prose.list_item", "prose.scoped"))
            and fact.indicator == "proactive_items_total"
            and fact.value == phrase.number.value
            and fact.unit == phrase.unit
            and fact.char_start < clause.start
        ),
        None,
    )


def _named_otherwise(reading: Reading, clause: Clause, phrase: CountPhrase) -> bool:
    """Whether the phrase names a total of before by another number: a statement of that total once more."""
    indicator = total_named(phrase.words, phrase.after_text) if phrase.unit else None
    stated = [f for f in reading.facts if f.indicator == indicator and f.rule == "prose.total"]
    if indicator is None or not stated or stated[-1].char_start >= clause.start:
        return False
    again = any(fact.value == phrase.number.value for fact in stated)
    # 总局机关受理94件。在总局机关受理的94件申请中: a part's, counted before, whose list follows.
    of_part = not again and any(
        fact.value == phrase.number.value
        and fact.unit == phrase.unit
        and fact.section == stated[-1].section
        and fact.rule not in ASIDES
        for fact in reading.facts
    )
    if not again:
        fact = reading.make.make(
            span=Span(clause.start + phrase.words_at, clause.start + phrase.end),
            rule="prose.scoped" if of_part else "prose.total",
            place="prose",
            label=phrase.words or stated[-1].label,
            number=phrase.number,
            unit=phrase.unit,
            when=When(stated[-1].period, stated[-1].as_of),
            indicator=indicator,
        )
        reading.facts.append(fact)
        if of_part:
            reading.lists.open_under(fact, nested=True)
    return True


def _all_on(
    reading: Reading, place: tuple[str, int | None], total: Fact, clause: Clause, phrase: CountPhrase
) -> Iterator[Fact]:
    """The fact that a whole total was published through one channel."""
    names = own_names(reading.agency)
    channel, behind = place
    if classify(channel, "disclosure", names).dimension != "channel":
        return
    first = phrase.words_at if behind is None else phrase.label_at
    yield reading.make.make(
        span=Span(clause.start + first, clause.start + phrase.end + (behind or 0)),
        rule="prose.whole",
        place="prose",
        label=total.label,
        number=phrase.number,
        unit=phrase.unit,
        when=When(total.period, total.as_of),
        indicator=total.indicator,
        dimension="channel",
        category=classify(channel, "disclosure", names, only="channel").category,
        category_label=channel,
        part_of=total.char_start,
    )


def whole_before(reading: Reading, clause: Clause, sentence: Sentence) -> Fact | None:
    """Return what a clause says of all requests that the sentence has counted (均已答复), or nothing."""
    total, flat = reading.lists.total, clause.flat
    if "申请" in flat and (named := _THOSE_BEFORE.match(flat)):
        total, flat = last_received(reading, reading.section), flat[named.end() :]
    elif total is None or not reading.lists.counted_here:
        return None
    if total is None or total.indicator != "requests_received":
        return None
    said = whole_of(flat) if total.value and total.rule == "prose.total" else None
    if said is None:
        return None
    last = reading.counted
    if said.dimension == "outcome" and last is not None and last.indicator != "requests_received":
        return None  # 受理10件，均予以公开: of these
    number = Number(total.number, total.qualifier)
    begins = sentence.span.start + len(sentence.flat) - len(sentence.flat.lstrip())
    return reading.make.make(
        span=Span(max(total.char_start, begins), clause.start + len(clause.flat.rstrip())),
        rule="prose.whole",
        place="prose",
        label=said.label,
        number=number,
        unit=total.unit,
        when=When(total.period, total.as_of),
        indicator=said.indicator,
        dimension=said.dimension,
        category=said.category,
        category_label=said.label if said.dimension else None,
    )


def none_of_heading(reading: Reading, clauses: Sequence[Clause], section: Section | None) -> Iterator[Fact]:
    """Yield the zeros of a paragraph that says no more than 无: of what its heading, or a colon, names."""
    clause = clauses[-1]
    if not is_just_none(clause.flat) or reading.annex:
        return
    if clause.opened_by == ":" and len(clauses) == 2:
        heading = clauses[0].flat
    else:
        text = reading.make.report.text
        line = line_above(text, clause.start)
        above = text[line.start : line.end]
        heading = above if section and len(clauses) == 1 and above.strip() in section.title else ""
    start = clause.start + len(clause.flat) - len(clause.flat.lstrip())
    for indicator in none_under(heading):
        yield reading.make.make(
            span=Span(start, clause.start + len(clause.flat.rstrip(". "))),
            rule="prose.none",
            place="prose",
            label=printed_label(heading),
            number=ZERO,
            indicator=indicator,
            when=When("year"),
        )


def none_at_all(reading: Reading, clause: Clause, context: Context) -> Iterator[Fact]:
    """Yield the zeros that a clause without numbers states: one for each thing there was none of."""
    section = context.section if "申请" in context.section else f"{context.section}{_OF_TOPIC[context.topic]}"
    phrase = zero_phrase(clause.flat, section, reading.year)
    if phrase is None:
        return
    # 上年无结转 names another year, and says something of this one.
    when = When("year") if set(phrase.indicators) <= set(CARRIED) else context.when
    if when is None:
        return
    if when.period == "as_of" and when.as_of is not None and when.as_of.year == reading.year:
        when = When("year")  # none until the year's end is none in the year
    if is_part_of_year(context.time + clause.flat, reading.year) or is_plan(context.before):
        return
    for indicator in phrase.indicators:
        yield reading.make.make(
            span=Span(clause.start + phrase.start, clause.start + phrase.end),
            rule="prose.none",
            place="prose",
            label=phrase.label,
            number=ZERO,
            indicator=indicator,
            when=when,
        )
