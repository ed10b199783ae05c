"""A table's rows as labels and values: headings by the grid, and by order where spans disagree."""

from __future__ import annotations

import pytest

from ogi.read.blocks import Block, blocks_of
from ogi.read.cells import kind_of
from ogi.read.document import Composer, RawCell
from ogi.read.html.reader import read_html
from ogi.read.stacked import find_stacked_tables


def _blocks(rows: str) -> list[Block]:
    page = f"<html><body><p>某局2012年政府信息公开工作年度报告</p><table>{rows}</table></body></html>"
    (table,) = read_html(page, "utf-8", "p").tables
    return list(blocks_of(table))


def _row(*cells: str) -> str:
    return "<tr>" + "".join(c if c.startswith("<td") else f"<td>{c}</td>" for c in cells) + "</tr>"


def _says(block: Block) -> list[tuple[str, str | None, list[tuple[str, str]]]]:
    """Each line as its labels, its unit, and its values with the heading over each."""
    return [
        (
            "/".join(cell.text for cell in line.labels),
            line.unit.text if line.unit else None,
            [(v.text, p[-1].text if p else "") for v, p in zip(line.values, line.headings, strict=True)],
        )
        for line in block.lines
    ]


def test_headings_and_rows_whose_spans_disagree_go_by_the_order_of_cells() -> None:
    (block,) = _blocks(
        _row("信息内容", "上年", "<td colspan=2>增减", "决定")
        + _row("行政许可", "<td colspan=2>396", "-17", "181")
        + _row("其他", "10", "<td colspan=2>0", "153")
    )
    assert _says(block) == [
        ("行政许可", None, [("396", "上年"), ("-17", "增减"), ("181", "决定")]),
        ("其他", None, [("10", "上年"), ("0", "增减"), ("153", "决定")]),
    ]


def test_a_caption_in_the_table_begins_a_block_with_headings_of_its_own() -> None:
    one, two = _blocks(
        _row("<td colspan=3>第二十条第（一）项")
        + _row("信息内容", "制发", "废止")
        + _row("规章", "1", "/")
        + _row("<td colspan=3>第二十条第（五）项")
        + _row("信息内容", "<td colspan=2>处理决定")
        + _row("行政许可", "<td colspan=2>9")
    )
    assert (one.caption, two.caption) == ("第二十条第（一）项", "第二十条第（五）项")
    assert _says(one) == [("规章", None, [("1", "制发"), ("/", "废止")])]
    assert _says(two) == [("行政许可", None, [("9", "处理决定")])]


def test_codes_ordinals_and_remarks_are_no_values() -> None:
    (block,) = _blocks(
        _row("序号", "指标名称", "计量单位", "代码", "本年", "备注")
        + _row("甲", "乙", "丙", "1", "2", "3")
        + _row("1", "主动公开信息数", "条", "01", "20", "网站")
        + _row("2", "其中：网站公开", "条", "02", "18", "")
    )
    assert _says(block) == [
        ("主动公开信息数", "条", [("20", "本年")]),
        ("其中：网站公开", "条", [("18", "本年")]),
    ]


def test_two_parts_side_by_side_are_lines_of_their_own() -> None:
    (block,) = _blocks(
        _row("指标", "单位", "数", "指标", "单位", "数")
        + _row("主动公开", "条", "20", "收到申请", "件", "3")
        + _row("网站公开", "条", "18", "当面申请", "件", "1")
    )
    assert [(label, unit, values[0][0]) for label, unit, values in _says(block)] == [
        ("主动公开", "条", "20"),
        ("网站公开", "条", "18"),
        ("收到申请", "件", "3"),
        ("当面申请", "件", "1"),
    ]


def test_labels_over_several_rows_are_the_outer_ones() -> None:
    (block,) = _blocks(
        _row("<td colspan=3>项目", "自然人", "总计")
        + _row("<td rowspan=3>三、结果", "<td colspan=2>（一）公开", "1", "1")
        + _row("<td rowspan=2>（三）不公开", "1.秘密", "2", "2")
        + _row("2.其他", "", "0")
    )
    assert [label for label, _, _ in _says(block)] == [
        "三、结果/（一）公开",
        "三、结果/（三）不公开/1.秘密",
        "三、结果/（三）不公开/2.其他",
    ]
    assert [v for v, _ in _says(block)[2][2]] == ["", "0"]


