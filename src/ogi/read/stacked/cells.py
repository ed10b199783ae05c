"""The cells of plain text: each line is one, or the cells of a row with tabs, gaps or bars between them.

Where cells start with a tab, a line without one continues the cell before it; elsewhere each line is a cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from ogi.numerals import COUNT_UNITS, flatten
from ogi.read.blocks import LABEL_HEADINGS
from ogi.read.cells import UNITS, is_plain_number, kind_of, squeeze
from ogi.report import Span

_UNIT = "|".join(sorted(UNITS, key=len, reverse=True))
_GAP = re.compile(r"[ \u3000\xa0]*\|[ \u3000\xa0|]*|\t+|[ \u3000\xa0]{2,}")
_MAY_DIVIDE = re.compile(r"[\t| \u3000\xa0]|[\d０-９元]$")
_BAR = " \t\u3000|"
# Cells run together on a line: a label that ends as names of counts do, a unit or none, digits.
_RUN_TOGETHER = re.compile(
    rf"(?P<label>(?:其中[:：]?)?(?:[^\d\s。，；]|\d{{1,2}}[.、．])[^\d\s。，；]{{2,40}}?)(?P<unit>{_UNIT})?(?P<digits>\d[\d.]*(?:万?元)?)"
)
# Headings with single blanks between them, that over the labels first.
_HEADS_LABELS = re.compile(rf"^(?:(?:序号|编号) )?(?:{LABEL_HEADINGS})(?: \S{{1,16}})+$")
_COUNTED = re.compile(r"(?:数|数量|总数|金额|公开|答复|办理|总计|其他|申请|经费|人员|机构|次数|篇)$")
# A row with single blanks between its cells: known by a unit, or by three numbers at its end.
_SPACED = re.compile(
    rf"(?P<label>\S.*?\S)(?: (?P<unit>{_UNIT})(?P<one>(?: [+-]?[\d,.]+| [/—-])+)"
    r"|(?P<many>(?: [+-]?[\d,.]+| [/—-]){3,}))"
)
_COUNT_IN_WORDS = re.compile(rf"\d\s*(?:{COUNT_UNITS})")
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")  # 计1条 in a label's brackets explains how to count
# A row by its cells: labels, a unit, numbers; perhaps a second such part beside it; or numbers alone.
_LETTERS = {"label": "L", "unit": "U", "number": "N", "prose": "P", "blank": "B"}
_ROW = re.compile(r"(?:L{1,4}U?N+)+|L{1,4}U|N+")
# A row's number in a column before its label; a year is none.
_SERIAL = re.compile(r"\d{1,3}")
_LONGEST_LABEL = 70
_LONGEST_ROW = 200
LONGEST_HEADER_WORD = 40
_LONGEST_WRAPPED = 14
_FEWEST_NUMBERS = 3  # on a line of numbers alone: two may be one cell's


class TextCell(NamedTuple):
    """A line of a text, or a cell of the row that stands on it."""

    text: str  # stripped
    span: Span  # of the stripped text
    kind: str  # unit, number (nil marks with it), label or prose
    tabbed: bool
    row: int  # number of its line in the text
    in_row: bool = False  # one of several cells on one line
    column: int = 0  # how many tabs or bars stand before it
    fields: int = 0  # how many cells the tabs or bars of its line part, 0 without any


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


def _lines(text: str, skipped: Iterable[Span]) -> list[TextCell]:
    """The lines of a text outside of the spans skipped, each divided into cells."""
    spans = sorted(skipped, key=lambda span: span.start)
    lines: list[TextCell] = []
    end = 0
    for row, raw in enumerate(text.splitlines(keepends=True)):
        offset, end = end, end + len(raw)
        while spans and spans[0].end <= offset:
            spans.pop(0)
        if spans and spans[0].start <= offset:
            # A table stands here: it parts others.
            lines.append(TextCell("", Span(offset, offset), "prose", False, row))
        elif stripped := raw.strip().strip(_BAR):
            at = offset + raw.index(stripped)
            if "\t" in stripped and (cells := _tabbed_row(stripped, at, row, raw, at - offset)):
                lines += cells
                continue
            line = TextCell(
                stripped, Span(at, at + len(stripped)), _kind(stripped), raw.startswith("\t"), row
            )
            if _MAY_DIVIDE.search(stripped) and (line.kind != "prose" or _may_be_row(stripped)):
                lines += _in_columns(_cells_of(line), raw, offset)
            else:
                lines.append(line)
    return lines


def _may_be_row(text: str) -> bool:
    """Whether a line too long for a label, or that counts something, may be a row all the same.

    With tabs, bars or several wide gaps it may: it may have units in its cells. With one gap it is words.
    """
    if len(text) > _LONGEST_ROW or "。" in text:
        return False
    return "\t" in text or "|" in text or sum(1 for _ in _GAP.finditer(text)) > 1


def _in_columns(cells: list[TextCell], raw: str, offset: int) -> list[TextCell]:
    """The cells of a line with the columns they are in, where tabs or bars part them."""
    mark = "\t" if "\t" in raw.strip() else "|"
    if len(cells) < 2 or mark not in raw:
        return cells
    line = raw.strip("\r\n \u3000") if mark == "\t" else raw.strip()
    outer = line.startswith("|")  # | a | b |: no cell stands outside of the bars
    fields = line.count(mark) + 1 - outer - line.endswith("|")
    return [
        c._replace(column=raw.count(mark, 0, c.span.start - offset) - outer, fields=fields) for c in cells
    ]


def _tabbed_row(text: str, at: int, row: int, raw: str = "", lead: int = 0) -> list[TextCell] | None:
    """The cells of a row with tabs and no other gaps between them, as most tables have it; else None.

    `raw` is its line: `lead` characters of it, tabs and blanks, stand before the text.
    What a whole row says is no two reports' in common, but the words that it begins with are: they are looked
    at without the numbers behind them.
    """
    pieces = text.split("\t")
    column = raw.count("\t", 0, lead)
    fields = raw.count("\t") + 1 if raw else 0
    if len(pieces) > 2 and _SERIAL.fullmatch(pieces[0]) and _kind(pieces[1]) == "label":
        at, column, pieces = at + len(pieces[0]) + 1, column + 1, pieces[1:]
    words = len(pieces)
    while words and is_plain_number(pieces[words - 1]):
        words -= 1
    numbers = len(pieces) - words
    head = _row_head(tuple(pieces[:words]), numbers)
    if head is None or head.length + sum(map(len, pieces[words:])) > _LONGEST_LABEL:
        return None
    cells: list[TextCell] = []
    for piece, kind in zip(pieces, head.kinds, strict=True):
        end = at + len(piece)
        if piece:
            cells.append(TextCell(piece, Span(at, end), kind, True, row, True, column if raw else 0, fields))
        at = end + 1
        column += 1
    return cells


class _Head(NamedTuple):
    """How a row of cells begins: what all its cells are, and how long what stands before its numbers is."""

    kinds: tuple[str, ...]
    length: int


@lru_cache(maxsize=50_000)
def _row_head(pieces: tuple[str, ...], numbers: int) -> _Head | None:
    """How a row begins with these pieces and goes on with so many plain numbers; None if it is no row."""
    for piece in pieces:
        if "。" in piece or "|" in piece or "  " in piece or "\u3000" in piece or "\xa0" in piece:
            return None
    row = (*pieces, *("0",) * numbers)
    kinds = tuple([_kind(piece) for piece in row])
    there = [(piece, kind) for piece, kind in zip(row, kinds, strict=True) if piece]
    if not _are_cells([piece for piece, _ in there], [kind for _, kind in there]):
        return None
    squeezed = "".join(
        [squeeze(piece) for piece, kind in zip(pieces, kinds, strict=False) if kind != "number"]
    )
    return _Head(kinds, len(squeezed)) if _is_label(squeezed) else None


def _are_cells(pieces: Sequence[str], kinds: Sequence[str]) -> bool:
    """Whether pieces of a line are the cells of a row: by what they are, or all of them short labels."""
    letters = "".join([_LETTERS[kind] for kind in kinds])
    return _ROW.fullmatch(letters) is not None or all(map(_is_header_word, pieces))


def _cells_of(line: TextCell) -> list[TextCell]:
    """The cells of a line that holds a whole row: a label, then units and numbers with gaps between.

    A heading row is short labels with tabs, bars or wide gaps between. Any other line is one cell.
    """
    ends = [0, *(end for gap in _GAP.finditer(line.text) for end in gap.span()), len(line.text)]
    pieces = [
        (line.text[a:b], line.span.start + a) for a, b in zip(ends[::2], ends[1::2], strict=True) if a < b
    ]
    if len(pieces) > 2 and _SERIAL.fullmatch(pieces[0][0]) and _kind(pieces[1][0]) == "label":
        pieces.pop(0)
    if len(pieces) == 1:
        pieces = _ungapped(line)
    texts = [text for text, _ in pieces]
    kinds = [_kind(text) for text in texts]
    if len(pieces) == 1 or not _are_cells(texts, kinds):
        return [line]
    return [
        TextCell(text, Span(at, at + len(text)), kind, True, line.row, True)
        for (text, at), kind in zip(pieces, kinds, strict=True)
    ]


def _ungapped(line: TextCell) -> list[tuple[str, int]]:
    """The cells of a row with single blanks between them, or with none."""
    flat = flatten(line.text)
    if line.kind == "number" and len(flat.split()) >= _FEWEST_NUMBERS:
        spans = [m.span() for m in re.finditer(r"\S+", flat)]
        return [(line.text[a:b], line.span.start + a) for a, b in spans]
    if _HEADS_LABELS.search(flat):
        return [(m[0], line.span.start + m.start()) for m in re.finditer(r"\S+", line.text)]
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
    return _kind(text) in ("label", "unit") and len(squeezed) <= LONGEST_HEADER_WORD and ":" not in squeezed


def _joined(lines: Iterable[TextCell], text: str) -> list[TextCell]:
    """Put cells that run over several lines back together, where tabs tell where a cell starts."""
    cells: list[TextCell] = []
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
            cells[-1] = TextCell(text[span.start : span.end], span, "label", True, last.row)
        else:
            cells.append(line)
    return cells


def text_cells(text: str, skipped: Iterable[Span]) -> list[TextCell]:
    """Return the cells of a text outside of the spans skipped, in order."""
    return _joined(_lines(text, skipped), text)
