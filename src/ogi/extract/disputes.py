"""Reconsiderations, lawsuits and appeals: which of them a phrase names, and whether about disclosure."""

from __future__ import annotations

import re
from functools import cache

from ogi.forms import indicators

_KINDS = {
    "reconsiderations_total": "复议",
    "litigation_total": "诉讼",
    "appeals_total": "申诉",
}
# All that a label may hold for its number to count disputes about disclosure: an agency also has disputes
# about taxes, penalties and land, and the words for those are not here.
_ABOUT_US = re.compile(
    r"(?:政府信息公开|政务公开|信息公开|公开|政府信息|信息|依申请|申请|答复|工作|行政|复议|诉讼|申诉|投诉|举报|案件|案"
    r"|因|由于|由|对|针对|涉及|关于|有关|相关|与|的|而|引起|引发|导致|产生|发生|出现|提起|提出|被|向|收到|接到|受理|接受"
    r"|[我本][局委办镇厅乡院县市区]|本单位|本机关|本部门|机关|单位|部门|公民|法人|群众|其他组织|和|、|或者|或|及|以及|等"
    r"|全年|共|有|了|过|方面|领域|事项|情况|起|件|例|人次|人|各|数量|总数|数|具体|行为|本年度|年度|截至|截止|目前|\d{4}年|,|:|\s)*"
)
_NOT_ABOUT_US = re.compile(
    r"(?:与|和)(?:政府)?信息公开(?:工作)?无关|不(?:涉及|属于|是)(?:因)?(?:政府)?信息公开"
)
_CONCERNS_US = re.compile(
    r"^(?:其中)?,?(?:涉及|属于|因|由|有关|关于)?(?:政府)?信息公开(?:类|方面|引起|引发|案件|工作)?的?(?:有|为)?$"
)


@cache
def _kinds() -> tuple[tuple[str, str], ...]:
    """The disputes in the catalogue's order, each with its word."""
    return tuple((indicator, _KINDS[indicator]) for indicator in indicators() if indicator in _KINDS)


def disputes_in(phrase: str) -> tuple[str, ...]:
    """Return the disputes that a phrase names, each once, in the catalogue's order.

    >>> disputes_in("行政复议、诉讼"), disputes_in("申请公开")
    (('reconsiderations_total', 'litigation_total'), ())
    """
    return tuple(indicator for indicator, word in _kinds() if word in phrase)


def about_disclosure(label: str, section: str) -> bool:
    """Whether a label counts disputes about disclosure and not about the agency's other work.

    >>> about_disclosure("因政府信息公开申请行政复议", ""), about_disclosure("工伤认定行政诉讼案件", "")
    (True, False)
    """
    if "信息公开" in label:
        return not disowns(label)
    if "信息公开" in section:
        label = re.sub(r"办理|审理|立案|应诉|处理", "", label)
    return bool(_ABOUT_US.fullmatch(label))


def disowns(sentence: str) -> bool:
    """Whether a sentence says of its own numbers that they have nothing to do with disclosure."""
    return bool(_NOT_ABOUT_US.search(sentence))


def the_part_about_us(words: str) -> bool:
    """Whether words single out those of some disputes that concern disclosure (其中涉及政府信息公开的1件)."""
    return bool(_CONCERNS_US.fullmatch(words.strip()))
