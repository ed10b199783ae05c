"""Rows of plain text with tabs between their cells."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from ogi.read.stacked.cells import TextCell, _cells_of, _kind, _may_be_row, _tabbed_row
from ogi.report import Span

_PIECES = (
    "规章",
    "条",
    "件",
    "第1",
    "主动公开",
    "（一）予以公开",
    "计1条",
    "（计1条）",
    "其中：网站",
    "/",
    "无",
    "—",
    "12",
    "3,490",
    "+17",
    "1.5",
    "２０",
    "1234567890123456",
    "单位：条",
    "a;b",
    "a；b",
    "有句号。",
    "",
    " ",
    "两 个",
    "宽　空",
    "空  格",
    "|",
    "字" * 69,
    "字" * 41,
)


@given(st.lists(st.sampled_from(_PIECES) | st.integers(0, 10**17).map(str), min_size=2, max_size=9))
@example(["第1", "件", "5"])
@example(["字" * 69, "12"])
def test_a_row_with_tabs_has_the_cells_that_any_row_would_have(pieces: list[str]) -> None:
    text = "\t".join(pieces).strip().strip(" \t\u3000|")
    quick = _tabbed_row(text, 100, 7) if "\t" in text else None
    line = TextCell(text, Span(100, 100 + len(text)), _kind(text), True, 7)
    if quick is not None:
        assert line.kind != "prose" or _may_be_row(text)
        assert quick == _cells_of(line)
