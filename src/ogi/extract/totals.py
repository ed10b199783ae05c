"""A count as a total: of disclosure, requests, replies, disputes, documents."""

from __future__ import annotations

import re

from ogi.extract.cases import COMPLAINTS, bare_dispute, disputes_of, part_about_us
from ogi.extract.channels import NOUN, is_own_total
from ogi.extract.disputes import about_disclosure
from ogi.extract.documents import of_documents, of_normative_documents
from ogi.extract.items import BY_METHOD, ELECTRONIC, NEW_REQUESTS
from ogi.extract.phrases import CARRIED, CountPhrase, named_indicator
from ogi.extract.restated import total_named
from ogi.extract.state import REQUESTS, Context, Counted, Reading
from ogi.extract.stocks import beside_stock, whole_of_year
from ogi.extract.taxonomy import classify
from ogi.extract.wholes import whole_behind
from ogi.extract.whose import is_ours, is_singled_out, scope
from ogi.forms import Indicator, Subject, indicators
from ogi.report import Fact

# 各高校收到申请431件: those of others, whoever else is named before.
_OTHERS = re.compile(
    r"各(?:级各类)?(?:高校|高等学校|学校|院校|医院|企业|公用事业单位)[^。]*$|(?:下属|直属|所属)(?:各)?(?:学校|高校|医院|单位)[^。]*$"
)
_SCOPED = ("disclosure", "documents")
_WE_GOT = re.compile(
    r"(?:[^,]{0,4}?申请(?:总数|数量|总量))|(?:[^,]{0,6}?新收(?:的)?(?:政府信息公开)?(?:申请)?(?:总?数)?)|(?:[^,]{0,6}?)(?:收到|受理|接到|接收|接受)(?:到|了)?(?:的)?(?:各类|公开|书面|有效|群众|公民|法人|其[他它]组织|、|或者?|和|及|的|新)*申请"
    r"(?:总?数|数量|件数)?"
)
# 受理网上申请2条: of one method.
_GOT = re.compile(r"^[^,]{0,4}?(?:收到|受理|接到|接收)(?:到|了)?(?=.{2,4}申请)")
_GOT_BY_METHOD = re.compile(
    r"[^,]{0,4}?(?:收到|受理|接到|接收)(?:到|了)?(?:的)?(?:网上|网络|在线|信函|邮寄|当面|现场|传真|电子邮件|书面)申请"
)
_GOT_PATTERNS = (_WE_GOT, _GOT_BY_METHOD)
_THOSE_RECEIVED = re.compile(r"(?:[^,]{0,6}?)(?:收到|受理|接到)的")  # 受理的31件申请全部办结
_WE_REPLIED = re.compile(r"(?:已|均|共|全部|按时|按期|及时|依法|予以|进行|办理)*答复(?:件|数|申请)?")
_DISCLOSE_VERB = re.compile(r"(?:[^,]*?)(?:主动公开|公开|发布|公布)(?:了)?$")
# 主动公开环境信息1286条:… of an agency for the environment is its total: a list follows.
_OF_ONE_FIELD = re.compile(r"(?:[^,]*?)主动公开(?:了)?(?:政府)?(?P<field>[一-鿿]{2,4})信息(?:总?数)?")
_BARE_NOUN = re.compile(rf"(?:的)?{NOUN}$")
_LISTED = ("disclosure", "requests", "replies", "disputes")
_BY_CHANNELS = re.compile(r"(?:[^,]{0,6}?)(?:通过|利用|依托|借助|运用|经由)")
_ALL_CHANNELS = re.compile(r"各种|多种|各类|各个|不同|多个")
# How many of the requests concluded were so in time, and how many after an extension.
_IN_TIME = re.compile(
    r"(?:其中|在)?(?:按时|按期|如期|(?P<extended>(?:经批准|依法)?(?:延期|延长期限)(?:后)?))(?:办结|答复|办理)?(?:的)?(?:有)?"
)
# 制作政府信息214条，其中主动公开198条，依申请公开10条，不予公开6条
_MADE = re.compile(r"(?:制作|获取|获得|保存)(?:的)?(?:各类)?(?:政府)?信息(?:总?数量?|总量)?\d")
_KINDS_OF_MADE = {"依申请公开": "information_on_request_total", "不予公开": "information_withheld_total"}
_PARTS_OF_CONCLUDED = ("concluded_on_time", "concluded_extended")
# A section on everything, or none at all: 收到申请15件 are requests.
_NAMED_YEAR = re.compile(r"(?P<year>(?:19|20)\d\d)年")
_ON_ALL = re.compile(r"^$|总体|概述|概况|基本情况|综述")
_JUST_REQUESTS = re.compile(
    r"(?:[^,]{0,8}?)(?:共|合计|累计|新)?(?:收到|接到|受理|收)(?:的)?(?:公开|信息公开|政府信息公开|依申请公开)?申请(?:件|数|总数)?"
)
_GOT_BEHIND = re.compile(r"(?:[^,]{0,8}?)(?:共)?(?:收到|接到|受理)(?:的)?(?:政府)?(?:信息)?(?:公开)?申请")
_OTHER_CASES = re.compile(
    r"投诉|举报|热线|来电|来信|诉求|信访|审批|许可|提案|建议|留言|(?<!电子)信箱|咨询|问政|网民"
)
# 受理部长信箱留言9871条 are letters; 通过局长信箱收到20件 are requests that came by one.
_GOT_OTHERS = re.compile(rf"(?:收到|受理|接到|办理|回复|答复|处理)[^,;]{{0,10}}?(?:{_OTHER_CASES.pattern})")
# 3318件不属于政府信息公开申请
_NO_SUCH = re.compile(r"(?:均|都|也)?(?:不|非|未)")


