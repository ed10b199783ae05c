"""Which total the counts of a sentence break down: lists announced, bracketed, nested, closed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

from ogi.extract.clauses import Clause
from ogi.extract.naming import is_number_of_name
from ogi.extract.phrases import count_phrases, is_carried
from ogi.extract.taxonomy import Slot
from ogi.extract.times import is_change
from ogi.report import Fact

_OPENS = re.compile(
    r"^\s*(?:其中|里面有|里面|包括|包含|分别|含|按.{1,8}?(?:划分|分类|分|统计)(?=[^类]|$)|[从分].{1,8}?(?:来看|看)"
    r"|(?:在|以上|上述|这|全年|今年|本年度?|\d{4}年度?).{0,12}(?:公开|信息|申请).{0,12}中$|(?:在|以上|上述|这).{0,12}(?:公开|信息|申请).{0,12}中"
    r"|(?:主动)?公开的(?:政府)?信息(?:中|里)$|答复情况)"
)
_NEW_CUT = re.compile(r"^\s*(?:其中)?(?:按.{1,8}?(?:划分|分类|分|统计)(?=[^类]|$)|[从分].{1,8}?(?:来看|看))")
_RESTATES = re.compile(
    r"^\s*(?:(?:在|以上|上述|这|所).*(?:中|里|,)?|(?:全年|今年|本年度?|\d{4}年度?)(?:主动)?(?:公开|发布)的.*(?:中|里))$"
)
# In a section on requests these break down the requests, wherever in it they stand.
_OF_REQUESTS = ("request_method", "outcome", "applicant")


@dataclass(slots=True)
class _Parent:
    """What the counts that follow may break down.

    `here`: it stands in the sentence at hand, so that a bare list may follow it; `left` is what is left of
    the last item while it is being divided; `remark`: inside a bracket that holds one number, which need be
    no list; `open_ended`: the list names examples; `list_start` and `inner_start` are where the first items
    stand, of the list and of what divides an item.
    """

    total: Fact
    here: bool = False
    open: bool = False
    nested: bool = False
    items: int = 0
    last: Fact | None = None
    left: Decimal | None = None
    remark: bool = False
    list_start: int | None = None
    inner_start: int | None = None
    open_ended: bool = False

    def divide(self) -> None:
        """Take the next counts as parts of the last item."""
        if self.last is not None:
            self.left, self.inner_start = self.last.value, None


# Behind a bracket that holds the number of a name stands what it has opened: 公开信息（120条），其中….
_SAME: Literal["same"] = "same"


@dataclass(slots=True)
class Lists:
    """The lists of a report's running text, followed clause by clause."""

    parent: _Parent | None = None
    section: str = ""
    _stack: list[_Parent | Literal["same"] | None] = field(default_factory=list)
    _words: list[list[str]] = field(default_factory=lambda: [[]])
    _of_another: bool = False
    _semicolon: int = 0

    @property
    def total(self) -> Fact | None:
        """The total (or the channel's number) that the counts at hand may break down."""
        return self.parent.total if self.parent else None

    @property
    def is_open(self) -> bool:
        """Whether a list of the total at hand has been announced."""
        return self.parent is not None and self.parent.open

    @property
    def counted_here(self) -> bool:
        """Whether the total at hand stands in the sentence at hand."""
        return self.parent is not None and self.parent.here

    @property
    def of_outcomes(self) -> bool:
        """Whether the last item of the list at hand was an outcome of requests."""
        return (
            self.parent is not None
            and self.parent.last is not None
            and self.parent.last.dimension == "outcome"
        )

    @property
    def of_channels(self) -> bool:
        """Whether the last item of the list at hand was a channel."""
        return (
            self.parent is not None
            and self.parent.last is not None
            and self.parent.last.dimension == "channel"
        )

    def words_before(self) -> str:
        """The clauses of the sentence so far, without brackets that are closed and asides."""
        return "".join(word + "," for words in self._words for word in words)

    def semicolon_at(self) -> int:
        """How many characters of these words stand before the last semicolon."""
        return self._semicolon if self._words and len(self._words) == 1 else 0

    def start_sentence(self, section: str, *, goes_on: bool = False) -> None:
        """Begin a sentence: a list of the section's last total goes on where its first words announce one.

        `goes_on`: the line before is an item of it, and this one may be the next.
        """
        if section != self.section:
            self.parent = None
        self.section, self._words, self._semicolon = section, [[]], 0
        if self._stack:
            outer = self._stack[0]
            self.parent, self._stack = self.parent if outer == _SAME else outer, []
        if self.parent is not None and not goes_on:
            self.parent = _Parent(self.parent.total, nested=self.parent.nested)
        elif self.parent is not None:
            self.parent.open = True

    def enter(self, clauses: Sequence[Clause], index: int) -> None:
        """Enter a clause, after the separator before it."""
        clause = clauses[index]
        if clause.opened_by == ";":
            self._semicolon = len(self.words_before())
        if clause.opened_by in ("(", "（"):
            if self._is_number_of_name(clauses, index):
                self._stack.append(_SAME)
                self._words.append([])
            else:
                self._push(clauses, index)
        elif clause.opened_by in (")", "）") and self._stack:
            outer = self._stack.pop()
            self.parent = self.parent if outer == _SAME else outer
            self._words.pop()
        elif clause.opened_by == ";" and self.parent is not None and self.parent.left is not None:
            self.parent.left = None
        elif clause.opened_by == ":" and self.parent is not None:
            self.parent.open = True
        self._of_another = False
        if self.parent is not None and _OPENS.match(clause.flat):
            if _NEW_CUT.match(clause.flat):
                self.parent.items, self.parent.left, self.parent.list_start = 0, None, None
                self.parent.open_ended = False
            elif self.parent.items:
                self.parent.divide()  # 其中 behind an item divides it
            self.parent.open = True

    def leave(self, clause: Clause, *, aside: bool) -> None:
        """Leave a clause; an aside (on another year) says nothing of what follows it."""
        if not aside:
            self._words[-1].append(clause.flat)

    @staticmethod
    def _is_number_of_name(clauses: Sequence[Clause], index: int) -> bool:
        """Whether a bracket holds the number of what is named before it and nothing else: 公开栏（21条）."""
        return index > 0 and is_number_of_name(clauses[index - 1], clauses[index])

    def expect_another(self) -> None:
        """Take a bracket that opens next for what breaks down another number than the list at hand."""
        self._of_another = True

    def _push(self, clauses: Sequence[Clause], index: int) -> None:
        outer = self.parent
        if self._of_another:
            self._stack.append(outer)
            self._words.append([])
            self.parent = None
            return
        self._stack.append(outer)
        self._words.append([])
        if outer is None:
            return
        inside: list[Clause] = []
        depth = 1
        for clause in clauses[index:]:
            if inside:
                depth += (clause.opened_by in ("(", "（")) - (clause.opened_by in (")", "）"))
            if not depth:
                break
            inside.append(clause)
        counts = [p for c in inside for p in count_phrases(c.flat) if not is_change(p.raw_label)]
        divides_item = outer.items > 0
        if divides_item:
            self.parent = replace(outer, open=True, remark=False)
            self.parent.divide()
        else:
            own = [p for p in counts if not is_carried(p)]
            remark = not own or (len(own) < 2 and not _OPENS.match(inside[0].flat))
            self.parent = replace(outer, open=True, remark=remark)
            if not remark:
                # The bracket was the list: what follows it is not, unless it opens another.
                self._stack[-1] = _Parent(outer.total, nested=outer.nested)

    def open_under(self, total: Fact, *, nested: bool = False) -> None:
        """Take a fact as what the next counts may break down; `nested`: it is itself a part."""
        self.parent = _Parent(total, here=True, nested=nested)

    def reopen(self, total: Fact) -> None:
        """Take the next counts as a list of a total that was stated before."""
        self.parent = _Parent(total, open=True)

    def close(self) -> None:
        """End the list: something else is counted."""
        self.parent = None

    def close_earlier(self) -> None:
        """End the list of a total of an earlier sentence: another number is broken down now."""
        if self.parent is not None and not self.parent.here:
            self.parent = None

    def restates(self, clause: str, value: Decimal) -> bool:
        """Whether a clause names the total again only to break it down (在主动公开的425条政府信息中)."""
        total = self.total
        return total is not None and bool(_RESTATES.match(clause)) and total.value == value

    def begin_again(self) -> None:
        """Begin another list of the total at hand: it is named again."""
        if self.parent is not None:
            self.parent = _Parent(self.parent.total, open=self.parent.open, nested=self.parent.nested)

    def takes(self, slot: Slot) -> bool:
        """Whether the list at hand takes a count of that slot as its item."""
        if self.parent is None:
            return False
        if self.parent.remark:
            return slot.category is not None
        known_here = slot.dimension in _OF_REQUESTS and slot.category is not None
        return self.parent.open or known_here or (self.parent.here and slot.dimension is not None)

    def follows_item(self, unit: str | None) -> bool:
        """Whether a count of that unit comes behind an item of a list that nothing announced."""
        parent = self.parent
        return parent is not None and parent.here and parent.items > 0 and unit == parent.total.unit

    def is_nested(self, value: Decimal) -> bool:
        """Whether an item divides another item (or a channel's number) and not the total itself."""
        parent = self.parent
        if parent is None or parent.nested:
            return parent is not None
        if parent.left is None:
            return False
        if value > parent.left:
            parent.left = None  # more than the item had left: the outer list goes on
            return False
        return True

    def whole_of_next(self, start: int, slot: Slot, *, nested: bool) -> tuple[int | None, int | None]:
        """Return where the fact stands that the next item breaks down, and where the item's list starts."""
        parent = self.parent
        if parent is None:
            return None, None
        if (
            parent.last is not None
            and parent.last.dimension not in (None, slot.dimension)
            and (slot.dimension in _OF_REQUESTS)
        ):
            parent.list_start = None  # by method, and then by outcome
        if nested and not parent.nested and parent.last is not None:
            return parent.last.char_start, start if parent.inner_start is None else parent.inner_start
        if parent.open_ended:
            return parent.total.char_start, None
        return parent.total.char_start, start if parent.list_start is None else parent.list_start

    def end_open(self) -> int | None:
        """Take note that the list only names examples; return where it started."""
        if self.parent is None:
            return None
        for parent in (self.parent, *self._stack):
            if isinstance(parent, _Parent) and parent.total is self.parent.total:
                parent.open_ended = True
        return self.parent.list_start

    def add(self, fact: Fact) -> None:
        """Take note of an item that was made."""
        parent = self.parent
        if parent is None:
            return
        if parent.left is not None and fact.value is not None:
            parent.inner_start = fact.list_start
            parent.left -= fact.value
            parent.left = parent.left or None
            return
        parent.list_start = fact.list_start if fact.list_start is not None else parent.list_start
        if not parent.nested:
            parent.items += 1
            parent.last = fact
