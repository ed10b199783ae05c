"""Numbers as reports print them: full-width, grouped, with 万, 亿, 余, 约 …, or in Chinese numerals.

Everything here works on text of unchanged length, so that offsets into the report stay true.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from ogi.report import Qualifier
from ogi.traditional import characters, simplify_words

# Full-width forms and look-alikes, one character for one character (NFKC would change lengths: ① -> 1).
_FLAT = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_FLAT |= {0x3000: 0x20, 0xA0: 0x20, 0x2212: 0x2D, 0xFE52: 0x2E}
# What editors leave and nobody sees.
_FLAT |= dict.fromkeys([0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xAD], 0x20)
_FLAT |= characters()
# The full-width comma parts clauses ("100，200件" is two numbers); only the ASCII one groups thousands.
del _FLAT[0xFF0C]

_CHINESE = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "○": 0,
    "Ｏ": 0,
    "O": 0,
    "两": 2,
}
_STEPS = {"十": 10, "百": 100, "千": 1000}
_SCALES = {"万": 10**4, "亿": 10**8}

BEFORE = "约|大约|近|将近|接近|逾|超过|超|突破|至少|不少于|不足|不超过|至多"
AFTER = "余|多|以上|以下|以内|左右|上下"
_QUALIFIERS: dict[str, Qualifier] = {
    "约": "about",
    "大约": "about",
    "左右": "about",
    "上下": "about",
    "近": "at_most",
    "将近": "at_most",
    "接近": "at_most",
    "不足": "at_most",
    "不超过": "at_most",
    "至多": "at_most",
    "以下": "at_most",
    "以内": "at_most",
    "逾": "at_least",
    "超过": "at_least",
    "超": "at_least",
    "突破": "at_least",
    "至少": "at_least",
    "不少于": "at_least",
    "余": "at_least",
    "多": "at_least",
    "以上": "at_least",
}

# The words that count things in these reports, as a pattern; the longer ones first.
COUNT_UNITS = "人次|场次|批次|条|件|份|起|则|例|次|期|场|篇|宗|个|项|名|人|家"

# What is longer is the number of an account, a document or a person, and no count.
MOST_DIGITS = 15

# Digits with an optional run of three-digit groups; "1,2" is two numbers, "1,234" is one.
DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?"


class Number(NamedTuple):
    """An exact value with the qualifier its words give it."""

    value: Decimal
    qualifier: Qualifier


def flatten(text: str) -> str:
    """Return the text with full-width letters, digits and signs made ASCII and traditional characters
    simplified, its length unchanged.

    >>> flatten("共３４９０条，其中："), flatten("主動公開政府資訊")
    ('共3490条，其中:', '主动公开政府信息')
    """
    return _flat_short(text) if len(text) <= _SHORT else _flat_long(text)


_MAPPED = re.compile(f"[{re.escape(''.join(map(chr, _FLAT)))}]")


def _flat(text: str) -> str:
    text = simplify_words(text)
    # A text holds few of the thousands of characters that are mapped: replacing those is far quicker than
    # str.translate, which looks every character up.
    for character in set(_MAPPED.findall(text)):
        text = text.replace(character, chr(_FLAT[ord(character)]))
    return text


# Labels come again in every report, and a report's text is flattened by each step that goes through it.
_SHORT = 40
_flat_short = lru_cache(maxsize=50_000)(_flat)
_flat_long = lru_cache(maxsize=4)(_flat)


@lru_cache(maxsize=50_000)
def parse_number(digits: str, scale: str = "", before: str = "", after: str = "") -> Number:
    """Return the exact number for printed digits, a scale word and qualifier words.

    >>> parse_number("18", "万", after="余")
    Number(value=Decimal('180000'), qualifier='at_least')
    >>> parse_number("3,490")
    Number(value=Decimal('3490'), qualifier='exact')
    """
    value = Decimal(digits.replace(",", "")) * _SCALES.get(scale, 1)
    if value == value.to_integral_value():
        value = Decimal(int(value))
    qualifier = _QUALIFIERS.get(before) or _QUALIFIERS.get(after) or "exact"
    return Number(value, qualifier)


def parse_chinese(text: str) -> int | None:
    """Return the value of a Chinese numeral, or None when the text is not one.

    >>> parse_chinese("三十二"), parse_chinese("二○一一"), parse_chinese("一万零五"), parse_chinese("十")
    (32, 2011, 10005, 10)
    """
    if not text or any(c not in _CHINESE and c not in _STEPS and c not in _SCALES for c in text):
        return None
    if all(c in _CHINESE for c in text):  # digits in a row: a year, or a single figure
        return int("".join(str(_CHINESE[c]) for c in text))
    total = section = digit = 0
    for c in text:
        if c in _CHINESE:
            digit = _CHINESE[c]
        elif c in _STEPS:
            section += (digit or 1) * _STEPS[c]
            digit = 0
        else:
            total = (total + section + digit) * _SCALES[c]
            section = digit = 0
    return total + section + digit


def parse_year(text: str) -> int | None:
    """Return a four-digit year between 1990 and 2099 printed in digits or Chinese numerals, else None.

    >>> parse_year("2011"), parse_year("二〇一三"), parse_year("二00八"), parse_year("12345")
    (2011, 2013, 2008, None)
    """
    flat = flatten(text).strip()
    # 二00八 is printed, too
    year = int(flat) if re.fullmatch(r"\d{4}", flat) else parse_chinese(flat.replace("0", "〇"))
    return year if year is not None and 1990 <= year <= 2099 else None
