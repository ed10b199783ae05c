"""Which number has which name, where names do not stand right before their numbers.

A clause of its own may name a number first (当面申请的最多，为21条; 以当面申请为主，142条), and a list may
have its numbers before their names (8件来自自然人、4件来自企业).
"""

from __future__ import annotations

import re

from ogi.extract.clauses import Clause, may_count
from ogi.extract.phrases import CountPhrase, count_phrases, named_indicator, strip_front
from ogi.extract.taxonomy import classify
from ogi.extract.times import ends_in_base
from ogi.numerals import COUNT_UNITS

# What the first clause says of the item whose number follows: that no other is larger.
_LEADS = re.compile(
    r"(?:从[^,]{1,8}?(?:来看|上看|看)|其中|[^,]{0,6}?以)?(?P<who>.{2,20}?)(?:的|数量|比重|占比|[发公][布开]得|信息量|发布量)*"
    r"(?:数量|比重|占比)?(?:最多|最高|最大|居首|居首位|居多|为主|占了?大头|占了?(?:绝大)?多数|位居第一|排在?第一|最为集中|占比最[高大])"
)
# 其次是公告类，为421条
_NEXT_LEADS = re.compile(r"\s*(?:其次|再次|第[二三四五])(?:的)?(?:是|为)?(?P<who>.{2,20}?)")
_BARE = re.compile(r"[\s,、]*(?:为|有|计|共|共计|达|达到|约|共有|就有)?[\s]*")


# What stands before a number of such a list: nothing, or the end of the item before.
_FIRST = re.compile(r"[\s,、]*(?:其中|分别是|即)?\s*|[^、,\d]{0,6}(?:共有|共发生|发生|收到)\s*")
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


_OF_ONE_KIND = frozenset("条件份起宗例则篇个")
_SAME_AGAIN = re.compile(r"[\s、]*(?:共|计|共计)?\s*")


def shares_name(before: CountPhrase, phrase: CountPhrase) -> bool:
    """Whether a number stands right behind another, in another unit and without a name of its own.

    微信公众号推送128期、365条, 推送图文消息218期643条.
    """
    if phrase.label or phrase.unit is None or before.unit in (None, phrase.unit, "%") or not before.label:
        return False
    if {before.unit, phrase.unit} <= _OF_ONE_KIND or "分别" in before.raw_label:
        return False
    return bool(_SAME_AGAIN.fullmatch(phrase.raw_label)) and not re.match(r"\s*[一-鿿]", phrase.after_text)


# A bracket with a number and nothing else.
_ONLY_A_NUMBER = re.compile(rf"\s*(?:约|近|共|计)?\s*\d[\d,.]*\s*[万亿]?\s*[余多]?\s*(?:{COUNT_UNITS})\s*")
_SHARE_OF = re.compile(r"(?:的?(?:比例|比重|占比))?(?:约|所|各)?(?:占|为|达)?$")
# What a colon parts from its number: 收到政府信息公开申请情况：共30件; 政务微博：发布5,079条.
_ANNOUNCED = re.compile(r"(?P<who>.{2,20}?)(?:的)?(?:总体)?(?:情况|数量|总数|总量)?")
# 复议：全年32件
_ALL_YEAR = re.compile(r"\s*(?:全年|本年度?|今年)(?:共|共计|合计)?\s*")
_CASES = re.compile(r"(?:行政)?(?:复议|诉讼)")
# 全年受理政府信息公开申请，共计20件
_TOTALLED = re.compile(r"[\s]*(?:共计|总计|合计|共有|共|总共)(?:有|为)?[\s]*")
_DISCLOSE = re.compile(
    r"(?:[“\"][^”\"]*[”\"])?(?:共|累计)?(?:发布|公开|公布|推送|更新)(?:了)?(?:(?:政府)?信息)?"
)


def is_number_of_name(before: Clause, clause: Clause) -> bool:
    """Whether a clause in brackets holds nothing but the number of what the clause before it names.

    公开栏公开（21条）, 当面申请占41.5%（962件); not 收到申请120件（98件), nor 较上年（98件）.
    """
    if clause.opened_by not in ("(", "（") or not _ONLY_A_NUMBER.fullmatch(clause.flat):
        return False
    if ends_in_base(before.flat) or not re.search(r"[一-鿿]{2}$|%\s*$", before.flat.rstrip()):
        return False
    counted = list(count_phrases(before.flat))
    return all(phrase.unit == "%" for phrase in counted)


