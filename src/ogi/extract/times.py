"""Which period a number in a sentence is for, and whether it is this report's year at all."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from ogi.extract.dates import parse_until
from ogi.extract.facts import When
from ogi.numerals import parse_year

_CUMULATIVE = re.compile(
    r"历年|开通以来|(?:实施|施行|成立|运行|建立)(?:以来|至今|起)|累计总|[两二三四五六七八九十]年(?:多)?来(?=[^。;]{0,40}累计)|(?P<since>[^,;，；]{1,12})以来"
)
_THIS_YEAR = re.compile(r"今年|本年|年初|全年|当年|一年|1月份?$|1月1日$")
_YEAR = re.compile(r"(?<![\d比较])(?P<year>(?:19|20)\d\d)年(?!底|末|度?的?(?:结转|转来|转入|遗留))")
# What a sentence says of the year: the last such words before a number hold.
_MARK = re.compile(
    rf"(?P<until>截[至止]|(?:^|(?<=[,;:。( ]))至(?=\d{{4}}年(?:底|末|\d)))"
    rf"|(?P<cumulative>{_CUMULATIVE.pattern})"
    rf"|(?P<other>(?<![比较与同])(?:去年|上年|上一年|前一年|前年|明年|来年|下一?年)(?!度?的?(?:结转|转来|转入|遗留)))"
    rf"|(?P<this>本年|今年|当年|全年|(?<!\d)年内)|{_YEAR.pattern}"
)
# Looking for an 以来 from every character on takes long: it is done where there is one.
_SINCE = re.compile(r"历年|以来|至今|累计总|(?:施|行|立)起|[年多]来")
# Its first character is looked at first: most characters of a sentence are none that a mark begins with.
_BUT_SINCE = _MARK.pattern.replace(f"(?P<cumulative>{_CUMULATIVE.pattern})|", "")
_MARK_BUT_SINCE = re.compile(f"(?=[截至去上前明来下本今当全年12])(?:{_BUT_SINCE})")
_UNTIL = re.compile(r"(?:截[至止]|(?:^|(?<=[,;:。( ]))至(?=\d{4}年(?:底|末|\d)))[^,;，；]{0,16}")
_RANGE = re.compile(r"(?P<first>\d{1,2})月?份?\s*(?:至|到|—|-|~|―)\s*(?P<last>\d{1,2})月")
_PART = re.compile(r"[上下]半年|季度|(?<![至到—\-~\d])\d{1,2}月份?(?!\d|底|末|止|至|到|起|以|[-—~])")
# A plan: words of intention before a verb. 规划计划类信息, 工作计划 and 将…公开 as an object are none.
_PLAN = re.compile(
    r"计划(?=于|在|今年|明年|来年|\d{4}年|年内|全年|通过|新增|主动|公开|发布|公布|完成|开展|开设|举办|再|对)"
    r"|拟(?=于|在|新增|再|完成|公开|主动公开|发布|公布)|将(?=于|在|新增|再|进一步|继续|完成|力争|达到|不少于|组织(?!机构)|举办|召开)"
    r"|(?:^|(?<=[,;:。 ]))下一步(?=,|将|要|我|拟|打算)|力争|预计|争取|目标(?=是|为|任务)"
)
_INTENT = re.compile(r"将(?=主动公开|公开|发布|公布)")  # elsewhere often 将…纳入, which plans nothing
_TITLES = re.compile(r"《[^》]*》")
_CHANGE = re.compile(
    r"^(?:多|少)$|增加|减少|增长|下降|上升|同比|环比|[较比](?:上|去|前)一?年|[较比](?:19|20)\d\d年|提高|回落|多于|少于|增幅|降幅"
)
_BASE = re.compile(r"[较比与同](?:上一?|去|前|(?:19|20)\d\d)年度?(?P<of>同期的?|的)?$")
# 较上年1,380条减少20%, 与去年的12件相比: what follows says that the number is what a change is reckoned from.
_RECKONED = re.compile(r"\s*[)）]?\s*(?:相比|比较|增|减|下降|上升|提高|回落|降低|翻|多|少)")


# 2008年至2013年累计: of several years. A school year (2014-2015学年) is one.
_YEARS = re.compile(
    r"(?<!\d)(?P<first>(?:19|20)\d\d)年?度?(?:至|到|-|—|―|~)(?P<last>(?:19|20)\d\d)年(?!度?的?学年)"
)


# 2008年5月1日至2010年12月31日: of more than a year, up to the report's.
_DATES = re.compile(
    r"(?<!\d)(?P<first>(?:19|20)\d\d)年(?P<from>\d{1,2})月(?:\d{1,2}日)?(?:起)?(?:至|到|-|—|―|~)"
    r"(?P<last>(?:19|20)\d\d)年(?P<until>\d{1,2})月(?:\d{1,2}日|底|末)?"
)
_MONTHS = 12
_NEW = re.compile(r"度?(?:又|共)?新增")


# When the Regulation came into force: what a report for that year tells since then is the year's.
_IN_FORCE = date(2008, 5, 1)
_SINCE_MAY = re.compile(r"[\s,]*(?:(?:自)?2008年)?5月(?:1日)?(?:起)?(?:至|到|-|—)12月")
_SINCE_IN_FORCE = re.compile(r"(?:实施|施行)以来$")


def _since_in_force(words: str) -> bool:
    """Whether words end in 施行以来 and name no year before that in which the Regulation came into force."""
    named = [int(match["year"]) for match in _YEAR.finditer(words)]
    return _SINCE_IN_FORCE.search(words) is not None and all(year >= _IN_FORCE.year for year in named)


def _of_dates(words: str, year: int) -> int | None:
    """Where words end that name two dates more than a year apart, the later in the report's year, or None."""
    for match in _DATES.finditer(words):
        first, last = int(match["first"]), int(match["last"])
        months = _MONTHS * (last - first) + int(match["until"]) - int(match["from"]) + 1
        if last == year and months > _MONTHS + 1:  # 2011年12月21日至2012年12月20日 is a year
            return match.end()
    return None


