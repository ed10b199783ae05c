"""What a report says of itself: its title, its agency, its year; and whether it is such a report at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ogi.errors import InputError
from ogi.numerals import flatten, parse_year

_YEAR = r"(?P<year>(?:19|20)\d\d|[一二三四五六七八九〇○零OＯ][一二三四五六七八九〇○零OＯ0]{3})[ \t]*年"
_KIND = r"(?:政府信息公开|政务公开|信息公开|政务信息公开)"
_TITLE = re.compile(rf"(?=.*{_KIND})(?=.*(?:报告|年报|总结)).*")
_TABLE_TITLE = re.compile(rf"(?=.*{_KIND})(?=.*(?:统计表|情况表|统计报表|统计数据)).*\S")
_AGENCY_FIRST = re.compile(rf"(?P<agency>\S+?)[ \t]*(?:关于)?[ \t]*{_YEAR}")
_YEAR_FIRST = re.compile(rf"(?:关于)?{_YEAR}(?:度)?(?P<agency>\S*?){_KIND}")
_KIND_FIRST = re.compile(rf"(?P<agency>\S+?){_KIND}.*?{_YEAR}")
_NO_YEAR = re.compile(rf"(?P<agency>[^\s\d]+?)(?:关于|的)?{_KIND}")
_NO_NAME = re.compile(rf"{_KIND}|报告|年报")
_NO_AGENCY = ("政府", "政务", "年度")
_KIND_AT_END = re.compile(rf"(?:关于|的|{_KIND}(?:工作)?)+$")
_UNIT_FIELD = re.compile(
    r"^[ \t]*(?:(?:填报)?单位(?:名称)?[ \t]*(?:\((?:盖章|公章)\))?|发布(?:机构|单位)|公开(?:机构|主体|单位))"
    r"[ \t]*:[ \t]*(?P<agency>[^\s:]+)",
    re.M,
)
_AGENCY_ENDS = (
    r"(?:局|委|委员会|管委会|办公室|办|政府|厅|院|中心|办事处|大队|支队|总队|社|会|署|海关|馆|站|所|学校|学院|大学|医院"
    r"|街道|镇|乡|县|区|市|省|公司)"
)
_AN_AGENCY = re.compile(rf"[一-鿿（）()·]{{2,24}}{_AGENCY_ENDS}")
# …年度报告 - 某县教育局, 【年报】某县…, 关于某县…
_AGENCY_BEHIND = re.compile(
    rf"(?:报告|年报)[ \t]*[-—–_|][ \t]*(?P<agency>[一-鿿]{{2,24}}{_AGENCY_ENDS})[ \t]*$"
)
_BEFORE_TITLE = re.compile(r"^[ \t]*(?:【[^】]{1,10}】|\[[^\]]{1,10}\])[ \t]*")
_ABOUT = re.compile(r"^关于")
_SCHOOL_YEAR = re.compile(
    r"(?:19|20)\d\d(?:年|学年)?[ ]*(?:至|-|—|–|―|~|/)[ ]*(?P<year>(?:19|20)\d\d)[ ]*年?学年度?"
)
# 所列数据的统计期限自2022年1月1日起至2022年12月31日止; else the first 2022年度.
_YEARS_IN_TEXT = (
    re.compile(rf"统计期限[^。]{{0,30}}?至[ \t]*{_YEAR}"),
    re.compile(rf"{_YEAR}度"),
)
_NAME_ALONE = re.compile(r"[一-鿿（）()·]{3,25}")
# The signature at a report's end: an agency's name on a line of its own, and a date on the next.
_SIGNED = re.compile(
    r"^[ \t]*(?P<agency>[一-鿿]{3,24}(?:局|委|委员会|办公室|办|政府|厅|院|中心|办事处|大队|社|会))[ \t]*\n"
    rf"[ \t]*{_YEAR}[ \t]*\S{{1,2}}月[ \t]*\S{{1,3}}日[ \t]*$",
    re.M,
)
_SHORT_LINE = 30
# What has a stop, a comma or a colon, or begins as sentences do, only speaks of a report.
_A_SENTENCE = re.compile(r"[。，;:]|^(?:按照|根据|依据|现将|为)")
_FIRST_LINES = 15
_LONGEST_TITLE = 80


@dataclass(frozen=True, slots=True)
class Identity:
    """Agency and year with the place that gave each."""

    agency: str
    year: int
    source: str


def is_title(line: str) -> bool:
    """Whether a line is a title of an annual report on open government information.

    >>> is_title("象山工商分局2011年政府信息公开工作年度报告"), is_title("政府工作报告")
    (True, False)
    """
    line = line.strip()
    if len(line) > _LONGEST_TITLE:
        return False
    flat = flatten(line)
    return not _A_SENTENCE.search(flat) and bool(_TITLE.fullmatch(flat))


def _is_table_title(line: str) -> bool:
    """Whether a line is the title of the statistics alone: some agencies publish no more."""
    line = line.strip()
    if len(line) > _LONGEST_TITLE:
        return False
    flat = flatten(line)
    return "。" not in flat and bool(_TABLE_TITLE.fullmatch(flat))


def _candidates(lines: Sequence[str]) -> Iterator[str]:
    """The first lines one by one, then those that an agency's name alone stands above, put together."""
    yield from lines
    for i, line in enumerate(lines[:-1]):
        if _NAME_ALONE.fullmatch(line):
            following = lines[i + 1 : i + 3]
            yield line + following[0]
            if len(following) > 1 and len(following[0]) < _SHORT_LINE:
                yield line + following[0] + following[1]
        elif len(line) < _SHORT_LINE and len(lines[i + 1]) < _SHORT_LINE:
            yield line + lines[i + 1]


