"""A chart's figure, filled from the top down: title, subtitle, the drawing itself, notes and source."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from ogi.charts.spec import ChartSpec
from ogi.charts.style import DISPUTED, INK, SOFT
from ogi.charts.text import wrap
from ogi.charts.words import MARK

WIDTH = 9.0  # inches
MARGIN = 0.35
TITLE, SUB, BODY, SMALL = 15.0, 10.5, 10.5, 8.8
LINE = 1.45  # line height in font sizes


def columns(size: float) -> int:
    """How many half-width columns of a font size fit between the margins."""
    return int((WIDTH - 2 * MARGIN) * 72 / size * 2 * 0.97)


def height(text: str, size: float) -> float:
    """How many inches a text of a font size takes."""
    return (text.count("\n") + 1) * size * LINE / 72


class Page:
    """A figure filled from the top down, its height known beforehand."""

    def __init__(self, spec: ChartSpec, body: float) -> None:
        self.title = wrap(spec.title, columns(TITLE))
        self.subtitle = wrap(spec.subtitle, columns(SUB))
        self.notes = [wrap(note, columns(SMALL) - 2) for note in spec.notes]
        self.source = wrap(spec.source, columns(SMALL))
        head = height(self.title, TITLE) + 0.06 + height(self.subtitle, SUB) + 0.2
        foot = sum(height(note, SMALL) + 0.06 for note in self.notes) + height(self.source, SMALL) + 0.3
        self.height = 2 * MARGIN * 0.8 + head + body + foot
        self.figure = Figure(figsize=(WIDTH, self.height), facecolor="white")
        FigureCanvasAgg(self.figure)
        self.y = MARGIN * 0.8
        self._text(self.title, TITLE, INK, weight="bold", gap=0.06)
        self._text(self.subtitle, SUB, SOFT, gap=0.2)
        self.body_top = self.y
        self.y += body + 0.2
        for note in self.notes:
            self._text(note, SMALL, DISPUTED if note.startswith(MARK) else SOFT, gap=0.06)
        self.y += 0.1
        self._text(self.source, SMALL, SOFT, gap=0.0)

    def _text(self, text: str, size: float, ink: str, *, gap: float, weight: str = "normal") -> None:
        self.figure.text(
            MARGIN / WIDTH,
            1 - self.y / self.height,
            text,
            fontsize=size,
            color=ink,
            weight=weight,
            va="top",
            ha="left",
            linespacing=LINE - 0.25,
        )
        self.y += height(text, size) + gap

    def axes(self, left: float, body: float, right: float = MARGIN) -> Axes:
        """Axes over the body, `left` inches from the left edge."""
        bottom = self.height - self.body_top - body
        return self.figure.add_axes(
            (left / WIDTH, bottom / self.height, (WIDTH - left - right) / WIDTH, body / self.height)
        )


def blank(axes: Axes) -> None:
    """Take scale and frame away: every number stands beside its bar."""
    axes.set(xticks=[], yticks=[])
    axes.set_axis_off()
