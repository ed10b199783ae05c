"""Which number has which name, where names do not stand right before their numbers.

A clause of its own may name a number first (当面申请的最多，为21条; 以当面申请为主，142条), and a list may
have its numbers before their names (8件来自自然人、4件来自企业).
"""

from __future__ import annotations

import re

from ogi.extract.clauses import Clause, may_count
from ogi.extract.phrases import CountPhrase

# What the first clause says of the item whose number follows: that no other is larger.
_LEADS = re.compile(
    r"(?:从[^,]{1,8}?(?:来看|上看|看)|其中|[^,]{0,6}?以)?(?P<who>.{2,20}?)(?:的|数量|比重|占比|[发公][布开]得|信息量|发布量)*"
    r"(?:数量|比重|占比)?(?:最多|最高|最大|居首|居首位|居多|为主|占了?大头|占了?(?:绝大)?多数|位居第一|排在?第一|最为集中|占比最[高大])"
)
_BARE = re.compile(r"[\s,、]*(?:为|有|计|共|共计|达|达到|约|共有|就有)?[\s]*")


# What stands before a number of such a list: nothing, or the end of the item before.
_FIRST = re.compile(r"[\s,、]*(?:其中|分别是|即)?\s*")
_NEXT = re.compile(r"[^、]{2,}(?:[、和及]|以及)\s*(?:另)?")


def with_names_behind(phrases: list[CountPhrase]) -> list[CountPhrase]:
    """Return a clause's counts without labels where each has its name behind it.

    What stands before the second number is then the first one's name.
    """
    if len(phrases) < 2 or phrases[0].unit is None or not _FIRST.fullmatch(phrases[0].raw_label):
        return phrases
    if not re.search(r"[一-鿿]", phrases[-1].after_text):
        return phrases
    if not all(
        phrase.unit == phrases[0].unit and _NEXT.fullmatch(phrase.raw_label) for phrase in phrases[1:]
    ):
        return phrases
    return [
        phrases[0],
        *(
            p._replace(
                label="", words="", label_at=p.raw_at + len(p.raw_label), words_at=p.raw_at + len(p.raw_label)
            )
            for p in phrases[1:]
        ),
    ]


def with_leading_name(before: Clause | None, clause: Clause, phrases: list[CountPhrase]) -> list[CountPhrase]:
    """Return a clause's counts, the first under the name that the clause before gives to it.

    Its label then starts before its own clause: offsets into the clause may be negative.
    """
    if before is None or not phrases or not _BARE.fullmatch(phrases[0].raw_label) or may_count(before.flat):
        return phrases
    found = _LEADS.fullmatch(before.flat.rstrip())
    if found is None:
        return phrases
    at = before.start + found.start("who") - clause.start
    who = found["who"]
    return [phrases[0]._replace(label=who, words=who, label_at=at, words_at=at), *phrases[1:]]
