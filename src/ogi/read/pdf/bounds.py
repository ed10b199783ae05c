"""How much of a PDF is read before it is refused, so that a hostile file is stopped early."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from typing import Any

import pdfplumber.pdf
from pdfminer.layout import LTPage
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import stream_value
from pdfplumber.page import Page, PDFPageAggregatorWithMarkedContent

from ogi.errors import InputError

MOST_BYTES = 50 * 2**20
MOST_PAGES = 500
MOST_OBJECTS = 200_000  # on a page
MOST_OBJECTS_IN_ALL = 1_000_000
_MOST_INFLATED = 64 * 2**20  # one stream, decompressed; images are never decompressed here
_MOST_INFLATED_IN_ALL = 512 * 2**20
_STEP = 2**20
_TAIL = 2048  # bytes at the end that must hold the end mark

_STREAM = re.compile(rb"stream\r?\n")
_ACTION = "Check where the file came from; print its report anew as a PDF if it is a real one."


def check_file(data: bytes, file: str) -> None:
    """Raise InputError for data that is no whole PDF, is too large, or decompresses to far too much."""
    if len(data) > MOST_BYTES:
        found, limit = f"a PDF of {len(data) / 2**20:.0f} MB", f"at most {MOST_BYTES // 2**20} MB"
        raise InputError(file, "", found, limit, "Split it, or print the report alone.")
    if b"%PDF-" not in data[:1024]:
        raise InputError(file, "", "no PDF header in its first bytes", "a PDF", "Download the file again.")
    tail = data.rstrip(b"\x00\r\n\t ")[-_TAIL:]
    if b"%%EOF" not in tail and b"startxref" not in tail:
        raise InputError(
            file, "", "a PDF without an end (it is cut off)", "a whole PDF", "Download the file again."
        )
    _check_streams(data, file)


def _is_image(data: bytes, start: int) -> bool:
    head = data[max(0, start - 1024) : start]
    return re.search(rb"/Subtype\s*/Image", head[head.rfind(b"obj") + 1 :]) is not None


def _check_streams(data: bytes, file: str) -> None:
    """Decompress every stream for its size alone, a step at a time, and refuse one that never ends."""
    total = 0
    for match in _STREAM.finditer(data):
        if data[match.end() : match.end() + 1] not in (b"x", b"h", b"H", b"X", b"8", b"\x18", b"(", b"\x08"):
            continue  # not compressed by zlib
        if _is_image(data, match.start()):
            continue
        inflated = _inflated_size(memoryview(data)[match.end() :], _MOST_INFLATED)
        total += inflated
        if inflated >= _MOST_INFLATED or total > _MOST_INFLATED_IN_ALL:
            size = (
                f"more than {min(inflated, total) // 2**20} MB of page content in {len(data) / 2**20:.1f} MB"
            )
            raise InputError(file, "", size, "the content of a report", _ACTION)


def _inflated_size(data: memoryview, limit: int) -> int:
    """How many bytes a zlib stream at the start of the data makes, up to a limit; 0 when it is none."""
    inflate = zlib.decompressobj()
    size = position = 0
    chunk = b""
    try:
        while size < limit and not inflate.eof:
            if not chunk:
                chunk = bytes(data[position : position + 2**16])
                position += len(chunk)
                if not chunk:
                    break
            size += len(inflate.decompress(chunk, _STEP))
            chunk = inflate.unconsumed_tail
    except zlib.error:
        return size  # no stream of this kind, or a damaged one: the parser tells
    return size


class _CountingDevice(PDFPageAggregatorWithMarkedContent):
    """Collects a page's objects and stops at too many."""

    def __init__(self, page: BoundedPage) -> None:
        super().__init__(page.pdf.rsrcmgr, pageno=page.page_number, laparams=page.pdf.laparams)
        self._page = page
        self.count = 0

    def _add(self, number: int = 1) -> None:
        self.count += number
        if self.count > min(MOST_OBJECTS, self._page.left):
            limit = MOST_OBJECTS if self.count > MOST_OBJECTS else MOST_OBJECTS_IN_ALL
            raise self.refusal(f"more than {limit:,} characters and lines")

    def refusal(self, found: str) -> InputError:
        """The error that says what was found on the page."""
        return InputError(
            self._page.file, f"page {self._page.page_number}", found, "a page of a report", _ACTION
        )

    def render_char(self, *args: Any, **kwargs: Any) -> float:
        self._add()
        return super().render_char(*args, **kwargs)

    def paint_path(self, gstate: Any, stroke: Any, fill: Any, evenodd: Any, path: Any) -> None:
        self._add(1 + len(path) // 8)
        super().paint_path(gstate, stroke, fill, evenodd, path)

    def render_image(self, *args: Any, **kwargs: Any) -> None:
        self._add()
        super().render_image(*args, **kwargs)

    def begin_figure(self, *args: Any, **kwargs: Any) -> None:
        self._add()
        super().begin_figure(*args, **kwargs)


class _Interpreter(PDFPageInterpreter):
    """Runs a page's content and stops at a form that draws itself.

    pdfminer passes over it; but such a page may go on to be rendered for OCR, and there it grows without end.
    """

    device: _CountingDevice

    def execute(self, streams: Sequence[object]) -> None:
        for stream in map(stream_value, streams):
            if stream.objid is not None and stream.objid in self.parent_stream_ids:
                raise self.device.refusal("content that draws itself")
        super().execute(streams)


class BoundedPage(Page):
    """A pdfplumber page that is laid out only as far as the bounds; its layout raises InputError beyond."""

    def __init__(self, pdf: pdfplumber.pdf.PDF, page: PDFPage, number: int, file: str, left: int) -> None:
        super().__init__(pdf, page, number)
        self.file = file
        self.left = left  # objects that may still come
        self.count = 0

    @property
    def layout(self) -> LTPage:
        """The page's objects. Raises InputError when they are too many."""
        device = _CountingDevice(self)
        _Interpreter(self.pdf.rsrcmgr, device).process_page(self.page_obj)
        self.count = device.count
        return device.get_result()