def _named_before_bracket(before: Clause, clause: Clause, phrase: CountPhrase) -> CountPhrase:
    """A number in brackets under the name before them."""
    counted = list(count_phrases(before.flat))
    if counted:
        words, at = counted[-1].words, counted[-1].words_at
    else:
        words, at = strip_front(before.flat, 0)
    words = _SHARE_OF.sub("", words.rstrip())
    return phrase._replace(
        raw_label=words,
        label=words,
        words=words,
        label_at=at + before.start - clause.start,
        words_at=at + before.start - clause.start,
    )


def _named_before_colon(before: Clause, clause: Clause, phrase: CountPhrase) -> CountPhrase | None:
    """A number behind a colon under the name before it: a total announced, or a channel."""
    verb = _DISCLOSE.fullmatch(phrase.words.strip())
    found = _ANNOUNCED.fullmatch(before.flat.strip())
    if found is None or may_count(before.flat):
        return None
    who, at = strip_front(found["who"], before.flat.index(found["who"]))
    place = at + before.start - clause.start
    if (
        verb
        and _ENDS_IN_SITE.search(who)
        and classify(who, "disclosure", only="channel").category is not None
    ):
        words = f"{who}公开信息" if "信息" in verb[0] else f"{who}公开"
        return phrase._replace(raw_label=words, label=who, words=words, label_at=place, words_at=place)
    bare = _BARE.fullmatch(phrase.raw_label) or _ALL_YEAR.fullmatch(phrase.raw_label)
    if bare and (named_indicator(who) is not None or _CASES.fullmatch(who)):
        return phrase._replace(label=who, words=who, label_at=place, words_at=place)
    return None


_ENDS_IN_SITE = re.compile(
    r"(?:网站?|微博|微信|公众号|客户端|平台|专栏|公报|[告示开]栏|屏)(?:[“\"][^”\"]*[”\"])?$"
)


def _goes_on(phrase: CountPhrase) -> bool:
    """Whether the words before a number, behind a comma, name nothing that it counts: 共计, 发布信息."""
    return bool(_TOTALLED.fullmatch(phrase.raw_label) or _DISCLOSE.fullmatch(phrase.words.strip()))


_YEAR_CARRIED = re.compile(r"(?:19|20)\d\d年度?(?:的)?(?=结转)")


def with_year_carried(phrase: CountPhrase) -> CountPhrase:
    """Return a number of requests carried over with the year that it names: 2018年结转4件."""
    if not phrase.label.startswith("结转"):
        return phrase
    found = _YEAR_CARRIED.search(phrase.raw_label)
    if found is None:
        return phrase
    at = phrase.raw_at + found.start()
    label = found[0] + phrase.label
    return phrase._replace(label=label, words=label, label_at=at, words_at=at)


def with_leading_name(before: Clause | None, clause: Clause, phrases: list[CountPhrase]) -> list[CountPhrase]:
    """Return a clause's counts, the first under the name that the clause before gives to it.

    Its label then starts before its own clause: offsets into the clause may be negative.
    """
    if before is not None and phrases and is_number_of_name(before, clause):
        return [_named_before_bracket(before, clause, phrases[0]), *phrases[1:]]
    if (
        before is not None
        and phrases
        and (clause.opened_by == ":" or (clause.opened_by in (",", "，") and _goes_on(phrases[0])))
    ):
        named = _named_before_colon(before, clause, phrases[0])
        if named is not None:
            return [named, *phrases[1:]]
    if before is None or not phrases or not _BARE.fullmatch(phrases[0].raw_label) or may_count(before.flat):
        return phrases
    found = _LEADS.fullmatch(before.flat.rstrip()) or _NEXT_LEADS.fullmatch(before.flat.rstrip())
    if found is None:
        return phrases
    at = before.start + found.start("who") - clause.start
    who = found["who"]
    return [phrases[0]._replace(label=who, words=who, label_at=at, words_at=at), *phrases[1:]]
