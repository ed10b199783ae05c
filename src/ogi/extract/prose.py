"""Counts in running text become facts: totals, the lists that break them down, channels, zeros."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial

from ogi.extract.asides import (
    ASIDES,
    aside,
    none_at_all,
    none_of_heading,
    row_of_asides,
    share_of,
    takes_up_again,
    whole_before,
)
from ogi.extract.cases import COMPLAINTS
from ogi.extract.channels import carried
from ogi.extract.clauses import Clause, Sentence, may_count, sentences
from ogi.extract.disputes import disowns
from ogi.extract.facts import VAGUE, FactMaker, When
from ogi.extract.items import item_of_list, leave_open, named_behind
from ogi.extract.lines import line_before, open_announced
from ogi.extract.naming import shares_name, with_leading_name, with_names_behind, with_year_carried
from ogi.extract.of_requests import begin_cut, outcome_of_requests, zero_item
from ogi.extract.phrases import CARRIED, CountPhrase, count_phrases, is_carried
from ogi.extract.respectively import grown, has_grown_to, paired
from ogi.extract.runs import read_runs
from ogi.extract.state import Context, Counted, Reading
from ogi.extract.stocks import settle_stocks
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
from ogi.extract.whose import names_other_report
from ogi.extract.year_rows import by_years, is_of_year_behind, of_other_years, of_own_year
from ogi.extract.zeros import denies, may_deny_besides, none_of
from ogi.forms import indicators
from ogi.report import Fact, Span

_OF_WHAT_FOLLOWS = re.compile(r"\s*(?:为|是|系|属于)")
_ASIDE = re.compile(r"(?:去年|上一?年|前年|\d{4}年度?)?(?:同期)?")
# What one character may name: 函3份 is an item of a list, 有13个 is nothing by itself.
_DOCUMENTS = frozenset(["条", "件", "份"])
_COUNTED = frozenset(["条", "件", "份", "起", "则", "例", "次", "期", "篇", "宗", "个", "项", "批次"])
# What follows in a list without a number: 其余通过报纸公开.
_THE_REST = re.compile(r"\s*(?:其余|其它的?|其他的|剩余|余下|剩下)")
# The total counts once what several channels carried: they need not add up to it.
_COUNTED_ONCE = re.compile(
    r"去重|剔重|(?:扣除|剔除|去除|合并)重复|不重复(?:计|统计)|大于(?:公开)?总(?:数|量)"
)
# One of these is in whatever says one of the two.
_LEAVES_OPEN = ("其", "余", "剩", "重", "大于")
# Without one of these a sentence says that there was none only of what a list of requests breaks down.
_NONE_OF_WHAT = re.compile(r"申请|复议|诉讼|申诉|转|遗留|延|举报|投诉")
_CHINESE = re.compile(r"[一-鿿]")
_IDIOMS = 10  # 一批, 十条措施: so spelled, a number alone tells too little
_LONGEST_TIME_CLAUSE = 10
_LONGEST_LEAD = 14
# What follows the last count of a clause and may be another item: 、传真为零.
_TAIL = re.compile(r"\s*[、,]\s*(?=[^、,]+$)")
_REFUSED = ("不予公开", "不同意公开", "否决公开", "免予公开")
_GIVES_REASONS = re.compile(
    r"[\s　]*(?:在|其中)?[“\"]?(?:不予|不同意|否决|免予)公开[”\"]?(?:的)?(?:主要)?"
    r"(?:\d[\d,]*[件条宗起份])?(?:政府信息公开)?(?:申请|信息)?(?:当)?(?:中|里|原因|理由)"
)
_CAME_TO = re.compile(r"(?:增|减|升|降|回落|下滑|增长|上升|下降)\S{0,2}(?:至|到)\s*$")
_CASES_CLOSED = re.compile(r"审结|结案")  # what became of them is what became of some of all cases
_SHARE = re.compile(r"占|比例|比重")
_ANNOUNCES_OUTCOMES = re.compile(
    r"(?:答复|办理|处理|办结)(?:的)?(?:结果|情况|构成|情形|分类)|(?:^|[,、])结果(?:为|是|如下|依次为)?$"
)
_ANNOUNCES_TYPES = re.compile(r"类别|门类|类型|分类|构成|[各几一二三四五六七八九十\d]类$|按类")


def _introduces(clauses: Sequence[Clause], index: int) -> bool:
    """Whether a clause is followed by a colon, or by the words that open a list."""
    following = clauses[index + 1] if index + 1 < len(clauses) else None
    return following is not None and (
        following.opened_by == ":" or following.flat.lstrip().startswith("其中")
    )


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


def _count(reading: Reading, clause: Clause, phrase: CountPhrase, context: Context) -> Iterator[Fact]:
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
    if _GIVES_REASONS.match(phrase.label):
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


def _zero_item(reading: Reading, clause: Clause, start: int, context: Context) -> list[Fact]:
    """What the end of a clause says there was none of in the list at hand: 当面7件、传真为零."""
    if (
        context.when is None
        or is_plan(context.before)
        or is_part_of_year(context.time + context.before, reading.year)
    ):
        return []
    return zero_item(reading, clause.flat[start:], clause.start + start, context.when)


def _counts(clauses: Sequence[Clause], index: int) -> list[CountPhrase]:
    """The counts of a clause, each with the words that are its own; most clauses hold none."""
    flat = clauses[index].flat
    found = list(count_phrases(flat))  # none at once where nothing may count
    if not found:
        return found
    found = with_names_behind([with_year_carried(phrase) for phrase in paired(grown(found))])
    return with_leading_name(clauses[index - 1] if index else None, clauses[index], found)


def _disown(reading: Reading) -> None:
    """Make the disputes counted in the sentence other numbers: it says they are not about disclosure."""
    for i, fact in enumerate(reading.facts[reading.facts_before :], start=reading.facts_before):
        if fact.indicator and (
            indicators()[fact.indicator].subject == "disputes" or fact.indicator == COMPLAINTS
        ):
            reading.uncount(i)


def _look_back(reading: Reading, flat: str) -> None:
    """Settle what the numbers of a sentence count that only the whole of it tells."""
    if len(reading.facts) == reading.facts_before:
        return
    if disowns(flat):
        _disown(reading)
    else:
        read_runs(reading, flat)


def _leaves_open(flat: str) -> bool:
    """Whether a clause without a number says that the list before it is only some of its total."""
    return _THE_REST.match(flat) is not None or _COUNTED_ONCE.search(flat) is not None


def _says_nothing(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence without numbers denies nothing that is counted, and ends no list.

    Most that deny something are of no use: it is told by words without which they cannot be.
    """
    if sentence.counts or _NONE_OF_WHAT.search(sentence.flat):
        return False
    total = reading.lists.total
    if total is None:
        return True
    in_brackets = "(" in sentence.flat or "（" in sentence.flat  # they may be the total's list
    return total.indicator != "requests_received" and not in_brackets


