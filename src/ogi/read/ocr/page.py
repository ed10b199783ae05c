"""The picture of a page becomes lines and ruled tables: each cell is cut out and read on its own."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

import cv2
import numpy as np
from numpy.typing import NDArray

from ogi.read.ocr.engine import Found, find_lines, read_lines
from ogi.read.ocr.image import Grey, Sheet, sheet_of
from ogi.read.ocr.rules import Stroke, erase, find_ruling
from ogi.read.page.layout import GAP_BETWEEN_CELLS, Box, Line, Page, Ruled, close, cluster, nearest
from ogi.read.page.rules import SNAP, find_ruled
from ogi.read.page.text import width_of

_NARROWEST_TABLE = 60.0  # points: strokes of large characters cross as well
_INSIDE = 0.8  # points that ruling lines may take of a cell
_WHOLE = 0.28  # of a character's size: a stroke that is no dot
_DOT = 0.006  # of its square: a dot that is no dirt
_LETTER = 3.0  # points: less is no letter
_BLANK, _MARGIN = 40.0, 12.0  # points: between stretches of text, and round them when they are read
_LOWEST = 736  # pixels: the shorter side of the pictures that the engine looks for lines in
_WORD_GAP = 12.0  # points at most between two letters of one word that was passed over
_MOST_MISSED = 2_000  # strokes
_SURE = 0.6  # of 1: how sure the engine is of it
_USUAL_SIZE = 10.5  # points, where no cell tells
_LARGEST_SIZE = 26.0
_FLAT, _WIDE = 0.22, 0.25  # of a character's size: lower and wider is a dash
_SLASHED, _LEANING = 0.85, 0.33  # correlation of a slash's ink, across and down; its width, of its height
_ZERO, _ONE = frozenset("OoQD〇○"), frozenset("lI|i!丨亅")
_UNPRINTED = re.compile(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])|(?<=^[+-]) (?=\d)")


@dataclass(slots=True)
class _Strip:
    """A picture of one line to be read, and the line of a cell that its text is for."""

    box: Box
    line: Line
    picture: Grey


def _clean(ink: Grey, size: float) -> tuple[Grey, list[tuple[int, int, int, int]]]:
    """The ink of a cell without dirt, and its strokes as (x, y, width, height).

    A stroke that is no dot for its size is kept, and so are dots close to one. What lies flat along an edge
    is the rest of a ruling line. `size` is a character's height in pixels.
    """
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    height, width = ink.shape
    x, y, w, h, area = (stats[:, i] for i in range(5))
    longest, thinnest = np.maximum(w, h), np.minimum(w, h)
    at_edge = (x == 0) | (y == 0) | (x + w == width) | (y + h == height)
    line = at_edge & (thinnest <= 0.12 * size) & ((longest > 0.6 * size) | (x == 0) | (y == 0))
    whole = (longest >= _WHOLE * size) & ~line
    whole[0] = False
    close_by = cv2.dilate(whole[labels].astype(np.uint8), np.ones((round(size), round(size)), np.uint8))
    near = np.bincount(labels[close_by > 0], minlength=len(stats)) > 0
    kept = whole | (near & ~line & (area >= _DOT * size * size))
    kept[0] = False
    clean = np.where(kept[labels], np.uint8(255), np.uint8(0))
    return clean, [(int(x[i]), int(y[i]), int(w[i]), int(h[i])) for i in np.flatnonzero(kept)]


def _runs(filled: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Where a row of yes and no is yes: start and end of each stretch."""
    steps = np.flatnonzero(np.diff(np.concatenate(([0], filled.astype(np.int8), [0]))))
    return [(int(a), int(b)) for a, b in zip(steps[::2], steps[1::2], strict=True)]


