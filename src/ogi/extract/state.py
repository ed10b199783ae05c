"""What is kept while a report's sentences are gone through: facts so far, lists, the sentence at hand."""

from __future__ import annotations

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
from ogi.report import Fact, Span


class Context(NamedTuple):
    """The words of the sentence up to a number, a short clause just before it, and where that is.

    `introduces`: a colon or 其中 follows the clause, and so a list.
    """

    before: str
    time: str
    annex: bool
    section: str
    introduces: bool = False


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
    # And whether it announces types of information; and its last count, which a share may follow.
    types_announced: bool = False
    counted: Fact | None = None

    @property
    def agency(self) -> str:
        """The reporting agency."""
        return self.make.report.entry.agency

    def start_sentence(self, section: str) -> None:
        """Begin a sentence that stands in a section."""
        self.lists.start_sentence(section)
        self.dispute, self.foreign_dispute, self.types_announced, self.counted = "", False, False, None

    def when(self, context: Context) -> When | None:
        """Return the period of a number; None for another year's."""
        return period(context.before, self.make.report.entry.year, annex=context.annex)
