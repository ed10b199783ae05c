"""Dates as reports print them."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from ogi.numerals import flatten, parse_chinese, parse_year

_DATE = re.compile(
    r"(?P<y>\d{4}|[〇○零一二三四五六七八九]{4})\s*[年./-]\s*"
    r"(?P<m>\d{1,2}|[一二三四五六七八九十]{1,2})\s*[月./-]\s*(?P<d>\d{1,2}|[一二三四五六七八九十]{1,3})"
)

_END = re.compile(r"\D{0,3}(?P<y>\d{4})年(?:(?P<m>\d{1,2})月)?(?:年?底|年?末)")


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


def parse_until(text: str) -> date | None:
    """Return the date up to which words such as 截至2012年12月底 say that something is counted, or None.

    >>> parse_until("截至2012年底"), parse_until("至2016年2月末"), parse_until("截至2012年12月14日")
    (datetime.date(2012, 12, 31), datetime.date(2016, 2, 29), datetime.date(2012, 12, 14))
    """
    end = _END.match(flatten(text))
    year = parse_year(end["y"]) if end else None
    if end is None or year is None:
        return parse_date(text)
    month = int(end["m"]) if end["m"] else 12
    return date(year, month, monthrange(year, month)[1]) if 1 <= month <= 12 else None
