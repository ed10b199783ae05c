"""The charts of one report, by name."""

from __future__ import annotations

from collections.abc import Callable

from ogi.charts import indicator_table, requests, scorecard, vintages
from ogi.charts.indicator_table import indicator_table_chart
from ogi.charts.requests import requests_chart
from ogi.charts.scorecard import scorecard_chart
from ogi.charts.spec import ChartSpec
from ogi.charts.vintages import vintages_chart
from ogi.charts.volume import volume_chart
from ogi.errors import InputError
from ogi.view import ReportView

CHARTS: dict[str, Callable[[ReportView], ChartSpec]] = {
    "volume-by-channel": lambda view: volume_chart(view, "channel", "volume-by-channel"),
    "volume-by-type": lambda view: volume_chart(view, "information_type", "volume-by-type"),
    indicator_table.NAME: indicator_table_chart,
    vintages.NAME: vintages_chart,
    scorecard.NAME: scorecard_chart,
    requests.NAME: requests_chart,
}


def chart_spec(view: ReportView, name: str) -> ChartSpec:
    """Return the chart of that name for a report. Raises InputError for a name that is none."""
    if name not in CHARTS:
        raise InputError("chart", "", f"“{name}”", f"one of: {', '.join(CHARTS)}", "Correct the name.")
    return CHARTS[name](view)


def report_charts(view: ReportView) -> tuple[ChartSpec, ...]:
    """Return all charts of a report."""
    return tuple(make(view) for make in CHARTS.values())
