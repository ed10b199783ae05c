"""All that a notebook needs: `import helpers as h`.

One report is loaded with `load(agency, year, lang)`; everything else takes that report. `headline` says
what it states and whether its numbers can be used, `findings` and `facts` return tables (pandas frames;
`show` lays one out for reading), `evidence` shows them beside the report's text, `chart` draws one of
`CHARTS` and can write it as SVG and PNG, and `follows` says what follows from it. `tables()` returns the
facts, findings and reports of all agencies and years as frames, for questions of your own.

There is no logic here: each name is documented where it lives, in the package `ogi`.
"""

from __future__ import annotations

from ogi.charts import CHARTS
from ogi.notebook import chart, evidence, facts, findings, follows, headline, load, show, tables

__all__ = [
    "CHARTS",
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