def _are_requests(label: str, context: Context) -> bool:
    """Whether what was concluded (办结) are requests, and no complaints or applications for a licence."""
    if _OTHER_CASES.search(label) or _of_other_cases(context.before):
        return False
    return context.about_requests or "申请" in label + context.before


def _of_other_cases(before: str) -> bool:
    """Whether the words of a sentence before a number last name complaints, letters … and not requests."""
    others = [match.end() for match in _GOT_OTHERS.finditer(before)]
    return bool(others) and before.rfind("申请") < others[-1]


def _named(reading: Reading, phrase: CountPhrase, context: Context) -> tuple[tuple[str, ...], str]:
    """The indicators a phrase counts and the words that name them, before the number or behind it."""
    label = phrase.label
    if about_us := part_about_us(reading, phrase):
        return about_us
    if not label and (added := _parts_added_up(reading, phrase)):
        return added
    named = named_indicator(label)
    if beside := beside_stock(reading, phrase, context):
        return (beside,), label
    if parts := _part_of_concluded(reading, phrase):
        return parts, label
    again = total_named(phrase.words, phrase.after_text) if phrase.unit else None
    if again is not None and again != "proactive_items_total" and _are_requests(label, context):
        return (again,), label
    if named is None:
        return _named_by_place(reading, phrase, context)
    if named.subject == "disputes":
        return disputes_of(reading, phrase, context)
    return _named_by_label(reading, phrase, context, named), label


_ADDED_UP = re.compile(r"[\s,、;]*(?:合计|共计|总计|两项合计|以上合计)\s*")


def _parts_added_up(reading: Reading, phrase: CountPhrase) -> tuple[tuple[str, ...], str] | None:
    """What a total names that follows its parts: 市局机关收到申请12件，县局收到31件，合计43件.

    The first part, which names what is counted, is then a part as well.
    """
    if not _ADDED_UP.fullmatch(phrase.raw_label):
        return None
    parts = [fact for fact in reading.facts[reading.facts_before :] if fact.unit == phrase.unit]
    first = parts[0] if len(parts) > 1 else None
    if first is None or (first.indicator, first.rule) != ("requests_received", "prose.total"):
        return None
    if any(fact.indicator not in (None, first.indicator) for fact in parts):
        return None
    if sum(fact.number for fact in parts) != phrase.number.value:
        return None
    reading.facts[reading.facts.index(first)] = first._replace(rule="prose.scoped")
    return (first.indicator or "",), first.label


