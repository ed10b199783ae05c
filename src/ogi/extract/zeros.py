"""Phrases that say there was none: 未收到…, 无…, 没有发生…, …均为零."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ogi.extract.disputes import disputes_in
from ogi.extract.phrases import CARRIED, named_indicator, strip_front
from ogi.forms.labels import printed_label

_VERBS = (
    r"接受到|接收到|收到过?|接到过?|受理过?|发生过?|出现过?|产生过?|发现|引发|引起"
    r"|被申请|被提起|被提出|被(?=行政)|有过?"
)
_ZERO = re.compile(
    rf"(?P<never>未曾|从未|尚未|未|没有|没|无|不存在|不曾)(?P<verb>(?:(?:因此|由此)?(?:{_VERBS})|(?<=未)因[^,，]{{2,14}}?(?:引起|引发|发生|导致)))?(?P<what>.+)"
)
_DENIES = re.compile(r"[未没无零0]|不存在|不曾|空白")
_NEEDS_VERB = ("未", "尚未", "未曾", "从未", "没", "不曾")
# After a bare 无 or 没有, these open a noun phrase; anything else may be 无法, 无偿, 无正当理由 …
_NOUN_OPENS = re.compile(
    r"(?:一?[例起件次]?)(?:因|人|公民|单位|任何|上一?年(?:度)?(?:结转|转入|遗留)|结转|群众|市民|政府信息|信息公开|行政(?:复议|诉讼|申诉)|依申请|申请公开|公开申请"
    r"|复议|诉讼|申诉|涉及|关于|相关|有关|针对|被|举报|投诉"
    r"|(?:以|通过|采用)?(?:传真|信函|信件|邮寄|电子邮件|邮件|当面|现场|网上|网络)[^,]{0,8}(?:申请|件)$)"
)
_CASE = re.compile(r"(?:的)?(?:情况|情形|现象|案件|事项|事件|问题|行为)?(?:的?发生)?$")
_NONE_AFTER = re.compile(
    r"(?P<what>[^未无没]+?)(?:数量|数|量)?(?:同样|本年度?|全年|也|均|都|皆|仍)*"
    r"(?:为零(?:[件起例条份])?|是零|为\s*0|(?:是|为)?空白|(?:保持|实现)?“?零发生”?|(?:一[件起例宗次]也?)?(?:没有|未|无)(?:发生|出现|收到|接到|产生|发现)?过?)$"
)
_DISPUTED = re.compile(r"复议|诉讼|举报|投诉")
_OTHER_TROUBLE = r"投诉|举报|申诉|上访|信访|投诉举报|行政诉讼|行政复议|诉讼|复议"
_DISPUTES_END = re.compile(
    r"(?:复议|诉讼|申诉)(?:案件|申请|案|数)?"
    rf"(?:[、和及与或]*(?:以及|或者)?(?:有关|相关)?的?(?:{_OTHER_TROUBLE})(?:案件|申请)?)*等?的?(?:情况|情形)?$"
)
_LATER_STAGE = re.compile(r"复议后|经复议|维持|纠正|撤销|败诉|胜诉|上诉")
_REQUESTS_END = re.compile(
    r"(?:公开的?申请|申请公开(?:(?:政府|相关|有关)的?){0,2}信息|公开(?:政府)?信息的?(?:书面)?申请"
    r"|获取(?:相关|有关)?(?:政府)?信息的?(?:书面)?申请|依申请公开(?:政府)?(?:信息)?|信息(?:的)?申请)"
    r"(?:的?(?:申请|申请表|要求|请求|件|业务|事宜))?$"
)
_BARE_REQUEST = re.compile(
    r"(?:任何|公民|群众|社会|公众|的|书面|有关|相关|、|法人|和|或|其他组织|单位|个人)*申请(?:表|件|书)?$"
)
# Requests of one method, for one subject, of one outcome or besides some: none of them is not none at all.
_SOME_REQUESTS = re.compile(
    r"传真|信函|邮件|网上|网络|当面|现场|涉及|逾期|超期|重复|不予|拒绝|驳回|答复|办结|未办|积压|结转|收费|不属于"
    r"|其[他它](?!组织)|另外"
)


@dataclass(frozen=True, slots=True)
class NoneOf:
    """What words say there was none of, and where they say so, as offsets into them."""

    label: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ZeroPhrase:
    """A clause that says there was none of something: which indicators, under which words, where."""

    indicators: tuple[str, ...]
    label: str
    start: int
    end: int


# 上年无结转, 没有转入2012年办理的申请: none carried in, or out to the next year.
_NONE_CARRIED_IN = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)年|上一?年)度?(?:均)?(?:没有|无|未)(?:任何)?(?:需)?(?:结转|遗留|转入)(?:的)?(?:(?:政府)?信息公开)?(?:申请|件|申请件)?\s*[.]?$"
)
_NONE_CARRIED_OUT = re.compile(
    r"(?:没有|无|未)(?:需)?(?:要)?(?:结转|转入|转至|转到|延)(?:至|到|入)?(?:(?:下|次)一?年|(?P<year>(?:19|20)\d\d)年)度?(?:继续)?(?:办理|答复|处理)?(?:的)?(?:(?:政府)?信息公开)?(?:申请|件|申请件)?\s*[.]?$"
)
_ON_DISCLOSURE = re.compile(r"政府信息|信息公开|公开信息")
_COMPLAINTS = r"(?:举报投诉|投诉举报|举报、投诉|投诉、举报|举报|投诉)(?:案件|情况|事项|数量)?"
_ABOUT_US = (
    r"(?:(?:针对|涉及|关于|有关|对|因)?(?:[我本][局委办厅镇县市区])?(?:政府)?信息公开(?:工作|方面|事项)?"
    r"(?:引起|引发)?(?:的)?)?"
)
_NO_COMPLAINTS = re.compile(
    rf"(?:未|没有|无)(?:收到|接到|发生|出现|受理)?(?:过)?(?:任何)?{_ABOUT_US}{_COMPLAINTS}(?:的?发生)?$"
    rf"|^(?:全年|本年度)?{_ABOUT_US}{_COMPLAINTS}(?:为零|:?零|未发生|:无)$"
)


def _none_carried(flat: str, year: int) -> ZeroPhrase | None:
    """What a clause says of requests carried in or out: that there was none."""
    for pattern, indicator, of in (
        (_NONE_CARRIED_OUT, "requests_carried_out", year + 1),
        (_NONE_CARRIED_IN, "requests_carried_in", year - 1),
    ):
        match = pattern.search(flat)
        if match is not None and (match["year"] is None or int(match["year"]) == of):
            return ZeroPhrase((indicator,), match.group().strip(), match.start(), match.end())
    return None


def _no_complaints(flat: str, section: str) -> ZeroPhrase | None:
    """What a clause says of complaints about disclosure: that there was none at all."""
    match = _NO_COMPLAINTS.search(flat.rstrip(" .。;"))
    if match is None or not (_DISPUTED.search(section) or _ON_DISCLOSURE.search(flat)):
        return None
    return ZeroPhrase(("complaints_reports",), match.group().strip(), match.start(), match.end())


def _none_of(what: str, section: str) -> tuple[str, ...]:
    """The indicators that a 'there was none' phrase lists: each dispute it names, else one of requests.

    The phrase must end with what there was none of: no lawsuit that was lost, no fee for a request, no
    request by fax say nothing of all lawsuits and requests.
    """
    if disputes := disputes_in(what):
        return disputes if _DISPUTES_END.search(what) and not _LATER_STAGE.search(what) else ()
    if (carried := named_indicator(what, ("requests",))) and carried.id in CARRIED:
        return (carried.id,)
    bare = "申请" in section and _BARE_REQUEST.fullmatch(what)
    if not (bare or _REQUESTS_END.search(what)) or _SOME_REQUESTS.search(what):
        return ()
    found = named_indicator(what, ("requests", "replies"))
    return (found.id if found else "requests_received",)


_HEADING_END = re.compile(r"(?:的)?(?:受理|办理|处理|收到|有关|相关)?(?:的)?(?:情况|情形|统计)?$")
_ON_REQUESTS = re.compile(
    r"(?:收到|受理|办理|处理)?(?:和处理)?(?:的)?(?:依申请公开(?:政府信息)?|(?:政府)?信息公开申请|申请公开政府信息)"
)


_COMPLAINTS_HEADING = re.compile(r"(?:政府信息公开)?(?:的)?(?:举报投诉|投诉举报|举报|投诉)(?:案件|数量)?")


def none_under(heading: str) -> tuple[str, ...]:
    """Return the indicators that a heading names with 无 below it, or nothing.

    >>> none_under("四、复议、诉讼和申诉情况"), none_under("三、存在的问题")
    (('reconsiderations_total', 'litigation_total', 'appeals_total'), ())
    """
    what = _HEADING_END.sub("", printed_label(heading))
    if disputes := disputes_in(what):
        return disputes if not _LATER_STAGE.search(what) else ()
    if _COMPLAINTS_HEADING.fullmatch(what):
        return ("complaints_reports",)
    return ("requests_received",) if _ON_REQUESTS.fullmatch(what) else ()


def denies(flat: str) -> bool:
    """Whether a clause has any of the words without which it cannot say that there was none."""
    return bool(_DENIES.search(flat))


def none_of(flat: str) -> NoneOf | None:
    """Return what words without a number say there was none of, whatever that is, or None.

    >>> none_of("通过传真提出的为零"), none_of("无法按申请公开信息")
    (NoneOf(label='通过传真提出', start=0, end=9), None)
    """
    end = len(flat.rstrip())
    match = _NONE_AFTER.fullmatch(flat.strip())
    if match:
        label, start = strip_front(match["what"], flat.index(match["what"]))
    else:
        match = _ZERO.search(flat)
        if not match:
            return None
        bare = not match["verb"]
        if bare and (match["never"] in _NEEDS_VERB or not _NOUN_OPENS.match(match["what"])):
            return None
        label, start = match["what"], match.start()
    return NoneOf(_CASE.sub("", label.strip()), start, end)


def may_deny_besides(flat: str) -> bool:
    """Whether a clause has a word without which it denies neither requests carried over nor complaints."""
    return any(word in flat for word in ("结转", "转入", "遗留", "举报", "投诉"))


def zero_phrase(flat: str, section: str = "", year: int = 0) -> ZeroPhrase | None:
    """Return the indicators that a clause without numbers says there was none of, or None.

    `section` is its heading, `year` the report's.

    >>> zero_phrase("分局未接受到申请公开政府信息的情况")
    ZeroPhrase(indicators=('requests_received',), label='申请公开政府信息', start=2, end=17)
    >>> zero_phrase("无法按申请公开信息") is None
    True
    """
    besides = may_deny_besides(flat)
    if besides and ("申请" in section or "申请" in flat) and (carried := _none_carried(flat, year)):
        return carried
    none = none_of(flat)
    found = _none_of(none.label, section) if none is not None else ()
    if none is not None and found:
        return ZeroPhrase(found, none.label, none.start, none.end)
    return _no_complaints(flat, section) if besides else None
