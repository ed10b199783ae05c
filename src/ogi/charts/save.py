"""Figures as files: SVG, PNG at twice the size, PDF; the same chart gives the same bytes."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import cast

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from ogi.charts.spec import ChartSpec
from ogi.charts.style import rc
from ogi.whole import write_whole

DPI = 100
FORMATS = ("svg", "png", "pdf")
_PNG_SCALE = 2
_COLOURS = 256  # flat colours and the grey edges of letters: a palette loses nothing and saves three quarters
_COMMON = 32  # of them are kept exactly: paper, ink, fills


def _with_palette(image: Image.Image) -> Image.Image:
    """The picture with a palette in which its most common colours are exact."""
    packed = image.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    counted = cast("list[tuple[int, tuple[int, int, int]]]", image.getcolors(image.width * image.height))
    common = [colour for _, colour in sorted(counted)[-_COMMON:]]
    strip = Image.new("RGB", (len(common), 1))
    strip.putdata(common)
    places = strip.quantize(palette=packed, dither=Image.Dither.NONE).tobytes()
    palette = packed.getpalette() or []
    for place, colour in zip(places, common, strict=True):  # the commonest last: two may share a place
        palette[3 * place : 3 * place + 3] = colour
    packed.putpalette(palette)
    return packed


def _png(figure: Figure, spec: ChartSpec) -> bytes:
    dpi = figure.get_dpi()
    canvas = FigureCanvasAgg(figure)
    figure.set_dpi(DPI * _PNG_SCALE)
    try:
        canvas.draw()  # type: ignore[no-untyped-call]
        # The drawn dots as they are: through a PNG of matplotlib's they would be packed twice.
        drawn = canvas.buffer_rgba()  # type: ignore[no-untyped-call]
        image = Image.fromarray(np.asarray(drawn)).convert("RGB")
    finally:
        figure.set_dpi(dpi)
    info = PngInfo()
    info.add_itxt("Title", spec.title)
    info.add_itxt("Description", spec.alt)
    packed = io.BytesIO()
    size = (DPI * _PNG_SCALE, DPI * _PNG_SCALE)
    _with_palette(image).save(packed, "png", pnginfo=info, compress_level=6, dpi=size)
    return packed.getvalue()


def _vector(figure: Figure, spec: ChartSpec, kind: str) -> bytes:
    metadata: dict[str, str | None] = {"Title": spec.title}
    if kind == "svg":
        metadata |= {"Description": spec.alt, "Date": None}
    else:
        metadata |= {"Subject": spec.alt, "CreationDate": None}
    buffer = io.BytesIO()
    figure.savefig(buffer, format=kind, metadata=metadata)
    return buffer.getvalue()


def encode(figure: Figure, spec: ChartSpec, formats: Iterable[str] = FORMATS) -> dict[str, bytes]:
    """Return a drawn chart in each format: svg, png (twice its nominal 100 dots an inch) or pdf.

    Title and alternative text go into each file's metadata; no date does.
    """
    with mpl.rc_context(rc()):
        return {
            kind: _png(figure, spec) if kind == "png" else _vector(figure, spec, kind) for kind in formats
        }


def write(folder: Path, name: str, encoded: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write an encoded chart as `name.svg` and so on, each whole or not at all; return the paths."""
    paths = {folder / f"{name}.{kind}": data for kind, data in encoded.items()}
    for path, data in paths.items():
        write_whole(path, data)
    return tuple(paths)
