"""What a table's cell is by what is printed in it: a number, a nil mark, a unit, nothing, or words."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from ogi.numerals import MOST_DIGITS, flatten

Kind = Literal["number", "nil", "blank", "unit", "text"]

UNITS = frozenset(
    re.findall(
        r"\w+", "条 件 份 次 人次 人 元 万元 亿元 个 篇 起 批 批次 期 项 例 名 宗 家 则 场 处 本 册 户"
    )
)
NIL_MARKS = frozenset(
    re.findall(
        r"\S+",
        "/ \\ — - -- —— ——— ― – --- ---- ———— ／ * … × _ 无 空 暂无 没有 无。 不适用 未统计 未发生 N/A NA",
    )
)
_UNIT = "|".join(sorted(UNITS, key=len, reverse=True))
_DIGITS = r"(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d+)?"
# A number as cells hold it: +17, -185, 增17, 251000元, 约300余条, 12.5%; or several of them in one cell.
ONE_NUMBER = (
    rf"(?:约|近|超)?(?P<sign>[+\-±]|增加?|减少?)?(?P<digits>{_DIGITS})(?P<near>余|多)?(?P<unit>%|{_UNIT})?"
)
_ONE = re.compile(ONE_NUMBER)
_PLAIN = re.sub(r"\(\?P<\w+>", "(?:", ONE_NUMBER)
# Two numbers are told apart by a blank, or by the first one's unit; 0591-24336243 is none.
_NUMBERS = re.compile(rf"{_PLAIN}(?: {_PLAIN})*|(?:{_DIGITS}(?:{_UNIT}))+{_PLAIN}")
# What stands behind a number and points to a note, or ends a sentence; a unit in brackets.
_NOTE = re.compile(r"(?<=\d)(?:[①-⑳⑴-⒇]|\[\d{1,2}\]|\*+|\(注\d{0,2}\)|[。;])$")
_IN_BRACKETS = re.compile(rf"(?<=\d)\((?P<unit>{_UNIT})\)$")
_LONGEST_NUMBER = 60
_UNIT_IN_BRACKETS = re.compile(
    rf"[(（](?:计量)?(?:单位)?[:：]?\s*(?P<unit>{_UNIT})[)）]|单位[:：]\s*(?P<plain>{_UNIT})$"
)


@lru_cache(maxsize=50_000)
def squeeze(text: str) -> str:
    """Return a cell's text flattened and without spaces."""
    return "".join(flatten(text).split())


def is_plain_number(text: str) -> bool:
    """Return whether a cell holds ASCII digits and nothing else, as most cells with a number do."""
    return len(text) <= MOST_DIGITS and text.isascii() and text.isdigit()


@lru_cache(maxsize=50_000)
def kind_of(text: str) -> Kind:
    """Return what a cell is by its text.

    >>> [kind_of(t) for t in ("３,490", "+17", "251000元", "/", "无", " ", "人次", "规章")]
    ['number', 'number', 'number', 'nil', 'nil', 'blank', 'unit', 'text']
    """
    if is_plain_number(text):
        return "number"
    squeezed = squeeze(text)
    if not squeezed:
        return "blank"
    if len(squeezed) > _LONGEST_NUMBER:
        return "text"
    if squeezed in NIL_MARKS:
        return "nil"
    if squeezed in UNITS:
        return "unit"
    if squeezed[-1] in "%元" or any(c.isdigit() for c in squeezed[:4]) or squeezed[-1].isdigit():
        squeezed = _without_note(squeezed)
        plain = " ".join(_without_note(flatten(text).strip()).split())
        longest = sum(c.isdigit() for c in squeezed)
        if (_NUMBERS.fullmatch(plain) or _ONE.fullmatch(squeezed)) and longest <= 3 * MOST_DIGITS:
            return "number"
    return "text"


@lru_cache(maxsize=50_000)
def one_number(text: str) -> re.Match[str] | None:
    """Return the match of a text that is one number (groups sign, digits, near, unit), or None.

    What points to a note behind it is none of it: 965①, 965[1].
    """
    return _ONE.fullmatch(_without_note(squeeze(text)))


def _without_note(squeezed: str) -> str:
    """A squeezed number without a note's mark or a stop behind it, its unit without brackets."""
    return _IN_BRACKETS.sub(r"\g<unit>", _NOTE.sub("", squeezed))


@lru_cache(maxsize=50_000)
def unit_named(heading: str) -> str | None:
    """Return the unit that a heading names in brackets, or None.

    >>> unit_named("本年收费金额（单位：万元）"), unit_named("本年制发件数")
    ('万元', None)
    """
    found = _UNIT_IN_BRACKETS.search(flatten(heading))
    return (found["unit"] or found["plain"]) if found else None
