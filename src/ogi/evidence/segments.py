"""A text cut wherever something that is said of it starts or ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from ogi.report import Span


class Mark(NamedTuple):
    """Something said of a stretch of a text: `kind` and `number` name it; marks may overlap and nest."""

    span: Span
    kind: str
    number: int


class Segment(NamedTuple):
    """A stretch of a text with the marks that hold the whole of it, the shortest first."""

    span: Span
    marks: tuple[Mark, ...]

    def of(self, kind: str) -> list[int]:
        """The numbers of its marks of one kind, the shortest first."""
        return [mark.number for mark in self.marks if mark.kind == kind]


def _length(mark: Mark) -> tuple[int, int]:
    return mark.span.end - mark.span.start, mark.number


def segments(text: Span, marks: Iterable[Mark]) -> list[Segment]:
    """Return the segments of a stretch of text: one after the other, together all of it, none empty.

    Marks that reach beyond the stretch hold what is inside; empty ones hold nothing.
    """
    starts: dict[int, list[Mark]] = {}
    ends: dict[int, list[Mark]] = {}
    cuts = {text.start, text.end}
    for mark in marks:
        start, end = max(mark.span.start, text.start), min(mark.span.end, text.end)
        if start < end:
            starts.setdefault(start, []).append(mark)
            ends.setdefault(end, []).append(mark)
            cuts |= {start, end}
    found: list[Segment] = []
    open_marks: dict[Mark, None] = {}
    places = sorted(cuts)
    for at, following in pairwise(places):
        for mark in ends.get(at, ()):
            open_marks.pop(mark, None)
        open_marks.update(dict.fromkeys(starts.get(at, ())))
        found.append(Segment(Span(at, following), tuple(sorted(open_marks, key=_length))))
    return found


class Marked:
    """The marks of a text, asked for those of one stretch after the other without going through all."""

    def __init__(self, marks: Iterable[Mark]) -> None:
        self._waiting: Sequence[Mark] = sorted(marks)
        self._next = 0
        self._open: list[Mark] = []

    def take(self, span: Span) -> list[Segment]:
        """Return the segments of the next stretch; stretches have to be asked for in order."""
        self._open = [mark for mark in self._open if mark.span.end > span.start]
        while self._next < len(self._waiting) and self._waiting[self._next].span.start < span.end:
            self._open.append(self._waiting[self._next])
            self._next += 1
        return segments(span, self._open) if span.start < span.end else []

    def take_all(self, spans: Iterable[Span]) -> Iterator[list[Segment]]:
        """Yield the segments of several stretches in order."""
        for span in spans:
            yield self.take(span)
