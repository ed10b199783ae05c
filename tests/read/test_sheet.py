"""Spreadsheets and separated values: values as shown, paragraphs and tables told apart, bounds."""

from __future__ import annotations

import datetime
import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Literal

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from ogi.errors import InputError
from ogi.read.document import Composer, Document
from ogi.read.sheet.cells import MOST_COLUMNS, MOST_ROWS, shown
from ogi.read.sheet.layout import write_rows
from ogi.read.sheet.reader import read_csv, read_sheet

from .official import DISCLOSED, REQUESTS, Layout, expected, placed, places

Rows = list[list[str | float | None]]


def _book(*sheets: Callable[[Worksheet], None]) -> bytes:
    book = openpyxl.Workbook()
    for i, fill in enumerate(sheets):
        sheet = book.active if i == 0 else book.create_sheet()
        assert isinstance(sheet, Worksheet)
        fill(sheet)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _rows(rows: Rows, merges: str = "") -> Callable[[Worksheet], None]:
    def fill(sheet: Worksheet) -> None:
        for r, row in enumerate(rows, 1):
            for c, value in enumerate(row, 1):
                if value is not None:
                    sheet.cell(r, c, value)
        for merge in merges.split():
            sheet.merge_cells(merge)

    return fill


def _read(rows: Rows, merges: str = "") -> Document:
    document = read_sheet(_book(_rows(rows, merges)), "t.xlsx")
    _spans_hold(document)
    return document


def _texts(document: Document) -> list[list[list[str]]]:
    return [[[cell.text for cell in row] for row in table.rows] for table in document.tables]


def _spans_hold(document: Document) -> None:
    for table in document.tables:
        for row in table.rows:
            for cell in row:
                assert document.text[cell.span.start : cell.span.end] == cell.text


def _official(top: int, layout: Layout) -> Callable[[Worksheet], None]:
    def fill(sheet: Worksheet) -> None:
        for r, column, text, rowspan, colspan in places(layout):
            row, column_ = top + r, 2 + column
            sheet.cell(row, column_, float(text) if text.replace(".", "").isdigit() else text)
            if rowspan > 1 or colspan > 1:
                sheet.merge_cells(
                    start_row=row,
                    start_column=column_,
                    end_row=row + rowspan - 1,
                    end_column=column_ + colspan - 1,
                )

    return fill


def _report(sheet: Worksheet) -> None:
    """A title over the width, the disclosure table, a heading, the table of requests, from column B on."""
    sheet["B2"] = "平潭综合实验区2021年度政府信息公开工作年度报告"
    sheet.merge_cells("B2:L2")
    sheet["B3"] = "二、主动公开政府信息情况"
    _official(4, DISCLOSED)(sheet)
    sheet.cell(5 + len(DISCLOSED), 2, "三、收到和处理政府信息公开申请情况")
    _official(6 + len(DISCLOSED), REQUESTS)(sheet)


# --- values


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3490.0, "3490"),
        (3490, "3490"),
        (24252.311082, "24252.311082"),
        (0.1 + 0.2, "0.3"),
        (1e-7, "0.0000001"),
        (1.5e20, "150000000000000000000"),
        (-0.0, "0"),
        (-12.50, "-12.5"),
        (100.0, "100"),
        (float("nan"), ""),
        (True, "TRUE"),
        (datetime.date(2011, 12, 18), "2011-12-18"),
        (datetime.datetime(2011, 12, 18), "2011-12-18"),
        (datetime.datetime(2011, 12, 18, 8, 30), "2011-12-18 08:30"),
        (datetime.time(8, 30, 5), "08:30:05"),
        (datetime.timedelta(hours=30, minutes=5), "30:05:00"),
        ("007", "007"),
    ],
)
def test_a_value_is_shown_as_a_person_sees_it(value: object, text: str) -> None:
    assert shown(value) == text  # type: ignore[arg-type]


@given(st.decimals(-(10**9), 10**9, places=6))
def test_a_typed_number_comes_back_digit_by_digit(number: object) -> None:
    typed = f"{number:f}"
    plain = typed.rstrip("0").rstrip(".") if "." in typed else typed
    assert shown(float(typed)) == ("0" if plain in ("-0", "") else plain)


