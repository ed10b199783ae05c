"""PDF files: their text layer and ruling lines become paragraphs and tables; scans go to OCR."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from io import BytesIO
from typing import NoReturn

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfpage import PDFPage

from ogi.errors import InputError
from ogi.read.document import Document
from ogi.read.ocr.reader import ocr_installed, read_pdf_pages
from ogi.read.page.compose import compose
from ogi.read.page.layout import Box, Page
from ogi.read.page.rules import BoxIndex, find_ruled
from ogi.read.pdf.bounds import MOST_OBJECTS_IN_ALL, MOST_PAGES, BoundedPage, check_file
from ogi.read.pdf.glyphs import Drawn, Glyph, draw
from ogi.read.pdf.lines import lines_in_cell, lines_of

# pdfminer warns of every oddity of a font on the error stream; what matters is found by its effects.
logging.getLogger("pdfminer").setLevel(logging.ERROR)

_FEW_GLYPHS = 40  # on a page that is an image: the stamp of a scanner, not its text
_IMAGE_PAGE = 0.6  # of the page's area
_MANY_UNMAPPED = 0.3  # of a page's characters
_ENOUGH_TO_JUDGE = 20  # characters


@dataclass(slots=True)
class _Pages:
    """The pages read by their text layer, and the numbers of those that only OCR can read."""

    read: list[Page] = field(default_factory=list)
    scanned: list[int] = field(default_factory=list)
    garbled: list[int] = field(default_factory=list)


def _page(drawn: Drawn, number: int) -> Page:
    """The lines and tables of a page."""
    tables = find_ruled(drawn.across, drawn.down, drawn.width * drawn.height)
    index = BoxIndex(tables)
    inside: dict[int, tuple[Box, list[Glyph]]] = {}
    outside: list[Glyph] = []
    for glyph in drawn.glyphs:
        box = index.at(glyph.x, glyph.y)
        if box is None:
            outside.append(glyph)
        else:
            inside.setdefault(id(box), (box, []))[1].append(glyph)
    for box, glyphs in inside.values():
        box.lines = lines_in_cell(glyphs)
    level = [glyph for glyph in outside if glyph.direction == "right"]
    aside = [glyph for glyph in outside if glyph.direction != "right"]
    lines = lines_of(level) + (lines_in_cell(aside) if aside else [])
    page = Page(number, drawn.width, drawn.height, sorted(lines, key=lambda line: line.middle), tables)
    for line in (*page.lines, *(line for t in tables for box in t.boxes for line in box.lines)):
        line.page = number
    return page


def _draw_pages(data: bytes, file: str) -> list[Drawn]:
    """What every page draws, parsed by pdfminer within the bounds."""
    pdf = pdfplumber.open(BytesIO(data), raise_unicode_errors=False)
    found: list[Drawn] = []
    objects = 0
    for number, page_obj in enumerate(PDFPage.create_pages(pdf.doc), start=1):
        if number > MOST_PAGES:
            more = f"more than {MOST_PAGES} pages"
            raise InputError(file, "", more, f"at most {MOST_PAGES}", "Split it, or print the report alone.")
        page = BoundedPage(pdf, page_obj, number, file, MOST_OBJECTS_IN_ALL - objects)
        found.append(draw(page))
        objects += page.count
        page.close()
    if not found:
        raise InputError(file, "", "a PDF without a page", "the pages of a report", "Download it again.")
    return found


def _sort_pages(drawn: list[Drawn]) -> _Pages:
    """The pages read as far as their text layer goes, those noted that OCR must read."""
    pages = _Pages([_page(page, number) for number, page in enumerate(drawn)])
    for number, page in enumerate(drawn):
        count = page.inked
        if count >= _ENOUGH_TO_JUDGE and page.unmapped > _MANY_UNMAPPED * count:
            pages.garbled.append(number)
        elif count < _FEW_GLYPHS and page.image_share >= _IMAGE_PAGE:
            pages.scanned.append(number)
    if not any(page.inked for page in drawn):  # a scan, or text that was turned into outlines
        pages.scanned = [number for number, page in enumerate(drawn) if page.drawn]
    return pages


def _refuse(error: Exception, file: str) -> NoReturn:
    """Say in one sentence why a PDF cannot be read."""
    cause = error.args[0] if error.args and isinstance(error.args[0], Exception) else error
    if isinstance(cause, PDFPasswordIncorrect):
        raise InputError(
            file,
            "",
            "an encrypted PDF that asks for a password",
            "one that opens without",
            "Open it with its password and save it without one.",
        ) from error
    told = f"{type(cause).__name__}: {cause}".rstrip(": ").replace("\n", " ")[:120]
    raise InputError(
        file, "", f"a broken PDF ({told})", "a PDF that can be read", "Download it or print it again."
    ) from error


def _names(numbers: list[int], of: int) -> str:
    """The pages meant, for a message: none when all are."""
    if len(numbers) == of:
        return ""
    shown = ", ".join(str(number + 1) for number in numbers[:5])
    return f"page {shown}" + (" …" if len(numbers) > 5 else "")


def read_pdf(data: bytes, file: str) -> Document:
    """Return a PDF's text, tables and page starts; pages without a usable text layer are read by OCR.

    The document's reader is "ocr" as soon as one page was read so. Raises InputError for a file that is
    broken, cut off, encrypted with a password or beyond the bounds of pdf_bounds, and for a scan or an
    unusable text layer when the extra `ocr` is not installed.
    """
    check_file(data, file)
    try:
        drawn = _draw_pages(data, file)
    except InputError:
        raise
    except Exception as error:  # noqa: BLE001
        # The one broad catch: on damaged files pdfminer fails with whatever its code happens to meet
        # (KeyError, struct.error, RecursionError …), and each of them means a file that cannot be read.
        _refuse(error, file)
    pages = _sort_pages(drawn)
    if not any(page.inked or page.drawn for page in drawn):
        blank = "a PDF whose pages are blank"
        raise InputError(file, "", blank, "the pages of a report", "Open it and see whether it shows any.")
    unread = sorted({*pages.scanned, *pages.garbled})
    if not unread:
        return compose(pages.read, "pdf")
    if not ocr_installed():
        garbled = bool(pages.garbled)
        raise InputError(
            file,
            _names(pages.garbled or pages.scanned, len(pages.read)),
            "a PDF whose text layer is unusable (its fonts do not tell what their signs mean)"
            if garbled
            else "a scanned PDF (no text layer)",
            "text that can be read" if garbled else "a PDF with a text layer",
            'Read it by OCR: pip install "ogi-reports[ocr]".',
        )
    by_ocr = read_pdf_pages(data, file, unread)
    return compose([by_ocr.get(page.number, page) for page in pages.read], "ocr")
