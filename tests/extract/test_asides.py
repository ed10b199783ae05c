"""What is said of a count by the way: last year's number, a change, a share belong to the count they are of."""

from __future__ import annotations

import pytest

from .conftest import facts_of, report_of

REQUESTS = "三、依申请公开政府信息情况"

# Text, and for each aside its number, what it is, and the number it is said of.
CASES = [
    ("收到申请412件（含上年结转9件），同比上升28.3%。", [("28.3", "change", "412")]),
    (
        "共受理37件（上年度结转2件、本年度新收35件），较2011年（29件）上升27.6%。",
        [("29", "last_year", "37"), ("27.6", "change", "37")],
    ),
    ("收到申请98件，较上年80件增长22.5%。", [("80", "last_year", "98"), ("22.5", "change", "98")]),
    ("收到申请120件，较上年（98件）增长22%。", [("98", "last_year", "120"), ("22", "change", "120")]),
    (
        "收到申请17件，与去年的12件相比，增加了5件，增长41.7%。",
        [("12", "last_year", "17"), ("5", "change", "17"), ("41.7", "change", "17")],
    ),
    (
        "因政府信息公开被申请行政复议6件，被提起行政诉讼3件（2011年分别为9件、5件）。",
        [("9", "last_year", "6"), ("5", "last_year", "3")],
    ),
    (
        "发布政策解读3条，回应关切27条，县长信箱回复55件，回复率100%；同比分别增加1条、减少4条、增加12件。",
        [("1", "change", "3"), ("4", "change", "27"), ("12", "change", "55")],
    ),
    ("收到申请3件、邮件5条；同比分别增加1条、减少4条、增加12件。", [("1", "change", None), ("4", "change", None), ("12", "change", None)]),
    ("办结率由85%提高到95%，提高10个百分点。", [("85", "last_year", "95"), ("10", "change", "95")]),
    ("收到申请98件，比2011年的80件多18件。", [("80", "last_year", "98"), ("18", "change", "98")]),
    ("公开信息1638条（2010年388条，2011年427条，2012年823条）。", []),
    ("访问量回落到19363人次。", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text for text, _ in CASES])
def test_an_aside_is_said_of_its_count(text: str, expected: list[tuple[str, str, str | None]]) -> None:
    facts = facts_of(report_of(text, REQUESTS))
    counts = {
        f.char_start: f"{f.value:f}" for f in facts if not f.rule.endswith(("change", "last_year", "share"))
    }
    found = [
        (f"{f.value:f}", f.rule.removeprefix("prose."), None if f.part_of is None else counts[f.part_of])
        for f in facts
        if f.rule in ("prose.change", "prose.last_year")
    ]
    assert found == expected