def test_what_calamine_does_not_tell_is_read_from_the_file() -> None:
    def fill(sheet: Worksheet) -> None:
        _rows([["渠道", "占比"], ["网站", 0.7034], ["公报", 0.5], ["其他", 0.25], ["错", "#REF!"]])(sheet)
        sheet["B2"].number_format, sheet["B3"].number_format = "0.0%", "0%"
        sheet["B5"].data_type = "e"

    read = read_sheet(_book(fill), "t.xlsx")
    assert [row[1] for row in _texts(read)[0]] == ["占比", "70.3%", "50%", "0.25", "#REF!"]


def test_hidden_sheets_are_left_out_and_the_others_come_in_order() -> None:
    def hidden(state: Literal["hidden", "veryHidden"]) -> Callable[[Worksheet], None]:
        def fill(sheet: Worksheet) -> None:
            sheet["A1"] = f"看不见 {state}"
            sheet.sheet_state = state

        return fill

    data = _book(_rows([["首"]]), hidden("hidden"), hidden("veryHidden"), _rows([["次"]]))
    assert read_sheet(data, "t.xlsx").text == "首\n次\n"


# --- paragraphs and tables


def test_the_official_tables_keep_their_grid() -> None:
    read = read_sheet(_book(_report), "t.xlsx")
    assert [placed(table) for table in read.tables] == [expected(DISCLOSED), expected(REQUESTS)]
    assert [table.caption for table in read.tables] == [
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
    ]
    assert read.text.startswith("平潭综合实验区2021年度政府信息公开工作年度报告\n")
    assert (read.reader, read.pages) == ("xlsx", ())
    _spans_hold(read)


def test_two_official_tables_with_no_blank_row_between_are_two() -> None:
    def fill(sheet: Worksheet) -> None:
        _official(1, DISCLOSED)(sheet)
        sheet.cell(1 + len(DISCLOSED), 2, "三、收到和处理政府信息公开申请情况")
        sheet.merge_cells(
            start_row=1 + len(DISCLOSED), start_column=2, end_row=1 + len(DISCLOSED), end_column=12
        )
        _official(2 + len(DISCLOSED), REQUESTS)(sheet)

    read = read_sheet(_book(fill), "t.xlsx")
    assert [placed(table) for table in read.tables] == [expected(DISCLOSED), expected(REQUESTS)]


def test_title_fields_and_table_and_notes_below() -> None:
    read = _read(
        [
            ["政府信息公开情况统计表"],
            ["单位：象山工商分局", None, "时间：2011.12.18"],
            ["指标", "单位", "数"],
            ["一、主动公开情况"],
            ["主动公开信息数", "条", 3473],
            ["其中：1.网站公开", "条", None],
            ["本年度无其他情况"],
            ["收费金额", "万元", 24252.311082],
            ["其他"],
            ["注：本表由各单位填报"],
            ["填表人：", "张三", "审核人：李四"],
        ]
    )
    assert _texts(read) == [
        [
            ["指标", "单位", "数"],
            ["一、主动公开情况", "", ""],
            ["主动公开信息数", "条", "3473"],
            ["其中：1.网站公开", "条", ""],
            ["本年度无其他情况", "", ""],
            ["收费金额", "万元", "24252.311082"],
            ["其他", "", ""],
        ]
    ]
    assert read.tables[0].caption == "政府信息公开情况统计表"
    assert read.tables[0].fields == {"单位": "象山工商分局", "时间": "2011.12.18"}
    assert read.text.splitlines()[:2] == ["政府信息公开情况统计表", "单位：象山工商分局　时间：2011.12.18"]
    assert read.text.splitlines()[-2:] == ["注：本表由各单位填报", "填表人：张三　审核人：李四"]


def test_fields_in_cells_of_their_own_make_one_line() -> None:
    read = _read([["单位：", "某局", None, "年度：", 2011], ["指标", "数"], ["公开", 7]])
    assert read.text.splitlines()[0] == "单位：某局　年度：2011"
    assert _texts(read) == [[["指标", "数"], ["公开", "7"]]]


