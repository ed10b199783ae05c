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


def items(count_of: Decimal, unit: str | None, lang: Lang) -> str:
    """Return a count with its unit: 3,490 条, or 3,490 items."""
    if lang == "zh":
        return f"{count(count_of)} {unit or '条'}"
    noun = {"条": "item", "件": "case", "起": "case", "份": "copy", "次": "time"}.get(
        unit or "条", unit or ""
    )
    return (
        f"{count(count_of)} {noun}{'' if count_of == 1 else 's'}"
        if noun.isascii()
        else f"{count(count_of)} {noun}"
    )


def day(value: date | None) -> str:
    """Return a date as printed everywhere: 2011-12-18, or nothing."""
    return value.isoformat() if value else ""
