"""Made-up reports of every form, for the benchmarks: numbers that add up, prose around them, seeded.

    python -m benchmarks.made_up FOLDER COUNT [FORMAT ...]

A report is about as long as the sample in data/raw. Agencies and figures are invented; tables come from the
specs, so that a new form is generated, too.
"""

from __future__ import annotations

import html
import io
import random
import re
import sys
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from ogi.forms import Form, FormTable, Row, load_forms

FORMATS = ("txt", "html", "docx")
_PLACES = re.findall(
    r"\w+", "临海 安平 清河 南乐 东山 西华 长岭 永兴 广宁 石泉 新田 会昌 武平 连山 金寨 白水 凤台 青阳"
)
_KINDS = re.findall(
    r"\w+",
    "县教育局 县公安局 市住房和城乡建设局 区人民政府 县卫生局 市统计局 县林业局 镇人民政府 市交通运输局",
)
_SENTENCES = (
    "一年来，本机关把公开透明作为转变作风的一项硬任务来抓，指定专人管理目录、报送数据，各科室分工负责。",
    "健全信息发布审查机制，坚持先审查、后公开，明确审查程序和责任，未发生失密泄密情况。",
    "完善政府信息公开指南和目录，及时更新机构职能、办事程序等内容，方便公众查询和监督。",
    "加强业务培训，组织工作人员学习《政府信息公开条例》，提高公开的质量和时效。",
    "对社会普遍关注的征地补偿、保障性住房、食品安全等事项，通过门户网站和公告栏向社会公布。",
    "主要问题是部分信息更新不够及时，目录不够细致，公众参与的渠道有待拓宽。",
    "今后将进一步细化公开内容，改进网站检索功能，加强督促检查，确保各项要求落到实处。",
)
_TYPES = ("甲类", "乙类", "丙类", "丁类", "戊类", "己类", "庚类")


class Cell(NamedTuple):
    """A cell of a generated table."""

    text: str
    colspan: int = 1
    rowspan: int = 1


@dataclass(frozen=True)
class Made:
    """A generated report: its title, and paragraphs (text) and tables (rows of cells) in order.

    `truth` is what its tables state: indicator, category (None in a total's column), period, value.
    """

    title: str
    blocks: tuple[str | list[list[Cell]], ...]
    truth: tuple[tuple[str, str | None, str, int], ...]


def _cuts(table: FormTable, row: Row) -> list[list[Row]]:
    """The lists of parts that add up to a row."""
    cuts: dict[str | None, list[Row]] = {}
    for part in table.rows:
        if part.parent == row.key and part.relation == "part":
            cuts.setdefault(part.cut, []).append(part)
    return list(cuts.values())


def _fill(table: FormTable, row: Row, values: dict[str, list[int]], rng: random.Random) -> list[int]:
    """The numbers of a row: random, or the sum of its parts, whose numbers are put into `values`."""
    cuts = _cuts(table, row)
    if not cuts:
        return [rng.choice((0, 0, 0, rng.randint(0, 9), rng.randint(0, 400))) for _ in table.columns]
    first, *others = cuts
    for part in first:
        values[part.key] = _fill(table, part, values, rng)
    sums = [sum(values[part.key][c] for part in first) for c in range(len(table.columns))]
    for cut in others:
        values |= {part.key: [0] * len(sums) for part in cut}
        values[cut[0].key] = list(sums)
    return sums


def _values(table: FormTable, rng: random.Random) -> dict[str, list[int]]:
    """Numbers for every row and column that keep sums, subsets and totals."""
    values: dict[str, list[int]] = {}
    for row in table.rows:
        if row.key not in values and row.relation in ("top", "header"):
            values[row.key] = _fill(table, row, values, rng)
    for row in table.rows:
        if row.key not in values:
            whole = values.get(row.parent or "", [0] * len(table.columns))
            values[row.key] = [rng.randint(0, value) for value in whole]
    for numbers in values.values():
        _totals(table, numbers)
    return values


def _totals(table: FormTable, numbers: list[int]) -> None:
    for i, column in enumerate(table.columns):
        if column.total:
            same = [
                numbers[j]
                for j, other in enumerate(table.columns)
                if not other.total
                and (other.dimension, other.indicator) == (column.dimension, column.indicator)
            ]
            numbers[i] = sum(same)
        if column.period == "cumulative":
            numbers[i] += numbers[0]  # sums of sums: what adds up in both still does