def _named_by_label(
    reading: Reading, phrase: CountPhrase, context: Context, named: Indicator
) -> tuple[str, ...]:
    """The indicators of a phrase whose label names one, none of disputes: none where others are meant."""
    label = phrase.label
    if named.subject == "requests" and _is_of_disputes(reading, phrase):
        return ()
    if named.id == "requests_carried_in" and (named_year := _NAMED_YEAR.search(label)):
        return _carried(int(named_year["year"]), reading.year)
    if named.id == "requests_concluded" and not _are_requests(label, context):
        return ()
    if named.id == "proactive_items_total" and (whose := of_documents(reading, phrase, context)) is not None:
        return whose
    if named.id == ELECTRONIC or named.subject != "disclosure":
        return (named.id,)
    ours = not _OTHERS.search(context.before) and is_own_total(label, phrase.announced, reading.agency)
    ours = ours and not _is_some_channels(reading, phrase, label) and not _is_threshold(phrase)
    return (named.id,) if ours else ()


def _is_of_disputes(reading: Reading, phrase: CountPhrase) -> bool:
    """Whether a number told by its time alone is of the disputes counted before it: 其中新收2件."""
    return reading.dispute != "" and "申请" not in phrase.label


def _carried(of: int, year: int) -> tuple[str, ...]:
    """What was carried over from a year: in from the year before, out of the report's."""
    return {year - 1: ("requests_carried_in",), year: ("requests_carried_out",)}.get(of, ())


def _is_threshold(phrase: CountPhrase) -> bool:
    """Whether a number is what some fell short of: 有4个单位公开信息不足100条."""
    adjoins = phrase.raw_at > 0 and not phrase.raw_label.startswith((" ", ",", "、", ";"))
    return adjoins and phrase.number.qualifier == "at_most"


def _is_some_channels(reading: Reading, phrase: CountPhrase, label: str) -> bool:
    """Whether a number is what the channels before it carried: it is no total beside a larger one."""
    if phrase.from_marker is not None or not _BY_CHANNELS.match(label) or _ALL_CHANNELS.search(label):
        return False
    first = reading.counted
    if first is not None and first.unit == phrase.unit and _BY_CHANNELS.match(first.label):
        # 通过公告栏、电子屏公开213条，通过报刊、电视等公开66条: nor was the first.
        for i, fact in enumerate(reading.facts):
            if fact is first and fact.rule == "prose.total":
                reading.uncount(i)
                reading.totals.drop(first)
                reading.lists.close()
        return True
    whole = reading.totals.around(reading.section)
    if whole is None or whole.value is None or whole.period != "year":
        return False
    return whole.value > phrase.number.value


def _with_those_on_request(reading: Reading, phrase: CountPhrase) -> bool:
    """Whether a number of items disclosed on request and that before it make one counted before both.

    公开4265条，其中主动公开4251条，依申请公开14条: the first then is no number of what was disclosed
    proactively.
    """
    totals = [
        i
        for i, fact in enumerate(reading.facts)
        if (fact.indicator, fact.rule) == ("proactive_items_total", "prose.total")
        and fact.section == reading.section
    ]
    if len(totals) < 2:
        return False
    whole, ours = (reading.facts[i] for i in totals[-2:])
    if not phrase.number.value or whole.value is None or ours.value is None or "主动" in whole.label:
        return False
    between = reading.make.report.text[whole.char_end : ours.char_start]
    if whole.value != ours.value + phrase.number.value or "。" in between or "\n" in between:
        return False
    for i, fact in enumerate(reading.facts):
        if fact is whole or (fact.part_of == whole.char_start and fact.place == "prose"):
            reading.facts[i] = fact._replace(dimension=None, category=None, list_start=None)
            reading.uncount(i)
    reading.totals.drop(whole)
    return True


def _part_of_concluded(reading: Reading, phrase: CountPhrase) -> tuple[str, ...]:
    """The part of the requests concluded that was so in time or later, where all of them were counted."""
    found = _IN_TIME.fullmatch(phrase.label)
    if found is None:
        return ()
    if not phrase.raw_label.lstrip(" ,").startswith("其中") and not any(
        fact.indicator in ("requests_concluded", "replies_total", "concluded_on_time")
        and fact.rule in ("prose.total", "prose.whole")
        and fact.section == reading.lists.section
        for fact in reading.facts
    ):
        return ()
    return ("concluded_extended",) if found["extended"] else ("concluded_on_time",)


