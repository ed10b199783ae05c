"""Pictures and scans: what OCR reads of tables and prose, and the files that are refused before it starts."""

from __future__ import annotations

import io
import re
import struct
import zlib

import numpy as np
import pytest
from PIL import Image, ImageFilter

from ogi.errors import InputError
from ogi.numerals import flatten
from ogi.read.document import Document
from ogi.read.ocr import reader as ocr
from ogi.read.ocr.reader import ocr_installed, read_image, read_ocr_pdf
from ogi.read.pdf.reader import read_pdf
from ogi.report import Table

from .drawn import Canvas, Paper, Picture, draw_cell, draw_table, width_of
from .official import DISCLOSED, REQUESTS, Placed, expected, placed, without_unused_columns

EDGES = [40.0, 64, 110, 230, 250, 275, 318, 356, 400, 444, 482, 520]
NARROW = [60.0, 200, 300, 400, 500]
needs_engine = [
    pytest.mark.slow,
    pytest.mark.skipif(not ocr_installed(), reason="the extra `ocr` is not installed"),
]


def _bytes(images: list[Image.Image], kind: str = "PNG") -> bytes:
    stream = io.BytesIO()
    more = {"save_all": True, "append_images": images[1:]} if len(images) > 1 else {}
    images[0].save(stream, kind, **more)
    return stream.getvalue()


def _read(*images: Image.Image, kind: str = "PNG") -> Document:
    document = read_image(_bytes(list(images), kind), "a.png")
    assert document.reader == "ocr"
    for table in document.tables:
        for cell in (cell for row in table.rows for cell in row):
            assert document.text[cell.span.start : cell.span.end] == cell.text
    return document


def _bad_copy(image: Image.Image, degrees: float = 0.8, seed: int = 0) -> Image.Image:
    """The picture turned, blurred, in grey on grey with a shadow, grain and dirt, and packed as a JPEG."""
    chance = np.random.default_rng(seed)
    turned = image.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255).filter(
        ImageFilter.GaussianBlur(0.8)
    )
    grey = np.asarray(turned, dtype=np.float64)
    height, width = grey.shape
    paper = 235 - 25 * np.linspace(0, 1, width)[None, :] - 15 * np.linspace(0, 1, height)[:, None]
    grey = paper * (1 - 0.75 * (1 - grey / 255)) + chance.normal(0, 10, grey.shape)
    grey.reshape(-1)[chance.integers(0, grey.size, grey.size // 4000)] = 60
    stream = io.BytesIO()
    Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8)).save(stream, "JPEG", quality=60)
    return Image.open(stream)


def _flat(text: str) -> str:
    return re.sub(r"\s", "", flatten(text)).translate({0x201C: '"', 0x201D: '"', 0x2014: "-"})


def _cells(rows: Placed) -> set[tuple[int, int, int, int, str]]:
    """The cells of a table by their places; brackets and blanks count as one, wide or narrow."""
    return {
        (r, column, across, down, _flat(text))
        for r, row in enumerate(rows)
        for text, column, across, down in row
    }


def _share(tables: list[Table], layouts: list[Placed]) -> float:
    """The share of the cells that are right: place, spans and text."""
    assert len(tables) == len(layouts)
    right = sum(len(_cells(placed(t)) & _cells(rows)) for t, rows in zip(tables, layouts, strict=True))
    return right / sum(len(_cells(rows)) for rows in layouts)


def _official_page() -> tuple[Picture, list[Placed]]:
    page = Picture()
    page.text(60, 40, "二、主动公开政府信息情况", 14)
    bottom = draw_table(page, DISCLOSED, 66, NARROW, range(len(DISCLOSED)), 9)
    page.text(60, bottom + 14, "三、收到和处理政府信息公开申请情况", 14)
    draw_table(page, REQUESTS, bottom + 40, EDGES, range(17), 8)
    requests = [
        [(t, c, a, min(d, 17 - r)) for t, c, a, d in row] for r, row in enumerate(expected(REQUESTS)[:17])
    ]
    return page, [expected(DISCLOSED), without_unused_columns(requests)]