def test_blank_rows_part_tables_and_leading_blank_columns_do_not_matter() -> None:
    read = _read([[None, None, "甲", 1], [], [None, "乙", "条", 2], [None, "丙", "条", 3], [], [], ["尾"]])
    assert [placed(table) for table in read.tables] == [
        [[("甲", 0, 1, 1), ("1", 1, 1, 1)]],
        [
            [("乙", 0, 1, 1), ("条", 1, 1, 1), ("2", 2, 1, 1)],
            [("丙", 0, 1, 1), ("条", 1, 1, 1), ("3", 2, 1, 1)],
        ],
    ]
    assert read.text.endswith("\n尾\n")


def test_a_report_pasted_into_a_column_is_paragraphs() -> None:
    long = "全年主动公开政府信息2645条。" * 20
    read = _read([["年度报告"], ["一、总体情况"], [long + "\n第二段。"], ["2021"], [], ["二、其他"]])
    assert read.tables == ()
    assert read.text.splitlines() == ["年度报告", "一、总体情况", long, "第二段。", "2021", "二、其他"]


def test_a_sentence_between_rows_parts_the_table_and_a_short_caption_does_not() -> None:
    sentence = "以上数据截至2021年12月31日，由各单位汇总。"
    rows: Rows = [["指标", "数"], ["甲", 1], [sentence], ["乙", 2], ["第二十条第（一）项"], ["丙", 3]]
    read = _read(rows)
    assert [len(table.rows) for table in read.tables] == [2, 3]
    assert placed(read.tables[1])[1] == [("第二十条第（一）项", 0, 2, 1)]
    merged = _read([*rows, [sentence]], "A3:B3 A7:B7")
    assert [len(table.rows) for table in merged.tables] == [6]
    assert merged.text.splitlines()[-1] == sentence


def test_a_label_alone_beside_a_merged_cell_stays_in_the_table() -> None:
    read = _read([["指标", "项", "数"], ["结果", "甲", 1], [None, "乙"], [None, "丙"]], "A2:A4")
    assert placed(read.tables[0])[1:] == [
        [("结果", 0, 1, 3), ("甲", 1, 1, 1), ("1", 2, 1, 1)],
        [("乙", 1, 1, 1), ("", 2, 1, 1)],
        [("丙", 1, 1, 1), ("", 2, 1, 1)],
    ]


def test_rows_under_a_merged_cell_alone_are_closed() -> None:
    read = _read([["甲", 1], [], ["乙", 2], ["丙", 3]], "A1:A2 B1:B2")
    assert placed(read.tables[0]) == [
        [("甲", 0, 1, 1), ("1", 1, 1, 1)],
        [("乙", 0, 1, 1), ("2", 1, 1, 1)],
        [("丙", 0, 1, 1), ("3", 1, 1, 1)],
    ]


def test_merges_that_overlap_or_reach_outside_do_no_harm() -> None:
    composer = Composer()
    merges = [(0, 0, 1, 1), (1, 1, 2, 2), (-1, 0, 0, 0), (5, 5, 9, 9), (2, 0, 10**6, 10**6)]
    write_rows([["甲", "x", "1"], ["x", "x", "2"], ["丙", "丁", "3"]], merges, composer)
    (table,) = composer.document("xlsx", "utf-8").tables
    assert placed(table) == [[("甲", 0, 2, 2), ("1", 2, 1, 1)], [("2", 2, 1, 1)], [("丙", 0, 3, 1)]]


# --- separated values


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_sniffed_and_quotes_are_honoured(separator: str) -> None:
    lines = [
        "某局统计表",
        separator.join(["指标", "单位", "数"]),
        separator.join([f'"主动{separator}公开"', "条", '"3,490"']),
        separator.join(["规章", '"件\n"', "007"]),
    ]
    read = read_csv("\n".join(lines) + "\n", "gb18030")
    assert _texts(read) == [
        [
            ["指标", "单位", "数"],
            [f"主动{separator if separator != chr(9) else ''}公开", "条", "3,490"],
            ["规章", "件", "007"],
        ]
    ]
    assert (read.reader, read.encoding, read.tables[0].caption) == ("csv", "gb18030", "某局统计表")
    _spans_hold(read)


