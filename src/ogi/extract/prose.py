"""Running text becomes facts: sentence by sentence, clause by clause, with what each leaves for the next."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ogi.extract.asides import (
    ASIDES,
    none_at_all,
    none_of_heading,
    row_of_asides,
    whole_before,
)
from ogi.extract.cases import COMPLAINTS
from ogi.extract.clauses import Clause, Sentence, may_count, sentences
from ogi.extract.counts import GIVES_REASONS, facts_of_count, under_shared_name
from ogi.extract.disputes import disowns
from ogi.extract.facts import FactMaker
from ogi.extract.items import leave_open
from ogi.extract.lines import line_before, open_announced
from ogi.extract.naming import shares_name, with_leading_name, with_names_behind, with_year_carried
from ogi.extract.of_requests import begin_cut, zero_item
from ogi.extract.phrases import CARRIED, CountPhrase, count_phrases
from ogi.extract.respectively import grown, paired
from ogi.extract.runs import read_runs
from ogi.extract.state import Context, Reading
from ogi.extract.stocks import settle_stocks
from ogi.extract.times import (
    is_part_of_year,
    is_plan,
)
from ogi.extract.whose import names_other_report
from ogi.extract.year_rows import by_years, is_of_year_behind, of_other_years, of_own_year
from ogi.extract.zeros import denies, may_deny_besides, none_of
from ogi.forms import indicators
from ogi.report import Fact

_ASIDE = re.compile(r"(?:去年|上一?年|前年|\d{4}年度?)?(?:同期)?")
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
_LONGEST_TIME_CLAUSE = 10
_LONGEST_LEAD = 14
# What follows the last count of a clause and may be another item: 、传真为零.
_TAIL = re.compile(r"\s*[、,]\s*(?=[^、,]+$)")
_REFUSED = ("不予公开", "不同意公开", "否决公开", "免予公开")
_CASES_CLOSED = re.compile(r"审结|结案")  # what became of them is what became of some of all cases
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
        made = list(facts_of_count(reading, clause, phrase, context))
        if not made and number and shares_name(counts[number - 1], phrase):
            made = [under_shared_name(reading, clause, counts[number - 1], phrase)]
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
        if may_give_reasons and GIVES_REASONS.match(clause.flat):
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
