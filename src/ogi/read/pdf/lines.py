"""Characters become lines of text: sorted, spaced by their gaps, whichever way they are read."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from ogi.read.page.layout import GAP_BETWEEN_CELLS, Line
from ogi.read.pdf.glyphs import Glyph, main_direction

_SAME_LINE = 0.5  # of a character's size: how far the middles of two characters of one line may differ
_BLANK_IN_LATIN = 0.14  # of a character's size
_BLANK_IN_CHINESE = 1.0
_REAL_BLANK = 0.12
_SPACED_OUT = 0.4  # of a character's size: gaps this wide throughout a line are its style


def _rows(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """The glyphs by the line they stand on, from top to bottom, each line from left to right."""
    rows: list[list[Glyph]] = []
    middle = 0.0
    for glyph in sorted(glyphs, key=lambda g: g.y):
        near = rows and abs(glyph.y - middle) <= _SAME_LINE * max(glyph.size, rows[-1][0].size)
        if near:
            rows[-1].append(glyph)
            middle += (glyph.y - middle) / len(rows[-1])
        else:
            rows.append([glyph])
            middle = glyph.y
    return [sorted(row, key=lambda g: g.x) for row in rows]


def _text(row: Sequence[Glyph], size: float) -> str:
    """The text of a line, with a blank where two words part and a tab where two cells do.

    Gaps decide. A blank of the file's own needs a gap as well: some writers put blanks where none are seen,
    and between a Chinese character and a number a blank is but a way of spacing.
    """
    inked = [glyph for glyph in row if not glyph.blank]
    blanks = [glyph.x for glyph in row if glyph.blank]
    gaps = [(b.x0 - a.x1) / size for a, b in pairwise(inked)]
    # A heading set in widely spaced characters is one word, and so is a line spread to both margins.
    usual = median(gaps) if len(gaps) > 1 else 0.0
    spread = usual if usual > _SPACED_OUT else 0.0
    text = inked[0].text
    for last, glyph, gap in zip(inked, inked[1:], gaps, strict=False):
        latin = (text[-1].isascii(), glyph.text[0].isascii())
        blank = latin[0] == latin[1] and gap >= _REAL_BLANK and any(last.x < x < glyph.x for x in blanks)
        if gap - spread >= GAP_BETWEEN_CELLS:
            text += "\t"
        elif blank or gap - spread >= (_BLANK_IN_LATIN if all(latin) else _BLANK_IN_CHINESE):
            text += " "
        text += glyph.text
    return text


def _line(row: Sequence[Glyph]) -> Line:
    inked = [glyph for glyph in row if not glyph.blank]
    size = median(g.size for g in inked)
    return Line(
        _text(row, size),
        min(g.x0 for g in inked),
        min(g.top for g in inked),
        max(g.x1 for g in inked),
        max(g.bottom for g in inked),
        size,
        *_fonts(inked),
    )


def _fonts(row: Sequence[Glyph]) -> tuple[str, str]:
    """The fonts of a line's first and last Chinese character (punctuation borrows from any font).

    What stands before a plus sign names a subset: one font may be embedded in several.
    """
    fonts = [glyph.font.split("+")[-1] for glyph in row if "\u4e00" <= glyph.text[0] <= "\u9fff"]
    return (fonts[0], fonts[-1]) if fonts else ("", "")


def lines_of(glyphs: Sequence[Glyph]) -> list[Line]:
    """Return the lines that glyphs read to the right make up, from top to bottom."""
    return [_line(row) for row in _rows(glyphs) if not all(glyph.blank for glyph in row)]


def _column_pitch(glyphs: Sequence[Glyph]) -> float:
    """How far apart glyphs stand that follow one another down the same column, in sizes; 0 if none do."""
    columns: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        columns.setdefault(round(glyph.x / (0.6 * glyph.size)), []).append(glyph)
    steps = [
        (b.y - a.y) / a.size
        for column in columns.values()
        for ordered in (sorted(column, key=lambda g: g.y),)
        for a, b in pairwise(ordered)
    ]
    return median(steps) if steps else 0.0


def _set_in_columns(glyphs: Sequence[Glyph]) -> bool:
    """Whether upright characters are set in columns, read downwards from the right one to the left.

    Then they follow one another closely down a column, and the columns stand apart.
    """
    rows = _rows(glyphs)
    steps = [(b.x - a.x) / a.size for row in rows for a, b in pairwise(row)]
    if not steps or len(rows) < 2 or any(g.text.isascii() for g in glyphs):
        return False
    down = _column_pitch(glyphs)
    return 0 < down < 1.15 and min(steps) > max(1.2, down + 0.1)


def _turn(glyphs: Sequence[Glyph], clockwise: bool) -> list[Line]:
    """The lines of glyphs read downwards (or upwards), as if turned; their places are those on the page."""
    turned = [
        Glyph(g.text, g.top, -g.x1, g.bottom, -g.x0, g.size, "right")
        if clockwise
        else Glyph(g.text, -g.bottom, g.x0, -g.top, g.x1, g.size, "right")
        for g in glyphs
    ]
    lines: list[Line] = []
    for line in lines_of(turned):
        if clockwise:
            line.x0, line.top, line.x1, line.bottom = -line.bottom, line.x0, -line.top, line.x1
        else:
            line.x0, line.top, line.x1, line.bottom = line.top, -line.x1, line.bottom, -line.x0
        lines.append(line)
    return lines


def lines_in_cell(glyphs: Sequence[Glyph]) -> list[Line]:
    """Return the lines of a cell's text in reading order, its characters lying on their side or not."""
    direction = main_direction(glyphs)
    inked = [glyph for glyph in glyphs if not glyph.blank]
    if direction in ("down", "up"):
        return _turn(glyphs, clockwise=direction == "down")
    if _set_in_columns(inked):
        return _turn(inked, clockwise=True)
    lines = lines_of(glyphs)
    for line in lines:  # in a cell, a gap is no border between cells
        line.text = line.text.replace("\t", " ")
    return lines
