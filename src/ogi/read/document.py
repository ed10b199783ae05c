"""What every reader makes of a file: its text, the tables standing in it, and where its pages start.

A reader hands paragraphs and tables over in reading order; a `Composer` writes them into one text, so that
every cell and every sentence is a range of characters of it, whatever the file's format was.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, NamedTuple

from ogi.numerals import flatten
from ogi.report import Cell, PageBox, Span, Table

Reader = Literal["txt", "html", "docx", "doc", "pdf", "xlsx", "csv", "ocr"]

_FIELD = re.compile(r"(?P<key>(?!附)[^\s:]{2,10})[ \t]*:[ \t]*(?P<value>[^\s:]+)")
_LONGEST_CAPTION = 60
_LINES_ABOVE = 4


class RawCell(NamedTuple):
    """A cell as a reader found it: its text, its first column in the grid (from 0), how far it reaches."""

    text: str
    column: int
    colspan: int = 1
    rowspan: int = 1


@dataclass(frozen=True, slots=True)
class Document:
    """A file, read: its text, its tables, the offsets at which its pages start (none without pages).

    `boxes` and `page_sizes` say where on its pages the text is printed, as in `ogi.report.Report`.
    """

    text: str
    tables: tuple[Table, ...]
    reader: Reader
    encoding: str
    pages: tuple[int, ...] = ()
    boxes: tuple[PageBox, ...] = ()
    page_sizes: tuple[tuple[float, float], ...] = ()


@lru_cache(maxsize=20_000)
def one_line(text: str) -> str:
    """Return a cell's text on one line: no break inside a word, one blank between two numbers.

    >>> one_line("本年新\\n制作数量"), one_line(" 12\\n 30 ")
    ('本年新制作数量', '12 30')
    """
    pieces = text.split()
    if len(pieces) < 2:
        return pieces[0] if pieces else ""
    joined = pieces[0]
    for piece in pieces[1:]:
        both = joined[-1].isascii() and piece[0].isascii()
        joined += (" " if both else "") + piece
    return joined


_ANNEX = re.compile(r"附(?:件|表|录)?[一二三四五六七八九十\d]*\s*:")


def heading_fields(line: str) -> dict[str, str]:
    """Return the fields of a line above a table: 单位：某局　时间：2011.12.18 (values flattened)."""
    return {match["key"]: match["value"] for match in _FIELD.finditer(flatten(line))}


def caption_above(lines: Sequence[str]) -> tuple[str, dict[str, str]]:
    """Return caption and heading fields from the lines above a table, the nearest last."""
    found: dict[str, str] = {}
    for line in reversed(lines[-_LINES_ABOVE:]):
        stripped = line.strip()
        pairs = heading_fields(stripped)
        if annex := _ANNEX.match(flatten(stripped)):
            # 附件1：某县统计表 names the table; what it says after 单位 or 时间 is a field all the same.
            inside = {key: value for key, value in pairs.items() if not annex[0].startswith(f"附{key}")}
            return stripped, inside | found
        if pairs:
            found = pairs | found
        elif stripped and len(stripped) <= _LONGEST_CAPTION and "。" not in stripped:
            return stripped, found
        else:
            break
    return "", found


@dataclass(slots=True)
class Composer:
    """Writes paragraphs and tables into one text and remembers where each stands."""

    _parts: list[str] = field(default_factory=list)
    _length: int = 0
    _tables: list[Table] = field(default_factory=list)
    _pages: list[int] = field(default_factory=list)
    _above: list[str] = field(default_factory=list)

    @property
    def length(self) -> int:
        """How many characters have been written."""
        return self._length

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def page(self) -> None:
        """Note that a new page starts here."""
        self._pages.append(self._length)

    def paragraph(self, text: str) -> None:
        """Add a paragraph; its own line breaks stay, empty lines do not."""
        for line in text.splitlines():
            if line.strip():
                self._write(line.rstrip() + "\n")
                self._above = [*self._above[1 - _LINES_ABOVE :], line]

    def table(self, rows: Sequence[Sequence[RawCell]]) -> None:
        """Add a table: for each row the cells that start in it, in order. Empty rows are kept out."""
        start = self._length
        placed: list[tuple[Cell, ...]] = []
        for row in rows:
            cells: list[Cell] = []
            at = self._length
            for printed, column, colspan, rowspan in row:
                text = one_line(printed)
                end = at + len(text)
                cells.append(Cell(text, Span(at, end), column, colspan, rowspan))
                at = end + 1
            self._write("\t".join([cell.text for cell in cells]) + "\n")
            placed.append(tuple(cells))
        if any(cell.text for row in placed for cell in row):
            caption, found = caption_above(self._above)
            self._tables.append(Table(caption, Span(start, self._length), found, tuple(placed)))
        self._above = []

    def document(self, reader: Reader, encoding: str) -> Document:
        """Return what was written."""
        return Document("".join(self._parts), tuple(self._tables), reader, encoding, tuple(self._pages))
