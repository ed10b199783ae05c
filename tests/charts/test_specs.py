"""What the charts say: of the sample report, and of reports that lack what a chart is about."""

from __future__ import annotations

import pytest

from ogi.charts import CHARTS, chart_spec, report_charts
from ogi.charts.words import MARK
from ogi.errors import InputError
from ogi.forms import load_forms
from ogi.language import LANGS, Lang

from .conftest import View


def _bars(view: View, name: str, lang: Lang = "zh") -> list[tuple[str, int]]:
    return [(row.label, int(row.value or 0)) for row in chart_spec(view(lang), name).rows]


def test_volume_by_channel_holds_channels_only(sample_view: View) -> None:
    spec = chart_spec(sample_view("zh"), "volume-by-channel")
    assert [(row.label, int(row.value or 0), row.disputed) for row in spec.rows] == [
        ("县政府外网信息", 550, True),
        ("省、市、国家局工商网信息", 223, False),
        ("宁波市工商局信息公开网站", 105, True),
    ]
    assert "3,490" in spec.title
    assert "3,495" in spec.title
    assert any("2,617" in note for note in spec.notes), "what the sentence lists besides is said, not drawn"


def test_volume_by_type_holds_types_only(sample_view: View) -> None:
    assert _bars(sample_view, "volume-by-type") == [
        ("个体户吊注销信息", 2353),
        ("企业吊销信息", 226),
        ("处罚决定公告信息", 38),
    ]


def test_the_bridge_goes_from_one_total_to_the_other(sample_view: View) -> None:
    spec = chart_spec(sample_view("zh"), "two-vintages")
    assert [row.value for row in spec.rows] == [3473, 7, 10, 3490]
    assert [row.text for row in spec.rows[1:3]] == ["543 → 550", "95 → 105"]
    assert "3,473 + 7 + 10 = 3,490" in spec.title
    assert "推断" in spec.measure


def test_the_table_chart_shows_what_no_channel_is_stated_for(sample_view: View) -> None:
    spec = chart_spec(sample_view("en"), "indicator-table")
    derived = [row for row in spec.rows if row.role == "derived"]
    assert [(row.label, int(row.value or 0)) for row in derived] == [("channel not stated (computed)", 373)]
    assert "2011-12-18" in spec.measure
    totals = [(row.role, int(row.value or 0)) for row in spec.rows if row.role in ("end", "number")]
    assert totals == [
        ("end", 3473),
        ("number", 5),
    ]


def test_lawsuits_are_never_one_value(sample_view: View) -> None:
    spec = chart_spec(sample_view("zh"), "requests-disputes")
    assert spec.kind == "statement"
    assert "行政诉讼前后不一（0、5）" in spec.title
    disputed = [row.label for row in spec.rows if row.disputed]
    assert len(disputed) == 1
    assert "0 起" in disputed[0]
    assert "5 件" in disputed[0]


def test_zeros_are_a_sentence(sample_view: View) -> None:
    rows = chart_spec(sample_view("zh"), "requests-disputes").rows
    assert rows[0].label == "以下各项为 0：收到的公开申请、申请答复、行政复议、行政申诉。"


def test_the_scorecard_counts_what_was_checked(sample_view: View) -> None:
    view = sample_view("zh")
    spec = chart_spec(view, "reconciliation")
    made = [check for check in view.checks if check.right is not None]
    assert spec.title.startswith(f"{len(made)} 项核对")
    roles = [row.role for row in spec.rows]
    assert roles == sorted(roles, key=["error", "warning", "note", "holds"].index)
    assert roles.count("error") == 2


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_says_what_it_is(sample_view: View, name: str, lang: Lang) -> None:
    spec = chart_spec(sample_view(lang), name)
    for text in (spec.title, spec.measure, spec.source, spec.takeaway, spec.alt):
        assert text.strip()
    assert str(spec.year) in spec.subtitle
    assert spec.agency in spec.subtitle
    assert spec.measure in spec.subtitle
    assert "象山工商分局2011年政府信息公开工作年度报告" in spec.source
    for row in spec.rows:
        assert row.label in spec.alt
    if spec.kind in ("bars", "bridge"):
        assert spec.unit


_OTHERS = {
    "only a total": "共主动公开政府信息320条。",
    "nothing at all": "我局认真做好信息公开工作。",
    "channels only": "共主动公开政府信息320条，其中网站公开300条，公开栏公开20条。",
    "one channel": "通过县政府网站公开政府信息80条。",
    "overlapping channels": "共主动公开政府信息100条，其中网站公开100条，微博公开80条。",
    "requests": "共受理政府信息公开申请58件，其中当面申请30件，网上申请28件；行政复议1件，行政诉讼0件。",
    "two sites of one kind": "共主动公开政府信息100条，其中县政府网站40条，区政府网站60条。",
    "an unknown label": "共主动公开政府信息100条，其中玻璃类信息40条，政策法规类60条。",
    "a character beyond the basic plane": "共主动公开政府信息100条，其中㐂类信息40条，政策法规类60条。",
}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("case", _OTHERS)
def test_every_report_gets_every_chart(small_view: object, case: str, lang: Lang) -> None:
    view = small_view(_OTHERS[case], lang)  # type: ignore[operator]
    for spec in report_charts(view):
        assert spec.title
        assert spec.takeaway
        assert (spec.kind in ("bars", "bridge")) <= bool(spec.rows)
        labels = [(row.group, row.label) for row in spec.rows]
        assert len(set(labels)) == len(labels), "two bars may not bear one label"
        assert all(row.value is None or row.value >= 0 or row.role == "step" for row in spec.rows)


