"""What a PDF page draws, brought upright: characters with their places, and ruling lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

from pdfplumber.page import Page as PlumberPage

from ogi.read.page.rules import Rule
from ogi.read.pdf.radicals import mend_radicals

Direction = Literal["right", "down", "left", "up"]
_TURNS: dict[Direction, int] = {"right": 0, "down": 1, "left": 2, "up": 3}

_THIN = 2.5  # points: a filled shape this narrow is a ruling line
_SHORTEST_RULE = 4.0
_SLANT = 1.0  # points that a line may deviate from its axis
_SAME_PLACE = 0.2  # of a character's size: the same character this close is drawn twice, to look bold
_UPRIGHT = 0.1  # the tangent of the largest slant that counts as none
_BESIDE_PAGE = 0.5  # of its width
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\ufeff]")
_LIGATURES = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
}
_UNMAPPED = re.compile(r"\(cid:\d+\)|[\ufffd\ue000-\uf8ff\U000f0000-\U0010ffff]")


@dataclass(slots=True)
class Glyph:
    """A character (or a ligature of several), where it stands, and in which direction it is read."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    direction: Direction
    font: str = ""

    @property
    def blank(self) -> bool:
        """Whether it is a blank, which leaves no ink."""
        return self.text == " "

    @property
    def x(self) -> float:
        """Its centre, across."""
        return (self.x0 + self.x1) / 2

    @property
    def y(self) -> float:
        """Its centre, downwards."""
        return (self.top + self.bottom) / 2


@dataclass(slots=True)
class Drawn:
    """All of a page that reading needs, turned so that most of its text runs to the right."""

    width: float
    height: float
    glyphs: list[Glyph]
    across: list[Rule]
    down: list[Rule]
    drawn: bool  # whether there is anything beside text: pictures, lines, shapes
    image_share: float  # of the page's area that its largest image covers
    unmapped: int  # characters whose meaning the font does not tell

    @property
    def inked(self) -> int:
        """How many characters there are that are no blanks."""
        return sum(not glyph.blank for glyph in self.glyphs)


def _direction(char: Mapping[str, Any]) -> Direction | None:
    """The direction a character is read in; None for a slanted one, which is a watermark's."""
    a, b = char["matrix"][0], char["matrix"][1]
    if min(abs(a), abs(b)) > _UPRIGHT * max(abs(a), abs(b)):
        return None
    if abs(a) >= abs(b):
        return "right" if a >= 0 else "left"
    return "up" if b > 0 else "down"


def _glyphs(page: PlumberPage) -> tuple[list[Glyph], int]:
    """The characters on the page without those drawn twice; how many have no meaning."""
    found: list[Glyph] = []
    unmapped = 0
    seen: dict[tuple[str, int, int], list[Glyph]] = {}
    for char in page.chars:
        text = _CONTROL.sub("", char["text"]).strip().translate(_LIGATURES) or " "
        if _UNMAPPED.search(text):
            unmapped += 1
        size = char["size"] or char["height"]
        x0, x1 = char["x0"] - page.bbox[0], char["x1"] - page.bbox[0]
        top, bottom = char["top"] - page.bbox[1], char["bottom"] - page.bbox[1]
        direction = _direction(char)
        # A table too wide for the page is cut by its edge, in mid-number: the rest is read as well.
        aside = _BESIDE_PAGE * page.width
        inside = bottom > 0 and top < page.height and -aside < x0 and x1 < page.width + aside
        if size <= 0 or direction is None or not inside:
            continue
        glyph = Glyph(mend_radicals(text), x0, top, x1, bottom, size, direction, str(char["fontname"]))
        if not _drawn_before(glyph, seen):
            found.append(glyph)
    return found, unmapped


