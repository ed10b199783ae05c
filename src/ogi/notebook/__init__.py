"""What a notebook shows of a report, or of an agency's years: headline, tables, charts, what follows."""

from ogi.notebook.agency import load_years, trend, trend_follows, trend_headline, years
from ogi.notebook.display import Chart, Shown, show
from ogi.notebook.query import sql
from ogi.notebook.report import chart, evidence, facts, findings, follows, headline, load, tables

__all__ = [
    "Chart",
    "Shown",
    "chart",
    "evidence",
    "facts",
    "findings",
    "follows",
    "headline",
    "load",
    "load_years",
    "show",
    "sql",
    "tables",
    "trend",
    "trend_follows",
    "trend_headline",
    "years",
]
