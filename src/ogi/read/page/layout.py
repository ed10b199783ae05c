"""What stands on a printed page, whether its text layer or OCR told it: lines of text and ruled tables.

Positions are in points (1/72 inch) from the page's top left corner, downwards.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

T = TypeVar("T")

# Two parts of a row without ruling lines stand at least this far apart (in widths of a character).
GAP_BETWEEN_CELLS = 1.6


@dataclass(slots=True)
class Line:
    """A line of text and its place on its page; lines of one `block` keep the same margins."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float  # of its characters: the width of a Chinese one
    first_font: str = ""  # of its first and last Chinese character, where it is known
    last_font: str = ""
    page: int = 0
    block: int = 0

    @property
    def middle(self) -> float:
        """Half way down the line."""
        return (self.top + self.bottom) / 2


@dataclass(slots=True)
class Box:
    """A cell of a ruled table: its rectangle and the lines of text in it."""

    x0: float
    top: float
    x1: float
    bottom: float
    lines: list[Line] = field(default_factory=list)

    @property
    def blank(self) -> bool:
        """Whether there is no text in it."""
        return not self.lines


@dataclass(slots=True)
class Ruled:
    """A table as its ruling lines draw it; `breaks` are the further pages it stands on, and where on it."""

    boxes: list[Box]
    page: int = 0
    breaks: list[tuple[int, float]] = field(default_factory=list)

    @property
    def x0(self) -> float:
        """Its left edge."""
        return min(box.x0 for box in self.boxes)

    @property
    def x1(self) -> float:
        """Its right edge."""
        return max(box.x1 for box in self.boxes)

    @property
    def top(self) -> float:
        """Its upper edge."""
        return min(box.top for box in self.boxes)

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return max(box.bottom for box in self.boxes)


@dataclass(slots=True)
class Page:
    """A page, counted from 0: its size, the lines outside tables from top to bottom, and its tables."""

    number: int
    width: float
    height: float
    lines: list[Line] = field(default_factory=list)
    tables: list[Ruled] = field(default_factory=list)


def cluster(values: Iterable[float], tolerance: float) -> list[float]:
    """Return the values in order, those closer than the tolerance to the group's first as their mean."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][0] <= tolerance:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [sum(group) / len(group) for group in groups]


def close(one: float, other: float, tolerance: float) -> bool:
    """Return whether two edges are one, but for a tolerance."""
    return abs(one - other) <= tolerance


def nearest(edges: Sequence[float], value: float) -> int:
    """Return the index of the edge closest to a value; the edges are in order."""
    after = bisect_left(edges, value)
    if after == 0 or (after < len(edges) and edges[after] - value < value - edges[after - 1]):
        return after
    return after - 1


def without(items: Iterable[T], unwanted: Iterable[T]) -> list[T]:
    """Return the items that are none of the unwanted ones (the very objects, not their equals)."""
    ids = {id(item) for item in unwanted}
    return [item for item in items if id(item) not in ids]
