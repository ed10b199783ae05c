"""Numbers of all years beside those of the year: 累计公开1258条，其中2013年新增312条; 17件，历年累计41件."""

from __future__ import annotations

import re
from decimal import Decimal

from ogi.extract.phrases import CountPhrase
from ogi.extract.state import Context, Reading
from ogi.report import Fact

# 累计公开1258条, 其中2013年新增312条: what was before is of all years, and this is the year's.
_NEW_OF_YEAR = re.compile(
    r"(?:(?:我[局委办县市区]|[全本][县市区局])?(?:新增|新公开|新增公开|公开|主动公开|发布)|新增(?:主动)?(?:公开|发布))(?:了)?"
    r"(?:(?:各类)?(?:政府|政务)?信息)?"
)
_YEAR_ALONE = re.compile(r"(?:\d{4}年|今年|本年|当年)?度?")
_OF_ALL_YEARS = re.compile(r"累计|截[至止]|至今")
_ALL_YEARS_ALONE = re.compile(
    r"[\s,、;(（]*历年(?:来|以来)?(?:累计|共计|共|总计)(?:主动)?(?:公开|发布|受理|收到|办理)?(?:了)?(?:(?:政府)?信息|申请)?\s*"
)


# How many times the year's number one of all years is at least: less may be the year's own, of another date.
_MORE = Decimal("1.5")


def is_of_year(phrase: CountPhrase, year: int, *, of_stock: bool = False) -> bool:
    """Whether the words before a number say that it is what of a number before is the year's.

    其中2013年; 2013年新增; behind a number of all years (`of_stock`) 2013年 alone.
    """
    words = phrase.raw_label.lstrip(" ,、;")
    found = re.search(rf"(?:今年|本年|当年|{year}年)度?(?P<new>又?共?新增)?", words)
    if found is None:
        return False
    return words.startswith("其中") or found["new"] is not None or (of_stock and not found.start())


def names_year_of_all(phrase: CountPhrase, year: int, *, of_stock: bool = False) -> bool:
    """Whether the words before a number make it the year's part of a stock: 其中2013年新增."""
    if not is_of_year(phrase, year, of_stock=of_stock):
        return False
    return _NEW_OF_YEAR.fullmatch(phrase.label) is not None or (
        of_stock and _YEAR_ALONE.fullmatch(phrase.label) is not None
    )


def is_stock(total: Fact | None) -> bool:
    """Whether a total counts all years."""
    return total is not None and (
        total.period == "cumulative" or (total.period == "as_of" and "累计" in total.quote)
    )


def whole_of_year(reading: Reading, phrase: CountPhrase, context: Context) -> Fact | None:
    """The total counted just before, if this number is the year's part of it."""
    whole = reading.lists.total
    if not is_of_year(phrase, reading.year, of_stock=is_stock(whole)):
        return None
    if whole is None or (whole.indicator, whole.rule) != ("proactive_items_total", "prose.total"):
        return None
    smaller = whole.value is not None and phrase.number.value <= whole.value and phrase.unit == whole.unit
    here = is_stock(whole) or (
        reading.lists.counted_here and _OF_ALL_YEARS.search(context.before) is not None
    )
    return whole if smaller and here and context.when is not None else None


def beside_stock(reading: Reading, phrase: CountPhrase, context: Context) -> str | None:
    """Return what a number beside one of all years counts, the year's or all years', or None."""
    year, stock = reading.year, is_stock(reading.lists.total)
    if names_year_of_all(phrase, year, of_stock=stock) and whole_of_year(reading, phrase, context):
        return "proactive_items_total"
    return _all_years_beside(reading, phrase, context)


def _all_years_beside(reading: Reading, phrase: CountPhrase, context: Context) -> str | None:
    """What a number of all years counts that stands beside the year's: 办理申请17件，历年累计41件."""
    last = reading.counted
    if context.when is None or context.when.period != "cumulative" or last is None or last.value is None:
        return None
    if not _ALL_YEARS_ALONE.fullmatch(phrase.raw_label) or last.rule != "prose.total":
        return None
    of_it = last.unit == phrase.unit and last.period == "year" and phrase.number.value >= last.value
    return last.indicator if of_it else None


def settle_stocks(reading: Reading) -> None:
    """Take 截至2017年底累计 for all years where the same section has a smaller number for the year itself."""
    totals = [f for f in reading.facts if (f.indicator, f.rule) == ("proactive_items_total", "prose.total")]
    for i, fact in enumerate(reading.facts):
        if fact in totals and fact.period == "as_of" and "累计" in fact.quote and fact.value is not None:
            of_year = [
                t.value
                for t in totals
                if t.unit == fact.unit
                and t.period == "year"
                and t.section == fact.section
                and t.value is not None
            ]
            if of_year and _MORE * max(of_year) <= fact.value:
                reading.facts[i] = fact._replace(period="cumulative")
