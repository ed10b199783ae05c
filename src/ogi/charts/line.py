"""A line over years: joined where years may be compared, broken where not, the forms named above."""

from __future__ import annotations

from itertools import groupby

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

from ogi.charts.figure import BODY, MARGIN, SMALL, Page, blank
from ogi.charts.scale import edge, largest
from ogi.charts.spec import ChartSpec, Row
from ogi.charts.style import DISPUTED, INK, RULE, SOFT
from ogi.charts.text import wrap
from ogi.charts.words import MARK
from ogi.language import count

_BODY_HEIGHT = 3.2  # inches
_MANY_YEARS = 10
_LONG = 5  # characters of a number that so many years have no room for in full size
_TINT = "#2b5c8a"


def line(spec: ChartSpec) -> Figure:
    """Return the figure of a line chart; `spec.rows` are years in order, several a year where its
    report gives several numbers.

    The scale is that of the numbers that are joined; one far above it is drawn at the upper edge, as a
    triangle that points beyond.
    """
    page = Page(spec, _BODY_HEIGHT)
    axes = page.axes(MARGIN + 0.25, _BODY_HEIGHT, right=MARGIN + 0.25)
    places = [int(row.label) for row in spec.rows]
    most = largest(spec.rows)
    axes.set(xlim=(min(places) - 0.5, max(places) + 0.5), ylim=(-0.16 * most, 1.42 * most))
    blank(axes)
    _forms(axes, spec.rows, most)
    axes.plot([min(places) - 0.5, max(places) + 0.5], [0, 0], color=SOFT, linewidth=0.9)
    for group, rows in groupby(spec.rows, key=lambda row: row.group):
        points = [(int(row.label), float(row.value)) for row in rows if row.value is not None]
        if group:
            axes.plot(*zip(*points, strict=True), color=_TINT, linewidth=2.0)
    joined = {
        (row.group, int(row.label)): float(row.value)
        for row in spec.rows
        if row.group and row.value is not None
    }
    for place, rows in groupby(spec.rows, key=lambda row: int(row.label)):
        own = list(rows)
        before, after = (joined.get((own[0].group, place + step)) for step in (-1, 1))
        _year(axes, place, own, (most, edge(spec.rows)), before, after, small=len(places) > _MANY_YEARS)
    return page.figure


def _beside(value: float, most: float, before: float | None, after: float | None) -> tuple[float, float]:
    """Where a number stands, in points from its point: where no line runs to the neighbouring years."""
    rise = 0.0 if after is None else (after - value) / most
    fall = 0.0 if before is None else (before - value) / most
    if fall > 0.1 and rise > -fall and value > 0.25 * most:
        return (0.0, -20.0)
    return (-9.0 if rise > 0.4 else 0.0, 8.0)


def _year(
    axes: Axes,
    place: int,
    rows: list[Row],
    scale: tuple[float, float],
    before: float | None,
    after: float | None,
    *,
    small: bool,
) -> None:
    """The year below the line, its number at its point; several that differ with a line between them.

    `scale` are the largest joined number and the upper edge; with `small`, long numbers are in small print.
    """
    most, top = scale
    stated = [row for row in rows if row.value is not None]
    ink = INK if stated else SOFT
    axes.annotate(str(place), (place, -0.04 * most), ha="center", va="top", fontsize=SMALL, color=ink)
    if not stated:
        axes.annotate("–", (place, 0.03 * most), ha="center", va="bottom", fontsize=SMALL, color=SOFT)
        return
    disputed = any(row.disputed for row in stated)
    tint = DISPUTED if disputed else _TINT
    heights = [min(float(row.value or 0), top) for row in stated]
    if len(stated) > 1:
        axes.plot([place, place], [min(heights), max(heights)], color=tint, linewidth=1.2, linestyle=":")
    for tall, row in zip(heights, stated, strict=True):
        axes.plot(
            [place],
            [tall],
            "^" if float(row.value or 0) > top else "o",
            markersize=7,
            color=tint,
            markerfacecolor="white" if disputed or row.role == "derived" else tint,
            clip_on=False,
        )
    shown = [row.sign + count(row.value) for row in stated if row.value is not None]
    axes.annotate(
        "\n".join(reversed(shown)) + (f" {MARK}" if disputed else ""),
        (place, max(heights)),
        _beside(heights[0], most, before, after),
        textcoords="offset points",
        ha="center",
        va="bottom",
        fontsize=SMALL if len(shown) > 1 or (small and len(shown[0]) + 2 * disputed > _LONG) else BODY,
        weight="bold",
        color=DISPUTED if disputed else INK,
        linespacing=1.1,
        path_effects=[withStroke(linewidth=3, foreground="white")],  # where a line runs behind it
    )


def _forms(axes: Axes, rows: tuple[Row, ...], most: float) -> None:
    """A rule where the form changes, and each form's name above its years."""
    # Half-width columns of small print that a year's width holds.
    across = (9.0 - 2 * MARGIN - 0.5) * 72 / SMALL * 2 / (int(rows[-1].label) - int(rows[0].label) + 1)
    for _, group in groupby(rows, key=lambda row: row.key):
        own = list(group)
        first, last = int(own[0].label), int(own[-1].label)
        if own[0] is not rows[0]:
            axes.plot(
                [first - 0.5] * 2, [-0.14 * most, 1.4 * most], color=RULE, linewidth=1.0, linestyle="--"
            )
        axes.annotate(
            wrap(own[0].text, max(int(across * (last - first + 1)) - 1, 8)),
            ((first + last) / 2, 1.4 * most),
            ha="center",
            va="top",
            fontsize=SMALL,
            color=SOFT,
            linespacing=1.15,
        )
