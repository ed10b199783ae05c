"""Word files: text, numbers of paragraphs, tables in their grid, and files that must be refused."""

from __future__ import annotations

import io
import struct
import zipfile
from contextlib import suppress
from itertools import pairwise
from xml.sax.saxutils import escape

import docx
import pytest
from docx.document import Document as DocxDocument
from hypothesis import given, settings
from hypothesis import strategies as st

from ogi.errors import InputError
from ogi.numerals import parse_chinese
from ogi.read.bounds import MOST_MEMBERS, check_zip
from ogi.read.document import Document, RawCell
from ogi.read.row_spans import close_rows
from ogi.read.word.number_formats import chinese, format_number
from ogi.read.word.reader import DEEPEST_TABLE, MOST_SPAN, read_docx

from .official import DISCLOSED, REQUESTS, Layout, expected, placed, places

_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{name}"'
    for prefix, name in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    }.items()
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def _relations(*pairs: tuple[str, str]) -> str:
    inner = "".join(
        f'<Relationship Id="r{i}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(pairs)
    )
    return f'<Relationships xmlns="{_PACKAGE}">{inner}</Relationships>'


def _zip(members: dict[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


def _file(body: str, styles: str = "", numbering: str = "", main: str = "word/document.xml") -> bytes:
    return _zip(
        {
            "_rels/.rels": _relations(("officeDocument", main)),
            main: f"<w:document {_NAMESPACES}><w:body>{body}<w:sectPr/></w:body></w:document>",
            f"word/_rels/{main.rpartition('/')[2]}.rels": _relations(
                ("styles", "styles.xml"), ("numbering", "numbering.xml")
            ),
            "word/styles.xml": f"<w:styles {_NAMESPACES}>{styles}</w:styles>",
            "word/numbering.xml": f"<w:numbering {_NAMESPACES}>{numbering}</w:numbering>",
        }
    )


def _read(body: str, styles: str = "", numbering: str = "") -> Document:
    return read_docx(_file(body, styles, numbering), "r.docx")


def _lines(body: str, styles: str = "", numbering: str = "") -> list[str]:
    return _read(body, styles, numbering).text.splitlines()


def _p(text: str, properties: str = "") -> str:
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def _tc(content: str, properties: str = "") -> str:
    inner = content if content.startswith("<") else _p(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def _tbl(*rows: str) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def _saved(document: DocxDocument) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _spans_hold(document: Document) -> None:
    for table in document.tables:
        for row in table.rows:
            for cell in row:
                assert document.text[cell.span.start : cell.span.end] == cell.text


def _add_table(document: DocxDocument, layout: Layout) -> None:
    """Add a table with the merged cells of a layout."""
    width = sum(colspan for _, _, colspan in layout[0])
    table = document.add_table(len(layout), width)
    for r, column, text, rowspan, colspan in places(layout):
        last = table.cell(r + rowspan - 1, column + colspan - 1)
        table.cell(r, column).merge(last).text = text


# --- text


def test_a_report_written_with_python_docx() -> None:
    document = docx.Document()
    document.add_paragraph("某局2021年政府信息公开工作年度报告")
    document.add_paragraph("一、总体情况")
    document.add_paragraph("单位：某局　时间：2021.12.31")
    table = document.add_table(2, 3)
    for cell, text in zip(table._cells, ["指标", "单位", "数", "主动公开信息数", "条", "3490"], strict=True):
        cell.text = text
    document.add_paragraph("联系电话：0000")
    document.sections[0].header.paragraphs[0].text = "页眉"
    document.sections[0].footer.paragraphs[0].text = "第1页"
    read = read_docx(_saved(document), "r.docx")
    assert read.text == (
        "某局2021年政府信息公开工作年度报告\n一、总体情况\n单位：某局　时间：2021.12.31\n"
        "指标\t单位\t数\n主动公开信息数\t条\t3490\n联系电话：0000\n"
    )
    assert (read.reader, read.encoding, read.pages) == ("docx", "utf-8", ())
    (one,) = read.tables
    assert one.fields == {"单位": "某局", "时间": "2021.12.31"}
    assert one.caption == "一、总体情况"
    _spans_hold(read)


def test_what_a_paragraph_is_made_of() -> None:
    runs = (
        '<w:r><w:t>共 </w:t></w:r><w:r><w:t xml:space="preserve"> 3490</w:t></w:r><w:hyperlink><w:r><w:t>条</w:t></w:r>'
        "</w:hyperlink><w:r><w:tab/><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:noBreakHyphen/><w:softHyphen/><w:t>丙</w:t></w:r>"
        "<w:r><w:footnoteReference w:id='1'/></w:r><w:smartTag><w:r><w:t>丁</w:t></w:r></w:smartTag>"
        '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r><m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>'
        "<w:r><w:ruby><w:rt><w:r><w:t>yin</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>音</w:t></w:r></w:rubyBase></w:ruby></w:r>"
    )
    assert _lines(f"<w:p>{runs}</w:p>") == ["共 3490条\t甲", "乙-丙丁☑x音"]


def test_of_changes_the_inserted_is_kept_and_the_deleted_is_not() -> None:
    body = (
        "<w:p><w:ins><w:r><w:t>新</w:t></w:r></w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>去</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>来</w:t></w:r></w:moveTo></w:p>"
        + _p("首段", "<w:rPr><w:del/></w:rPr>")
        + _p("接着")
        + "<w:tbl><w:tr><w:trPr><w:del/></w:trPr>"
        + _tc("删")
        + _tc("行")
        + "</w:tr><w:tr>"
        + _tc("留")
        + _tc("1")
        + "</w:tr></w:tbl>"
    )
    assert _lines(body) == ["新来", "首段接着", "留\t1"]


def test_hidden_text_is_dropped_wherever_it_is_switched_on() -> None:
    styles = (
        '<w:style w:type="character" w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="P"><w:basedOn w:val="Q"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Q"><w:rPr><w:vanish/></w:rPr></w:style>'
    )
    body = (
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>一</w:t></w:r><w:r><w:rPr><w:rStyle w:val='H'/></w:rPr><w:t>二</w:t></w:r>"
        "<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>三</w:t></w:r></w:p>"
        + _p("四", "<w:pStyle w:val='P'/>")
        + "<w:p><w:pPr><w:pStyle w:val='P'/></w:pPr><w:r><w:rPr><w:vanish w:val='false'/></w:rPr><w:t>五</w:t></w:r></w:p>"
    )
    assert _lines(body, styles) == ["三", "五"]


def test_of_a_field_the_result_is_read_and_not_the_code() -> None:
    mark = "<w:r><w:fldChar w:fldCharType='{}'/></w:r>".format
    body = (
        f"<w:p>{mark('begin')}<w:r><w:instrText>DATE</w:instrText></w:r>{mark('begin')}<w:r><w:t>藏</w:t></w:r>"
        f"{mark('separate')}<w:r><w:t>藏</w:t></w:r>{mark('end')}{mark('separate')}<w:r><w:t>2021年</w:t></w:r>{mark('end')}"
        "<w:fldSimple w:instr='PAGE'><w:r><w:t>7</w:t></w:r></w:fldSimple></w:p>"
        f"<w:p>{mark('begin')}<w:r><w:instrText>REF</w:instrText></w:r></w:p>" + _p("后文")
    )
    assert _lines(body) == ["2021年7", "后文"]


def test_content_controls_at_every_level() -> None:
    def control(inner: str, properties: str = "") -> str:
        return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    gallery = "<w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj>"
    row = f"<w:tr>{control(_tc('规章'))}{_tc('3')}</w:tr>"
    body = (
        control(_p("目录") + _p("一、概述 1"), gallery)
        + control(_p("块") + control(_p("内块")))
        + "<w:p>"
        + control("<w:r><w:t>行内</w:t></w:r>")
        + control("<w:r><w:t>单击此处输入</w:t></w:r>", "<w:showingPlcHdr/>")
        + "</w:p>"
        + control(f"<w:tbl>{control(row)}<w:tr>{_tc('文件')}{_tc('4')}</w:tr></w:tbl>")
    )
    read = _read(body)
    assert read.text.splitlines() == ["块", "内块", "行内", "规章\t3", "文件\t4"]
    assert placed(read.tables[0]) == [
        [("规章", 0, 1, 1), ("3", 1, 1, 1)],
        [("文件", 0, 1, 1), ("4", 1, 1, 1)],
    ]


def test_a_table_of_contents_without_a_control_is_left_out_by_its_styles() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="a5"><w:name w:val="toc 1"/></w:style>'
    assert _lines(_p("一、概述\t1", "<w:pStyle w:val='a5'/>") + _p("一、概述"), styles) == ["一、概述"]


def _alternate(choice: str, fallback: str) -> str:
    return (
        f"<mc:AlternateContent><mc:Choice Requires='wps'>{choice}</mc:Choice>"
        f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>"
    )


def _box(inner: str) -> str:
    return _alternate(
        f"<w:drawing><wps:wsp><wps:txbx><w:txbxContent>{inner}</w:txbxContent></wps:txbx></wps:wsp></w:drawing>",
        f"<w:pict><v:shape><v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></v:shape></w:pict>",
    )


def test_text_boxes_come_once_and_where_they_are_anchored() -> None:
    table = _tbl(_tc("规章") + _tc("3"), _tc("文件") + _tc("4"))
    body = (
        f"<w:p><w:r>{_box(_p('某局年度报告') + _p('2021年'))}</w:r><w:r><w:t>正文</w:t></w:r></w:p>"
        f"<w:p><w:r><w:t>前</w:t></w:r><w:r>{_box(_p('后框') + table)}</w:r></w:p>"
        "<w:p><w:r><w:pict><v:shape><v:textpath string='艺术字标题'/></v:shape></w:pict></w:r></w:p>"
    )
    read = _read(body)
    assert read.text.splitlines() == [
        "某局年度报告",
        "2021年",
        "正文",
        "前",
        "后框",
        "规章\t3",
        "文件\t4",
        "艺术字标题",
    ]
    assert len(read.tables) == 1


def test_of_two_renderings_the_one_with_text_is_taken() -> None:
    run = f"<w:p><w:r>{_alternate('<w:drawing/>', '<w:t>旧式</w:t>')}</w:r></w:p>"
    assert _lines(run + _alternate(_p("新"), _p("旧"))) == ["旧式", "新"]


def test_a_main_part_with_another_name_and_the_strict_variant() -> None:
    assert read_docx(_file(_p("甲"), main="word/document2.xml"), "r.docx").text == "甲\n"
    data = _file(_p("一、甲") + _tbl(_tc("规章") + _tc("3"), _tc("文件") + _tc("4")))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        strict = {
            name: archive.read(name).replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main",
            )
            for name in archive.namelist()
        }
    assert b"purl" in strict["word/document.xml"]
    assert read_docx(_zip(dict(strict)), "r.docx").text == "一、甲\n规章\t3\n文件\t4\n"


# --- numbering


def _level(index: int, form: str, text: str, more: str = "", start: int = 1) -> str:
    return (
        f"<w:lvl w:ilvl='{index}'><w:start w:val='{start}'/>{more}<w:numFmt w:val='{form}'/>"
        f"<w:lvlText w:val='{text}'/></w:lvl>"
    )


def _abstract(key: int, *levels: str) -> str:
    return f"<w:abstractNum w:abstractNumId='{key}'>{''.join(levels)}</w:abstractNum>"


def _num(key: int, abstract: int, overrides: str = "") -> str:
    return f"<w:num w:numId='{key}'><w:abstractNumId w:val='{abstract}'/>{overrides}</w:num>"


def _numbered(text: str, key: int = 1, level: int = 0) -> str:
    return _p(text, f"<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{key}'/></w:numPr>")


_CHAPTERS = _abstract(
    0,
    _level(0, "chineseCounting", "%1、"),
    _level(1, "chineseCountingThousand", "（%2）"),
    _level(2, "decimal", "%3."),
) + _num(1, 0)


def test_chapters_sections_and_items_are_numbered_and_start_anew() -> None:
    body = "".join(
        [
            _numbered("概述"),
            _numbered("公开", level=1),
            _numbered("数量", level=2),
            _numbered("渠道", level=2),
            _numbered("申请", level=1),
            _numbered("2011年", level=2),
            _p("没有编号"),
            _numbered("附表"),
            _numbered("又", level=1),
        ]
    )
    assert _lines(body, numbering=_CHAPTERS) == [
        "一、概述", "（一）公开", "1. 数量", "2. 渠道", "（二）申请", "1. 2011年", "没有编号", "二、附表", "（一）又",
    ]  # fmt: skip


def test_numbering_through_a_style_takes_the_level_tied_to_the_style() -> None:
    styles = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="2"><w:pPr><w:numPr><w:ilvl w:val="7"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="3"><w:basedOn w:val="2"/></w:style>'
    )
    numbering = _abstract(
        0,
        _level(0, "japaneseCounting", "%1、", "<w:pStyle w:val='1'/>"),
        _level(1, "japaneseCounting", "（%2）", "<w:pStyle w:val='2'/>"),
    ) + _num(1, 0)
    body = (
        _p("甲", "<w:pStyle w:val='1'/>")
        + _p("乙", "<w:pStyle w:val='2'/>")
        + _p("丙", "<w:pStyle w:val='3'/>")
        + _p("丁", "<w:pStyle w:val='1'/><w:numPr><w:numId w:val='0'/></w:numPr>")
        + _p("戊", "<w:pStyle w:val='1'/>")
    )
    assert _lines(body, styles, numbering) == ["一、甲", "（一）乙", "（二）丙", "丁", "二、戊"]


def test_starts_overrides_and_lists_that_count_together() -> None:
    numbering = (
        _abstract(0, _level(0, "decimal", "%1)", start=3))
        + _num(1, 0)
        + _num(2, 0)
        + _num(3, 0, "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='7'/></w:lvlOverride>")
        + _num(4, 0, f"<w:lvlOverride w:ilvl='0'>{_level(0, 'upperRoman', '%1.')}</w:lvlOverride>")
    )
    body = "".join(_numbered("x", key) for key in (1, 1, 2, 3, 3, 1, 4))
    assert _lines(body, numbering=numbering) == ["3)x", "4)x", "5)x", "7)x", "8)x", "9)x", "X. x"]


def test_restarts_levels_without_a_parent_and_numbers_in_digits() -> None:
    numbering = _abstract(
        0,
        _level(0, "chineseCounting", "第%1章"),
        _level(1, "decimal", "%1.%2", "<w:isLgl/><w:lvlRestart w:val='0'/>"),
        _level(2, "decimal", "%3", "<w:lvlRestart w:val='1'/><w:suff w:val='nothing'/>"),
    ) + _num(1, 0)
    levels = [1, 0, 1, 2, 1, 2, 0, 1, 2]
    body = "".join(_numbered("x", level=level) for level in levels)
    assert _lines(body, numbering=numbering) == [
        "1.1 x", "第一章 x", "1.2 x", "1x", "1.3 x", "2x", "第二章 x", "2.4 x", "1x",
    ]  # fmt: skip


def test_bullets_give_nothing_and_an_unknown_list_neither() -> None:
    numbering = _abstract(0, _level(0, "bullet", "·"), _level(1, "none", "附件")) + _num(1, 0)
    body = _numbered("a") + _numbered("b", level=1) + _numbered("c", key=9)
    assert _lines(body, numbering=numbering) == ["a", "附件 b", "c"]


def test_a_list_style_lends_its_definition() -> None:
    styles = '<w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    numbering = (
        "<w:abstractNum w:abstractNumId='5'><w:numStyleLink w:val='L'/></w:abstractNum>"
        + _abstract(0, _level(0, "ideographTraditional", "%1."))
        + _num(1, 0)
        + _num(2, 5)
    )
    assert _lines(_numbered("x", 2) + _numbered("x", 1), styles, numbering) == ["甲. x", "乙. x"]