def _line_bands(ink: Grey, size: float) -> list[tuple[int, int]]:
    """Top and bottom of the lines of text in a cell's ink; `size` is a character's height in pixels."""
    bands: list[tuple[int, int]] = []
    for top, bottom in _runs(np.asarray(ink.any(axis=1), dtype=np.bool_)):
        if bands and bottom - bands[-1][0] <= 1.15 * size:  # strokes of one character, as in 二
            bands[-1] = (bands[-1][0], bottom)
        else:
            bands.append((top, bottom))
    parted: list[tuple[int, int]] = []
    for top, bottom in bands:
        lines = max(1, round((bottom - top) / (1.35 * size)))  # lines whose ink touches
        edges = [round(top + (bottom - top) * i / lines) for i in range(lines + 1)]
        parted.extend(pairwise(edges))
    return parted


def _framed(picture: Grey, margin: int) -> Grey:
    return np.asarray(
        cv2.copyMakeBorder(picture, margin, margin, margin, margin, cv2.BORDER_CONSTANT, value=255),
        dtype=np.uint8,
    )


def _table_size(sheet: Sheet, table: Ruled) -> float:
    """The height of a character in a table, in pixels: that of the tallest strokes but for a few."""
    heights: list[int] = []
    for box in table.boxes:
        _, ink = _inside(sheet, box)
        if ink.size:
            _, strokes = _clean(ink, _USUAL_SIZE * sheet.scale)
            heights.extend(h for _, _, _, h in strokes if h <= _LARGEST_SIZE * sheet.scale)
    tall = [h for h in heights if h >= 4 * sheet.scale]
    return float(np.percentile(tall, 90)) * 1.08 if tall else _USUAL_SIZE * sheet.scale


def _inside(sheet: Sheet, box: Box) -> tuple[Grey, Grey]:
    return sheet.cut(box.x0 + _INSIDE, box.top + _INSIDE, box.x1 - _INSIDE, box.bottom - _INSIDE)


def _dash_or_slash(ink: Grey, strokes: list[tuple[int, int, int, int]], size: float) -> str:
    """The sign that a cell's only stroke is when its shape alone tells: a dash or a slash; else nothing."""
    if len(strokes) != 1:
        return ""
    x, y, w, h = strokes[0]
    if h <= _FLAT * size and w >= _WIDE * size:
        return "—" if w > 0.7 * size else "-"
    if h >= 0.5 * size and _LEANING * h <= w <= h:
        rows, columns = np.nonzero(ink[y : y + h, x : x + w])
        if np.corrcoef(columns, rows)[0, 1] < -_SLASHED:
            return "/"
    return ""


def _strips(sheet: Sheet, box: Box, size: float) -> list[_Strip]:
    """The lines of a cell as pictures to be read; a label set one character a line is one picture."""
    grey, ink = _inside(sheet, box)
    if not ink.size:
        return []
    ink, strokes = _clean(ink, size)
    x_left, y_top = box.x0 + _INSIDE, box.top + _INSIDE
    pad = round(0.18 * size)
    strips: list[_Strip] = []
    for top, bottom in _line_bands(ink, size):
        columns = np.flatnonzero(ink[top:bottom].any(axis=0))
        if not columns.size:
            continue
        left, right = int(columns[0]), int(columns[-1]) + 1
        line = Line(
            "",
            x_left + left / sheet.scale,
            y_top + top / sheet.scale,
            x_left + right / sheet.scale,
            y_top + bottom / sheet.scale,
            size / sheet.scale,
        )
        if sign := _dash_or_slash(ink, strokes, size):
            line.text = sign
            box.lines.append(line)
            return []
        cut = grey[max(0, top - pad) : bottom + pad, max(0, left - pad) : right + pad]
        strips.append(_Strip(box, line, cut))
    if len(strips) > 1 and all(strip.line.x1 - strip.line.x0 <= 1.3 * strip.line.size for strip in strips):
        return [_side_by_side(strips, round(size))]
    for strip in strips:
        strip.picture = _framed(strip.picture, pad)
    return strips


