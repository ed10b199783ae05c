"""A row of numbers of as many years: 2011年、2012年，收到申请分别为2件、3件."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ogi.extract.clauses import Clause
from ogi.extract.phrases import TRAILING, CountPhrase
from ogi.extract.respectively import MAY_PAIR, row_from
from ogi.extract.state import Reading
from ogi.report import Fact, Span

_YEAR = r"(?:19|20)\d\d年?度?"
_YEARS = re.compile(
    rf"(?P<each>{_YEAR}(?:\s*(?:[、,和及与]|以及)+\s*{_YEAR})+)"
    r"|(?P<first>(?:19|20)\d\d)年?度?\s*(?:至|到|-|—|―|~)+\s*(?P<last>(?:19|20)\d\d)年度?|[近前这](?P<recent>[两二三四五])年"
)
_RECENT = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5}


_RECENT_YEARS = re.compile(r"[近前这][两二三四五]年(?:来|的)?")
_A_YEAR = re.compile(r"\s*(?P<year>(?:19|20)\d\d)年度?\s*")


def _years_in(words: str, year: int) -> list[int]:
    """The years that words name one after the other, last of all: 2010年、2011年和2012年, 近三年."""
    found = list(_YEARS.finditer(words))
    if not found:
        return []
    if found[-1]["each"]:
        return [int(each) for each in re.findall(r"\d{4}", found[-1]["each"])]
    last = year if found[-1]["recent"] else int(found[-1]["last"])
    first = year - _RECENT[found[-1]["recent"]] + 1 if found[-1]["recent"] else int(found[-1]["first"])
    return list(range(first, last + 1))


def by_years(words: str, phrases: Sequence[CountPhrase], year: int) -> dict[int, int]:
    """Return which of a clause's counts is of which year, where as many follow a row of years.

    `words` are the sentence's before the clause, `year` is the report's: 2011年、2012年，申请分别为2件、3件.
    """
    start = next((i for i, phrase in enumerate(phrases) if MAY_PAIR.search(phrase.raw_label)), None)
    if start is None:
        return {}
    row = row_from(phrases, start)
    years = _years_in(words + phrases[start].raw_label, year)
    if len(years) < 2 or len(row) != len(years):
        return {}
    return {start + i: of for i, of in enumerate(years)}


def is_of_year_behind(clauses: Sequence[Clause], index: int, year: int) -> bool:
    """Whether a bracket behind a clause says that its last count is another year's: 121件（2020年）."""
    if index + 1 == len(clauses) or clauses[index + 1].opened_by not in ("(", "（"):
        return False
    named = _A_YEAR.fullmatch(clauses[index + 1].flat)
    return named is not None and int(named["year"]) != year


def _row_label(counts: Sequence[CountPhrase], of_years: dict[int, int]) -> str:
    """What the counts of several years are, all of them: the words before the first without 分别."""
    words = _RECENT_YEARS.sub("", MAY_PAIR.sub("", counts[min(of_years)].words))
    return TRAILING.sub("", words).strip()


def of_other_years(
    reading: Reading, clause: Clause, counts: Sequence[CountPhrase], of_years: dict[int, int]
) -> Iterator[Fact]:
    """Yield what a row of several years' counts states for others than the report's: it counts nothing."""
    label = _row_label(counts, of_years)
    for i, year in of_years.items():
        if year != reading.year:
            yield reading.make.make(
                span=Span(clause.start + counts[min(of_years)].words_at, clause.start + counts[i].end),
                rule="prose.other",
                place="prose",
                label=f"{year}年{label}",
                number=counts[i].number,
                unit=counts[i].unit,
            )


def of_own_year(
    reading: Reading, counts: Sequence[CountPhrase], of_years: dict[int, int]
) -> list[CountPhrase]:
    """The counts of a clause without those of other years; the report's own under the name of its row."""
    first, label = counts[min(of_years)], _row_label(counts, of_years)
    kept: list[CountPhrase] = []
    for i, phrase in enumerate(counts):
        if i not in of_years:
            kept.append(phrase)
        elif of_years[i] == reading.year:
            at = first.words_at
            kept.append(
                phrase._replace(
                    raw_label=label,
                    raw_at=at,
                    words=label,
                    words_at=at,
                    label=label,
                    label_at=at,
                    from_marker=None,
                )
            )
    return kept
