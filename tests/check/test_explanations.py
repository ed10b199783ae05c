"""What may explain that two places differ: each explanation on a small report, and none where none fits."""

from __future__ import annotations

import pytest

from ogi.check import check, finding_of
from ogi.forms import load_forms
from ogi.report import Check

from ..extract.conftest import facts_of, report_of


def _table(received: str, carried_in: str, granted: str, partial: str, total: str, carried_out: str) -> str:
    """The table on requests of the 2021 form, as text with tabs: natural persons, enterprises, the total."""
    zeros = "\t0\t0\t0\t0"

    def row(label: str, cells: str) -> str:
        person, firm, every = cells.split()
        return f"{label}\t{person}\t{firm}{zeros}\t{every}"

    rest = [
        "（三）不予公开\t1.属于国家秘密", "2.其他法律行政法规禁止公开", "3.危及“三安全一稳定”", "4.保护第三方合法权益",
        "5.属于三类内部事务信息", "6.属于四类过程性信息", "7.属于行政执法案卷", "8.属于行政查询事项",
        "（四）无法提供\t1.本机关不掌握相关政府信息", "2.没有现成信息需要另行制作", "3.补正后申请内容仍不明确",
        "（五）不予处理\t1.信访举报投诉类申请", "2.重复申请", "3.要求提供公开出版物", "4.无正当理由大量反复申请",
        "5.要求行政机关确认或重新出具已获取信息",
        "（六）其他处理\t1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", "3.其他",
    ]  # fmt: skip
    rows = [
        "\t申请人情况",
        "自然人\t法人或其他组织\t总计",
        "商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他",
        row("一、本年新收政府信息公开申请数量", received),
        row("二、上年结转政府信息公开申请数量", carried_in),
        row("三、本年度办理结果\t（一）予以公开", granted),
        row("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", partial),
        *(f"{label}\t0\t0{zeros}\t0" for label in rest),
        row("（七）总计", total),
        row("四、结转下年度继续办理", carried_out),
    ]
    return "三、收到和处理政府信息公开申请情况\n" + "\n".join(rows) + "\n"


_PLAIN = _table("10 2 12", "3 0 3", "8 1 9", "3 0 3", "11 1 12", "2 1 3")
_DISPUTES = (
    "四、政府信息公开行政复议、行政诉讼情况\n行政复议\t行政诉讼\n"
    "结果维持\t结果纠正\t其他结果\t尚未审结\t总计\t未经复议直接起诉\t复议后起诉\n"
    "结果维持\t结果纠正\t其他结果\t尚未审结\t总计\t结果维持\t结果纠正\t其他结果\t尚未审结\t总计\n"
    "1\t0\t0\t0\t1\t2\t0\t0\t0\t2\t1\t0\t0\t0\t1\n"
)


def _failed(text: str, year: int = 2021) -> list[Check]:
    facts = facts_of(report_of(text, "二、依申请公开情况", year=year))
    assert {fact.form for fact in facts if fact.place == "table"} <= {"national-2021", None}
    return [c for c in check(facts, load_forms().by_id) if not c.holds and c.severity != "note"]


@pytest.mark.parametrize(
    ("text", "code", "severity", "explanation"),
    [
        ("收到政府信息公开申请12件。\n" + _PLAIN, None, None, None),
        ("收到政府信息公开申请15件。\n" + _PLAIN, "places_differ_explained", "warning", "with_carried_in"),
        ("收到政府信息公开申请10件。\n" + _PLAIN, "places_differ_explained", "warning", "one_applicant"),
        ("收到政府信息公开申请9件。\n" + _PLAIN, "places_differ_explained", "warning", "with_carried_in"),
        ("收到政府信息公开申请120000件。\n" + _PLAIN, "places_differ_explained", "warning", "unit_slip"),
        ("收到政府信息公开申请17件。\n" + _PLAIN, "places_differ", "error", None),
        ("收到政府信息公开申请12件，其中自然人9件，商业企业2件。\n" + _PLAIN, "places_differ", "error", None),
        ("收到申请12件，办结12件，其中予以公开及部分公开12件。\n" + _PLAIN, None, None, None),
        ("收到申请12件，办结12件，其中予以公开及部分公开11件。\n" + _PLAIN, "cells_differ", "warning", "one_applicant"),
        ("收到申请12件，办结12件，其中予以公开及部分公开7件。\n" + _PLAIN, "cells_differ", "error", None),
        ("收到申请12件，办结12件，其中予以公开8件，不予公开4件。\n" + _PLAIN, "places_differ", "error", None),
        ("因政府信息公开引发行政诉讼3件。\n" + _PLAIN + _DISPUTES, None, None, None),
        ("因政府信息公开引发行政诉讼4件。\n" + _PLAIN + _DISPUTES, "cells_differ", "error", None),
    ],
    ids=[
        "agrees", "with those carried in", "one applicant", "without those carried in", "万", "nothing fits",
        "an applicant differs", "two cells agree", "two cells of one applicant", "two cells differ",
        "an outcome differs", "two kinds of lawsuits", "two kinds of lawsuits differ",
    ],
)  # fmt: skip
def test_an_explanation_is_looked_for(
    text: str, code: str | None, severity: str | None, explanation: str | None
) -> None:
    found = [c for c in _failed(text) if c.code not in ("list_sum", "part_sum")]
    if code is None:
        assert found == []
        return
    assert (found[0].code, found[0].severity, found[0].explanation) == (code, severity, explanation)