def _balance(form: Form, values: dict[str, list[int]], table: FormTable) -> None:
    for balance in form.balances:
        first, *rest = balance.left
        if not all(key in values for key in (*balance.left, *balance.right)):
            continue
        for c in range(len(table.columns)):
            right = sum(values[key][c] for key in balance.right)
            for key in rest:
                values[key][c] = min(values[key][c], right)
            values[first][c] = right - sum(values[key][c] for key in rest)
    for numbers in values.values():
        _totals(table, numbers)


def _header(table: FormTable, year: int, labelled: bool) -> list[list[Cell]]:
    names = [column.label.replace("{year}", f"{year}年") for column in table.columns]
    if not any(column.group for column in table.columns):
        return [[*([Cell("指标名称"), Cell("计量单位")] if labelled else []), *map(Cell, names)]]
    upper: list[Cell] = [Cell("项目", rowspan=2), Cell("计量单位", rowspan=2)] if labelled else []
    lower: list[Cell] = []
    groups: list[str] = []
    for column, name in zip(table.columns, names, strict=True):
        if column.group is None:
            upper.append(Cell(name, rowspan=2))
        elif column.group in groups:
            lower.append(Cell(name))
        else:
            groups.append(column.group)
            width = sum(other.group == column.group for other in table.columns)
            upper.append(Cell(column.group, colspan=width))
            lower.append(Cell(name))
    return [upper, lower]


def _stated(form: Form, numbers: Mapping[str, dict[str, list[int]]], indicator: str) -> int | None:
    """What the tables give for an indicator: in its total column, or its first."""
    for table in form.tables:
        if indicator in numbers.get(table.id, {}):
            column = next((i for i, c in enumerate(table.columns) if c.total or c.period == "year"), 0)
            return numbers[table.id][indicator][column]
    return None


def _truth(
    form: Form, numbers: Mapping[str, dict[str, list[int]]]
) -> Iterator[tuple[str, str | None, str, int]]:
    for table in form.tables:
        for row in table.rows if table.id in numbers else ():
            for column, value in zip(table.columns, numbers[table.id][row.key], strict=True):
                indicator = table.indicator_of(row, column)
                if row.relation != "header" and indicator is not None:
                    category = None if column.total else column.category
                    period = column.period or ("" if "本期" in column.label else "year")
                    yield indicator, category, period, value


def _rows(table: FormTable, year: int, values: Mapping[str, list[int]]) -> list[list[Cell]]:
    labelled = bool(table.rows[0].label)
    rows = _header(table, year, labelled)
    for row in table.rows:
        number = row.number if row.number.endswith("）") or not row.number else f"{row.number}、"
        label = number + row.label.replace("{date}", f"{year}年5月1日")
        cells = [Cell(label), Cell(row.unit or "件")] if labelled else []
        numbers = ["" if row.relation == "header" else str(value) for value in values[row.key]]
        rows.append([*cells, *map(Cell, numbers)])
    return rows


def _parts(total: int, count: int, rng: random.Random) -> list[int]:
    """So many numbers that add up to a total."""
    cuts = sorted(rng.randint(0, total) for _ in range(count - 1))
    return [b - a for a, b in zip([0, *cuts], [*cuts, total], strict=True)]


def make(form: Form, agency: str, year: int, rng: random.Random) -> Made:
    """Return one made-up report of a form."""
    numbers = {}
    for table in form.tables:
        if not table.instead_of:
            numbers[table.id] = _values(table, rng)
            _balance(form, numbers[table.id], table)
    total = _stated(form, numbers, "proactive_items_total")
    counts = _parts(rng.randint(200, 4000) if total is None else total, len(_TYPES), rng)
    listed = "，".join(f"{name}信息{count}条" for name, count in zip(_TYPES, counts, strict=True))
    received = _stated(form, numbers, "requests_received")
    asked = rng.randint(2, 60) if received is None else received
    filler = [rng.choice(_SENTENCES) for _ in range(96)]
    blocks: list[str | list[list[Cell]]] = [
        "一、概述",
        "　　" + "".join(filler[:24]),
        "二、主动公开政府信息情况",
        f"　　{year}年，本机关主动公开政府信息{sum(counts)}条，其中，{listed}。",
        "　　" + "".join(filler[24:48]),
        "三、依申请公开情况",
        f"　　全年收到政府信息公开申请{asked}件。",
        "　　" + "".join(filler[48:66]),
        "四、存在的主要问题及改进情况",
        "　　" + "".join(filler[66:]),
        "附表",
    ]
    for table in form.tables:
        if not table.instead_of:
            blocks += [table.caption, _rows(table, year, numbers[table.id])]
    title = f"{agency}{year}年政府信息公开工作年度报告"
    return Made(title, tuple(blocks), tuple(_truth(form, numbers)))


