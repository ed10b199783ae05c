"""Lists with a line for each item, and what the line before a paragraph is to it."""

from __future__ import annotations

import re
from typing import Literal

from ogi.extract.clauses import Sentence, line_above
from ogi.extract.state import Reading
from ogi.numerals import COUNT_UNITS

_UNFINISHED = frozenset("；;，,、")
_ANNOUNCES = re.compile(r"其中|包括|分别|类|渠道|方式|形式|途径|构成|内容|公开|申请|分[：:]|[条件]")
_OF_WORK = re.compile(r"做法|措施|举措|要求|问题|经验|工作|活动")
_NEAR = 12
_NUMBERED_ITEM = re.compile(r"\s*(?:[(（]?\d{1,2}[)）.、](?!\d)|[①-⑳●•·○◆▪■])")


# 工作动态 302 条, on a line of its own and without a stop
_BARE_ITEM = re.compile(rf"\s*[^\d,.;:]{{2,20}}\s*\d[\d,]*\s*(?:{COUNT_UNITS})\s*")


def line_before(reading: Reading, text: str, sentence: Sentence) -> Literal["announces", "item", ""]:
    """Return what the line before a paragraph is to it: it announces a list, or is an item of the same."""
    above = line_above(text, sentence.span.start)
    line = text[above.start : above.end]
    last = line[-1:]
    if last in ("：", ":"):
        return "announces" if _ANNOUNCES.search(line) and not _OF_WORK.search(line[-_NEAR:]) else ""
    numbered = _NUMBERED_ITEM.match(sentence.flat) is not None
    if last in _UNFINISHED:
        return "item" if reading.in_list or reading.lists.is_open else ""
    next_line = text[above.end : sentence.span.start].count("\n") == 1
    bare = _BARE_ITEM.fullmatch(sentence.flat) is not None
    return "item" if (numbered or bare) and reading.in_list and next_line else ""


def open_announced(reading: Reading) -> None:
    """Open a list of the section's total that the line before announces, with a line for each item."""
    total = reading.lists.total
    if total is not None and total.rule == "prose.channel":
        total = reading.totals.around(reading.section) or total
    if total is None:
        reading.lists.close()
    else:
        reading.lists.reopen(total)
    reading.in_list = True
