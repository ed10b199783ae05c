"""Numbers printed in 万 or 亿: their last digit counts hundreds or thousands, and they are no exact ones."""

from __future__ import annotations

import re
from decimal import Decimal

from ogi.numerals import DIGITS, flatten, parse_number
from ogi.report import Fact

_SCALED = re.compile(rf"(?P<digits>{DIGITS})\s*(?P<scale>[万亿])")


def stands_for(fact: Fact, value: Decimal) -> bool:
    """Whether a fact's number, as it is printed, may stand for a value: 2.36万条 for 23,612."""
    for digits, scale in _SCALED.findall(flatten(fact.quote)):
        if parse_number(digits, scale).value == fact.value:
            places = len(digits.partition(".")[2])
            return abs(fact.number - value) < parse_number("1", scale).value.scaleb(-places)
    return False