def _drawn_before(glyph: Glyph, seen: dict[tuple[str, int, int], list[Glyph]]) -> bool:
    near = _SAME_PLACE * glyph.size
    column, row = int(glyph.x // glyph.size), int(glyph.y // glyph.size)
    for i in (column - 1, column, column + 1):
        for k in (row - 1, row, row + 1):
            for other in seen.get((glyph.text, i, k), ()):
                if abs(other.x - glyph.x) <= near and abs(other.y - glyph.y) <= near:
                    return True
    seen.setdefault((glyph.text, column, row), []).append(glyph)
    return False


def _is_white(color: object) -> bool:
    parts = color if isinstance(color, (tuple, list)) else (color,)
    if not parts or not all(isinstance(part, (int, float)) for part in parts):
        return False
    return all(part == 0 for part in parts) if len(parts) == 4 else all(part >= 0.99 for part in parts)


def _outline(shape: Mapping[str, Any]) -> list[tuple[float, float, float, float]]:
    """The straight pieces that a shape draws: itself when it is thin, else its sides; white draws none."""
    x0, top, x1, bottom = shape["x0"], shape["top"], shape["x1"], shape["bottom"]
    thin = min(x1 - x0, bottom - top)
    if shape["object_type"] == "line":
        return [(x0, top, x1, bottom)] if thin <= _SLANT else []
    if not shape["stroke"] and (_is_white(shape["non_stroking_color"]) or not shape["fill"]):
        return []
    if thin <= _THIN:
        return [(x0, top, x1, bottom)]
    if shape["object_type"] == "rect":
        return [(x0, top, x1, top), (x0, bottom, x1, bottom), (x0, top, x0, bottom), (x1, top, x1, bottom)]
    if not shape["stroke"]:
        return []
    return [
        (min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb))
        for (xa, ya), (xb, yb) in pairwise(shape["pts"])
        if min(abs(xa - xb), abs(ya - yb)) <= _SLANT
    ]


def _rules(page: PlumberPage) -> tuple[list[Rule], list[Rule]]:
    """The page's horizontal and vertical ruling lines, as lines, thin shapes or sides of rectangles."""
    across: list[Rule] = []
    down: list[Rule] = []
    left, above = page.bbox[0], page.bbox[1]
    for shape in (*page.lines, *page.rects, *page.curves):
        for x0, top, x1, bottom in _outline(shape):
            width, height = x1 - x0, bottom - top
            if height <= _THIN and width >= max(_SHORTEST_RULE, 2 * height):
                across.append(Rule((top + bottom) / 2 - above, x0 - left, x1 - left))
            elif width <= _THIN and height >= max(_SHORTEST_RULE, 2 * width):
                down.append(Rule((x0 + x1) / 2 - left, top - above, bottom - above))
    return across, down


def _image_share(page: PlumberPage) -> float:
    areas = [
        max(0.0, min(i["x1"], page.bbox[2]) - max(i["x0"], page.bbox[0]))
        * max(0.0, min(i["bottom"], page.bbox[3]) - max(i["top"], page.bbox[1]))
        for i in page.images
    ]
    return max(areas, default=0.0) / float(page.width * page.height)


def _turned(drawn: Drawn, quarter_turns: int) -> Drawn:
    """The page turned back by quarter turns, so that text read in that direction runs to the right."""
    for _ in range(quarter_turns):
        # A quarter turn against the clock: what was the right side is the top now.
        width = drawn.width
        for glyph in drawn.glyphs:
            glyph.x0, glyph.top, glyph.x1, glyph.bottom = (
                glyph.top,
                width - glyph.x1,
                glyph.bottom,
                width - glyph.x0,
            )
            turns = (_TURNS[glyph.direction] - 1) % 4
            glyph.direction = next(name for name, number in _TURNS.items() if number == turns)
        across = [Rule(width - rule.at, rule.start, rule.end) for rule in drawn.down]
        down = [Rule(rule.at, width - rule.end, width - rule.start) for rule in drawn.across]
        drawn = Drawn(
            drawn.height, width, drawn.glyphs, across, down, drawn.drawn, drawn.image_share, drawn.unmapped
        )
    return drawn


def main_direction(glyphs: Sequence[Glyph]) -> Direction:
    """Return the direction that most of the characters are read in."""
    counts = Counter(glyph.direction for glyph in glyphs if not glyph.blank)
    return counts.most_common(1)[0][0] if counts else "right"


def draw(page: PlumberPage) -> Drawn:
    """Return a page's characters and ruling lines, turned upright where its text lies on its side."""
    glyphs, unmapped = _glyphs(page)
    across, down = _rules(page)
    width, height = float(page.width), float(page.height)
    anything = bool(page.images or page.lines or page.rects or page.curves)
    upright = Drawn(width, height, glyphs, across, down, anything, _image_share(page), unmapped)
    return _turned(upright, _TURNS[main_direction(glyphs)])
