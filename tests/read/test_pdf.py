"""PDF files: tables over page ends, paragraphs over line ends, what is no table, and what is refused."""

from __future__ import annotations

import contextlib
import os
import random
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from ogi.errors import InputError
from ogi.fonts import REGULAR
from ogi.read.document import Document
from ogi.read.ocr import reader as ocr
from ogi.read.office import find_office
from ogi.read.pdf import bounds as pdf_bounds
from ogi.read.pdf import reader as pdf
from ogi.read.pdf.reader import read_pdf

from .drawn import HEIGHT, Paper, draw_cell, draw_table, paragraphs_on, width_of, wrapped
from .official import DISCLOSED, REQUESTS, Layout, expected, placed, without_unused_columns

EDGES = [40.0, 64, 110, 230, 250, 275, 318, 356, 400, 444, 482, 520]
LABEL, UNAVAILABLE = "三、本年度办理结果", "（四）无法提供"
HEADER = 3


def _read(paper: Paper, **options: object) -> Document:
    document = read_pdf(paper.pdf(**options), "a.pdf")  # type: ignore[arg-type]
    assert document.reader == "pdf"
    for table in document.tables:
        for cell in (cell for row in table.rows for cell in row):
            assert document.text[cell.span.start : cell.span.end] == cell.text
    assert list(document.pages) == sorted(document.pages)
    return document


def _shown(document: Document, words: str) -> list[tuple[int, float, float, float, float]]:
    """Where the line or cell is printed that holds some words: page, left, top, right, bottom."""
    return [
        (box.page, *box[2:])
        for box in document.boxes
        if words in document.text[box.span.start : box.span.end]
    ]


def test_lines_and_cells_say_where_on_which_page_they_are_printed() -> None:
    paper = Paper()
    paper.text(90, 60, "本局收到政府信息公开申请7件。", 16)
    paper.page()
    draw_table(
        paper,
        [[("内容", 1, 1), ("数量", 1, 1)], [("收到申请数", 1, 1), ("7", 1, 1)]],
        100,
        [90, 300, 400],
        range(2),
        size=10,
    )
    document = _read(paper)
    assert document.page_sizes == ((595, 842), (595, 842))
    ((page, *box),) = _shown(document, "7件")
    assert page == 1
    assert box == pytest.approx([90, 60, 90 + width_of("本局收到政府信息公开申请7件。", 16), 76], abs=4)
    ((page, x0, top, x1, bottom),) = _shown(document, "收到申请数")
    assert page == 2
    assert x1 - x0 == pytest.approx(50, abs=1)
    assert 90 < x0 < x1 < 300
    assert 100 < top < bottom < 150
    spans = [box.span for box in document.boxes]
    assert spans == sorted(spans)


def test_a_paragraph_over_a_page_end_is_printed_on_both_pages() -> None:
    paper = Paper()
    text = "本局全年主动公开政府信息九十余条，" * 60
    paragraphs_on(paper, [text + "共收到申请7件。"])
    document = _read(paper)
    for box in document.boxes:
        assert document.text[box.span.start : box.span.end] in text + "共收到申请7件。"
    assert [box.page for box in document.boxes] == sorted(box.page for box in document.boxes)
    assert {box.page for box in document.boxes} == {1, 2}


def _lines(paper: Paper) -> list[str]:
    return _read(paper).text.splitlines()


OVER_PAGES = {
    # Between rows: the label that spans them is printed where it starts, or again on each page, or in part.
    "label where it starts": ([(0, 12), (12, 20), (20, 29)], False, {}),
    "label on every page": ([(0, 12), (12, 20), (20, 29)], False, {1: {(5, 0): LABEL}, 2: {(5, 0): LABEL}}),
    "label in parts": (
        [(0, 16), (16, 22), (22, 29)],
        False,
        {0: {(5, 0): "三\n、\n本\n年\n度", (15, 1): "（四）无"}, 1: {(5, 0): "办\n理\n结\n果", (15, 1): "法提供"}},
    ),
    "label on the second page": ([(0, 8), (8, 29)], False, {0: {(5, 0): ""}, 1: {(5, 0): LABEL}}),
    "headings printed again": ([(0, 12), (12, 20), (20, 29)], True, {}),
}  # fmt: skip