def test_a_row_that_lacks_a_cell_is_ragged() -> None:
    (block,) = _blocks(
        _row("指标", "本年", "累计")
        + _row("主动公开", "20", "60")
        + _row("网站公开", "18")
        + _row("公报", "0", "0")
    )
    assert [line.ragged for line in block.lines] == [False, True, False]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("3,490", "number"), ("３４９０", "number"), ("+17", "number"), ("-185", "number"), ("增17", "number"), ("251000元", "number"),
        ("12.5万元", "number"), ("约300余条", "number"), ("1个246900元", "number"), ("12 30", "number"), ("70.3%", "number"),
        ("/", "nil"), ("—", "nil"), ("--", "nil"), ("无", "nil"), ("", "blank"), ("　", "blank"), ("\xa0", "blank"),
        ("条", "unit"), ("万元", "unit"), ("规章", "text"), ("2011年5月1日后的信息", "text"), ("第20条", "text"), ("2011年度", "text"),
        ("0591-24336243", "text"), ("1、当面申请数", "text"), ("12345678901234567890123456789012345678901234567890", "text"),
    ],
)  # fmt: skip
def test_kinds_of_cells(text: str, kind: str) -> None:
    assert kind_of(text) == kind


FLOW = {
    "one cell a line": "信息内容\n本年制发件数\n本年废止件数\n现行有效件数\n规章\n0\n0\n3\n",
    "tabs": "信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n规章\t0\t0\t3\n",
    "wide gaps": "信息内容      本年制发件数  本年废止件数  现行有效件数\n规章          0    0    3\n",
    "bars": "| 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |\n| 规章 | 0 | 0 | 3 |\n",
    "single blanks": "信息内容\n本年制发件数\n本年废止件数\n现行有效件数\n规章 0 0 3\n",
}


@pytest.mark.parametrize("layout", FLOW)
def test_a_table_in_plain_text_is_found_in_any_layout(layout: str) -> None:
    text = f"二、主动公开政府信息情况\n第二十条第（一）项\n{FLOW[layout]}三、其他\n正文。\n"
    (table,) = find_stacked_tables(text)
    (block,) = blocks_of(table)
    assert [cell.text for cell in block.lines[0].values] == ["0", "0", "3"]
    assert block.lines[0].labels[-1].text == "规章"
    pieces = [piece for cell in block.pieces for piece in cell.text.split()]
    assert pieces[-4:] == ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]


def test_prose_is_no_table() -> None:
    text = "一、概述\n2012年，我局公开信息20条。\n1.网站公开18条\n2.公报公开2条\n电话\n12345\n共计\n3\n"
    assert not find_stacked_tables(text)


def test_cells_are_one_line_and_stand_where_they_say() -> None:
    composer = Composer()
    composer.paragraph("附表\n单位：某局  时间：2011.12.18")
    composer.table([[RawCell("本年新\n制作", 0), RawCell(" 12\n 30 ", 1)], [RawCell("", 0), RawCell("3", 1)]])
    document = composer.document("html", "utf-8")
    (table,) = document.tables
    assert [[c.text for c in row] for row in table.rows] == [["本年新制作", "12 30"], ["", "3"]]
    assert (table.caption, table.fields) == ("附表", {"单位": "某局", "时间": "2011.12.18"})
    for row in table.rows:
        for cell in row:
            assert document.text[cell.span.start : cell.span.end] == cell.text


@pytest.mark.parametrize("last", ["", "\t0"])
def test_a_column_of_codes_in_plain_text_holds_no_values(last: str) -> None:
    text = (
        "附件：统计报表\n指标名称\t计量单位\t代码\t本年累计\n主动公开信息数\t条\t01\t1036\n申请总数\t条\t02\t13\n"
        + (f"行政复议数\t件\t03\t2\n行政申诉数\t件\t04{last}\n")
    )
    (table,) = find_stacked_tables(text)
    (block,) = blocks_of(table)
    values = [[cell.text for cell in line.values] for line in block.lines]
    assert values == [["1036"], ["13"], ["2"], [last.strip()]]
