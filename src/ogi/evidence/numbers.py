"""The numbers of a report that could be counts, whether or not anything was made of them.

This looks with a wider net than the extraction: every figure is taken that its surroundings do not make a
year, a date, a duration, an ordinal, an address, a share or a measure; a Chinese numeral where the grammar of
counts takes it for one. What the extraction does not understand can so be seen as left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from ogi.extract.clauses import sentences
from ogi.extract.phrases import count_phrases
from ogi.numerals import COUNT_UNITS, MOST_DIGITS, flatten, parse_number
from ogi.read.cells import kind_of, one_number, squeeze
from ogi.report import Cell, Place, Report, Span, Table


class Printed(NamedTuple):
    """A number as printed, with its unit, and its value; None for several numbers run together in a cell."""

    span: Span
    value: Decimal | None
    place: Place


# "1，058条", "1 058条": such a comma and a blank group digits only before a unit.
_FIGURE = re.compile(
    rf"(?<![\dA-Za-z.\-/〔\[#@])(?<!\d[,，:])(?P<digits>"
    rf"\d{{1,3}}(?:[，, ]\d{{3}})+(?=\s*[万亿余多]*\s*(?:{COUNT_UNITS}))"
    r"|\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?)"
    rf"\s*(?P<scale>万(?!元)|亿(?!元))?\s*(?P<near>余|多)?\s*(?P<unit>{COUNT_UNITS}|万元|亿元|元)?"
)
# What follows a figure and makes it no count: a date, a duration, an ordinal, an address, a share, a measure.
_BEHIND = re.compile(
    r"\s*(?:[年月日号时点分秒周天岁届层楼路度℃%％‰]|个?(?:多|余)?(?:工作日|月|小时|星期|季度|百分点|周)|小时|公里|平方|公顷|亩|米|千米|海里|吨"
    r"|世纪|[A-Za-z@:/\-~—〕\]]|[.．]\s*\d)"
)
_BEFORE = re.compile(
    r"(?:附[件表录]?|图|表|号|[Nn][Oo]\.?|电\s*话|传\s*真|邮\s*编|编码|热线|信箱|邮箱|网址|地址|专线|账号|代码)"
    r"\s*[:：为是]?\s*$"
)
_ORDINAL = re.compile(r"第\s*$")
_NUMBERED = re.compile(r"(?:^|[\n。;:：；!?(（])[\s(（]*$")
_NUMERAL_BEHIND = re.compile(r"\s*(?:、|[.．](?!\d)|[)）])")
_YEAR = re.compile(r"(?:19|20)\d\d")
_HOTLINE = re.compile(r"12\d{3}(?!\d)\s*(?:热线|平台|指挥|电话|举报|投诉|便民|服务|政务|[”」])")
_BARE_PHONE = 7
_ORDINALS = re.compile(r"序号|序次|行次|栏次|代码|编号|编码")
_ORDINAL_WORDS = re.compile(r"[甲乙丙AB]|栏次|行次")
_FEWEST_ORDINALS = 3
_LONGEST_ORDINAL = 3
_LOOK_BACK = 12


def _is_count(flat: str, match: re.Match[str]) -> bool:
    """Whether nothing around a figure makes it something else than a count."""
    digits = re.sub("[，, ]", "", match["digits"])
    if len(digits) > MOST_DIGITS:
        return False
    start, behind = match.start(), match.end()
    if _BEHIND.match(flat, match.end("digits")) or (
        match["unit"] and _BEHIND.match(flat, match.start("unit"))
    ):
        return False
    before = flat[max(0, start - _LOOK_BACK) : start]
    if _ORDINAL.search(before):
        return False
    if match["unit"] or match["scale"] or match["near"]:
        return True
    if _BEFORE.search(before):
        return False
    if "." in digits or len(digits) >= _BARE_PHONE or _YEAR.fullmatch(digits) or _HOTLINE.match(flat, start):
        return False
    numbered = _NUMBERED.search(before) if start > len(before) else _NUMBERED.search("\n" + before)
    return not (numbered and _NUMERAL_BEHIND.match(flat, behind))


def counts_in(flat: str) -> Iterator[tuple[Span, Decimal]]:
    """Yield where figures that could be counts stand in a flattened text, with their values.

    >>> [(flat[a:b], value) for flat in ["2011年公开1，058条，占71.3%"] for (a, b), value in counts_in(flat)]
    [('1，058条', Decimal('1058'))]
    >>> [value for _, value in counts_in("公开2 036条")]
    [Decimal('2036')]
    """
    for match in _FIGURE.finditer(flat):
        if _is_count(flat, match):
            number = parse_number(re.sub("[， ]", ",", match["digits"]), match["scale"] or "")
            yield Span(match.start(), match.start() + len(match.group().rstrip())), number.value


def _spelled(report: Report) -> Iterator[Printed]:
    """The counts of the running text that are written in Chinese numerals."""
    for sentence in sentences(report):
        for clause in sentence.clauses:
            end = 0
            for phrase in count_phrases(clause.flat):
                start, end = end + len(phrase.raw_label), phrase.end
                if phrase.spelled:
                    printed = clause.flat[start:end]
                    start += len(printed) - len(printed.lstrip())
                    span = Span(clause.start + start, clause.start + end)
                    yield Printed(span, phrase.number.value, "prose")


def _ordinal_columns(table: Table) -> frozenset[int]:
    """The columns of a table whose heading says that they number its rows."""
    return frozenset(
        cell.column
        for row in table.rows
        for cell in row
        if table.placed and _ORDINALS.fullmatch(squeeze(cell.text))
    )


def _numbers_columns(row: tuple[Cell, ...]) -> bool:
    """Whether a row only numbers the columns: 甲 乙 1 2 3."""
    texts = [squeeze(cell.text) for cell in row if cell.text]
    digits = [int(text) for text in texts if text.isdigit() and len(text) <= 2]
    words = [text for text in texts if not text.isdigit()]
    return (
        len(digits) >= (1 if words else _FEWEST_ORDINALS)
        and len(digits) + len(words) == len(texts)
        and digits == list(range(digits[0], digits[0] + len(digits)))
        and digits[0] == 1
        and all(_ORDINAL_WORDS.fullmatch(text) for text in words)
    )


def _are_years(row: tuple[Cell, ...]) -> bool:
    """Whether the numbers of a row are several years: it heads the columns."""
    numbers = [squeeze(cell.text) for cell in row if kind_of(cell.text) == "number"]
    return len(set(numbers)) > 1 and all(_YEAR.fullmatch(number) for number in numbers)


def _cell_value(text: str) -> Decimal | None:
    """The value of a cell of one number; None where several ran together."""
    match = one_number(text)
    if match is None:
        return None
    value = parse_number(match["digits"].replace("，", ",")).value
    return -value if match["sign"] and match["sign"][0] in "-减" else value


def _in_table(table: Table, flat: str) -> Iterator[Printed]:
    ordinals = _ordinal_columns(table)
    for row in table.rows:
        if _numbers_columns(row) or _are_years(row):
            continue
        words = any(kind_of(cell.text) == "text" for cell in row)
        for i, cell in enumerate(row):
            at = cell.span.start
            if kind_of(cell.text) != "number":
                for span, value in counts_in(flat[at : cell.span.end]):
                    yield Printed(Span(at + span.start, at + span.end), value, "table")
            elif not ((i == 0 and words and len(cell.text) <= _LONGEST_ORDINAL) or cell.column in ordinals):
                yield Printed(cell.span, _cell_value(cell.text), "table")


def printed_numbers(report: Report) -> list[Printed]:
    """Return the numbers of a report that could be counts, in the order of the text, none over another."""
    flat = flatten(report.text)
    tables = sorted(report.tables, key=lambda table: table.span.start)
    found: list[Printed] = [number for table in tables for number in _in_table(table, flat)]
    at = 0
    for start, end in [*(table.span for table in tables), Span(len(flat), len(flat))]:
        if at < start:
            found += [
                Printed(Span(at + span.start, at + span.end), value, "prose")
                for span, value in counts_in(flat[at:start])
            ]
        at = max(at, end)
    found += _spelled(report)
    kept: list[Printed] = []
    for number in sorted(found):
        if number.span.start < number.span.end and (not kept or kept[-1].span.end <= number.span.start):
            kept.append(number)
    return kept