@pytest.mark.parametrize("case", OVER_PAGES)
@pytest.mark.parametrize("number", ["- {} -", "— {} —", "{}", "第{}页 共3页"])
def test_a_table_over_page_ends_is_one_table(case: str, number: str) -> None:
    ranges, again, parts = OVER_PAGES[case]
    paper = Paper()
    for page, (start, stop) in enumerate(ranges):
        top = 60.0
        if page:
            paper.page()
        if page and again:
            top = draw_table(paper, REQUESTS, top, EDGES, range(HEADER))
        draw_table(paper, REQUESTS, top, EDGES, range(start, stop), parts=parts.get(page))
        paper.text(280, 800, number.format(page + 1), 10)
    document = _read(paper)
    assert len(document.tables) == 1
    assert placed(document.tables[0]) == without_unused_columns(expected(REQUESTS))
    # Each page starts where the first row that is printed on it does.
    labels = [next(c.text for c in document.tables[0].rows[start]) for start, _ in ranges]
    assert [document.text[p:].split("\t")[0] for p in document.pages] == labels
    assert document.text.count("\n") == len(REQUESTS)


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (["行政许可", "22", "0", "7"], ["", "", "", ""]),
        (["1.本机关不掌握相关政府信", "22", "0", "7"], ["息", "", "", ""]),
        (["1.本机关不掌握相关政府信", "", "", ""], ["息", "22", "0", "7"]),
        (["1.本机关不掌握相关政府信息", "", "", ""], ["", "22", "0", "7"]),
        (["1.本机关不掌握相关政府信", "22", "10", "7"], ["息", "", "", ""]),
    ],
)
def test_a_row_that_the_page_end_cuts_is_one_row(above: list[str], below: list[str]) -> None:
    edges = [60.0, 200, 300, 400, 500]
    first: Layout = [
        [(c, 1, 1) for c in ["信息内容", "上一年", "本年增/减", "决定数量"]],
        [(c, 1, 1) for c in above],
    ]
    rest: Layout = [[(c, 1, 1) for c in below], [(c, 1, 1) for c in ["行政强制", "3", "4", "5"]]]
    paper = Paper()
    draw_table(paper, first, 700, edges, range(2), 11)
    paper.page()
    draw_table(paper, rest, 60, edges, range(2), 11)
    rows = [[c.text for c in row] for row in _read(paper).tables[0].rows]
    whole = [a + b for a, b in zip(above, below, strict=True)]
    assert rows == [["信息内容", "上一年", "本年增/减", "决定数量"], whole, ["行政强制", "3", "4", "5"]]


def test_a_heading_row_that_the_page_end_cuts_is_one_row() -> None:
    edges = [60.0, 200, 300, 400, 500]
    first: Layout = [[(c, 1, 1) for c in ["信息内容", "上一年", "本年增/减", "决定数量"]]]
    rest: Layout = [[("", 1, 1), ("项目数量", 1, 1), ("", 1, 1), ("", 1, 1)], [(c, 1, 1) for c in "甲123"]]
    paper = Paper()
    paper.text(60, 700, "二、主动公开政府信息情况")
    draw_table(paper, first, 740, edges, range(1), 11)
    paper.page()
    draw_table(paper, rest, 60, edges, range(2), 11)
    table = _read(paper).tables[0]
    assert table.caption == "二、主动公开政府信息情况"
    assert [[c.text for c in row] for row in table.rows] == [
        ["信息内容", "上一年项目数量", "本年增/减", "决定数量"],
        ["甲", "1", "2", "3"],
    ]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (["行政处罚", "2648", "0"], ["行政强制", "126", "26"]),
        (["行政处罚", "", ""], ["行政强制", "", ""]),
        (["行政处罚", "2648", "0"], ["行政强制", "", ""]),
        (["（三）不予公开的", "1", "0"], ["（四）无法提供的", "", ""]),
    ],
)
def test_rows_on_two_pages_stay_two(above: list[str], below: list[str]) -> None:
    edges = [60.0, 200, 300, 400]
    paper = Paper()
    draw_table(
        paper,
        [[(c, 1, 1) for c in ["内容", "上年", "本年"]], [(c, 1, 1) for c in above]],
        700,
        edges,
        range(2),
    )
    paper.page()
    draw_table(
        paper, [[(c, 1, 1) for c in below], [(c, 1, 1) for c in ["甲", "1", "2"]]], 60, edges, range(2)
    )
    rows = [[c.text for c in row] for row in _read(paper).tables[0].rows]
    assert rows == [["内容", "上年", "本年"], above, below, ["甲", "1", "2"]]


