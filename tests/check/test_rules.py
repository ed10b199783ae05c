"""Checks on small reports: what is a contradiction, what explains it, what is none."""

from __future__ import annotations

import pytest

from ogi.check import check
from ogi.forms import load_forms
from ogi.report import Check

from ..extract.conftest import facts_of, report_of

_ROWS = """主动公开信息数 {total}
1、2012年5月1日后的信息 {after}
2、2012年5月1日前的信息 {before}
4、网站公开 {web}
5、政府公报公开 {gazette}
受理依申请公开信息总数 {requests}
1、当面申请数 {person}
2、传真申请数 0
3、电子邮件申请数 0
4、网上申请数 0
5、信函申请数 0
6、其他形式申请数 0
对申请的答复总数 {replies}
1、同意公开答复数 {replies}
2、同意部分公开答复数 0
3、否决公开答复总数 0
行政复议数 0
行政诉讼数 {suits}"""
_PLAIN = {"total": 600, "after": 500, "before": 100, "web": 600, "gazette": 0, "requests": 5, "person": 5, "replies": 5, "suits": 0}  # fmt: skip


def _table(date: str = "2012.12.31", **values: object) -> str:
    rows = _ROWS.format(**(_PLAIN | values))
    cells = "\n".join("\n条\n".join(line.rsplit(" ", 1)) for line in rows.splitlines())
    return f"附表\n时间：{date}\n{cells}\n"


def _failed(text: str) -> list[Check]:
    facts = facts_of(report_of(text))
    return [c for c in check(facts, load_forms().by_id) if not c.holds and c.severity != "note"]


def _codes(text: str) -> list[tuple[str, str]]:
    return [(c.code, c.severity) for c in _failed(text)]


AGREES = "共主动公开政府信息600条，其中网站公开500条，公开栏公开100条。收到政府信息公开申请5件。提起行政诉讼0件。\n"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (AGREES + _table(web=500), []),
        (_table(total=620), [("part_sum", "error")]),
        (_table(person=4), [("part_sum", "error")]),
        (_table(web=601), [("subset", "error")]),
        ("共主动公开政府信息600条，其中网站公开500条，公开栏公开90条。", [("list_sum", "error")]),
        ("提起行政诉讼0件。\n" + _table(suits=3), [("places_differ", "error")]),
        ("共主动公开政府信息3600条，其中局网站3200条，公示栏400条。2012年通过局网站公开信息3150条。", [("places_differ", "error")]),
        ("共主动公开政府信息600条。\n" + _table(total=590, after=490, web=590, date="2012.12.18"), [("places_differ_vintage", "warning")]),
        ("共主动公开政府信息600条。\n" + _table(total=590, after=490, web=590, date="2013.1.10"), [("places_differ", "error")]),
        ("共主动公开政府信息580条。\n" + _table(date="2012.12.18"), [("places_differ", "error")]),
        ("收到政府信息公开申请33件，由上年的20件增至33件，增长50%。", [("change", "warning")]),
        ("收到政府信息公开申请33件，比2011年的20件增加12件。", [("change", "warning")]),
        ("共主动公开政府信息2.36万条。\n二、主动公开情况\n主动公开政府信息23612条，其中网站公开20000条，公开栏公开3612条。", []),
        ("共主动公开政府信息2.36万条，其中网站公开20000条，公开栏公开3612条。", []),
        ("共主动公开政府信息2.36万条。\n二、主动公开情况\n主动公开政府信息23712条。", [("places_differ", "error")]),
        ("共主动公开政府信息2.36万条，其中网站公开20000条，公开栏公开3712条。", [("list_sum", "error")]),
        ("共收到政府信息公开申请67件，其中上年结转4件，本年新收63件；按申请人分，自然人62件、企业5件。", []),
    ],
    ids=["agrees", "parts", "methods", "subset", "list", "lawsuits", "one channel twice", "earlier date", "filled in in January", "earlier but larger", "rate of change", "difference", "round figure", "round total", "beyond a round figure", "beyond a round total", "all requests and new ones"],
)  # fmt: skip
def test_what_is_reported(text: str, codes: list[tuple[str, str]]) -> None:
    assert _codes(text) == codes


