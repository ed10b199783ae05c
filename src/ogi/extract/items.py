"""A count as a part of what was counted before: an item of a list, an outcome of requests."""

from __future__ import annotations

import re
from functools import lru_cache

from ogi.extract.channels import carried, is_own_total, item_channel, names_a_carrier
from ogi.extract.disputes import disputes_in
from ogi.extract.phrases import CARRIED, CountPhrase, named_indicator
from ogi.extract.restated import total_named
from ogi.extract.state import Context, Counted, Reading
from ogi.extract.stocks import is_stock, names_year_of_all
from ogi.extract.taxonomy import Slot, classify
from ogi.extract.wholes import whole_behind
from ogi.extract.whose import discloser, own_names
from ogi.forms import Subject, indicators
from ogi.report import Fact, Span

# A list that names examples need not add up.
_EXAMPLES = re.compile(r"如(?!期)|例如|比如|譬如|诸如|主要有")
_AND_SO_ON = re.compile(r"\s*[)）]?\s*等")
# How many of the items are there in full as electronic text: an aside on a total, and none of its parts.
_IN_FULL = re.compile(r"电子化|全文电子")
ELECTRONIC = "proactive_full_text_electronic"
_BESIDES = ("另", "另外")
_SOME_OF_AN_ITEM = re.compile(r"(?!其|申请|当|公开|信息)[^,]{2,}(?:申请|信息|案件)[中里]")
_GRANTED = ("公开", "予公开", "提供")
OF_PAPERS = re.compile(r"\d\s*[件份]?[^,]{0,6}(?:公文|文件|发文)|(?:公文|发文|制文|备案)[^,]{0,4}\d")
AN_OUTCOME = re.compile(r"(?:已|属于?)*主动公开(?:范围数?|信息)?的?")
# 维持具体行政行为或者驳回原告诉讼请求数: how cases ended, though it names a kind of case.
# 一审维持2件，二审维持1件: a case has several.
_INSTANCE = re.compile(r"(?:经)?(?:一审|二审|再审|终审)")
_SETTLED = re.compile(r"(?:结果)?(?:维持|驳回|撤销|被依法纠错)")
# Documents and decisions that an agency makes: where types of information are listed, they are types.
_MAY_BE_TYPES = ("policy_interpretations",)
_MADE = ("documents", "administration")
# What an agency does besides disclosing: no type of information.
_DOES = re.compile(
    r"收到|受理|回复|答复|办理|办结|召开|开展|举办|接待|接听|发放|编发|印制|组织|点击|访问|浏览|解读|培训|制定|修订|更新|新增|采用"
)
# How often it was looked at: no number of what was disclosed, whatever channel it names.
LOOKED_AT = re.compile(
    r"(?:访问|点击|浏览|阅读|查询|下载|转发|收听|收看|关注)(?:总)?(?:量|率|数|次数|人次|人数)|(?:访问|点击|浏览)$|粉丝"
)
_OF_DOCUMENTS = frozenset(["条", "件", "份", "篇", "期"])
_BY_CONTENT = re.compile(r"(?:公开|信息)(?:的)?(?:主要)?(?:内容|类别|分类|类型)")
_ABOUT_TYPES = re.compile(r"类别|门类|类型|分类|构成")
_LINK = re.compile(
    r"^\s*(?:(?:的)?(?:办理|处理|答复)?结果)?(?:均|都|为|是|系|属于?|因|由于|来自|来源于|通过|经由?|以|由|申请人)*"
)
ASKED = re.compile(
    r"(?:方式|形式|途径|渠道)?(?:直接|主动|上门)?(?:提出|提交|递交|提起|申请|寄来|而来|发来|寄送|送达)?的?$"
)
_LONGEST_BEHIND = 16
# What becomes of a request, where outcomes are listed and the taxonomy does not know the label.
_BECOMES = re.compile(
    r"告知|公开|提供|不予|不属|无法|撤[回销]|移[送交]|转|存在|掌握|重复|补正|更正|更改|补充|不明确|其[他它]|途径"
)
# 群众当面提出: who asked and how; the form asks how.
_WHO_ASKED = re.compile(
    r"^(?:由)?(?:群众|公民|个人|市民|居民|村民|申请人)(?=当面|现场|书面|口头|网上|网络|来信|信函|邮寄)"
)
NEW_REQUESTS = re.compile(r"(?:本年度?|当年|今年)?新增(?:的)?(?:申请)?(?:数)?")
# 省直部门收到申请5,618件: by who got them, and by no method.
_WHO_GOT_THEM = re.compile(r"收到|受理|接到|接收|办理")
BY_METHOD = re.compile(
    r"^(?:(?:递交|提交|申请|提出|受理)?(?:的)?(?:途径|方式|渠道|形式)(?:为|是|有|上|看)?[:,]?|其中|通过|采用|采取|利用|来自|来源于|以|在(?!线)|经|由|为|属于?|申请人(?:中|为|是|包括))+"
)