def _side_by_side(strips: list[_Strip], size: int) -> _Strip:
    """The characters of a label that runs downwards, put beside one another to be read as a word."""
    height = max(size, *(strip.picture.shape[0] for strip in strips)) + 4
    pieces: list[Grey] = []
    for strip in strips:
        h, w = strip.picture.shape
        piece = np.full((height, w), 255, np.uint8)
        start = (height - h) // 2
        piece[start : start + h] = strip.picture
        pieces.append(piece)
    first, last = strips[0].line, strips[-1].line
    line = Line(
        "", min(s.line.x0 for s in strips), first.top, max(s.line.x1 for s in strips), last.bottom, first.size
    )
    return _Strip(strips[0].box, line, _framed(np.hstack(pieces), size // 4))


def _mended(text: str) -> str:
    """A cell's text without blanks that were not printed, and with digits that looked like other signs."""
    text = _UNPRINTED.sub("", text)
    if text and set(text) <= _ZERO | {"0"}:
        return "0" * len(text)
    if len(text) == 1 and text in _ONE:
        return "1"
    return text


def _read_tables(sheet: Sheet, tables: list[Ruled]) -> None:
    """Fill the cells of the tables with what they say (in place)."""
    strips: list[_Strip] = []
    for table in tables:
        size = _table_size(sheet, table)
        strips.extend(strip for box in table.boxes for strip in _strips(sheet, box, size))
    for strip, text in zip(strips, read_lines([strip.picture for strip in strips]), strict=True):
        if text:
            strip.line.text = text
            strip.box.lines.append(strip.line)
    for box in (box for table in tables for box in table.boxes):
        if len(box.lines) == 1:
            box.lines[0].text = _mended(box.lines[0].text)


def _letters(ink: Grey, scale: float) -> list[tuple[int, int, int, int]]:
    """The strokes that may be of letters, as (x, y, width, height)."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    sizes = np.maximum(stats[:, 2], stats[:, 3])
    chosen = np.flatnonzero((sizes >= _LETTER * scale) & (sizes <= _LARGEST_SIZE * scale))
    return [(int(x), int(y), int(w), int(h)) for x, y, w, h, _ in stats[chosen] if x or y]


def _bands(letters: list[tuple[int, int, int, int]], height: int, scale: float) -> list[tuple[int, int]]:
    """Top and bottom of the stretches of a page where there is text."""
    filled = np.zeros(height, np.bool_)
    for _, y, _, h in letters:
        filled[y : y + h] = True
    bands: list[tuple[int, int]] = []
    for top, bottom in _runs(filled):
        if bands and top - bands[-1][1] < _BLANK * scale:
            bands[-1] = (bands[-1][0], bottom)
        else:
            bands.append((top, bottom))
    return bands


def _missed(picture: Grey, ink: Grey, found: list[Found], scale: float) -> list[Found]:
    """The lines that the engine passed over, as it does with a single word on a blank page."""
    rest = ink.copy()
    for f in found:
        rest[max(0, int(f.top) - 2) : int(f.bottom) + 2, max(0, int(f.x0) - 2) : int(f.x1) + 2] = 0
    letters = sorted(_letters(rest, scale), key=lambda box: box[0])
    if len(letters) > _MOST_MISSED:
        return []  # the dots of a photograph
    words: list[list[int]] = []  # left, top, right, bottom
    for x, y, w, h in letters:
        for word in words:
            level = min(word[3], y + h) - max(word[1], y) > 0.4 * min(h, word[3] - word[1])
            if level and x - word[2] < _WORD_GAP * scale:
                word[1], word[2], word[3] = min(word[1], y), max(word[2], x + w), max(word[3], y + h)
                break
        else:
            words.append([x, y, x + w, y + h])
    pad = round(2 * scale)
    cuts = [picture[max(0, t - pad) : b + pad, max(0, left - pad) : r + pad] for left, t, r, b in words]
    texts = read_lines([_framed(cut, pad) for cut in cuts], _SURE)
    return [Found(text, left, t, r, b) for (left, t, r, b), text in zip(words, texts, strict=True) if text]


def _prose(sheet: Sheet, tables: list[Ruled]) -> list[Line]:
    """The lines outside the tables."""
    picture, ink = sheet.grey.copy(), sheet.ink.copy()
    for table in tables:
        top, left = max(0, round((table.top - 2) * sheet.scale)), max(0, round((table.x0 - 2) * sheet.scale))
        bottom, right = round((table.bottom + 2) * sheet.scale), round((table.x1 + 2) * sheet.scale)
        picture[top:bottom, left:right] = 255
        ink[top:bottom, left:right] = 0
    margin = round(_MARGIN * sheet.scale)
    found: list[Found] = []
    for top, bottom in _bands(_letters(ink, sheet.scale), ink.shape[0], sheet.scale):
        band = picture[max(0, top - margin) : bottom + margin]
        # The engine enlarges what is low until it is a page, which costs time and loses the words.
        below = max(0, _LOWEST - band.shape[0])
        whole = cv2.copyMakeBorder(band, 0, below, 0, 0, cv2.BORDER_CONSTANT, value=255)
        start = max(0, top - margin)
        lines = find_lines(np.asarray(whole, dtype=np.uint8))
        found.extend(replace(f, top=f.top + start, bottom=f.bottom + start) for f in lines)
    found.extend(_missed(picture, ink, found, sheet.scale))
    sizes = [(f.x1 - f.x0) / width_of(f.text) for f in found if len(f.text) >= 6]
    usual = median(sizes) if sizes else _USUAL_SIZE * sheet.scale
    rows: list[list[Found]] = []
    for piece in sorted(found, key=lambda f: f.top + f.bottom):
        middle = (piece.top + piece.bottom) / 2
        row = rows[-1] if rows else []
        if row and abs(middle - sum(f.top + f.bottom for f in row) / 2 / len(row)) < 0.5 * usual:
            row.append(piece)
        else:
            rows.append([piece])
    return [_line(sorted(row, key=lambda f: f.x0), usual, sheet.scale) for row in rows]


def _line(row: list[Found], usual: float, scale: float) -> Line:
    """The line that pieces side by side make up; `usual` is a character's size where it is too short."""
    text = row[0].text
    for last, piece in pairwise(row):
        wide = piece.x0 - last.x1 >= (GAP_BETWEEN_CELLS - 0.6) * usual  # boxes stand out over their text
        text += ("\t" if wide else "") + piece.text
    own = (row[0].x1 - row[0].x0) / width_of(row[0].text)
    size = own if len(row[0].text) >= 6 else usual
    return Line(
        text,
        row[0].x0 / scale,
        min(f.top for f in row) / scale,
        row[-1].x1 / scale,
        max(f.bottom for f in row) / scale,
        size / scale,
    )


def _erase_ruling(sheet: Sheet, table: Ruled, across: list[Stroke], down: list[Stroke]) -> None:
    """Take a table's ruling lines off the page's picture (in place)."""
    x0, x1, top, bottom = table.x0, table.x1, table.top, table.bottom
    rows = cluster([y for box in table.boxes for y in (box.top, box.bottom)], 0.0)
    columns = cluster([x for box in table.boxes for x in (box.x0, box.x1)], 0.0)
    for strokes, edges, start, end in ((across, rows, x0, x1), (down, columns, top, bottom)):
        erase(
            sheet,
            (
                stroke
                for stroke in strokes
                if stroke.rule.start < end
                and stroke.rule.end > start
                and close(stroke.rule.at, edges[nearest(edges, stroke.rule.at)], SNAP)
            ),
        )


def read_page(image: Grey, number: int) -> Page:
    """Return the lines and tables of a page's grey picture, the page counted from 0."""
    sheet = sheet_of(image)
    across, down = find_ruling(sheet)
    area = sheet.width * sheet.height
    ruled = find_ruled([s.rule for s in across], [s.rule for s in down], area)
    tables = [table for table in ruled if table.x1 - table.x0 >= _NARROWEST_TABLE]
    for table in tables:
        _erase_ruling(sheet, table, across, down)
    _read_tables(sheet, tables)
    page = Page(number, sheet.width, sheet.height, _prose(sheet, tables), tables)
    for line in (*page.lines, *(line for t in tables for box in t.boxes for line in box.lines)):
        line.page = number
    return page
