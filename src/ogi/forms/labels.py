"""Printed labels compared as what they say: numbering, spacing and look-alike signs set aside."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import lru_cache

from ogi.numerals import flatten

_NUMBERING = re.compile(
    r"(?:其中[:：]?|[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十\d]{1,2}\)|\d{1,2}(?:[、)]|\.(?!\d)|\.(?=\d{4}年))|[①-⑳⑴-⒇]"
    r"|\d{1,2}(?=[一-鿿])(?!\d*[年月日条件]))"
)
_MARKS = re.compile(r"[“”\"‘’'「」『』《》、,，;；:：·.\-—_/\\]")
_BRACKETS = re.compile(r"\([^()]*\)")
_FILLING = re.compile(r"[的了]")
_COUNTED = re.compile(r"(?:总数量|总件数|总次数|总数|数量|件数|次数|人数|条数|总量|数|量)$")
_SLOT = re.compile(r"\{(date|year)\}")
_SLOTS = {
    "date": r"(?:\d{4}年\d{1,2}月\d{1,2}日)",
    "year": r"(?:\d{4}年?)",
}
_SHORTEST_START = 6


@lru_cache(maxsize=20_000)
def printed_label(text: str) -> str:
    """Return a label as printed, without numbering and 其中, its line breaks and spaces taken out.

    >>> printed_label("其中：1、2011年5月1日后的信息"), printed_label("　　2、传真申请数")
    ('2011年5月1日后的信息', '传真申请数')
    """
    label = re.sub(r"\s", "", text)
    while (match := _NUMBERING.match(flatten(label))) and match.end() < len(label):
        label = label[match.end() :]
    return label.rstrip(":：")


@lru_cache(maxsize=20_000)
def clean_label(text: str) -> str:
    """Return the form in which labels are compared: numbering, spaces, marks and width set aside.

    >>> clean_label("6、其它形式申请数（条）")
    '其他形式申请数(条)'
    """
    return _MARKS.sub("", flatten(printed_label(text))).replace("其它", "其他")


@lru_cache(maxsize=20_000)
def loose_label(text: str) -> str:
    """Return what a label says when brackets, 的 and the words for a count at its end are set aside.

    >>> loose_label("（二）部分公开（区分处理的，只计这一情形，不计其他情形）"), loose_label("2.行政复议件数")
    ('部分公开', '行政复议')
    """
    clean = _FILLING.sub("", _BRACKETS.sub("", clean_label(text)))
    shorter = _COUNTED.sub("", clean)
    return shorter if len(shorter) >= 2 else clean


class LabelIndex:
    """Labels of a form and the places they stand for; a label may stand for several.

    `find` goes from what is printed alike to what is said alike: the label itself, a label with a slot such
    as {date}, the label with its bracketed notes and count words set aside, and the beginning of one long
    label and no other.
    """

    def __init__(self, labels: Iterable[tuple[str, int]]) -> None:
        self._exact: dict[str, list[int]] = defaultdict(list)
        self._loose: dict[str, list[int]] = defaultdict(list)
        self._patterns: list[tuple[re.Pattern[str], re.Pattern[str], int]] = []
        for label, place in labels:
            if _SLOT.search(label):
                self._patterns.append((_pattern(label, clean_label), _pattern(label, loose_label), place))
            else:
                self._add(self._exact, clean_label(label), place)
                self._add(self._loose, loose_label(label), place)
        self._found: dict[str, tuple[int, ...]] = {}

    @staticmethod
    def _add(index: dict[str, list[int]], key: str, place: int) -> None:
        if place not in index[key]:
            index[key].append(place)

    def find(self, text: str) -> tuple[int, ...]:
        """Return the places a printed label stands for, in the form's order; none when it is not there."""
        cleaned = clean_label(text)
        found = self._found.get(cleaned)
        if found is None:
            found = self._found[cleaned] = self._look_up(cleaned, loose_label(text))
            if len(self._found) > 50_000:  # labels of no form are without number
                self._found.clear()
        return found

    def _look_up(self, cleaned: str, loose: str) -> tuple[int, ...]:
        if not cleaned:
            return tuple(self._exact.get("", ()))
        if places := self._exact.get(cleaned):
            return tuple(places)
        if places := [p for clean, _, p in self._patterns if clean.fullmatch(cleaned)]:
            return tuple(places)
        if places := [p for _, said, p in self._patterns if said.fullmatch(loose)]:
            return tuple(places)
        if places := self._loose.get(loose):
            return tuple(places)
        if len(loose) >= _SHORTEST_START:
            starts = {p for key, places in self._loose.items() if key.startswith(loose) for p in places}
            if len(starts) == 1:
                return tuple(starts)
        return ()


def _pattern(label: str, way: Callable[[str], str]) -> re.Pattern[str]:
    """The pattern for a spec's label against one cleaned in some way; {date} and {year} are slots."""
    pieces = _SLOT.split(label)
    texts = [re.escape(way(piece)) if piece else "" for piece in pieces[::2]]
    slots = [_SLOTS[name] for name in pieces[1::2]]
    return re.compile("".join(t + s for t, s in zip(texts, [*slots, ""], strict=True)))
