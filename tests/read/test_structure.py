"""Sections and stacked tables: where things are in a text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ogi.read.sections import find_sections
from ogi.read.stacked import find_stacked_tables
from ogi.report import Report

_PIECES = st.sampled_from(
    [
        "一、概述",
        "（一）数量",
        "附表",
        "附二",
        "\t",
        "条",
        "件",
        "\n",
        "\n\t",
        " ",
        "12",
        "３,490",
        "主动公开信息数",
        "其中：1、",
        "/",
        "。",
        "　　",
    ]
)


def test_the_sections_of_the_sample(sample: Report) -> None:
    titles = [section.title for section in sample.sections]
    assert titles[0].startswith("一、主动公开政府信息的情况")
    assert "一、主动公开政府信息的情况 / （一）主动公开政府信息的数量" in titles
    assert [s.title for s in sample.sections if s.annex] == [
        "五、附表：象山工商分局电子政务工作考核自评说明",
        "附二",
    ]


def test_the_table_of_the_sample(sample: Report) -> None:
    (table,) = sample.tables
    assert table.caption == "附二"
    assert table.fields == {"单位": "象山工商分局", "时间": "2011.12.18"}
    assert [cell.text for cell in table.rows[0]] == ["指 标 名 称", "计量\n\n单位", "年末\n\n统计"]
    assert [cell.text for cell in table.rows[1]] == ["主动公开信息数", "条", "3473"]
    assert len(table.rows) == 21


def test_a_heading_behind_a_table_with_a_row_a_line_is_no_row() -> None:
    text = "信息内容\t采购项目数量\t采购总金额\n政府集中采购\t3\t41.2万元\n三、收到和处理政府信息公开申请情况\n无\n"
    (table,) = find_stacked_tables(text)
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["信息内容", "采购项目数量", "采购总金额"],
        ["政府集中采购", "3", "41.2万元"],
    ]


@given(st.lists(_PIECES, max_size=60).map("".join))
def test_cells_stand_where_they_say(text: str) -> None:
    for table in find_stacked_tables(text):
        assert 0 <= table.span.start < table.span.end <= len(text)
        for cell in (cell for row in table.rows for cell in row):
            assert text[cell.span.start : cell.span.end] == cell.text


@given(st.lists(_PIECES, max_size=60).map("".join))
def test_sections_are_in_order_and_inside_the_text(text: str) -> None:
    sections = find_sections(text)
    starts = [section.span.start for section in sections]
    assert starts == sorted(starts)
    assert all(0 <= s.span.start < s.span.end <= len(text) for s in sections)
