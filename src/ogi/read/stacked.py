"""Tables in plain text whose every cell stands on a line of its own: label, unit, number, label, unit, …

Copies of web pages and Word files leave tables in this shape, or with the cells of a row on one line and
tabs or wide gaps between them. Where cells start with a tab, a line without one continues the cell before
it; elsewhere each line is a cell. Rows are found by what the cells are (a label, a unit, numbers), not by
counting lines, so that a missing cell cannot shift the rest.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ogi.numerals import MOST_DIGITS, flatten
from ogi.report import Cell, Span, Table

UNITS = frozenset(
    [
        "条",
        "件",
        "份",
        "次",
        "人次",
        "人",
        "元",
        "万元",
        "个",
        "篇",
        "起",
        "批",
        "期",
        "项",
        "例",
        "名",
        "宗",
        "家",
        "则",
    ]
)
NIL_MARKS = frozenset({"/", "—", "-", "--", "——", "―", "无", "\\"})
_NUMBER = re.compile(rf"[+-]?\d[\d,]*(?:\.\d+)?(?:{'|'.join(sorted(UNITS, key=len, reverse=True))})?")
_GAP = re.compile(r"\t+|[ \u3000]{2,}")
_FIELD = re.compile(r"(?P<key>[^\s::：]{2,10})[ \t]*[:：][ \t]*(?P<value>[^\s：]+)")
_LONGEST_LABEL = 70
_LONGEST_HEADER_WORD = 14
_FEWEST_ROWS = 3


@dataclass(frozen=True, slots=True)
class _Line:
    text: str  # stripped
    span: Span  # of the stripped text
    tabbed: bool
    blank_before: bool
    in_row: bool = False  # one of several cells on one line

    @property
    def kind(self) -> str:
        squeezed = re.sub(r"\s", "", flatten(self.text))
        if squeezed in UNITS:
            return "unit"
        is_number = _NUMBER.fullmatch(squeezed) and sum(c.isdigit() for c in squeezed) <= MOST_DIGITS
        if squeezed in NIL_MARKS or is_number:
            return "number"
        return "label" if len(squeezed) <= _LONGEST_LABEL and "。" not in squeezed else "prose"


def _lines(text: str) -> list[_Line]:
    lines: list[_Line] = []
    offset, blank = 0, False
    for raw in text.splitlines(keepends=True):
        stripped = raw.strip()
        if stripped:
            start = offset + raw.index(stripped)
            whole = _Line(stripped, Span(start, start + len(stripped)), raw.startswith("\t"), blank)
            lines.extend(_cells_of(whole))
        blank = not stripped
        offset += len(raw)
    return lines


def _cells_of(line: _Line) -> list[_Line]:
    """The cells of a line that holds a whole row: a label, then units and numbers with gaps between.

    A heading row is short labels with tabs between. Any other line is one cell.
    """
    ends = [0, *(end for gap in _GAP.finditer(line.text) for end in gap.span()), len(line.text)]
    pieces = [(line.text[a:b], line.span.start + a) for a, b in zip(ends[::2], ends[1::2], strict=True)]
    cells = [_Line(text, Span(at, at + len(text)), True, line.blank_before, True) for text, at in pieces]
    is_row = (
        len(cells) > 1 and cells[0].kind == "label" and all(c.kind in ("unit", "number") for c in cells[1:])
    )
    is_header = len(cells) > 2 and "\t" in line.text and all(_is_header_word(c) for c in cells)
    return cells if is_row or is_header else [line]


def _is_header_word(cell: _Line) -> bool:
    squeezed = re.sub(r"\s", "", flatten(cell.text))
    return cell.kind in ("label", "unit") and len(squeezed) <= _LONGEST_HEADER_WORD and ":" not in squeezed


def _join_continued(lines: list[_Line], text: str) -> list[_Line]:
    """Put cells that run over several lines back together, where tabs tell where a cell starts."""
    cells: list[_Line] = []
    for line in lines:
        last = cells[-1] if cells else None
        continues = (
            last is not None
            and last.tabbed
            and not last.in_row
            and not line.tabbed
            and last.kind == "label"
            and line.kind in ("label", "unit")
            and len(line.text) <= _LONGEST_HEADER_WORD
        )
        if continues and last is not None:
            span = Span(last.span.start, line.span.end)
            cells[-1] = _Line(text[span.start : span.end], span, True, last.blank_before)
        else:
            cells.append(line)
    return cells


def _row_at(cells: list[_Line], i: int) -> tuple[int, _Line | None, list[_Line]] | None:
    """The row that starts at cell i: its length in cells, its unit and its numbers; None if none does.

    A row has a unit; only one that stands on a line of its own may do without.
    """
    if cells[i].kind != "label":
        return None
    unit: _Line | None = None
    numbers: list[_Line] = []
    j = i + 1
    while j < len(cells) and cells[j].kind in ("unit", "number"):
        if cells[j].kind == "unit":
            if unit is not None:
                break
            unit = cells[j]
        elif unit is not None and numbers and cells[j - 1] is unit:
            break  # numbers, unit, numbers: the last ones are not this row's
        else:
            numbers.append(cells[j])
        j += 1
    return (j - i, unit, numbers) if unit is not None or (cells[i].in_row and numbers) else None


def _cell(line: _Line | None, at: int) -> Cell:
    return Cell(line.text, line.span) if line else Cell("", Span(at, at))


def _header_start(cells: list[_Line], first: int) -> int:
    """Index of the first heading cell above the first row: short labels without a stop or a colon."""
    start = first
    while start > 0:
        above = cells[start - 1]
        squeezed = re.sub(r"\s", "", flatten(above.text))
        same_shape = above.tabbed == cells[first].tabbed
        if above.kind == "prose" or len(squeezed) > _LONGEST_HEADER_WORD or not same_shape:
            break
        if re.search(r"[:。；，]", squeezed) or squeezed.startswith("附"):
            break
        start -= 1
    return start


def _caption(lines_above: list[_Line]) -> tuple[str, dict[str, str]]:
    """Caption and heading fields from the few lines above a table, nearest last."""
    caption = ""
    found: dict[str, str] = {}
    for line in reversed(lines_above[-4:]):
        pairs = {m["key"]: m["value"] for m in _FIELD.finditer(line.text)}
        if pairs and not caption:
            found = pairs | found
        elif line.kind == "label" and len(line.text) <= 50:
            caption = line.text
            break
        else:
            break
    return caption, found


def find_stacked_tables(text: str) -> tuple[Table, ...]:
    """Return the stacked tables of a text, each with at least three rows of label, unit and numbers.

    A row with a unit and no number has a blank cell; one with neither is a heading, or the first line of the
    next row's label. Every row has as many value cells as the fullest;
    a row with some but not all of its numbers keeps them in order, the rest left blank.
    """
    cells = _join_continued(_lines(text), text)
    tables: list[Table] = []
    i = 0
    while i < len(cells):
        rows: list[tuple[_Line, _Line | None, list[_Line]]] = []
        j = i
        while j < len(cells):
            row = _row_at(cells, j)
            if row is None:
                # A heading inside the table (一、…), or a label's first line, has neither unit nor number.
                follows = rows and j + 1 < len(cells) and cells[j].kind == "label" and _row_at(cells, j + 1)
                if not follows:
                    break
                rows.append((cells[j], None, []))
                j += 1
                continue
            rows.append((cells[j], row[1], row[2]))
            j += row[0]
        if sum(bool(unit or numbers) for _, unit, numbers in rows) >= _FEWEST_ROWS:
            first = _header_start(cells, i)
            width = max(len(numbers) for _, _, numbers in rows)
            grid = tuple(
                (
                    _cell(label, label.span.end),
                    _cell(unit, label.span.end),
                    *(_cell(numbers[k] if k < len(numbers) else None, label.span.end) for k in range(width)),
                )
                for label, unit, numbers in rows
            )
            caption, found = _caption(cells[:first])
            header = tuple(Cell(c.text, c.span) for c in cells[first:i])
            tables.append(
                Table(caption, Span(cells[first].span.start, cells[j - 1].span.end), found, header, grid)
            )
            i = j
        else:
            i += 1
    return tuple(tables)
