"""The scale of a line over years: that of the numbers that are joined, whatever a slip has beside them."""

from __future__ import annotations

from collections.abc import Sequence

from ogi.charts.spec import Row

_ROOM = 1.12  # a number so many times the largest joined one is still drawn at its height


def largest(rows: Sequence[Row]) -> float:
    """Return the largest of the joined numbers, or of all where none is joined."""
    values = [(row.group, float(row.value)) for row in rows if row.value is not None]
    joined = [value for group, value in values if group]
    return (
        max(joined or [value for _, value in values], default=0.0)
        or max([v for _, v in values], default=0)
        or 1.0
    )


def edge(rows: Sequence[Row]) -> float:
    """Return the upper edge of the scale: what lies above it is drawn there, as a triangle."""
    return _ROOM * largest(rows)


def beyond(rows: Sequence[Row]) -> list[str]:
    """Return the years with a number above the edge."""
    top = edge(rows)
    return list(dict.fromkeys(row.label for row in rows if row.value is not None and float(row.value) > top))
