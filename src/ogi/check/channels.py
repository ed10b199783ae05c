"""One channel's number against the totals that hold it: all items, and those on websites."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from ogi.check.words import name, side, slot_of, two_places
from ogi.extract.taxonomy import taxonomy
from ogi.report import Check, Fact, Severity

_TOTAL = "proactive_items_total"
_WEBSITES = "government_website"
_A_SITE = re.compile(r"网站|网页|网$|门户")
_OF_ONE_CHANNEL = ("prose.channel", "prose.whole")


def _is_years(fact: Fact) -> bool:
    """Whether a fact is an exact number of the report's year."""
    return fact.value is not None and fact.qualifier == "exact" and fact.period in ("year", None)


def _is_site(fact: Fact) -> bool:
    """Whether a channel is a website, and so a part of all websites."""
    known = taxonomy().dimensions["channel"].categories
    within = next((c.within for c in known if c.id == fact.category), None)
    by_label = fact.category is None and _A_SITE.search(fact.category_label or "") is not None
    return fact.category == _WEBSITES or within == _WEBSITES or by_label


def _words(whole: Fact, part: Fact) -> dict[str, str]:
    child = {"child_zh": part.category_label or part.label, "child_en": name(part, "en")}
    return two_places(whole, part) | child


def channel_checks(facts: tuple[Fact, ...]) -> Iterator[Check]:
    """Yield each channel of the running text against the total, and each website against all websites."""
    channels = [f for f in facts if f.rule in _OF_ONE_CHANNEL and f.dimension == "channel" and _is_years(f)]
    if not channels:
        return
    stated = [f for f in facts if f.indicator == _TOTAL and f.rule == "prose.total" and _is_years(f)]
    websites = [f for f in facts if f.rule == "table.cell" and f.period == "year" and _is_all_sites(f)]
    for fact in channels:
        if fact.rule == "prose.channel" and stated:
            whole = stated[0]
            holds = fact.number <= whole.number
            # What is pushed through new media need not be disclosure only.
            severity: Severity = "error" if _is_site(fact) else "note"
            words = partial(_words, whole, fact)
            yield Check("channel_exceeds", holds, severity, side(whole), side(fact), words=words)
        # A plain 网站 is the very row: the two places are compared as such.
        compared = fact.rule == "prose.channel" and fact.category == _WEBSITES
        if websites and _is_site(fact) and not compared and websites[0].value is not None:
            whole = websites[0]
            holds = fact.number <= whole.number
            words = partial(_words, whole, fact)
            yield Check("site_exceeds", holds, "error", side(whole), side(fact), words=words)


def _is_all_sites(fact: Fact) -> bool:
    slot = slot_of(fact)
    return slot is not None and slot.indicator == _TOTAL and slot.category == _WEBSITES