def subject_of(total: Fact) -> Subject:
    """Return what a total counts."""
    return indicators()[total.indicator or ""].subject


def named_behind(phrase: CountPhrase) -> CountPhrase:
    """Return a number before its name (19条政务信息, 38条为行政处罚信息) with that name as its label."""
    words = phrase.after_text.rstrip(" 　、,;")
    behind = ASKED.sub("", _LINK.sub("", words).strip())
    if not 2 <= len(behind) <= _LONGEST_BEHIND or re.search(r"\d", behind):
        return phrase
    return phrase._replace(label=behind, end=phrase.end + len(words))


@lru_cache(maxsize=20_000)
def slot_of_item(label: str, subject: Subject, agency: str) -> Slot:
    """Return the slot that an item's label names; 通过X公开 names the channel X, whatever X is about."""
    names = own_names(agency)
    if subject == "disclosure":
        if (channel := item_channel(label)) and (
            slot := classify(channel, subject, names)
        ).dimension == "channel":
            return slot
        label = discloser(label)
    return classify(label, subject, names)


def _outcome(reading: Reading, label: str, slot: Slot) -> Slot:
    """The slot of an item of a list of outcomes, also where only the list says that it is an outcome."""
    if slot.dimension is not None or reading.lists.total is None:
        return slot
    if reading.lists.total.indicator not in ("requests_received", "requests_concluded", "replies_total"):
        return slot
    if label in _GRANTED:
        return Slot("outcome", "granted")
    if (reading.outcomes_announced or reading.lists.of_outcomes) and _BECOMES.search(label):
        return Slot("outcome", None)
    return slot


def _is_type_of_earlier(reading: Reading, label: str, slot: Slot, section: str) -> bool:
    """Whether a label names a type of information, where section, sentence or lead are about types."""
    by_content = _BY_CONTENT.search(reading.lead) is not None
    if slot.dimension is None:
        return by_content and label.endswith("信息") and not _DOES.search(label) and "下" not in label
    about = by_content or reading.types_announced or _ABOUT_TYPES.search(section.split(" / ")[-1])
    return slot.dimension == "information_type" and bool(about)


def _recall(reading: Reading, phrase: CountPhrase, context: Context) -> None:
    """Open the list of a total of an earlier sentence, where the phrase is one of its parts.

    Who disclosed it is said right behind a total; which types, in a section or a sentence about types.
    """
    if reading.lists.is_open or reading.lists.counted_here or not phrase.label:
        return
    slot = slot_of_item(phrase.label, "disclosure", reading.agency)
    total = None
    if slot.dimension == "unit_of_agency" and slot.category is not None:
        total = reading.totals.in_section(context.section)
    elif _is_type_of_earlier(reading, phrase.label, slot, context.section):
        total = reading.totals.around(context.section)
    if total is not None:
        reading.lists.reopen(total)


def leave_open(reading: Reading) -> None:
    """Take note that the list at hand only names some of its total: its items need not add up."""
    start = reading.lists.end_open()
    for i, fact in enumerate(reading.facts):
        if start is not None and fact.list_start == start:
            reading.facts[i] = fact._replace(list_start=None)