def _go_on_with_concluded(reading: Reading) -> None:
    """Have what follows break down the requests concluded, not those of them that were so in time."""
    for fact in reversed(reading.facts):
        if fact.section != reading.lists.section:
            return
        if fact.indicator in ("requests_concluded", "replies_total") and fact.rule == "prose.total":
            reading.lists.open_under(fact)
            return


def _named_by_place(reading: Reading, phrase: CountPhrase, context: Context) -> tuple[tuple[str, ...], str]:
    """The indicators of a phrase whose label names none: by what follows it, its section, or its list."""
    label = phrase.label
    if stage := of_normative_documents(reading, phrase):
        return (stage,), label
    # What follows a 、 is the next one's name.
    behind = "" if phrase.after_text.lstrip().startswith("、") else phrase.after_text.strip()
    of_requests = context.about_requests or (
        _ON_ALL.search(context.section) is not None and _JUST_REQUESTS.fullmatch(label) is not None
    )
    denied = _NO_SUCH.match(behind) is not None
    after = (
        named_indicator(behind, ("requests", "disputes")) if behind and phrase.unit and not denied else None
    )
    if after is not None and (after.subject != "disputes" or about_disclosure(behind, context.section)):
        return (after.id,), behind
    ours = is_ours(phrase.announced, "", reading.agency)
    if phrase.unit and ours and _DISCLOSE_VERB.fullmatch(label) and _BARE_NOUN.fullmatch(behind):
        whole = label + behind
        own = is_own_total(whole, phrase.announced, reading.agency)
        return (("proactive_items_total",) if own else ()), whole
    if _is_bare_total(reading, phrase, context):
        return ("proactive_items_total",), label
    field = _OF_ONE_FIELD.fullmatch(label) if ours else None
    if field is not None and (context.introduces or field["field"] in reading.agency):
        return ("proactive_items_total",), label
    those = _THOSE_RECEIVED.fullmatch(label) is not None and behind.startswith(("申请", "公开申请"))
    those = those or _are_the_new_ones(reading, label)
    if of_requests and (
        those or any(p.fullmatch(label) for p in _GOT_PATTERNS) or _GOT_BEHIND.fullmatch(label + behind)
    ):
        reading.topic = REQUESTS
        return ("requests_received",), label or behind
    if label in _KINDS_OF_MADE and _MADE.search(context.before):
        return (_KINDS_OF_MADE[label],), label
    if label == "依申请公开" and _with_those_on_request(reading, phrase):
        return (_KINDS_OF_MADE[label],), label
    if dispute := bare_dispute(label, context):
        reading.dispute = "" if dispute == COMPLAINTS else dispute
        return (dispute,), label
    if of_requests and _WE_REPLIED.fullmatch(label) and not _of_other_cases(context.before):
        return ("replies_total",), label
    if (said := whole_behind(phrase)) and (of_requests or "申请" in behind):
        return (said.indicator,), behind
    return (), label


def _are_the_new_ones(reading: Reading, label: str) -> bool:
    """Whether a number is that of the new among the requests counted before: 收到73件，其中…本年新增69件."""
    whole = reading.lists.total
    counted = whole is not None and whole.indicator == "requests_received"
    return counted and NEW_REQUESTS.fullmatch(label) is not None


def _is_bare_total(reading: Reading, phrase: CountPhrase, context: Context) -> bool:
    """Whether a number is the section's total, told without saying of what: 全年合计公开1925条."""
    if phrase.unit != "条" or phrase.from_marker is None or phrase.label not in ("公开", "主动公开", "发布"):
        return False
    return not phrase.announced.strip() and reading.totals.in_section(context.section) is None


def _method(phrase: CountPhrase, label: str) -> str | None:
    """The method of request that the words before a number of requests name, or None."""
    if label != phrase.label or phrase.from_marker is not None:
        return None
    slot = classify(BY_METHOD.sub("", _GOT.sub("", phrase.words)), "requests")
    return slot.category if slot.dimension == "request_method" else None


def _open_list(reading: Reading, fact: Fact, subject: Subject, before: Fact | None) -> None:
    """Have a list follow a total: none of those carried over; all years' leaves it to the year's before."""
    if fact.indicator in (*CARRIED, *_PARTS_OF_CONCLUDED, ELECTRONIC) or subject not in _LISTED:
        return
    of_year = before is not None and (before.indicator, before.period) == (fact.indicator, "year")
    if before is not None and of_year and fact.period in ("cumulative", "as_of"):
        reading.lists.open_under(before)
        return
    reading.lists.open_under(fact)
    if subject == "disclosure":
        reading.totals.add(reading.section, fact)