def test_a_numbered_cell_holds_its_number() -> None:
    cell = _tc(_numbered("", level=2))
    read = _read(_tbl(cell + _tc("规章"), cell + _tc("文件")), numbering=_CHAPTERS)
    assert [[c.text for c in row] for row in read.tables[0].rows] == [["1.", "规章"], ["2.", "文件"]]


def test_a_hidden_paragraph_takes_no_number() -> None:
    hidden = "<w:rPr><w:vanish/></w:rPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr>"
    body = _numbered("甲") + f"<w:p><w:pPr>{hidden}</w:pPr></w:p>" + _numbered("乙")
    assert _lines(body, numbering=_CHAPTERS) == ["一、甲", "二、乙"]


@pytest.mark.parametrize(
    ("form", "value", "text"),
    [
        ("chineseCounting", 21, "二十一"),
        ("chineseCounting", 100, "一〇〇"),
        ("chineseCountingThousand", 110, "一百一十"),
        ("japaneseCounting", 10, "十"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("ideographTraditional", 10, "癸"),
        ("ideographTraditional", 11, "11"),
        ("ideographZodiacTraditional", 13, "丙子"),
        ("decimalEnclosedCircle", 21, "㉑"),
        ("decimalEnclosedParen", 2, "⑵"),
        ("decimalFullWidth", 12, "１２"),
        ("decimalZero", 3, "03"),
        ("lowerLetter", 28, "bb"),
        ("upperRoman", 1994, "MCMXCIV"),
        ("somethingNew", 4, "4"),
    ],
)
def test_formats(form: str, value: int, text: str) -> None:
    assert format_number(value, form) == text


@given(st.integers(1, 99_999_999))
def test_chinese_numerals_say_what_they_count(value: int) -> None:
    assert parse_chinese(chinese(value)) == value
    assert "零零" not in chinese(value)


# --- tables


def test_the_official_tables_keep_their_grid() -> None:
    document = docx.Document()
    document.add_paragraph("二、主动公开政府信息情况")
    _add_table(document, DISCLOSED)
    document.add_paragraph("三、收到和处理政府信息公开申请情况")
    _add_table(document, REQUESTS)
    read = read_docx(_saved(document), "r.docx")
    assert [placed(table) for table in read.tables] == [expected(DISCLOSED), expected(REQUESTS)]
    assert [table.caption for table in read.tables] == [
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
    ]
    _spans_hold(read)


def test_columns_skipped_before_a_row_and_the_old_way_of_merging() -> None:
    shifted = f"<w:tr><w:trPr><w:gridBefore w:val='2'/><w:gridAfter w:val='1'/></w:trPr>{_tc('甲')}</w:tr>"
    merged = _tc("乙", "<w:hMerge w:val='restart'/>") + _tc("", "<w:hMerge/>") + _tc("丙") + _tc("丁")
    read = _read(f"<w:tbl>{shifted}<w:tr>{merged}</w:tr></w:tbl>")
    assert placed(read.tables[0]) == [[("甲", 2, 1, 1)], [("乙", 0, 2, 1), ("丙", 2, 1, 1), ("丁", 3, 1, 1)]]


def test_a_continuation_that_continues_nothing_is_a_cell() -> None:
    go_on = "<w:vMerge/>"
    read = _read(
        _tbl(
            _tc("甲", go_on) + _tc("1"),
            _tc("乙", "<w:gridSpan w:val='2'/>" + go_on),
            _tc("丙", "<w:vMerge w:val='restart'/>") + _tc("2"),
            _tc("看不见", go_on) + _tc("3"),
        )
    )
    assert placed(read.tables[0]) == [
        [("甲", 0, 1, 1), ("1", 1, 1, 1)],
        [("乙", 0, 2, 1)],
        [("丙", 0, 1, 2), ("2", 1, 1, 1)],
        [("3", 1, 1, 1)],
    ]


def test_a_row_in_which_no_cell_starts_is_closed() -> None:
    top, go_on = "<w:vMerge w:val='restart'/>", "<w:vMerge/>"
    read = _read(
        _tbl(
            _tc("甲", top) + _tc("乙", top),
            _tc("", go_on) + _tc("", go_on),
            _tc("", go_on) + _tc("1"),
            _tc("丙") + _tc("2"),
        )
    )
    assert placed(read.tables[0]) == [
        [("甲", 0, 1, 2), ("乙", 1, 1, 1)],
        [("1", 1, 1, 1)],
        [("丙", 0, 1, 1), ("2", 1, 1, 1)],
    ]


_DATA = _tbl(*(_tc(label) + _tc("条") + _tc(str(i)) for i, label in enumerate("甲乙丙")))


def test_a_frame_around_a_report_is_taken_apart() -> None:
    read = _read(_tbl(_tc(_p("标题") + _p("正文。") + _DATA + _p("附注"))))
    assert read.text.splitlines() == ["标题", "正文。", "甲\t条\t0", "乙\t条\t1", "丙\t条\t2", "附注"]
    assert [len(table.rows) for table in read.tables] == [3]


def test_a_table_in_a_row_of_another_parts_it() -> None:
    read = _read(
        _tbl(
            _tc("指标") + _tc("数"),
            _tc("公开") + _tc("7"),
            _tc(_DATA + _p("")) + _tc("旁注"),
            _tc("尾") + _tc("8"),
        )
    )
    assert [[[cell.text for cell in row] for row in table.rows] for table in read.tables] == [
        [["指标", "数"], ["公开", "7"]],
        [["甲", "条", "0"], ["乙", "条", "1"], ["丙", "条", "2"]],
        [["尾", "8"]],
    ]
    assert read.text.splitlines()[5] == "旁注"


def test_a_small_table_in_a_cell_is_part_of_its_text() -> None:
    small = _tbl(_tc("其中") + _tc("3"), _tc("另有") + _tc("4"))
    rows = [_tc(f"行{i}") + _tc(_p("合计") + small + _p("") if i == 1 else str(i)) for i in range(4)]
    (table,) = _read(_tbl(*rows)).tables
    assert [[cell.text for cell in row] for row in table.rows][1] == ["行1", "合计其中3另有4"]


def test_prose_in_a_table_is_paragraphs_unless_a_number_stands_beside_it() -> None:
    long = "本年度，我局认真贯彻落实条例。" * 12
    prose = _tc(_p(long) + _p("第二段。"))
    read = _read(
        _tbl(_tc("项目") + _tc("内容"), _tc("概述") + prose, *[_tc(f"行{i}") + _tc(str(i)) for i in range(3)])
    )
    assert read.text.splitlines()[1:4] == ["概述", long, "第二段。"]
    assert [len(table.rows) for table in read.tables] == [1, 3]
    kept = _read(_tbl(_tc("项目") + _tc("数") + _tc("说明"), _tc("公开") + _tc("３,490") + prose))
    assert [cell.text for cell in kept.tables[0].rows[1]] == ["公开", "３,490", long + "第二段。"]


# --- what must be refused


def _refused(data: bytes) -> str:
    with pytest.raises(InputError) as caught:
        read_docx(data, "r.docx")
    message = str(caught.value)
    assert message.startswith("r.docx")
    return message


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 20_000_000)
    assert "20,000,000 bytes packed" in _refused(stream.getvalue())


