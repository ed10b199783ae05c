"""Lists with a line for each item, and what the line before a paragraph is to it."""

from __future__ import annotations

import re
from typing import Literal

from ogi.extract.clauses import Sentence
from ogi.extract.state import Reading

_UNFINISHED = frozenset("；;，,、")
_NUMBERED_ITEM = re.compile(r"\s*(?:[(（]?\d{1,2}[)）.、](?!\d)|[①-⑳●•·○◆▪■])")


def line_before(reading: Reading, text: str, sentence: Sentence) -> Literal["announces", "item", ""]:
    """Return what the line before a paragraph is to it: it announces a list, or is an item of the same."""
    end = len(text[: sentence.span.start].rstrip())
    last = text[max(0, end - 1) : end]
    if last in ("：", ":"):
        return "announces"
    numbered = _NUMBERED_ITEM.match(sentence.flat) is not None
    if last in _UNFINISHED:
        return "item"
    next_line = text[end : sentence.span.start].count("\n") == 1
    return "item" if numbered and reading.in_list and next_line else ""


def open_announced(reading: Reading) -> None:
    """Open a list of the section's total that the line before announces, with a line for each item."""
    total = reading.lists.total
    if total is not None and total.rule == "prose.channel":
        total = reading.totals.around(reading.section)
    if total is None:
        reading.lists.close()
    else:
        reading.lists.reopen(total)
    reading.in_list = True
