"""Totals stated before: named again to break them down, or to say where all of it was published."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from ogi.report import Fact

# 这425条, 以上1853条, 管委会网站主动公开的1913条
_NAMED_BEFORE = re.compile(r"(?:^|[,、])(?:在|从)?(?:这|以上|上述|所(?:有)?|全部)$|(?:公开|发布|公布)的$")
# 当中, 里, 信息, 全部挂在…
_NAMED_BEHIND = re.compile(
    r"^\s*(?:的)?(?:(?:政府|政务)?(?:公开)?信息)?(?:当中|之中|中|里面|里|内|全部|均|都|悉数|一律|按|,|$)"
)
_PUT = r"(?:登载?|挂|发布|刊登|公布|公开|上传|放|录入)?"
_PLACE_BEFORE = re.compile(
    rf"(?:^|[,、])(?:全部|均|都)?{_PUT}(?:在|于|到|至)(?P<on>[^,]+?)(?:上|中|里)?(?:主动)?(?:公开|发布|公布)?的$"
    r"|(?:^|[,、])(?P<by>[^,]+?)(?:上|中|里)?(?:主动)?(?:公开|发布|公布)的$"
)
_PLACE_BEHIND = re.compile(
    rf"^\s*(?:(?:政府|政务)?信息)?,?(?:已|全部|均|都|悉数|一律)*{_PUT}(?:在|于|到|至)(?P<on>[^,]+?)(?:上|中|里|内)?"
    r"(?:主动)?(?:公开|发布|公布)?(?:,|$)"
)


def _of_year(totals: list[Fact]) -> Fact | None:
    """The last total of the year, or the last of all years where there is none of the year."""
    return next(
        (total for total in reversed(totals) if total.period == "year"), totals[-1] if totals else None
    )


@dataclass(slots=True)
class Totals:
    """The totals of disclosed items that a report has stated so far, by the section they stand in."""

    _all: list[tuple[str, Fact]] = field(default_factory=list)

    def add(self, section: str, total: Fact) -> None:
        """Take note of a total."""
        self._all.append((section, total))

    def drop(self, total: Fact) -> None:
        """Forget a total that was none."""
        self._all = [(section, own) for section, own in self._all if own.char_start != total.char_start]

    def in_section(self, section: str) -> Fact | None:
        """Return the last total of a section, or None."""
        return _of_year([total for own, total in self._all if own == section])

    def around(self, section: str) -> Fact | None:
        """Return the last total of the top-level section that a section stands in, or None."""
        top = section.split(" / ")[0]
        return _of_year([total for own, total in self._all if own.split(" / ")[0] == top])

    def of_value(self, value: Decimal, unit: str | None) -> Fact | None:
        """Return the last total of a value, or None; a unit that is not printed may be any."""
        return next(
            (
                total
                for _, total in reversed(self._all)
                if total.value == value and (unit is None or total.unit in (unit, None))
            ),
            None,
        )


def names_again(words: str, behind: str) -> bool:
    """Whether the words around a number refer to something counted before.

    >>> names_again("登在网站的", "信息"), names_again("这", "全部挂在网上"), names_again("主动公开信息", "")
    (True, True, False)
    """
    before = _NAMED_BEFORE.search(words) or _PLACE_BEFORE.search(words)
    return before is not None and _NAMED_BEHIND.match(behind) is not None


_DISCLOSED = re.compile(
    r"(?:在)?(?:全年|今年|本年度?|已|新增|所有|全部|\d{4}年度?|的)*(?:(?:主动公开|公开|发布)的)?$"
)
_RECEIVED = re.compile(r"(?:收到|受理|接到)的$")
_CONCLUDED = re.compile(r"办结的$")
_OF_INFORMATION = re.compile(r"^\s*(?:政府|政务)?信息(?:当中|之中|中|里)")
_OF_REQUESTS = re.compile(r"^\s*(?:(?:公开|信息公开)?申请)?(?:当中|之中|中|里)")


def total_named(words: str, behind: str) -> str | None:
    """Return the indicator whose total a number names again, or None: 办结的5078件申请中, 1268条信息里.

    >>> total_named("", "信息里业务动态偏多"), total_named("全市办结的", "申请中")
    ('proactive_items_total', 'requests_concluded')
    """
    if _OF_INFORMATION.match(behind) and _DISCLOSED.fullmatch(words):
        return "proactive_items_total"
    if _OF_REQUESTS.match(behind):
        if _CONCLUDED.search(words):
            return "requests_concluded"
        return "requests_received" if _RECEIVED.search(words) else None
    return None


def place_of(words: str, behind: str) -> tuple[str, int | None] | None:
    """Return where words say that all of a total was published, or None.

    With it comes the length of the words behind the number that say so, or None where those before do.

    >>> place_of("登在管委会网站的", "信息"), place_of("这", "全部挂在管委会网站上")
    (('管委会网站', None), ('管委会网站', 10))
    >>> place_of("在主动公开的", "政府信息中") is None
    True
    """
    if match := _PLACE_BEFORE.search(words):
        place = match["on"] or match["by"]
        return (place, None) if place not in ("主动", "在主动", "全部主动") else None
    if match := _PLACE_BEHIND.match(behind):
        return match["on"], len(match.group().rstrip(","))
    return None
