"""The matplotlib and seaborn renderer: a spec becomes a figure."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import matplotlib as mpl
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ogi.charts.figure import BODY, LINE, MARGIN, SMALL, TITLE, WIDTH, Page, blank, columns, height
from ogi.charts.line import line
from ogi.charts.spec import ChartSpec, Row
from ogi.charts.style import DISPUTED, INK, ROLE_COLOURS, ROLE_MARKERS, RULE, SOFT, colour, rc, require_glyphs
from ogi.charts.text import balanced, width, wrap
from ogi.charts.words import MARK
from ogi.language import count, signed


def _label_width(labels: list[str], size: float, most: float) -> tuple[float, list[str]]:
    """Inches that the labels need at most `most`, and the labels wrapped to it."""
    across = max(int(most * 72 / size * 2), 8)
    wrapped = [balanced(label, across) for label in labels]
    widest = max((width(line) for label in wrapped for line in label.split("\n")), default=0)
    return min(most, widest * size / 2 / 72 + 0.15), wrapped


def _bars(spec: ChartSpec) -> Figure:
    groups = list(dict.fromkeys(row.group for row in spec.rows))
    headed = any(groups)
    left, wrapped = _label_width([row.label for row in spec.rows], BODY, 3.6)
    lines = {id(row): text for row, text in zip(spec.rows, wrapped, strict=True)}
    step = 0.42 if all("\n" not in text for text in wrapped) else 0.52
    places: list[tuple[float, Row]] = []
    heads: list[tuple[float, str]] = []
    at = 0.0
    for group in groups:
        if headed:
            heads.append((at, group))
            at += 0.85
        for row in spec.rows:
            if row.group == group:
                places.append((at, row))
                at += 0.75 if row.role == "number" else 1
        at += 0.25 if headed else 0
    body = at * step + 0.1
    page = Page(spec, body)
    axes = page.axes(MARGIN + left + 0.1, body, right=1.0)
    blank(axes)  # before the bars: seaborn would make and measure ticks
    largest = {
        group: max(_length(row) for row in spec.rows if row.group == group or not spec.own_scales)
        for group in groups
    }
    values = [_length(row) / (largest[row.group] or 1.0) for _, row in places]
    frame = pd.DataFrame({"y": [y for y, _ in places], "x": values})
    sns.barplot(
        frame,
        x="x",
        y="y",
        orient="h",
        native_scale=True,
        width=0.62,
        ax=axes,
        errorbar=None,
        color=RULE,
        saturation=1,
    )
    for patch, (y, row) in zip(axes.patches, places, strict=True):
        if row.role == "number":
            patch.set_visible(False)
            continue
        tint = "#3c4654" if row.role == "end" else colour(row.key)
        patch.set(facecolor="white" if row.role == "derived" else tint, edgecolor=tint, linewidth=0.8)
        if row.role == "derived":
            patch.set_linestyle("--")
        if row.disputed:
            patch.set_hatch("////")
            patch.set_edgecolor("white")
        if not row.value:
            axes.plot([0, 0], [y - 0.31, y + 0.31], color=tint, linewidth=1.6, clip_on=False)
    for (y, row), value in zip(places, values, strict=True):
        number = row.text or row.sign + count(row.value or Decimal(0))
        shown = number + (f" {MARK}" if row.disputed else "")
        ink = DISPUTED if row.disputed else INK
        axes.annotate(
            shown,
            (value, y),
            (5, 0),
            textcoords="offset points",
            va="center",
            fontsize=BODY,
            color=ink,
            weight="bold",
        )
        axes.annotate(
            lines[id(row)],
            (0, y),
            (-7, 0),
            textcoords="offset points",
            va="center",
            ha="right",
            fontsize=BODY,
            color=INK,
            weight="bold" if row.role == "end" else "normal",
            linespacing=1.1,
        )
    _heads(axes, heads, left)
    axes.set(xlim=(0, 1.02), ylim=(at - 0.5 - (0.25 if headed else 0), -0.6), xlabel="", ylabel="")
    for y_from, y_to in _runs([(y, row) for y, row in places if row.role != "number"]):
        axes.plot([0, 0], [y_from - 0.42, y_to + 0.42], color=SOFT, linewidth=0.9, clip_on=False)
    return page.figure


def _heads(axes: Axes, heads: list[tuple[float, str]], left: float) -> None:
    """Write the headings of groups at the left of their labels, so many inches from the zero line."""
    for y, text in heads:
        axes.annotate(
            text,
            (0, y),
            (-left * 72 - 7, 0),
            textcoords="offset points",
            va="center",
            ha="left",
            fontsize=BODY,
            color=SOFT,
        )


def _length(row: Row) -> float:
    """How long a row's bar is, in its unit; a number without a bar has none."""
    return 0.0 if row.role == "number" else float(row.value or 0)


def _runs(places: list[tuple[float, Row]]) -> list[tuple[float, float]]:
    """The stretches of the zero line, one a group."""
    runs: dict[str, tuple[float, float]] = {}
    for y, row in places:
        first, _ = runs.get(row.group, (y, y))
        runs[row.group] = (first, y)
    return list(runs.values())


