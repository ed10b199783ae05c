"""Ruling lines on a picture: long straight strokes, put together from pieces, and faint ones between them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

from ogi.read.ocr.image import Grey, Sheet, grain
from ogi.read.page.layout import close, cluster
from ogi.read.page.rules import SNAP, Rule, group

_PIECE_ACROSS, _PIECE_DOWN = 18.0, 14.0  # points: longer than the strokes of a table's characters
_MOST_STROKES = 3_000  # in one direction
_THICKEST = 5.0  # points
_BROKEN = 0.7  # points: a gap in a stroke that a bad copy makes
_SAME_LEVEL, _GAP = 1.0, 12.0  # points between pieces of one line: across it, and along it
_LONG_ACROSS, _LONG_DOWN = 60.0, 50.0  # points: longer than the strokes of any character
_ENDS = 2.0  # points between the end of a short ruling line and the one it ends on
_COVERED = 0.5  # of a line, by its pieces
_DARKER, _MOSTLY = (
    4.0,
    0.7,
)  # levels of grey that a faint line is below the paper on both sides; along so much
_WINDOW = 7  # pixels along a line that are taken together


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight stroke that may be a ruling line, and the pixels it takes (x, y, width, height)."""

    rule: Rule
    pixels: tuple[int, int, int, int]

    @property
    def length(self) -> float:
        """In points."""
        return self.rule.end - self.rule.start


def _strokes(sheet: Sheet, piece: float, across: bool) -> list[Stroke]:
    """The straight strokes that are as long as a piece at least, small gaps closed."""
    scale = sheet.scale
    gap, length = max(1, round(_BROKEN * scale)), round(piece * scale)
    bridge = np.ones((1, gap + 1) if across else (gap + 1, 1), np.uint8)
    closed = cv2.morphologyEx(sheet.traces, cv2.MORPH_CLOSE, bridge)
    straight = np.ones((1, length) if across else (length, 1), np.uint8)
    strokes = cv2.morphologyEx(closed, cv2.MORPH_OPEN, straight)
    _, _, stats, _ = cv2.connectedComponentsWithStats(np.asarray(strokes, dtype=np.uint8), connectivity=8)
    found: list[Stroke] = []
    for x, y, w, h, _ in stats[1:].tolist():
        if (h if across else w) <= _THICKEST * scale:
            at, start, end = (y + h / 2, x, x + w) if across else (x + w / 2, y, y + h)
            found.append(Stroke(Rule(at / scale, start / scale, end / scale), (x, y, w, h)))
    return found


def _runs(strokes: list[Stroke]) -> list[list[Stroke]]:
    """The strokes that follow one another on one level: a bad copy breaks a line into pieces."""
    found: list[list[Stroke]] = []
    ordered = sorted(strokes, key=lambda s: s.rule.at)
    while ordered:
        level = [s for s in ordered if s.rule.at - ordered[0].rule.at <= _SAME_LEVEL]
        ordered = ordered[len(level) :]
        run: list[Stroke] = []
        for stroke in sorted(level, key=lambda s: s.rule.start):
            if run and stroke.rule.start - max(s.rule.end for s in run) <= _GAP:
                run.append(stroke)
            else:
                run = [stroke]
                found.append(run)
    return found


def _union(strokes: list[Stroke]) -> Stroke:
    x, y = min(s.pixels[0] for s in strokes), min(s.pixels[1] for s in strokes)
    right = max(s.pixels[0] + s.pixels[2] for s in strokes)
    bottom = max(s.pixels[1] + s.pixels[3] for s in strokes)
    at = sum(s.rule.at for s in strokes) / len(strokes)
    rule = Rule(at, strokes[0].rule.start, max(s.rule.end for s in strokes))
    return Stroke(rule, (x, y, right - x, bottom - y))


def _ruling(strokes: list[Stroke], crossing: list[Stroke], length: float) -> list[Stroke]:
    """The ruling lines that strokes make up: long ones, and those that end on lines across them.

    A short piece at the end of a run is a character's stroke unless it ends on a line across.
    """

    def is_end(stroke: Stroke, end: float) -> bool:
        return stroke.length >= length or any(
            close(end, other.rule.at, _ENDS)
            and other.rule.start - _ENDS <= stroke.rule.at <= other.rule.end + _ENDS
            for other in crossing
        )

    found: list[Stroke] = []
    for run in _runs(strokes):
        first = next((i for i, s in enumerate(run) if is_end(s, s.rule.start)), len(run))
        last = next((i for i in range(len(run), first, -1) if is_end(run[i - 1], run[i - 1].rule.end)), first)
        if pieces := run[first:last]:
            whole = _union(pieces)
            if sum(s.length for s in pieces) >= _COVERED * whole.length:
                found.append(whole)
    return found


