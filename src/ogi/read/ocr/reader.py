"""Pictures and scanned PDFs, read by OCR (the extra `ocr`), within bounds that stop a hostile file early."""

from __future__ import annotations

import importlib.util
import warnings
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
import pypdfium2
from PIL import Image, ImageOps, UnidentifiedImageError

from ogi.errors import InputError
from ogi.read.document import Document
from ogi.read.page.compose import compose
from ogi.read.page.layout import Page

if TYPE_CHECKING:
    from ogi.read.ocr.image import Grey

MOST_PIXELS = 100_000_000  # of a page
MOST_PAGES = 100
MOST_BYTES = 50 * 2**20
_DPI = 200
_FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "WEBP")
_SMALLEST = 40  # pixels: less is no page


def ocr_installed() -> bool:
    """Return whether the packages of the extra `ocr` are there."""
    return all(importlib.util.find_spec(name) is not None for name in ("rapidocr", "onnxruntime", "cv2"))


def _reader(file: str, found: str) -> Callable[[Grey, int], Page]:
    """What reads a page's picture; the engine is loaded with it."""
    if not ocr_installed():
        action = 'Read it by OCR: pip install "ogi-reports[ocr]" (or convert it to text another way).'
        raise InputError(file, "", found, "text that can be read without OCR", action)
    # Loading the models takes seconds and needs the extra: only who reads a scan pays for it.
    try:
        from ogi.read.ocr.page import read_page
    except ImportError as error:
        told = f"an OCR engine that cannot be loaded ({error})"
        action = 'Install it again: pip install --force-reinstall "ogi-reports[ocr]".'
        raise InputError(file, "", told, "the packages of the extra `ocr`", action) from error
    return read_page


def _too_large(file: str, where: str, width: float, height: float) -> InputError:
    found = f"a picture of {width:,.0f} by {height:,.0f} pixels"
    return InputError(
        file, where, found, f"at most {MOST_PIXELS:,} pixels", "Scan the page at 200 to 300 dpi."
    )


def _grey(frame: Image.Image) -> Grey:
    """The picture in grey, upright as its camera noted; what is transparent is paper."""
    upright = ImageOps.exif_transpose(frame)
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        clear = upright.convert("RGBA")
        paper = Image.new("RGBA", clear.size, "white")
        upright = Image.alpha_composite(paper, clear)
    if upright.mode.startswith("I;16") or upright.mode in ("I", "F"):
        levels = np.asarray(upright, dtype=np.float64)
        top = max(1.0, float(levels.max()))
        return np.asarray(levels * (255.0 / top), dtype=np.uint8)
    return np.asarray(upright.convert("L"), dtype=np.uint8)


def _frames(data: bytes, file: str) -> Iterator[Grey]:
    """The frames of a picture file, one after the other. Raises InputError for what is none."""
    try:
        with warnings.catch_warnings():
            # Pillow warns of a decompression bomb before it refuses one; here the size alone decides.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data), formats=_FORMATS) as picture:
                number = 0
                while True:
                    if number >= MOST_PAGES:
                        more = f"more than {MOST_PAGES} pages"
                        raise InputError(file, "", more, f"at most {MOST_PAGES}", "Split the file.")
                    width, height = picture.size
                    where = f"page {number + 1}" if number else ""
                    if width * height > MOST_PIXELS:
                        raise _too_large(file, where, width, height)
                    if min(width, height) < _SMALLEST:
                        small = f"a picture of {width} by {height} pixels"
                        raise InputError(file, where, small, "a page", "Scan it at 200 to 300 dpi.")
                    yield _grey(picture)
                    number += 1
                    try:
                        picture.seek(number)
                    except EOFError:
                        return
    except UnidentifiedImageError as error:
        kinds = ", ".join(_FORMATS)
        raise InputError(file, "", "no picture", f"one in {kinds}", "Save it anew in one of them.") from error
    except Image.DecompressionBombError as error:
        found, most = "a picture far too large", f"at most {MOST_PIXELS:,} pixels"
        raise InputError(file, "", found, most, "Scan the page at 200 to 300 dpi.") from error
    except (OSError, SyntaxError, ValueError) as error:
        # What Pillow raises for broken files: OSError for cut ones, the others for damaged ones.
        told = str(error).replace("\n", " ")[:100]
        raise InputError(
            file, "", f"a broken picture ({told})", "a whole one", "Scan it or download it again."
        ) from error


def read_image(data: bytes, file: str) -> Document:
    """Return the text, tables and page starts of a picture, every frame a page.

    Raises InputError for a file that is no whole picture in a known format or beyond the bounds, and when
    the extra `ocr` is not installed.
    """
    if len(data) > MOST_BYTES:
        found = f"a picture of {len(data) / 2**20:.0f} MB"
        raise InputError(file, "", found, f"at most {MOST_BYTES // 2**20} MB", "Scan the page at 200 dpi.")
    read_page = _reader(file, "a picture")
    return compose([read_page(frame, number) for number, frame in enumerate(_frames(data, file))], "ocr")


def _broken(file: str, error: Exception) -> InputError:
    told = str(error).replace("\n", " ")[:100]
    return InputError(file, "", f"a broken PDF ({told})", "a PDF that can be shown", "Download it again.")


def _rendered(page: pypdfium2.PdfPage, file: str, number: int) -> Grey:
    width, height = page.get_size()
    scale = _DPI / 72
    if width * height * scale * scale > MOST_PIXELS:
        raise _too_large(file, f"page {number + 1}", width * scale, height * scale)
    # Notes and form fields are no part of the page, and nothing has checked what they would draw.
    picture = page.render(scale=scale, grayscale=True, may_draw_forms=False, draw_annots=False).to_pil()
    return np.asarray(picture.convert("L"), dtype=np.uint8)


def read_pdf_pages(data: bytes, file: str, numbers: Sequence[int] | None = None) -> dict[int, Page]:
    """Return the pages of a PDF with these numbers (from 0; all without any), each read by OCR.

    Raises InputError for a PDF that cannot be shown or is beyond the bounds, and without the extra `ocr`.
    """
    read_page = _reader(file, "a scanned PDF (no text layer)")
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _broken(file, error) from error
    try:
        wanted = range(len(document)) if numbers is None else numbers
        if len(wanted) > MOST_PAGES:
            raise InputError(
                file, "", f"{len(wanted)} scanned pages", f"at most {MOST_PAGES}", "Split the file."
            )
        return {n: read_page(_rendered(document[n], file, n), n) for n in wanted}
    except pypdfium2.PdfiumError as error:
        raise _broken(file, error) from error
    finally:
        document.close()


def read_ocr_pdf(data: bytes, file: str) -> Document:
    """Return the text, tables and page starts of a scanned PDF, its pages rendered at 200 dpi.

    Raises InputError as `read_pdf_pages` does.
    """
    pages = read_pdf_pages(data, file)
    return compose([pages[number] for number in sorted(pages)], "ocr")
