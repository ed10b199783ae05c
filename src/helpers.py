"""All that a notebook needs: `import helpers as h`.

One report is loaded with `load(agency, year, lang)`; everything else takes that report. `headline` says
what it states and whether its numbers can be used, `findings` and `facts` return tables (pandas frames;
`show` lays one out for reading), `evidence` shows them beside the report's text, `chart` draws one of
`CHARTS` and can write it as SVG and PNG, and `follows` says what follows from it. `tables()` returns the
facts, findings and reports of all agencies and years as frames, for questions of your own; `sql(query)`
answers one in SQL without loading them.

All reports of an agency are loaded with `load_years(agency, lang)`: `trend_headline` and `years` say what
there is, `trend` draws one of `TRENDS` over the years, and `trend_follows` says what follows from it.

There is no logic here: each name is documented where it lives, in the package `ogi`.
"""

from __future__ import annotations

from ogi.charts import CHARTS, TRENDS
from ogi.notebook import (
    chart,
    evidence,
    facts,
    findings,
    follows,
    headline,
    load,
    load_years,
    show,
    sql,
    tables,
    trend,
    trend_follows,
    trend_headline,
    years,
)

__all__ = [
    "CHARTS",
    "TRENDS",
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
