"""Ruled tables across pages: the parts that page ends cut off are put back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ogi.read.page.cells import (
    EDGE,
    NUMBERS,
    ROW,
    UNITS,
    filled,
    is_value,
    rows_by_start,
    squeezed,
    without_lone_edges,
)
from ogi.read.page.layout import Box, Line, Page, Ruled, close, cluster, without
from ogi.read.page.text import is_bare_number, is_heading

_FOOT = 0.85  # of the page's height: below, a table's last row may have had no room
_MOST_BLANK_ROWS = 3  # at a page's end
_UPPER = 0.4  # above, the part of a table that goes on from the page before starts


@dataclass(frozen=True, slots=True)
class _Pair:
    """A cell that the page's end touches, and the one in the same columns at the top of the next page."""

    above: Box
    below: Box
    spans: bool  # one of them reaches over several rows

    def number_goes_on(self) -> bool:
        """Whether a number too wide for its column is printed in part above and in part below."""
        above, below = squeezed(self.above), squeezed(self.below)
        both = NUMBERS.fullmatch(above) and NUMBERS.fullmatch(below)
        return bool(both) and below[0].isdecimal() and filled(self.above, self.above.lines[-1])

    def joins(self) -> bool:
        """Whether the two are one cell although the row ends: a label, or a blank that goes on."""
        above, below = squeezed(self.above), squeezed(self.below)
        if not below:
            return self.spans or (above != "" and not is_value(above))
        if not self.spans or is_value(above) or is_value(below):
            return False
        return above in ("", below) or self.label_goes_on()

    def join(self) -> None:
        """Make the lower cell part of the upper one; a label printed again is not repeated."""
        if squeezed(self.above) != squeezed(self.below):
            self.above.lines = [*self.above.lines, *self.below.lines]
        self.above.bottom = self.below.bottom

    def label_goes_on(self) -> bool:
        """Whether the text below reads on from the text above: that one is full, this one starts no item."""
        above, below = squeezed(self.above), squeezed(self.below)
        if not above or not below or above in UNITS:
            return False
        if is_value(above) or is_value(below) or is_heading(below):
            return False
        unclosed = above.count("(") > above.count(")")
        return filled(self.above, self.above.lines[-1]) or unclosed or is_bare_number(above)


def _rows_from(boxes: Sequence[Box], downwards: bool) -> tuple[float, float]:
    """The upper and lower edge of the first row (or of the last one)."""
    ys = cluster([y for box in boxes for y in (box.top, box.bottom)], ROW)
    return (ys[0], ys[1]) if downwards else (ys[-2], ys[-1])


def _is_split_row(pairs: Sequence[_Pair]) -> bool:
    """Whether the first row below is the rest of the last row above: no cell is filled in both but labels."""
    single = [pair for pair in pairs if not pair.spans]
    if not single:
        return False
    if all(pair.below.blank for pair in single):
        return True
    texts = [(squeezed(pair.above), squeezed(pair.below)) for pair in single]
    both = [pair for pair, (above, below) in zip(single, texts, strict=True) if above and below]
    if any(is_value(above) and not below for above, below in texts):
        both = [pair for pair in both if not pair.number_goes_on()]
    if any(is_value(squeezed(pair.above)) or is_value(squeezed(pair.below)) for pair in both):
        return False
    if any(is_heading(squeezed(pair.below)) for pair in both):
        return False
    if all(bool(above) == bool(below) for above, below in texts):  # every column's words go on
        return bool(both) and len(both) == len(single) and all(pair.label_goes_on() for pair in both)
    if any(is_value(text) for pair in texts for text in pair):
        if not both:  # the label at the row's head, its numbers half way down
            return not any(is_value(above) for above, _ in texts) and all(
                not below or is_value(below) for _, below in texts
            )
        return all(pair.label_goes_on() for pair in both)
    return bool(both)  # words only, as in a heading row whose longest cells alone go on


def _edges(table: Ruled) -> list[float]:
    left = table.x0
    return cluster([x - left for box in table.boxes for x in (box.x0, box.x1)], EDGE)


def _compatible(one: Ruled, other: Ruled) -> bool:
    """Whether two parts have the same outer edges, and the columns of one are among those of the other."""
    few, many = sorted((_edges(one), _edges(other)), key=len)
    return close(few[-1], many[-1], EDGE) and all(any(close(x, y, EDGE) for y in many) for x in few)


def _same_rows(row: Sequence[Box], other: Sequence[Box], right: float) -> bool:
    """Whether two rows have the same edges and words, the other standing so far to the right."""
    return len(row) == len(other) and all(
        close(a.x0, b.x0 - right, EDGE) and close(a.x1, b.x1 - right, EDGE) and squeezed(a) == squeezed(b)
        for a, b in zip(row, other, strict=True)
    )