def _under_shared_name(reading: Reading, clause: Clause, before: CountPhrase, phrase: CountPhrase) -> Fact:
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


def _is_by_the_way(reading: Reading, fact: Fact) -> bool:
    """Whether a count is of requests carried over: shares and changes told behind are of those received."""
    last = reading.counted
    return fact.indicator in CARRIED and last is not None and last.indicator == "requests_received"


def _add_counts(
    reading: Reading, clauses: Sequence[Clause], index: int, counts: Sequence[CountPhrase], time: str
) -> bool:
    """Add the facts of a clause with numbers; return whether all of them are asides on another year."""
    clause = clauses[index]
    before = reading.lists.words_before()
    if row := row_of_asides(reading, clause, counts):
        reading.facts.extend(row)
        return True
    asides = 0
    of_years = by_years(before, counts, reading.year)
    if of_years:
        reading.facts.extend(of_other_years(reading, clause, counts, of_years))
        if not (counts := of_own_year(reading, counts, of_years)):
            return False
    for number, phrase in enumerate(counts):
        words = before + clause.flat[: max(0, phrase.words_at)] + phrase.words
        introduces = phrase is counts[-1] and _introduces(clauses, index)
        context = reading.context(words, "" if number else time, introduces=introduces)
        if phrase is counts[-1] and is_of_year_behind(clauses, index, reading.year):
            context = context._replace(when=None)
        made = list(_count(reading, clause, phrase, context))
        if not made and number and shares_name(counts[number - 1], phrase):
            made = [_under_shared_name(reading, clause, counts[number - 1], phrase)]
        reading.facts.extend(made)
        if made and made[-1].rule not in ASIDES and not _is_by_the_way(reading, made[-1]):
            reading.counted = made[-1]
        if [fact.rule for fact in made] == ["prose.other"] and phrase is counts[-1]:
            if context.introduces:
                reading.lists.close_earlier()  # what follows are parts of this number
            if not _CASES_CLOSED.search(phrase.label):
                reading.lists.expect_another()
        asides += context.when is None and _ASIDE.fullmatch(phrase.label) is not None
    if tail := _TAIL.match(clause.flat, counts[-1].end):
        reading.facts.extend(_zero_item(reading, clause, tail.end(), context))
    return asides == len(counts)