def test_tables_with_words_between_them_stay_two() -> None:
    paper = Paper()
    draw_table(paper, DISCLOSED, 500, [60.0, 200, 300, 400, 500], range(len(DISCLOSED)))
    paper.page()
    paper.text(60, 60, "三、另一张表")
    draw_table(paper, DISCLOSED, 90, [60.0, 200, 300, 400, 500], range(len(DISCLOSED)))
    document = _read(paper)
    assert [placed(table) for table in document.tables] == [expected(DISCLOSED)] * 2
    assert document.tables[1].caption == "三、另一张表"


@pytest.mark.parametrize("turn", [0, 1, 3])
def test_a_label_reads_downwards_whichever_way_it_is_set(turn: int) -> None:
    paper = Paper()
    word = "三、本年度办理结果"
    for i in range(3):
        draw_cell(paper, (100, 100 + 60 * i, 300, 160 + 60 * i), [f"（{i}）项"], 11)
        draw_cell(paper, (300, 100 + 60 * i, 400, 160 + 60 * i), [str(i)], 11)
    if turn:
        draw_cell(paper, (60, 100, 100, 280), [], 12)
        paper.text(86 if turn == 1 else 74, 136 if turn == 1 else 244, word, 12, turn)
    else:
        draw_cell(paper, (60, 100, 100, 280), list(word), 12)
    cell = _read(paper).tables[0].rows[0][0]
    assert (cell.text, cell.rowspan) == (word, 3)


def test_a_label_in_two_columns_of_characters_is_read_from_the_right() -> None:
    paper = Paper()
    draw_cell(paper, (60, 100, 110, 220), [], 12)
    for column, characters in enumerate(("本年度", "办理结果")):
        for i, character in enumerate(characters):
            paper.text(88 - 20 * column, 110 + 12 * i, character, 12)
    for i in range(2):
        draw_cell(paper, (110, 100 + 60 * i, 300, 160 + 60 * i), [str(i)], 11)
    assert _read(paper).tables[0].rows[0][0].text == "本年度办理结果"


def test_a_page_number_in_a_cell_is_taken_out() -> None:
    paper = Paper()
    for page in range(2):
        if page:
            paper.page()
        for i in range(6):
            bottom = 160 + 120 * i if i < 5 else 830
            draw_cell(paper, (60, 40 + 120 * i, 300, bottom), [f"第{page}类{i}"], 11)
            draw_cell(paper, (300, 40 + 120 * i, 400, bottom), [f"{i}{page}"], 11)
        paper.text(290, 812, f"-{page + 4}-", 10)
    text = _read(paper).text
    assert "-4-" not in text
    assert "-5-" not in text
    assert text.splitlines()[0] == "第0类0\t00"


PROSE = [
    "（一）主动公开情况。全年各级单位主动公开政府信息2645条，经网站、新媒体、LED屏和宣传栏等对外发布，其中政府网站公开1800条，"
    "政务新媒体公开845条；配套解读重要政策29项，回应公众关注热点31次，召开新闻发布会4场，政策解读的形式更加多样，公众更易看懂。",
    "（二）依申请公开情况。全年收到公开申请70件，已办结69件，转入下一年度办理1件。",
    "（三）平台建设情况。停掉运维不规范的政务新媒体2个，按季检查4次，网站专栏访问量达162103人次，比上年增加" + "，又有新进展" * 60 + "。",
]  # fmt: skip