def _bridge(spec: ChartSpec) -> Figure:
    left, wrapped = _label_width([row.label for row in spec.rows], BODY, 3.4)
    ticks = 0.3  # inches below the axes for the numbers of the scale
    body = len(spec.rows) * 0.62 + 0.15
    page = Page(spec, body + ticks)
    axes = page.axes(MARGIN + left + 0.2, body, right=1.2)
    level, xs = Decimal(0), []
    for y, row in enumerate(spec.rows):
        value = row.value or Decimal(0)
        if row.role == "step":
            tint = colour(row.key)
            axes.annotate(
                "",
                (float(level + value), y),
                (float(level), y),
                arrowprops={
                    "arrowstyle": "-|>",
                    "color": tint,
                    "linewidth": 5,
                    "mutation_scale": 18,
                    "shrinkA": 0,
                    "shrinkB": 0,
                },
            )
            middle = float(level + value / 2)
            axes.annotate(
                signed(value),
                (middle, y),
                (0, 9),
                textcoords="offset points",
                ha="center",
                va="bottom",
                fontsize=BODY,
                weight="bold",
                color=INK,
            )
            axes.annotate(
                row.text,
                (middle, y),
                (0, -9),
                textcoords="offset points",
                ha="center",
                va="top",
                fontsize=SMALL,
                color=SOFT,
            )
            level += value
        else:
            level = value
            axes.plot([float(value)], [y], "o", markersize=11, color="#3c4654", clip_on=False)
            axes.annotate(
                count(value),
                (float(value), y),
                (11, 0),
                textcoords="offset points",
                va="center",
                fontsize=TITLE - 2,
                weight="bold",
                color=INK,
            )
        xs.append(float(level))
        if y + 1 < len(spec.rows):
            axes.plot([float(level)] * 2, [y, y + 1], color=RULE, linewidth=1.0, linestyle=":", zorder=0)
    span = max(xs) - min(xs) or 1.0
    axes.set(xlim=(min(xs) - span * 0.12, max(xs) + span * 0.12), ylim=(len(spec.rows) - 0.5, -0.6))
    axes.set_yticks(range(len(wrapped)), wrapped, fontsize=BODY)
    axes.tick_params(axis="both", length=0, pad=8)
    axes.xaxis.set_major_locator(mpl.ticker.MaxNLocator(5, integer=True))
    axes.xaxis.set_major_formatter(mpl.ticker.FuncFormatter(lambda x, _: f"{x:,.0f}"))
    axes.tick_params(axis="x", labelsize=SMALL, labelcolor=SOFT, pad=2)
    sns.despine(ax=axes, left=True)
    axes.spines["bottom"].set_color(RULE)
    return page.figure


def _scorecard(spec: ChartSpec) -> Figure:
    left, right = columns(BODY) * 47 // 100, columns(BODY) * 47 // 100
    cells = [(wrap(row.label, left), wrap(row.text, right), row) for row in spec.rows]
    deep = [max(a.count("\n"), b.count("\n")) * 0.21 + 0.34 for a, b, _ in cells]
    body = sum(deep) + 0.1
    page = Page(spec, body)
    axes = page.axes(MARGIN, body)
    axes.set(xlim=(0, WIDTH - 2 * MARGIN), ylim=(body, 0))
    blank(axes)
    y = 0.0
    middle = 0.3 + (WIDTH - 2 * MARGIN - 0.3) / 2
    for (label, text, row), tall in zip(cells, deep, strict=True):
        centre = y + tall / 2
        tint = ROLE_COLOURS[row.role]
        axes.plot([0.1], [centre], ROLE_MARKERS[row.role], color=tint, markersize=8)
        axes.text(0.3, centre, label, fontsize=BODY, va="center", color=INK, linespacing=1.2)
        axes.text(
            middle, centre, text, fontsize=BODY, va="center", color=tint, weight="bold", linespacing=1.2
        )
        y += tall
        axes.plot([0, WIDTH - 2 * MARGIN], [y, y], color=RULE, linewidth=0.6)
    return page.figure


def _statement(spec: ChartSpec) -> Figure:
    size = 13.0
    lines = [(wrap(row.label, columns(size)), row) for row in spec.rows]
    body = sum(height(text, size) + 0.14 for text, _ in lines) + (0.1 if lines else 0.0)
    page = Page(spec, body)
    axes = page.axes(MARGIN, max(body, 0.01))
    axes.set(xlim=(0, WIDTH - 2 * MARGIN), ylim=(max(body, 0.01), 0))
    blank(axes)
    y = 0.05
    for text, row in lines:
        axes.text(
            0,
            y,
            text,
            fontsize=size,
            va="top",
            color=DISPUTED if row.disputed else INK,
            linespacing=LINE - 0.25,
        )
        y += height(text, size) + 0.14
    return page.figure


_KINDS: dict[str, Callable[[ChartSpec], Figure]] = {
    "bars": _bars,
    "bridge": _bridge,
    "scorecard": _scorecard,
    "statement": _statement,
    "line": line,
}


def draw(spec: ChartSpec) -> Figure:
    """Return a chart as a figure of 9 inches' width, its height as its rows and texts need.

    Raises MissingGlyphError when its font lacks a character of its texts.
    """
    for text in (spec.alt, spec.takeaway, *(row.group for row in spec.rows)):
        require_glyphs(text)
    with mpl.rc_context(rc()):
        return _KINDS[spec.kind](spec)