_WHO_OR_HOW = ("request_method", "applicant")
_JUST_REPLIED = re.compile(r"(?:已|均|共|全部|按时|按期|及时|办理)*答复(?:了)?(?:件|数)?")


def _of_requests_received(reading: Reading, phrase: CountPhrase, total: Fact) -> Fact:
    """The total that a list of who asked, or how, breaks down: requests received, though concluded ones
    were counted in between.
    """
    if total.indicator not in ("requests_concluded", "replies_total") or reading.lists.of_outcomes:
        return total
    slot = slot_of_item(BY_METHOD.sub("", phrase.label), "requests", reading.agency)
    if slot.dimension not in _WHO_OR_HOW or slot.category is None:
        return total
    received = last_received(reading, total.section)
    if received is None:
        return total
    reading.lists.reopen(received)
    return received


def last_received(reading: Reading, section: str, *, around: bool = False) -> Fact | None:
    """The requests received that a section counted last, or (`around`) the top-level one it is in."""
    parts = 1 if around else None
    for fact in reversed(reading.facts):
        if (fact.indicator, fact.rule) == ("requests_received", "prose.total"):
            own, asked = (title.split(" / ")[:parts] for title in (fact.section, section))
            return fact if own == asked else None
    return None


def _with_name(reading: Reading, phrase: CountPhrase, total: Fact) -> CountPhrase:
    """A phrase with the name that follows its number as its label, where none stands before it."""
    of_requests = total.indicator == "requests_received"
    if phrase.label not in ("", "其中", "其余", "其余的", "申请中", "中") or (
        of_requests and whole_behind(phrase)
    ):
        return phrase
    if reading.lists.is_open or reading.lists.counted_here or of_requests:
        return named_behind(phrase)
    return phrase


def _is_none(reading: Reading, phrase: CountPhrase, total: Fact) -> bool:
    """Whether the words around a number say that it is no item of the list of a total."""
    if total.indicator == "requests_received" and NEW_REQUESTS.fullmatch(phrase.label):
        return True  # with those carried in they make the total
    if _SOME_OF_AN_ITEM.fullmatch(phrase.label):
        return True  # 自然人申请中有33件由…提出: of an item counted before
    if not phrase.label or phrase.label in _BESIDES or total_named(phrase.words, phrase.after_text):
        return True
    if _JUST_REPLIED.fullmatch(phrase.label) and not reading.lists.is_open:
        return True  # how many were answered, and no kind of answer
    if subject_of(total) == "disclosure" and names_year_of_all(
        phrase, reading.year, of_stock=is_stock(total)
    ):
        return True  # the year's part of a stock: a total of its own
    if subject_of(total) == "disclosure" and _IN_FULL.search(phrase.label):
        return True  # how many are there as electronic text
    # The next channel's number is no part of this one's.
    return total.rule == "prose.channel" and (
        names_a_carrier(phrase.words) or carried(phrase.words, reading.agency) is not None
    )


def _takes(reading: Reading, phrase: CountPhrase, label: str, slot: Slot, total: Fact) -> bool:
    """Whether the list of a total takes a number of a slot: by what the total counts."""
    subject = subject_of(total)
    if phrase.unit is not None and total.unit is not None and phrase.unit != total.unit:
        return False
    if subject == "disputes" and (
        slot.dimension is None
        or _INSTANCE.match(label)
        or (disputes_in(phrase.label) and not _SETTLED.match(label))
    ):
        return False
    if subject != "disclosure":
        return reading.lists.takes(slot)
    if LOOKED_AT.search(phrase.label) or (slot.dimension is None and _DOES.search(phrase.label)):
        return False
    return reading.lists.takes(slot) or reading.lists.follows_item(phrase.unit)


