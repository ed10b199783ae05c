"""The cells of a spreadsheet as text, read with calamine.

Also a program of its own, which reads a file from its input and writes its sheets as JSON: calamine trusts
the numbers that stand in the old binary format, and one wrong number makes it take all memory or abort the
process. So this module imports nothing of the package: it starts quickly.
"""

from __future__ import annotations

import datetime
import io
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple, TypeAlias

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

MOST_ROWS = 20_000
MOST_COLUMNS = 200
MOST_CELLS = MOST_ROWS * MOST_COLUMNS
MOST_MERGES = 100_000

# Spreadsheets keep and show fifteen digits; what floats have beyond them nobody has typed.
_DIGITS = 15
_MEMORY = 2**30
_SECONDS = 60

Value: TypeAlias = (
    int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta
)

Shown: TypeAlias = Mapping[tuple[int, int], str]


class SheetCells(NamedTuple):
    """A visible sheet: its rows of texts from the first filled row and column on, and its merged ranges.

    A merged range is first row, first column, last row, last column, counted from the sheet's first cell;
    None where the format's reader does not tell.
    """

    name: str
    top: int
    left: int
    rows: list[list[str]]
    merges: list[tuple[int, int, int, int]] | None


class TooLargeError(Exception):
    """A sheet with more cells than a report can have."""


def shown(value: Value) -> str:
    """Return a value as a person sees it: no digits that nobody typed, no exponent, dates as 2011-12-18.

    >>> [shown(v) for v in (3490.0, 24252.311082, 0.1 + 0.2, 1e-7, 2e20, True)]
    ['3490', '24252.311082', '0.3', '0.0000001', '200000000000000000000', 'TRUE']
    """
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case str():
            return value
        case int():
            return str(value)
        case float():
            return _shown_float(value)
        case datetime.datetime():
            day = value.date().isoformat()
            return day if value.time() == datetime.time() else f"{day} {_shown_time(value.time())}"
        case datetime.date():
            return value.isoformat()
        case datetime.time():
            return _shown_time(value)
        case _:
            minutes, seconds = divmod(int(value.total_seconds()), 60)
            return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"


def _shown_time(value: datetime.time) -> str:
    return value.strftime("%H:%M:%S" if value.second else "%H:%M")


def _shown_float(value: float) -> str:
    number = Decimal(repr(value))
    if not number.is_finite():
        return ""
    if len(number.as_tuple().digits) > _DIGITS:
        number = Decimal(f"{value:.{_DIGITS}g}")
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def trimmed(rows: Iterable[list[str]]) -> tuple[int, int, list[list[str]]]:
    """Return the first filled row and column, and the rows between the first and last filled of both.

    All rows are of one length. Raises TooLargeError when there are more of them than a report has.
    """
    filled = {i: row for i, row in enumerate(rows) if any(text.strip() for text in row)}
    if not filled:
        return 0, 0, []
    columns = [j for row in filled.values() for j, text in enumerate(row) if text.strip()]
    top, left = min(filled), min(columns)
    height, width = max(filled) + 1 - top, max(columns) + 1 - left
    if height > MOST_ROWS or width > MOST_COLUMNS:
        raise TooLargeError(f"{height:,} rows and {width:,} columns")
    kept = [filled.get(i, [])[left : left + width] for i in range(top, top + height)]
    return top, left, [row + [""] * (width - len(row)) for row in kept]


def _texts(sheet: CalamineSheet, instead: Shown) -> Iterator[list[str]]:
    """The rows of a sheet from its first filled cell on; an empty list for a blank row."""
    top, left = sheet.start or (0, 0)
    noted: dict[int, dict[int, str]] = {}
    for (row, column), text in instead.items():
        noted.setdefault(row - top, {})[column - left] = text
    for r, values in enumerate(sheet.to_python()):  # iter_rows would begin with all blank rows above
        texts = [shown(value) for value in values] if any(value != "" for value in values) else []
        for c, text in noted.get(r, {}).items():
            texts += [""] * (c + 1 - len(texts))
            texts[c] = text
        yield texts


def _cells(sheet: CalamineSheet, instead: Shown) -> SheetCells:
    if sheet.height * sheet.width > MOST_CELLS:
        raise TooLargeError(f"{sheet.height:,} rows and {sheet.width:,} columns")
    top, left = sheet.start or (0, 0)
    down, across, rows = trimmed(_texts(sheet, instead))
    ranges = sheet.merged_cell_ranges
    if ranges is not None and len(ranges) > MOST_MERGES:
        raise TooLargeError(f"{len(ranges):,} merged ranges")
    merges = None if ranges is None else [(*first, *last) for first, last in ranges]
    return SheetCells(sheet.name, top + down, left + across, rows, merges)


def load_sheets(data: bytes, instead: Mapping[str, Shown] | None = None) -> list[SheetCells]:
    """Return the visible sheets of a workbook, in order.

    `instead` has for a sheet's name the texts to put in place of what calamine tells of some cells.
    Raises TooLargeError for a sheet beyond the bounds above, and CalamineError for a broken file.
    """
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        return [
            _cells(book.get_sheet_by_index(i), (instead or {}).get(about.name, {}))
            for i, about in enumerate(book.sheets_metadata)
            if about.visible == SheetVisibleEnum.Visible and about.typ == SheetTypeEnum.WorkSheet
        ]


def _limit() -> None:
    """Bound memory and time of this process, where the system can."""
    if sys.platform != "win32":
        import resource

        for what, most in ((resource.RLIMIT_AS, _MEMORY), (resource.RLIMIT_CPU, _SECONDS)):
            _, hard = resource.getrlimit(what)
            resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _main() -> None:
    _limit()
    try:
        answer: dict[str, object] = {"sheets": load_sheets(sys.stdin.buffer.read())}
    except TooLargeError as error:
        answer = {"too_large": str(error)}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    _main()
