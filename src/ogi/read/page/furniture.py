"""Page numbers and running headers are taken off the pages, so that what they cut in two can be joined."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ogi.numerals import flatten
from ogi.read.page.layout import Line, Page, without

_OUTER = 0.15  # of the page's height, above and below: where furniture stands
_SAME_HEIGHT = 3.0  # points
_LINES_TO_LOOK_AT = 2
_SHARE_OF_PAGES = 0.4

_DASH = r"[-—–―－─·•~._一]"  # OCR takes a dash for a dot or a numeral
_MARKED_NUMBER = re.compile(
    rf"{_DASH}+\d{{1,3}}{_DASH}+|第\d{{1,3}}页(?:[,，/]?共\d{{1,3}}页)?|\d{{1,3}}/\d{{1,3}}|page\d{{1,3}}(?:of\d{{1,3}})?",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(r"\d{1,3}")


def _squeezed(line: Line) -> str:
    return re.sub(r"\s", "", flatten(line.text))


def _outside(line: Line, page: Page) -> bool:
    return line.middle < _OUTER * page.height or line.middle > (1 - _OUTER) * page.height


def _edge_lines(page: Page) -> list[Line]:
    """The first and last lines of a page that stand where furniture does."""
    ordered = sorted(page.lines, key=lambda line: line.middle)
    first = [line for line in ordered[:_LINES_TO_LOOK_AT] if line.middle < page.height / 2]
    last = [line for line in ordered[-_LINES_TO_LOOK_AT:] if line.middle >= page.height / 2]
    return [line for line in (*first, *last) if _outside(line, page)]


def _remove(page: Page, unwanted: Sequence[Line]) -> None:
    page.lines = without(page.lines, unwanted)


def _drop_page_numbers(pages: Sequence[Page]) -> list[tuple[int, Line]]:
    """Take page numbers off; a bare number only where it counts the pages. Returns them with their pages."""
    marked: list[tuple[int, Line]] = []
    bare: list[tuple[int, Line]] = []
    for page in pages:
        for line in _edge_lines(page):
            text = _squeezed(line)
            if _MARKED_NUMBER.fullmatch(text):
                marked.append((page.number, line))
            elif _BARE_NUMBER.fullmatch(text):
                bare.append((page.number, line))
    offsets = [int(_squeezed(line)) - number for number, line in bare]
    counted = [
        pair for pair, offset in zip(bare, offsets, strict=True) if offset == 1 or offsets.count(offset) > 1
    ]
    by_page = {page.number: page for page in pages}
    for number, line in (*marked, *counted):
        _remove(by_page[number], [line])
    return [*marked, *counted]


def _same_but_for_a_count(one: tuple[int, str], other: tuple[int, str]) -> bool:
    """Whether two pages' lines are the same, or differ in a number that counts the pages."""
    pieces, others = re.split(r"(\d+)", one[1]), re.split(r"(\d+)", other[1])
    if len(pieces) != len(others):
        return False
    return all(
        a == b or (a.isdecimal() and b.isdecimal() and int(b) - int(a) == other[0] - one[0])
        for a, b in zip(pieces, others, strict=True)
    )


def _drop_repeated(pages: Sequence[Page]) -> None:
    """Take off the lines that stand at the same height on many pages and say the same."""
    lines = [(page, line, _squeezed(line)) for page in pages for line in _edge_lines(page)]
    enough = max(min(3, len(pages)), _SHARE_OF_PAGES * len(pages), 2)
    unwanted: list[tuple[Page, Line]] = []
    for page, line, text in lines:
        same = {
            other.number
            for other, candidate, words in lines
            if abs(candidate.middle - line.middle) <= _SAME_HEIGHT
            and _same_but_for_a_count((page.number, text), (other.number, words))
        }
        if len(same) >= enough:
            unwanted.append((page, line))
    for page, line in unwanted:
        _remove(page, [line])


def _drop_inside_tables(pages: Sequence[Page], numbers: Sequence[tuple[int, Line]]) -> None:
    """Take page numbers out of cells that reach down to where the page's number is printed."""
    offsets = {int(digits[0]) - number for number, line in numbers if (digits := _digits(line))}
    heights = [line.middle for _, line in numbers]

    def is_number(page: Page, line: Line, alone: bool) -> bool:
        text = _squeezed(line)
        if not _outside(line, page):
            return False
        if _MARKED_NUMBER.fullmatch(text) and "/" not in text:
            return True
        return (
            not alone
            and bool(_BARE_NUMBER.fullmatch(text))
            and int(text) - page.number in offsets
            and any(abs(line.middle - height) <= _SAME_HEIGHT for height in heights)
        )

    for page in pages:
        for box in (box for table in page.tables for box in table.boxes):
            alone = len(box.lines) == 1
            box.lines = [line for line in box.lines if not is_number(page, line, alone)]


def _digits(line: Line) -> list[str]:
    return re.findall(r"\d+", _squeezed(line))


def drop_furniture(pages: Sequence[Page]) -> None:
    """Take page numbers and running headers and footers off the pages (in place); tables keep their rows."""
    numbers = _drop_page_numbers(pages)
    _drop_repeated(pages)
    _drop_inside_tables(pages, numbers)
