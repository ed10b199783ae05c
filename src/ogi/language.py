"""The two languages of everything shown: Chinese and English."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, ...] = ("zh", "en")


def count(value: Decimal | float) -> str:
    """Return a number as people read it: thousands separated, no needless decimals.

    >>> count(Decimal("3490")), count(Decimal("96171.60"))
    ('3,490', '96,171.6')
    """
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    if exact == exact.to_integral_value():
        return f"{int(exact):,}"
    return f"{exact.normalize():,f}"


def signed(value: Decimal) -> str:
    """Return a difference with its sign, a true minus among them.

    >>> signed(Decimal(17)), signed(Decimal(-5)), signed(Decimal(0))
    ('+17', '−5', '0')
    """
    if value == 0:
        return "0"
    return ("+" if value > 0 else "−") + count(abs(value))


# One of a unit and many.
_NOUNS = {
    "条": ("item", "items"),
    "件": ("case", "cases"),
    "起": ("case", "cases"),
    "份": ("copy", "copies"),
    "次": ("time", "times"),
    "人": ("person", "people"),
    "人次": ("attendance", "attendances"),
    "篇": ("article", "articles"),
    "期": ("issue", "issues"),
    "场": ("event", "events"),
    "场次": ("event", "events"),
    "个": ("unit", "units"),
    "元": ("yuan", "yuan"),
    "万元": ("×10,000 yuan", "×10,000 yuan"),
}


def items(count_of: Decimal, unit: str | None, lang: Lang) -> str:
    """Return a count with its unit: 3,490 条, or 3,490 items."""
    if lang == "zh":
        return f"{count(count_of)} {unit or '条'}"
    noun = _NOUNS.get(unit or "条")
    if noun is None:  # an English noun of the caller's, or a unit that has none
        return f"{count(count_of)} {unit}{'s' if unit and unit.isascii() and count_of != 1 else ''}"
    return f"{count(count_of)} {noun[count_of != 1]}"


def unit_name(unit: str | None, lang: Lang) -> str:
    """Return what a unit counts, of many: 条, or items; the unit itself where English has no one word."""
    if lang == "zh":
        return unit or "条"
    noun = _NOUNS.get(unit or "条")
    return noun[1] if noun else unit or ""


def day(value: date | None) -> str:
    """Return a date as printed everywhere: 2011-12-18, or nothing."""
    return value.isoformat() if value else ""
