"""Dates as reports print them."""

from __future__ import annotations

import re
from datetime import date

from ogi.numerals import flatten, parse_chinese, parse_year

_DATE = re.compile(
    r"(?P<y>\d{4}|[〇○零一二三四五六七八九]{4})\s*[年./-]\s*"
    r"(?P<m>\d{1,2}|[一二三四五六七八九十]{1,2})\s*[月./-]\s*(?P<d>\d{1,2}|[一二三四五六七八九十]{1,3})"
)


def parse_date(text: str) -> date | None:
    """Return the first date in a text, or None.

    >>> parse_date("2011.12.18"), parse_date("二○一二年二月二十日")
    (datetime.date(2011, 12, 18), datetime.date(2012, 2, 20))
    """
    for match in _DATE.finditer(flatten(text)):
        year = parse_year(match["y"])
        month, day = (int(s) if s.isdigit() else parse_chinese(s) for s in (match["m"], match["d"]))
        if year is None or month is None or day is None:
            continue
        try:
            return date(year, month, day)
        except ValueError:
            continue
    return None
