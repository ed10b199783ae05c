"""Counts in running text become facts: totals, the lists that break them down, channels, zeros."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from ogi.extract.channels import NOUN, carried, is_own_total, item_channel, names_a_carrier
from ogi.extract.clauses import Clause, Sentence, sentences
from ogi.extract.disputes import about_disclosure, disowns, disputes_in, the_part_about_us
from ogi.extract.facts import ZERO, FactMaker, When
from ogi.extract.lists import Lists
from ogi.extract.phrases import CountPhrase, count_phrases, named_indicator
from ogi.extract.respectively import paired
from ogi.extract.restated import Totals, names_again, place_of
from ogi.extract.taxonomy import Slot, classify
from ogi.extract.times import is_change, is_part_of_year, is_plan, period
from ogi.extract.wholes import whole_of
from ogi.extract.whose import Scope, discloser, is_ours, is_singled_out, own_names, scope
from ogi.extract.zeros import denies, zero_phrase
from ogi.forms import Subject, indicators
from ogi.numerals import Number
from ogi.report import Fact, Span

_AN_OUTCOME = re.compile(r"(?:已|属|属于)?主动公开(?:范围|信息)?的?")
_WE_GOT = re.compile(
    r"(?:[^,]{0,6}?新收(?:的)?(?:政府信息公开)?(?:申请)?(?:总?数)?)|(?:[^,]{0,6}?)(?:收到|受理|接到|接收|接受)(?:到|了)?(?:的)?(?:各类|公开|书面|有效|群众|公民)*申请"
    r"(?:总?数|数量|件数)?"
)
_WE_REPLIED = re.compile(r"(?:已|均|共|全部|按时|按期|及时|依法|予以|进行)*答复(?:件|数|申请)?")
_DISCLOSE_VERB = re.compile(r"(?:[^,]*?)(?:主动公开|公开|发布|公布)(?:了)?$")
# 主动公开环境信息1286条:… of an agency for the environment is its total: a list follows.
_OF_ONE_FIELD = re.compile(r"(?:[^,]*?)主动公开(?:了)?[一-鿿]{2,4}信息(?:总?数)?")
_OF_WHAT_FOLLOWS = re.compile(r"\s*(?:为|是|系|属于)")
_BARE_NOUN = re.compile(rf"(?:的)?{NOUN}$")
_BY_METHOD = re.compile(r"^(?:其中|通过|采用|采取|利用|以|在|经|由)+")
_ASIDE = re.compile(r"(?:去年|上一?年|前年|\d{4}年度?)?(?:同期)?")
_COUNTED = frozenset(["条", "件", "份", "起", "则", "例", "次", "期", "篇", "宗", "个", "项", "批次"])
_ASIDES = ("prose.share", "prose.change")
_CARRIED = ("requests_carried_in", "requests_carried_out")
# Documents and decisions that an agency makes: where types of information are listed, they are types.
_MADE = ("documents", "administration")
# What an agency does besides disclosing: no type of information.
_DOES = re.compile(
    r"收到|受理|回复|答复|办理|办结|召开|开展|举办|接待|接听|发放|编发|印制|组织|点击|访问|浏览|解读|培训|制定|修订|更新|新增|采用"
)
_OTHER_CASES = re.compile(r"投诉|举报|热线|来电|来信|诉求|信访|审批|许可|提案|建议案")
_LONGEST_TIME_CLAUSE = 10
_SHARE = re.compile(r"占|比例|比重")
_ANNOUNCES_TYPES = re.compile(r"类别|门类|类型|分类|构成|[各几一二三四五六七八九十\d]类$|按类")
_ABOUT_TYPES = re.compile(r"类别|门类|类型|分类|构成")
_LINK = re.compile(r"^\s*(?:(?:的)?(?:办理|处理|答复)?结果)?(?:为|是|系|属于?|因|由于)*")
_LONGEST_BEHIND = 16


class _Context(NamedTuple):
    """The words of the sentence up to a number, a short clause just before it, and where that is.

    `introduces`: a colon or 其中 follows the clause, and so a list.
    """

    before: str
    time: str
    annex: bool
    section: str
    introduces: bool = False


@dataclass(slots=True)
class _Reader:
    """Goes through a report's sentences, remembering the totals that lists may break down."""

    make: FactMaker
    agency: str
    facts: list[Fact] = field(default_factory=list)
    lists: Lists = field(default_factory=Lists)
    totals: Totals = field(default_factory=Totals)
    scopes: dict[tuple[str, str], Scope] = field(default_factory=dict)
    # Of the sentence at hand: the dispute counted last (about disclosure or not), and whether one was not.
    dispute: str = ""
    foreign_dispute: bool = False
    # And whether it announces types of information; and its last count, which a share may follow.
    types_announced: bool = False
    counted: Fact | None = None

    def read(self, sentence: Sentence) -> None:
        """Add the facts of the next sentence."""
        section = self.make.report.section_at(sentence.span.start)
        title = section.title if section else ""
        self.lists.start_sentence(title)
        if not sentence.clauses:
            return
        self.dispute, self.foreign_dispute, self.types_announced, self.counted = "", False, False, None
        first = len(self.facts)
        zeros: list[Fact] = []
        time = ""  # the clause before, when it is short and has no number of its own: "上半年，"
        for index, clause in enumerate(sentence.clauses):
            self.lists.enter(sentence.clauses, index)
            if clause.opened_by == ":" and _ANNOUNCES_TYPES.search(sentence.clauses[index - 1].flat):
                self.types_announced = True
            counts = list(paired(list(count_phrases(clause.flat))))
            denied = not counts and denies(clause.flat)
            before = self.lists.words_before() if counts or denied else ""
            asides = 0
            for number, phrase in enumerate(counts):
                words = before + clause.flat[: phrase.words_at] + phrase.words
                context = _Context(
                    words,
                    "" if number else time,
                    bool(section and section.annex),
                    title,
                    phrase is counts[-1] and _introduces(sentence.clauses, index),
                )
                made = list(self._count(clause, phrase, context))
                self.facts.extend(made)
                if made and made[-1].rule not in _ASIDES:
                    self.counted = made[-1]
                asides += bool(_ASIDE.fullmatch(phrase.label)) and self._when(context) is None
            if not counts and (all_of_them := self._whole(clause, sentence)):
                self.facts.append(all_of_them)
            if denied:
                context = _Context(before + clause.flat, time, bool(section and section.annex), title)
                zeros.extend(self._zeros(clause, context))
            # "去年为90条" is an aside: what follows is about this year again.
            self.lists.leave(clause, aside=bool(counts) and asides == len(counts))
            time = clause.flat if not counts and len(clause.flat) <= _LONGEST_TIME_CLAUSE else ""
        if len(self.facts) > first and disowns(sentence.flat):
            self._disown(first)
        # "无…情况，申请行政复议0起" says one thing twice: the printed figure is the fact.
        said = {fact.indicator for fact in self.facts[first:] if fact.indicator and not fact.value}
        self.facts.extend(fact for fact in zeros if fact.indicator not in said)

    def _disown(self, first: int) -> None:
        """Make the disputes counted in the sentence other numbers: it says they are not about disclosure."""
        for i, fact in enumerate(self.facts[first:], start=first):
            if fact.indicator and indicators()[fact.indicator].subject == "disputes":
                self.facts[i] = fact._replace(indicator=None, rule="prose.other")

    def _when(self, context: _Context) -> When | None:
        return period(context.before, self.make.report.entry.year, annex=context.annex)

    def _count(self, clause: Clause, phrase: CountPhrase, context: _Context) -> Iterator[Fact]:
        if phrase.raw_label.rstrip().endswith(":") and _OF_WHAT_FOLLOWS.match(phrase.after_text):
            phrase = _named_behind(phrase)  # 均已答复:5份为同意公开
        if is_plan(context.before, phrase.raw_label):
            return
        if is_change(phrase.raw_label):
            yield self._aside(clause, phrase, "prose.change")
            return
        if self.lists.restates(clause.flat, phrase.number.value):
            return
        if phrase.unit == "%" and self.counted is not None and _SHARE.search(phrase.raw_label):
            yield self._aside(clause, phrase, "prose.share")
            return
        if self._names_again(clause, phrase):
            return
        when = self._when(context)
        if _is_carried(phrase):
            when = When("year")  # 结转下年度, 上年结转 name another year, and count this year's requests
        make = partial(
            self.make.make, place="prose", number=phrase.number, unit=phrase.unit, when=when or When()
        )
        # Another year's number, a month's, or one of nothing sure is kept and never taken for this year's.
        foreign = when is None or phrase.vague or is_part_of_year(context.time + phrase.raw_label)
        counted = not foreign and (phrase.unit is None or phrase.unit in _COUNTED)
        found: list[Fact] = []
        if not foreign:
            found = self._item(clause, phrase, make, context)
        if not found and counted:
            found = self._outcome(clause, phrase, make, context) or self._channel(clause, phrase, make)
        if not found and counted:
            found = self._total(clause, phrase, make, context)
        if not found and not phrase.spelled and len(re.sub(r"[^一-鿿]", "", phrase.label)) >= 2:
            span = Span(clause.start + phrase.label_at, clause.start + phrase.end)
            found = [make(span=span, rule="prose.other", label=phrase.label)]
        yield from found

    # --- an item of a list ---

    def _recall(self, phrase: CountPhrase, context: _Context) -> None:
        """Open the list of a total of an earlier sentence, where the phrase is one of its parts.

        Who disclosed it is said right behind a total; which types, in a section or a sentence about types.
        """
        if self.lists.is_open or not phrase.label:
            return
        slot = self._slot(phrase.label, "disclosure")
        total = None
        if slot.dimension == "unit_of_agency" and slot.category is not None:
            total = self.totals.in_section(context.section)
        elif slot.dimension == "information_type" and (
            self.types_announced or _ABOUT_TYPES.search(context.section.split(" / ")[-1])
        ):
            total = self.totals.around(context.section)
        if total is not None:
            self.lists.reopen(total)

    def _item(
        self, clause: Clause, phrase: CountPhrase, make: Callable[..., Fact], context: _Context
    ) -> list[Fact]:
        """The phrase as an item of the list that is open, or nothing when it is not one."""
        self._recall(phrase, context)
        total = self.lists.total
        if total is not None and not phrase.label and (self.lists.is_open or self.lists.counted_here):
            phrase = _named_behind(phrase)
        if total is None or not phrase.label:
            return []
        if total.rule == "prose.channel" and names_a_carrier(phrase.words):
            return []  # the next channel's number, no part of this one's
        subject = indicators()[total.indicator or ""].subject
        label = _BY_METHOD.sub("", phrase.label) if subject == "requests" else phrase.label
        slot = self._slot(label, subject)
        named = named_indicator(phrase.label)
        # A kind of document is a type of information where types are listed.
        of_list = named is not None and named.subject in _MADE and slot.dimension == "information_type"
        other = named is not None and not of_list and (named.id != total.indicator or not slot.dimension)
        different_unit = phrase.unit is not None and total.unit is not None and phrase.unit != total.unit
        taken = self.lists.takes(slot) or (subject == "disclosure" and self.lists.follows_item(phrase.unit))
        if subject == "disclosure" and slot.dimension is None and _DOES.search(phrase.label):
            taken = False
        if other or different_unit or not taken:
            if other:
                self.lists.close()
            return []
        nested = self.lists.is_nested(phrase.number.value)
        outcome = slot.dimension == "outcome"
        start = clause.start + phrase.label_at
        part_of, list_start = self.lists.whole_of_next(start, slot, nested=nested)
        fact = make(
            span=Span(start, clause.start + phrase.end),
            rule="prose.sub_item" if nested else "prose.outcome" if outcome else "prose.list_item",
            label=total.label,
            indicator="replies_total" if outcome else total.indicator,
            dimension=slot.dimension,
            category=slot.category,
            category_label=phrase.label,
            unit=phrase.unit or total.unit,
            part_of=part_of,
            list_start=list_start,
        )
        self.lists.add(fact)
        return [fact]

    def _slot(self, label: str, subject: Subject) -> Slot:
        """The slot that an item's label names; 通过X公开 names the channel X, whatever X is about."""
        names = own_names(self.agency)
        if subject == "disclosure":
            if (channel := item_channel(label)) and (
                slot := classify(channel, subject, names)
            ).dimension == "channel":
                return slot
            label = discloser(label)
        return classify(label, subject, names)

    def _outcome(
        self, clause: Clause, phrase: CountPhrase, make: Callable[..., Fact], context: _Context
    ) -> list[Fact]:
        """The phrase as the outcome of requests, where the section is about requests."""
        if "申请" not in context.section or "主动公开" in context.section:
            return []
        phrase = phrase if phrase.label else _named_behind(phrase)
        slot = classify(phrase.label, "replies")
        if slot.category is None or (
            slot.category == "already_public" and not _AN_OUTCOME.fullmatch(phrase.label)
        ):
            return []
        return [
            make(
                span=Span(clause.start + phrase.label_at, clause.start + phrase.end),
                rule="prose.outcome",
                label=phrase.label,
                indicator="replies_total",
                dimension=slot.dimension,
                category=slot.category,
                category_label=phrase.label,
            )
        ]

    # --- a share, a total again ---

    def _aside(self, clause: Clause, phrase: CountPhrase, rule: str) -> Fact:
        """What is said of the count before it: its share of a total, or how it changed. It counts nothing."""
        counted = self.counted
        words = phrase.raw_label.strip("，, (（;；")
        return self.make.make(
            span=Span(clause.start + phrase.label_at, clause.start + phrase.end),
            rule=rule,
            place="prose",
            label=phrase.label or words,
            number=phrase.number,
            unit=phrase.unit,
            when=When(counted.period, counted.as_of) if counted else When("year"),
            part_of=counted.char_start if counted else None,
        )

    def _names_again(self, clause: Clause, phrase: CountPhrase) -> bool:
        """Whether the phrase names a total of an earlier sentence again: its list may follow.

        Where it says that all of it was published in one place, that is a number of that channel.
        """
        total = self.totals.of_value(phrase.number.value, phrase.unit)
        if total is None or total.char_start >= clause.start or not total.value:
            return False
        if not names_again(phrase.words, phrase.after_text):
            return False
        if place := place_of(phrase.words, phrase.after_text):
            self._all_on(place, total, clause, phrase)
        self.lists.reopen(total)
        return True

    def _all_on(
        self, place: tuple[str, int | None], total: Fact, clause: Clause, phrase: CountPhrase
    ) -> None:
        """Add the fact that a whole total was published through one channel."""
        names = own_names(self.agency)
        channel, behind = place
        if classify(channel, "disclosure", names).dimension != "channel":
            return
        first = phrase.words_at if behind is None else phrase.label_at
        fact = self.make.make(
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
        self.facts.append(fact)

    # --- one channel's number ---

    def _channel(self, clause: Clause, phrase: CountPhrase, make: Callable[..., Fact]) -> list[Fact]:
        """The phrase as what one channel carried: "在X上公开信息N条", "X公开信息N条", "X公开N条"."""
        found = carried(phrase.words, self.agency)
        if found is None:
            return []
        fact = make(
            span=Span(clause.start + phrase.words_at + found.at, clause.start + phrase.end),
            rule="prose.channel",
            label=found.noun,
            indicator="proactive_items_total",
            dimension="channel",
            category=found.category,
            category_label=found.channel,
        )
        self.lists.open_under(fact, nested=True)
        return [fact]

    # --- a total ---

    def _total(
        self, clause: Clause, phrase: CountPhrase, make: Callable[..., Fact], context: _Context
    ) -> list[Fact]:
        """The phrase as a total of disclosure, requests, replies or disputes, or nothing."""
        found, label = self._named(phrase, context)
        if not found:
            return []
        subject = indicators()[found[0]].subject
        method = self._method(phrase, label) if subject == "requests" else None
        start, end = phrase.label_at, phrase.end
        if phrase.from_marker is not None:
            start = phrase.from_marker
        if label != phrase.label and label == phrase.after_text.strip():
            end += len(phrase.after_text.rstrip())
        rule = "prose.total" if method is None else "prose.method"
        if method is None and subject == "disclosure" and self._other_scope(found[0], phrase, context):
            rule = "prose.scoped"
        facts = [
            make(
                span=Span(clause.start + (start if method is None else phrase.words_at), clause.start + end),
                rule=rule,
                label=label,
                indicator=indicator,
                dimension=None if method is None else "request_method",
                category=method,
                category_label=None if method is None else phrase.words,
            )
            for indicator in found
        ]
        if rule == "prose.total" and self._may_be_listed(facts[0], subject):
            self.lists.open_under(facts[0])
            if subject == "disclosure":
                self.totals.add(context.section, facts[0])
        return facts

    def _may_be_listed(self, fact: Fact, subject: Subject) -> bool:
        """Whether a list may follow a total: not requests carried over, nor all years' beside a year's."""
        before = self.lists.total
        if fact.indicator in _CARRIED or subject not in ("disclosure", "requests", "replies"):
            return False
        all_years = fact.period in ("cumulative", "as_of")
        return not (all_years and before and before.indicator == fact.indicator and before.period == "year")

    def _other_scope(self, indicator: str, phrase: CountPhrase, context: _Context) -> bool:
        """Whether a total counts another circle than one that the section stated before (全县, 局机关)."""
        own = scope(phrase.words)
        before = self.scopes.setdefault((context.section, indicator), own)
        return (before != own and "narrow" in (before, own)) or is_singled_out(context.before)

    def _named(self, phrase: CountPhrase, context: _Context) -> tuple[tuple[str, ...], str]:
        """The indicators a phrase counts and the words that name them, before the number or behind it."""
        label = phrase.label
        if about_us := self._dispute(phrase):
            return about_us
        named = named_indicator(label)
        if named is None:
            behind = phrase.after_text.strip()
            after = named_indicator(behind, ("requests", "disputes")) if behind and phrase.unit else None
            if after is not None and (
                after.subject != "disputes" or about_disclosure(behind, context.section)
            ):
                return (after.id,), behind
            ours = is_ours(phrase.announced, "", self.agency)
            if phrase.unit and ours and _DISCLOSE_VERB.fullmatch(label) and _BARE_NOUN.fullmatch(behind):
                named, label = indicators()["proactive_items_total"], label + behind
            elif context.introduces and ours and _OF_ONE_FIELD.fullmatch(label):
                return ("proactive_items_total",), label
            elif "申请" in context.section and _WE_GOT.fullmatch(label):
                return ("requests_received",), label
            elif "申请" in context.section and _WE_REPLIED.fullmatch(label):
                return ("replies_total",), label
            else:
                return (), label
        if named.subject == "disputes":
            return self._disputes(phrase, context)
        if named.id == "requests_concluded" and not self._of_requests(label, context):
            return (), label
        if named.subject == "disclosure" and not is_own_total(label, phrase.announced, self.agency):
            return (), label
        return (named.id,), label

    def _of_requests(self, label: str, context: _Context) -> bool:
        """Whether what was concluded (办结) are requests, and no complaints or applications for a licence."""
        about = label + context.before
        return not _OTHER_CASES.search(about) and ("申请" in context.section or "申请" in about)

    def _dispute(self, phrase: CountPhrase) -> tuple[tuple[str, ...], str] | None:
        """The part of disputes counted just before that concerns disclosure: it takes the count's place."""
        if not self.dispute or not the_part_about_us(phrase.label or phrase.words):
            return None
        for i in range(len(self.facts) - 1, -1, -1):
            if self.facts[i].indicator == self.dispute:
                self.facts[i] = self.facts[i]._replace(indicator=None, rule="prose.other")
                break
        return (self.dispute,), phrase.label

    def _disputes(self, phrase: CountPhrase, context: _Context) -> tuple[tuple[str, ...], str]:
        """The disputes a phrase counts, if they are about disclosure."""
        several = disputes_in(phrase.label)
        self.dispute = several[0] if len(several) == 1 else ""
        ours = about_disclosure(phrase.label, context.section)
        if not ours or (self.foreign_dispute and "信息公开" not in phrase.label):
            self.foreign_dispute = True
            return (), phrase.label
        if len(several) > 1:
            if not phrase.number.value or re.search(r"各[^一-鿿]*$", phrase.raw_label):
                return several, phrase.label
            return (), phrase.label  # one number for several kinds of dispute together
        return several, phrase.label

    def _method(self, phrase: CountPhrase, label: str) -> str | None:
        """The method of request that the words before a number of requests name, or None."""
        if label != phrase.label or phrase.from_marker is not None:
            return None
        slot = classify(_BY_METHOD.sub("", phrase.words), "requests")
        return slot.category if slot.dimension == "request_method" else None

    # --- all of them ---

    def _whole(self, clause: Clause, sentence: Sentence) -> Fact | None:
        """What a clause says of all requests that the sentence has counted (均已答复), or nothing."""
        total = self.lists.total
        if total is None or not self.lists.counted_here or total.indicator != "requests_received":
            return None
        said = whole_of(clause.flat) if total.value and total.rule == "prose.total" else None
        if said is None:
            return None
        number = Number(total.number, total.qualifier)
        return self.make.make(
            span=Span(max(total.char_start, sentence.span.start), clause.start + len(clause.flat.rstrip())),
            rule="prose.whole",
            place="prose",
            label=said.label,
            number=number,
            unit=total.unit,
            when=When(total.period, total.as_of),
            indicator=said.indicator,
            dimension="request_method" if said.method else None,
            category=said.method,
            category_label=said.label if said.method else None,
        )

    # --- none at all ---

    def _zeros(self, clause: Clause, context: _Context) -> Iterator[Fact]:
        phrase = zero_phrase(clause.flat, context.section)
        when = self._when(context)
        foreign = when is None or is_part_of_year(context.time + clause.flat) or is_plan(context.before)
        if phrase is None or foreign:
            return
        for indicator in phrase.indicators:
            yield self.make.make(
                span=Span(clause.start + phrase.start, clause.start + phrase.end),
                rule="prose.none",
                place="prose",
                label=phrase.label,
                number=ZERO,
                indicator=indicator,
                when=when or When(),
            )


def _introduces(clauses: Sequence[Clause], index: int) -> bool:
    """Whether a clause is followed by a colon, or by the words that open a list."""
    following = clauses[index + 1] if index + 1 < len(clauses) else None
    return following is not None and (
        following.opened_by == ":" or following.flat.lstrip().startswith("其中")
    )


def _is_carried(phrase: CountPhrase) -> bool:
    """Whether a phrase counts requests carried in from the year before or out to the next."""
    named = named_indicator(phrase.label, ("requests",))
    return named is not None and named.id in _CARRIED


def _named_behind(phrase: CountPhrase) -> CountPhrase:
    """A number before its name (19条政务信息, 38条为行政处罚信息) with that name as its label."""
    behind = _LINK.sub("", phrase.after_text).strip()
    if not 2 <= len(behind) <= _LONGEST_BEHIND or re.search(r"\d", behind):
        return phrase
    return phrase._replace(label=behind, end=phrase.end + len(phrase.after_text.rstrip()))


def prose_facts(make: FactMaker) -> list[Fact]:
    """Return the facts of a report's running text, in the order of the text."""
    reader = _Reader(make, make.report.entry.agency)
    for sentence in sentences(make.report):
        reader.read(sentence)
    return sorted(reader.facts, key=lambda fact: (fact.char_start, fact.indicator or ""))
