"""The rows of a sheet told apart: paragraphs written into cells, and tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ogi.numerals import flatten
from ogi.read.cells import kind_of
from ogi.read.document import Composer, RawCell
from ogi.read.row_spans import close_rows

Range = tuple[int, int, int, int]

_NUMBER = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?%?")
# What an official table prints over its parts: 第二十条第（一）项.
_PART = re.compile(r"第[一二三四五六七八九十]+条.{0,12}")
_YEAR = re.compile(r"(?:19|20)\d\d(?:年|年度)?")
_CHAPTER = re.compile(r"[一二三四五六七八九十]{1,3}、")
_TITLE = re.compile(r"附(?:表|件).*|.*(?:统计表|情况表|年度报告|年报)|(?:注|备注|说明|填表说明)[:：].*")
_FIELD = re.compile(
    r"(?:[^\s:]{0,8}(?:单位|机关|部门|时间|日期|年度|人|电话))(?:\([^():]*\))?[ ]*:[ ]*(?P<value>\S*)"
)
_LONGEST_CAPTION = 60


@dataclass(frozen=True, slots=True)
class _Filled:
    """A filled cell: where it is, and how far it reaches."""

    row: int
    column: int
    text: str
    end_row: int  # one past its last row and column
    end_column: int


@dataclass(frozen=True, slots=True)
class _Row:
    cells: tuple[_Filled, ...]
    covered: bool  # by a filled cell that starts in a row above

    @property
    def sole(self) -> _Filled | None:
        """Its only cell, if that holds words and nothing from above reaches into the row."""
        if len(self.cells) != 1 or self.covered or _is_number(self.cells[0].text):
            return None
        return self.cells[0]


def _is_number(text: str) -> bool:
    return _NUMBER.fullmatch(flatten(text).strip()) is not None


def _is_sentence(text: str) -> bool:
    return "。" in text or len(text) > _LONGEST_CAPTION or "\n" in text.strip()


def _fields(row: _Row) -> str:
    """The line that a row of heading fields makes (单位：某局 时间：2011.12.18), or nothing if it is none."""
    line: list[str] = []
    open_key = False
    for cell in row.cells:
        text = " ".join(cell.text.split())
        found = _FIELD.fullmatch(flatten(text))
        if found is None and not open_key:
            return ""
        line.append(text if open_key or not line else f"　{text}")
        open_key = found is not None and not found["value"]
    return "".join(line)


class _Sheet:
    def __init__(self, rows: Sequence[Sequence[str]], merges: Iterable[Range]) -> None:
        self.height = len(rows)
        self.width = len(rows[0]) if rows else 0
        self.ends: dict[tuple[int, int], tuple[int, int]] = {}
        self.reached: set[int] = set()  # rows that a merged range from above reaches into, filled or not
        self._taken = bytearray(self.height * self.width)  # 1 where a merged range starts, 2 under it
        self._merge(merges)
        self.rows = self._rows(rows)

    def _merge(self, merges: Iterable[Range]) -> None:
        room = 8 * self.height * self.width
        for top, left, bottom, right in merges:
            end_row, end_column = min(bottom + 1, self.height), min(right + 1, self.width)
            if top < 0 or left < 0 or top >= end_row or left >= end_column:
                continue
            # Merged ranges share no cell: a file with many times more of them than cells is not honest.
            width = end_column - left
            room -= (end_row - top) * width
            if room < 0:
                break
            starts = [r * self.width + left for r in range(top, end_row)]
            if any(any(self._taken[start : start + width]) for start in starts):
                continue
            for start in starts:
                self._taken[start : start + width] = b"\2" * width
            self._taken[starts[0]] = 1
            self.ends[top, left] = end_row, end_column
            self.reached.update(range(top + 1, end_row))

    def hides(self, row: int, column: int) -> bool:
        """Whether a cell lies under a merged one."""
        return self._taken[row * self.width + column] == 2

    def _rows(self, rows: Sequence[Sequence[str]]) -> list[_Row]:
        found: list[_Row] = []
        reach = 0  # one past the last row that a filled cell so far reaches
        for r, row in enumerate(rows):
            cells = tuple(
                _Filled(r, c, text.strip(), *self.ends.get((r, c), (r + 1, c + 1)))
                for c, text in enumerate(row)
                if text.strip() and not self.hides(r, c)
            )
            found.append(_Row(cells, r < reach))
            reach = max([reach, *(cell.end_row for cell in cells)])
        return found

    def _goes_on(self, r: int) -> bool:
        """Whether a blank row parts two rows of one table: the row below it has numbers, behind a label."""
        if not 0 < r < self.height - 1:
            return False
        above, below = self.rows[r - 1].cells, self.rows[r + 1].cells
        if len(above) < 2 or len(below) < 2 or above[0].column != below[0].column:
            return False
        kinds = [kind_of(cell.text) for cell in below]
        if all(_YEAR.fullmatch(cell.text.strip()) for cell in below[1:]):
            return False  # years head columns
        return "number" in kinds and (kinds[0] == "text" or len(above) == len(below))

    def blocks(self) -> list[range]:
        """The runs of rows between blank ones."""
        blocks: list[range] = []
        start = None
        for r, row in enumerate(self.rows):
            if row.cells or row.covered:
                start = r if start is None else start
            elif start is not None and not self._goes_on(r):
                blocks.append(range(start, r))
                start = None
        return blocks if start is None else [*blocks, range(start, self.height)]


class _Writer:
    """Writes one run of rows: paragraphs above, between and below, tables as they are."""

    def __init__(self, sheet: _Sheet, block: range, composer: Composer) -> None:
        self.sheet = sheet
        self.composer = composer
        self.block = block
        self.table: list[int] = []
        many = [r for r in block if len(sheet.rows[r].cells) > 1 and not _fields(sheet.rows[r])]
        self.first, self.last = (many[0], many[-1]) if many else (block.stop, block.start - 1)
        filled = [cell for r in many for cell in sheet.rows[r].cells]
        self.left = min((cell.column for cell in filled), default=0)
        self.right = max((cell.end_column for cell in filled), default=0)

    def write(self) -> None:
        """Write the rows in order."""
        # The caption of a table's first part is part of it, as those of its other parts are.
        while self.first > self.block.start and self._is_part(self.first - 1):
            self.first -= 1
        for r in self.block:
            row = self.sheet.rows[r]
            if self.first <= r and not self._is_paragraph(r, row):
                self.table.append(r)
                continue
            self._end_table()
            if line := _fields(row):
                self.composer.paragraph(line)
            else:
                for cell in row.cells:
                    self.composer.paragraph(cell.text)
        self._end_table()

    def _is_part(self, r: int) -> bool:
        sole = self.sheet.rows[r].sole
        return sole is not None and r not in self.sheet.reached and _PART.fullmatch(sole.text) is not None

    def _is_paragraph(self, r: int, row: _Row) -> bool:
        """Whether a row from a table's first on is none of the table's."""
        if _fields(row) and not row.covered:
            return True
        if (sole := row.sole) is None:
            return False
        if r > self.last:
            return _is_sentence(sole.text) or _TITLE.fullmatch(sole.text) is not None
        if sole.column <= self.left and sole.end_column >= self.right:
            return self._heads_a_table(r, sole)
        return (
            _is_sentence(sole.text) or _TITLE.fullmatch(sole.text) is not None or self._heads_a_table(r, sole)
        )

    def _heads_a_table(self, r: int, sole: _Filled) -> bool:
        """Whether a row names a table, and below it are words alone: the headings of that table.

        A chapter's heading needs less below it: a label with its unit, whose number is missing, is not enough
        for other words.
        """
        if r + 1 not in self.block or self._is_part(r):
            return False
        below = [kind_of(cell.text) for cell in self.sheet.rows[r + 1].cells]
        words = len(below) > 1 and not {"number", "nil"}.intersection(below)
        if _CHAPTER.match(sole.text):
            return self._is_part(r + 1) or words
        return words and below.count("text") > 1 and not self.sheet.rows[r].covered

    def _end_table(self) -> None:
        # Rows that a cell merged from above covers may have nothing of their own.
        if any(self.sheet.rows[r].cells for r in self.table):
            self.composer.table(self._placed(range(self.table[0], self.table[-1] + 1)))
        self.table = []

    def _placed(self, rows: range) -> list[list[RawCell]]:
        filled = [cell for r in rows for cell in self.sheet.rows[r].cells]
        left = min(cell.column for cell in filled)
        right = max(cell.end_column for cell in filled)
        placed: list[list[RawCell]] = []
        for r in rows:
            row = self.sheet.rows[r]
            if self._is_part(r):  # over all of the table, whether or not its cells are merged
                placed.append([RawCell(row.cells[0].text, 0, right - left)])
                continue
            texts = {cell.column: cell.text for cell in row.cells}
            placed.append(
                [
                    RawCell(texts.get(c, ""), c - left, min(end[1], right) - c, end[0] - r)
                    for c in range(left, right)
                    if not self.sheet.hides(r, c)
                    for end in [self.sheet.ends.get((r, c), (r + 1, c + 1))]
                ]
            )
        return close_rows(placed)


def write_rows(rows: Sequence[Sequence[str]], merges: Iterable[Range], composer: Composer) -> None:
    """Write a sheet's rows, all of one length, as paragraphs and tables.

    `merges` are first row, first column, last row, last column. Blank rows part tables. A row with words in
    one cell alone is a paragraph above a table and, if it is a sentence or a title, between its rows and
    below them; what is short or merged over the table's width stays a row of it. So does 第二十条第（一）项,
    which is a caption over the whole width even where its cells are not merged.
    """
    sheet = _Sheet(rows, merges)
    for block in sheet.blocks():
        _Writer(sheet, block, composer).write()
