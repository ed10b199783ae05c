"""Where on its page a stretch of a report's text is printed."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from ogi.read.page.text import width_of
from ogi.report import PageBox, Report, Span


def _cut(box: PageBox, span: Span, text: str) -> PageBox:
    """The part of a line that holds a stretch of it, by the widths that its characters usually have."""
    line = text[box.span.start : box.span.end]
    whole = width_of(line)
    before = width_of(line[: max(0, span.start - box.span.start)])
    through = width_of(line[: span.end - box.span.start])
    a_width = (box.x1 - box.x0) / whole
    return box._replace(x0=box.x0 + before * a_width, x1=box.x0 + through * a_width)


class Printing:
    """A report's boxes, asked for those of one stretch after the other."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._starts = [box.span.start for box in report.boxes]
        self._cells = {cell.span for table in report.tables for row in table.rows for cell in row}

    def boxes(self, span: Span) -> Sequence[PageBox]:
        """Return where a stretch of the text is printed: a box for each line and each cell it is in.

        Of a line only the part is taken that holds the stretch; a cell is taken whole. Without pages: none.
        """
        last = bisect_left(self._starts, span.end)
        # Boxes follow the text and do not overlap, but for a cell that a page's end has cut in two.
        first = bisect_right(self._starts, span.start)
        first = bisect_left(self._starts, self._starts[first - 1]) if first else 0
        return [
            box if box.span in self._cells else _cut(box, span, self._report.text)
            for box in self._report.boxes[first:last]
            if box.span.start < span.end and box.span.end > span.start
        ]