def as_txt(made: Made) -> bytes:
    """Plain text, the cells of a row with tabs between."""
    lines = [made.title]
    for block in made.blocks:
        if isinstance(block, str):
            lines.append(block)
        else:
            lines += ["\t".join(cell.text for cell in row if cell.text) for row in block]
    return ("\n".join(lines) + "\n").encode()


def as_html(made: Made) -> bytes:
    """A web page with a site's navigation around the report."""
    parts = [f"<p>{html.escape(b)}</p>" if isinstance(b, str) else _html_table(b) for b in made.blocks]
    menu = "".join(f'<li><a href="/{i}">栏目{i}</a></li>' for i in range(12))
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{made.title}</title></head><body>'
        f"<ul>{menu}</ul>"
        f"<h1>{made.title}</h1>{''.join(parts)}<div>版权所有　浏览次数：{len(made.title)}</div></body></html>"
    ).encode()


def _html_table(rows: list[list[Cell]]) -> str:
    body = "".join(
        "<tr>"
        + "".join(
            f'<td rowspan="{c.rowspan}" colspan="{c.colspan}"><p>{html.escape(c.text)}</p></td>' for c in row
        )
        + "</tr>"
        for row in rows
    )
    return f"<table border='1'><tbody>{body}</tbody></table>"


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES_XML = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '  # noqa: E501
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELS_XML = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '  # noqa: E501
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


def as_docx(made: Made) -> bytes:
    """A Word file with merged cells, as small as Word files get."""
    parts = [_word_paragraph(made.title)]
    parts += [_word_paragraph(b) if isinstance(b, str) else _word_table(b) for b in made.blocks]
    document = f"<w:document {_W}><w:body>{''.join(parts)}</w:body></w:document>"
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES_XML)
        archive.writestr("_rels/.rels", _RELS_XML)
        archive.writestr("word/document.xml", document)
    return data.getvalue()


_BORDERS = (
    "<w:tblPr><w:tblBorders>"
    + "".join(
        f'<w:{side} w:val="single" w:sz="4"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + "</w:tblBorders></w:tblPr>"
)


def _word_paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{html.escape(text)}</w:t></w:r></w:p>'


def _word_table(rows: list[list[Cell]]) -> str:
    out = []
    open_cells: list[int] = []  # columns that a cell of the row above reaches into
    for row in rows:
        cells, column, waiting = [], 0, list(row)
        below: list[int] = []
        width = max(sum(cell.colspan for cell in r) for r in rows)
        while column < width and (waiting or column in open_cells):
            if column in open_cells:
                cells.append("<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>")
                column += 1
                continue
            cell = waiting.pop(0)
            merge = '<w:vMerge w:val="restart"/>' if cell.rowspan > 1 else ""
            below += [column] if cell.rowspan > 1 else []
            cells.append(
                f'<w:tc><w:tcPr><w:gridSpan w:val="{cell.colspan}"/>{merge}</w:tcPr>{_word_paragraph(cell.text)}</w:tc>'  # noqa: E501
            )
            column += cell.colspan
        open_cells = below
        out.append(f"<w:tr>{''.join(cells)}</w:tr>")
    width = max(sum(cell.colspan for cell in row) for row in rows)
    columns = "".join(f'<w:gridCol w:w="{9000 // width}"/>' for _ in range(width))
    return f"<w:tbl>{_BORDERS}<w:tblGrid>{columns}</w:tblGrid>{''.join(out)}</w:tbl>"


_WRITERS = {"txt": as_txt, "html": as_html, "docx": as_docx}


def generate(count: int, formats: tuple[str, ...] = FORMATS, seed: int = 1) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the bytes of so many reports, each of another agency or year."""
    rng = random.Random(seed)
    forms = list(load_forms().by_id.values())
    for number in range(count):
        form = forms[number % len(forms)]
        agency = f"{rng.choice(_PLACES)}{number // 10}{rng.choice(_KINDS)}"
        year = 2008 + number % 10
        kind = formats[number % len(formats)]
        yield f"{number:06d}.{kind}", _WRITERS[kind](make(form, agency, year, rng))


def write(folder: Path, count: int, formats: tuple[str, ...] = FORMATS, seed: int = 1) -> None:
    """Write so many reports to a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in generate(count, formats, seed):
        (folder / name).write_bytes(data)


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]), tuple(sys.argv[3:]) or FORMATS)