class TestWithTheEngine:
    pytestmark = needs_engine

    def test_every_cell_of_a_clean_page_is_right(self) -> None:
        page, layouts = _official_page()
        document = _read(page.image)
        assert _share(list(document.tables), layouts) == 1
        captions = [table.caption for table in document.tables]
        assert captions == ["二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况"]

    @pytest.mark.parametrize("degrees", [0.8, -1.6])
    def test_nearly_every_cell_of_a_bad_copy_is_right(self, degrees: float) -> None:
        page, layouts = _official_page()
        document = _read(_bad_copy(page.image, degrees))
        assert _share(list(document.tables), layouts) >= 0.98

    @pytest.mark.parametrize("size", [8, 12])
    def test_single_digits_and_marks_are_read_and_blank_cells_stay_blank(self, size: float) -> None:
        texts = [
            *"0123456789",
            *("10", "11", "70", "007", "0.5", "+17", "-185", "96171.6", "100%", "4,259"),
            *("", "/", "—", "-", "无", "一", "条", "件", "", "1"),
        ]
        page = Picture()
        for i, text in enumerate(texts):
            x, y = 60 + 80 * (i % 6), 60 + 40 * (i // 6)
            draw_cell(page, (x, y, x + 80, y + 40), [text] if text else [], size)
        for image in (page.image, _bad_copy(page.image, 0.5)):
            read = [cell.text for row in _read(image).tables[0].rows for cell in row]
            # 一 alone and a long dash are one stroke: where nothing stands beside it, it is the mark for none.
            assert [_flat(text) for text in read] == [_flat(text).replace("一", "-") for text in texts]

    def test_a_label_that_runs_downwards_is_one_word(self) -> None:
        page = Picture()
        draw_cell(page, (60, 60, 90, 240), list("本年度办理结果"), 12)
        for i in range(3):
            draw_cell(page, (90, 60 + 60 * i, 300, 120 + 60 * i), ["（一）予以公开"], 12)
            draw_cell(page, (300, 60 + 60 * i, 400, 120 + 60 * i), ["27"], 12)
        cell = _read(page.image).tables[0].rows[0][0]
        assert (cell.text, cell.rowspan) == ("本年度办理结果", 3)

    def test_prose_comes_back_in_paragraphs(self) -> None:
        def draw(canvas: Canvas) -> None:
            canvas.text(
                297 - width_of("某县2021年政府信息公开工作年度报告", 18) / 2,
                60,
                "某县2021年政府信息公开工作年度报告",
                18,
            )
            for i, line in enumerate(
                (
                    "全年各级单位主动公开政府信息2645条，其中网站公",
                    "开1800条，政务新媒体公开845条；解读政策29项。",
                    "收到公开申请70件，已办结69件。",
                )
            ):
                canvas.text(80 if i == 1 else 112, 110 + 28 * i, line, 16)

        page, paper = Picture(), Paper()
        draw(page)
        draw(paper)
        text = read_pdf(paper.pdf(), "a.pdf").text
        assert text.count("\n") == 3
        assert _flat(_read(page.image).text) == _flat(text)
        assert _read(_bad_copy(page.image)).text.count("\n") == 3

    def test_a_word_alone_on_a_page_is_found(self) -> None:
        page = Picture()
        page.text(280, 810, "无。", 14)
        assert _flat(_read(page.image).text) == "无。"

    def test_every_frame_is_a_page_and_tables_go_on(self) -> None:
        pages = [Picture(), Picture()]
        draw_table(pages[0], REQUESTS, 400, EDGES, range(16), 8)
        draw_table(pages[1], REQUESTS, 40, EDGES, range(16, len(REQUESTS)), 8, {(15, 1): ""})
        for number, page in enumerate(pages):
            page.text(285, 810, f"- {number + 1} -", 10)
        document = _read(*(page.image for page in pages), kind="TIFF")
        assert len(document.pages) == 2
        assert _share(list(document.tables), [without_unused_columns(expected(REQUESTS))]) >= 0.99

    def test_a_scanned_pdf_is_read_page_by_page_with_those_that_have_text(self) -> None:
        page, layouts = _official_page()
        paper = Paper()
        paper.picture(page.image)
        document = read_ocr_pdf(paper.pdf(), "a.pdf")
        assert document.reader == "ocr"
        assert _share(list(document.tables), layouts) >= 0.99
        paper.page()
        paper.text(80, 100, "四、政府信息公开行政复议、行政诉讼情况：无。")
        both = read_pdf(paper.pdf(), "a.pdf")
        assert both.reader == "ocr"
        assert both.text[both.pages[1] :] == "四、政府信息公开行政复议、行政诉讼情况：无。\n"
        assert len(both.tables) == 2

    def test_an_empty_page_is_an_empty_document(self) -> None:
        document = _read(Picture().image)
        assert (document.text, document.tables, document.pages) == ("", (), (0,))


@pytest.fixture
def without_engine(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The pictures' pages are only counted."""
    seen: list[int] = []

    def count(image: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], number: int) -> None:
        assert image.dtype == np.uint8
        seen.append(number)

    monkeypatch.setattr(ocr, "_reader", lambda *_: count)
    monkeypatch.setattr(ocr, "compose", lambda pages, reader: len(pages))
    return seen


def _refused(data: bytes) -> str:
    with pytest.raises(InputError, match=r"^a\.png(, page \d+)?: found .*; expected .*\. ") as error:
        read_image(data, "a.png")
    assert "\n" not in str(error.value)
    return str(error.value)


def _huge_png(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is huge."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    )


@pytest.mark.usefixtures("without_engine")
def test_pictures_that_cannot_be_used_are_refused() -> None:
    whole = _bytes([Image.new("L", (400, 500), 255)])
    assert "no picture" in _refused(b"")
    assert "no picture" in _refused("政府信息公开".encode())
    assert "no picture" in _refused(_bytes([Image.new("L", (100, 100))], "GIF"))
    assert "a broken picture" in _refused(whole[:-40])
    noise = Image.effect_noise((400, 500), 90)
    assert "a broken picture" in _refused(_bytes([noise], "JPEG")[:9000])
    assert "far too large" in _refused(_huge_png(20_000, 20_000))
    assert "a picture of 11,000 by 10,000 pixels" in _refused(_huge_png(11_000, 10_000))
    assert "a picture of 30 by 400 pixels" in _refused(_bytes([Image.new("L", (30, 400))]))


def test_bounds_of_frames_and_bytes(without_engine: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    frames = [Image.new("L", (50, 60), 255 - i) for i in range(3)]
    read_image(_bytes(frames, "TIFF"), "a.png")
    assert without_engine == [0, 1, 2]
    monkeypatch.setattr(ocr, "MOST_PAGES", 2)
    assert "more than 2 pages" in _refused(_bytes(frames, "TIFF"))
    monkeypatch.setattr(ocr, "MOST_BYTES", 100)
    assert "at most 0 MB" in _refused(_bytes(frames, "TIFF"))


MODES = {
    "PNG": ["1", "L", "P", "RGB", "RGBA", "LA", "I;16"],
    "TIFF": ["1", "L", "P", "RGB", "RGBA", "LA", "CMYK", "I;16"],
    "JPEG": ["L", "RGB", "CMYK"],
    "BMP": ["1", "L", "P", "RGB"],
    "WEBP": ["RGB", "RGBA"],
}


@pytest.mark.usefixtures("without_engine")
@pytest.mark.parametrize(("kind", "mode"), [(kind, mode) for kind, modes in MODES.items() for mode in modes])
def test_pictures_of_every_kind_are_opened(kind: str, mode: str) -> None:
    assert read_image(_bytes([Image.new(mode, (60, 80))], kind), "a.png") == 1  # type: ignore[comparison-overlap]


def test_what_is_clear_is_paper_and_a_camera_held_sideways_is_put_right(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[np.ndarray[tuple[int, ...], np.dtype[np.uint8]]] = []
    monkeypatch.setattr(ocr, "_reader", lambda *_: lambda image, number: seen.append(image))
    monkeypatch.setattr(ocr, "compose", lambda pages, reader: None)
    read_image(_bytes([Image.new("RGBA", (60, 80), (0, 0, 0, 0))]), "a.png")
    assert seen[-1].min() == 255
    sideways = Image.new("L", (60, 80), 255)
    exif = Image.Exif()
    exif[0x0112] = 6
    stream = io.BytesIO()
    sideways.save(stream, "JPEG", exif=exif)
    read_image(stream.getvalue(), "a.png")
    assert seen[-1].shape == (60, 80)  # rows, columns


def test_without_the_extra_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "ocr_installed", lambda: False)
    assert 'pip install "ogi-reports[ocr]"' in _refused(_bytes([Image.new("L", (400, 500), 255)]))
    paper = Paper()
    paper.picture(Image.new("L", (300, 400), 200))
    with pytest.raises(InputError, match=r"a scanned PDF .*ogi-reports\[ocr\]"):
        read_ocr_pdf(paper.pdf(), "a.pdf")


@pytest.mark.usefixtures("without_engine")
def test_scanned_pdfs_beyond_the_bounds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="a broken PDF"):
        read_ocr_pdf(b"%PDF-1.4 and nothing else", "a.pdf")
    paper = Paper(14_400, 14_400)
    with pytest.raises(InputError, match=r"a\.pdf, page 1: found a picture of 40,000 by 40,000 pixels"):
        read_ocr_pdf(paper.pdf(), "a.pdf")
    monkeypatch.setattr(ocr, "MOST_PAGES", 2)
    paper = Paper()
    paper.page()
    paper.page()
    with pytest.raises(InputError, match="3 scanned pages"):
        read_ocr_pdf(paper.pdf(), "a.pdf")
