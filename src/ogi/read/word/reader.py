"""A Word file becomes text and tables: what it prints, in reading order."""

# Read with lxml: python-docx's Document() alone takes 10 ms and more for a file of its own template, which is
# opened here in 2.5 ms and read in 7; it makes objects of every part and style, and gives neither the numbers
# of paragraphs nor text boxes.

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from ogi.errors import InputError
from ogi.read.document import Composer, Document
from ogi.read.word.layout import Block, Grid, GridCell, write_blocks
from ogi.read.word.numbering import Numbering
from ogi.read.word.parts import VAL, Properties, W, children, number, open_word, properties_of, switch, value
from ogi.read.word.styles import Styles
from ogi.read.word.text import ALTERNATE, chosen, controlled, paragraph_text

DEEPEST_TABLE = 20
MOST_SPAN = 1_000
MOST_GRID_CELLS = 2_000_000

_BLOCKS = frozenset({f"{W}p", f"{W}tbl"})
_ROWS = frozenset({f"{W}tr"})
_CELLS = frozenset({f"{W}tc"})
_AROUND_BLOCKS = frozenset(W + name for name in ("customXml", "smartTag", "ins", "moveTo", "sdtContent"))


class _Body:
    """Reads a document from front to back once: numbers count on from paragraph to paragraph."""

    def __init__(self, styles: Styles, numbering: Numbering, file: str) -> None:
        self._styles = styles
        self._numbering = numbering
        self._file = file
        self._tables = 0
        self._grid_cells = 0

    def blocks(self, container: etree._Element, depth: int = 0) -> list[Block]:
        """The paragraphs and tables in a container; `depth` is the number of tables around it."""
        blocks: list[Block] = []
        carried = ""
        for child in _flat(container, _BLOCKS):
            if child.tag == f"{W}tbl":
                if carried:
                    blocks.append(carried)
                    carried = ""
                blocks.append(self._table(child, depth + 1))
                continue
            before, text, after, joined = self._paragraph(child, depth)
            blocks.extend(before)
            if joined:
                carried += text
            elif carried or text.strip():
                blocks.append(carried + text)
                carried = ""
            blocks.extend(after)
        return [*blocks, carried] if carried else blocks

    def _paragraph(self, paragraph: etree._Element, depth: int) -> tuple[list[Block], str, list[Block], bool]:
        """Boxes above, text, boxes below, and whether the next paragraph goes on in the same line."""
        properties = properties_of(paragraph, "pPr")
        style = value(properties, "pStyle") or self._styles.default
        if style is not None and self._styles.is_contents(style):
            return [], "", [], False
        read = paragraph_text(paragraph, style, self._styles)
        mark = children(properties.get(f"{W}rPr"))
        # Without its mark, deleted or hidden, a paragraph runs on into the next.
        joined = f"{W}del" in mark or bool(switch(mark, "vanish"))
        text = read.text
        if text.strip() or not joined:
            text = self._numbering.label(properties, style) + text
        return self._boxed(read.boxes_before, depth), text, self._boxed(read.boxes_after, depth), joined

    def _boxed(self, boxes: list[etree._Element | str], depth: int) -> list[Block]:
        blocks: list[Block] = []
        for box in boxes:
            blocks.extend([box] if isinstance(box, str) else self.blocks(box, depth))
        return blocks

    def _table(self, table: etree._Element, depth: int) -> Grid:
        self._tables += 1
        if depth > DEEPEST_TABLE:
            raise self._beyond(f"tables nested more than {DEEPEST_TABLE} deep", "a report's tables")
        rows: list[list[GridCell]] = []
        open_above: dict[int, GridCell] = {}  # cells that a continuation below them makes longer
        width = 0
        for row in _flat(table, _ROWS):
            properties = properties_of(row, "trPr")
            if f"{W}del" in properties or switch(properties, "hidden"):
                continue
            cells, open_above, end = self._row(row, properties, open_above, depth)
            rows.append(cells)
            width = max(width, end)
            if self._grid_cells + width * len(rows) > MOST_GRID_CELLS:
                raise self._beyond(f"more than {MOST_GRID_CELLS:,} cells", "a report's tables")
        self._grid_cells += width * len(rows)
        return Grid(rows)

    def _row(
        self,
        row: etree._Element,
        properties: Properties,
        open_above: dict[int, GridCell],
        depth: int,
    ) -> tuple[list[GridCell], dict[int, GridCell], int]:
        """The cells that start in a row, those that may go on below it, and where it ends."""
        cells: list[GridCell] = []
        still_open: dict[int, GridCell] = {}
        column = self._span(value(properties, "gridBefore"), 0)
        for element in _flat(row, _CELLS):
            about = properties_of(element, "tcPr")
            span = self._span(value(about, "gridSpan"), 1)
            down = _merge(about, "vMerge")
            above = open_above.get(column)
            if down == "continue" and above is not None and above.colspan == span:
                above.rowspan += 1
                still_open[column] = above
            elif _merge(about, "hMerge") == "continue" and cells:
                cells[-1].colspan += span  # the way of merging before gridSpan
            else:
                cell = GridCell(self.blocks(element, depth), column, span)
                cells.append(cell)
                if down is not None:
                    still_open[column] = cell
            column += span
        return cells, still_open, column

    def _span(self, text: str | None, least: int) -> int:
        span = number(text)
        if (span is None and text and len(text) > 9) or (span or 0) > MOST_SPAN:
            raise self._beyond(f"a cell over {text} columns", f"at most {MOST_SPAN:,}")
        return max(span or 0, least)

    def _beyond(self, found: str, expected: str) -> InputError:
        return InputError(
            self._file,
            f"table {self._tables}",
            found,
            expected,
            "Open the file in Word, keep the report alone, and save it anew.",
        )


def _flat(container: etree._Element, wanted: frozenset[str]) -> Iterator[etree._Element]:
    """The wanted elements in a container, those inside content controls and other wrappers included."""
    for child in container:
        tag = child.tag
        if tag in wanted:
            yield child
        elif tag == f"{W}sdt":
            if (content := controlled(child)) is not None:
                yield from _flat(content, wanted)
        elif tag == ALTERNATE:
            if (option := chosen(child)) is not None:
                yield from _flat(option, wanted)
        elif tag in _AROUND_BLOCKS:
            yield from _flat(child, wanted)


def _merge(properties: Properties, name: str) -> str | None:
    element = properties.get(W + name)
    return None if element is None else (element.get(VAL) or "continue")


def read_docx(data: bytes, file: str) -> Document:
    """Return what a Word file prints: its text with the numbers of its paragraphs, and its tables.

    Left out are headers, footers, notes, tables of contents, and whatever is deleted or hidden. A table that
    only lays out the page comes as the paragraphs and tables in it. Raises InputError for a file that is
    damaged, no Word file, or beyond the bounds on archives, nesting and tables.
    """
    parts = open_word(data, file)
    styles = Styles(parts.styles)
    body = parts.document.find(f"{W}body")
    composer = Composer()
    if body is not None:
        reader = _Body(styles, Numbering(parts.numbering, styles, file), file)
        write_blocks(reader.blocks(body), composer)
    return composer.document("docx", "utf-8")
