"""Printed labels compared as what they say: numbering, spacing and look-alike signs set aside."""

from __future__ import annotations

import re

from ogi.numerals import flatten

_NUMBERING = re.compile(
    r"(?:其中[:：]?|[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十\d]{1,2}\)|\d{1,2}(?:[、)]|\.(?!\d)|\.(?=\d{4}年))|[①-⑳⑴-⒇])"
)
_QUOTES = re.compile(r"[“”\"‘’「」]")
_PLACEHOLDERS = {
    "{date}": r"(?:\d{4}年\d{1,2}月\d{1,2}日)",
    "{year}": r"(?:\d{4}年?)",
}


def printed_label(text: str) -> str:
    """Return a label as printed, without numbering and 其中, its line breaks and spaces taken out.

    >>> printed_label("其中：1、2011年5月1日后的信息"), printed_label("　　2、传真申请数")
    ('2011年5月1日后的信息', '传真申请数')
    """
    label = re.sub(r"\s", "", text)
    while (match := _NUMBERING.match(flatten(label))) and match.end() < len(label):
        label = label[match.end() :]
    return label.rstrip(":：")


def clean_label(text: str) -> str:
    """Return the form in which labels are compared: numbering, spaces, quotes and width set aside.

    >>> clean_label("6、其它形式申请数（条）")
    '其他形式申请数(条)'
    """
    return _QUOTES.sub("", flatten(printed_label(text))).replace("其它", "其他")


def label_pattern(label: str) -> re.Pattern[str]:
    """Return the pattern that matches a spec's label against a cleaned one; {date} and {year} are slots.

    >>> bool(label_pattern("{date}后的信息").fullmatch("2011年5月1日后的信息"))
    True
    """
    pattern = re.escape(clean_label(label))
    for slot, expression in _PLACEHOLDERS.items():
        pattern = pattern.replace(re.escape(slot), expression)
    return re.compile(pattern)