def test_the_bounds_on_members_and_on_size() -> None:
    assert "2,001 members" in _refused(_zip({f"m{i}": "" for i in range(MOST_MEMBERS + 1)}))
    check_zip(_zip({f"m{i}": "" for i in range(MOST_MEMBERS)}), "r.docx")
    assert "more than 20,000 members" in _refused(b"PK\x01\x02" * 20_001)
    # Many members of a permitted density that together are too much.
    data = _zip({f"m{i}": b"\0" * 999_999 for i in range(201)})
    assert len(data) < 1_000_000
    assert "200,999,799 bytes when unpacked" in _refused(data)


def test_the_size_of_a_tree_is_bounded() -> None:
    # Numbers that are packed badly enough for the other bounds.
    many = "".join(f"<w:p><w:r><w:t>{i}</w:t></w:r></w:p>" for i in range(1_000_000))
    assert "bytes of XML; expected at most 32,000,000" in _refused(_file(many))


def test_a_member_that_is_larger_than_its_directory_says_is_refused() -> None:
    body = b"<w:document>" + b" " * 900_000
    data = bytearray(_zip({"word/document.xml": body}))
    assert data.count(struct.pack("<I", len(body))) == 2
    lying = bytes(data).replace(struct.pack("<I", len(body)), struct.pack("<I", 500))
    assert "damaged" in _refused(lying)