@pytest.mark.parametrize(
    "text",
    [
        "主动公开政府信息100条，其中按类别分，政策法规类40条、动态类60条；按渠道分，网站公开90条、公开栏公开10条。",
        "截至2012年底，我局累计主动公开政府信息12845条。2012年新增主动公开政府信息2356条。",
        "全系统主动公开政府信息900条，局机关主动公开政府信息300条。",
        "主动公开政府信息100条，其中财政类40条（其中“三公”经费3条），动态类60条。",
        "主动公开政府信息100余条，其中网站公开70条，公开栏公开20条。",
        "收到政府信息公开申请6件，其中当面申请4件，网上申请2件，同意公开6件。",
        "共计主动公开信息366条（含转载200条）。",
        "共主动公开政府信息100条，其中县政府网站40条，区政府网站60条。",
        "通过县政府网站公开信息40条。通过区政府网站公开信息60条。",
        "收到政府信息公开申请33件，由上年的20件增至33件，增长65%。",
        "办理政府信息公开申请23件，其中上年结转1件，新收22件。",
        "主动公开政府信息100条，其中财政类40条，动态类30条等。",
        "主动公开政府信息100条，其中财政类40条，回复咨询10条，动态类50条。",
    ],
    ids=[
        "two cuts",
        "stock and flow",
        "two scopes",
        "nested",
        "about",
        "methods and outcomes",
        "of which",
        "two sites listed",
        "two sites told",
        "change that holds",
        "new and carried in",
        "and so on",
        "another count among the items",
    ],
)
def test_what_is_no_contradiction(text: str) -> None:
    assert _codes(text) == []


def test_a_part_that_the_table_leaves_out_may_be_what_is_missing() -> None:
    text = (
        _table().replace("6、其他形式申请数\n条\n0\n", "").replace("当面申请数\n条\n5", "当面申请数\n条\n4")
    )
    assert _codes(text) == []
    more = text.replace("当面申请数\n条\n4", "当面申请数\n条\n6")
    assert _codes(more) == [("part_sum", "error")]


def _with_rows(text: str, *rows: str) -> str:
    """A report with rows of its own behind the outcomes of requests."""
    own = "".join("\n条\n".join(row.rsplit(" ", 1)) + "\n" for row in rows)
    return text.replace("行政复议数\n", own + "行政复议数\n", 1)


def test_rows_that_the_form_does_not_have_may_be_parts() -> None:
    text = _table(replies=5).replace("1、同意公开答复数\n条\n5", "1、同意公开答复数\n条\n3")
    assert _codes(text) == [("part_sum", "error")]
    assert _codes(_with_rows(text, "4、信息不存在数 1", "5、非本机关掌握数 1")) == []
    # Whether other rows are parts is not said: they decide nothing, unless the parts alone are too many.
    assert _codes(_with_rows(text, "4、信息不存在数 4")) == []
    more = text.replace("1、同意公开答复数\n条\n3", "1、同意公开答复数\n条\n6")
    assert _codes(_with_rows(more, "4、信息不存在数 1")) == [("part_sum", "error")]


def test_a_row_that_the_form_does_not_have_is_noted_once() -> None:
    rows = [
        "指标名称\t计量单位\t2012年度\t历年累计",
        "主动公开信息数\t条\t600\t900",
        "其中：1.网站公开\t条\t500\t800",
        "2.政府公报公开\t条\t100\t100",
        "受理依申请公开信息总数\t条\t5\t6",
        "其中：1.当面申请数\t条\t5\t6",
        "2.传真申请数\t条\t0\t0",
        "3.电子邮件申请数\t条\t0\t0",
        "依申请公开信息目录数\t条\t7\t8",
        "对申请的答复数\t条\t5\t6",
        "行政复议数\t条\t0\t0",
        "行政诉讼数\t条\t0\t0",
    ]
    facts = facts_of(report_of("附表\n" + "\n".join(rows) + "\n"))
    notes = [c for c in check(facts, load_forms().by_id) if c.code == "unknown_row"]
    assert [[f"{fact.value}" for fact in note.left.facts] for note in notes] == [["7"]]


def test_a_second_column_without_a_heading_is_held_against_nothing() -> None:
    two = "\n".join(f"{line}\n{line}0" if line.isdigit() else line for line in _table().splitlines())
    assert _codes("共主动公开政府信息600条。\n" + two) == []
    assert _codes(two.replace("网站公开\n条\n600\n6000", "网站公开\n条\n600\n6001")) == [("subset", "error")]


def test_both_sides_keep_their_facts() -> None:
    (found,) = _failed("提起行政诉讼0件。\n" + _table(suits=3))
    assert found.right is not None
    assert found.left.facts[0].place == "prose"
    assert found.right.facts[0].place == "table"
    assert found.difference == -3
