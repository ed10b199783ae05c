"""Figures as files: SVG, PNG at twice the size, PDF; the same chart gives the same bytes."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pandas as pd
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
_COMMON = 32  # of them are kept exactly: ink, fills; and paper


def with_palette(drawn: np.ndarray) -> Image.Image:
    """Dots (rows, columns, RGBA) as a picture with a palette; the most common colours are exact in it.

    Nearly all dots are paper: only the others are looked at.
    """
    dots = np.ascontiguousarray(drawn).view(np.uint32)[..., 0]
    paper = dots[0, 0]
    inked = dots != paper
    codes, colours = pd.factorize(np.append(dots[inked], paper))
    strip = Image.fromarray(colours[codes].view(np.uint8).reshape(1, -1, 4)).convert("RGB")
    packed = strip.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    places = np.empty(len(colours), np.uint8)
    places[codes] = np.frombuffer(packed.tobytes(), np.uint8)
    palette = np.array(packed.getpalette() or [], np.uint8).reshape(-1, 3)
    common = [*np.argsort(np.bincount(codes), kind="stable")[-_COMMON:], codes[-1]]
    for code in common:  # the commonest last, and paper behind them: two may share a place
        palette[places[code]] = colours[code : code + 1].view(np.uint8)[:3]
    placed = np.full(dots.shape, places[codes[-1]])
    placed[inked] = places[codes[:-1]]
    image = Image.fromarray(placed, "P")
    image.putpalette(palette.tobytes())
    return image


def _png(figure: Figure, spec: ChartSpec) -> bytes:
    dpi = figure.get_dpi()
    canvas = FigureCanvasAgg(figure)
    figure.set_dpi(DPI * _PNG_SCALE)
    try:
        canvas.draw()  # type: ignore[no-untyped-call]
        # The drawn dots as they are: through a PNG of matplotlib's they would be packed twice.
        image = with_palette(np.asarray(canvas.buffer_rgba()))  # type: ignore[no-untyped-call]
    finally:
        figure.set_dpi(dpi)
    info = PngInfo()
    info.add_itxt("Title", spec.title)
    info.add_itxt("Description", spec.alt)
    packed = io.BytesIO()
    size = (DPI * _PNG_SCALE, DPI * _PNG_SCALE)
    image.save(packed, "png", pnginfo=info, compress_level=6, dpi=size)
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