def _is_of_other_unit(reading: Reading, phrase: CountPhrase, total: Fact) -> bool:
    """Whether a number would be an item of the list of disclosed items but for its unit."""
    return (
        reading.lists.is_open
        and subject_of(total) == "disclosure"
        and phrase.unit != total.unit
        and phrase.unit in _OF_DOCUMENTS
        and not _DOES.search(phrase.label)
    )


def _next_channel(reading: Reading, counted: Counted, phrase: CountPhrase, slot: Slot) -> list[Fact]:
    """A channel's number behind that of another: 网站公开400条、政务微博96条. It is no part of the first."""
    first = reading.lists.total
    if first is None or first.rule != "prose.channel" or slot.dimension != "channel":
        return []
    if reading.lists.is_open or phrase.unit != first.unit or LOOKED_AT.search(phrase.label):
        return []
    start = counted.clause.start + phrase.label_at
    return [
        counted.make(
            span=Span(start, counted.clause.start + phrase.end),
            rule="prose.channel",
            label=first.label,
            indicator=first.indicator,
            dimension="channel",
            category=slot.category,
            category_label=phrase.label,
        )
    ]


def item_of_list(reading: Reading, counted: Counted) -> list[Fact]:
    """Return a count as an item of the list that is open, or nothing when it is not one."""
    _recall(reading, counted.phrase, counted.context)
    if reading.lists.total is None:
        return []
    phrase = _with_name(reading, counted.phrase, reading.lists.total)
    total = _of_requests_received(reading, phrase, reading.lists.total)
    if _is_none(reading, phrase, total):
        return []
    subject = subject_of(total)
    label = phrase.label
    if subject == "requests":
        label = _WHO_ASKED.sub("", BY_METHOD.sub("", label))
    slot = _outcome(reading, label, slot_of_item(label, subject, reading.agency))
    if slot.category == "other_type" and reading.lists.of_channels:
        slot = Slot("channel", "other_channel")
    if slot == Slot("request_method", None) and _WHO_GOT_THEM.search(label):
        slot = Slot(None, None)
    named = named_indicator(phrase.label)
    # A kind of document is a type of information where types are listed.
    of_list = named is not None and named.subject in _MADE and slot.dimension == "information_type"
    of_list = of_list or (slot.dimension == "outcome" and AN_OUTCOME.fullmatch(phrase.label) is not None)
    of_list = of_list or (named is not None and named.id in _MAY_BE_TYPES and reading.lists.is_open)
    # 党务公开信息114条 in an open list is one of its items, and no total.
    of_list = of_list or (
        named is not None
        and named.id == total.indicator == "proactive_items_total"
        and reading.lists.is_open
        and "电子" not in phrase.label
        and not is_own_total(phrase.label, phrase.announced, reading.agency)
    )
    if named is not None and not of_list and (named.id != total.indicator or not slot.dimension):
        if named.id not in (ELECTRONIC, *CARRIED):
            reading.lists.close()
        return []
    if channel := _next_channel(reading, counted, phrase, slot):
        return channel
    if not _takes(reading, phrase, label, slot, total):
        if _is_of_other_unit(reading, phrase, total):
            leave_open(reading)  # 条 and 件 in one list: its items in 条 need not add up
        return []
    nested = reading.lists.is_nested(phrase.number.value)
    outcome = slot.dimension == "outcome"
    start = counted.clause.start + phrase.label_at
    part_of, list_start = reading.lists.whole_of_next(start, slot, nested=nested)
    fact = counted.make(
        span=Span(start, counted.clause.start + phrase.end),
        rule="prose.sub_item" if nested else "prose.outcome" if outcome else "prose.list_item",
        label=total.label,
        indicator="replies_total" if outcome else total.indicator,
        dimension=slot.dimension,
        category=slot.category,
        category_label=phrase.label,
        unit=phrase.unit or total.unit,
        part_of=part_of,
        list_start=list_start,
    )
    reading.lists.add(fact)
    if (
        _EXAMPLES.match(phrase.label)
        or phrase.label.startswith("同时")
        or _AND_SO_ON.match(phrase.after_text)
    ):
        leave_open(reading)
        fact = fact._replace(list_start=None)
    return [fact]
