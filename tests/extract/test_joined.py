"""Numbers that ran together in one cell: parted where sums decide, and only there."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogi.check import check
from ogi.extract import extract
from ogi.extract.joined import possible
from ogi.forms import Column, load_forms
from ogi.report import Fact

from .conftest import report_of

FORMS = load_forms().by_id
LIST = FORMS["fujian-2014"].tables[0].columns
APPLICANTS = next(t for t in FORMS["national-2021"].tables if t.id == "requests").columns

TABLE = """附表
指标名称计量单位2014年度历年累计
主动公开文件数条{proactive}
其中：1、政府网站公开数条{website}
2、政府公报公开数条{gazette}
受理依申请公开信息总数条{requests}
其中：1、当面申请数条{person}
2、网上申请数条{network}
3、信函、传真申请数条{letter}
政府信息公开收费减免金额元{fees}
"""
NUMBERS = {
    "proactive": "18535395",
    "website": "17135017",
    "gazette": "140378",
    "requests": "728",
    "person": "218",
    "network": "36",
    "letter": "24",
    "fees": "11315",
}


def _facts(before: dict[str, Decimal] | None = None, **numbers: str) -> dict[str, list[Fact]]:
    facts: dict[str, list[Fact]] = {}
    for fact in extract(report_of(TABLE.format(**NUMBERS | numbers), year=2014), FORMS, before).facts:
        if fact.place == "table":
            facts.setdefault(fact.label, []).append(fact)
    return facts


def _values(facts: list[Fact]) -> list[Decimal | None]:
    return [fact.value for fact in facts]


def test_runs_are_parted_by_the_sums_of_the_form() -> None:
    facts = _facts()
    assert _values(facts["主动公开文件数"]) == [1853, 5395]
    assert _values(facts["政府公报公开数"]) == [140, 378]
    assert _values(facts["受理依申请公开信息总数"]) == [7, 28]
    assert [f.period for f in facts["主动公开文件数"]] == ["year", "cumulative"]
    assert all("parted" in str(f.review) for f in facts["主动公开文件数"])


def test_a_run_that_nothing_decides_has_no_value_and_is_a_finding() -> None:
    facts = _facts()
    (fact,) = facts["政府信息公开收费减免金额"]
    assert (fact.rule, fact.value) == ("table.undecided", None)
    found = [
        c for c in check(tuple(f for fs in facts.values() for f in fs), FORMS) if c.code == "undecided_cell"
    ]
    assert [c.details["printed"] for c in found] == ["11315"]


def test_the_year_before_decides_what_sums_leave_open() -> None:
    facts = _facts(before={"fees_reduced": Decimal(304)})
    assert _values(facts["政府信息公开收费减免金额"]) == [11, 315]


def test_rows_that_contradict_their_total_decide_nothing() -> None:
    assert _values(
        _facts(requests="1128", person="311", network="26", letter="611")["受理依申请公开信息总数"]
    ) == [11, 28]
    facts = _facts(requests="1128", person="919", network="26", letter="611")
    assert [f.rule for f in facts["受理依申请公开信息总数"]] == ["table.undecided"]


MATRIX = """三、收到和处理政府信息公开申请情况
项目\t自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t总计
一、本年新收政府信息公开申请数量\t{row}
二、上年结转政府信息公开申请数量\t0\t0\t0\t0\t0\t0\t0
（七）总计\t13\t2\t0\t0\t0\t1\t16
四、结转下年度继续办理\t0\t0\t0\t0\t0\t0\t0
"""


@pytest.mark.parametrize(
    ("row", "values"),
    [
        ("13\t2\t0\t0\t0\t1\t16", [13, 2, 0, 0, 0, 1, 16]),
        ("1320000116", None),  # 13,2,0,0,0,1,16 is not the only reading: see below
        ("21710000218", [217, 1, 0, 0, 0, 0, 218]),
    ],
)
def test_a_whole_row_run_together(row: str, values: list[int] | None) -> None:
    readings = possible(row.replace("\t", ""), APPLICANTS) if "\t" not in row else [tuple(values or ())]
    assert (readings == [tuple(values)]) if values is not None else len(readings) != 1


@given(st.lists(st.integers(0, 400), min_size=6, max_size=6))
def test_a_row_of_applicants_is_among_its_own_readings(numbers: list[int]) -> None:
    row = (*numbers, sum(numbers))
    readings = possible("".join(map(str, row)), APPLICANTS)
    assert row in readings or not readings  # none: too many to be listed


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_year_and_its_cumulative_number_are_among_their_readings(year: int, more: int) -> None:
    ever = year + more
    readings = possible(f"{year}{ever}", LIST)
    assert (year, ever) in readings
    assert all(now <= then for now, then in readings)


def test_columns_that_promise_nothing_leave_every_reading() -> None:
    free = [Column(id="a", label="甲"), Column(id="b", label="乙")]
    assert possible("123", free) == [(1, 23), (12, 3)]


def test_a_lone_number_of_as_many_digits_as_there_are_columns_is_not_parted() -> None:
    text = """附表
第二十条第（一）项
指标名称    计量单位    本年制发件数    本年废止件数    现行有效件数
规章    件
行政规范性文件    件    288
第二十条第（五）项
信息内容    计量单位    本年处理决定数量
行政许可    件    12
第二十条第（六）项
信息内容    计量单位    本年处理决定数量
行政处罚    件    3
行政强制    件    3
"""
    facts = {f.label: f for f in extract(report_of(text, year=2021), FORMS).facts}
    assert facts["行政许可"].value == 12
    assert facts["行政规范性文件"].rule == "table.undecided"


def test_a_lone_number_of_two_digits_is_not_this_year_and_all_years() -> None:
    facts = _facts(requests="18", person="", network="", letter="")
    assert not [f for f in facts["受理依申请公开信息总数"] if f.indicator and f.value is not None]