@pytest.mark.parametrize("indent", [2, 0])
def test_paragraphs_are_joined_over_line_ends_and_page_ends(indent: int) -> None:
    paper = Paper()
    paper.text(140, 60, "某县2021年政府信息公开工作年度报告", 18)
    texts = [
        "一、总体情况",
        *PROSE,
        "二、存在的问题",
        "公开内容还不够细，" * 40 + "下一步将改进。",
        *PROSE,
        *PROSE,
    ]
    paragraphs_on(paper, texts, indent=indent)
    document = _read(paper)
    assert document.text.splitlines() == ["某县2021年政府信息公开工作年度报告", *texts]
    assert len(document.pages) > 2
    # A page starts in the middle of a paragraph, at the very character that is printed first on it.
    drawn = [line for text in texts for line in wrapped("\u3000" * indent + text, 432, 16)]
    assert document.pages[1] in {
        document.text.find(line.strip("\u3000"), document.pages[1] - 40) for line in drawn
    }


def test_headings_and_items_start_their_own_line() -> None:
    paper = Paper()
    full = "一" * 27  # as long as a line can be
    texts = [full, "二、主动公开政府信息的情况", full, "1.网站公开", full, "附件：统计表", full, "（三）其他"]
    paragraphs_on(paper, texts, indent=0)
    assert _lines(paper) == texts


def test_a_title_on_two_lines_is_one_and_what_follows_is_not() -> None:
    paper = Paper()
    top = 12.0
    for text, size in (
        ("某省某市某县人民政府办公室2021年", 22),
        ("政府信息公开工作年度报告", 22),
        ("（2022年1月20日）", 16),
    ):
        paper.text(296 - width_of(text, size) / 2, top, text, size)
        top += 1.5 * size
    paragraphs_on(paper, PROSE)
    lines = _lines(paper)
    assert lines[0] == "某省某市某县人民政府办公室2021年政府信息公开工作年度报告"
    assert lines[1:] == ["（2022年1月20日）", *PROSE]


def test_radicals_and_doubled_characters_of_the_text_layer_are_mended() -> None:
    paper = Paper()
    paper.text(80, 100, "⻔⼾⽹站公开12条，⺠⽣类8条")
    for shift in (0, 0.3, 0.6):  # bold by printing thrice
        paper.text(80 + shift, 130, "二、主动公开情况11条")
    assert _lines(paper) == ["门户网站公开12条，民生类8条", "二、主动公开情况11条"]


def test_running_headers_and_footers_are_dropped_and_table_rows_are_not() -> None:
    paper = Paper()
    for page in range(3):
        if page:
            paper.page()
        paper.text(200, 30, "某县政府信息公开年报")
        paper.text(80, 90, f"{'甲乙丙'[page]}段写的是别的事情。")
        draw_table(paper, DISCLOSED, 120, [60.0, 200, 300, 400, 500], range(4))
        paper.text(250, 810, f"某县 {page + 1} / 3")
    document = _read(paper)
    assert "年报" not in document.text
    assert "/ 3" not in document.text
    assert len(document.tables) == 3
    assert document.text.count("第二十条第（一）项") == 3


def _frame(paper: Paper, x0: float, top: float, x1: float, bottom: float) -> None:
    draw_cell(paper, (x0, top, x1, bottom), [], 12)


def _framed(paper: Paper) -> None:
    _frame(paper, 70, 95, 522, 330)


def _bordered(paper: Paper) -> None:
    _frame(paper, 30, 30, 565, 812)


def _underlined(paper: Paper) -> None:
    for i in range(4):
        paper.line(112, 118 + 28 * i, 400, 118 + 28 * i)


