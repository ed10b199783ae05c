"""Tables in plain text: every cell on a line of its own, or the cells of a row on one line.

Copies of web pages and Word files leave tables as label, number, number, label, … one below the other, or
with tabs, wide gaps or bars between the cells of a row. Where cells start with a tab, a line without one
continues the cell before it; elsewhere each line is a cell. Rows are found by what the cells are (a label, a
unit, numbers), not by counting lines, so that a missing cell cannot shift the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from ogi.numerals import COUNT_UNITS, flatten
from ogi.read.cells import UNITS, is_plain_number, kind_of, squeeze
from ogi.read.document import caption_above
from ogi.report import Cell, Span, Table

_UNIT = "|".join(sorted(UNITS, key=len, reverse=True))
_GAP = re.compile(r"[ \u3000]*\|[ \u3000|]*|\t+|[ \u3000]{2,}")
_MAY_DIVIDE = re.compile(r"[\t| \u3000]|[\d０-９元]$")
_BAR = " \t\u3000|"
# Words that only the headings of a statistics table have: a table is one with them, however few its rows.
_TABLE_WORDS = re.compile(
    r"信息内容|指标名称|统计指标|计量单位|申请人情况|自然人|商业企业|结果维持|尚未审结|本年新(?:制作|公开)数量|本年制发件数|处理决定数量"
    r"|历年累计|本年收费金额|采购总金额|勾稽关系"
)
# Cells run together on a line: a label that ends as names of counts do, a unit or none, digits.
_RUN_TOGETHER = re.compile(
    rf"(?P<label>(?:其中[:：]?)?(?:[^\d\s。，；]|\d{{1,2}}[.、．])[^\d\s。，；]{{2,40}}?)(?P<unit>{_UNIT})?(?P<digits>\d[\d.]*(?:万?元)?)"
)
_COUNTED = re.compile(r"(?:数|数量|总数|金额|公开|答复|办理|总计|其他|申请|经费|人员|机构|次数|篇)$")
# A row with single blanks between its cells: known by a unit, or by three numbers at its end.
_SPACED = re.compile(
    rf"(?P<label>\S.*?\S)(?: (?P<unit>{_UNIT})(?P<one>(?: [+-]?[\d,.]+| [/—-])+)"
    r"|(?P<many>(?: [+-]?[\d,.]+| [/—-]){3,}))"
)
_HEADING_TO_TEXT = re.compile(r"[一二三四五六七八九十]{1,3}[、.]")
_CAPTION = re.compile(r"[计情况]表(?:[(（].*[)）])?$")
_NUMBERED = re.compile(r"[(（]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）、.]")
_COUNT_IN_WORDS = re.compile(rf"\d\s*(?:{COUNT_UNITS})")
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")  # 计1条 in a label's brackets explains how to count
# A row by its cells: labels, a unit, numbers; perhaps a second such part beside it; or numbers alone.
_LETTERS = {"label": "L", "unit": "U", "number": "N", "prose": "P", "blank": "B"}
_ROW = re.compile(r"(?:L{1,4}U?N+)+|L{1,4}U|N+")
_LONGEST_LABEL = 70
_LONGEST_HEADER_WORD = 40
_LONGEST_WRAPPED = 14
_FEWEST_ROWS = 3
_MOST_HEADINGS = 30


class _Line(NamedTuple):
    text: str  # stripped
    span: Span  # of the stripped text
    kind: str  # unit, number (nil marks with it), label or prose
    tabbed: bool
    row: int  # number of its line in the text
    in_row: bool = False  # one of several cells on one line


@lru_cache(maxsize=50_000)
def _kind(text: str) -> str:
    if "。" in text:
        return "prose"
    kind = kind_of(text)
    if kind in ("unit", "blank"):
        return kind
    if kind in ("number", "nil"):
        return "number"
    return "label" if _is_label(squeeze(text)) else "prose"


def _is_label(squeezed: str) -> bool:
    """Whether words without spaces and stops are short as labels are, and count nothing."""
    return (
        len(squeezed) <= _LONGEST_LABEL
        and ";" not in squeezed
        and _COUNT_IN_WORDS.search(_BRACKETS.sub("", squeezed)) is None
    )


def _lines(text: str, skipped: Iterable[Span]) -> list[_Line]:
    """The lines of a text outside of the spans skipped, each divided into cells."""
    spans = sorted(skipped, key=lambda span: span.start)
    lines: list[_Line] = []
    end = 0
    for row, raw in enumerate(text.splitlines(keepends=True)):
        offset, end = end, end + len(raw)
        while spans and spans[0].end <= offset:
            spans.pop(0)
        if spans and spans[0].start <= offset:
            # A table stands here: it parts others.
            lines.append(_Line("", Span(offset, offset), "prose", False, row))
        elif stripped := raw.strip().strip(_BAR):
            at = offset + raw.index(stripped)
            if "\t" in stripped and (cells := _tabbed_row(stripped, at, row)):
                lines += cells
                continue
            line = _Line(stripped, Span(at, at + len(stripped)), _kind(stripped), raw.startswith("\t"), row)
            if line.kind != "prose" and _MAY_DIVIDE.search(stripped):
                lines += _cells_of(line)
            else:
                lines.append(line)
    return lines


def _tabbed_row(text: str, at: int, row: int) -> list[_Line] | None:
    """The cells of a row with tabs and no other gaps between them, as most tables have it; else None.

    What a whole row says is no two reports' in common, but the words that it begins with are: they are looked
    at without the numbers behind them.
    """
    pieces = text.split("\t")
    words = len(pieces)
    while words and is_plain_number(pieces[words - 1]):
        words -= 1
    numbers = len(pieces) - words
    head = _row_head(tuple(pieces[:words]), numbers)
    if head is None or head.length + sum(map(len, pieces[words:])) > _LONGEST_LABEL:
        return None
    cells: list[_Line] = []
    for piece, kind in zip(pieces, head.kinds, strict=True):
        end = at + len(piece)
        if piece:
            cells.append(_Line(piece, Span(at, end), kind, True, row, True))
        at = end + 1
    return cells


class _Head(NamedTuple):
    """How a row of cells begins: what all its cells are, and how long what stands before its numbers is."""

    kinds: tuple[str, ...]
    length: int


@lru_cache(maxsize=50_000)
def _row_head(pieces: tuple[str, ...], numbers: int) -> _Head | None:
    """How a row begins with these pieces and goes on with so many plain numbers; None if it is no row."""
    for piece in pieces:
        if "。" in piece or "|" in piece or "  " in piece or "\u3000" in piece:
            return None
    row = (*pieces, *("0",) * numbers)
    kinds = tuple([_kind(piece) for piece in row])
    there = [(piece, kind) for piece, kind in zip(row, kinds, strict=True) if piece]
    if not _are_cells([piece for piece, _ in there], [kind for _, kind in there]):
        return None
    squeezed = "".join([squeeze(piece) for piece in pieces])
    return _Head(kinds, len(squeezed)) if _is_label(squeezed) else None


def _are_cells(pieces: Sequence[str], kinds: Sequence[str]) -> bool:
    """Whether pieces of a line are the cells of a row: by what they are, or all of them short labels."""
    letters = "".join([_LETTERS[kind] for kind in kinds])
    return _ROW.fullmatch(letters) is not None or all(map(_is_header_word, pieces))


def _cells_of(line: _Line) -> list[_Line]:
    """The cells of a line that holds a whole row: a label, then units and numbers with gaps between.

    A heading row is short labels with tabs, bars or wide gaps between. Any other line is one cell.
    """
    ends = [0, *(end for gap in _GAP.finditer(line.text) for end in gap.span()), len(line.text)]
    pieces = [
        (line.text[a:b], line.span.start + a) for a, b in zip(ends[::2], ends[1::2], strict=True) if a < b
    ]
    if len(pieces) == 1:
        pieces = _ungapped(line)
    texts = [text for text, _ in pieces]
    kinds = [_kind(text) for text in texts]
    if len(pieces) == 1 or not _are_cells(texts, kinds):
        return [line]
    return [
        _Line(text, Span(at, at + len(text)), kind, True, line.row, True)
        for (text, at), kind in zip(pieces, kinds, strict=True)
    ]


def _ungapped(line: _Line) -> list[tuple[str, int]]:
    """The cells of a row with single blanks between them, or with none."""
    flat = flatten(line.text)
    match = _SPACED.fullmatch(flat) or _RUN_TOGETHER.fullmatch(flat)
    if match is None or (match.re is _RUN_TOGETHER and not _COUNTED.search(match["label"])):
        return [(line.text, line.span.start)]
    spans = [match.span("label"), match.span("unit")]
    if match.re is _RUN_TOGETHER:
        spans.append(match.span("digits"))
    else:
        values = match.span("one") if match["one"] else match.span("many")
        spans += [
            (values[0] + m.start(), values[0] + m.end()) for m in re.finditer(r"\S+", flat[slice(*values)])
        ]
    return [(line.text[a:b], line.span.start + a) for a, b in spans if a < b]


@lru_cache(maxsize=20_000)
def _is_header_word(text: str) -> bool:
    squeezed = _BRACKETS.sub("", squeeze(text))
    return _kind(text) in ("label", "unit") and len(squeezed) <= _LONGEST_HEADER_WORD and ":" not in squeezed


def _join_continued(lines: Iterable[_Line], text: str) -> list[_Line]:
    """Put cells that run over several lines back together, where tabs tell where a cell starts."""
    cells: list[_Line] = []
    for line in lines:
        if (
            not line.tabbed
            and cells
            and (last := cells[-1]).tabbed
            and not last.in_row
            and last.kind == "label"
            and line.kind in ("label", "unit")
            and len(line.text) <= _LONGEST_WRAPPED
        ):
            span = Span(last.span.start, line.span.end)
            cells[-1] = _Line(text[span.start : span.end], span, "label", True, last.row)
        else:
            cells.append(line)
    return cells


def _row_at(cells: list[_Line], i: int) -> list[_Line] | None:
    """The row that starts at cell i: a label, a unit or none, and values or none; None if none does."""
    first = cells[i]
    if first.kind == "number" and first.in_row and (i == 0 or cells[i - 1].row != first.row):
        row = [cell for cell in cells[i : i + 40] if cell.row == first.row]
        return row if len(row) > 1 and all(cell.kind == "number" for cell in row) else None
    if first.kind != "label":
        return None
    row = [first]
    labels, unit = 1, False
    for j in range(i + 1, len(cells)):
        cell = cells[j]
        labelled = first.in_row and cell.kind == "label" and len(row) == labels
        if (first.in_row and cell.row != first.row) or not (labelled or cell.kind in ("unit", "number")):
            break
        if cell.kind == "unit":
            if unit or row[-1].kind != "label":
                break
            unit = True
        labels += labelled
        row.append(cell)
    return row if row[-1].kind != "label" else None


def _is_heading(cells: list[_Line], i: int) -> bool:
    """Whether a label without values may stand inside a table, and is no heading of the report's text.

    三、本年度办理结果 stands in one: （一）予以公开 and numbers follow. A heading of the text does not.
    """
    cell = cells[i]
    if cell.kind not in ("label", "unit") or len(squeeze(cell.text)) > _LONGEST_HEADER_WORD:
        return False
    if not _HEADING_TO_TEXT.match(squeeze(cell.text)):
        return True
    for j in range(i + 1, min(i + 4, len(cells))):
        if _row_at(cells, j):
            return True
        if cells[j].kind != "label" or not _NUMBERED.match(squeeze(cells[j].text)):
            return False
    return False


def _header_start(cells: list[_Line], first: int) -> int:
    """Index of the first heading cell above the first row: short labels without a stop or a colon."""
    start = first
    while start > 0 and first - start < _MOST_HEADINGS:
        above = cells[start - 1]
        squeezed = squeeze(above.text)
        own_line = above.in_row or above.tabbed == cells[first].tabbed or cells[first].in_row
        if above.kind not in ("label", "unit") or len(squeezed) > _LONGEST_HEADER_WORD or not own_line:
            break
        if re.search(r":(?!第一项)|[。；，](?!等于)", squeezed.replace("关系为:", "")) or squeezed.startswith(
            "附"
        ):
            break
        if _HEADING_TO_TEXT.match(squeezed) or _CAPTION.search(squeezed):
            break
        start -= 1
    return start


def _is_heading_behind(row: list[_Line], before: list[_Line]) -> bool:
    """Whether what may be a row is a heading of the text behind a table that has a row on each line.

    三、收到和处理政府信息公开申请情况, and 无 on the next line.
    """
    lines = before[0].in_row and not row[0].in_row
    return lines and _HEADING_TO_TEXT.match(squeeze(row[0].text)) is not None


def _rows_from(cells: list[_Line], i: int) -> tuple[list[list[_Line]], int]:
    """The rows of a table whose first row of values starts at i, and where they end.

    Labels without values between rows are headings inside the table; those behind the last row are not.
    """
    rows: list[list[_Line]] = []
    j = i
    while j < len(cells):
        row = _row_at(cells, j)
        if row and not (rows and _is_heading_behind(row, rows[-1])):
            rows.append(row)
            j += len(row)
            continue
        k = j
        while k < len(cells) and k - j < _MOST_HEADINGS and not _row_at(cells, k) and _is_heading(cells, k):
            k += 1
        if k == j or k >= len(cells) or not _row_at(cells, k):
            break
        headings = cells[j:k]
        # A single label is the heading or the first line of the next row's; several are one row of headings.
        rows.append(headings)
        j = k
    return rows, j


def _is_row(row: list[_Line]) -> bool:
    kinds = [cell.kind for cell in row]
    return "number" in kinds or "unit" in kinds[1:]


def _has_table_words(cells: Iterable[_Line]) -> bool:
    return _TABLE_WORDS.search("".join([squeeze(cell.text) for cell in cells])) is not None


def find_stacked_tables(text: str, skipped: Iterable[Span] = ()) -> tuple[Table, ...]:
    """Return the tables of a text outside of the spans skipped, their cells in order, in no columns.

    A table has three rows of a label, a unit or tabs, and values, or headings that only statistics tables
    have. The rows are headings (labels alone) and rows of values; a row with a unit and no number has a blank
    cell behind it.
    """
    cells = _join_continued(_lines(text, skipped), text)
    tables: list[Table] = []
    i = 0
    while i < len(cells):
        if not _row_at(cells, i):
            i += 1
            continue
        rows, j = _rows_from(cells, i)
        first = _header_start(cells, i)
        header = cells[first:i]
        sure = [row for row in rows if _is_row(row) and (row[0].in_row or any(c.kind == "unit" for c in row))]
        if len(sure) >= _FEWEST_ROWS or _has_table_words([*header, *(c for row in rows for c in row)]):
            above = text[: cells[first].span.start].splitlines()
            caption, found = caption_above([line for line in above[-12:] if line.strip()])
            grid = tuple(_cells(row) for row in ([header] if header else []) + rows)
            tables.append(
                Table(caption, Span(cells[first].span.start, cells[j - 1].span.end), found, grid, False)
            )
            i = j
        else:
            i += 1
    return tuple(tables)


def _cells(row: list[_Line]) -> tuple[Cell, ...]:
    found = [Cell(cell.text, cell.span) for cell in row]
    if _is_row(row) and not any(cell.kind == "number" for cell in row):
        end = row[-1].span.end
        found.append(Cell("", Span(end, end)))
    return tuple(found)
