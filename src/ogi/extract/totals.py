"""A count as a total: of disclosure, requests, replies, disputes, documents."""

from __future__ import annotations

import re

from ogi.extract.channels import NOUN, is_own_total
from ogi.extract.disputes import about_disclosure, disputes_in, the_part_about_us
from ogi.extract.items import BY_METHOD
from ogi.extract.phrases import CountPhrase, named_indicator
from ogi.extract.state import Context, Counted, Reading
from ogi.extract.taxonomy import classify
from ogi.extract.whose import is_ours, is_singled_out, scope
from ogi.forms import Subject, indicators
from ogi.report import Fact

_WE_GOT = re.compile(
    r"(?:[^,]{0,6}?新收(?:的)?(?:政府信息公开)?(?:申请)?(?:总?数)?)|(?:[^,]{0,6}?)(?:收到|受理|接到|接收|接受)(?:到|了)?(?:的)?(?:各类|公开|书面|有效|群众|公民)*申请"
    r"(?:总?数|数量|件数)?"
)
_WE_REPLIED = re.compile(r"(?:已|均|共|全部|按时|按期|及时|依法|予以|进行)*答复(?:件|数|申请)?")
_DISCLOSE_VERB = re.compile(r"(?:[^,]*?)(?:主动公开|公开|发布|公布)(?:了)?$")
# 主动公开环境信息1286条:… of an agency for the environment is its total: a list follows.
_OF_ONE_FIELD = re.compile(r"(?:[^,]*?)主动公开(?:了)?[一-鿿]{2,4}信息(?:总?数)?")
_BARE_NOUN = re.compile(rf"(?:的)?{NOUN}$")
_OTHER_CASES = re.compile(r"投诉|举报|热线|来电|来信|诉求|信访|审批|许可|提案|建议案")
CARRIED = ("requests_carried_in", "requests_carried_out")


def _are_requests(label: str, context: Context) -> bool:
    """Whether what was concluded (办结) are requests, and no complaints or applications for a licence."""
    about = label + context.before
    return not _OTHER_CASES.search(about) and ("申请" in context.section or "申请" in about)


def _part_about_us(reading: Reading, phrase: CountPhrase) -> tuple[tuple[str, ...], str] | None:
    """The part of disputes counted just before that concerns disclosure: it takes the count's place."""
    if not reading.dispute or not the_part_about_us(phrase.label or phrase.words):
        return None
    for i in range(len(reading.facts) - 1, -1, -1):
        if reading.facts[i].indicator == reading.dispute:
            reading.facts[i] = reading.facts[i]._replace(indicator=None, rule="prose.other")
            break
    return (reading.dispute,), phrase.label


def _disputes(reading: Reading, phrase: CountPhrase, context: Context) -> tuple[tuple[str, ...], str]:
    """The disputes a phrase counts, if they are about disclosure."""
    several = disputes_in(phrase.label)
    reading.dispute = several[0] if len(several) == 1 else ""
    ours = about_disclosure(phrase.label, context.section)
    if not ours or (reading.foreign_dispute and "信息公开" not in phrase.label):
        reading.foreign_dispute = True
        return (), phrase.label
    if len(several) > 1:
        if not phrase.number.value or re.search(r"各[^一-鿿]*$", phrase.raw_label):
            return several, phrase.label
        return (), phrase.label  # one number for several kinds of dispute together
    return several, phrase.label


def _named(reading: Reading, phrase: CountPhrase, context: Context) -> tuple[tuple[str, ...], str]:
    """The indicators a phrase counts and the words that name them, before the number or behind it."""
    label = phrase.label
    if about_us := _part_about_us(reading, phrase):
        return about_us
    named = named_indicator(label)
    if named is None:
        behind = phrase.after_text.strip()
        after = named_indicator(behind, ("requests", "disputes")) if behind and phrase.unit else None
        if after is not None and (after.subject != "disputes" or about_disclosure(behind, context.section)):
            return (after.id,), behind
        ours = is_ours(phrase.announced, "", reading.agency)
        if phrase.unit and ours and _DISCLOSE_VERB.fullmatch(label) and _BARE_NOUN.fullmatch(behind):
            named, label = indicators()["proactive_items_total"], label + behind
        elif context.introduces and ours and _OF_ONE_FIELD.fullmatch(label):
            return ("proactive_items_total",), label
        elif "申请" in context.section and _WE_GOT.fullmatch(label):
            return ("requests_received",), label
        elif "申请" in context.section and _WE_REPLIED.fullmatch(label):
            return ("replies_total",), label
        else:
            return (), label
    if named.subject == "disputes":
        return _disputes(reading, phrase, context)
    if named.id == "requests_concluded" and not _are_requests(label, context):
        return (), label
    if named.subject == "disclosure" and not is_own_total(label, phrase.announced, reading.agency):
        return (), label
    return (named.id,), label


def _method(phrase: CountPhrase, label: str) -> str | None:
    """The method of request that the words before a number of requests name, or None."""
    if label != phrase.label or phrase.from_marker is not None:
        return None
    slot = classify(BY_METHOD.sub("", phrase.words), "requests")
    return slot.category if slot.dimension == "request_method" else None


def _may_be_listed(reading: Reading, fact: Fact, subject: Subject) -> bool:
    """Whether a list may follow a total: not requests carried over, nor all years' beside a year's."""
    before = reading.lists.total
    if fact.indicator in CARRIED or subject not in ("disclosure", "requests", "replies"):
        return False
    all_years = fact.period in ("cumulative", "as_of")
    return not (all_years and before and before.indicator == fact.indicator and before.period == "year")


def _is_of_other_scope(reading: Reading, indicator: str, phrase: CountPhrase, context: Context) -> bool:
    """Whether a total counts another circle than one that the section stated before (全县, 局机关)."""
    own = scope(phrase.words)
    before = reading.scopes.setdefault((context.section, indicator), own)
    return (before != own and "narrow" in (before, own)) or is_singled_out(context.before)


def total_of_count(reading: Reading, counted: Counted) -> list[Fact]:
    """Return a count as a total of disclosure, requests, replies or disputes, or nothing."""
    phrase, context = counted.phrase, counted.context
    found, label = _named(reading, phrase, context)
    if not found:
        return []
    subject = indicators()[found[0]].subject
    method = _method(phrase, label) if subject == "requests" else None
    start, end = phrase.label_at, phrase.end
    if phrase.from_marker is not None:
        start = phrase.from_marker
    if label != phrase.label and label == phrase.after_text.strip():
        end += len(phrase.after_text.rstrip())
    rule = "prose.total" if method is None else "prose.method"
    if method is None and subject == "disclosure" and _is_of_other_scope(reading, found[0], phrase, context):
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
    if rule == "prose.total" and _may_be_listed(reading, facts[0], subject):
        reading.lists.open_under(facts[0])
        if subject == "disclosure":
            reading.totals.add(context.section, facts[0])
    return facts