def test_an_explanation_is_worded_as_an_inference() -> None:
    report = report_of("收到政府信息公开申请15件。\n" + _PLAIN, "二、依申请公开情况", year=2021)
    found = next(c for c in check(facts_of(report), load_forms().by_id) if c.explanation)
    row = finding_of(found, report.entry)
    assert "上年结转的 3 件" in row.message_zh
    assert row.message_zh.endswith("（推断）。")
    assert "exactly the 3 carried in" in row.message_en
    assert row.message_en.endswith("(an inference).")
    assert row.explanation == "with those carried in · 含上年结转"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("主动公开政府信息1913条，其中行政许可类145条，占7.58%；其他1768条，占92.42%。", []),
        ("主动公开政府信息1913条，其中行政许可类145条，占7.5%；其他1768条，占92.4%。", []),
        ("主动公开政府信息1913条，其中行政许可类145条，占8.05%；其他1768条。", [("share", "warning")]),
        ("主动公开政府信息100条，其中县政府网站100条，政务微博40条。", []),
        ("主动公开政府信息100条，其中县政府网站70条，政务微博40条。", [("list_sum", "warning")]),
        ("主动公开政府信息100条，其中县政府网站70条，政务微博31条。", [("list_sum", "error")]),
        ("共主动公开政府信息1913条。县政府网站上公开信息3636条。", [("channel_exceeds", "error")]),
        ("共主动公开政府信息35条，更新1条，其中规划类20条，人事类16条。", []),
        ("全年制作、获取政府信息总数30条，其中主动公开政府信息20条，作为依申请公开信息数5条，不予公开信息数4条。", [("list_sum", "error")]),
        ("全年制作、获取政府信息总数30条，其中主动公开政府信息20条，作为依申请公开信息数5条，不予公开信息数5条。县直各单位25条，各乡镇5条。", [("list_sum", "warning")]),
        ("2011年，主动公开政府信息50条，历年累计主动公开政府信息90条。其中规划类30条，人事类20条。", []),
        ("收到政府信息公开申请20件，办结20件，其中予以公开12件，不予公开4件。", []),
        ("收到政府信息公开申请20件，办结20件，其中予以公开12件，不予公开9件。", [("list_sum", "error")]),
        ("主动公开政府信息1000条，其中规划类20条，人事类100条，财政类30条。", []),
        ("主动公开政府信息1000条，其中规划类20条，人事类100条，财政类830条。", [("list_sum", "error")]),
        ("主动公开政府信息1000条，网站公开500条，微博公开400条，其余通过报纸公开。", []),
        ("主动公开政府信息1000条。全年更新栏目内容560条，其中规划类190条，人事类360条。", []),
        ("主动公开政府信息300条，历年累计500条。其中电子化的290条。新增的300条按类别分列如下：规划类120条，占40%；人事类170条，占56.7%。", [("list_sum", "error")]),
        ("收到政府信息公开申请27件。涉及土地的居首，有11件；涉及学校的5件。", []),
        ("收到政府信息公开申请20件。答复构成为：同意公开8件，告知补正8件，其他4件。", []),
        ("共主动公开政府信息1248条（去重后），其中局网站1120条，微信公众号236条。", []),
        ("收到政府信息公开申请207件。年内办结205件，其中予以公开205件。从申请事项看，招生类92件，占44.4%；职称类31件，占15.9%。", [("share", "warning")]),
        ("收到政府信息公开申请20件。在办结的18件申请中，同意公开12件，不予公开7件。", [("list_sum", "error")]),
        ("主动公开政府信息1066条，其中通过政府网站公开1054条，政务微博126条，政务微信218条。", []),
        ("收到政府信息公开申请156件。156件申请年内全部答复完毕。其中，同意公开98件，部分公开7件，不予公开5件，不属于本机关29件，信息不存在15件。", [("list_sum", "warning")]),
        ("收到政府信息公开申请156件。156件申请年内全部答复完毕。其中，同意公开98件，部分公开7件，不予公开5件，不属于本机关20件，信息不存在6件。", []),
        ("新收政府信息公开申请1246件，上年结转17件。全年答复1239件，结转下年度26件。", [("carried", "warning")]),
        ("新收政府信息公开申请1246件，上年结转17件。全年答复1237件，结转下年度26件。", []),
        ("收到政府信息公开申请1263件，含上年结转17件。全年答复1237件，结转下年度26件。", []),
        ("收到政府信息公开申请37件。其中，省局机关收到6件，市州局收到18件，县局收到12件。", [("list_sum", "error")]),
        ("收到政府信息公开申请145件，其中县政府办公室21件，乡镇34件，县直部门88件。", [("list_sum", "error")]),
    ],
    ids=[
        "shares", "shares cut off", "a wrong share", "channels that repeat items", "channels beyond the total", "channels one beyond the total",
        "a site beyond the total", "a list of two counts", "three kinds", "the list of another total",
        "the year's list", "the main outcomes", "too many outcomes",
        "some of them", "nearly all of them", "the rest without a number", "the list of a number in between",
        "all years and a part between", "what requests are about", "outcomes of no category", "channels without what is doubled", "what requests are about, behind those concluded",
        "those concluded", "channels that overlap", "outcomes but two", "the main outcomes of many",
        "requests out of balance", "requests in balance", "those carried in among those received",
        "who got them", "bodies that got them",
    ],
)  # fmt: skip
def test_running_text_is_held_against_itself(text: str, codes: list[tuple[str, str]]) -> None:
    year = 2011 if "2011" in text else 2012
    facts = facts_of(report_of(text, "一、主动公开和依申请公开情况", year=year))
    failed = [c for c in check(facts, load_forms().by_id) if not c.holds and c.severity != "note"]
    assert [(c.code, c.severity) for c in failed] == codes