def test_a_report_without_a_breakdown_says_so(small_view: object) -> None:
    spec = chart_spec(small_view(_OTHERS["only a total"], "zh"), "volume-by-channel")  # type: ignore[operator]
    assert spec.kind == "statement"
    assert "没有按公开渠道列出" in spec.title
    assert "320 条" in spec.rows[0].label


def test_overlapping_channels_are_not_called_a_share_of_the_total(small_view: object) -> None:
    spec = chart_spec(small_view(_OTHERS["overlapping channels"], "zh"), "volume-by-channel")  # type: ignore[operator]
    assert "超过报告所称总数 100" in spec.takeaway


_TWO_LISTS = (
    "共主动公开政府信息1286条。其中，县政府门户网站公开700条，局网站公开400条，政务微博96条，公示栏80条。\n"
    "按信息类型分，政策法规类120条，工作动态类900条，规划计划类206条，其他类信息60条。"
)


@pytest.mark.parametrize("lang", LANGS)
def test_a_list_that_adds_up_is_not_blamed_for_another_that_does_not(small_view: object, lang: Lang) -> None:
    view = small_view(_TWO_LISTS, lang)  # type: ignore[operator]
    types, channels = chart_spec(view, "volume-by-type"), chart_spec(view, "volume-by-channel")
    assert "1,276" not in types.alt + types.takeaway
    assert types.notes == ()
    assert "1,276" in channels.title
    assert len(channels.notes) == 1, "only that its own list does not add up"
    assert "10" in channels.takeaway
    assert "%" not in channels.takeaway


def test_a_number_that_is_not_exact_bears_its_sign(small_view: object) -> None:
    text = "共主动公开政府信息100余条，其中政策法规类约40条，动态类60余条。"
    spec = chart_spec(small_view(text, "zh"), "volume-by-type")  # type: ignore[operator]
    assert [(row.sign, int(row.value or 0)) for row in spec.rows] == [("≥", 60), ("≈", 40)]
    assert "≥60" in spec.alt


def test_an_unknown_chart_is_refused(sample_view: View) -> None:
    with pytest.raises(InputError, match="volume-by-channel"):
        chart_spec(sample_view("zh"), "pie")


_APPLICANTS = (
    "收到政府信息公开申请15件。\n附表\n时间：2012.12.31\n"
    "主动公开信息数\n条\n600\n1、2011年5月1日后的信息\n条\n500\n2、2011年5月1日前的信息\n条\n100\n"
    "受理依申请公开信息总数\n条\n{received}\n1、当面申请数\n条\n{received}\n2、传真申请数\n条\n0\n"
    "3、电子邮件申请数\n条\n0\n4、网上申请数\n条\n0\n5、信函申请数\n条\n0\n6、其他形式申请数\n条\n0\n"
    "对申请的答复总数\n条\n0\n1、同意公开答复数\n条\n0\n2、同意部分公开答复数\n条\n0\n3、否决公开答复总数\n条\n0\n"
    "行政复议数\n件\n0\n行政诉讼数\n件\n0\n"
)


def test_what_nothing_explains_is_not_drawn_as_one_number(small_view: object) -> None:
    spec = chart_spec(small_view(_APPLICANTS.format(received=12), "zh"), "requests-disputes")  # type: ignore[operator]
    assert "前后不一（12、15）" in spec.title
    assert all("收到" not in row.group for row in spec.rows)


def test_what_is_explained_is_drawn_by_the_written_rule_and_says_so(small_view: object) -> None:
    spec = chart_spec(small_view(_APPLICANTS.format(received=150000), "zh"), "requests-disputes")  # type: ignore[operator]
    assert "150,000（别处为 15）" in spec.title
    total = next(row for row in spec.rows if row.value == 150000)
    assert total.disputed
    assert any("先于正文" in note for note in spec.notes)
    assert "两处都要写明" in spec.takeaway


def test_a_contradicted_number_is_marked(sample_view: View) -> None:
    for name in ("volume-by-channel", "volume-by-type", "indicator-table"):
        assert any(note.startswith(MARK) for note in chart_spec(sample_view("zh"), name).notes)


def test_the_groups_of_the_table_chart_have_scales_of_their_own(sample_view: View) -> None:
    spec = chart_spec(sample_view("zh"), "indicator-table")
    assert spec.own_scales
    alone = [row for row in spec.rows if row.role == "number"]
    assert [(row.label, row.text) for row in alone] == [("行政诉讼数", "5 件")]
    assert {row.group for row in alone}.isdisjoint(row.group for row in spec.rows if row.role == "end")


def test_a_label_that_prints_its_unit_does_not_get_it_twice(small_view: object) -> None:
    form = load_forms().by_id["national-2014"].tables[0]
    rows = [f"{row.label}（{row.unit}）\t{i}" for i, row in enumerate(form.rows) if row.relation != "header"]
    text = "附表\n统计指标\t统计数\n" + "\n".join(rows)
    spec = chart_spec(small_view(text, "zh"), "indicator-table")  # type: ignore[operator]
    groups = {row.group for row in spec.rows if row.role == "end"}
    assert any(group.endswith("计1条）（条）") for group in groups)
    assert not any(group.endswith("（条）（条）") for group in groups)