def test_a_quote_that_is_never_closed_swallows_nothing() -> None:
    read = read_csv('指标,数\n"甲,1\n乙,2\n丙,3\n', "utf-8")
    assert _texts(read) == [[["指标", "数"], ['"甲', "1"], ["乙", "2"], ["丙", "3"]]]


def test_a_separator_that_the_file_names() -> None:
    assert _texts(read_csv("sep=;\n甲;1,5\n乙;2,5\n", "utf-8")) == [[["甲", "1,5"], ["乙", "2,5"]]]


def test_a_csv_beyond_bounds_is_refused() -> None:
    with pytest.raises(InputError, match="20,001 rows"):
        read_csv("甲,1\n" * (MOST_ROWS + 1), "utf-8")
    with pytest.raises(InputError, match="201 columns"):
        read_csv(",".join("1" * (MOST_COLUMNS + 1)), "utf-8")
    assert len(read_csv("甲,1\n" * MOST_ROWS + ",\n" * 1000, "utf-8").tables[0].rows) == MOST_ROWS
    with pytest.raises(InputError, match="131,072"):
        read_csv(f"甲,{'x' * 140_000}\n", "utf-8")


# --- bounds and damage


def _refused(data: bytes) -> str:
    with pytest.raises(InputError) as caught:
        read_sheet(data, "t.xlsx")
    message = str(caught.value)
    assert message.startswith("t.xlsx")
    return message