def _charted(paper: Paper) -> None:
    for i in range(6):
        paper.line(100, 500 + 30 * i, 500, 500 + 30 * i)
        paper.line(100 + 80 * i, 500, 100 + 80 * i, 650)


@pytest.mark.parametrize("draw", [_framed, _bordered, _underlined, _charted])
def test_lines_about_prose_make_no_table(draw: object) -> None:
    paper = Paper()
    draw(paper)  # type: ignore[operator]
    paragraphs_on(paper, PROSE[:2])
    document = _read(paper)
    assert not document.tables
    assert document.text.splitlines() == PROSE[:2]


def test_prose_in_the_frame_of_a_table_is_prose() -> None:
    paper = Paper()
    _frame(paper, 60, 60, 500, 180)
    for i, line in enumerate(wrapped(PROSE[0], 420, 12)):
        paper.text(70, 70 + 18 * i, line)
    draw_table(paper, DISCLOSED, 180, [60.0, 200, 300, 400, 500], range(len(DISCLOSED)))
    document = _read(paper)
    assert document.text.splitlines()[0] == PROSE[0]
    assert [placed(table) for table in document.tables] == [expected(DISCLOSED)]


def test_rows_without_ruling_lines_keep_their_cells_apart() -> None:
    paper = Paper()
    rows = [
        ("主动公开信息数", "条", "425", "1516"),
        ("其中：1.网站公开", "条", "418", "1509"),
        ("行政复议数", "件", "0", "0"),
    ]
    for i, row in enumerate(rows):
        for x, text in zip((80, 260, 330, 420), row, strict=True):
            paper.text(x, 100 + 24 * i, text)
    assert _lines(paper) == ["\t".join(row) for row in rows]


def test_a_table_open_at_its_sides_is_a_table() -> None:
    paper = Paper()
    for i in range(4):
        paper.line(60, 100 + 30 * i, 460, 100 + 30 * i)
    for x in (200, 330):
        paper.line(x, 100, x, 190)
    for i, row in enumerate([("指标", "单位", "数量"), ("公开数", "条", "12"), ("申请数", "件", "3")]):
        for x, text in zip((80, 250, 380), row, strict=True):
            paper.text(x, 108 + 30 * i, text)
    assert [[c.text for c in row] for row in _read(paper).tables[0].rows] == [
        ["指标", "单位", "数量"],
        ["公开数", "条", "12"],
        ["申请数", "件", "3"],
    ]


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["59237.2", "449"], "59237.2449"),  # as wide as its column
        (["12", "30"], "12 30"),
        (["1853", "条"], "1853条"),
        (["本年新", "制作数量"], "本年新制作数量"),
    ],
)
def test_a_number_that_its_column_broke_is_one(lines: list[str], text: str) -> None:
    paper = Paper()
    for i in range(2):
        draw_cell(paper, (60, 100 + 50 * i, 160, 150 + 50 * i), ["收费金额"], 11)
        draw_cell(paper, (160, 100 + 50 * i, 207, 150 + 50 * i), lines, 11)
    assert _read(paper).tables[0].rows[0][1].text == text


def test_a_number_that_the_edge_of_the_page_cuts_is_read_whole() -> None:
    paper = Paper()
    for i in range(2):
        draw_cell(paper, (400, 100 + 30 * i, 560, 130 + 30 * i), ["收费金额"], 11)
        draw_cell(paper, (560, 100 + 30 * i, 640, 130 + 30 * i), ["96171.6"], 11)
    assert [c.text for c in _read(paper).tables[0].rows[0]] == ["收费金额", "96171.6"]


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_page_shown_on_its_side_is_read_upright(turned: int) -> None:
    paper = Paper(turned=turned)
    width, height = (HEIGHT, 595.0) if turned in (90, 270) else (595.0, HEIGHT)
    turn = turned // 90
    # Drawn so that it is upright when the page is shown turned.
    text = "三、收到和处理申请12件"
    x, top = {
        0: (100.0, 80.0),
        1: (80.0, height - 100),
        2: (width - 100, HEIGHT - 80.0),
        3: (595 - 80.0, 100.0),
    }[turn]
    if turn == 1:
        x, top = 80.0, HEIGHT - 100.0
    paper.text(x, top, text, 12, turn=(4 - turn) % 4)
    assert _lines(paper) == [text]


