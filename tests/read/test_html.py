"""Web pages: the report without the site around it, its tables on a grid, and pages that are refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogi.errors import InputError
from ogi.read import read_report
from ogi.read.cells import one_number
from ogi.read.html.reader import read_html
from ogi.report import Report

TITLE = "东山县统计局2012年政府信息公开工作年度报告"


def _page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"


def _lines(body: str, head: str = "") -> list[str]:
    return read_html(_page(body, head), "utf-8", "page.html").text.splitlines()


REPORT = f"<h1>{TITLE}</h1><p>一、概述</p><p>全年主动公开政府信息20条。</p>"

PARTS = {
    "menu": ('<ul><li><a href="/">首页</a></li><li><a href="/b">政务公开</a></li></ul>' + REPORT, "首页"),
    "path": (f"<div>当前位置：<a>首页</a> &gt; 年报</div>{REPORT}", "当前位置"),
    "nav": (f"<nav>站点地图 公开12条</nav>{REPORT}", "站点地图"),
    "footer": (f"{REPORT}<footer>主办：某某</footer>", "主办"),
    "tail": (f"{REPORT}<p>正文还有一段。</p><div>版权所有 浏览次数：1234次</div>", "1234"),
    "beneath": (f"<h1>{TITLE}</h1><div>来源：县统计局　发布时间：2013-01-20　浏览次数：88次</div><p>公开20条。</p>", "88"),
    "hidden": (f'{REPORT}<div style="display: none">隐藏的公开99条</div>', "99"),
    "script": (f"{REPORT}<script>var n = '公开77条'</script><style>p {{}}</style>", "77"),
    "comment": (f"{REPORT}<!-- 公开66条 --><!--[if !supportLists]-->7、<!--[endif]-->项目", "66"),
    "counter": (f"{REPORT}<table><tr><td>今日访问量</td><td>2,017</td></tr><tr><td>总访问量</td><td>30,118</td></tr></table>", "2,017"),
    "others": (f'{REPORT}<div>其他单位年报：<a href="1">甲局2012年主动公开300条</a> <a href="2">乙局公开400条</a></div>', "300"),
}  # fmt: skip


@pytest.mark.parametrize("part", PARTS)
def test_what_a_site_puts_around_a_report_is_left_out(part: str) -> None:
    body, gone = PARTS[part]
    lines = _lines(body)
    assert lines[0] == TITLE
    assert not any(gone in line for line in lines)
    assert any("20条" in line for line in lines)


def test_a_title_that_only_the_head_has_comes_first() -> None:
    lines = _lines("<p>一、概述</p><p>公开20条。</p>", f"<title>{TITLE}_东山县政府网</title>")
    assert lines[0] == TITLE


def test_inline_elements_do_not_part_words_and_blocks_do() -> None:
    lines = _lines(f"{REPORT}<p>公<span>开</span>\n信息<b>3</b><span>0</span>条<br>换行</p><div>甲</div>乙")
    assert lines[3:] == ["公开信息30条", "换行", "甲", "乙"]


def test_a_layout_table_is_text_and_a_table_of_data_inside_it_is_a_table() -> None:
    inner = (
        "<table><tr><td>指标名称</td><td>数量</td></tr><tr><td>主动公开信息数</td><td>20</td></tr></table>"
    )
    body = f"<table><tr><td>{REPORT}<p>表前一段话。</p>{inner}<p>表后。</p></td></tr></table>"
    document = read_html(_page(body), "utf-8", "page.html")
    assert [[c.text for c in row] for row in document.tables[0].rows] == [
        ["指标名称", "数量"],
        ["主动公开信息数", "20"],
    ]
    assert document.text.splitlines()[1] == "一、概述"
    assert document.text.splitlines()[-1] == "表后。"


def test_merged_cells_know_their_columns() -> None:
    table = (
        "<table><tr><td rowspan=2 colspan=2>项目</td><td colspan=2>申请人</td></tr><tr><td>自然人</td><td>其他</td></tr>"
        "<tr><td rowspan=2>结果</td><td>公开</td><td>1</td><td>2</td></tr><tr><td>不公开</td><td>3</td><td></td></tr></table>"
    )
    (found,) = read_html(_page(REPORT + table), "utf-8", "p").tables
    assert [[(c.text, c.column, c.colspan, c.rowspan) for c in row] for row in found.rows] == [
        [("项目", 0, 2, 2), ("申请人", 2, 2, 1)],
        [("自然人", 2, 1, 1), ("其他", 3, 1, 1)],
        [("结果", 0, 1, 2), ("公开", 1, 1, 1), ("1", 2, 1, 1), ("2", 3, 1, 1)],
        [("不公开", 1, 1, 1), ("3", 2, 1, 1), ("", 3, 1, 1)],
    ]


@pytest.mark.parametrize("declared", ["utf-8", "gb2312", "big5", ""])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_bytes_decide_and_not_the_declaration(tmp_path: Path, declared: str, encoding: str) -> None:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    path = tmp_path / "report.xls"  # and the name decides nothing
    path.write_bytes(_page(REPORT, meta).encode(encoding))
    report = read_report(path)
    assert (report.title, report.reader) == (TITLE, "html")


def test_a_traditional_mirror_is_read(tmp_path: Path) -> None:
    page = _page(
        "<h1>東山縣統計局2012年政府資訊公開工作年度報告</h1><p>一、概述</p><p>全年主動公開政府資訊20條。</p>"
    )
    path = tmp_path / "mirror.html"
    path.write_bytes(page.encode("big5"))
    report = read_report(path)
    assert report.entry.agency == "东山县统计局"
    assert "主動公開政府資訊20條" in report.text
    from ogi.extract import extract
    from ogi.forms import load_forms

    (fact,) = extract(report, load_forms().by_id).facts
    assert fact.indicator == "proactive_items_total"
    assert fact.value == 20
    assert fact.quote == "主動公開政府資訊20條"


DEEP = "<div>" * 6000 + "公开" + "</div>" * 6000
REFUSED = {
    "deep": (_page(f"<h1>{TITLE}</h1>{DEEP}"), "nested more than"),
    "deep tables": (_page(f"<h1>{TITLE}</h1>" + "<table><tr><td>" * 5000), "nested more than"),
    "rowspan": (_page(f"{REPORT}<table><tr><td rowspan=100000>a</td><td>1</td></tr><tr><td>b</td><td>2</td></tr></table>"), "rowspan=100000"),
    "colspan": (_page(f"{REPORT}<table><tr><td colspan=99999999>a</td><td>1</td></tr><tr><td>b</td><td>2</td></tr></table>"), "colspan=99999999"),
    "not found": (_page("<h1>404</h1><p>您访问的页面不存在</p>"), "no title"),
    "a list": (_page("".join(f'<li><a href="{i}">某局{i}年政府信息公开工作年度报告</a></li>' for i in range(9))), "expected"),
    "only a title": (_page(f"<h1>{TITLE}</h1>"), "no report under it"),
    "gone": (_page(f"<h1>{TITLE}</h1><p>您访问的页面不存在，政府信息公开</p>"), "no report under it"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_page_that_is_no_report_is_refused_in_one_sentence(tmp_path: Path, name: str) -> None:
    page, found = REFUSED[name]
    path = tmp_path / "page.html"
    path.write_text(page, encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_report(path)
    assert found in str(error.value)
    assert "page.html" in str(error.value)


def test_entities_are_characters_and_nothing_is_fetched() -> None:
    page = (
        '<!DOCTYPE html [<!ENTITY bomb "x"><!ENTITY file SYSTEM "file:///etc/passwd">]>'
        f"<html><body>{REPORT}<p>&nbsp;公开&#50;0条 &bomb; &file; <img src='http://192.0.2.1/x.png'></p></body></html>"
    )
    text = read_html(page, "utf-8", "p").text
    assert "root:" not in text
    assert "公开20条" in text


_HTML = st.sampled_from(
    ["<table>", "</table>", "<tr>", "</tr>", "<td>", "<td rowspan=2>", "<td colspan=3>", "</td>", "12", "公开", "<p>", "</p>", "<br>", "条", "<div>", "</div>", "<a>", "</a>", "&nbsp;", "<b>"]
)  # fmt: skip


@given(st.lists(_HTML, max_size=60).map("".join))
def test_cells_stand_where_they_say(body: str) -> None:
    document = read_html(_page(REPORT + body), "utf-8", "p")
    for table in document.tables:
        for row in table.rows:
            for cell in row:
                assert document.text[cell.span.start : cell.span.end] == cell.text


def test_pages_of_the_project_are_whole(reports: list[Report]) -> None:
    """Of every registered page: no menu, no foot, all headings, and every cell in its place."""
    for report in reports:
        assert report.text.startswith(report.title)
        assert not any(word in report.text for word in ("当前位置", "打印", "首页"))
        assert len([s for s in report.sections if " / " not in s.title]) >= 4


_WHOSE = "一、概述\n我单位主动公开政府信息20条，政府信息公开工作有序开展。"


@pytest.mark.parametrize(
    ("head", "body", "agency"),
    [
        ("", "<p>江阴市司法局</p><p>2022年政府信息公开工作年度报告</p>", "江阴市司法局"),
        ("", "<h1>海安市人民政府<br>2022年政府信息公开工作年度报告</h1>", "海安市人民政府"),
        ("", "<p>江阴市财政局2022年</p><p>政府信息公开工作年度报告</p>", "江阴市财政局"),
        ("", "<p>单位：江阴市体育局</p><p>2022年政府信息公开工作年度报告</p>", "江阴市体育局"),
        (
            "江阴市水利局2022年政府信息公开工作年度报告",
            "<h1>2022年政府信息公开工作年度报告</h1>",
            "江阴市水利局",
        ),
        ("", "<h1>2022年政府信息公开工作年度报告 - 江阴市人民政府</h1>", "江阴市人民政府"),
        ("", "<h1>【年报】大丰区水利局2022年政府信息公开工作年度报告（含附表）</h1>", "大丰区水利局"),
        ("", "<h1>关于沭阳县生态环境局2022年度政府信息公开工作情况的报告</h1>", "沭阳县生态环境局"),
        (
            "",
            "<table><tr><td>索引号：</td><td>014301/2023-00012</td></tr><tr><td>发布机构：</td><td>阜宁县水利局</td></tr>"
            "</table><h1>2022年政府信息公开工作年度报告</h1>",
            "阜宁县水利局",
        ),
        (
            "",
            "<h1>2022年政府信息公开工作年度报告</h1><p>发布机构：江阴市信访局　发布日期：2023-01-10</p>",
            "江阴市信访局",
        ),
    ],
)
def test_a_page_says_whose_report_it_is(head: str, body: str, agency: str, tmp_path: Path) -> None:
    text = "".join(f"<p>{line}</p>" for line in _WHOSE.splitlines())
    page = f"<html><head><meta charset=utf-8><title>{head}</title></head><body>{body}{text}</body></html>"
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    entry = read_report(tmp_path / "page.html").entry
    assert (entry.agency, entry.year) == (agency, 2022)


@pytest.mark.parametrize(
    "cell",
    [
        "944<sup>1</sup>",
        "<del>12</del>944",
        "<s>12</s>944",
        '944<span style="display:none">9</span>',
        "944&#8203;",
        '<input type="text" value="944">',
        "944①",
        "944[1]",
        "944（件）",
    ],
)
def test_what_a_cell_does_not_show_is_none_of_its_number(cell: str) -> None:
    page = "<html><body><h1>某县教育局2022年政府信息公开工作年度报告</h1><table><tr><td>项目</td><td>数量</td></tr>"
    page += f"<tr><td>收到申请</td><td>{cell}</td></tr><tr><td>办结</td><td>3</td></tr></table></body></html>"
    (table,) = read_html(page, "utf-8", "a.html").tables
    number = one_number(table.rows[1][1].text)
    assert number is not None
    assert number["digits"] == "944"
