"""Reconsiderations, lawsuits and appeals that a phrase counts, where they are about disclosure."""

from __future__ import annotations

import re

from ogi.extract.disputes import about_disclosure, disputes_in, the_part_about_us
from ogi.extract.phrases import CountPhrase
from ogi.extract.state import Context, Reading

# 复议两件, 作为被申请人的复议案7件, 被诉2件
_BARE_DISPUTE = re.compile(
    r"(?:[^,]{0,12}?(?:发生|引发|产生|收到|作为被申请人|作为被告|被提起|被申请|被|的))?(?:政府)?(?:信息)?(?:公开)?(?:类)?(?:的)?"
    r"(?:(?P<reconsidered>(?:行政)?复议(?:案件?|申请)?)|(?:行政)?诉讼(?:案件?)?|被?诉)"
)
_LAWSUITS = (
    (
        re.compile(r"(?:[^,]{0,8}?)(?:未经复议)?直接(?:起诉|提起诉讼)(?:的)?(?:行政诉讼)?(?:案件)?"),
        "litigation_direct",
    ),
    (
        re.compile(r"(?:[^,]{0,8}?)(?:经)?复议后(?:起诉|提起诉讼)(?:的)?(?:行政诉讼)?(?:案件)?"),
        "litigation_after_reconsideration",
    ),
)
_CLOSED = re.compile(r"(?<!未)审结")


COMPLAINTS = "complaints_reports"
_COMPLAINTS = re.compile(
    r"(?:全年|共|年内)?(?:收到|受理|接到|发生)?(?:针对|有关|关于|涉及)?(?:政府)?(?:信息公开)?(?:工作)?(?:的)?(?:举报投诉|投诉举报|举报)(?:案件|数量?)?"
)


def lawsuit_of(label: str) -> str | None:
    """Return which kind of lawsuit a label names: brought at once, or after a reconsideration."""
    return next((indicator for words, indicator in _LAWSUITS if words.fullmatch(label)), None)


def bare_dispute(label: str, context: Context) -> str | None:
    """What a few words count where the section or the paragraph is about disputes or requests, or None."""
    of_disputes = any(word in context.section for word in ("复议", "诉讼", "举报"))
    ours = "信息公开" in label or "举报" in context.section or "投诉" in context.section
    if of_disputes and ours and _COMPLAINTS.fullmatch(label):
        return COMPLAINTS
    if not of_disputes and not context.about_requests:
        return None
    if _CLOSED.search(context.before) or "信访" in context.before:
        return None
    if kind := lawsuit_of(label):
        return kind
    match = _BARE_DISPUTE.fullmatch(label)
    if match is None:
        return None
    return "reconsiderations_total" if match["reconsidered"] else "litigation_total"


def part_about_us(reading: Reading, phrase: CountPhrase) -> tuple[tuple[str, ...], str] | None:
    """The part of disputes counted just before that concerns disclosure: it takes the count's place."""
    if not reading.dispute or not the_part_about_us(phrase.label or phrase.words):
        return None
    for i in range(len(reading.facts) - 1, -1, -1):
        if reading.facts[i].indicator == reading.dispute:
            reading.uncount(i)
            break
    return (reading.dispute,), phrase.label


def disputes_of(reading: Reading, phrase: CountPhrase, context: Context) -> tuple[tuple[str, ...], str]:
    """The disputes a phrase counts, if they are about disclosure."""
    several = disputes_in(phrase.label)
    if _CLOSED.search(context.before):
        return (), phrase.label  # of the cases closed, whenever they were brought
    if (kind := bare_dispute(phrase.label, context)) and lawsuit_of(phrase.label):
        return (kind,), phrase.label
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