def _with_cells(
    cells: str, name: str = "xl/worksheets/sheet1.xml", prefix: str = "", after: str = ""
) -> bytes:
    """A workbook whose sheet has these rows after its first, called `name` and beginning with `prefix`."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_book(_rows([["甲", 1]])))) as old, zipfile.ZipFile(stream, "w") as new:
        for member in old.namelist():
            data = old.read(member)
            if member == "xl/worksheets/sheet1.xml":
                data = prefix.encode() + data.replace(b"</sheetData>", f"{cells}</sheetData>{after}".encode())
                member = name
            elif member == "xl/_rels/workbook.xml.rels":
                data = data.replace(b"xl/worksheets/sheet1.xml", name.encode())
            new.writestr(member, data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def test_a_sheet_of_blanks_to_its_last_row_is_read() -> None:
    blanks = "".join(
        f'<row r="{r}" s="1"><c r="A{r}" s="0"/><c r="XFD{r}" s="0"/></row>' for r in (9, 500_000, 1_048_576)
    )
    assert _texts(read_sheet(_with_cells(blanks), "t.xlsx")) == [[["甲", "1"]]]


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="1048576"><c r="XFD1048576" t="str"><v></v></c></row>',
        '<row r="2"><c r="XFD2" t="inlineStr"><is/></c></row><row r="1048576"><c><v>1</v></c></row>',
    ],
)
@pytest.mark.parametrize("name", ["xl/worksheets/sheet1.xml", "xl/media/picture.png"])
def test_a_stray_cell_in_the_last_corner_is_refused(cells: str, name: str) -> None:
    assert "1,048,576 rows and 16,384 columns" in _refused(_with_cells(cells, name))


def test_rows_and_columns_are_bounded() -> None:
    assert "20,001 rows" in _refused(_with_cells(f'<row r="{MOST_ROWS + 1}"><c><v>1</v></c></row>'))
    assert "201 columns" in _refused(_with_cells('<row r="2"><c r="GS2"><v>1</v></c></row>'))
    read = read_sheet(_with_cells(f'<row r="{MOST_ROWS}"><c r="GR{MOST_ROWS}"><v>1</v></c></row>'), "t.xlsx")
    assert len(read.tables) == 1


def test_a_formula_that_shows_nothing_down_to_the_last_row_is_no_extent() -> None:
    cells = '<row r="100000"><c r="A100000" t="str"><f>""</f><v></v></c></row>'
    assert _texts(read_sheet(_with_cells(cells), "t.xlsx")) == [[["甲", "1"]]]


def test_a_merged_range_over_the_whole_sheet_is_cut_to_what_is_filled() -> None:
    cells = '<row r="2"><c r="A2"><v>2</v></c></row><row r="3"><c r="B3"><v>3</v></c></row>'
    ranges = "".join(f'<mergeCell ref="{ref}"/>' for ref in ("A1:A1", "A2:XFD2", "B3:C1048576"))
    read = read_sheet(_with_cells(cells, after=f"<mergeCells>{ranges}</mergeCells>"), "t.xlsx")
    assert placed(read.tables[0]) == [
        [("甲", 0, 1, 1), ("1", 1, 1, 1)],
        [("2", 0, 2, 1)],
        [("", 0, 1, 1), ("3", 1, 1, 1)],
    ]


def test_entities_bombs_and_damage_are_refused() -> None:
    assert "entities" in _refused(_with_cells("", prefix='<!DOCTYPE x [<!ENTITY a "b">]>'))
    assert "entities" in _refused(_with_cells("", "xl/media/picture.png", '<!DOCTYPE x [<!ENTITY a "b">]>'))
    assert "damaged sheet" in _refused(_with_cells('<row r="2"><c r="??"><v>1</v></c></row>'))
    assert "damaged sheet" in _refused(_with_cells("<row>"))
    assert "packed into" in _refused(_with_cells(" " * 3_000_000))
    whole = _book(_rows([["甲", 1]]))
    assert "damaged" in _refused(whole[:2000])
    assert "cannot be read" in _refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4000)
    assert "cannot be read" in _refused(b"nothing of the kind")


_ODS = (
    '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="s">{}</table:table></office:spreadsheet></office:body></office:document-content>'
)
_MANIFEST = (
    '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<m:file-entry m:full-path="/" m:media-type="application/vnd.oasis.opendocument.spreadsheet"/></m:manifest>'
)


def _ods(rows: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
        archive.writestr("content.xml", _ODS.format(rows))
    return stream.getvalue()


def _cell(text: str, more: str = "", kind: str = 'office:value-type="string"') -> str:
    return f"<table:table-cell {kind} {more}><text:p>{text}</text:p></table:table-cell>"


def test_an_ods_with_merged_cells_percentages_and_blanks_repeated_without_end() -> None:
    blank = '<table:table-cell table:number-columns-repeated="16000"/>'
    spanned, repeated = (
        'table:number-columns-spanned="2" table:number-rows-spanned="2"',
        'table:number-columns-repeated="3"',
    )
    percent = 'office:value-type="percentage" office:value="0.703"'
    rows = (
        f"<table:table-row>{_cell('甲', spanned)}"
        f"<table:covered-table-cell/>{_cell('70.3%', kind=percent)}{blank}</table:table-row>"
        '<table:table-row><table:covered-table-cell table:number-columns-repeated="2"/>'
        f"{_cell('乙')}</table:table-row>"
        f"<table:table-row>{_cell('丙', repeated)}</table:table-row>"
        f'<table:table-row table:number-rows-repeated="1048000">{blank}</table:table-row>'
    )
    read = read_sheet(_ods(rows), "t.ods")
    assert [placed(table) for table in read.tables] == [
        [
            [("甲", 0, 2, 2), ("70.3%", 2, 1, 1)],
            [("乙", 2, 1, 1)],
            [("丙", 0, 1, 1), ("丙", 1, 1, 1), ("丙", 2, 1, 1)],
        ]
    ]


def test_an_ods_that_repeats_a_cell_without_end_is_refused() -> None:
    wide = _cell("x", 'table:number-columns-repeated="16000"')
    rows = f'<table:table-row table:number-rows-repeated="1000000">{wide}</table:table-row>'
    assert "1,000,000 rows and 16,000 columns" in _refused(_ods(rows))
    far = f'<table:table-row table:number-rows-repeated="2000000000"/><table:table-row>{_cell("x")}</table:table-row>'
    assert _refused_or_text(_ods(f"<table:table-row>{_cell('y')}</table:table-row>{far}")).startswith(
        "t.xlsx"
    )
    assert "entities" in _refused(_ods("<!ENTITY a 'b'>"))


def _refused_or_text(data: bytes) -> str:
    try:
        return read_sheet(data, "t.xlsx").text
    except InputError as error:
        return str(error)


# --- properties

_CELLS = st.sampled_from(
    [
        "",
        "",
        "甲",
        "一、概述",
        "第二十条第（一）项",
        "12",
        "3,490",
        "单位：某局",
        "注：见表",
        "全年公开，共3条。",
        "a\nb",
    ]
)


@st.composite
def _sheets(draw: st.DrawFn) -> tuple[list[list[str]], list[tuple[int, int, int, int]]]:
    width = draw(st.integers(1, 5))
    rows = draw(st.lists(st.lists(_CELLS, min_size=width, max_size=width), max_size=8))
    corner = st.tuples(*[st.integers(0, 8)] * 4)
    return rows, draw(st.lists(corner, max_size=4))


@example(
    (
        [["", "", "", ""], ["", "", "甲", "甲"], ["", "", "", "甲"], ["", "", "", "第二十条第（一）项"]],
        [(2, 2, 3, 2)],
    )
)
@given(_sheets())
@settings(max_examples=300)
def test_no_cell_is_lost_or_written_twice(
    sheet: tuple[list[list[str]], list[tuple[int, int, int, int]]],
) -> None:
    rows, merges = sheet
    composer = Composer()
    write_rows(rows, (), composer)
    read = composer.document("xlsx", "utf-8")
    written = sorted("".join(text.split()) for row in rows for text in row)
    assert "".join(sorted("".join(read.text.split()))) == "".join(sorted("".join(written)))
    composer = Composer()
    write_rows(rows, merges, composer)
    read = composer.document("xlsx", "utf-8")
    _spans_hold(read)
    for table in read.tables:
        taken: set[tuple[int, int]] = set()
        for r, row in enumerate(table.rows):
            assert row
            for cell in row:
                own = {(r + i, cell.column + j) for i in range(cell.rowspan) for j in range(cell.colspan)}
                assert not own & taken
                assert r + cell.rowspan <= len(table.rows)
                taken |= own


@given(st.text(st.sampled_from('甲乙1,;\t"\n'), max_size=60))
@settings(max_examples=200)
def test_any_separated_text_is_read_and_its_spans_hold(text: str) -> None:
    _spans_hold(read_csv(text, "utf-8"))


@given(st.binary(max_size=300), st.integers(0, 6000))
@settings(max_examples=60)
def test_a_file_with_wrong_bytes_is_read_or_refused(junk: bytes, at: int) -> None:
    data = _book(_rows([["甲", 1], ["乙", 2.5]]))
    at %= len(data)
    with suppress(InputError):  # and nothing else
        _spans_hold(read_sheet(data[:at] + junk + data[at + len(junk) :], "t.xlsx"))


# --- the old formats, as LibreOffice writes them


@pytest.fixture(scope="module", params=["xls", "ods"])
def converted(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, bytes]:
    """The report and a hidden sheet in another format, by its suffix."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("LibreOffice (soffice) is not installed: it makes the file that is read")

    def hidden(sheet: Worksheet) -> None:
        sheet["A1"] = "看不见"
        sheet.sheet_state = "hidden"

    folder: Path = tmp_path_factory.mktemp("office")
    (folder / "in.xlsx").write_bytes(_book(_report, hidden))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        program,
        profile,
        "--headless",
        "--convert-to",
        request.param,
        "--outdir",
        folder,
        folder / "in.xlsx",
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return request.param, (folder / f"in.{request.param}").read_bytes()


@pytest.mark.slow
def test_an_xls_and_an_ods_give_what_the_xlsx_gives(converted: tuple[str, bytes]) -> None:
    suffix, data = converted
    read = read_sheet(data, f"t.{suffix}")
    assert read.text == read_sheet(_book(_report), "t.xlsx").text
    assert [placed(table) for table in read.tables] == [expected(DISCLOSED), expected(REQUESTS)]


@pytest.mark.slow
def test_an_xls_with_wrong_bytes_is_read_or_refused(converted: tuple[str, bytes]) -> None:
    suffix, data = converted
    for at in range(0, len(data), max(len(data) // 40, 1)):
        with suppress(InputError):  # and nothing else, and no crash of this process
            _spans_hold(read_sheet(data[:at] + b"\xff" * 8 + data[at + 8 :], f"t.{suffix}"))
