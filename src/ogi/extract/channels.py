"""Words that say through which channel information went out: 在X上公开信息, X公开信息, 通过X公开."""

from __future__ import annotations

import re
from typing import NamedTuple

from ogi.extract.taxonomy import classify
from ogi.extract.whose import is_ours, own_names

NOUN = r"(?:(?:各类|各种|政府|政务|相关|有关)的?){0,3}信息"
_DISCLOSED = rf"(?P<noun>(?:主动)?(?:公开|发布|公布|更新|推送|刊登|刊发)(?:的)?{NOUN}(?:数|总数|总量)?)"
_FILLER = r"(?:上网|上|中|里|共计|共|累计|全年|这一年|对外|主动|,)*"
_VIA = re.compile(
    rf".*?(?P<by>在|通过|利用|依托|借助|运用|经由|经)(?P<channel>[^在]+?){_FILLER}{_DISCLOSED}$"
)
_ON_SITE = re.compile(rf"(?P<channel>.+?){_FILLER}{_DISCLOSED}$")
_VERB_ALONE = re.compile(
    r"(?:通过|利用|依托|在)?(?P<channel>.{2,20}?)(?P<noun>(?:主动)?(?:公开|发布|公布|更新))$"
)
_VIA_ITEM = re.compile(
    r"(?:通过|利用|在)?(?P<channel>.+?)(?:上|中)?(?:主动)?(?:公开|发布|公布|更新)?(?:的?信息)?数?"
)
_BY = r"(?:通过|利用|依托|借助|运用|在|经由)(?P<channel>.+?)(?:向社会|对外)?$"
_WHO_BY = re.compile(rf"(?P<who>.*?){_BY}")
_ANNOUNCED_BY = re.compile(_BY)
_SEVERAL = re.compile(r"(?:不同|各种|多种|各类|各|多|等)(?:的)?(?:渠道|方式|形式|途径|载体|平台)|等$|一网")
_SITE = re.compile(r"网|站|栏|报|台|厅|屏|微博|微信|公众号|会$|册|热线|电视|广播|查阅点|专栏")
_HANDED_ON = re.compile(r"移送|移交|报送|上报|抄送|印发")
_WHAT_FOLLOWS = re.compile(_DISCLOSED + r".*$")
_VERB_FOLLOWS = re.compile(r"信息主动公开.*$|主动公开.*$|发布$|公开$|公布$")
_AND = re.compile(r"[、和及与]")


class Carried(NamedTuple):
    """What words before a number say one channel carried; `at` is where they begin."""

    channel: str
    category: str | None
    noun: str
    at: int


def _is_no_one_channel(channel: str) -> bool:
    """Whether words name several channels together, or none that information goes out by."""
    parts = [part for part in _AND.split(channel) if part]
    several = bool(_SEVERAL.search(channel)) or sum(bool(_SITE.search(part)) for part in parts) > 1
    if several and not _SEVERAL.search(channel):
        kinds = {classify(part, "disclosure", only="channel").category for part in parts}
        several = len(kinds) > 1 or kinds == {None}  # 政务公开栏、村务公开栏 are one
    return several or channel in ("网上", "网", "互联网") or bool(_HANDED_ON.search(channel))


def names_a_carrier(words: str) -> bool:
    """Whether words before a number say where information was disclosed: the number is that place's own."""
    return bool(_VIA.fullmatch(words) or _ON_SITE.fullmatch(words))


def carried(words: str, agency: str) -> Carried | None:
    """Return the one channel whose number follows the words, or None.

    >>> carried("在县政府门户网站上公开信息", "某局")
    Carried(channel='县政府门户网站', category='county_portal', noun='公开信息', at=0)
    >>> carried("通过网站、微信等渠道公开信息", "某局") is None
    True
    """
    match = _VIA.fullmatch(words)
    introduced = match is not None
    match = match or _ON_SITE.fullmatch(words) or _VERB_ALONE.fullmatch(words)
    if match is None or _is_no_one_channel(match["channel"]):
        return None
    names = own_names(agency)
    if not introduced:
        slot = classify(match["channel"], "disclosure", names)
        bare = match.re is _VERB_ALONE
        if slot.dimension != "channel" or (bare and slot.category is None):
            return None
    category = classify(match["channel"], "disclosure", names, only="channel").category
    return Carried(match["channel"], category, match["noun"], match.start("by") if introduced else 0)


def item_channel(label: str) -> str | None:
    """Return what stands for the channel in a list item's label: 微信 in 通过微信发布信息."""
    match = _VIA_ITEM.fullmatch(label)
    return match["channel"] if match else None


def is_own_total(label: str, announced: str, agency: str) -> bool:
    """Whether a number of disclosed items is the report's own total and not one channel's or somebody's.

    `label` are the words that name the number, `announced` those before the marker of the total (共计).
    """
    whose = _VERB_FOLLOWS.sub("", _WHAT_FOLLOWS.sub("", label))
    if by := _WHO_BY.match(whose):
        if not _is_no_one_channel(by["channel"]):
            return False
        whose = by["who"]
    if by := _ANNOUNCED_BY.search(announced):
        announced = announced[: by.start()] if _is_no_one_channel(by["channel"]) else announced
    return is_ours(whose, announced, agency)
