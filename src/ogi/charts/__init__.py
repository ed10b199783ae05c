"""One spec a picture, drawn from facts and checks; a renderer turns specs into pictures.

`report_charts` makes the specs of a report, `trend_chart` that of an agency's years; `draw` is the
matplotlib renderer, `encode` and `write` make its files. A renderer takes a ChartSpec and nothing else, so
that two renderers cannot disagree about what a chart says.
"""

from ogi.charts.draw import draw
from ogi.charts.report import CHARTS, chart_spec, report_charts
from ogi.charts.save import encode, write
from ogi.charts.spec import ChartSpec, Row
from ogi.charts.trend import TRENDS, trend_chart

__all__ = [
    "CHARTS",
    "TRENDS",
    "ChartSpec",
    "Row",
    "chart_spec",
    "draw",
    "encode",
    "report_charts",
    "trend_chart",
    "write",
]
