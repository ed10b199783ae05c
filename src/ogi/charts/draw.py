"""The matplotlib and seaborn renderer: a spec becomes a figure."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import matplotlib as mpl
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from ogi.charts.spec import ChartSpec, Row
from ogi.charts.style import DISPUTED, INK, ROLE_COLOURS, ROLE_MARKERS, RULE, SOFT, colour, rc, require_glyphs
from ogi.charts.text import width, wrap
from ogi.charts.words import MARK
from ogi.language import count, signed

_WIDTH = 9.0  # inches
_MARGIN = 0.35
_TITLE, _SUB, _BODY, _SMALL = 15.0, 10.5, 10.5, 8.8
_LINE = 1.45  # line height in font sizes


def _columns(size: float) -> int:
    """How many half-width columns of a font size fit between the margins."""
    return int((_WIDTH - 2 * _MARGIN) * 72 / size * 2 * 0.97)


def _height(text: str, size: float) -> float:
    return (text.count("\n") + 1) * size * _LINE / 72


class _Page:
    """A figure filled from the top down, its height known beforehand."""

    def __init__(self, spec: ChartSpec, body: float) -> None:
        self.title = wrap(spec.title, _columns(_TITLE))
        self.subtitle = wrap(spec.subtitle, _columns(_SUB))
        self.notes = [wrap(note, _columns(_SMALL) - 2) for note in spec.notes]
        self.source = wrap(spec.source, _columns(_SMALL))
        head = _height(self.title, _TITLE) + 0.06 + _height(self.subtitle, _SUB) + 0.2
        foot = sum(_height(note, _SMALL) + 0.06 for note in self.notes) + _height(self.source, _SMALL) + 0.3
        self.height = 2 * _MARGIN * 0.8 + head + body + foot
        self.figure = Figure(figsize=(_WIDTH, self.height), facecolor="white")
        FigureCanvasAgg(self.figure)
        self.y = _MARGIN * 0.8
        self._text(self.title, _TITLE, INK, weight="bold", gap=0.06)
        self._text(self.subtitle, _SUB, SOFT, gap=0.2)
        self.body_top = self.y
        self.y += body + 0.2
        for note in self.notes:
            self._text(note, _SMALL, DISPUTED if note.startswith(MARK) else SOFT, gap=0.06)
        self.y += 0.1
        self._text(self.source, _SMALL, SOFT, gap=0.0)

    def _text(self, text: str, size: float, ink: str, *, gap: float, weight: str = "normal") -> None:
        self.figure.text(
            _MARGIN / _WIDTH,
            1 - self.y / self.height,
            text,
            fontsize=size,
            color=ink,
            weight=weight,
            va="top",
            ha="left",
            linespacing=_LINE - 0.25,
        )
        self.y += _height(text, size) + gap

    def axes(self, left: float, body: float, right: float = _MARGIN) -> Axes:
        """Axes over the body, `left` inches from the left edge."""
        bottom = self.height - self.body_top - body
        return self.figure.add_axes(
            (left / _WIDTH, bottom / self.height, (_WIDTH - left - right) / _WIDTH, body / self.height)
        )


def _label_width(labels: list[str], size: float, most: float) -> tuple[float, list[str]]:
    """Inches that the labels need at most `most`, and the labels wrapped to it."""
    columns = max(int(most * 72 / size * 2), 8)
    wrapped = [wrap(label, columns) for label in labels]
    widest = max((width(line) for label in wrapped for line in label.split("\n")), default=0)
    return min(most, widest * size / 2 / 72 + 0.15), wrapped


def _blank(axes: Axes) -> None:
    """Take scale and frame away: every number stands beside its bar."""
    axes.set(xticks=[], yticks=[])
    axes.set_axis_off()


def _bars(spec: ChartSpec) -> Figure:
    groups = list(dict.fromkeys(row.group for row in spec.rows))
    headed = any(groups)
    left, wrapped = _label_width([row.label for row in spec.rows], _BODY, 3.6)
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
                at += 1
        at += 0.25 if headed else 0
    body = at * step + 0.1
    page = _Page(spec, body)
    axes = page.axes(_MARGIN + left + 0.1, body, right=1.0)
    values = [float(row.value or 0) for _, row in places]
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
        tint = "#3c4654" if row.role == "end" else colour(row.key)
        patch.set(facecolor="white" if row.role == "derived" else tint, edgecolor=tint, linewidth=0.8)
        if row.role == "derived":
            patch.set_linestyle("--")
        if row.disputed:
            patch.set_hatch("////")
            patch.set_edgecolor("white")
        if not row.value:
            axes.plot([0, 0], [y - 0.31, y + 0.31], color=tint, linewidth=1.6, clip_on=False)
    most = max([*values, 1.0])
    for y, row in places:
        shown = row.sign + count(row.value or Decimal(0)) + (f" {MARK}" if row.disputed else "")
        ink = DISPUTED if row.disputed else INK
        axes.annotate(
            shown,
            (float(row.value or 0), y),
            (5, 0),
            textcoords="offset points",
            va="center",
            fontsize=_BODY,
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
            fontsize=_BODY,
            color=INK,
            weight="bold" if row.role == "end" else "normal",
            linespacing=1.1,
        )
    for y, text in heads:
        axes.annotate(
            text,
            (0, y),
            (-left * 72 - 7, 0),
            textcoords="offset points",
            va="center",
            ha="left",
            fontsize=_BODY,
            color=SOFT,
        )
    axes.set(xlim=(0, most * 1.02), ylim=(at - 0.5 - (0.25 if headed else 0), -0.6), xlabel="", ylabel="")
    _blank(axes)
    for y_from, y_to in _runs(places):
        axes.plot([0, 0], [y_from - 0.42, y_to + 0.42], color=SOFT, linewidth=0.9, clip_on=False)
    return page.figure


def _runs(places: list[tuple[float, Row]]) -> list[tuple[float, float]]:
    """The stretches of the zero line, one a group."""
    runs: dict[str, tuple[float, float]] = {}
    for y, row in places:
        first, _ = runs.get(row.group, (y, y))
        runs[row.group] = (first, y)
    return list(runs.values())


def _bridge(spec: ChartSpec) -> Figure:
    left, wrapped = _label_width([row.label for row in spec.rows], _BODY, 3.4)
    ticks = 0.3  # inches below the axes for the numbers of the scale
    body = len(spec.rows) * 0.62 + 0.15
    page = _Page(spec, body + ticks)
    axes = page.axes(_MARGIN + left + 0.2, body, right=1.2)
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
                fontsize=_BODY,
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
                fontsize=_SMALL,
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
                fontsize=_TITLE - 2,
                weight="bold",
                color=INK,
            )
        xs.append(float(level))
        if y + 1 < len(spec.rows):
            axes.plot([float(level)] * 2, [y, y + 1], color=RULE, linewidth=1.0, linestyle=":", zorder=0)
    span = max(xs) - min(xs) or 1.0
    axes.set(xlim=(min(xs) - span * 0.12, max(xs) + span * 0.12), ylim=(len(spec.rows) - 0.5, -0.6))
    axes.set_yticks(range(len(wrapped)), wrapped, fontsize=_BODY)
    axes.tick_params(axis="both", length=0, pad=8)
    axes.xaxis.set_major_locator(mpl.ticker.MaxNLocator(5, integer=True))
    axes.xaxis.set_major_formatter(mpl.ticker.FuncFormatter(lambda x, _: f"{x:,.0f}"))
    axes.tick_params(axis="x", labelsize=_SMALL, labelcolor=SOFT, pad=2)
    sns.despine(ax=axes, left=True)
    axes.spines["bottom"].set_color(RULE)
    return page.figure


def _scorecard(spec: ChartSpec) -> Figure:
    left, right = _columns(_BODY) * 47 // 100, _columns(_BODY) * 47 // 100
    cells = [(wrap(row.label, left), wrap(row.text, right), row) for row in spec.rows]
    heights = [max(a.count("\n"), b.count("\n")) * 0.21 + 0.34 for a, b, _ in cells]
    body = sum(heights) + 0.1
    page = _Page(spec, body)
    axes = page.axes(_MARGIN, body)
    axes.set(xlim=(0, _WIDTH - 2 * _MARGIN), ylim=(body, 0))
    _blank(axes)
    y = 0.0
    middle = 0.3 + (_WIDTH - 2 * _MARGIN - 0.3) / 2
    for (label, text, row), height in zip(cells, heights, strict=True):
        centre = y + height / 2
        tint = ROLE_COLOURS[row.role]
        axes.plot([0.1], [centre], ROLE_MARKERS[row.role], color=tint, markersize=8)
        axes.text(0.3, centre, label, fontsize=_BODY, va="center", color=INK, linespacing=1.2)
        axes.text(
            middle, centre, text, fontsize=_BODY, va="center", color=tint, weight="bold", linespacing=1.2
        )
        y += height
        axes.plot([0, _WIDTH - 2 * _MARGIN], [y, y], color=RULE, linewidth=0.6)
    return page.figure


def _statement(spec: ChartSpec) -> Figure:
    size = 13.0
    lines = [(wrap(row.label, _columns(size)), row) for row in spec.rows]
    body = sum(_height(text, size) + 0.14 for text, _ in lines) + (0.1 if lines else 0.0)
    page = _Page(spec, body)
    axes = page.axes(_MARGIN, max(body, 0.01))
    axes.set(xlim=(0, _WIDTH - 2 * _MARGIN), ylim=(max(body, 0.01), 0))
    _blank(axes)
    y = 0.05
    for text, row in lines:
        axes.text(
            0,
            y,
            text,
            fontsize=size,
            va="top",
            color=DISPUTED if row.disputed else INK,
            linespacing=_LINE - 0.25,
        )
        y += _height(text, size) + 0.14
    return page.figure


_KINDS: dict[str, Callable[[ChartSpec], Figure]] = {
    "bars": _bars,
    "bridge": _bridge,
    "scorecard": _scorecard,
    "statement": _statement,
}


def draw(spec: ChartSpec) -> Figure:
    """Return a chart as a figure of 9 inches' width, its height as its rows and texts need.

    Raises MissingGlyphError when its font lacks a character of its texts.
    """
    for text in (spec.alt, spec.takeaway, *(row.group for row in spec.rows)):
        require_glyphs(text)
    with mpl.rc_context(rc()):
        return _KINDS[spec.kind](spec)
