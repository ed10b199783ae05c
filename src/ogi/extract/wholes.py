"""Phrases that say of a whole number of requests what became of it: 均已答复, 均为网络申请, 均予以公开."""

from __future__ import annotations

import re
from typing import NamedTuple

from ogi.extract.phrases import CountPhrase
from ogi.extract.taxonomy import classify

_DONE = re.compile(
    r"(?:目前|现|并|也|且|年内|当年)?(?:已|均|全部|都|皆)+(?:已|均|全部|都|按时|按期|如期|依法|及时|予以|给予|作了|作出|得到"
    r"|在?(?:法定|规定|(?:法定|规定)?\s*\d+\s*个工作日)(?:的)?(?:时间|期限|时限)?内)*"
    r"(?P<done>办结|办理|办理完毕|处理完毕|答复|回复)(?:完毕|完成)?(?:了)?"
)
_BY = re.compile(
    r"(?:均|全部|都|皆)(?:为|是|系|来自|通过|采用|采取|以|属|属于|由)*(?P<how>[^\d]{2,8}?)(?:方式|形式|途径)?(?:提出|提交)?的?"
)
_BECAME = re.compile(
    r"(?:(?:答复|办理|处理)?结果)?(?:均|全部|都|皆)(?:已|均|为|是|系|按时|按期|如期|依法|及时|作出|答复|在?(?:法定|规定)(?:的)?(?:时间|期限|时限)内)*"
    r"(?P<outcome>(?:予以|同意|部分|不予|不同意)公开|(?:属于?)?(?:信息)?不存在|(?:属于?)?(?:已)?主动公开(?:范围|信息|内容)"
    r"|(?:不属于?|非)本(?:行政)?(?:机关|单位|部门|局)(?:公开|掌握)?(?:范围|职权范围|职责权限范围)?|(?:属于?)?重复申请|非政府信息)(?:的)?(?:信息|申请)?"
)
_ALL_OF_THEM = ("", "全部", "这", "上述", "以上")
_REPLIED = frozenset(["答复", "回复"])


class Whole(NamedTuple):
    """What a clause says of all requests counted before it: which indicator, or how, by whom …"""

    indicator: str
    dimension: str | None
    category: str | None
    label: str


def whole_behind(phrase: CountPhrase) -> Whole | None:
    """Return what is said of all of a number behind it (7件全部按期办结, 全部268件办结), or None."""
    if phrase.label not in _ALL_OF_THEM or phrase.unit is None:
        return None
    behind = phrase.after_text.strip(" ,、").removeprefix("公开").removeprefix("申请")
    said = whole_of(("全部" if phrase.label == "全部" else "") + behind)
    return said if said is not None and said.dimension is None else None


def whole_of(flat: str) -> Whole | None:
    """Return what a clause without a number says of the whole number before it, or None.

    >>> whole_of("已全部办结")
    Whole(indicator='requests_concluded', dimension=None, category=None, label='办结')
    >>> whole_of("均为网络申请").category, whole_of("全部来自自然人").category, whole_of("均未公开")
    ('online', 'natural_person', None)
    >>> whole_of("均已依法予以公开").category, whole_of("均属信息不存在").category, whole_of("均不收费")
    ('granted', 'not_held', None)
    """
    text = flat.strip()
    if match := _DONE.fullmatch(text):
        indicator = "replies_total" if match["done"] in _REPLIED else "requests_concluded"
        return Whole(indicator, None, None, match["done"])
    if match := _BY.fullmatch(text):
        how = match["how"] if match["how"].endswith("申请") else match["how"] + "申请"
        for slot in (classify(how, "requests"), classify(match["how"], "requests")):
            if slot.dimension in ("request_method", "applicant") and slot.category is not None:
                return Whole("requests_received", slot.dimension, slot.category, match["how"])
    if match := _BECAME.fullmatch(text):
        outcome = re.sub("^属于?", "", match["outcome"])
        slot = classify(outcome, "replies")
        if slot.category is not None:
            return Whole("replies_total", slot.dimension, slot.category, outcome)
    return None
