"""What is kept while a report's sentences are gone through: facts so far, lists, the sentence at hand."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from ogi.extract.clauses import Clause
from ogi.extract.facts import FactMaker, When
from ogi.extract.lists import Lists
from ogi.extract.phrases import CountPhrase
from ogi.extract.restated import Totals
from ogi.extract.times import period
from ogi.extract.whose import Scope
from ogi.report import Fact, Section, Span

REQUESTS = "requests"
# How a paragraph on requests begins in a section on everything.
_ABOUT_REQUESTS = re.compile(
    r"[\s　]*(?:[(（]?[一二三四五六七八九十\d]{1,2}[)）]?[、.]?)?(?:关于)?"
    r"(?:依申请公开|(?:政府)?信息公开申请|公开申请|申请(?:受理|办理|公开))"
)


def own_heading(section: str) -> str:
    """Return the innermost heading of a section, without the text that it may run on into behind a colon."""
    return re.split("[:：]", section.split(" / ")[-1])[0]


def is_about_requests(section: str, topic: str) -> bool:
    """Whether a section, or the paragraph on a topic in it, is about requests."""
    return "申请" in section or topic == REQUESTS


class Context(NamedTuple):
    """The words of the sentence up to a number, a short clause just before it, and where that is.

    `when` is the period that these words say; None for another year's. `introduces`: a colon or 其中 follows
    the clause, and so a list; `topic` is what the paragraph is about.
    """

    before: str
    time: str
    when: When | None
    section: str
    introduces: bool = False
    topic: str = ""

    @property
    def about_requests(self) -> bool:
        """Whether the section or the paragraph is about requests."""
        return is_about_requests(self.section, self.topic)


class Counted(NamedTuple):
    """A number to be understood: its phrase, its clause and context, and what makes its facts."""

    clause: Clause
    phrase: CountPhrase
    context: Context
    make: Callable[..., Fact]

    def span(self, start: int, end: int) -> Span:
        """The range of the report's text for offsets into the clause."""
        return Span(self.clause.start + start, self.clause.start + end)


@dataclass(slots=True)
class Reading:
    """A report being read, sentence by sentence: its facts, and the totals that lists may break down."""

    make: FactMaker
    facts: list[Fact] = field(default_factory=list)
    lists: Lists = field(default_factory=Lists)
    totals: Totals = field(default_factory=Totals)
    scopes: dict[tuple[str, str], Scope] = field(default_factory=dict)
    # Of the sentence at hand: the dispute counted last (about disclosure or not), and whether one was not.
    dispute: str = ""
    foreign_dispute: bool = False
    # And whether it announces types of information, or what became of requests.
    types_announced: bool = False
    # And whether it gives the reasons of refusals, which are no outcomes of their own.
    reasons: bool = False
    outcomes_announced: bool = False
    # And its last count, which a share may follow.
    counted: Fact | None = None
    # And how many facts there were before it.
    facts_before: int = 0
    # What was its last count before each bracket that is open.
    outside: list[Fact | None] = field(default_factory=list)
    # What the paragraph at hand says it is about; the section, and whether that is an annex.
    topic: str = ""
    section: str = ""
    annex: bool = False
    # What stands before the sentence at hand in its paragraph, where that is short: 2. 公开内容.
    lead: str = ""
    # Whether the line at hand goes on with a list.
    in_list: bool = False

    @property
    def agency(self) -> str:
        """The reporting agency."""
        return self.make.report.entry.agency

    @property
    def about_requests(self) -> bool:
        """Whether the section or the paragraph at hand is about requests."""
        return is_about_requests(self.section, self.topic)

    @property
    def year(self) -> int:
        """The year that the report is for."""
        return self.make.report.entry.year

    def uncount(self, index: int) -> None:
        """Keep the number of a fact that turns out to be none of what it was taken for."""
        self.facts[index] = self.facts[index]._replace(indicator=None, rule="prose.other")

    def start_sentence(
        self, section: Section | None, words: str, *, opens_paragraph: bool, list_goes_on: bool = False
    ) -> None:
        """Begin a sentence that stands in a section; the first of a paragraph may say what that is about."""
        self.section, self.annex = (section.title, section.annex) if section else ("", False)
        self.lists.start_sentence(self.section, goes_on=list_goes_on)
        self.facts_before = len(self.facts)
        self.in_list = list_goes_on
        if opens_paragraph:
            self.topic = REQUESTS if _ABOUT_REQUESTS.match(words) else ""
        self.dispute, self.foreign_dispute, self.counted, self.outside = "", False, None, []
        self.types_announced = self.outcomes_announced = self.reasons = False

    def context(self, words: str, time: str, *, introduces: bool = False) -> Context:
        """Return what stands around a number: the words up to it, and a short clause before it."""
        after = 0 if self.lists.is_open else self.lists.semicolon_at()  # a list has its whole's period
        when = period(words, self.year, annex=self.annex, after=after)
        return Context(words, time, when, self.section, introduces, self.topic)