def _of_years(words: str, year: int) -> int | None:
    """Where words end that name several years up to the report's, of which a stock is told, or None."""
    if (end := _of_dates(words, year)) is not None:
        return end
    if "累计" not in words:
        return None
    spans = [m for m in _YEARS.finditer(words) if int(m["first"]) < year <= int(m["last"])]
    return spans[-1].end() if spans and "累计" in words[spans[-1].end() :] else None


def is_change(words: str) -> bool:
    """Whether words before a number make it a difference or a rate of change.

    >>> is_change("比上年增加"), is_change("主动公开信息")
    (True, False)
    """
    return bool(_CHANGE.search(words))


def is_plan(words: str, label: str = "") -> bool:
    """Whether the words before a number, or its own label, say that it is intended and not done.

    >>> is_plan("计划通过网站公开信息"), is_plan("规划计划类信息"), is_plan("", "我局将公开信息")
    (True, False, True)
    """
    return bool(_PLAN.search(words) or _PLAN.search(label) or _INTENT.search(label))


def is_last_year(label: str, year: int) -> bool:
    """Whether the words before a number of another year name the year before.

    >>> is_last_year("去年为", 2012), is_last_year("2009年为", 2012)
    (True, False)
    """
    named = re.search(r"(?P<year>(?:19|20)\d\d)年", label)
    if named:
        return int(named["year"]) == year - 1
    return bool(re.search(r"去年|上一?年", label))


def is_base_of_change(label: str, behind: str = "") -> bool:
    """Whether the words around a number make it what a change is reckoned from, not the change.

    >>> is_base_of_change("比2021年的"), is_base_of_change("比2021年增加"), is_base_of_change("较去年同期")
    (True, False, True)
    >>> [is_base_of_change(*words) for words in (("较上年", "减少"), ("与去年的", "相比"), ("较上年", ""))]
    [True, True, False]
    """
    found = _BASE.search(label)
    if found is None:
        return False
    bare = found["of"] is None or found[0][0] in "与同"
    return not bare or _RECKONED.match(behind) is not None


def ends_in_base(words: str) -> bool:
    """Whether words end in the year that a change is reckoned from: 较上年 before （98件）增长.

    >>> ends_in_base("收到申请120件,较上年"), ends_in_base("收到申请")
    (True, False)
    """
    return _BASE.search(words.rstrip(", ")) is not None


def is_part_of_year(words: str, year: int = 0) -> bool:
    """Whether words before a number name a month, a quarter or half of the year.

    Of the year in which the Regulation came into force, what follows that is the whole that is reported.

    >>> is_part_of_year("上半年公开信息"), is_part_of_year("截至2015年12月底公开信息")
    (True, False)
    >>> is_part_of_year("1至11月"), is_part_of_year("1-12月")
    (True, False)
    """
    if "月" not in words and "半年" not in words and "季度" not in words:
        return False
    spans = _RANGE.search(words)
    if spans and year == _IN_FORCE.year and _SINCE_MAY.match(words):
        return False
    if spans and (spans["first"], spans["last"]) != ("1", "12"):
        return True
    return not _UNTIL.search(words) and bool(_PART.search(words))


@lru_cache(maxsize=8)  # asked several times of one number
def period(words: str, year: int, *, annex: bool, after: int = 0) -> When | None:
    """Return the period of a number from the words of its sentence before it; None for another year.

    The last mark holds: "历年累计52条，其中2010年新增14条" has a stock and then a year's count. An annex
    without a date does not say which period it is for. `after` characters of the words stand before a
    semicolon: 历年累计 there says nothing of what is counted behind it.
    """
    unmarked = When() if annex else When("year")
    found = unmarked
    other = False
    in_force = year == _IN_FORCE.year and "条例" in words and "累计" not in words
    if "《" in words:
        head = _TITLES.sub("", words[:after])
        words, after = head + _TITLES.sub("", words[after:]), len(head)
    until = [match.span() for match in _UNTIL.finditer(words)] if "截" in words or "至" in words else []
    since = _SINCE.search(words)
    for mark in (_MARK if since else _MARK_BUT_SINCE).finditer(words):
        if mark["until"]:
            found, other = When("as_of", parse_until(words[mark.start() :])), False
        elif since and mark["cumulative"]:
            if mark["cumulative"] == "历年" and mark.end() <= after:
                continue
            named = _YEAR.search(mark["since"] or "")
            this = _THIS_YEAR.search(mark["since"] or "") or (named and parse_year(named["year"]) == year)
            this = this or (in_force and _since_in_force(words[: mark.end()]))
            found, other = unmarked if this else When("cumulative"), False
        elif any(start <= mark.start() < end for start, end in until):
            continue  # the year of the date after 截至
        elif mark["other"]:
            other = True
        elif mark["this"] or mark["year"]:
            other = bool(mark["year"]) and parse_year(mark["year"]) != year
            of_it = "其中" in words[until[-1][1] if until else 0 : mark.start()]  # 截至…, 其中2012年
            of_it = of_it or _NEW.match(words, mark.end()) is not None  # 截至…, 2012年新增
            found = unmarked if of_it or found.period != "as_of" else found
    if found.period == "year" and not other and (end := _of_years(words, year)) is not None:
        later = _MARK_BUT_SINCE.search(words, end)
        return found if later else When("cumulative")
    return None if other else found