def find_ruling(sheet: Sheet) -> tuple[list[Stroke], list[Stroke]]:
    """Return the horizontal and vertical ruling lines of a page; a picture with thousands is a drawing."""
    across = _strokes(sheet, _PIECE_ACROSS, across=True)
    down = _strokes(sheet, _PIECE_DOWN, across=False)
    if max(len(across), len(down)) > _MOST_STROKES:
        return [], []
    across, down = _ruling(across, down, _LONG_ACROSS), _ruling(down, across, _LONG_DOWN)
    rough = _DARKER + grain(sheet.grey)
    of = {id(stroke.rule): stroke for stroke in (*across, *down)}
    for rows, columns in group([s.rule for s in across], [s.rule for s in down]):
        level, upright = [of[id(rule)] for rule in rows], [of[id(rule)] for rule in columns]
        more = _faint(sheet.grey, level, upright, sheet.scale, rough, across=True)
        across += more
        down += _faint(sheet.grey.T, upright, level + more, sheet.scale, rough, across=False)
    return across, down


def _faint(
    grey: Grey, strokes: list[Stroke], crossing: list[Stroke], scale: float, darker: float, across: bool
) -> list[Stroke]:
    """Lines of a table too faint to be strokes: on a line's level, from one line across to the next.

    `darker` is by how many levels of grey they stand out from the paper.
    """
    found: list[Stroke] = []
    for level in cluster([s.rule.at for s in strokes], SNAP):
        here = [s.rule for s in strokes if close(s.rule.at, level, SNAP)]
        ends = cluster(
            [c.rule.at for c in crossing if c.rule.start - SNAP <= level <= c.rule.end + SNAP], SNAP
        )
        for start, end in pairwise(ends):
            drawn = sum(max(0.0, min(end, r.end) - max(start, r.start)) for r in here)
            if drawn >= 0.9 * (end - start):
                continue
            # The nearest line tells the level best.
            rule = min(here, key=lambda r: max(r.start - end, start - r.end))
            ends_in = round((start + 0.6) * scale), round((end - 0.6) * scale)
            row = _faint_row(grey, round(rule.at * scale), *ends_in, darker)
            if row:
                x, w = round(start * scale), round((end - start) * scale)
                pixels = (x, row - 1, w, 3) if across else (row - 1, x, 3, w)
                found.append(Stroke(Rule(row / scale, start, end), pixels))
    return found


def _faint_row(grey: Grey, row: int, left: int, right: int, least: float) -> int:
    """The row of pixels close to one that is darker than those above and below all along; 0 if none is.

    It must be so at both ends as well, where a character that stands between two lines has its margins.
    """
    if right - left <= 3 * _WINDOW or row < 10 or row > grey.shape[0] - 11:
        return 0
    along = np.ones(_WINDOW) / _WINDOW
    part = grey[row - 10 : row + 11, left:right].astype(np.float64)

    def shade(top: int, bottom: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        return np.convolve(part[top:bottom].mean(axis=0), along, mode="valid")

    best, most = 0, 0.0
    for y in range(7, 14):
        darker = np.minimum(shade(y - 6, y - 3), shade(y + 4, y + 7)) - shade(y - 1, y + 2)
        share = float((darker > least).mean())
        if share > most and min(darker[0], darker[-1]) > least:
            best, most = row - 10 + y, share
    return best if most >= _MOSTLY else 0


def erase(sheet: Sheet, strokes: Iterable[Stroke]) -> None:
    """Take strokes off a page's picture and ink (in place)."""
    for x, y, w, h in (stroke.pixels for stroke in strokes):
        rows, columns = slice(max(0, y - 2), y + h + 2), slice(max(0, x - 2), x + w + 2)
        sheet.grey[rows, columns] = 255
        sheet.ink[rows, columns] = 0