def test_damaged_encrypted_and_foreign_archives_are_refused() -> None:
    whole = _file(_p("甲"))
    assert "damaged" in _refused(whole[: len(whole) // 2])
    assert "damaged" in _refused(b"PK\x03\x04 nothing")
    assert "damaged" in _refused(_file("<w:p>"))
    assert "without a Word document" in _refused(_zip({"xl/workbook.xml": "<w/>"}))
    flagged = bytearray(whole)
    flagged[whole.index(b"PK\x01\x02") + 8] |= 1
    assert "encrypted" in _refused(bytes(flagged))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("word/document.xml", "<a/>")
    assert "damaged" in _refused(stream.getvalue())


@pytest.mark.parametrize("coding", ["utf-8", "utf-16"])
def test_entities_are_refused(coding: str) -> None:
    bomb = (
        f'<?xml version="1.0" encoding="{coding}"?><!DOCTYPE d [<!ENTITY a "{"x" * 1000}">'
        '<!ENTITY b SYSTEM "file:///etc/passwd">]>'
        f"<w:document {_NAMESPACES}><w:body><w:p><w:r><w:t>&a;&b;</w:t></w:r></w:p></w:body></w:document>"
    )
    assert "document type or entities" in _refused(_zip({"word/document.xml": bomb.encode(coding)}))
    for kind in ("styles", "numbering"):  # the latter although nothing in the document is numbered
        parts = {
            "word/document.xml": f"<w:document {_NAMESPACES}/>",
            "word/_rels/document.xml.rels": _relations((kind, f"{kind}.xml")),
        }
        assert f"{kind}.xml" in _refused(_zip({**parts, f"word/{kind}.xml": bomb.encode(coding)}))


def test_nesting_is_bounded() -> None:
    def nested(depth: int) -> str:
        return _p("底") if not depth else _tbl(_tc(nested(depth - 1) + _p("")))

    assert _lines(nested(DEEPEST_TABLE)) == ["底"]
    assert "nested" in _refused(_file(nested(DEEPEST_TABLE + 1)))
    controls = "<w:sdt><w:sdtContent>" * 110 + _p("底") + "</w:sdtContent></w:sdt>" * 110
    assert _lines(controls) == ["底"]
    controls = "<w:sdt><w:sdtContent>" * 5000 + "</w:sdtContent></w:sdt>" * 5000
    assert "nested too deep" in _refused(_file(controls))


def test_grids_are_bounded() -> None:
    def span(columns: object) -> str:
        return _tc("x", f"<w:gridSpan w:val='{columns}'/>")

    assert placed(_read(_tbl(span(MOST_SPAN), _tc("1") + _tc("2"))).tables[0])[0] == [("x", 0, MOST_SPAN, 1)]
    assert "1001 columns" in _refused(_file(_tbl(span(MOST_SPAN + 1))))
    assert "columns" in _refused(_file(_tbl(span("9" * 30))))
    before = f"<w:tbl><w:tr><w:trPr><w:gridBefore w:val='5000'/></w:trPr>{_tc('x')}</w:tr></w:tbl>"
    assert "5000 columns" in _refused(_file(before))
    rows = [span(MOST_SPAN) * 10] * 201
    assert "2,000,000 cells" in _refused(_file(_tbl(*rows)))


def test_external_parts_are_never_opened() -> None:
    address = _relations(("styles", "http://127.0.0.1:9/styles.xml"))
    outside = _relations(("styles", "styles.xml")).replace("/>", ' TargetMode="External"/>')
    escaping = _relations(("styles", "../../../../etc/passwd"))
    for listing in (address, outside, escaping):
        members: dict[str, str | bytes] = {
            "word/styles.xml": "what is not to be read",
            "word/document.xml": f"<w:document {_NAMESPACES}><w:body>{_p('甲')}</w:body></w:document>",
            "word/_rels/document.xml.rels": listing,
        }
        assert read_docx(_zip(members), "r.docx").text == "甲\n"


# --- properties

_WORDS = st.text(st.sampled_from("政府信息公开共3490条，。：（）\t "), max_size=12)


@given(st.lists(_WORDS, max_size=8))
@settings(max_examples=60)
def test_paragraphs_come_as_they_were_written(texts: list[str]) -> None:
    assert _lines("".join(_p(text) for text in texts)) == [t.rstrip() for t in texts if t.strip()]


@st.composite
def _grids(draw: st.DrawFn) -> list[list[tuple[int, str, str]]]:
    """Rows of cells (span, vMerge, text), mad merges among them."""
    merge = st.sampled_from(["", "", "<w:vMerge w:val='restart'/>", "<w:vMerge/>"])
    cell = st.tuples(st.integers(1, 3), merge, st.text(st.sampled_from("甲乙1 "), max_size=3))
    return draw(st.lists(st.lists(cell, min_size=1, max_size=5), min_size=1, max_size=6))


@given(_grids())
def test_no_two_cells_share_a_place_and_spans_quote_the_text(grid: list[list[tuple[int, str, str]]]) -> None:
    rows = [
        "".join(_tc(text, f"<w:gridSpan w:val='{span}'/>{merge}") for span, merge, text in row)
        for row in grid
    ]
    read = _read(_tbl(*rows))
    _spans_hold(read)
    for table in read.tables:
        taken: set[tuple[int, int]] = set()
        for r, row in enumerate(table.rows):
            assert row
            assert all(a.column + a.colspan <= b.column for a, b in pairwise(row))
            for cell in row:
                assert r + cell.rowspan <= len(table.rows)
                own = {(r + i, cell.column + j) for i in range(cell.rowspan) for j in range(cell.colspan)}
                assert not own & taken
                taken |= own


@given(st.binary(max_size=400), st.integers(0, 5000))
@settings(max_examples=150)
def test_a_file_with_wrong_bytes_is_read_or_refused(junk: bytes, at: int) -> None:
    data = _file(_numbered("甲") + _DATA, numbering=_CHAPTERS)
    at %= len(data)
    with suppress(InputError):  # and nothing else
        _spans_hold(read_docx(data[:at] + junk + data[at + len(junk) :], "r.docx"))


@given(st.lists(st.lists(st.integers(1, 9), max_size=3), max_size=6))
def test_closing_rows_keeps_the_cells_and_stays_inside(spans: list[list[int]]) -> None:
    rows = [[RawCell("x", column, rowspan=span) for column, span in enumerate(row)] for row in spans]
    closed = close_rows(rows)
    assert [len(row) for row in closed] == [len(row) for row in spans if row]
    for r, row in enumerate(closed):
        assert all(1 <= cell.rowspan <= len(closed) - r for cell in row)
