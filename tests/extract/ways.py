"""The ways in which agencies print one and the same table: its cells, its rows, and the file it is in."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Callable, Sequence

from openpyxl import Workbook

from benchmarks.made_up import Cell, Made, as_docx, as_html
from ogi.forms import load_forms

Rows = list[list[Cell]]
Way = Callable[[Rows], Rows]
_UNITS = frozenset(
    row.unit for form in load_forms().by_id.values() for table in form.tables for row in table.rows
)
_NUMBERING = re.compile(r"^(?:[（(]?[一二三四五六七八九十\d]+[）)、.])+")


def _is_number(cell: Cell) -> bool:
    return cell.text.isdigit()


def _numbers(say: Callable[[str], str]) -> Way:
    return lambda rows: [[c._replace(text=say(c.text)) if _is_number(c) else c for c in row] for row in rows]


def _labels(say: Callable[[str], str]) -> Way:
    return lambda rows: [
        [row[0]._replace(text=say(row[0].text)), *row[1:]] if _unit(row) else row for row in rows
    ]


def _full_width(digits: str) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in digits)


def _merged(rows: Rows) -> bool:
    return any(cell.rowspan > 1 or cell.colspan > 1 for row in rows for cell in row)


def _width(rows: Rows) -> int:
    return max(sum(cell.colspan for cell in row) for row in rows)


def _unit(row: Sequence[Cell]) -> str:
    return row[1].text if len(row) > 1 and row[1].text in _UNITS and not _is_number(row[0]) else ""


def _units_in_cells(rows: Rows) -> Rows:
    return [[c._replace(text=c.text + _unit(row)) if _is_number(c) else c for c in row] for row in rows]


def _units_in_labels(rows: Rows) -> Rows:
    said: Rows = []
    for row in rows:
        if unit := _unit(row):
            said.append([row[0]._replace(text=f"{row[0].text}（{unit}）"), *row[2:]])
        else:
            said.append([cell for cell in row if cell.text != "计量单位"])
    return said


def _without_units(rows: Rows) -> Rows:
    if not any(cell.text == "计量单位" for cell in rows[0]):
        return rows
    return [row[:1] + row[2:] if i == 0 or _unit(row) else row for i, row in enumerate(rows)]


def _with_blank_rows(rows: Rows) -> Rows:
    said: Rows = []
    for i, row in enumerate(rows):
        said.append(row)
        if i > 2 and i % 5 == 0:
            said.append([Cell("")] * len(row))
    return said


def _numbered_rows(rows: Rows) -> Rows:
    if _merged(rows):
        return rows
    return [[Cell(str(i) if i else "序号"), *row] for i, row in enumerate(rows)]


def _headings_again(rows: Rows) -> Rows:
    if _merged(rows) or len(rows) < 6:
        return rows
    half = len(rows) // 2
    return [*rows[:half], rows[0], *rows[half:]]


def _local_row(rows: Rows) -> Rows:
    half = len(rows) // 2
    row = rows[half]
    if len(rows) < 9 or _is_number(row[0]):
        return rows
    own = [Cell("9.本地另设的情况"), *[c._replace(text="7") if _is_number(c) else c for c in row[1:]]]
    return [*rows[:half], own, *rows[half:]]


# Ways that leave every number where it is.
SAME: dict[str, Way] = {
    "as it is": lambda rows: rows,
    "thousands": _numbers(lambda digits: f"{int(digits):,}"),
    "full width": _numbers(_full_width),
    "blanks around numbers": _numbers(lambda digits: f"\u00a0{digits} "),
    "decimals": _numbers(lambda digits: f"{digits}.00"),
    "what nobody sees behind numbers": _numbers(lambda digits: f"{digits}\u200b"),
    "notes behind numbers": _numbers(lambda digits: f"{digits}①"),
    "units in cells": _units_in_cells,
    "units in labels": _units_in_labels,
    "no units": _without_units,
    "blanks in labels": _labels(" ".join),
    "indented labels": _labels(lambda label: f"　　{label}"),
    "no numbering": _labels(lambda label: _NUMBERING.sub("", label)),
    "ASCII brackets": _labels(lambda label: label.replace("（", "(").replace("）", ")")),
    "colons behind labels": _labels(lambda label: f"{label}："),
    "title in the table": lambda rows: [[Cell("政府信息公开情况统计表", colspan=_width(rows))], *rows],
    "blank rows": _with_blank_rows,
    "blank column": lambda rows: [[*row, Cell("")] for row in rows],
    "remarks": lambda rows: [[*row, Cell("" if i else "备注")] for i, row in enumerate(rows)],
    "row numbers": _numbered_rows,
    "headings again": _headings_again,
    "a local row": _local_row,
}


def side_by_side(rows: Rows) -> Rows:
    """Return a table in two halves beside each other, under the same headings."""
    half = (len(rows) + 1) // 2
    left, right = rows[1:half], rows[half:]
    right += [[Cell("")] * len(rows[0])] * (len(left) - len(right))
    return [[*rows[0], *rows[0]], *([*a, *b] for a, b in zip(left, right, strict=False))]


# Ways that leave some numbers out.
LESS: dict[str, Way] = {
    "blank for nought": _numbers(lambda digits: "" if digits == "0" else digits),
    "words for nought": _numbers(lambda digits: "未统计" if digits == "0" else digits),
    "words with a number for some": _numbers(
        lambda digits: f"{digits}件（其中网络3件）" if digits[-1] in "37" else digits
    ),
    "stroke for nought": _numbers(lambda digits: "/" if digits == "0" else digits),
    "gaps": _numbers(lambda digits: "" if digits[-1] in "37" else digits),
    "rows left out": lambda rows: [row for i, row in enumerate(rows) if i < 2 or i % 7],
}


def _page(made: Made, table: Callable[[Rows], str]) -> bytes:
    body = "".join(f"<p>{html.escape(b)}</p>" if isinstance(b, str) else table(b) for b in made.blocks)
    head = f'<head><meta charset="utf-8"><title>{made.title}</title></head>'
    return f"<html>{head}<body><h1>{made.title}</h1>{body}</body></html>".encode()


def _html_rows(rows: Rows) -> str:
    cells = [
        "".join(f"<td rowspan={c.rowspan} colspan={c.colspan}>{html.escape(c.text)}</td>" for c in row)
        for row in rows
    ]
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


def _broken(made: Made) -> bytes:
    """Tables with more than six rows broken in two, as at the end of a page."""

    def table(rows: Rows) -> str:
        half = len(rows) // 2
        return _html_rows(rows) if len(rows) < 7 else f"{_html_rows(rows[:half])}\n{_html_rows(rows[half:])}"

    return _page(made, table)


def _in_one(made: Made) -> bytes:
    """All tables in one, their captions as rows of it."""
    annex = made.blocks.index("附表") + 1
    rows: Rows = []
    for block in made.blocks[annex:]:
        rows += [[Cell(block, colspan=9)]] if isinstance(block, str) else block
    return _page(Made(made.title, (*made.blocks[:annex], rows), made.truth), _html_rows)


def _laid_out(made: Made) -> bytes:
    """The whole page in tables of its layout."""
    page = _page(made, _html_rows).decode()
    return (
        page.replace("<h1>", "<table><tr><td></td><td><h1>")
        .replace("</body>", "</td></tr></table></body>")
        .encode()
    )


def _grid(rows: Rows) -> list[list[str]]:
    """The texts of a table by place; what a merged cell covers is blank."""
    texts: dict[tuple[int, int], str] = {}
    for r, row in enumerate(rows):
        column = 0
        for cell in row:
            while (r, column) in texts:
                column += 1
            covered = {(r + i, column + j): "" for i in range(cell.rowspan) for j in range(cell.colspan)}
            texts |= covered | {(r, column): cell.text}
    width = 1 + max(column for _, column in texts)
    return [[texts.get((r, column), "") for column in range(width)] for r in range(len(rows))]


def _text(
    row_of: Callable[[Sequence[str]], str], grid: Callable[[Rows], list[list[str]]]
) -> Callable[[Made], bytes]:
    def write(made: Made) -> bytes:
        lines = [made.title]
        for block in made.blocks:
            lines += [block] if isinstance(block, str) else [row_of(row) for row in grid(block)]
        return "\n".join(lines).encode()

    return write


def _printed(rows: Rows) -> list[list[str]]:
    return [[cell.text for cell in row] for row in rows]


def _filled(rows: Rows) -> list[list[str]]:
    return [[cell.text for cell in row if cell.text] for row in rows]


def _csv(made: Made) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([made.title])
    for block in made.blocks:
        writer.writerows([[block]] if isinstance(block, str) else _grid(block))
    return out.getvalue().encode("gb18030")


def _xlsx(made: Made) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    line = 1
    for block in (made.title, *made.blocks):
        rows = [[block]] if isinstance(block, str) else _grid(block)
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                sheet.cell(line + r, c + 1, int(text) if re.fullmatch(r"\d+", text) else text or None)
        line += len(rows)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


# Files, and whether a blank cell can be told from none in them.
PLACED: dict[str, Callable[[Made], bytes]] = {
    "page.html": as_html,
    "broken.html": _broken,
    "in one.html": _in_one,
    "laid out.html": _laid_out,
    "word.docx": as_docx,
    "sheet.xlsx": _xlsx,
    "values.csv": _csv,
    "tabs.txt": _text("\t".join, _printed),
    "copied from a sheet.txt": _text("\t".join, _grid),
    "bars.txt": _text(lambda row: f"| {' | '.join(row)} |", _printed),
}
UNPLACED: dict[str, Callable[[Made], bytes]] = {
    "gaps.txt": _text("    ".join, _filled),
    "single blanks.txt": _text(" ".join, _filled),
    "a cell a line.txt": _text("\n".join, _filled),
}
