"""How a fact is called in a message: what it counts and where it stands, in Chinese and in English."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from ogi.extract.taxonomy import taxonomy
from ogi.forms import indicators
from ogi.language import Lang, count, day
from ogi.numerals import parse_chinese
from ogi.report import Fact, Side

_LONGEST_TITLE = 20
_SHOWN_DIGITS = Decimal("0.01")
_SAY_LITTLE = frozenset(["总计", "合计", "小计", "其他", "其它"])
_ANNEX = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、.])?\s*(?P<annex>附\s*[表件录]?\s*[一二三四五六七八九十\d]?)"
)
_NUMBER = re.compile(
    r"(?:^|/ )\s*(?:第?(?P<n>[一二三四五六七八九十]{1,3})(?:[、.]|部分|章)"
    r"|[(（](?P<sub>[一二三四五六七八九十]{1,3})[)）])"
)


class Slot(NamedTuple):
    """What a fact measures, whichever form or sentence it stands in: comparable facts share a slot."""

    indicator: str
    dimension: str | None
    category: str | None


def slot_of(fact: Fact) -> Slot | None:
    """Return the slot a fact fills, or None when it has no indicator or its category is not known.

    A form's row for a channel and a sentence's item for it fill the same slot.
    """
    if fact.indicator is None:
        return None
    if fact.dimension is not None:
        return Slot(fact.indicator, fact.dimension, fact.category) if fact.category else None
    if fact.category_label is not None:
        return None  # an item of a list that answers no question we know: not the total
    entry = indicators()[fact.indicator]
    if entry.breakdown_of and entry.dimension:
        return Slot(entry.breakdown_of, entry.dimension, entry.category)
    return Slot(fact.indicator, None, None)


def name(fact: Fact, lang: Lang) -> str:
    """Return what a fact counts: the printed label in Chinese, the canonical name in English.

    A cell of a matrix is called by its row and its column, an item of a list by itself; a row that prints no
    more than 总计 or 其他 by its canonical name.
    """
    if lang == "zh":
        if fact.place == "table" and fact.indicator and fact.label in _SAY_LITTLE:
            named = indicators()[fact.indicator].zh
            return f"{named}（{fact.category_label}）" if fact.category_label else named
        return printed(fact)
    if fact.dimension is not None:
        known = taxonomy().dimensions[fact.dimension].name(fact.category, "en")
        slot = known or fact.category_label or fact.label
        if fact.place == "table" and fact.indicator:
            return f"{indicators()[fact.indicator].en} ({slot.lower()})"
        return slot
    return indicators()[fact.indicator].en if fact.indicator else fact.label


def printed(fact: Fact) -> str:
    """Return the words printed for what a fact counts: 总计（自然人） in a matrix, a list item's own."""
    if fact.place == "table" and fact.category_label:
        return f"{fact.label}（{fact.category_label}）"
    return fact.category_label or fact.label


def section_name(title: str, lang: Lang) -> str:
    """Return a section's heading, shortened; in English its number, since the heading is Chinese.

    >>> section_name("一、主动公开情况 / （二）主要类别", "en"), section_name("五、附表：自评说明", "en")
    ('section 1 (2)', 'the annex 附表')
    """
    if not title:
        return "正文" if lang == "zh" else "the text"
    if lang == "zh":
        last = title.split(" / ")[-1]
        return f"“{last if len(last) <= _LONGEST_TITLE else last[: _LONGEST_TITLE - 1] + '…'}”"
    if found := _ANNEX.match(title):
        return f"the annex {found['annex']}"
    numbers = [parse_chinese(m["n"] or m["sub"]) for m in _NUMBER.finditer(title)]
    if not numbers or None in numbers:
        return f"“{title[:_LONGEST_TITLE]}”"
    return "section " + " ".join(str(n) if i == 0 else f"({n})" for i, n in enumerate(numbers))


def where(fact: Fact, lang: Lang) -> str:
    """Return where a fact stands: its section, or its table with the table's date."""
    if fact.place == "prose":
        return section_name(fact.section, lang)
    parts = [fact.table_caption or fact.section, day(fact.as_of)]
    shown = ("，" if lang == "zh" else ", ").join(part for part in parts if part)
    if lang == "zh":
        return f"附表（{shown}）" if shown else "附表"
    return f"the table ({shown})" if shown else "the table"


def two_places(left: Fact, right: Fact) -> dict[str, str]:
    """Return the words of a message for what two facts count, and where each of them stands."""
    return {
        "name_zh": name(left, "zh"),
        "name_en": name(left, "en"),
        "left_where_zh": where(left, "zh"),
        "left_where_en": where(left, "en"),
        "right_where_zh": where(right, "zh"),
        "right_where_en": where(right, "en"),
    }


def side(fact: Fact) -> Side:
    """Return a fact as one side of a comparison."""
    return Side(printed(fact), fact.number, (fact,))


def total_of(facts: Iterable[Fact]) -> Side | None:
    """Return facts added up as one side; None when none of them has a number. A blank adds nothing."""
    valued = tuple([fact for fact in facts if fact.value is not None])
    if not valued:
        return None
    total = sum([fact.number for fact in valued], Decimal(0))
    return Side(" + ".join([printed(fact) for fact in valued]), total, valued)


def terms(added: Side) -> str:
    """Return the numbers of a side as a sum: 550 + 105."""
    return " + ".join(count(fact.number) for fact in added.facts)


def names(facts: Iterable[Fact], lang: Lang) -> str:
    """Return what several facts count, as a list."""
    return ("、" if lang == "zh" else ", ").join(name(fact, lang) for fact in facts)


def is_off(printed_share: Decimal, exact: Decimal) -> bool:
    """Return whether a printed percentage cannot be the exact one, however it was rounded or cut off.

    >>> is_off(Decimal("8.05"), Decimal("7.58")), is_off(Decimal("2.9"), Decimal("2.96"))
    (True, False)
    """
    exponent = printed_share.as_tuple().exponent
    digits = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return abs(printed_share - exact) >= Decimal(1).scaleb(-digits)


def shown_percent(exact: Decimal) -> Decimal:
    """Return a percentage as messages show it, with two decimals."""
    return exact.quantize(_SHOWN_DIGITS, ROUND_HALF_UP)
