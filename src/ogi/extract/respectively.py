"""Two numbers for one name, and names and numbers in two rows: 由20件增至36件, 当面、网络分别为3件、5件."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ogi.extract.phrases import CountPhrase, strip_front

_RESPECTIVELY = re.compile(
    r"(?P<names>.+?)(?:数量?|件数|条数)?(?:各)?(?:分别|依次)"
    r"(?P<verb>(?:主动)?(?:公开|发布|公布|收到|受理|办结|答复)?(?:了)?(?:(?:政府)?信息)?)(?:共?计|共?有|为|是|达)?[\s:]*$"
)
MAY_PAIR = re.compile(r"分别|依次")
_EACH = re.compile(r"(?P<names>.+?)(?:信息)?(?:均|都)?各(?:有|为|是)?\s*$")
_NO_NAMES = re.compile(r"[\s,、]*(?:分别|依次)(?:主动)?(?:公开|发布|公布|推送)")
_DISCLOSED = re.compile(r"(?:主动)?(?:公开|发布|公布)")
_LONGEST_NAME = 12
_AND = re.compile(r"以及|[、和及与]")
_ONLY_AND = re.compile(r"(?:[\s、和及与,]|以及)*")
# What the last name has and the others leave out: 当面、网络申请.
_SHARED_END = re.compile(r"(?:申请|类信息|信息|案件|公开)$")


def _names(words: str, at: int) -> list[tuple[str, int]]:
    """The names in words with their offsets, each with the end that only the last one prints."""
    words, at = strip_front(words, at)
    found: list[tuple[str, int]] = []
    start = 0
    for end, following in [*(match.span() for match in _AND.finditer(words)), (len(words), len(words))]:
        found.append((words[start:end].strip(), at + start))
        start = following
    shared = _SHARED_END.search(found[-1][0])
    if shared is None or not shared.start():
        return found
    return [(n if _SHARED_END.search(n) else n + shared.group(), place) for n, place in found]


_FROM = re.compile(r"(?P<what>.{2,}?)(?:由|从)(?:去年|上一?年|\d{4}年度?)?(?:同期)?的?$")
_TO = re.compile(r"\s*(?:增|升|减|降|下|上|提)(?:加|长|少|升|降|高)?(?:至|到|为)$")


def has_grown_to(label: str) -> bool:
    """Whether the words before a number say that something came to it: 增至, 减少到."""
    return _TO.fullmatch(label) is not None


def grown(phrases: Sequence[CountPhrase]) -> Iterator[CountPhrase]:
    """Yield the counts of a clause; of 由20件增至36件 the second first, both with what they count.

    The first of the two is the year before's.
    """
    i = 0
    while i < len(phrases):
        first = phrases[i]
        second = phrases[i + 1] if i + 1 < len(phrases) else None
        start = _FROM.fullmatch(first.raw_label) if second is not None else None
        if second is None or start is None or not _TO.fullmatch(second.raw_label):
            yield first
            i += 1
            continue
        what, at = strip_front(start["what"], first.raw_at)
        for phrase, raw, words in ((second, what, what), (first, "上年", f"{what}上年")):
            yield phrase._replace(
                raw_label=raw, words=words, words_at=at, label=what, label_at=at, from_marker=None
            )
        i += 2


def paired(phrases: Iterable[CountPhrase]) -> Iterator[CountPhrase]:
    """Yield the counts of a clause, those of names in a row each with its own name.

    Where not as many numbers follow a row of names, one right behind the other, they are vague.
    """
    phrases = list(phrases)
    i = 0
    while i < len(phrases):
        first = phrases[i]
        match = _RESPECTIVELY.fullmatch(first.raw_label) if MAY_PAIR.search(first.raw_label) else None
        names = _names(match["names"], first.raw_at) if match else []
        row = phrases[i : i + len(names)]
        if "各" in first.raw_label and (each := _each(first)):
            if i + 1 < len(phrases) and phrases[i + 1].unit and _is_row(phrases[i : i + 2]):
                # 复文各38件和45件: a number each
                yield from (
                    p._replace(number=n.number, end=n.end)
                    for p, n in zip(each, phrases[i : i + 2], strict=True)
                )
                i += 2
                continue
            yield from each
            i += 1
            continue
        alone = row_from(phrases, i) if not names and _NO_NAMES.match(first.raw_label) else ()
        if len(alone) > 1:
            # 分别发布信息58万条和21万条: whose is which, another clause says
            yield from (p._replace(label=first.raw_label.strip(" ,、"), vague=True) for p in alone)
            i += len(alone)
            continue
        if len(names) < 2:
            yield first
            i += 1
            continue
        if len(row) < len(names) or not _is_row(row):
            end = next(
                (j for j in range(i + 1, len(phrases)) if not _is_row(phrases[i : j + 1])), len(phrases)
            )
            yield from (
                phrase._replace(label=first.raw_label.strip(), vague=True) for phrase in phrases[i:end]
            )
            i = end
            continue
        for phrase, (name, place) in zip(row, names, strict=True):
            # 分别公开信息658条、1,426条: each name has the verb.
            words = name + (match["verb"] if match and _DISCLOSED.match(match["verb"]) else "")
            yield phrase._replace(
                raw_label=name, words=words, words_at=place, label=name, label_at=place, from_marker=None
            )
        i += len(names)


def row_from(phrases: Sequence[CountPhrase], i: int) -> Sequence[CountPhrase]:
    """The numbers from one on that stand one right behind the other."""
    end = i + 1
    while end < len(phrases) and _is_row(phrases[i : end + 1]):
        end += 1
    return phrases[i:end]


def _each(phrase: CountPhrase) -> list[CountPhrase]:
    """A number of each of two names (网上申请和信函申请各2条), once for each; nothing where it is none."""
    match = _EACH.fullmatch(phrase.raw_label)
    names = _names(match["names"], phrase.raw_at) if match else []
    if (
        len(names) != 2
        or phrase.unit is None
        or not all(2 <= len(name) <= _LONGEST_NAME for name, _ in names)
    ):
        return []
    return [
        phrase._replace(raw_label=n, words=n, words_at=at, label=n, label_at=at, from_marker=None)
        for n, at in names
    ]


def _is_row(phrases: Sequence[CountPhrase]) -> bool:
    """Whether numbers stand one right behind the other."""
    return all(_ONLY_AND.fullmatch(phrase.raw_label) for phrase in phrases[1:])
