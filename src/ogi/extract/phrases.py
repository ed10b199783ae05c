"""The counts of one clause with the words that belong to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from ogi.extract.clauses import may_count
from ogi.forms.catalogue import Indicator, indicators
from ogi.numerals import AFTER, BEFORE, COUNT_UNITS, DIGITS, MOST_DIGITS, Number, parse_chinese, parse_number

_SIDE_UNITS = "平方米|平方公里|平方|公里|%|％|万元|亿元|元|万册|册|公顷|亩"
# Chinese numerals count where they are long enough to be no idiom (一次性, 一条龙), follow a noun or verb of
# counting, or begin or end their clause as the count of a list does (网络提交两件, 一件维持).
_CHINESE = (
    r"(?:(?<=[请议讼息开共计为了到])[一二两三四五六七八九十]|[一二两三四五六七八九十百千零〇]{2,9}"
    r"|(?:^|(?<=[、,;]))[一二两三四五六七八九](?=\s*[件起份条宗例](?![件起份条一]))"
    r"|(?<=[一-鿿\"”])(?<![第每某同这那哪任逐之几数半])[一二两三四五六七八九](?=\s*[件起份条宗例]\s*(?:[、,，;()和与及]|$)))"
)
_FIRST_OF_BEFORE = "".join(word[0] for word in BEFORE.split("|"))
# Its first character is looked at first: most characters of a sentence are none that a count begins with.
_COUNT = re.compile(
    rf"(?=[\s\d{_FIRST_OF_BEFORE}一二两三四五六七八九十百千零〇])"
    rf"(?:(?P<before>{BEFORE})?\s*(?:(?<![\dA-Za-z.\-/〔\[第#])(?P<digits>{DIGITS})\s*(?P<scale>万(?!元)|亿(?!元))?\s*"
    rf"(?P<near>余|多)?\s*(?P<unit>{COUNT_UNITS}|{_SIDE_UNITS})?(?P<after>(?:{AFTER})(?!\s*\d))?"
    rf"|(?P<chinese>{_CHINESE})\s*(?P<near2>余|多)?\s*(?P<unit2>{COUNT_UNITS})(?![龙性事心])))"
)
_DENIED = re.compile(
    r"没|未(?!予)|无(?!法)|不(?!予|属|同意|存在|公开|明确)"
)  # 没有接到一件, but 不予公开一件
_NOT_ONE = re.compile(r"\s*(?:申请|案件)?[也都均]?(?:没|未|无)")  # 一件也没有
# What follows a bare number and makes it a date, a time, an ordinal, a document number …
_NOT_A_COUNT = re.compile(r"\s*(?:年|月|日|号|时|点|分|秒|周|天|岁|届|层|楼|路|[A-Za-z.:/\-~—〕\],，])")
# 20个工作日, 1个月 are no counts of anything.
_DURATION = re.compile(r"\s*(?:工作日|自然日|日历日|交易日|月|小时|星期|季度|学期|年度|自然年)")
_POINTS = re.compile(r"\s*百分点")
# 10至15件: neither of the two is the count.
_RANGE_BEHIND = re.compile(r"\s*(?:至|到|~|—|-)\s*\d")
_RANGE_BEFORE = re.compile(r"\d\s*(?:至|到|~|—|-)\s*$")
_TIME = re.compile(
    r"(?:截至|截止)?(?:到)?(?:\d{4}年(?:度)?(?:\d{1,2}月)?(?:\d{1,2}日|底|末)?(?:止)?|\d{2}年|\d{1,2}月(?:\d{1,2}日)?(?:底|末|止)?"
    r"|本年度|本年|今年以来|今年|全年|当年|年内|上半年|下半年|这一年|一年来|目前|当前)(?:以来|期间|内|,|、)?"
)
_LEAD = re.compile(
    r"(?:[、和及与:]|\d{1,2}[、.](?!\d)|其中|里面有|里面|包括|包含|含(?![糊义量])|分别为|分别是|分别|即"
    r"|[一二三四五六]是|[①-⑳]|按[^,，]{1,8}?(?:划分|分类|分)(?=[^类])|从[^,，]{1,8}?(?:来看|看))"
)
TRAILING = re.compile(
    r"(?:共计|总计|合计|累[计积]到|累计|累积|总共|共有|共|达到|达|的有|分别|为|是|有|计|各|均|都|也|仅|已|约|\s|:|、|了)+$",
)
# Requests carried in from the year before or out to the next: they name another year, and count in this one.
CARRIED = ("requests_carried_in", "requests_carried_out")
TOTAL_MARKER = re.compile(r"共计|总计|合计|累计|累积|总共|(?<!公)共有|(?<!公)共")
_UNIT_LESS = re.compile(r"(?:数|数量|总数|申请|复议|诉讼|信息)(?:为|是|共|有|达|计|:|\s)*$")


class CountPhrase(NamedTuple):
    """A number in a clause with the words before and after it.

    `raw_label` are the words since the count before, `raw_at` their offset in the clause; `words` are those
    without time and list words, `words_at` their offset; `label` is cleaned of time, connectors and total
    markers, `label_at` its offset; `from_marker` is where the total marker (共计) stands if one precedes the
    label; `end` is the offset behind the unit and the words that qualify it; `spelled` marks a Chinese
    numeral, `vague` a number of which the words do not say what it counts.
    """

    raw_label: str
    raw_at: int
    words: str
    words_at: int
    label: str
    label_at: int
    from_marker: int | None
    number: Number
    unit: str | None
    after_text: str
    end: int
    spelled: bool
    vague: bool = False

    @property
    def announced(self) -> str:
        """The words before the total marker: who announces the number. Empty where there is none."""
        return "" if self.from_marker is None else self.words[: self.from_marker - self.words_at]


def strip_front(text: str, at: int) -> tuple[str, int]:
    """Return a text without time expressions and list words at its front, and its new offset."""
    while True:
        stripped = text.lstrip(" \t、")
        at += len(text) - len(stripped)
        text = stripped
        match = _LEAD.match(text) or _TIME.match(text)
        if not match or match.end() == 0 or match.end() >= len(text):
            return text, at
        text, at = text[match.end() :], at + match.end()


def _label(text: str, at: int) -> tuple[str, int, int | None]:
    """The words behind the last total marker, where they start, and where the marker does."""
    markers = [m for m in TOTAL_MARKER.finditer(text) if m.end() < len(text)]
    if not markers:
        return text.strip(), at, None
    last = markers[-1]
    return text[last.end() :].strip(), at + last.end(), at + last.start()


def _number(match: re.Match[str]) -> Number | None:
    if match["digits"]:
        if len(match["digits"].replace(",", "")) > MOST_DIGITS:
            return None
        after = match["near"] or match["after"] or ""
        return parse_number(match["digits"], match["scale"] or "", match["before"] or "", after)
    value = parse_chinese(match["chinese"])
    if value is None:
        return None
    qualifier = parse_number("0", before=match["before"] or "", after=match["near2"] or "").qualifier
    return Number(Decimal(value), qualifier)


def _is_a_year(match: re.Match[str], flat: str) -> bool:
    """Whether digits are a year and stand in the words behind the number before them: 另有7件结转至2013年."""
    return match["digits"] is not None and len(match["digits"]) == 4 and flat.startswith("年", match.end())


def _is_a_duration(match: re.Match[str], flat: str) -> bool:
    """Whether a number is one of days, months …: 在15个工作日内."""
    return "个" in (match["unit"], match["unit2"]) and _DURATION.match(flat, match.end()) is not None


def count_phrases(flat: str) -> Iterator[CountPhrase]:
    """Yield the counts of a flattened clause in order.

    Years, dates, document numbers, telephone numbers and addresses are not counts; nor is a number with
    no unit, unless its label ends like the name of a count (…数, …申请).
    """
    if not may_count(flat):
        return
    previous = 0
    matches = [
        match
        for match in _COUNT.finditer(flat)
        if not _is_a_year(match, flat) and not _is_a_duration(match, flat)
    ]
    for i, match in enumerate(matches):
        unit, number = match["unit"] or match["unit2"], _number(match)
        raw = flat[previous : match.start()]
        denied = match["chinese"] == "一" and (_DENIED.search(raw) or _NOT_ONE.match(flat, match.end()))
        if number is None or denied:
            continue
        if not unit and _RANGE_BEHIND.match(flat, match.end()):
            continue
        if not unit and (_NOT_A_COUNT.match(flat, match.end()) or not _UNIT_LESS.search(raw)):
            continue
        if unit == "个" and _POINTS.match(flat, match.end()):
            unit = "百分点"
        words, words_at = strip_front(raw, previous)
        words = TRAILING.sub("", words)
        label, at, marker = _label(words, words_at)
        raw_at, previous = previous, match.end()
        yield CountPhrase(
            raw_label=raw,
            raw_at=raw_at,
            words=words,
            words_at=words_at,
            label=label,
            label_at=at,
            from_marker=marker,
            number=number,
            unit="%" if unit == "％" else unit,
            after_text=flat[match.end() : matches[i + 1].start() if i + 1 < len(matches) else None],
            end=match.end(),
            spelled=match["chinese"] is not None,
            vague=_RANGE_BEFORE.search(raw) is not None,
        )


@cache
def _named_by_prose() -> tuple[tuple[Indicator, re.Pattern[str], re.Pattern[str] | None], ...]:
    """The indicators that sentences name, each with the patterns for and against it as one pattern."""
    return tuple(
        (
            indicator,
            re.compile("|".join(f"(?:{p})" for p in indicator.prose)),
            re.compile("|".join(f"(?:{p})" for p in indicator.prose_not)) if indicator.prose_not else None,
        )
        for indicator in indicators().values()
        if indicator.prose
    )


@lru_cache(maxsize=20_000)
def named_indicator(phrase: str, subjects: tuple[str, ...] | None = None) -> Indicator | None:
    """Return the first indicator whose prose patterns a phrase carries, or None.

    >>> named_indicator("申请行政复议").id, named_indicator("公开各类信息").id
    ('reconsiderations_total', 'proactive_items_total')
    """
    for indicator, named, denied in _named_by_prose():
        if subjects is not None and indicator.subject not in subjects:
            continue
        if named.search(phrase) and not (denied and denied.search(phrase)):
            return indicator
    return None


def is_carried(phrase: CountPhrase) -> bool:
    """Whether a phrase counts requests carried in from the year before or out to the next."""
    named = named_indicator(phrase.label, ("requests",))
    return named is not None and named.id in CARRIED
