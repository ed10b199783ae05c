"""Pictures of a report's pages, small enough to stand in a page of their own."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from io import BytesIO

import pypdfium2
from PIL import Image, ImageOps

from ogi.read.sniff import sniff_bytes

_DPI = 110  # small print of a table stays legible
_QUALITY = 45
MOST_PICTURES = 60  # of a longer report the first pages are shown, and of the others the numbers alone


def _as_address(picture: Image.Image) -> str:
    out = BytesIO()
    picture.convert("L").save(out, "WEBP", quality=_QUALITY, method=4)
    return "data:image/webp;base64," + base64.b64encode(out.getvalue()).decode("ascii")


def _of_pdf(data: bytes, pages: Iterable[int]) -> dict[int, str]:
    with pypdfium2.PdfDocument(data) as document:
        return {
            page: _as_address(
                document[page - 1]
                .render(scale=_DPI / 72, grayscale=True, may_draw_forms=False, draw_annots=False)
                .to_pil()
            )
            for page in pages
        }


def _of_picture(data: bytes, pages: Iterable[int], widths: dict[int, int]) -> dict[int, str]:
    found: dict[int, str] = {}
    with Image.open(BytesIO(data)) as picture:
        for page in pages:
            picture.seek(page - 1)
            upright = ImageOps.exif_transpose(picture).convert("L")
            size = widths[page], round(upright.height * widths[page] / upright.width)
            found[page] = _as_address(upright.resize(size) if size[0] < upright.width else upright)
    return found


def pictures_of(data: bytes, pages: Iterable[int], sizes: tuple[tuple[float, float], ...]) -> dict[int, str]:
    """Return pages, counted from 1, of a PDF or picture file as `data:` addresses of grey WebP pictures.

    `sizes` are the pages' widths and heights in points. At most MOST_PICTURES are drawn, from the first.
    """
    wanted = sorted(set(pages))[:MOST_PICTURES]
    if sniff_bytes(data) == "pdf":
        return _of_pdf(data, wanted)
    return _of_picture(data, wanted, {page: round(sizes[page - 1][0] * _DPI / 72) for page in wanted})