def _without_repeated_header(table: Ruled, part: Ruled) -> list[Box]:
    """The cells of a part without the rows that it repeats from the table's top.

    They start with words; where more was marked as heading than is one, rows with numbers follow.
    """
    repeated: list[Box] = []
    for row, other in zip(rows_by_start(table), rows_by_start(part), strict=False):
        words = [text for text in map(squeezed, other) if text]
        heading = bool(words) and not any(is_value(text) for text in words)
        if not _same_rows(row, other, part.x0 - table.x0) or not (heading or repeated):
            break
        repeated.extend(other)
    return without(part.boxes, repeated)


def _moved(boxes: Sequence[Box], right: float, down: float) -> list[Box]:
    return [
        replace(box, x0=box.x0 + right, x1=box.x1 + right, top=box.top + down, bottom=box.bottom + down)
        for box in boxes
    ]


def _append(table: Ruled, part: Ruled) -> None:
    """Put a part that stands on the next page under the table (in place)."""
    rest = _without_blank_end(_without_repeated_header(table, part), at_foot=False)
    if not rest:
        return
    top = min(box.top for box in rest)
    below = _moved(rest, table.x0 - part.x0, table.bottom - top)
    seam = table.bottom
    last_row, first_row = _rows_from(table.boxes, downwards=False), _rows_from(below, downwards=True)
    pairs = [
        _Pair(
            above,
            box,
            above.top < last_row[0] - ROW or box.bottom > first_row[1] + ROW,
        )
        for box in below
        if close(box.top, seam, ROW)
        for above in table.boxes
        if close(above.bottom, seam, ROW) and close(above.x0, box.x0, EDGE) and close(above.x1, box.x1, EDGE)
    ]
    touching = [box for box in below if close(box.top, seam, ROW)]
    split = len(pairs) == len(touching) and _is_split_row(pairs)
    # Where the rows above and below are built differently, a label may reach over the seam: 自/然人.
    uneven = len(pairs) < len(touching)
    gone: list[Box] = []
    for pair in pairs:
        joins = pair.joins() or (split and not pair.spans) or (uneven and pair.label_goes_on())
        if joins:
            pair.join()
            gone.append(pair.below)
    table.breaks.append((part.page, first_row[1] if split else seam))
    table.boxes.extend(without(below, gone))


def _without_blank_end(boxes: list[Box], at_foot: bool) -> list[Box]:
    """The cells without the blank rows that a page's end may leave of a row printed on the other page.

    Cells that reach over the row are cut to where it starts (or ends).
    """
    for _ in range(_MOST_BLANK_ROWS):
        top, bottom = _rows_from(boxes, downwards=not at_foot)
        row = [box for box in boxes if box.top >= top - ROW and box.bottom <= bottom + ROW]
        if len(row) == len(boxes) or not row or not all(box.blank for box in row):
            break
        boxes = without(boxes, row)
        for box in boxes:
            if at_foot:
                box.bottom = min(box.bottom, top)
            else:
                box.top = max(box.top, bottom)
    return boxes


def _take_in_overflow(table: Ruled, page: Page) -> None:
    """Put lines that a cell at the page's foot has no room for, and that stand below it, into the cell."""
    taken: list[Line] = []
    for line in page.lines:
        if "\t" in line.text or line.middle < table.bottom or is_heading(line.text):
            continue
        for box in table.boxes:
            last = box.lines[-1] if box.lines else None
            inside = box.x0 - 1 <= line.x0 and line.x1 <= box.x1 + 1 and close(box.bottom, table.bottom, ROW)
            if last and inside and line.middle - last.middle < 2.2 * last.size and filled(box, last):
                box.lines.append(line)
                taken.append(line)
                break
    page.lines = without(page.lines, taken)


def stitch(pages: Sequence[Page]) -> list[Ruled]:
    """Return the document's tables, those that page ends divide put together again.

    The last table of a page goes on with the first one of the next page when nothing stands between them,
    both have the same edges, and the second stands at the head of its page. Heading rows printed again are
    dropped; cells and labels that the page's end cut are joined.
    """
    found: list[Ruled] = []
    open_table: Ruled | None = None  # the one at the foot of the page before
    for page in pages:
        ordered = sorted(page.tables, key=lambda t: t.top)
        for i, part in enumerate(ordered):
            part.page = page.number
            part.boxes = without_lone_edges(part.boxes)
            above = [line for line in page.lines if line.middle < part.top]
            goes_on = (
                i == 0
                and open_table is not None
                and not above
                and part.top < _UPPER * page.height
                and _compatible(open_table, part)
            )
            if part.bottom > _FOOT * page.height:
                _take_in_overflow(part, page)
            if goes_on and open_table is not None:
                _append(open_table, part)
            else:
                found.append(part)
                open_table = part
            below = [line for line in page.lines if line.middle > part.bottom]
            is_last = i == len(ordered) - 1 and not below
            if is_last and open_table is not None:
                open_table.boxes = _without_blank_end(open_table.boxes, at_foot=True)
            else:
                open_table = None
        if not ordered:
            open_table = None
    return found
