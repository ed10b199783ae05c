"""Figures as files: SVG, PNG at twice the size, PDF; the same chart gives the same bytes."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from ogi.charts.spec import ChartSpec
from ogi.charts.style import rc
from ogi.whole import write_whole

DPI = 100
FORMATS = ("svg", "png", "pdf")
_PNG_SCALE = 2
_COLOURS = 256  # flat colours and grey edges of letters: a palette loses nothing and saves three quarters


def _png(figure: Figure, spec: ChartSpec) -> bytes:
    drawn = io.BytesIO()
    figure.savefig(drawn, format="png", dpi=DPI * _PNG_SCALE)
    image = Image.open(drawn).convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
    info = PngInfo()
    info.add_itxt("Title", spec.title)
    info.add_itxt("Description", spec.alt)
    packed = io.BytesIO()
    image.save(packed, "png", pnginfo=info, optimize=True, dpi=(DPI * _PNG_SCALE, DPI * _PNG_SCALE))
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