def _zeros(reading: Reading, clause: Clause, time: str) -> list[Fact]:
    """Add the item of a list that a clause without numbers says there was none of.

    Where it says so of something else, return that: it may have been printed as a number, too.
    """
    none = none_of(clause.flat)
    if none is None and not may_deny_besides(clause.flat):
        return []
    context = reading.context(reading.lists.words_before() + clause.flat, time)
    items = _zero_item(reading, clause, 0, context) if none is not None else []
    reading.facts.extend(items)
    return [] if items else list(none_at_all(reading, clause, context))


def _announce(reading: Reading, announced: Clause) -> None:
    """Take note of what a clause before a colon says that the list behind it is of."""
    reading.types_announced |= _ANNOUNCES_TYPES.search(announced.flat) is not None
    reading.outcomes_announced |= _ANNOUNCES_OUTCOMES.search(announced.flat) is not None


def _enter(reading: Reading, clauses: Sequence[Clause], index: int) -> None:
    """Enter a clause: what is said behind a bracket is said of what was counted before it."""
    clause = clauses[index]
    if clause.opened_by in ("(", "（"):
        reading.outside.append(reading.counted)
    elif clause.opened_by in (")", "）") and reading.outside:
        reading.counted = reading.outside.pop()
    reading.lists.enter(clauses, index)
    if clause.opened_by == ":":
        _announce(reading, clauses[index - 1])


def _not_said_otherwise(facts: Sequence[Fact], zeros: Sequence[Fact]) -> list[Fact]:
    """The zeros that a sentence states in words and no number of it says, too, or denies.

    无…情况，申请行政复议0起 says one thing twice: the printed figure is the fact. Behind 没有收到书面申请 may
    stand 受理网上申请2条: there were some.
    """
    said = {fact.indicator for fact in facts if fact.indicator and not fact.value}
    if any(fact.value and fact.indicator == "requests_received" for fact in facts):
        said.add("requests_received")
    return [fact for fact in zeros if fact.indicator not in said]


def _begin(reading: Reading, sentence: Sentence) -> None:
    """Begin a sentence, and the list that the line before it announces."""
    at, text = sentence.span.start, reading.make.report.text
    opens = at == 0 or text[at - 1] == "\n"
    before = line_before(reading, text, sentence) if opens else ""
    section = reading.make.report.section_at(at)
    reading.start_sentence(section, sentence.flat, opens_paragraph=opens, list_goes_on=before == "item")
    begins = text.rfind("\n", 0, at) + 1
    reading.lead = text[begins:at] if at - begins <= _LONGEST_LEAD else ""
    if before == "announces":
        open_announced(reading)


def _read(reading: Reading, sentence: Sentence) -> None:
    """Add the facts of the next sentence."""
    flat = sentence.flat
    if names_other_report(flat, reading.agency):
        return
    _begin(reading, sentence)
    if not sentence.counts and "申请" not in flat:
        section = reading.make.report.section_at(sentence.span.start)
        if none := list(none_of_heading(reading, sentence.clauses, section)):
            reading.facts.extend(none)
            return
    if _says_nothing(reading, sentence):
        return
    clauses = sentence.clauses
    may_give_reasons = "公开" in flat and any(word in flat for word in _REFUSED)
    zeros: list[Fact] = []
    # What none of the clauses can do is not looked for in each.
    may_deny, of_requests = denies(flat), "申请" in flat
    may_leave_open = any(word in flat for word in _LEAVES_OPEN)
    time = ""  # the clause before, when it is short and has no number of its own: "上半年，"
    for index, clause in enumerate(clauses):
        _enter(reading, clauses, index)
        if may_give_reasons and _GIVES_REASONS.match(clause.flat):
            reading.reasons = True
        if of_requests:
            begin_cut(reading, clause.flat)
        counts = _counts(clauses, index) if sentence.counts and may_count(clause.flat) else []
        if counts:
            # "去年为90条" is said by the way: what follows is about this year again.
            by_the_way = _add_counts(reading, clauses, index, counts, time)
        else:
            by_the_way = False
            if may_leave_open and _leaves_open(clause.flat):
                leave_open(reading)
            if all_of_them := whole_before(reading, clause, sentence):
                reading.facts.append(all_of_them)
            if may_deny and denies(clause.flat):
                zeros += _zeros(reading, clause, time)
        reading.lists.leave(clause, aside=by_the_way)
        time = clause.flat if not counts and len(clause.flat) <= _LONGEST_TIME_CLAUSE else ""
    _look_back(reading, flat)
    reading.facts.extend(_not_said_otherwise(reading.facts[reading.facts_before :], zeros))


def prose_facts(make: FactMaker) -> list[Fact]:
    """Return the facts of a report's running text, in the order of the text."""
    reading = Reading(make)
    for sentence in sentences(make.report):
        _read(reading, sentence)
    settle_stocks(reading)
    return sorted(reading.facts, key=lambda fact: (fact.char_start, fact.indicator or ""))
