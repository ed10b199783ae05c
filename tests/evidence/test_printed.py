"""Where on its page a stretch of the text is printed."""

from __future__ import annotations

import pytest

from ogi.evidence.printed import Printing
from ogi.report import Cell, PageBox, RegisterEntry, Report, Span, Table

# Two lines of one paragraph, and a table of two cells, the first of which a page's end has cut.
TEXT = "公开90条，\n收7件。\n收到申请\t7\n"
CELLS = (Cell("收到申请", Span(12, 16)), Cell("7", Span(17, 18)))
BOXES = (
    PageBox(Span(0, 6), 1, 100, 50, 200, 60),
    PageBox(Span(7, 11), 1, 100, 70, 180, 80),
    PageBox(Span(12, 16), 1, 100, 90, 140, 100),
    PageBox(Span(12, 16), 2, 100, 10, 120, 20),
    PageBox(Span(17, 18), 2, 300, 10, 310, 20),
)


def _printing() -> Printing:
    entry = RegisterEntry("a.pdf", "a", "a", 2011)
    table = Table("", Span(12, 19), {}, (CELLS,))
    return Printing(Report(entry, "", TEXT, "", "", (), (table,), "pdf", (0, 14), BOXES, ((595, 842),) * 2))


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        # 公开 is two of the line's widths 2 + 2 × 0.56 + 2, 90条 the 2.12 behind it.
        (Span(0, 2), [(1, 100, 139)]),
        (Span(2, 5), [(1, 139, 180.5)]),
        (Span(0, 6), [(1, 100, 200)]),
        (Span(4, 8), [(1, 161, 200), (1, 100, 122.5)]),
        # A cell is taken whole, on both pages.
        (Span(13, 14), [(1, 100, 140), (2, 100, 120)]),
        (Span(12, 18), [(1, 100, 140), (2, 100, 120), (2, 300, 310)]),
        (Span(17, 18), [(2, 300, 310)]),
        (Span(6, 7), []),
        (Span(18, 19), []),
    ],
)
def test_boxes_of_a_stretch(span: Span, expected: list[tuple[int, float, float]]) -> None:
    found = [(box.page, box.x0, box.x1) for box in _printing().boxes(span)]
    assert [page for page, *_ in found] == [page for page, *_ in expected]
    for (_, *sides), (_, *wanted) in zip(found, expected, strict=True):
        assert sides == pytest.approx(wanted, abs=1)