def find_title(text: str, file: Path | str) -> str:
    """Return the report's title.

    Raises InputError when the text is no annual report on open government information: none of its
    first lines names one, or the words 信息公开 hardly occur.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()][:_FIRST_LINES]
    for test in (is_title, _is_table_title):
        found = [candidate for candidate in _candidates(lines) if test(candidate)]
        # Of several, the one that names both agency and year: a section of the site may be called alike.
        for candidate in found:
            said = title_says(candidate)
            if said.agency and said.year:
                return candidate
        if found:
            return found[0]
    opening = lines[0][:30] if lines else ""
    raise InputError(
        file,
        f"first {_FIRST_LINES} lines",
        f"no title of an annual report on open government information (it opens with “{opening}”)",
        "a title such as 某某局2011年政府信息公开工作年度报告",
        "Check that this is the right file; other documents are not read.",
    )


def names_agency(line: str) -> bool:
    """Whether a line is an agency's name and no more, or says whose the page is (发布机构：某某局).

    >>> names_agency("江阴市司法局"), names_agency("发布机构：江阴市信访局"), names_agency("首页")
    (True, True, False)
    """
    flat = flatten(line).strip()
    return bool(_AN_AGENCY.fullmatch(flat) or _UNIT_FIELD.match(flat))


@dataclass(frozen=True, slots=True)
class TitleSays:
    """Agency and year as a title gives them; what it does not give is empty or None."""

    agency: str
    year: int | None


def title_says(title: str) -> TitleSays:
    """Return the agency and the year that a title gives.

    >>> title_says("象山工商分局2011年政府信息公开工作年度报告")
    TitleSays(agency='象山工商分局', year=2011)

    A school year counts as the year that it ends in.

    >>> title_says("江州理工大学2013-2014学年信息公开年度报告")
    TitleSays(agency='江州理工大学', year=2014)
    """
    flat = _BEFORE_TITLE.sub("", _SCHOOL_YEAR.sub(r"\g<year>年", flatten(title)))
    in_title = re.search(_YEAR, flat)
    year = parse_year(in_title["year"]) if in_title else None
    for pattern in (_AGENCY_FIRST, _YEAR_FIRST, _KIND_FIRST):
        match = pattern.match(flat)
        name = _ABOUT.sub("", _KIND_AT_END.sub("", match["agency"].strip("《》( "))) if match else ""
        if match and name and name not in _NO_AGENCY and not _NO_NAME.search(name):
            return TitleSays(name, parse_year(match["year"]))
    if behind := _AGENCY_BEHIND.search(flat):
        return TitleSays(behind["agency"], year)
    bare = _NO_YEAR.match(flat)
    return TitleSays(bare["agency"] if bare and bare["agency"] not in _NO_AGENCY else "", year)


def may_be_one(one: str, other: str) -> bool:
    """Whether two names may be one agency's: one is the other, shortened somewhere.

    >>> may_be_one("平潭综合实验区", "平潭综合实验区管委会"), may_be_one("清河县教育局", "南宫县教育局")
    (True, False)
    """
    short, long = sorted((one, other), key=len)
    rest = iter(long)
    return all(character in rest for character in short)


def identify(title: str, text: str, file: Path | str) -> Identity:
    """Return agency and year as the report itself gives them: title, 单位 field or signature, 年度.

    Raises InputError when either is not to be found.
    """
    flat = flatten(text)
    said = title_says(title)
    agency, year = said.agency, said.year
    sources = ["title"] if agency or year else []
    if not agency and (match := _UNIT_FIELD.search(flat)):
        agency = match["agency"]
        sources.append("unit field")
    if not agency and (signed := list(_SIGNED.finditer(flat))):
        agency = signed[-1]["agency"]
        sources.append("signature")
    said_in_text = next((match for pattern in _YEARS_IN_TEXT if (match := pattern.search(flat))), None)
    if year is None and said_in_text is not None:
        year = parse_year(said_in_text["year"])
        sources.append("text")
    if not agency:
        raise _not_said("agency", "单位：某某局", title, file)
    if year is None:
        raise _not_said("year", "2011年度", title, file)
    return Identity(agency, year, " and ".join(dict.fromkeys(sources)))


def _not_said(what: str, example: str, title: str, file: Path | str) -> InputError:
    return InputError(
        file,
        "title and text",
        f"no {what} (title: “{title[:40]}”)",
        f"the {what} in the title or as in “{example}”",
        "Register the file in data/raw/sources.csv with its agency and year.",
    )
