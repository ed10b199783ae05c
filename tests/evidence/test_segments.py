"""A text in segments: all of it, each with what holds it."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ogi.evidence.segments import Mark, Marked, Segment, segments
from ogi.report import Span

_SPANS = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda pair: Span(min(pair), max(pair)))


def _marks(spans: list[Span]) -> list[Mark]:
    return [Mark(span, "fact", i) for i, span in enumerate(spans)]


def test_marks_nest_and_overlap() -> None:
    found = segments(Span(0, 10), _marks([Span(0, 8), Span(2, 5), Span(4, 10), Span(2, 5)]))
    assert [(*segment.span, segment.of("fact")) for segment in found] == [
        (0, 2, [0]),
        (2, 4, [1, 3, 0]),
        (4, 5, [1, 3, 2, 0]),
        (5, 8, [2, 0]),
        (8, 10, [2]),
    ]


def _whole(text: str, found: list[Segment]) -> str:
    return "".join(text[segment.span.start : segment.span.end] for segment in found)


@given(st.text(min_size=1, max_size=50), st.lists(_SPANS, max_size=12))
def test_segments_are_the_text_whatever_the_marks(text: str, spans: list[Span]) -> None:
    found = segments(Span(0, len(text)), _marks(spans))
    assert _whole(text, found) == text
    for segment in found:
        assert segment.span.start < segment.span.end
        holding = [
            i
            for i, span in enumerate(spans)
            if span.start <= segment.span.start and segment.span.end <= span.end
        ]
        assert sorted(segment.of("fact")) == holding


@given(st.lists(_SPANS, max_size=12), st.lists(st.integers(0, 60), min_size=2, max_size=6, unique=True))
def test_stretches_in_order_have_what_each_would_have_alone(spans: list[Span], cuts: list[int]) -> None:
    marked = Marked(_marks(spans))
    places = sorted(cuts)
    for start, end in pairwise(places):
        assert marked.take(Span(start, end)) == segments(Span(start, end), _marks(spans))