def _in_period(reading: Reading, phrase: CountPhrase, facts: list[Fact], *, of_year: bool) -> list[Fact]:
    """A total's facts in the period that the number beside it tells: the year's, or all years'."""
    if of_year:
        return [fact._replace(period="year", as_of=None) for fact in facts]
    if facts[0].indicator == "proactive_items_total" and _adds_to_all_years(reading, phrase):
        return [fact._replace(period="cumulative") for fact in facts]
    return facts


def _adds_to_all_years(reading: Reading, phrase: CountPhrase) -> bool:
    """Whether a total called 累计 stands behind the year's smaller one: 公开38652条，累计公开达14.3万条."""
    last = reading.counted
    if last is None or "累计" not in phrase.raw_label or last.unit != phrase.unit or last.value is None:
        return False
    of_year = (last.indicator, last.rule, last.period) == ("proactive_items_total", "prose.total", "year")
    return of_year and phrase.number.value > last.value


def _set_aside_handled(reading: Reading) -> None:
    """Make a number of requests handled one of a wider circle: the sentence now names the new ones."""
    if reading.counted is None:  # nothing before in this sentence
        return
    i = next(
        (i for i in reversed(range(len(reading.facts))) if reading.facts[i].indicator not in CARRIED), -1
    )
    if i >= 0 and (reading.facts[i].indicator, reading.facts[i].rule) == ("requests_received", "prose.total"):
        reading.facts[i] = reading.facts[i]._replace(rule="prose.scoped")


def _is_of_other_scope(reading: Reading, indicator: str, phrase: CountPhrase, context: Context) -> bool:
    """Whether a total counts another circle than one stated before in the section (全县, 局机关, 各高校)."""
    subject = indicators()[indicator].subject
    if subject not in _SCOPED:
        return subject in ("requests", "replies") and _OTHERS.search(context.before) is not None
    own = scope(phrase.words)
    if own == "narrow" and subject == "documents":
        return True
    before = reading.scopes.setdefault((context.section, indicator), own)
    return (before != own and "narrow" in (before, own)) or is_singled_out(context.before)


def total_of_count(reading: Reading, counted: Counted) -> list[Fact]:
    """Return a count as a total of disclosure, requests, replies or disputes, or nothing."""
    phrase, context = counted.phrase, counted.context
    found, label = _named(reading, phrase, context)
    if not found:
        return []
    subject = indicators()[found[0]].subject
    before = (
        reading.counted if reading.counted and reading.counted.rule == "prose.total" else reading.lists.total
    )
    method = _method(phrase, label) if subject == "requests" else None
    start, end = phrase.label_at, phrase.end
    if phrase.from_marker is not None:
        start = phrase.from_marker
    if label != phrase.label and label == phrase.after_text.strip():
        end += len(phrase.after_text.rstrip())
    of_year = False
    if found == ("proactive_items_total",) and (whole := whole_of_year(reading, phrase, context)):
        place = max(i for i, fact in enumerate(reading.facts) if fact.char_start == whole.char_start)
        reading.facts[place] = whole._replace(period="cumulative")
        of_year = True
    rule = "prose.total" if method is None else "prose.method"
    if method is None and _is_of_other_scope(reading, found[0], phrase, context):
        rule = "prose.scoped"
    facts = [
        counted.make(
            span=counted.span(start if method is None else phrase.words_at, end),
            rule=rule,
            label=label,
            indicator=indicator,
            dimension=None if method is None else "request_method",
            category=method,
            category_label=None if method is None else phrase.words,
        )
        for indicator in found
    ]
    facts = _in_period(reading, phrase, facts, of_year=of_year)
    if "新收" in label or (found[0] == "requests_received" and NEW_REQUESTS.fullmatch(label)):
        _set_aside_handled(reading)
    if found[0] == "requests_received":
        reading.topic = REQUESTS
    if found[0] in _PARTS_OF_CONCLUDED:
        _go_on_with_concluded(reading)
    if rule == "prose.total":
        _open_list(reading, facts[0], subject, before)
    return facts
