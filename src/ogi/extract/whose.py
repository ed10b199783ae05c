"""Whose number it is: the reporting agency's own, a part of it, or that of a wider circle."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

Scope = Literal["wide", "narrow", ""]

# Who may stand before "disclosed N items" for N to be the report's own total.
_OURSELVES = re.compile(
    r"(?:(?:我|本|全|对外|向社会|依法|及时|累计|累积|新增|更新|共|及|和|其|已|级|行政|各项|各类|列入|列为|属于?|含|包括|实际)"
    r"|全[省市县区][^,、]{0,4}系统|[^,、局委办厅院乡镇街村科站所部门单位网]{1,6}(?:是|为|即)|各(?:级|类|(?:公开)?(?:单位|机关)|有关|部门)"
    r"|\d{4}年度?|(?:分局|海关|关|署|支队|总队|局|委|办公室|办|厅|院|处|科|县|市|区|省|镇|乡|州|旗|街道|系统|机关|单位|部门|公开|政府|管委会|实验区|大队|中心|政务|[本我]?校|学校|学院|大学|医院)"
    r"|(?:主动|网上|上网|直接|在网上|一年来?|全年|年内|这一年|本年度?|,|、|\s))*"
)
_SCHOOL = re.compile(r"学校|学院|大学|医院|中学|小学|[本我]校")
# Somebody's part of the total, however it is announced.
_PART_OF_US = re.compile(
    r"(?<!全区)(?<!全县)(?<!全市)(?<!全省)(?<!各级)(?<!各级、)各(?:乡|镇|街道|部门|科|股|所|站|县|市|区|派出)"
    r"|[^我本全](?:乡|镇|街道|村|科|股|站|所|科室)$|(?:公开办|管委会办公室|政府办公室|政府办)(?:全年|本年度?|,|、)*$"
)
_WIDE = re.compile(r"全(?:系统|县|市|区|省|局|镇|乡|州|街道)|各级")
_NARROW = re.compile(
    r"(?:局|委|办|厅|政府)机关|机关本级|本级|本部门|本机关|政府及(?:其)?办公室|仅(?:局|办)机关"
)
_BODY = re.compile(r"(?:人民政府|办事处|管理委员会|管委会|委员会)$")
_REGION = re.compile(r"^[^省市县区州盟旗]{1,7}(?:自治区|自治州|自治县|省|市|州|盟|县|区|旗)(?=.{2})")


# Who of us disclosed: 由县直各单位提供, 各乡镇主动公开.
_DISCLOSED_BY = re.compile(
    r"^(?:主动公开(?:的)?(?:政府)?(?:信息)?(?:部分)?,?)?由?(?P<who>.*?)(?:共|合计|一共)?"
    r"(?:提供|完成|贡献|负责|承担|上报|报送|占|(?:主动)?(?:公开|发布|公布))(?:了|的)?(?:(?:政府)?信息)?$"
)
# 网上公开量最大的是县政府公开办，主动公开信息数1795条: one office's number.
_SINGLED_OUT = re.compile(r"(?:最大|最多|最高|居首|首位|第一|为最|领先|靠前)[^,]*,[^,]*$")


def discloser(label: str) -> str:
    """Return who a list item's label says disclosed its items; the label itself where it says nothing of it.

    >>> discloser("由区直、县直各单位提供"), discloser("财政类信息")
    ('区直、县直各单位', '财政类信息')
    """
    match = _DISCLOSED_BY.match(label)
    return match["who"] if match and match["who"] else label


def is_singled_out(words: str) -> bool:
    """Whether the words of a sentence before a number single out one office, whose number it is."""
    return bool(_SINGLED_OUT.search(words))


# 某县林业局2019年信息公开年报：公开信息96条, among the links of a page.
_A_REPORT = re.compile(
    r"\s*(?P<who>[一-鿿]{2,18}(?:局|委|委员会|厅|办公室|政府|街道办事处|镇|乡|支队|中心|学院|大学))"
    r"(?:19|20)\d\d年度?(?:政府|政务)?信息公开(?:工作)?(?:年度)?(?:工作)?(?:年报|年度报告|报告)\s*(?:[:：]|$)"
)


def names_other_report(line: str, agency: str) -> bool:
    """Whether a line begins with the title of another agency's report: what it counts is not ours.

    >>> names_other_report("东山县林业局2019年信息公开年报：公开信息96条", "东山县教育局")
    True
    >>> names_other_report("县教育局2019年信息公开年度报告：公开信息96条", "东山县教育局")
    False
    """
    title = _A_REPORT.match(line)
    return title is not None and not any(
        title["who"].endswith(name) or name.endswith(title["who"]) for name in own_names(agency)
    )


@lru_cache(maxsize=256)
def own_names(agency: str) -> tuple[str, ...]:
    """Return the names an agency goes by in its own report, the longest first.

    >>> own_names("象山县公安局")
    ('象山县公安局', '公安局')
    >>> own_names("象山县高塘岛乡人民政府")[:3]
    ('象山县高塘岛乡人民政府', '象山县高塘岛乡政府', '高塘岛乡人民政府')
    """
    names = [agency]
    for name in names:  # grows while it is read
        for shorter in (_REGION.sub("", name), _BODY.sub("", name), name.replace("人民政府", "政府")):
            if shorter not in names and len(shorter) > 2:
                names.append(shorter)
    return tuple(sorted(names, key=len, reverse=True))


def without_own_name(text: str, agency: str) -> str:
    """Return a text with the agency's own names taken out."""
    for name in own_names(agency):
        text = text.replace(name, "")
    return text


def is_ours(before: str, announced: str, agency: str) -> bool:
    """Whether a number is the agency's own: by the words before its noun, and before its total marker."""
    before = without_own_name(before, agency)
    if _SCHOOL.search(before) and not _SCHOOL.search(agency):
        return False  # 全县学校主动公开3000条, in the report of an office of education
    return bool(_OURSELVES.fullmatch(before)) and not _PART_OF_US.search(
        without_own_name(announced, agency) + before
    )


def scope(words: str) -> Scope:
    """Return whom a total counts, where its words say so: a whole area or system, or one office of it."""
    if _NARROW.search(words):
        return "narrow"
    return "wide" if _WIDE.search(words) else ""
