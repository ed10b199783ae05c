"""A scanned page made fit for reading: of one size, evenly lit and level; and where on it there is ink."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]

_SHORT_SIDE = 595.0  # points: a page is taken to be as wide as A4, whatever its file says
_SHARPEST, _COARSEST = 3.2, 2.3  # pixels a point after resizing: 230 and 165 to the inch
_MOST_ENLARGED = 2.5
_STEEPEST = 4.0  # degrees of slant that are looked for
_LEVEL = 0.04  # degrees below which a page is left as it is
_GRAINY = 3.0  # levels of grey
_FAINT_INK, _ENOUGH_INK = 60.0, 200  # levels of grey; pixels
_DARKEST_PAPER = 180.0  # after shadows are evened out: the paper is never darker
_FAINTEST = 14.0  # levels of grey darker than the paper about it
_LIGHTEST_INK, _EDGE_OF_INK = 200.0, 25.0  # levels of grey
_LIGHT_PATCH = 9.0  # points: more than the stroke of any letter, less than a shadow


@dataclass(slots=True)
class Sheet:
    """A page's picture, its ink (255 where there is some), and how many pixels a point has.

    `traces` are all that is darker than the paper about it: the ink, fainter lines, and some dirt.
    """

    grey: Grey
    ink: Grey
    traces: Grey
    scale: float

    @property
    def width(self) -> float:
        """In points."""
        return float(self.grey.shape[1] / self.scale)

    @property
    def height(self) -> float:
        """In points."""
        return float(self.grey.shape[0] / self.scale)

    def cut(self, x0: float, top: float, x1: float, bottom: float) -> tuple[Grey, Grey]:
        """Return the picture and the ink of a part given in points."""
        rows = slice(max(0, round(top * self.scale)), max(0, round(bottom * self.scale)))
        columns = slice(max(0, round(x0 * self.scale)), max(0, round(x1 * self.scale)))
        return self.grey[rows, columns], self.ink[rows, columns]


def _resized(grey: Grey) -> tuple[Grey, float]:
    scale = min(grey.shape) / _SHORT_SIDE
    wanted = min(max(scale, _COARSEST), _SHARPEST, scale * _MOST_ENLARGED)
    if abs(wanted - scale) < 0.02 * scale:
        return grey, scale
    factor = wanted / scale
    method = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return _grey(cv2.resize(grey, None, fx=factor, fy=factor, interpolation=method)), wanted


def _grey(image: object) -> Grey:
    return np.ascontiguousarray(np.asarray(image), dtype=np.uint8)


def _evened(grey: Grey, scale: float) -> Grey:
    """The picture with the paper made white and the ink black: grain, shadows and faint print evened out."""
    if grain(grey) > _GRAINY:
        grey = _grey(cv2.medianBlur(grey, 3))
    patch = max(3, round(_LIGHT_PATCH * scale)) | 1
    if np.median(grey) < 253 or np.percentile(grey, 30) < 250:
        paper = cv2.medianBlur(_grey(cv2.dilate(grey, np.ones((patch, patch), np.uint8))), patch)
        grey = _grey(cv2.divide(grey, paper, scale=255))
        white = max(_DARKEST_PAPER, float(np.percentile(grey, 40)))
        grey = _grey(np.clip(grey.astype(np.float32) * (255.0 / white), 0, 255))
    printed = grey[grey < _DARKEST_PAPER]
    darkest = float(np.percentile(printed, 10)) if printed.size > _ENOUGH_INK else 0.0
    if darkest > _FAINT_INK:
        stretched = (grey.astype(np.float32) - darkest) * (255.0 / max(1.0, 255.0 - darkest))
        grey = _grey(np.clip(stretched, 0, 255))
    return grey


def grain(grey: Grey) -> float:
    """Return how much neighbouring pixels of paper differ: not in a clean picture, by ten in a bad copy."""
    return float(np.median(cv2.absdiff(grey, cv2.GaussianBlur(grey, (5, 5), 0))))


def _traces(grey: Grey, scale: float) -> Grey:
    """What is darker than the paper round about."""
    block = max(3, round(15 * scale)) | 1
    smooth = cv2.GaussianBlur(grey, (3, 3), 0)
    threshold = _FAINTEST + 3 * grain(_grey(smooth))
    dark = cv2.adaptiveThreshold(
        smooth, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, threshold
    )
    return _grey(dark)


def _ink(grey: Grey, traces: Grey) -> Grey:
    """The traces that are nearer to black than to the paper, with their blurred edges."""
    middle, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    return np.where(grey < min(_LIGHTEST_INK, middle + _EDGE_OF_INK), traces, np.uint8(0))


def _turned(image: Grey, degrees: float, paper: int) -> Grey:
    height, width = image.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    turned = cv2.warpAffine(
        image,
        matrix,
        (width, height),
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=paper,
    )
    return _grey(turned)


def _slant(traces: Grey) -> float:
    """The degrees to turn a page by until its lines are level: then rows are either full or empty of ink."""
    small = _grey(cv2.resize(traces, None, fx=0.33, fy=0.33, interpolation=cv2.INTER_AREA))

    def levelness(degrees: float) -> float:
        rows = _turned(small, degrees, 0).sum(axis=1, dtype=np.float64)
        return float(np.square(np.diff(rows)).sum())

    best = max(np.arange(-_STEEPEST, _STEEPEST + 0.01, 0.25), key=levelness)
    fine = max(np.arange(best - 0.25, best + 0.26, 0.05), key=levelness)
    return float(fine)


def sheet_of(image: Grey) -> Sheet:
    """Return a page's grey picture resized, evened out and level, with its ink."""
    grey, scale = _resized(image)
    grey = _evened(grey, scale)
    traces = _traces(grey, scale)
    degrees = _slant(traces)
    if abs(degrees) > _LEVEL:
        grey = _turned(grey, degrees, 255)
        traces = _traces(grey, scale)
    return Sheet(grey.copy(), _ink(grey, traces), traces, scale)  # lines will be erased from it
