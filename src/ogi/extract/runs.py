"""Lists that no total announces: channels, methods, applicants or outcomes, each with its number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ogi.extract.channels import item_channel
from ogi.extract.disputes import disputes_in
from ogi.extract.items import BY_METHOD, LOOKED_AT, last_received
from ogi.extract.state import Reading, own_heading
from ogi.extract.taxonomy import Slot, classify
from ogi.extract.whose import own_names
from ogi.report import Fact

_BETWEEN = re.compile(r"[\s　、，,；;和及与]*")
_WHOLE_NUMBERS = frozenset([None, "条", "件", "份", "起", "宗", "例", "篇", "期", "次", "个"])
_OF_DOCUMENTS = frozenset(["条", "份", "篇"])
# What else goes through a channel, or is counted by one.
_NOT_DISCLOSED = re.compile(
    r"收到|受理|处理|办理|采用|报送|上报|刊载|删除|撤下|纠正|整改|错|敏感|咨询|留言|投诉|举报|信访|许可|审批|舆情|宣传|检查|来信|信箱|回复|转载"
)
_OTHER_REQUESTS = re.compile(r"咨询|许可|审批|投诉|举报|信访|热线|来电|留言|登记")
_OTHER_CASES = re.compile(r"各类|全[省市县区]|行政机关|应诉")
_HOW = re.compile(r"方式|形式|渠道|途径|载体|平台")
# 网络申请12件: requests, though it stands alone.
_NAMES_REQUESTS = re.compile(r".{2,8}申请")


def _is_plain(fact: Fact) -> bool:
    """Whether a fact is a whole number of the year that is not known to count anything yet."""
    return (
        fact.rule == "prose.other"
        and fact.period == "year"
        and fact.review is None
        and fact.value is not None
        and fact.unit in _WHOLE_NUMBERS
    )


def _runs(reading: Reading) -> Iterator[list[int]]:
    """Yield where facts of the sentence at hand stand, one behind the other with commas at most between."""
    text = reading.make.report.text
    run: list[int] = []
    for i in range(reading.facts_before, len(reading.facts)):
        fact = reading.facts[i]
        if run and not (
            _is_plain(fact)
            and fact.unit == reading.facts[run[0]].unit
            and _BETWEEN.fullmatch(text, reading.facts[run[-1]].char_end, fact.char_start)
        ):
            yield run
            run = []
        if _is_plain(fact):
            run.append(i)
    if run:
        yield run


def _alike(labels: list[str], dimension: str, own: tuple[str, ...]) -> list[Slot] | None:
    """The slots of labels in one dimension, or None where one of them names nothing of it."""
    slots = [classify(label, "disclosure", own, only=dimension) for label in labels]
    return slots if all(slot.category is not None for slot in slots) else None


def _as_items(
    reading: Reading, run: list[int], indicator: str, rule: str, slots: list[Slot], total: Fact | None
) -> None:
    """Make the facts of a run the items of a list, of a total where the section has counted one."""
    start = reading.facts[run[0]].char_start if total is not None else None
    for i, slot in zip(run, slots, strict=True):
        fact = reading.facts[i]
        reading.facts[i] = fact._replace(
            indicator=indicator,
            rule=rule,
            label=total.label if total is not None else fact.label,
            dimension=slot.dimension,
            category=slot.category,
            category_label=fact.label,
            part_of=total.char_start if total is not None else None,
            list_start=start,
        )


def _of_requests(reading: Reading, run: list[int], words: str) -> None:
    """Read a run in a section on requests: by whom, how, or what became of them."""
    labels = [BY_METHOD.sub("", reading.facts[i].label) for i in run]
    alone = len(run) == 1
    if alone and not _NAMES_REQUESTS.fullmatch(labels[0]):
        return
    if _OTHER_REQUESTS.search(words):
        return
    for dimension in ("request_method", "applicant"):
        if slots := _alike(labels, dimension, ()):
            received = last_received(reading, reading.section, around=True)
            if received is not None and received.unit not in (None, reading.facts[run[0]].unit):
                received = None
            if alone and received is None:
                return
            rule = "prose.method" if dimension == "request_method" else "prose.list_item"
            _as_items(
                reading, run, "requests_received", "prose.list_item" if received else rule, slots, received
            )
            return
    if not alone and (slots := _alike(labels, "outcome", ())):
        _as_items(reading, run, "replies_total", "prose.outcome", slots, None)


def _of_disputes(reading: Reading, run: list[int], words: str, heading: str) -> None:
    """Read a run of how cases ended, of the one kind of case that the sentence or the heading names."""
    ours = "信息公开" in words or (disputes_in(heading) and not _OTHER_CASES.search(words))
    named = disputes_in(words) or disputes_in(heading)
    # 其中上年结转1件、本年新收2件；经审理维持2件: how they ended begins behind when they came.
    while run and _alike([reading.facts[run[0]].label], "case_outcome", ()) is None:
        run = run[1:]
    if not ours or len(run) < 2 or len(named) != 1:
        return
    slots = _alike([reading.facts[i].label for i in run], "case_outcome", ())
    if slots is None:
        return
    _as_items(reading, run, named[0], "prose.list_item", slots, None)


def _of_channels(reading: Reading, run: list[int], words: str, heading: str) -> None:
    """Read a run of channels, each with what it carried."""
    facts = [reading.facts[i] for i in run]
    if len(run) < 2 or facts[0].unit not in _OF_DOCUMENTS or any(LOOKED_AT.search(f.label) for f in facts):
        return
    if _NOT_DISCLOSED.search(words) or _NOT_DISCLOSED.search(heading) or "公开" not in reading.section:
        return
    labels = [item_channel(fact.label) or fact.label for fact in facts]
    slots = _alike(labels, "channel", own_names(reading.agency))
    if slots is None:
        return
    # Only what says that it lists the ways has to add up to the total.
    total = reading.totals.around(reading.section) if _HOW.search(heading) else None
    if total is not None and (total.unit != facts[0].unit or sum(f.number for f in facts) < total.number):
        total = None
    rule = "prose.channel" if total is None else "prose.list_item"
    _as_items(reading, run, "proactive_items_total", rule, slots, total)


def read_runs(reading: Reading, words: str) -> None:
    """Name the numbers of the sentence at hand, of which `words` are all, that stand in a row.

    They answer one question, though nothing says so.
    """
    heading = own_heading(reading.section)
    for run in list(_runs(reading)):
        if "复议" in heading + words or "诉讼" in heading + words:
            _of_disputes(reading, run, words, heading)
        elif reading.about_requests:
            _of_requests(reading, run, words)
        else:
            _of_channels(reading, run, words, heading)
