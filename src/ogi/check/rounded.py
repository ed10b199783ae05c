"""Numbers printed in 万 or 亿: their last digit counts hundreds or thousands, and they are no exact ones."""

from __future__ import annotations

import re
from decimal import Decimal

from ogi.numerals import flatten, parse_number
from ogi.report import Fact

_SCALED = re.compile(r"(?P<digits>\d[\d,]*(?:\.(?P<places>\d+))?)\s*(?P<scale>[万亿])")
_ZEROS = {"万": 4, "亿": 8}


def stands_for(fact: Fact, value: Decimal) -> bool:
    """Whether a fact's number, as it is printed, may stand for a value: 2.36万条 for 23,612."""
    if fact.value is None or abs(fact.value - value) >= 10**8:
        return False
    for match in _SCALED.finditer(flatten(fact.quote)):
        last_digit = Decimal(10) ** (_ZEROS[match["scale"]] - len(match["places"] or ""))
        if parse_number(match["digits"], match["scale"]).value == fact.value:
            return abs(fact.value - value) < last_digit
    return False
