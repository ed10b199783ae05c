"""What a notebook shows of a report: headline, tables, charts, and what follows from them."""

from ogi.notebook.display import Chart, Shown, show
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
    "show",
    "tables",
]