def test_a_table_lying_on_a_page_is_read_upright() -> None:
    class Lying(Paper):
        """Draws everything a quarter turn clockwise."""

        def text(self, x: float, top: float, text: str, size: float = 12, turn: int = 0) -> None:
            super().text(595 - top - size, x, text, size, turn + 1)

        def line(self, x0: float, top: float, x1: float, bottom: float, thick: float = 0.5) -> None:
            super().line(595 - top, x0, 595 - bottom, x1, thick)

    paper = Lying()
    draw_table(paper, DISCLOSED, 60, [60.0, 200, 300, 400, 500], range(len(DISCLOSED)))
    paper.text(60, 30, "二、主动公开政府信息情况")
    document = _read(paper)
    assert placed(document.tables[0]) == expected(DISCLOSED)
    assert document.tables[0].caption == "二、主动公开政府信息情况"


def test_slanted_text_is_a_watermark() -> None:
    paper = Paper()
    paper.raw("BT /F1 60 Tf 0.7 0.7 -0.7 0.7 150 300 Tm <68376 72c> Tj ET".replace(" 72c", "72c"))
    paper.text(80, 100, "公开12条")
    assert _lines(paper) == ["公开12条"]


def _refused(data: bytes) -> str:
    with pytest.raises(InputError, match=r"^a\.pdf(, page [\d, …]+)?: found .*; expected .*\. ") as error:
        read_pdf(data, "a.pdf")
    assert "\n" not in str(error.value)
    return str(error.value)


def _report() -> Paper:
    paper = Paper()
    paragraphs_on(paper, PROSE)
    return paper


