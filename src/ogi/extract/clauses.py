"""A report's running text in sentences and clauses, each knowing where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ogi.numerals import COUNT_UNITS, flatten
from ogi.report import Report, Span

# These patterns begin with one of a few characters and look back at it: re passes quickly over all others.
_NUMERALS = "一二两三四五六七八九十百千零〇"
# A digit, or a Chinese numeral before a word for what is counted.
_COUNTS = rf"(?<=[0-9])|(?<=[{_NUMERALS}])\s*[余多]?\s*(?:{COUNT_UNITS})"
_MAY_COUNT = re.compile(rf"[0-9{_NUMERALS}](?:{_COUNTS})")
_MAY_COUNT_OR_DENY = re.compile(
    rf"[0-9{_NUMERALS}未无没不](?:(?P<counts>{_COUNTS})|(?<=[未无没零])|(?<=不)(?:存在|曾))"
)
_OF_WHAT = re.compile(r"申请|复议|诉讼|申诉|公开|结转|举报|投诉")
# One that does not end for pages is cut behind a comma: no list is so long.
_SENTENCE = re.compile(r"[^。！？!?\n]{1,2000}(?:[^。！？!?\n；;，,]{0,500}[；;，,]|[^。！？!?\n]{0,500})")
# 二、全年公开…, （一）全年公开…: the number of a paragraph, which is no word of it.
_NUMBERED = re.compile(r"\s*(?:[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十]{1,3}[)）])")
_STOPS = re.compile("[，,;:；：]")
# 1，058条 and 1 058条 are one number; the digits groups are only joined before a unit.
_MAY_GROUP = re.compile(r"\d[,， ]\d{3}")
_GROUPED = re.compile(
    rf"(?<![\d.,，])\d{{1,3}}(?:[,， ]\d{{3}})+(?=\s*[万亿]?\s*[余多]?\s*(?:{COUNT_UNITS}))"
)
# A comma between digits may group thousands; a colon before a count does not part it from its label.
_ASIDE = re.compile(rf"\([^()]*\)(?=\s*\d[\d,.]*\s*[余多]?\s*(?:{COUNT_UNITS}))")
_COUNT_AT_END = re.compile(rf"\d\s*[万亿]?\s*[余多]?\s*(?:{COUNT_UNITS})?$")
_SEPARATOR = re.compile(
    rf"，|;|:(?!//)(?!\s*(?:约|近)?\d[\d,.]*\s*[万亿]?\s*[余多]?\s*(?:{COUNT_UNITS}))(?!\s*0\s*(?:$|[;,。，]))"
    r"|\(|\)|（|）|,(?:(?!\d{3}(?!\d))|(?<!\d,))"
)


class Clause(NamedTuple):
    """A stretch between separators: its flattened text, where it starts, what separator came before."""

    flat: str
    start: int
    opened_by: str

    @property
    def span(self) -> Span:
        """Its range of the report's text."""
        return Span(self.start, self.start + len(self.flat))


class Sentence(NamedTuple):
    """What stands up to a full stop or the end of the line: its flattened text, where it stands.

    `counts` is what `may_count` says of it.
    """

    flat: str
    span: Span
    counts: bool

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """Its clauses, cut anew each time; an empty one is kept where a bracket closes."""
        return tuple(_clauses(self.flat, self.span.start))


def line_above(text: str, at: int) -> Span:
    """Return where the last line with words before a place stands, without the blanks at its end."""
    end = at
    while end and text[end - 1].isspace():  # no copy of all that stands before
        end -= 1
    return Span(text.rfind("\n", 0, end) + 1, end)


# 各县（市、区）政府, 村（居）务公开: a bracket inside a name.
_INSIDE_NAME = re.compile(
    r"(?<=[一-鿿])[(（][市县区州旗省乡镇街道居村社委所站厅局办科室团场、或及]{1,8}[)）](?=[一-鿿])"
)


def _clauses(flat: str, start: int) -> Iterator[Clause]:
    at, opener = 0, ""
    named = [m.span() for m in _INSIDE_NAME.finditer(flat)] if "(" in flat or "（" in flat else []
    for match in _SEPARATOR.finditer(flat):
        if named and any(a <= match.start() < b for a, b in named):
            continue
        yield Clause(flat[at : match.start()], start + at, opener)
        at, opener = match.end(), match.group()
    yield Clause(flat[at:], start + at, opener)


def _blank_asides(flat: str) -> str:
    """Blank a bracket between a label and its number: 科技类（含重大项目12条）126条. The length stays."""

    def blank(match: re.Match[str]) -> str:
        counted = _COUNT_AT_END.search(flat, 0, match.start())
        return match.group() if counted else " " * len(match.group())

    return _ASIDE.sub(blank, flat) if "(" in flat else flat


def _join_thousands(flat: str) -> str:
    """Write the signs that group digits as ASCII commas, the length unchanged."""
    if not _MAY_GROUP.search(flat):
        return flat
    return _GROUPED.sub(lambda match: re.sub("[， ]", ",", match.group()), flat)


def _without_number(text: str, match: re.Match[str]) -> str:
    """A sentence's text, the number of the paragraph that it opens blanked. The length stays.

    A heading keeps its number: it says nothing.
    """
    flat = match.group()
    opens = not match.start() or text[match.start() - 1] == "\n"
    if not opens or not (_STOPS.search(flat) or text.startswith("。", match.end())):
        return flat
    number = _NUMBERED.match(flat)
    return " " * number.end() + flat[number.end() :] if number else flat


# A paragraph, or what stands behind a colon, that says no more than that there was none.
_JUST_NONE = re.compile(
    r"\s*(?:(?:本年度?|全年|今年|\d{4}年度?),?)?(?:[我本][局委办县市区镇乡院厅])?(?:均|暂|都)?"
    r"(?:无|没有|零|未发生|(?:无|没有|未发生|未出现)(?:此|该|上述|这)[类种项]?(?:情况|情形|案件|现象|事项)(?:的?发生)?)\s*[.]?\s*"
)


def is_just_none(flat: str) -> bool:
    """Whether a text says that there was none, and not of what.

    >>> is_just_none("无"), is_just_none("本年度没有此类情况发生"), is_just_none("无申请")
    (True, True, False)
    """
    return _JUST_NONE.fullmatch(flat) is not None


def may_count(flat: str) -> bool:
    """Whether a flattened text holds a digit, or a Chinese numeral before a word for what is counted."""
    return _MAY_COUNT.search(flat) is not None


def _gaps(spans: Iterable[Span], length: int) -> Iterator[tuple[int, int]]:
    """What is left of a text outside of some spans."""
    at = 0
    for span in sorted(spans, key=lambda span: span.start):
        if at < span.start:
            yield at, span.start
        at = max(at, span.end)
    yield at, length


def sentences(report: Report) -> Iterator[Sentence]:
    """Yield the sentences of a report outside its tables that may count or deny something, in order."""
    whole = flatten(report.text)
    for start, end in _gaps((table.span for table in report.tables), len(whole)):
        for match in _SENTENCE.finditer(whole, start, end):
            found = _MAY_COUNT_OR_DENY.search(match.group())
            if found is None:
                continue
            flat = _without_number(whole, match)
            if found["counts"] is not None or may_count(flat):
                yield Sentence(_join_thousands(_blank_asides(flat)), Span(*match.span()), True)
            elif _OF_WHAT.search(flat) or is_just_none(flat):
                yield Sentence(flat, Span(*match.span()), False)
