"""Numbers as printed: exact values, qualifiers, and texts whose length never changes."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogi.numerals import MOST_DIGITS, flatten, parse_chinese, parse_number, parse_year


@given(st.text())
def test_flattening_keeps_every_offset(text: str) -> None:
    assert len(flatten(text)) == len(text)


@given(st.integers(0, 10**MOST_DIGITS), st.booleans())
def test_a_printed_integer_reads_back_exactly(value: int, grouped: bool) -> None:
    printed = f"{value:,}" if grouped else str(value)
    assert parse_number(printed).value == value


@given(st.decimals(0, 10**7, places=4, allow_nan=False))
def test_ten_thousands_are_exact(value: Decimal) -> None:
    assert parse_number(f"{value:f}", "万").value == value * 10000


@pytest.mark.parametrize(
    ("words", "qualifier"),
    [
        ({"after": "余"}, "at_least"),
        ({"after": "多"}, "at_least"),
        ({"before": "突破"}, "at_least"),
        ({"after": "以上"}, "at_least"),
        ({"before": "约"}, "about"),
        ({"after": "左右"}, "about"),
        ({"before": "近"}, "at_most"),
        ({"before": "不足"}, "at_most"),
        ({}, "exact"),
    ],
)
def test_qualifiers(words: dict[str, str], qualifier: str) -> None:
    assert parse_number("300", **words).qualifier == qualifier


_DIGITS = "零一二三四五六七八九"


def _spell(value: int) -> str:
    """A numeral of up to 9999 as Chinese prints it."""
    out, zero = "", False
    for step, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, step)
        if digit:
            out += ("零" if zero else "") + _DIGITS[digit] + unit
            zero = False
        elif out:
            zero = True
    return out or "零"


@given(st.integers(10, 9999))
def test_a_spelled_numeral_reads_back(value: int) -> None:
    assert parse_chinese(_spell(value)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十", 10),
        ("三十二", 32),
        ("二○一一", 2011),
        ("两百", 200),
        ("一万零五", 10005),
        ("甲", None),
        ("", None),
    ],
)
def test_chinese_numerals(text: str, value: int | None) -> None:
    assert parse_chinese(text) == value


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2011", 2011),
        ("２０１１", 2011),
        ("二〇一三", 2013),
        ("二○一三", 2013),
        ("1812", None),
        ("12345", None),
    ],
)
def test_years(text: str, year: int | None) -> None:
    assert parse_year(text) == year
