"""The sample report: every number of disclosure, requests and disputes, and no other."""

from __future__ import annotations

from decimal import Decimal

from ogi.extract import extract
from ogi.forms import load_forms
from ogi.report import Fact, Report

# indicator, dimension, category label or label, value, unit, place; read by hand.
PROSE = [
    ("proactive_items_total", None, "公开各类信息", 3490, "条", "共计公开各类信息3490条"),
    ("proactive_items_total", "channel", "县政府外网信息", 550, "条", "县政府外网信息550条"),
    (
        "proactive_items_total",
        "channel",
        "宁波市工商局信息公开网站",
        105,
        "条",
        "宁波市工商局信息公开网站105条",
    ),
    (
        "proactive_items_total",
        "channel",
        "省、市、国家局工商网信息",
        223,
        "条",
        "省、市、国家局工商网信息223条",
    ),
    ("proactive_items_total", "information_type", "企业吊销信息", 226, "条", "企业吊销信息226条"),
    ("proactive_items_total", "information_type", "个体户吊注销信息", 2353, "条", "个体户吊注销信息2353条"),
    ("proactive_items_total", "information_type", "处罚决定公告信息", 38, "条", "处罚决定公告信息38条"),
    ("requests_received", None, "申请公开政府信息", 0, None, "未接受到申请公开政府信息的情况"),
    ("reconsiderations_total", None, "申请行政复议", 0, "起", "申请行政复议0起"),
    ("litigation_total", None, "提起行政诉讼", 0, "起", "提起行政诉讼0起"),
    ("proactive_items_total", "channel", "县信息公开网页", 543, "条", "在县信息公开网页上公开信息543条"),
    ("proactive_items_total", "channel", "市信息公开网页", 95, "条", "在市信息公开网页上公开信息95条"),
]
TABLE = [
    ("proactive_items_total", "主动公开信息数", 3473, "条"),
    ("proactive_items_since_cutoff", "2011年5月1日后的信息", 1875, "条"),
    ("proactive_items_before_cutoff", "2011年5月1日前的信息", 1598, "条"),
    ("proactive_items_not_timely", "未及时公开数", 0, "条"),
    ("channel_website_items", "网站公开", 3100, "条"),
    ("channel_gazette_items", "政府公报公开", 0, "条"),
    ("requests_received", "受理依申请公开信息总数", 0, "条"),
    ("req_in_person", "当面申请数", 0, "条"),
    ("req_fax", "传真申请数", 0, "条"),
    ("req_email", "电子邮件申请数", 0, "条"),
    ("req_online", "网上申请数", 0, "条"),
    ("req_letter", "信函申请数", 0, "条"),
    ("req_other_form", "其他形式申请数", 0, "条"),
    ("replies_total", "对申请的答复总数", 0, "条"),
    ("replies_granted", "同意公开答复数", 0, "条"),
    ("replies_partial", "同意部分公开答复数", 0, "条"),
    ("replies_refused_total", "否决公开答复总数", 0, "条"),
    ("reconsiderations_total", "行政复议数", 0, "件"),
    ("litigation_total", "行政诉讼数", 5, "件"),
    ("appeals_total", "行政申诉数", 0, "件"),
]


def _facts(sample: Report) -> tuple[Fact, ...]:
    return extract(sample, load_forms().by_id).facts


def test_the_text_states_these_counts_and_no_others(sample: Report) -> None:
    found = [
        (f.indicator, f.dimension, f.category_label or f.label, int(f.number), f.unit, f.quote)
        for f in _facts(sample)
        if f.place == "prose" and f.indicator
    ]
    assert found == PROSE


def test_the_annex_states_these_numbers_as_of_its_date(sample: Report) -> None:
    cells = [f for f in _facts(sample) if f.place == "table"]
    assert [(f.indicator, f.label, int(f.number), f.unit) for f in cells] == TABLE
    assert {(f.period, str(f.as_of), f.table_caption, f.column_label) for f in cells} == {
        ("as_of", "2011-12-18", "附二", "年末统计")
    }


def test_side_figures_are_kept_and_count_nothing(sample: Report) -> None:
    others = [(f.quote, f.value, f.qualifier) for f in _facts(sample) if not f.indicator]
    assert others == [
        ("七所共计40多平方", Decimal(40), "at_least"),
        ("当日文件处理率达90%以上", Decimal(90), "at_least"),
    ]


def test_the_form_is_recognised_from_its_labels(sample: Report) -> None:
    extracted = extract(sample, load_forms().by_id)
    assert extracted.form == "ningbo-2011"
    assert "20 of 20 row labels" in extracted.form_reason
