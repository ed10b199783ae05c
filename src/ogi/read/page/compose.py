"""Pages become a document: furniture off, tables and paragraphs put together, all in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ogi.read.document import Composer, Document, Reader
from ogi.read.page.cells import cell_text, is_table, row_at, rows_of, split_prose
from ogi.read.page.furniture import drop_furniture
from ogi.read.page.layout import Box, Line, Page, Ruled
from ogi.read.page.tables import stitch
from ogi.read.page.text import Paragraph, paragraphs
from ogi.report import PageBox, Span


@dataclass(slots=True)
class _Placed:
    """Where something stands in the reading order, and what it is: lines of text or a table."""

    page: int
    top: float
    lines: list[Line] = field(default_factory=list)
    table: Ruled | None = None


def _as_prose(table: Ruled, block: int) -> list[Line]:
    """The lines of a false table, cell by cell, each cell a block of its own; a row of words on one line."""
    lines: list[Line] = []
    rows: dict[int, list[Box]] = {}
    for box in sorted(table.boxes, key=lambda b: (b.top, b.x0)):
        if not box.blank:
            rows.setdefault(row_at(table, box.top), []).append(box)
    for boxes in rows.values():
        texts = ["".join(cell_text(box).split()) for box in boxes]
        if len(boxes) > 1 and not any("。" in text for text in texts):
            first = boxes[0].lines[0]
            lines.append(replace(first, text="\t".join(texts), x1=boxes[-1].x1, block=-block))
            continue
        for box in boxes:
            block += 1
            lines.extend(replace(line, block=-block) for line in box.lines)
    return lines


def _top_on_its_page(table: Ruled) -> float:
    """Where a table starts; its boxes are counted from the page that what it was cut off from starts on."""
    tops = [line.top for box in table.boxes for line in box.lines if line.page == table.page]
    return min(tops, default=table.top)


def _in_order(pages: Sequence[Page], tables: Sequence[Ruled]) -> list[list[Line] | Ruled]:
    """Runs of lines and tables as they are read; frames round prose are prose."""
    placed = [
        # Pages of one width share their margins: each width is a block.
        _Placed(page.number, line.middle, [replace(line, block=round(page.width))])
        for page in pages
        for line in page.lines
    ]
    blocks = 0
    for table in tables:
        above, core, below = split_prose(table)
        for part in (Ruled(above, table.page), core, Ruled(below, table.page)):
            if not part.boxes:
                continue
            if part is core and is_table(part):
                placed.append(_Placed(part.page, _top_on_its_page(part), table=part))
            elif lines := _as_prose(part, blocks):
                blocks += len(part.boxes) + 1
                placed.append(_Placed(lines[0].page, lines[0].top, lines))
    found: list[list[Line] | Ruled] = []
    for item in sorted(placed, key=lambda p: (p.page, p.top)):
        if item.table is not None:
            found.append(item.table)
        elif found and isinstance(found[-1], list):
            found[-1].extend(item.lines)
        else:
            found.append(list(item.lines))
    return found


def _around(span: Span, lines: Sequence[Line]) -> list[PageBox]:
    """The rectangle of lines, one for each page that they stand on."""
    pages: dict[int, list[Line]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    return [
        PageBox(
            span,
            page + 1,
            min(line.x0 for line in own),
            min(line.top for line in own),
            max(line.x1 for line in own),
            max(line.bottom for line in own),
        )
        for page, own in pages.items()
    ]


class _Writer:
    """Hands paragraphs and tables to a Composer; notes where pages start and what is printed where."""

    def __init__(self) -> None:
        self.composer = Composer()
        self._pages = 0
        self._ahead: dict[int, int] = {}  # page: characters of the paragraph that stand before it
        self._rows: dict[int, tuple[int, int]] = {}  # page: table, row
        self._tables: list[list[list[Box]]] = []
        self._boxes: list[PageBox] = []

    def turn(self, page: int, ahead: int = 0, row: tuple[int, int] | None = None) -> None:
        """Start every page up to this one."""
        while self._pages <= page:
            if ahead:
                self._ahead[self._pages] = ahead
            if row is not None:
                self._rows[self._pages] = row
            self.composer.page()
            self._pages += 1

    def paragraph(self, paragraph: Paragraph) -> None:
        for ahead, line in paragraph.lines:
            self.turn(line.page, ahead)
        start = self.composer.length
        self.composer.paragraph(paragraph.text)
        if self.composer.length > start:
            for ahead, line in paragraph.lines:
                span = Span(start + ahead, start + ahead + len(line.text.rstrip()))
                self._boxes.extend(_around(span, [line]))

    def table(self, table: Ruled) -> None:
        self.turn(table.page)
        for page, y in table.breaks:
            self.turn(page, row=(len(self._tables), row_at(table, y)))
        rows = rows_of(table)
        self.composer.table([[cell for cell, _ in row] for row in rows])
        self._tables.append([[box for _, box in row] for row in rows])

    def _cell_boxes(self, document: Document) -> list[PageBox]:
        return [
            box
            for table, drawn in zip(document.tables, self._tables, strict=True)
            for cells, frames in zip(table.rows, drawn, strict=True)
            for cell, frame in zip(cells, frames, strict=True)
            for box in _around(cell.span, frame.lines)
        ]

    def document(self, reader: Reader, sizes: Sequence[tuple[float, float]]) -> Document:
        document = self.composer.document(reader, "")
        starts = list(document.pages)
        for page, ahead in self._ahead.items():
            starts[page] += ahead
        for page, (index, row) in self._rows.items():
            table = document.tables[index]
            cells = [cell for cells in table.rows[row:] for cell in cells]
            starts[page] = cells[0].span.start if cells else table.span.end
        boxes = tuple(sorted((*self._boxes, *self._cell_boxes(document))))
        return replace(document, pages=tuple(starts), boxes=boxes, page_sizes=tuple(sizes))


def compose(pages: Sequence[Page], reader: Reader) -> Document:
    """Return the document that pages make up, noting where each starts and what is printed where."""
    drop_furniture(pages)
    order = _in_order(pages, stitch(pages))
    texts = iter(paragraphs([item for item in order if isinstance(item, list)]))
    writer = _Writer()
    for item in order:
        if isinstance(item, list):
            for paragraph in next(texts):
                writer.paragraph(paragraph)
        else:
            writer.table(item)
    writer.turn(len(pages) - 1)
    return writer.document(reader, [(page.width, page.height) for page in pages])