def test_what_is_no_pdf_or_a_part_of_one_is_refused() -> None:
    data = _report().pdf()
    assert "no PDF header" in _refused(b"")
    assert "no PDF header" in _refused("政府信息公开".encode() * 300)
    for share in (0.1, 0.5, 0.9):
        assert "cut off" in _refused(data[: int(len(data) * share)])
    end = b"\nstartxref\n9\n%%EOF"
    assert "a PDF without a page" in _refused(
        b"%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>" + end
    )
    assert "a broken PDF (" in _refused(b"%PDF-1.4\n\x00\xff" + end)


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_pdf_is_read_or_refused_and_nothing_else(seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(_report().pdf())
    for _ in range(chance.choice((1, 5, 40))):
        data[chance.randrange(len(data))] = chance.randrange(256)
    with contextlib.suppress(InputError):
        read_pdf(bytes(data), "a.pdf")


def test_a_password_is_asked_for_only_where_one_is_needed() -> None:
    paper = _report()
    assert _read(paper, password="").text.splitlines() == PROSE
    assert "an encrypted PDF that asks for a password" in _refused(paper.pdf(password="x"))  # noqa: S106


@pytest.mark.parametrize("private", [True, False])
def test_text_without_meaning_is_refused(private: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "ocr_installed", lambda: False)
    paper = Paper()
    paper.text(80, 100, "政府信息公开")
    paper.page()
    paper.text(80, 100, "\ue123" * 30 if private else "政府信息公开" * 5)
    message = _refused(paper.pdf(meaning=private))
    assert "a PDF whose text layer is unusable" in message
    assert 'pip install "ogi-reports[ocr]"' in message
    assert "page 2: " in message or not private


def test_a_scan_without_the_extra_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (pdf, ocr):
        monkeypatch.setattr(module, "ocr_installed", lambda: False)
    paper = Paper()
    paper.picture(Image.new("L", (300, 400), 200))
    message = _refused(paper.pdf())
    assert "a scanned PDF (no text layer)" in message
    assert 'pip install "ogi-reports[ocr]"' in message
    paper.text(200, 820, "扫描全能王 创建", 8)  # what a scanner's program prints beneath is no text layer
    paper.page()
    paper.text(80, 100, PROSE[1])
    assert "a.pdf, page 1: found a scanned PDF" in _refused(paper.pdf())


def test_a_hostile_pdf_is_stopped_early(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MOST_PAGES", 2)
    paper = Paper()
    for _ in range(2):
        paper.page()
    assert "more than 2 pages" in _refused(paper.pdf())
    monkeypatch.undo()

    monkeypatch.setattr(pdf_bounds, "MOST_OBJECTS", 200)
    paper = Paper()
    paper.raw("0 0 m 10 10 l S\n" * 300)
    assert "a.pdf, page 1: found more than 200 characters and lines" in _refused(paper.pdf())
    paper = Paper()
    paper.raw("/Fm Do")
    assert "a.pdf, page 1" in _refused(paper.pdf(form="/Fm Do /Fm Do"))  # a form that draws itself, twice
    monkeypatch.undo()

    paper = Paper()
    paper.raw(" " * (80 * 2**20))
    assert "MB of page content" in _refused(paper.pdf())
    monkeypatch.setattr(pdf_bounds, "MOST_BYTES", 1000)
    assert "at most 0 MB" in _refused(_report().pdf())


def _html(size: float) -> str:
    """A report with the official tables as a web page, its text that large."""

    def table(layout: Layout, headings: int) -> str:
        rows = [
            "<tr>"
            + "".join(f'<td rowspan="{down}" colspan="{across}">{text}</td>' for text, down, across in row)
            + "</tr>"
            for row in layout
        ]
        head = f"<thead>{''.join(rows[:headings])}</thead>" if headings else ""
        style = "width:100%;border-collapse:collapse"
        return f'<table border="1" cellspacing="0" style="{style}">{head}<tbody>{"".join(rows[headings:])}</tbody></table>'

    prose = "".join(f"<p>{text}</p>" for text in ("一、总体情况", *PROSE))
    body = (
        f"{prose}<p>二、主动公开政府信息情况</p>{table(DISCLOSED, 0)}"
        f"<p>三、收到和处理政府信息公开申请情况</p>{table(REQUESTS, HEADER)}<p>四、其他</p>"
    )
    font = f"font-family:'Noto Sans SC';font-size:{size}pt"
    return f'<meta charset="utf-8"><style>p, td {{{font}}} p {{text-indent:2em;margin:0}}</style>{body}'


@pytest.mark.slow
@pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed: nothing to print with")
@pytest.mark.parametrize("size", [9, 12, 15])
def test_a_printed_page_comes_back_whole(size: float, tmp_path: Path) -> None:
    (tmp_path / "fonts.conf").write_text(
        f"<fontconfig><dir>{REGULAR.parent}</dir></fontconfig>", encoding="utf-8"
    )
    (tmp_path / "a.html").write_text(_html(size), encoding="utf-8")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        str(find_office()),
        profile,
        "--headless",
        "--infilter=HTML (StarWriter)",
        "--convert-to",
        "pdf:writer_pdf_Export",
    ]
    env = {**os.environ, "FONTCONFIG_FILE": str(tmp_path / "fonts.conf")}
    subprocess.run(
        [*command, "--outdir", str(tmp_path), str(tmp_path / "a.html")],
        check=True,
        capture_output=True,
        timeout=300,
        env=env,
    )
    document = read_pdf((tmp_path / "a.pdf").read_bytes(), "a.pdf")
    assert len(document.pages) > 1
    assert [placed(table) for table in document.tables] == [
        without_unused_columns(expected(layout)) for layout in (DISCLOSED, REQUESTS)
    ]
    prose = document.text
    for table in reversed(document.tables):
        prose = prose[: table.span.start] + prose[table.span.end :]
    headings = ["二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "四、其他"]
    assert prose.splitlines() == ["一、总体情况", *PROSE, *headings]
